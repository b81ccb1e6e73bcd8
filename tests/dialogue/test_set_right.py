"""What is set right in the midst of the walk is set right and said, and the question stands."""

from __future__ import annotations

from functools import cache

import pytest

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.page.page import page
from coach.dialogue.page.plainly import told_to_note
from coach.dialogue.putting import open_talk
from coach.dialogue.said_of_talk import said_of_talk
from coach.dialogue.state import Language, Outcome, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

TOLD: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Met Fatma zit het scheef. Ze draait al sinds april de zaterdagen erbij, en ik heb er "
        "eigenlijk nooit iets van gezegd.",
        "Ze heeft ook twee keer de kas opgemaakt toen Bart ziek was. Ze moest er de zwemles van "
        "haar dochter voor afzeggen.",
        "Nou, een appje 'top'. Meer niet.",
        "Ze zou zeggen dat het vanzelfsprekend geworden is.",
    ),
    "en": (
        "It's lopsided with Fiona. She's done the Saturday openings since April and I've never "
        "said a word about it.",
        "She's also cashed up twice when Rob was off sick. She had to cancel her daughter's "
        "swimming for it.",
        "A text saying 'nice one', that's all.",
        "She'd say it's become normal that she does it.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tools: Tools) -> dict[Language, State]:
    @cache
    def talk(language: Language) -> State:
        state = open_talk(None, language, "leader").state
        for text in TOLD[language]:
            state = take_turn(tools, state, text).state
        return state

    return {language: talk(language) for language in TOLD}


def lines(outcome: Outcome) -> str:
    return " | ".join(line.text for part in page(outcome.state) for line in part.lines)


@pytest.mark.parametrize(
    ("language", "text", "now", "no_more"),
    [
        ("nl", "Nee, het was drie keer, niet twee.", "drie keer de kas", "twee keer"),
        ("nl", "Het was trouwens drie keer dat ze de kas opmaakte.", "drie keer de kas", "twee"),
        ("nl", "Niet twee keer maar drie.", "drie keer de kas", "twee keer"),
        ("nl", "Dat van die zaterdagen klopt niet, het zijn de zondagen.", "zondagen", "zaterdag"),
        ("nl", "Het was niet Bart maar Bas die ziek was.", "toen Bas ziek", "Bart"),
        ("nl", "Bas, niet Bart.", "toen Bas ziek", "Bart"),
        ("nl", "Het was mei, geen april.", "sinds mei", "april"),
        ("nl", "Het was eigenlijk sinds maart.", "sinds maart", "april"),
        ("en", "It was since March, actually.", "since March", "April"),
        ("nl", "Nee dat klopt niet, ze doet het sinds vorig jaar.", "sinds vorig jaar", "april"),
        ("en", "That's not right, she's done it since last May.", "since last May", "April"),
        ("en", "No, it was three times, not two.", "cashed up three times", "twice"),
        ("en", "It was three times she cashed up, by the way.", "up three times", "twice"),
        ("en", "The Saturdays aren't right, it's the Sundays.", "Sunday openings", "Saturday"),
        ("en", "It wasn't Rob who was off, it was Ron.", "when Ron was", "Rob"),
        ("en", "Not Rob, Ron.", "when Ron was", "Rob"),
        ("en", "It was May, not April.", "since May", "April"),
    ],
)  # fmt: skip
def test_one_fact_told_otherwise_is_put_right(
    tools: Tools, told: dict[Language, State], language: Language, text: str, now: str, no_more: str
) -> None:
    out = take_turn(tools, told[language], text)
    assert now in lines(out)
    assert no_more not in lines(out)
    assert out.reply.text.startswith(("Aangepast:", "Changed:", "Er staat nu", "It says"))
    assert out.state.focus == told[language].focus
    assert "repair-2" in out.state.history[-1].question_id  # what was asked is asked still
    assert no_more not in " | ".join(i.text for i in out.state.record.items if i.field == "when")
    assert len(out.state.record.items) <= len(told[language].record.items)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De kas mag je weghalen, dat was haar eigen keus."),
        ("nl", "Haal de kas er maar uit."),
        ("nl", "Die kas mag eruit, dat was haar eigen keus."),
        ("en", "You can leave the cashing up out, that was her own choice."),
        ("en", "Take the cashing up out."),
    ],
)
def test_what_may_go_goes_and_why_is_no_news(
    tools: Tools, told: dict[Language, State], language: Language, text: str
) -> None:
    out = take_turn(tools, told[language], text)
    gone = {i.text for i in told[language].record.items} - {i.text for i in out.state.record.items}
    assert len(gone) == 1
    assert "kas" in str(gone) or "cashed" in str(gone)
    assert not [i for i in out.state.record.items if i.field == "promised"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Twee zaterdagen per maand vrij, niet meer."),
        ("nl", "Ze doet het niet voor het geld maar voor ons."),
        ("nl", "Niet een bon maar gewoon een gesprek."),
        ("nl", "Ik had beloofd dat het twee maanden zou zijn, niet zeven."),
        ("nl", "Het werd zeven maanden, niet twee."),
        ("nl", "De zaterdagen mogen we wel schrappen."),
        ("nl", "De zaterdagen mogen eruit, wat mij betreft."),
        ("en", "Not a voucher but a proper talk."),
        ("en", "It turned into seven months, not two."),
        ("en", "I'd drop the Saturdays if I could."),
        ("en", "You can have the Saturdays off, I told her."),
        ("en", "Rob's not sick but on leave."),
    ],
)
def test_an_answer_with_not_in_it_changes_nothing_that_was_told(
    tools: Tools, told: dict[Language, State], language: Language, text: str
) -> None:
    out = take_turn(tools, told[language], text)
    before = {i.id: i.text for i in told[language].record.items}
    after = {i.id: i.text for i in out.state.record.items}
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize(
    ("language", "text", "held"),
    [
        ("nl", "Je hebt niks gezegd over die zwemles.", "zwemles"),
        ("nl", "Heb je dat van die zwemles gehoord?", "zwemles"),
        ("en", "You didn't say anything about the swimming.", "swimming"),
        ("en", "Did you get the bit about the swimming?", "swimming"),
    ],
)
def test_whether_it_was_heard_is_answered_with_what_was_heard(
    tools: Tools, told: dict[Language, State], language: Language, text: str, held: str
) -> None:
    out = take_turn(tools, told[language], text)
    assert held in out.reply.text
    assert lines(out) == " | ".join(x.text for p in page(told[language]) for x in p.lines)


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("nl", "Zet erbij dat ze ook de kerstdagen heeft gedaan.", "kerstdagen"),
        ("en", "Put down that she did Christmas as well.", "Christmas"),
    ],
)
def test_what_is_to_be_written_down_is_a_deed_and_answers_nothing_asked(
    tools: Tools, told: dict[Language, State], language: Language, text: str, line: str
) -> None:
    out = take_turn(tools, told[language], text)
    assert [i.field for i in out.state.record.items if line in i.text] == ["what"]
    assert not [i for i in out.state.record.items if "erbij dat" in i.text or "down that" in i.text]
    assert "repair-2" in out.state.history[-1].question_id


def test_what_is_to_be_written_down_is_put_as_a_sentence() -> None:
    nl = load_lexicon("nl")
    assert told_to_note("Noteer dat hij ook kookt", nl) == "hij kookt ook"
    assert told_to_note("Zet er ook bij dat ze de kas deed", nl) == "ze deed de kas"
    assert told_to_note("Zet erbij dat ik ook de vakanties plan.", nl) == "ik plan ook de vakanties"
    assert told_to_note("Noteer het maar", nl) is None
    assert told_to_note("Ze zei dat ze de kas deed", nl) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Nee, zo bedoelde ik het niet."),
        ("nl", "Klopt niet."),
        ("en", "No, that's not what I meant."),
        ("en", "That's wrong."),
    ],
)
def test_who_only_says_it_was_wrong_is_asked_how_it_is(
    tools: Tools, told: dict[Language, State], language: Language, text: str
) -> None:
    out = take_turn(tools, told[language], text)
    assert out.state.history[-1].question_id == "phrase:what-then-question"
    assert out.state.record.items == told[language].record.items


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Dit voelt als een formulier invullen."), ("en", "This is just a questionnaire."),
        ("nl", "Je draait eromheen."), ("en", "You're going round in circles."),
        ("nl", "Laat maar."), ("en", "Never mind."),
    ],
)
def test_what_is_said_of_the_talk_is_told_of_nobody(
    tools: Tools, told: dict[Language, State], language: Language, text: str
) -> None:
    out = take_turn(tools, told[language], text)
    assert out.state.record.items == told[language].record.items
    assert not out.state.closed


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [("nl", "Ze heet trouwens Fatima, met een i.", "Fatima"),
     ("en", "Her name's Fionnuala, by the way.", "Fionnuala")],
)  # fmt: skip
def test_who_has_another_name_is_called_by_it(
    tools: Tools, told: dict[Language, State], language: Language, text: str, name: str
) -> None:
    out = take_turn(tools, told[language], text)
    assert out.state.focus == name
    assert name in out.reply.text
    assert not [i for i in out.state.record.items if i.field == "promised"]


@pytest.mark.parametrize(
    ("language", "text", "advice"),
    [
        ("nl", "Is dat niet een beetje laat, na al die maanden?", "laat is"),
        ("en", "Isn't it a bit late, after all these months?", "late"),
        ("nl", "En als ze dan boos wordt?", "vraag"),
        ("en", "How much longer is this going to take?", "minutes"),
    ],
)
def test_what_is_asked_in_between_is_answered(
    tools: Tools, told: dict[Language, State], language: Language, text: str, advice: str
) -> None:
    out = take_turn(tools, told[language], text)
    assert advice in out.reply.text
    assert "passage:" not in " ".join(out.state.history[-1].blocks)


def test_what_was_never_promised_isnt_a_promise(
    tools: Tools, told: dict[Language, State]
) -> None:
    out = take_turn(tools, told["en"], "It wasn't a promise, it was a joke.")
    assert not [i for i in out.state.record.items if i.field == "promised"]
    kept = take_turn(tools, told["nl"], "Ik heb één zaterdag per maand beloofd en dat kwam nooit.")
    assert [i for i in kept.state.record.items if i.field == "promised"]


@pytest.mark.parametrize(
    ("language", "text", "field"),
    [
        ("nl", "Ze heeft ook twee keer de kas opgemaakt toen Bart ziek was.", "what"),
        ("nl", "Ze heeft ook haar koorrepetitie gemist.", "cost"),
        ("en", "She's also cashed up twice.", "what"),
        ("en", "She's also missed choir practice.", "cost"),
    ],
)
def test_one_more_deed_isnt_what_it_cost(
    tools: Tools, language: Language, text: str, field: str
) -> None:
    state = take_turn(
        tools, open_talk(None, language, "leader").state, TOLD[language][0]
    ).state
    out = take_turn(tools, state, text)
    fields = [i.field for i in out.state.record.items if i.turn == 2 and i.field != "when"]
    assert fields == [field]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("nl", "Mag ik het ook mailen?", "advice"), ("en", "Can I email it instead?", "advice"),
        ("nl", "Wanneer zeg ik het dan?", "advice"), ("en", "When do I say it then?", "advice"),
        ("nl", "Moet ik sorry zeggen?", "advice"), ("en", "Should I say sorry?", "advice"),
        ("nl", "Denk je dat ze ja zegt?", "advice"),
        ("en", "Do you think she'll say yes?", "advice"),
        ("nl", "Dat weet je toch al?", "said_already"),
        ("en", "You know that already.", "said_already"),
        ("nl", "Fijn, dit helpt.", "thanks"), ("en", "Good, this helps.", "thanks"),
        ("nl", "Ik wil nu gewoon een zin voor maandag.", "words"),
        ("en", "I just want a line for Monday now.", "words"),
        ("nl", "Dat is goed.", ""), ("en", "That's good.", ""), ("nl", "Ik heb sorry gezegd.", ""),
        ("nl", "Ze vroeg of ik het kon mailen.", ""), ("en", "I said sorry and that was it.", ""),
        ("nl", "Ik heb een paar woorden gezegd", ""), ("en", "She knows that already.", ""),
        ("nl", "Mag ik vrijdag vrij?", ""), ("en", "Can I have the week off?", ""),
    ],
)  # fmt: skip
def test_what_a_whole_turn_says_of_the_talk(language: Language, text: str, said: str) -> None:
    assert said_of_talk(text, load_lexicon(language)) == said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Eén zaterdag per maand vrij, dat kan ik regelen."),
        ("en", "One Saturday off a month, I can sort that."),
    ],
)
def test_a_day_off_each_month_is_an_offer_and_no_appointment(
    tools: Tools, told: dict[Language, State], language: Language, text: str
) -> None:
    state = told[language]
    for said in {
        "nl": ("Ik had gezegd tot de zomer.", "Ik heb het laten lopen."),
        "en": ("I'd said till the summer.", "I just let it run."),
    }[language]:
        state = take_turn(tools, state, said).state
    out = take_turn(tools, state, text)
    assert "offer" in {i.field for i in out.state.record.items}
    assert "next_step" not in {i.field for i in out.state.record.items}
    assert "aterdag" not in out.reply.text.rpartition(". ")[2]
    assert "come Saturday" not in out.reply.text


@pytest.mark.parametrize(
    ("language", "before", "text", "stays", "goes"),
    [
        (
            "en",
            ("Denise did the night rota on top of her own since June.",
             "I told her in August the back-to-back nights would stop. "
             "They're still on the rota, what with the move."),
            "The move's not why. I never found anybody else.", "still on the rota", "the move",
        ),
        (
            "nl",
            ("Marjan doet sinds juni het nachtrooster naast haar eigen werk.",
             "Ik heb haar in augustus beloofd dat het zou stoppen. "
             "Ze doet het nog steeds, vanwege de verhuizing."),
            "Dat komt niet door de verhuizing. Ik heb er nooit iemand voor gezocht.",
            "nog steeds", "verhuizing",
        ),
        (
            "nl",
            ("Gerard heeft van mei tot en met augustus elke zondag de filters gespoeld.",
             "Ik heb in juni gezegd dat hij in september drie weken vrij kreeg. "
             "Dat is er niet van gekomen, vanwege de keuring."),
            "De keuring is trouwens niet de reden, die was in oktober klaar. "
            "Ik heb het gewoon laten liggen.",
            "niet van gekomen", "keuring",
        ),
    ],
)  # fmt: skip
def test_what_wasnt_the_reason_goes_and_the_rest_of_the_line_stays(
    tools: Tools, language: Language, before: tuple[str, ...], text: str, stays: str, goes: str
) -> None:
    state = open_talk(None, language, "leader").state
    for told in before:
        state = take_turn(tools, state, told).state
    assert any(goes in item.text for item in state.record.items)
    outcome = take_turn(tools, state, text)
    assert stays in lines(outcome)
    assert goes not in lines(outcome)
