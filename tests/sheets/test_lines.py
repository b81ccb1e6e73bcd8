"""A page is taken along: its lines stand by themselves, tell of the work, and stand there once."""

from __future__ import annotations

import re

import pytest
import yaml

from coach.content import content_folder
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.page.headed import heading_of
from coach.dialogue.page.page import step_items
from coach.dialogue.state import LANGUAGES, Audience, BalanceRecord, Field, Item, Language, State
from coach.sheets.plan import plan_markdown

TEXTS = {
    language: yaml.safe_load(
        (content_folder("prompts") / f"sheets.{language}.yaml").read_text(encoding="utf-8")
    )
    for language in LANGUAGES
}
Told = tuple[Field, str]
Words = tuple[Field, str, str]  # as they were taken, and the clause they stood in
DEED: dict[Language, Item] = {
    "nl": Item(
        "d",
        "what",
        "alle roosters gedaan",
        "seen",
        1,
        "Marjan",
        "",
        "Marjan heeft alle roosters gedaan",
    ),
    "en": Item(
        "d", "what", "did all the rotas", "seen", 1, "Marjan", "", "Marjan did all the rotas"
    ),
}


def page(
    *told: Told, language: Language = "nl", audience: Audience = "leader", about: str = ""
) -> str:
    """Return the page of a talk in which a deed was told, and then `told` in one turn."""
    items = [
        Item(f"i{n}", field, text, "seen", 5, about, "", text)
        for n, (field, text) in enumerate(told)
    ]
    deed = () if audience == "client" else (DEED[language],)
    focus = "" if audience == "client" else "Marjan"
    return plan_markdown(
        State(language, audience, "closing", 9, BalanceRecord((*deed, *items)), focus=focus)
    )


def under(
    plan: str, key: str, language: Language = "nl", audience: Audience = "leader"
) -> list[str]:
    """Return the lines below a heading, without what says how they are known."""
    named = TEXTS[language]["headings"][key]
    title = named[audience] if isinstance(named, dict) else named
    for part in plan.split("\n\n"):
        first, *rest = part.strip().split("\n")
        if first.startswith(f"**{title}**"):
            return [re.sub(r"^- | \(\w+\)$", "", line) for line in rest]
    return []


REMARKS: tuple[tuple[Language, Field, str], ...] = (
    ("en", "not_possible", "I cannot see a page"),
    ("en", "came_back", "Fair's fair"),
    ("en", "came_back", "Rest is fine"),
    ("en", "their_view", "he doesn't need to know about my gf"),
    ("en", "their_view", "something about the new rota"),
    ("en", "own_share", "I was asking how one would begin"),
    ("en", "own_share", "I would rather talk about Moira"),
    ("en", "cost", "my son set it up for me"),
    ("en", "promised", "the rota thing"),
    ("nl", "promised", "dat zei ik net ook al"),
    ("nl", "pattern", "Bij Joost staat nog steeds wat Marjan doet"),
    ("nl", "cost", "De regel over zijn dochter"),
    ("nl", "cost", "Die hoort bij wat het hem kostte"),
    ("nl", "came_back", "verder is het goed"),
    ("nl", "pattern", "dat is geen terug"),
    ("nl", "their_view", "dat vind ik eigenlijk het ergste"),
    ("nl", "what", "Bram mist"),
)


@pytest.mark.parametrize(("language", "field", "text"), REMARKS)
def test_what_was_said_of_the_talk_stands_on_no_page(
    language: Language, field: Field, text: str
) -> None:
    assert text.lower() not in page((field, text), language=language).lower()


EDGES: tuple[tuple[Language, Field, str, str, str], ...] = (
    (
        "en",
        "came_back",
        "well I got a bonus in dec, which was nice tbh",
        "came_back",
        "I got a bonus in dec",
    ),
    (
        "en",
        "said",
        "I did bring her a box of chocolates mind",
        "came_back",
        "I did bring her a box of chocolates",
    ),
    (
        "en",
        "their_view",
        "before you ask, she does not know yet",
        "their_side",
        "She does not know yet",
    ),
    (
        "en",
        "offer",
        "an' I could say sorry about the birthday",
        "offer",
        "I could say sorry about the birthday",
    ),
    (
        "nl",
        "offer",
        "nou ik kan een avond zelf gaan zitten haha",
        "offer",
        "Ik kan een avond zelf gaan zitten",
    ),
    (
        "nl",
        "came_back",
        "ja een biertje op vrijdag, dat wel",
        "came_back",
        "Een biertje op vrijdag",
    ),
    ("nl", "came_back", "hij krijgt er toeslag voor he", "came_back", "Hij krijgt er toeslag voor"),
)


@pytest.mark.parametrize(("language", "field", "text", "heading", "line"), EDGES)
def test_what_was_said_around_the_telling_is_cut_off(
    language: Language, field: Field, text: str, heading: str, line: str
) -> None:
    assert under(page((field, text), language=language), heading, language) == [line]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "it's a lot on her mind"),
        ("en", "we keep that in mind"),
        ("nl", "hij hoort het ook hoor"),
    ],
)
def test_a_word_that_ends_a_sentence_stays(language: Language, text: str) -> None:
    kept = {"nl": "hij hoort het ook"}.get(language, text)
    assert (
        kept
        in page(
            ("their_view", f"she says {text}" if language == "en" else text), language=language
        ).lower()
    )


JOINED: tuple[tuple[Language, tuple[Told, ...], str, list[str]], ...] = (
    (
        "en",
        (("cost", "his back"), ("cost", "off 2 wks in feb"), ("cost", "came back same job")),
        "given",
        ["His back, off 2 wks in feb, came back same job"],
    ),
    (
        "nl",
        (("offer", "ik kan haar de zaterdag vrij geven"), ("offer", "hele maand")),
        "offer",
        ["Ik kan haar de zaterdag vrij geven, hele maand"],
    ),
    (
        "nl",
        (("came_back", "baas heeft bonus gekregen"), ("came_back", "ploeg niet")),
        "came_back",
        ["Baas heeft bonus gekregen, ploeg niet"],
    ),
    (
        "nl",
        (
            ("promised", "ik had hem drie weken beloofd"),
            ("their_view", "dat zijn er vier dagen geworden"),
        ),
        "put_right",
        ["Ik had hem drie weken beloofd. Dat zijn er vier dagen geworden"],
    ),
    (
        "en",
        (("promised", "I told her 'your time will come'"), ("promised", "over lunch")),
        "put_right",
        ["I told her ‘your time will come’, over lunch"],
    ),
    (
        "en",
        (("came_back", "I gave her an envelope"), ("said", "two hundred pounds")),
        "came_back",
        ["I gave her an envelope, two hundred pounds"],
    ),
    (
        "nl",
        (("own_share", "ik heb die nee doorgestuurd"), ("own_share", "zonder tekst")),
        "put_right",
        ["Ik heb die nee doorgestuurd, zonder tekst"],
    ),
)


@pytest.mark.parametrize(("language", "told", "heading", "lines"), JOINED)
def test_what_hangs_on_other_words_goes_with_them(
    language: Language, told: tuple[Told, ...], heading: str, lines: list[str]
) -> None:
    found = under(page(*told, language=language), heading, language)
    assert found[-len(lines) :] == lines


@pytest.mark.parametrize(
    ("language", "field", "text"),
    [
        ("en", "their_view", "in the linen room"),
        ("nl", "their_view", "of niet"),
        ("en", "their_view", "who I think has stopped talking"),
        ("en", "promised", "September and again in January"),
        ("nl", "wish", "niet dit"),
    ],
)
def test_what_hangs_on_nothing_is_left_out(language: Language, field: Field, text: str) -> None:
    assert text.lower() not in page((field, text), language=language).lower()


MOVED: tuple[tuple[Language, Audience, Field, str, str], ...] = (
    ("en", "leader", "said", "my fault, I put him back on unloading", "put_right"),
    ("en", "leader", "said", "I have not said a word about it", "put_right"),
    ("en", "leader", "their_view", "I keep saying I'll get her a management day", "put_right"),
    ("en", "leader", "came_back", "he's not had a full weekend since February", "given"),
    ("en", "leader", "own_share", "what I can offer is a day off in May", "offer"),
    ("en", "leader", "offer", "what I can't do is send two people", "not_possible"),
    ("en", "leader", "not_possible", "I can't spare her on a Friday", "not_possible"),
    ("nl", "leader", "offer", "ik kan haar op vrijdag echt niet missen", "not_possible"),
    ("nl", "leader", "not_possible", "ik kan haar een weekend op twee vast vrij zetten", "offer"),
    ("nl", "leader", "next_step", "dat ik die vrije vrijdag heb laten schieten", "put_right"),
    ("nl", "leader", "their_view", "dat ze met zestig minder zou mogen werken", "put_right"),
    ("en", "client", "came_back", "if he rang one of the others first", "wish"),
    ("nl", "client", "promised", "ik zou het merken als ze zelf belt", "wish"),
    ("en", "client", "next_step", "once I said I was at a wedding and they rang anyway", "also"),
    ("nl", "coach", "their_view", "dat het mailtje van mij kwam", "put_right"),
    ("en", "coach", "their_view", "I'm finding I get furious along with her", "put_right"),
)


@pytest.mark.parametrize(("language", "audience", "field", "text", "heading"), MOVED)
def test_a_line_stands_where_its_own_words_say(
    language: Language, audience: Audience, field: Field, text: str, heading: str
) -> None:
    plan = page((field, text), language=language, audience=audience)
    told = text.removeprefix("dat ik ").split(" heb ")[0].lower()
    assert told in "\n".join(under(plan, heading, language, audience)).lower()
    assert plan.lower().split("(proposal)")[0].split("(voorstel)")[0].count(told) == 1


def test_a_client_who_was_given_nothing_by_somebody_keeps_what_they_asked_for() -> None:
    text = "ik had gevraagd of ik eerder weg mocht, kreeg een duimpje en verder niks"
    plan = page(("came_back", text), audience="client")
    assert under(plan, "came_back", "nl", "client") == [text[:1].upper() + text[1:]]


def test_nothing_stands_only_when_nothing_else_came_back() -> None:
    assert under(page(("came_back", "niks eigenlijk")), "came_back") == ["Niks"]
    both = page(("came_back", "niks eigenlijk"), ("said", "een bos bloemen"))
    assert under(both, "came_back") == ["Een bos bloemen"]


def test_no_line_stands_twice_in_other_words() -> None:
    plan = page(
        ("cost", "gave up her Tuesdays with her sister"),
        ("cost", "her Tuesdays with her sister"),
        ("came_back", "put him back on unloading after his back"),
        ("own_share", "my fault, I put him back on unloading after his back"),
        language="en",
        about="Marjan",
    )
    assert plan.lower().count("tuesdays") == 1
    assert plan.split("(proposal)")[0].lower().count("on unloading") == 1


def test_an_offer_has_one_heading_and_no_blank_beside_it() -> None:
    plan = page(("mandate", "ik maak het rooster"))
    assert plan.count(TEXTS["nl"]["headings"]["offer"]["leader"]) == 1
    assert TEXTS["nl"]["blank_offer"] not in plan
    both = page(("mandate", "ik maak het rooster"), ("offer", "ik geef haar de zaterdag vrij"))
    assert under(both, "offer") == ["Ik geef haar de zaterdag vrij"]


def test_what_they_would_like_is_no_longer_asked_once_it_was_told() -> None:
    ask = TEXTS["nl"]["ask"]["their_wish"]
    assert ask in page()
    assert ask not in page(("their_view", "een weekend waar niemand haar belt"))


def test_who_somebody_is_isnt_what_they_gave() -> None:
    for text in ("my band 6", "Marjan is sixty one"):
        assert text not in page(
            ("cost" if "my" in text else "what", text), language="en", about="Marjan"
        )
    assert "koster" not in page(("cost", "ik ben koster, en deels betaald"), audience="client")


def test_a_name_isnt_put_before_itself() -> None:
    item = Item(
        "x",
        "what",
        "dave and his lot do the late unloading",
        "seen",
        2,
        "Dave",
        "",
        "dave and his lot do the late unloading",
    )
    plan = plan_markdown(State("en", "leader", "closing", 9, BalanceRecord((item,)), focus="Dave"))
    assert under(plan, "given", "en") == ["Dave and his lot do the late unloading"]


def test_everybody_of_several_has_their_name() -> None:
    items = (
        Item("a", "what", "did the off duty", "seen", 2, "Hannah", "", "did the off duty"),
        Item(
            "b",
            "cost",
            "three days off she gave up",
            "seen",
            3,
            "Precious",
            "",
            "three days off she gave up",
        ),
    )
    plan = plan_markdown(State("en", "leader", "closing", 9, BalanceRecord(items), focus="Hannah"))
    assert under(plan, "given", "en") == [
        "Hannah did the off duty",
        "Precious: three days off she gave up",
    ]


STEPS: tuple[tuple[Language, str, bool], ...] = (
    ("en", "I'll tell her on Friday before the lunch", True),
    ("en", "if it's Monday then I catch him first", True),
    ("en", "once I said I was at a wedding and they rang anyway", False),
    ("en", "nothing tomorrow, I'm on nights", False),
    ("en", "when she does the count on a Thursday", False),
    ("en", "I'm doing the being angry for her", False),
    ("en", "I'm seeing her on Thursday", True),
    ("en", "I'd like to give him one Saturday in two", False),
    ("nl", "maandag om tien uur heb ik haar jaargesprek", True),
    ("nl", "als ze zegt dat het niet erg is, dan zeg ik het toch", True),
    ("nl", "dat ik die vrije vrijdag heb laten schieten", False),
)


@pytest.mark.parametrize(("language", "text", "is_one"), STEPS)
def test_a_step_says_what_the_person_will_do(language: Language, text: str, is_one: bool) -> None:
    item = Item("s", "next_step", text, "seen", 7, "", "", text)
    state = State(
        language, "leader", "closing", 9, BalanceRecord((DEED[language], item)), focus="Marjan"
    )
    assert bool(step_items(state)) is is_one
    lines = under(plan_markdown(state), "step", language)
    assert (text[:1].upper() + text[1:] + "." in lines) is is_one


def test_a_talk_with_a_day_that_was_told_as_an_offer_is_the_step() -> None:
    plan = page(("offer", "ik praat donderdag met haar"))
    assert under(plan, "step")[0] == "Ik praat donderdag met haar."
    assert under(plan, "offer") == [TEXTS["nl"]["blank_offer"]]


def test_what_somebody_said_they_would_do_was_promised() -> None:
    text = "our director said he'd get a contract"
    plan = page(("came_back", text), language="en", audience="client")
    assert under(plan, "put_right", "en", "client") == ["Our director said he'd get a contract"]


def test_a_day_on_the_page_is_that_of_a_step() -> None:
    told: Told = ("next_step", "dat ik die vrije vrijdag heb laten schieten")
    assert page(told).startswith("# Plan: Marjan")
    assert page(("next_step", "morgen heb ik weer een gesprek met haar")).startswith("# Morgen")


@pytest.mark.parametrize(
    ("language", "field", "text"),
    [
        ("en", "own_share", "I stayed on again"),
        ("nl", "own_share", "ik ben toch weer gebleven"),
        ("en", "pattern", "I said no once, in May, to a double"),
        ("nl", "pattern", "in mei zei ik één keer nee tegen een dubbele"),
    ],
)
def test_what_a_client_did_then_is_neither_promised_nor_kept_up(
    language: Language, field: Field, text: str
) -> None:
    told = Item("i1", field, text, "seen", 3, "", "", text)
    assert heading_of(told, "client", load_lexicon(language)) == "also"
