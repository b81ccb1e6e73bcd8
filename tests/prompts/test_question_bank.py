"""The question bank and the evasive answers: whole in both languages, and fit to be spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any, get_args

import pytest
import yaml

from coach.content import content_folder
from coach.dialogue.state import LANGUAGES, PHASES, Field, Language

Entry = dict[str, Any]

WALK = PHASES[1:-1]
BANK = {f"{phase}-{number}" for phase in WALK for number in range(1, 13)}
BANK |= {"closing-1", "closing-2"}
FORMS = {"full", "short", "shortest", "period", "giver", "giver2", "known", "who", "day"}
FORMS |= {"coach", "coach_who", "one"}
EVASION_FORMS = {"full", "short", "shortest", "giver"}
SLOTS = {"who", "one", "period", "day", "n", "what", "word"}
MOST_WORDS = {"full": 24, "short": 12, "shortest": 6}
MOST_WORDS_GRANTED = 7
FEWEST_FORMS = 4
FEWEST_EXAMPLES = 12
NEAR_DUPLICATE = 0.5  # share of words two evasive answers may have in common

FORBIDDEN: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(
        r"hoor je zeggen|wat doet dat met|wat maakt dat|wat maakt het|ik begrijp|moet zwaar zijn"
        r"|voor het delen|wat mooi|goede vraag|dus eigenlijk|heb je al eens|overwogen|neem eens"
        r" rust|komt goed|als coach|^en hoe voelt|^dus\b|^ik hoor|je geeft aan|vervelend|\bsnap\b"
        r"|begrijpelijk|wat goed|wat knap|wat eerlijk|moedig|klinkt (zwaar|vermoeiend|lastig)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"i hear you|it sounds like|sounds (hard|tough|tiring)|that must be|does that make you feel"
        r"|for sharing|great question|good question|unpack|tell me more|have you considered"
        r"|you've got this|in my experience|^so\b|i understand|thank you for|that's (great|brave)"
        r"|well done|sorry to hear",
        re.IGNORECASE,
    ),
}  # fmt: skip
COLLEAGUE_PRONOUN: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(r"\b(hij|hem|haar|zij|u|uw|ge|gij)\b", re.IGNORECASE),
    "en": re.compile(r"\b(he|she|him|his|her|hers)\b", re.IGNORECASE),
}
# {who} may be one name or thirty people, so no verb may have to agree with it.
VERB = {
    "nl": r"heeft|hebben|had|hadden|is|zijn|was|waren|kan|kunnen|wil|willen|zou|zouden|doet|zegt",
    "en": r"has|have|had|is|are|was|were|does|do|did|can|could|will|would|may|might|should",
}
AS_FAR_AS_KNOWN = {"nl": re.compile(r"\bweet\b"), "en": re.compile(r"\bknow\b")}


def load(kind: str, language: Language) -> list[Entry]:
    path = content_folder("prompts") / f"{kind}.{language}.yaml"
    entries: list[Entry] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return entries


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def questions(language: Language) -> list[Entry]:
    return load("questions", language)


@pytest.fixture(scope="module")
def evasions(language: Language) -> list[Entry]:
    return load("evasions", language)


@pytest.fixture(scope="module")
def asked(questions: list[Entry], evasions: list[Entry]) -> list[tuple[str, str]]:
    """Every question the coach can put, as (where it stands, text)."""
    return [*spoken(questions, "forms"), *spoken(evasions, "question")]


def spoken(entries: list[Entry], forms: str) -> Iterator[tuple[str, str]]:
    for entry in entries:
        for name, text in entry[forms].items():
            yield f"{entry['id']}.{name}", text
        for situation in entry.get("situations", ()):
            yield f"{entry['id']}.{situation['when']}", situation["text"]
        if "options" in entry:
            yield f"{entry['id']}.options", entry["options"]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.lower())


def test_the_whole_bank_is_there(questions: list[Entry]) -> None:
    ids = [entry["id"] for entry in questions]
    assert len(ids) == len(set(ids))
    assert {entry["id"] for entry in questions if "follows" not in entry} == BANK


def test_a_second_half_follows_the_question_it_was_cut_from(questions: list[Entry]) -> None:
    order = [entry["id"] for entry in questions]
    for place, entry in enumerate(questions):
        if "follows" in entry:
            assert entry["follows"] == order[place - 1]
            assert re.fullmatch(r"[a-z]+-\d+[bc]", entry["id"]), entry["id"]


def test_both_languages_hold_the_same_questions_forms_and_situations() -> None:
    shape = {
        language: [
            (
                entry["id"], entry["phase"], entry["gathers"], entry["about"],
                entry.get("follows"), sorted(entry["forms"]),
                [situation["when"] for situation in entry.get("situations", ())],
            )
            for entry in load("questions", language)
        ]
        for language in LANGUAGES
    }  # fmt: skip
    assert shape["nl"] == shape["en"]


def test_both_languages_hold_the_same_evasions_and_forms() -> None:
    shape = {
        language: [
            (entry["id"], entry["phase"], sorted(entry["question"]))
            for entry in load("evasions", language)
        ]
        for language in LANGUAGES
    }
    assert shape["nl"] == shape["en"]
    assert len(shape["nl"]) == len({name for name, _, _ in shape["nl"]})


def test_every_question_is_complete(questions: list[Entry]) -> None:
    for entry in questions:
        assert entry["id"].startswith(entry["phase"] + "-"), entry["id"]
        assert entry["phase"] in PHASES
        assert entry["gathers"] in get_args(Field), entry["id"]
        assert entry["about"] in {"other", "self", "team"}, entry["id"]
        assert set(entry["forms"]) <= FORMS, entry["id"]
        assert {"full", "short", "shortest"} <= set(entry["forms"]), entry["id"]
        assert len(entry["forms"]) >= FEWEST_FORMS, entry["id"]


def test_every_evasion_is_complete(evasions: list[Entry]) -> None:
    for entry in evasions:
        assert entry["phase"] in {*WALK, "any"}, entry["id"]
        assert entry["id"].startswith(entry["phase"] + "-"), entry["id"]
        assert {"full", "short", "shortest"} <= set(entry["question"]) <= EVASION_FORMS, entry["id"]
        assert len(entry["examples"]) >= FEWEST_EXAMPLES, entry["id"]


def test_every_form_asks_exactly_one_thing(asked: list[tuple[str, str]]) -> None:
    wrong = [place for place, text in asked if text.count("?") != 1 or not text.endswith("?")]
    assert not wrong


def test_what_is_granted_is_short_and_asks_nothing(evasions: list[Entry]) -> None:
    for entry in evasions:
        granted = entry["acknowledge"]
        assert len(words(granted)) <= MOST_WORDS_GRANTED, entry["id"]
        assert not granted or granted.endswith("."), entry["id"]
        assert "?" not in granted and "{" not in granted, entry["id"]


def test_no_form_is_longer_than_its_name_promises(asked: list[tuple[str, str]]) -> None:
    for place, text in asked:
        most = MOST_WORDS.get(place.rsplit(".", 1)[1], MOST_WORDS["full"])
        assert len(text.split()) <= most, (place, text)


def test_forms_use_known_slots_only(asked: list[tuple[str, str]]) -> None:
    for place, text in asked:
        assert set(re.findall(r"{(.*?)}", text)) <= SLOTS, place


def test_a_form_holds_the_slot_it_is_named_after_and_no_other(questions: list[Entry]) -> None:
    for entry in questions:
        for name, text in entry["forms"].items():
            slot = name.removeprefix("coach_")
            expected = {slot} if slot in SLOTS else set()
            assert set(re.findall(r"{(\w+)}", text)) == expected, f"{entry['id']}.{name}"


def test_no_verb_has_to_agree_with_who(language: Language, asked: list[tuple[str, str]]) -> None:
    verb = VERB[language]
    # After a preposition or an object a verb may stand ("tegen {who} kunnen zeggen").
    subject = re.compile(rf"\b({verb}) {{who}}|(^|[,:]) ?{{who}} ({verb})|{{who}}['’]")
    assert not [place for place, text in asked if subject.search(text)]


def test_a_day_form_takes_tomorrow_as_well_as_monday(asked: list[tuple[str, str]]) -> None:
    assert not [place for place, text in asked if re.search(r"\b(on|op) {day}", text)]


def test_the_careful_form_says_how_far_one_can_know(
    language: Language, questions: list[Entry]
) -> None:
    for entry in questions:
        known = entry["forms"].get("known")
        assert known is None or AS_FAR_AS_KNOWN[language].search(known), entry["id"]


def test_nothing_is_said_that_the_coach_never_says(
    language: Language, asked: list[tuple[str, str]], evasions: list[Entry]
) -> None:
    granted = [(entry["id"], entry["acknowledge"]) for entry in evasions]
    for place, text in [*asked, *granted]:
        assert not FORBIDDEN[language].search(text), (place, text)
        assert not COLLEAGUE_PRONOUN[language].search(text), (place, text)
        assert "!" not in text and '"' not in text, place
        assert not re.search(r"[\u2600-\U0001faff]", text), place


def test_no_form_is_worded_like_another_of_its_own_question(
    questions: list[Entry], evasions: list[Entry]
) -> None:
    for entries, forms in ((questions, "forms"), (evasions, "question")):
        for entry in entries:
            texts = [text for _, text in spoken([entry], forms)]
            assert len(texts) == len(set(texts)), entry["id"]


def test_no_two_questions_of_the_bank_are_put_in_the_same_words(questions: list[Entry]) -> None:
    texts = [text for _, text in spoken(questions, "forms")]
    assert not {text for text in texts if texts.count(text) > 1}


def test_no_two_evasive_answers_share_a_frame(evasions: list[Entry]) -> None:
    answers = [(entry["id"], text) for entry in evasions for text in entry["examples"]]
    for (one, first), (other, second) in combinations(answers, 2):
        left, right = set(words(first)), set(words(second))
        overlap = len(left & right) / len(left | right)
        assert overlap < NEAR_DUPLICATE, (one, first, other, second)


def test_no_two_answers_of_one_evasion_begin_alike(evasions: list[Entry]) -> None:
    for entry in evasions:
        starts = [tuple(words(text)[:2]) for text in entry["examples"]]
        assert len(starts) == len(set(starts)), entry["id"]


def test_evasive_answers_vary_in_length_and_typing(evasions: list[Entry]) -> None:
    for entry in evasions:
        answers = entry["examples"]
        lengths = {len(words(text)) for text in answers}
        assert len(lengths) >= 3, entry["id"]
        assert any(text[0].islower() for text in answers), entry["id"]
        assert any(text[0].isupper() for text in answers), entry["id"]
