"""The reader's network: turns kept apart are read as labelled, whatever was asked."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import clauses
from coach.dialogue.echo import given_back
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.reader_network import FILE, LONGEST, Read, network, read_turn
from coach.dialogue.so_far import HARDLY
from coach.dialogue.state import Language
from coach.errors import ContentError
from coach.evaluation.asked import asked_in, asked_of
from coach.evaluation.labels import label_of, load_examples

DATA = Path("tests/data")


def held(name: str) -> list[dict[str, Any]]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_as(language: Language, text: str, asked: Asked | None = None) -> tuple[list[str], Read]:
    parts = tuple(clauses(text, load_lexicon(language)))
    read = read_turn(text, parts, asked or Asked(), language)
    return [network().labels[int(row.argmax())] for row in read.fields], read


def right(lines: list[dict[str, Any]], other: bool = False) -> float:
    """Return the share of clauses read as labelled, after their own question or another one."""
    verdicts: list[bool] = []
    for line in lines:
        asked, fields = asked_of(line), line.get("fields")
        if other:
            phase, field = random.Random(line["id"]).choice(asked_in(line["lang"]))
            asked = replace(asked, phase=phase, field=field)
        parts = clauses(line["user"], load_lexicon(line["lang"]))
        labels, _ = read_as(line["lang"], line["user"], asked)
        if fields:
            verdicts += [
                label == label_of(part, line["user"], fields)
                for part, label in zip(parts, labels, strict=True)
            ]
    return sum(verdicts) / len(verdicts)


@pytest.mark.parametrize(
    ("name", "own", "another"), [("talks.long.held", 0.8, 0.74), ("talks.told.held", 0.76, 0.72)]
)
def test_whole_talks_kept_apart_are_read_as_labelled(
    name: str, own: float, another: float
) -> None:
    lines = held(name)
    assert right(lines) > own
    assert right(lines, other=True) > another


TOLD: tuple[tuple[Language, str, str], ...] = (
    ("nl", "Ze heeft haar meivakantie verschoven naar september.", "cost"),
    ("nl", "Hij heeft een cadeaubon gekregen, net als iedereen.", "came_back"),
    ("en", "She's had to drop her choir, every Thursday since May.", "cost"),
    ("en", "He did get paid for it, overtime.", "came_back"),
)


@pytest.mark.parametrize(("language", "text", "field"), TOLD)
def test_an_answer_beside_the_question_goes_by_what_it_says(
    language: Language, text: str, field: str
) -> None:
    for asked in ("cost", "came_back", "said", "their_view"):
        labels, _ = read_as(language, text, Asked("return", asked))
        assert labels[0] == field


def test_a_turn_longer_than_is_read_at_once_is_read_to_its_end() -> None:
    text = (
        "Ze heeft in mei alle diensten gedraaid. " * 60
        + "Het heeft haar de zwemles van haar zoontje gekost."
    )
    labels, read = read_as("nl", text)
    assert len(text.split()) > LONGEST
    assert labels[-1] == "cost"
    assert read.fields.shape[0] == len(labels)
    assert read.people.shape == (len(text),)


def test_a_street_is_nobody_and_a_nickname_somebody() -> None:
    text = "We closed the branch in Mill Lane last March. Shaz rang every single client."
    _, read = read_as("en", text)
    lane, shaz = text.index("Lane"), text.index("Shaz")
    assert read.people[lane : lane + 4].max() < HARDLY
    assert read.people[shaz : shaz + 4].max() > HARDLY


def test_what_is_given_back_is_what_people_marked_more_often_than_not() -> None:
    """Shared words, over turns kept apart."""
    shared: list[float] = []
    for line in held("echoes.held"):
        lexicon = load_lexicon(line["lang"])
        parts = clauses(line["user"], lexicon)
        asked = asked_of({**line, "phase": "contributions"})
        read = read_turn(line["user"], parts, asked, line["lang"])
        said = given_back(
            read, line["user"], parts, (), (), lexicon
        )
        assert said in line["user"]
        ours, theirs = set(said.lower().split()), set(line["echo"].lower().split())
        shared.append(2 * len(ours & theirs) / len(ours | theirs | {""}) if ours or theirs else 1.0)
    assert float(np.mean(shared)) > 0.5


def test_no_held_turn_is_learned_from() -> None:
    kinds = ("talks", "told", "asides")
    names = ("talks.long.held", "talks.told.held", "asides.held")
    learned = {line["user"].lower() for kind in kinds for line in load_examples(kind)}
    assert not learned & {line["user"].lower() for name in names for line in held(name)}
    given = {line["id"] for line in load_examples("echoes")}
    assert not given & {line["id"] for line in held("echoes.held")}


def test_a_damaged_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_bytes(b"not a network")
    monkeypatch.setattr("coach.dialogue.reader_network.content_folder", lambda name: tmp_path)
    with pytest.raises(ContentError, match=r"can't be read.*Nothing was changed"):
        network.__wrapped__()
