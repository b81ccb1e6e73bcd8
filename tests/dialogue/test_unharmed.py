"""What somebody says of the page never damages it, and what came off wrongly comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.page.meant import norm
from coach.dialogue.page.page import page
from coach.dialogue.review import Review, review
from coach.dialogue.state import BalanceRecord, Exchange, Field, Item, Language, State

LINES: dict[Language, tuple[tuple[Field, str], ...]] = {
    "nl": (
        ("what", "ik heb sinds mei de nachtwacht gedraaid"),
        ("what", "de pomp viel uit om tien voor zeven"),
        ("cost", "ik zat op woensdag op judo"),
        ("came_back", "Karel zei één keer bedankt"),
        ("promised", "die neemt nu mijn weekenden over"),
        ("next_step", "maandag spreek ik Karel"),
    ),
    "en": (
        ("what", "I have done the night watch since May"),
        ("what", "the pump gave out at ten to seven"),
        ("cost", "I went to judo on Wednesdays"),
        ("came_back", "Karl said thanks once"),
        ("promised", "she takes my weekends now"),
        ("next_step", "on Monday I see Karl"),
    ),
}


def talk(language: Language) -> State:
    """Return a talk of a client whose page was just shown."""
    items = tuple(
        Item(f"i{n}", f, text, "seen", n, "", "", text)
        for n, (f, text) in enumerate(LINES[language], 1)
    )
    last = Exchange(9, "phrase:close-question", "…", "stop", "…")
    return State(
        language,
        "client",
        "closing",
        9,
        BalanceRecord(items),
        "",
        history=(last,),
        next_item=10,
        closed=True,
    )


def said(language: Language, *texts: str) -> Review:
    state = talk(language)
    for text in texts:
        done = review(state, text, load_lexicon(language))
        exchange = Exchange(state.turn + 1, "phrase:close-question", text, "stop", "…")
        state = replace(done.state, turn=state.turn + 1, history=(*state.history, exchange))
    return done


def shown(state: State, key: str = "") -> str:
    parts = [part for part in page(state) if not key or part.key == key]
    return " | ".join(norm(line.before + line.text) for part in parts for line in part.lines)


@pytest.mark.parametrize(
    ("language", "text", "told", "stays"),
    [
        (
            "nl", "Nee wacht, Ilse neemt mijn weekenden over, niet Karel!",
            "ilse neemt nu mijn weekenden over", "karel zei één keer bedankt",
        ),
        (
            "en", "No wait, Ilse takes my weekends, not Karl!",
            "ilse takes my weekends now", "karl said thanks once",
        ),
    ],
)  # fmt: skip
def test_a_clause_stands_in_for_no_name_and_tells_who_did_it(
    language: Language, text: str, told: str, stays: str
) -> None:
    after = shown(said(language, text).state)
    assert told in after and stays in after
    assert shown(said(language, text).state, "step") == shown(talk(language), "step")


@pytest.mark.parametrize(
    ("language", "text", "hour"),
    [
        ("nl", "nee, de pomp viel uit om tien voor zeven hoor", "om tien voor zeven"),
        ("nl", "nee, de pomp viel uit om kwart over acht", "om kwart over acht"),
        ("en", "no, the pump gave out at ten to seven haha", "at ten to seven"),
        ("en", "no, the pump gave out at half past six", "at half past six"),
        ("en", "not ten men but twelve", "at ten to seven"),
    ],
)
def test_an_hour_is_one_thing(language: Language, text: str, hour: str) -> None:
    assert f"{hour} |" in shown(said(language, text).state, "given")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "die woensdag klopt niet, dat is de judo"),
        ("en", "the Wednesdays are wrong, that's the judo"),
    ],
)
def test_what_is_said_to_be_as_it_stands_stays(language: Language, text: str) -> None:
    assert shown(said(language, text).state) == shown(talk(language))


@pytest.mark.parametrize(
    ("language", "off", "protest"),
    [
        ("nl", "de judo mag eraf", "huh nee niet de judo eraf, dat is wat het kostte"),
        ("nl", "de judo mag eraf", "dat van judo moet er echt op hoor"),
        ("nl", "de judo mag eraf", "Waarom is de judo eraf?"),
        ("en", "take the judo off", "no, not the judo off, that's what it cost"),
        ("en", "take the judo off", "the judo has to be back on"),
        ("en", "take the judo off", "Why did you take off the judo?"),
    ],
)
def test_what_came_off_comes_back_when_somebody_protests(
    language: Language, off: str, protest: str
) -> None:
    assert "judo" not in shown(said(language, off).state)
    done = said(language, off, protest)
    assert "judo" in shown(done.state, "given")
    assert [each.how for each in done.done] == ["back"]
