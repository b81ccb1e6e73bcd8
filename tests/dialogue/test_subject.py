"""Whom the talk turns to when somebody says so, and what is told of others beside an answer."""

from __future__ import annotations

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, Outcome, State
from coach.dialogue.subject import brought_up, subject_of
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

TOLD: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Gerrit doet al sinds maart elke zaterdag de markt.",
        "Hij mist er het voetbal van zijn kleinzoon voor.",
    ),
    "en": (
        "Delia has done the Saturday market since March.",
        "She misses her grandson's football for it.",
    ),
}


def talk(tools: Tools, language: Language, *more: str, audience: Audience = "leader") -> Outcome:
    outcome = open_talk(tools, language, audience)
    for text in (*TOLD[language], *more):
        outcome = take_turn(tools, outcome.state, text)
    return outcome


@pytest.fixture(scope="module")
def there(tools: Tools) -> dict[Language, State]:
    return {language: talk(tools, language).state for language in TOLD}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("nl", "En Anouk dan?", "Anouk"),
        ("nl", "Met Anouk zit het trouwens ook scheef.", "Anouk"),
        ("nl", "Er is ook nog iemand anders: Anouk.", "Anouk"),
        ("nl", "Anouk is eigenlijk nog erger.", "Anouk"),
        ("en", "What about Petra?", "Petra"),
        ("en", "It's lopsided with Petra as well, by the way.", "Petra"),
        ("en", "There's someone else too: Petra.", "Petra"),
        ("en", "Petra's actually worse.", "Petra"),
    ],
)
def test_somebody_beside_the_one_in_hand_comes_first_and_the_other_after(
    tools: Tools, there: dict[Language, State], language: Language, text: str, name: str
) -> None:
    outcome = take_turn(tools, there[language], text)
    before = there[language].focus
    assert outcome.state.focus == name
    assert outcome.state.kept == (before,)
    assert name in outcome.reply.text
    assert before in outcome.reply.text
    assert outcome.state.phase == "contributions"


@pytest.mark.parametrize(
    ("language", "did", "cost"),
    [
        ("nl", "Anouk heeft vier weken de kas alleen gedaan.", "Haar zondagen."),
        ("en", "Petra ran the till alone for four weeks.", "Her Sundays."),
    ],
)
def test_the_one_put_aside_is_come_back_to_where_the_talk_was(
    tools: Tools, there: dict[Language, State], language: Language, did: str, cost: str
) -> None:
    also = {"nl": "En Anouk dan?", "en": "What about Petra?"}[language]
    outcome = take_turn(tools, there[language], also)
    asked = there[language].history[-1].question_id
    for text in (did, cost):
        outcome = take_turn(tools, outcome.state, text)
        if outcome.state.focus == there[language].focus:
            break
    for _ in range(2):
        if outcome.state.focus == there[language].focus:
            break
        outcome = take_turn(tools, outcome.state, cost)
    assert outcome.state.focus == there[language].focus
    assert outcome.state.history[-1].question_id == asked  # it wasn't answered


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("nl", "Ik wil het liever over Anouk hebben.", "Anouk"),
        ("nl", "Eigenlijk gaat het me meer om Anouk.", "Anouk"),
        ("en", "I'd rather talk about Petra.", "Petra"),
        ("en", "It's really more about Petra.", "Petra"),
    ],
)
def test_who_is_talked_of_instead_isnt_followed_by_the_first(
    tools: Tools, there: dict[Language, State], language: Language, text: str, name: str
) -> None:
    outcome = take_turn(tools, there[language], text)
    assert outcome.state.focus == name
    assert outcome.state.kept == ()
    back = {"nl": "Kunnen we nog even terug naar Gerrit?", "en": "Can we go back to Delia?"}
    assert take_turn(tools, outcome.state, back[language]).state.focus == there[language].focus


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik wil het liever over mijn baas hebben."),
        ("nl", "Laten we het over mezelf hebben."),
        ("en", "I'd rather talk about my boss."),
        ("en", "Let's talk about me."),
    ],
)
def test_to_whoever_is_above_them_and_of_themself_they_are_asked_what_they_give(
    tools: Tools, there: dict[Language, State], language: Language, text: str
) -> None:
    outcome = take_turn(tools, there[language], text)
    assert outcome.state.phase == "mirror"
    assert outcome.state.history[-1].question_id.startswith("mirror-1")


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("nl", "Daar wil ik het niet over hebben.",
         ("Dat hoeft ook niet.", "Dan laten we dat liggen.")),
        ("en", "I'd rather not say.", ("You don't have to.", "Then we'll leave that.")),
    ],
)
def test_what_isnt_to_be_talked_of_is_left(
    tools: Tools, there: dict[Language, State], language: Language, text: str, says: tuple[str, ...]
) -> None:
    outcome = take_turn(tools, there[language], text)
    assert outcome.reply.text.startswith(says)
    assert outcome.state.record == there[language].record


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik wil het maandag met hem over het rooster hebben."),
        ("nl", "Hij is nog erger dan ik."),
        ("nl", "En dan?"),
        ("nl", "Ik heb ook nog een bos bloemen gekocht."),
        ("en", "I want to talk to her about the rota on Monday."),
        ("en", "What about it?"),
        ("en", "It's really about respect, I think."),
        ("en", "There's also a bonus in December."),
    ],
)
def test_what_turns_to_nobody_is_an_answer(
    there: dict[Language, State], language: Language, text: str
) -> None:
    assert subject_of(there[language], text) is None


@pytest.mark.parametrize(
    ("language", "text", "name", "did"),
    [
        ("nl", "Een fles wijn. Trouwens ook Farida. Die doet de kas erbij.", "Farida",
         "de kas erbij"),
        ("nl", "Niks. Voor ik het vergeet, er is ook nog Farida van de bakkerij, die heeft al die "
         "weken de kas opgemaakt.", "Farida", "de kas opgemaakt"),
        ("en", "A bottle of wine. And before I forget there's also Farida, she's been cashing up "
         "since May.", "Farida", "cashing up"),
    ],
)  # fmt: skip
def test_somebody_brought_up_behind_an_answer_is_kept_with_what_they_did(
    tools: Tools, there: dict[Language, State], language: Language, text: str, name: str, did: str
) -> None:
    outcome = take_turn(tools, there[language], text)
    assert outcome.state.focus == there[language].focus
    assert name in outcome.state.kept
    assert name in outcome.reply.text
    told = [i for i in outcome.state.record.items if did in i.text]
    assert told
    assert {i.about for i in told} == {name}


def test_behind_an_answer_a_thing_is_nobody(there: dict[Language, State]) -> None:
    assert brought_up(there["nl"], "Een fles wijn. En de kas dan?") is None


@pytest.mark.parametrize(
    ("language", "text", "new", "moved", "stays"),
    [
        ("nl", "De markt, dat doet Anouk, niet Gerrit.", "Anouk", "markt", "voetbal"),
        ("nl", "Nee, dat was Anouk, niet Gerrit.", "Anouk", "markt", ""),
        ("en", "That's Petra who does the market, not Delia.", "Petra", "market", "football"),
        ("en", "No, that was Petra, not Delia.", "Petra", "market", ""),
    ],
)
def test_whose_it_was_is_put_right_in_the_midst_of_the_walk(
    tools: Tools, there: dict[Language, State], language: Language,
    text: str, new: str, moved: str, stays: str,
) -> None:  # fmt: skip
    outcome = take_turn(tools, there[language], text)
    about = {i.about for i in outcome.state.record.items if moved in i.text and i.field == "what"}
    assert about == {new}
    assert new in outcome.reply.text
    if stays:
        kept = [i for i in outcome.state.record.items if stays in i.text and i.field == "cost"]
        assert {i.about for i in kept} == {there[language].focus}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "ho even, dat leest nou net alsof hij dat nog doet"),
        ("nl", "Je hebt het niet goed begrepen."),
        ("nl", "Dat is geen Nederlands."),
        ("en", "sorry what? that doesn't make any sense"),
        ("en", "what but? there isn't a but, I was apologising to you"),
        ("en", "That isn't even English."),
    ],
)
def test_what_is_said_of_the_coach_is_heard_and_is_no_fact(
    tools: Tools, there: dict[Language, State], language: Language, text: str
) -> None:
    outcome = take_turn(tools, there[language], text)
    assert outcome.reply.blocks[0].startswith("misheard/")
    assert outcome.state.record == there[language].record
    assert outcome.state.history[-1].question_id == there[language].history[-1].question_id


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Je vraagt je af of hij het zelf ziet."),
        ("nl", "Je hoort er nooit meer wat van."),
        ("nl", "Hij heeft er geen zin meer in."),
        ("nl", "Ze spreekt nog geen goed Nederlands."),
        ("nl", "Het klinkt misschien raar, maar hij lachte erom."),
        ("nl", "Wacht even, ik pak een pen."),
        ("en", "I never said that to her."),
        ("en", "You asked me what came back. Nothing."),
        ("en", "Her first language isn't English."),
        ("en", "The rota didn't make any sense to her."),
        ("en", "You put in the hours and nobody says a word."),
        ("en", "You get used to it, that's what he said."),
        ("en", "You could see it in her face."),
    ],
)
def test_you_may_be_anybody(
    tools: Tools, there: dict[Language, State], language: Language, text: str
) -> None:
    outcome = take_turn(tools, there[language], text)
    assert not any(b.startswith("misheard/") for b in outcome.reply.blocks)


@pytest.mark.parametrize(
    ("language", "first", "text", "did"),
    [
        ("nl", "Ik ben teamleider in een bibliotheek en het loopt niet lekker.",
         "Koen, want hij heeft vanaf maart alle schoolbezoeken gedaan.", "alle schoolbezoeken"),
        ("en", "It's not going well in my team.",
         "Mick. Nights. Covering two bays since Darren left in May.", "two bays"),
    ],
)  # fmt: skip
def test_what_somebody_did_is_heard_beside_their_name(
    tools: Tools, language: Language, first: str, text: str, did: str
) -> None:
    state = open_talk(tools, language, "leader").state
    for said in (first, text):
        state = take_turn(tools, state, said).state
    told = [i for i in state.record.items if i.field == "what" and did in i.text]
    assert [i.about for i in told] == [state.focus]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De retouren. Sinds maart. Collega is met verlof."),
        ("en", "The returns. Since March. Bea's off sick."),
    ],
)
def test_whoever_is_away_gave_nothing_by_it(
    tools: Tools, there: dict[Language, State], language: Language, text: str
) -> None:
    state = take_turn(tools, there[language], text).state
    away = ("verlof", "sick")
    told = [i for i in state.record.items if i.field in {"what", "cost"}]
    assert not [i for i in told if i.text.endswith(away)]


@pytest.mark.parametrize(
    ("language", "text", "said", "never"),
    [
        ("en", "He's given up his football on Thursdays for it.", "his football on Thursdays",
         "Up his"),
        ("en", "I gave her a card at the end of term.", "", "her a card."),
    ],
)  # fmt: skip
def test_a_few_words_never_begin_with_the_rest_of_a_verb(
    tools: Tools, there: dict[Language, State], language: Language, text: str, said: str, never: str
) -> None:
    outcome = take_turn(tools, there[language], text)
    outcome = outcome if said else take_turn(tools, outcome.state, "Can you read it back to me?")
    assert said in outcome.reply.text
    assert never not in outcome.reply.text


@pytest.mark.parametrize(
    ("language", "text", "offer"),
    [
        ("nl", "Ik kan haar de dinsdag vrij geven, en moet ik dan eerst sorry zeggen?",
         "dinsdag vrij"),
        ("en", "I could give her Tuesday afternoons, and do you think I should say sorry first?",
         "Tuesday afternoons"),
    ],
)  # fmt: skip
def test_an_offer_before_a_question_is_kept(
    tools: Tools, language: Language, text: str, offer: str
) -> None:
    more = {
        "nl": ("Een kaartje.", "Dat ze gezien wordt.", "Niks.", "Ik heb er niks aan gedaan."),
        "en": ("A card.", "To be seen.", "Nothing.", "I did nothing about it."),
    }[language]
    outcome = talk(tools, language, *more, text)
    assert [i for i in outcome.state.record.items if i.field == "offer" and offer in i.text]
