"""Sentences to say: whole, meant for the one who hears them, and what the person would say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.sayable import Opening, is_whole, own_question, own_sentences, written_now
from coach.dialogue.sentences import opening, other_words, session_question
from coach.dialogue.state import (
    Audience,
    BalanceRecord,
    Exchange,
    Field,
    Item,
    Language,
    Source,
    State,
)

ASKED = "repair-7"  # a question for the sentence itself


def told(field: Field, text: str, about: str = "", turn: int = 2, source: Source = "seen") -> Item:
    """Return one thing that was told, whole."""
    return Item(f"{field}-{turn}-{text[:12]}", field, text, source, turn, about, "", text)


def talk(
    *items: Item,
    language: Language = "en",
    audience: Audience = "leader",
    focus: str = "Moira",
    said: tuple[tuple[str, str, str], ...] = (),
) -> State:
    """Return the state of a talk; `said` has for every turn the words, the reply, what it asked."""
    history = tuple(
        Exchange(n, asked, user, "answer_concrete", reply)
        for n, (user, reply, asked) in enumerate(said, 1)
    )
    who = "" if audience == "client" else focus
    return State(language, audience, "closing", 9, BalanceRecord(items), focus=who, history=history)


def words(state: State, asked: str = "") -> str:
    """Return the sentences the person could open with, as one text; "" when there are none."""
    built = opening(
        state, load_phrasebook(state.language), load_lexicon(state.language), False, "", asked
    )
    return " ".join(built.sentences) if built else ""


def built(state: State) -> Opening | None:
    """Return the opening of a state."""
    return opening(state, load_phrasebook(state.language), load_lexicon(state.language), False)


BOSS = ("My manager keeps putting me on nights", "", "")
PROMISE = told(
    "promised",
    "my manager said in sept we'd hire an SRE and i'd be off primary by xmas",
    source="heard",
)
HOME = told("cost", "my girlfriend stopped making weekend plans and I just sleep", turn=3)


def test_a_request_that_names_its_topic_gets_the_line_about_it() -> None:
    deed = told("what", "I built most of the payments service")
    state = talk(deed, PROMISE, audience="client", said=(BOSS,))
    assert (
        words(state, "what do i say to my manager about the SRE thing")
        == "You said in sept we'd hire an SRE and I'd be off primary by xmas."
    )
    assert words(state).startswith("I built most of the payments service.")


def test_what_it_cost_at_home_is_no_sentence_to_a_boss_unless_asked_for() -> None:
    deed = told("what", "I built most of the payments service")
    state = talk(deed, HOME, audience="client", said=(BOSS,))
    assert "girlfriend" not in words(state)
    assert "girlfriend" in words(state, "should I mention my girlfriend?")
    plain = talk(
        deed,
        told("cost", "I go over my limits every week", turn=3),
        audience="client",
        said=(BOSS,),
    )
    assert "I go over my limits every week." in words(plain)


def test_a_piece_of_a_correction_is_no_sentence_of_a_clients_own() -> None:
    for piece in (
        "my gf making weekend plans without me",
        "What he promised was first pick of days",
    ):
        state = talk(PROMISE, told("sentence", piece, turn=6), audience="client", said=(BOSS,))
        assert words(state) == "You said in sept we'd hire an SRE and I'd be off primary by xmas."


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        (
            "en",
            "the head said there'd be a payment for it",
            "You said there'd be a payment for it.",
        ),
        (
            "nl",
            "mijn planner zei in maart dat ik na de zomer vaste dagen zou krijgen",
            "Je zei in maart dat ik na de zomer vaste dagen zou krijgen.",
        ),
        (
            "nl",
            "er is gezegd dat er iemand bij zou komen",
            "Er is gezegd dat er iemand bij zou komen.",
        ),
    ],
)
def test_what_a_boss_promised_is_said_to_their_face(
    language: Language, text: str, line: str
) -> None:
    state = talk(
        told("promised", text, source="heard"),
        language=language,
        audience="client",
        said=((text, "", ""),),
    )
    assert words(state) == line


def test_what_a_colleague_does_is_no_promise_to_a_boss() -> None:
    first = "Mijn baas, Hans, zegt nooit iets."
    turn = "Emma misschien? Die neemt nu mijn avonden over."
    said = ((first, "…", "x"), (turn, "…", "x"))
    deed = told("what", "ik heb de stagiair ingewerkt", turn=1)
    hers = told("promised", "Die neemt nu mijn avonden over")
    his = told("promised", "Ja hij zei dat ik een toeslag zou krijgen maar die kwam nooit", turn=1)
    state = talk(deed, hers, language="nl", audience="client", said=said)
    assert words(state) == "Ik heb de stagiair ingewerkt."
    state = replace(state, record=BalanceRecord((deed, hers, his)))
    promise = "Je zei dat ik een toeslag zou krijgen."
    assert words(state) == f"Ik heb de stagiair ingewerkt. {promise}"


def test_who_a_client_is_tells_nothing_of_what_they_gave() -> None:
    own = told("cost", "ik bén koster, en deels betaald")
    promise = told("promised", "er is gezegd dat mijn uren bekeken zouden worden", source="heard")
    state = talk(own, promise, language="nl", audience="client")
    assert words(state) == "Er is gezegd dat mijn uren bekeken zouden worden."


DEED = told("what", "Moira did the rooms herself as well as running the floor", "Moira")
QUOTED = "June of last year, those were my words, 'I'll get somebody in for you, Moira.'"


def test_a_promise_that_was_quoted_is_told_as_one_and_not_made_again() -> None:
    state = talk(
        DEED,
        told("promised", "that I would get somebody in", turn=2),
        told("sentence", "I'll get somebody in for you, Moira", turn=2),
        said=(("Moira does it all", "", ""), (QUOTED, "", "")),
    )
    assert "I'll get somebody in" not in words(state)
    assert "I said I would get somebody in." in words(state)


def test_a_sentence_that_was_refused_is_not_offered_again() -> None:
    offer = told("offer", "I could do the Sundays myself", turn=3)
    state = talk(DEED, offer)
    line = words(state)
    assert "I could do the Sundays myself." in line
    no = replace(
        state,
        history=(
            Exchange(4, "x", "what do I say", "request_example", f"‘{line}’"),
            Exchange(5, "x", "I'm not saying that to her", "resist", "…"),
        ),
    )
    assert words(no) == "You did the rooms yourself as well as running the floor."


def test_an_answer_to_the_question_for_a_sentence_is_the_sentence() -> None:
    own = "sorry i put you back on unloading after your back. your off it from monday"
    state = talk(
        told("what", "dave and his lot", "Dave"),
        focus="Dave",
        said=(("put him back on unloading", "…", ASKED), (own, "…", "return-1")),
    )
    assert (
        words(state)
        == "Sorry I put you back on unloading after your back. Your off it from monday."
    )
    asked = talk(
        told("what", "Dave did the late shift", "Dave"),
        focus="Dave",
        said=(("x", "…", ASKED), ("what do I say to you then", "…", "x")),
    )
    assert "what do" not in words(asked).lower()


def test_what_was_said_while_a_referral_stood_is_in_no_sentence() -> None:
    own = "sorry I put you back on unloading after your back"
    state = talk(
        told("what", "Dave did the late shift", "Dave"),
        focus="Dave",
        said=(("x", "…", ASKED), (own, "…", "refer")),
    )
    assert words(state) == "You did the late shift."


def test_what_they_will_tell_the_other_stands_as_they_mean_to_say_it() -> None:
    meant = (
        "I think I shall just tell her on Thursday that I said I would get somebody and I did not."
    )
    assert words(talk(DEED, said=((meant, "", ""),))).endswith(
        "I said I would get somebody and I did not."
    )


@pytest.mark.parametrize(
    "deed", ["dave and his lot", "with his children in the house", "cheers at end of shift"]
)
def test_words_without_a_verb_are_no_sentence(deed: str) -> None:
    state = talk(
        told("what", deed, "Dave"),
        told("offer", "I can move him to reach truck from monday"),
        focus="Dave",
    )
    assert "You you" not in words(state)
    assert not words(state).lower().startswith(("you and", "with your"))


def test_an_own_share_that_owns_up_to_nothing_is_left_out() -> None:
    state = talk(
        DEED, told("own_share", "I have said it to several people, it's what one says", turn=3)
    )
    assert words(state) == "You did the rooms yourself as well as running the floor."


def test_an_own_share_stands_as_it_was_told_also_in_a_short_line() -> None:
    state = talk(
        told("what", "oplevering in 2 weken ipv 4", "Ruud"),
        told("next_step", "Dat ik die vrije vrijdag heb laten schieten", turn=8),
        language="nl",
        focus="Ruud",
    )
    seen = "Oplevering in 2 weken ipv 4: dat heb ik gezien."
    assert words(state) == f"{seen} Ik heb die vrije vrijdag laten schieten."


def test_a_thing_that_was_missed_is_named_to_its_end() -> None:
    state = talk(
        told("what", "Callum did all the lambing nights", "Callum"),
        told("cost", "he missed his little lass's first birthday do", "Callum", 3),
        focus="Callum",
    )
    assert "first birthday do" in words(state)
    assert not re.search(r"first\.", words(state))


def test_a_name_run_together_with_has_is_said_to_its_owner() -> None:
    state = talk(told("what", "mick's been doing the snagging on his own", "Mick"), focus="Mick")
    assert words(state) == "You have been doing the snagging on your own."


def test_other_words_hold_whole_sentences_only() -> None:
    deed = told("what", "Godelieve is met kerst komen werken", "Godelieve")
    none = told("came_back", "van mij persoonlijk niks eigenlijk, als ge het zo vraagt", turn=3)
    state = talk(deed, none, language="nl", focus="Godelieve")
    first = words(state)
    again = replace(state, history=(Exchange(4, "x", "wat zeg ik", "request_example", first),))
    other = other_words(
        again,
        load_phrasebook("nl"),
        load_lexicon("nl"),
        "",
        "hoe begin ik dan persoonlijk, ik had dat gevraagd",
    )
    assert other is None or "niks" not in " ".join(other.sentences)


SESSION: tuple[tuple[Language, str, str, str], ...] = (
    (
        "nl",
        ASKED,
        "Iets als: wat deel jij hem toe waar hij geen nee op kan zeggen?",
        "wat deel jij hem toe waar hij geen nee op kan zeggen?",
    ),
    (
        "en",
        "mirror-1",
        "Something like: what would Jo say you owe her?",
        "what would Jo say you owe her?",
    ),
    ("en", ASKED, "What would you ask?", ""),
    ("nl", ASKED, "Heb je een voorbeeld van zo'n vraag?", ""),
    ("en", "mirror-1", "I nod a lot, honestly.", ""),
)


@pytest.mark.parametrize(("language", "before", "text", "question"), SESSION)
def test_a_coachs_own_question_for_the_session_is_theirs(
    language: Language, before: str, text: str, question: str
) -> None:
    state = talk(language=language, audience="coach", said=(("x", "…", before),))
    assert own_question(state, text) == question


def test_a_coach_keeps_only_what_can_be_said_to_the_client() -> None:
    state = talk(told("sentence", "it's about me siding with her"), audience="coach")
    assert built(state) is None


WHOLE: tuple[tuple[Language, str, bool], ...] = (
    ("en", "I never asked you how you were.", True),
    ("en", "You've covered the desk since May.", True),
    ("en", "You and your lot.", False),
    ("en", "You check your car before you gets in.", False),
    ("en", "You's been doing it all.", False),
    ("en", "Who has been with us nineteen years.", False),
    ("en", "Sleep obviously lol.", False),
    ("nl", "Je bent toch gekomen, van 14u tot 22u.", True),
    ("nl", "Daar heb ik niks mee gedaan.", True),
    ("nl", "Met je kinderen in huis.", False),
    ("nl", "Ik er nooit ben.", False),
    ("nl", "Dat kost m je avond thuis.", False),
)


@pytest.mark.parametrize(("language", "text", "whole"), WHOLE)
def test_a_sentence_has_somebody_and_a_verb(language: Language, text: str, whole: bool) -> None:
    assert is_whole(text, load_lexicon(language)) is whole


def test_a_coachs_page_can_hold_the_question_they_wrote_for_the_session() -> None:
    asked = "Iets als: wat deel jij hem toe waar hij geen nee op kan zeggen?"
    state = talk(language="nl", audience="coach", said=(("x", "…", ASKED), (asked, "…", "x")))
    told = session_question(state, load_lexicon("nl"))
    assert told == "Wat deel jij hem toe waar hij geen nee op kan zeggen?"


def test_a_coachs_if_then_is_no_question_for_the_session() -> None:
    first = "Something like: what have you kept from Jo? Is that too blunt for him?"
    step = "If he jokes about Jo, then I wait, and then I ask: what have you kept from her?"
    said = (("x", "…", ASKED), (first, "…", "mirror-12"), (step, "…", "x"))
    state = talk(told("what", "ran it all", "Jo", 1), audience="coach", said=said)
    assert session_question(state, load_lexicon("en")) == "What have you kept from Jo?"


def test_a_sentence_behind_a_question_to_the_coach_stands_by_itself() -> None:
    own = "Moira you climbed that tower three times a day and I didn't get the guides"
    turn = f"what can't you place? I thanked them all. ok a sentence.. {own}"
    state = talk(told("sentence", own), said=(("x", "…", ASKED), (turn, "…", "x")))
    assert own_sentences(state, "Moira", load_lexicon("en")) == [own]


def test_a_sentence_that_was_taken_off_the_page_doesnt_come_back() -> None:
    own = "sorry i put you back on unloading after your back"
    stands = Exchange(2, "x", own, "answer_concrete", "…", ("sentence-stands/0",))
    deed = told("what", "Dave did the late shift", "Dave", 1)
    state = replace(talk(deed, focus="Dave", said=(("x", "…", ASKED),)), turn=2)
    state = replace(state, history=(*state.history, stands))
    assert words(state) == "You did the late shift."
    kept = told("sentence", own, turn=2)
    held = replace(state, record=BalanceRecord((deed, kept)))
    assert words(held) == "Sorry I put you back on unloading after your back."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "gewoonte weet ik nog niet, misschien vraag ik welke klant in je hoofd zit"),
        ("en", "I don't know what I would say to you"),
    ],
)
def test_an_answer_that_isnt_sure_is_no_sentence(language: Language, text: str) -> None:
    assert words(talk(told("sentence", text), language=language)) == ""


def test_what_was_done_for_one_isnt_said_to_another() -> None:
    marsha = told("what", "Marsha took the complaints line", "Marsha", 2)
    mine = told("own_share", "I never put her name anywhere", turn=3)
    devon = told("what", "Devon wrote the scripts", "Devon", 4)
    lines = words(talk(marsha, mine, devon, focus="Devon"))
    assert lines == "You wrote the scripts."
    assert "I never put your name anywhere." in words(talk(marsha, mine, devon, focus="Marsha"))


def test_the_state_of_somebodys_partner_isnt_said_to_them() -> None:
    deed = told("what", "jo doet 's avonds de offertes", "Jo")
    state = talk(deed, told("cost", "z'n meisje is weg", "Jo", 3), language="nl", focus="Jo")
    assert "meisje" not in words(state)


def test_an_apology_is_the_sentence_also_when_nobody_asked_for_one() -> None:
    deed = told("what", "jo doet de offertes", "Jo")
    own = "sorry dat ik je die dag niet gegeven heb jo"
    state = talk(deed, language="nl", focus="Jo", said=(("x", "…", "mirror-1"), (own, "…", "x")))
    assert words(state) == "Sorry dat ik je die dag niet gegeven heb jo."
    meta = "sorry dat ik je vraag niet begrijp"
    asked = talk(deed, language="nl", focus="Jo", said=(("x", "…", "x"), (meta, "…", "x")))
    assert "begrijp" not in words(asked)


def test_words_written_after_a_proposal_are_theirs() -> None:
    offered = Exchange(1, "x", "how do I start", "request_example", "…", ("words:naming",))
    before = replace(talk(focus="Leila"), turn=1, history=(offered,))
    own = "Leila, I sent someone else on the course you asked for. That was wrong."
    lexicon = load_lexicon("en")
    assert written_now(before, own, "Leila", lexicon) == own.rstrip(".")
    assert written_now(before, "what do I say to you then?", "Leila", lexicon) == ""


def test_a_short_m_is_turned_like_the_word_it_stands_for() -> None:
    deed = told("what", "Cor wast elke week de shirts", "Cor")
    mine = told("own_share", "ik heb m nooit gevraagd of het nog gaat", turn=3)
    assert words(talk(deed, mine, language="nl", focus="Cor")).endswith(
        "Ik heb je nooit gevraagd of het nog gaat."
    )


def test_whoever_promised_is_who_a_client_says_it_to() -> None:
    promise = told("promised", "She told me in March I'd get an interview", source="heard")
    assert words(talk(promise, audience="client")) == "You told me in March I'd get an interview."


def test_a_deed_that_hangs_on_a_small_word_is_still_whole() -> None:
    deed = told("what", "Dean trains the starters, on his days off and all", "Dean")
    assert words(talk(deed, focus="Dean")) == "You train the starters, on your days off and all."


def test_a_turn_that_calls_them_by_name_is_said_to_them() -> None:
    deed = told("what", "Sjoerd doet de nachtelijke updates", "Sjoerd")
    own = "sjoerd, je hebt je vakantie afgezegd voor niks en ik heb je een fwd gestuurd"
    said = (("x", "…", "return-5"), (own, "…", "x"))
    state = talk(deed, language="nl", focus="Sjoerd", said=said)
    assert "ik heb je een fwd gestuurd" in words(state)


@pytest.mark.parametrize(
    ("language", "no"),
    [
        ("en", "no don't put that about his daughter on there"),
        ("en", "leave his daughter out of it"),
        ("nl", "zet dat van zijn dochter er niet bij"),
    ],
)
def test_what_somebody_wants_left_out_is_said_to_nobody(language: Language, no: str) -> None:
    lines: dict[Language, tuple[str, str]] = {
        "en": ("Abdul covers the front desk", "he told me his daughter does his forms with him"),
        "nl": ("Abdul doet de balie", "hij mist zijn dochter elke avond"),
    }
    deed, cost = lines[language]
    items = (told("what", deed, "Abdul"), told("cost", cost, "Abdul", 3))
    child = {"en": "daughter", "nl": "dochter"}[language]
    assert child in words(talk(*items, language=language, focus="Abdul"))
    state = talk(*items, language=language, focus="Abdul", said=((no, "…", "x"),))
    assert child not in words(state)
    assert words(state) != ""
