"""What is said to the coach stays out of what is told of others; a talk goes on after its page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from coach.dialogue.acted import acted
from coach.dialogue.asked import Asked
from coach.dialogue.extract import read
from coach.dialogue.going_on import is_not_done
from coach.dialogue.intents import topic_of
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.needs import met
from coach.dialogue.page.headed import heading_of
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.remarks import PASSED_OVER
from coach.dialogue.review import review
from coach.dialogue.said_out import TRAILS
from coach.dialogue.state import Audience, Item, Language, fixed
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.whom import FORGET
from tests.dialogue.talking import talk


def fields_of(text: str, language: Language, asked: Asked) -> dict[str, str]:
    return {p.text: p.field for p in read(text, asked, load_lexicon(language)).found}


# --- the page came too soon


@pytest.mark.parametrize(
    ("text", "not_done"),
    [
        ("Ho, ik was nog niet klaar.", True), ("We zijn pas net begonnen", True),
        ("Hold on, I'm not done yet", True), ("we've only just started", True),
        ("I haven't finished.", True), ("De pagina is nog niet klaar", False),
        ("ze was niet klaar met de kas", False), ("he wasn't done with the shelves", False),
    ],
)  # fmt: skip
def test_who_had_more_to_tell_says_so(text: str, not_done: bool) -> None:
    assert is_not_done(text) is not_done


@pytest.mark.parametrize(
    ("language", "turns", "more"),
    [
        ("nl", ("Toos vult elke avond de vakken bij.", "stop maar"), "Ho, ik was nog niet klaar."),
        ("en", ("Maud fills the shelves every evening.", "stop here"), "Wait, I wasn't finished."),
    ],
)
def test_a_talk_goes_on_after_its_page(
    tools: Tools, language: Language, turns: tuple[str, ...], more: str
) -> None:
    closed = talk(tools, language, *turns)
    assert closed.state.closed
    out = take_turn(tools, closed.state, more)
    assert not out.state.closed
    assert out.reply.phase != "closing"
    resumed = {"nl": "Goed, dan verder.", "en": "Right, on we go."}
    assert out.reply.text.startswith(resumed[language])


def test_that_was_all_of_it_ends_what_was_told_and_not_the_talk(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Ik heb de hele braderie geregeld, drie weken lang.",
        "De bruiloft van mijn nicht gemist.",
        "Mijn baas Hendrika zei na afloop: aardige opkomst. Dat was het.", audience="client",
    )  # fmt: skip
    assert not out.state.closed
    assert ("came_back", "aardige opkomst") in [(i.field, i.text) for i in out.state.record.items]


# --- who and what it is, and no deed


@pytest.mark.parametrize(
    ("language", "text", "piece"),
    [
        ("en", "She's the sous at the harbour site, officially anyway.", "officially anyway"),
        ("en", "I haven't replaced Norman, there was a stop on it.", "a stop on it"),
        ("en", "That one I only know from his wife so I can't swear to it.", "I can't swear to it"),
    ],
)
def test_what_somebody_is_or_there_was_is_no_deed(
    language: Language, text: str, piece: str
) -> None:
    asked = Asked("contributions", "what", "leader", "Ottilie")
    found = fields_of(text, language, asked)
    assert not {f for t, f in found.items() if piece in t} & {"what", "extra", "cost", "who"}


def test_that_somebody_knows_it_is_no_return() -> None:
    asked = Asked("return", "came_back", "leader", "Gijs")
    found = fields_of("niks. hij weet dat ik het waardeer", "nl", asked)
    assert "came_back" not in {f for t, f in found.items() if "waardeer" in t}


def test_an_assistant_in_a_library_gives_no_orders(tools: Tools) -> None:
    said = "I work in a museum, I'm an assistant there. supposed to look at what I give"
    out = talk(tools, "en", said, audience="client")
    assert out.state.history[-1].intent != "injection"


def test_a_word_before_she_is_nobody(tools: Tools) -> None:
    out = talk(
        tools, "en", "Ottilie has run the kitchen since May.", "I thanked her once",
        "she misses her swim, that I only have from her neighbour",
        "No, it's me who can't swear to it, not Ottilie. Well, she was promised a rise by my boss.",
    )  # fmt: skip
    assert out.state.focus == "Ottilie"


def test_what_it_cost_is_a_cost_though_it_names_a_day() -> None:
    asked = Asked("contributions", "when", "client")
    found = fields_of("cost me my sundays basically", "en", asked)
    assert "cost" in found.values()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You moved on quick. Two people sleep in their cars."),
        ("nl", "Ik was nog niet zover. Ze slapen in hun auto."),
    ],
)
def test_what_is_said_to_the_coach_early_on_is_no_sentence(language: Language, text: str) -> None:
    found = fields_of(text, language, Asked("return", "their_view", "leader", "the porters"))
    assert "sentence" not in found.values()


@pytest.mark.parametrize(
    ("language", "did", "complaint", "said"),
    [
        ("en", "Otto carries all the crates.", "You've skipped over the crates. Since June.",
         ("I missed that.", "I didn't read that properly.")),
        ("nl", "Toos vult elke avond de vakken bij.",
         "Daar geef je geen antwoord op. Sinds juni doet ze dat.",
         ("Daar ging ik aan voorbij.", "Dat heb ik niet goed gelezen.")),
    ],
)  # fmt: skip
def test_who_says_it_was_passed_over_hears_so(
    tools: Tools, language: Language, did: str, complaint: str, said: tuple[str, str]
) -> None:
    assert talk(tools, language, did, complaint).reply.text.startswith(said)


# --- said back whole or not at all


@pytest.mark.parametrize(
    ("text", "who", "told"),
    [
        ("she's run the whole kitchen", "Ottilie", "Ottilie has run the whole kitchen"),
        ("she's doing the crates as well", "Ottilie", "Ottilie is doing the crates as well"),
        ("they've covered every evening", "The porters", "The porters have covered every evening"),
    ],
)
def test_a_shortened_verb_is_written_out(text: str, who: str, told: str) -> None:
    lexicon = load_lexicon("en")
    found = read(text, Asked("contributions", "what", "leader", who), lexicon).found
    assert acted(next(p for p in found if p.field == "what"), who, lexicon) == told


def test_what_he_no_longer_manages_isnt_cut_to_that_he_no_longer_manages(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Gijs rijdt elke storing.", "sinds maart", "niks",
        "het zwemmen met zn zoon op zaterdag redt ie niet meer",
    )  # fmt: skip
    assert "Gijs redt niet meer" not in out.reply.text
    assert "zwemmen" in out.reply.text


def test_a_name_and_then_what_they_do(tools: Tools) -> None:
    out = talk(tools, "nl", "gedoe over de pieper", "gijs. rijdt elke storing")
    assert "Gijs rijdt elke storing." in out.reply.text


def test_the_part_with_not_in_it_is_the_cost(tools: Tools) -> None:
    out = talk(
        tools, "en", "I run the children's hour every Saturday.",
        "my girl swims saturday mornings and I've not seen a gala since march",
        audience="client",
    )  # fmt: skip
    assert "Not seen a gala since march." in out.reply.text


def test_a_promise_ends_before_what_is_quoted(tools: Tools) -> None:
    out = talk(tools, "nl", "Ik heb de hele braderie geregeld.", audience="client")
    told = "de promo to lead 'in the pipeline' zat"
    promised = Item("i9", "promised", told, "heard", 1, "", "", told)
    record = replace(out.state.record, items=(*out.state.record.items, promised))
    summary = take_turn(tools, replace(out.state, record=record), "vat eens samen").reply.text
    assert "promo to lead" in summary
    assert "'in the pipeline." not in summary


def test_several_who_are_named_by_their_work_get_an_article(tools: Tools) -> None:
    out = talk(tools, "en", "It's gone sour.", "Pickers on nights.")
    assert out.state.focus == "the pickers on nights"


def test_what_cant_be_promised_is_no_offer() -> None:
    text = "Ik kan die cursus niet zomaar toezeggen"
    item = Item("i1", "own_share", text, "seen", 3, "Toos", "", text)
    assert heading_of(item, "leader", load_lexicon("nl")) != "offer"


def test_thanks_that_never_came_are_no_return(tools: Tools) -> None:
    out = talk(tools, "nl", "Toos heeft twee jaar lang alle nieuwe klanten ingewerkt.")
    told = "daar heb ik haar nooit voor bedankt"
    said = Item("i9", "said", told, "seen", 1, "Toos", "", told)
    record = replace(out.state.record, items=(*out.state.record.items, said))
    summary = take_turn(tools, replace(out.state, record=record), "vat eens samen").reply.text
    assert "bedankt" not in summary


def test_who_only_told_it_isnt_brought_up(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Toos heeft twee jaar lang alle nieuwe klanten ingewerkt.",
        "haar vrijdagmiddag, weet ik alleen van kees, die zit naast haar",
    )  # fmt: skip
    assert "kees" not in [name.lower() for name in out.state.kept]


def test_who_went_part_time_is_when_and_not_who(tools: Tools) -> None:
    out = talk(
        tools, "en", "It's tense on the front desk.", "Emily",
        "She takes every emergency call after six, and has since Priti went part-time.",
    )  # fmt: skip
    assert out.state.focus == "Emily"
    assert "Priti" not in [i.about for i in out.state.record.items]


# --- a referral that was none


def test_a_route_that_was_denied_isnt_brought_back_by_its_name(tools: Tools) -> None:
    told = talk(tools, "en", "Otto carries all the crates.").state
    state = replace(told, denied=("whistleblowing",))
    said = "I told you that before you went off about whistleblowers, he lifts them all"
    out = take_turn(tools, state, said)
    assert out.reply.act != "refer"


def test_pay_that_is_backdated_is_no_wrongdoing(tools: Tools) -> None:
    out = talk(
        tools, "en", "Otto carries all the crates.",
        "I can pay his half hours from now on, I'd need to square backdating with the office",
    )  # fmt: skip
    assert out.reply.act != "refer"


# --- and what looks like it, and isn't


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("nl", "Toos bakt elke ochtend het brood voor de hele afdeling.", "Toos"),
        ("nl", "Toos rijdt twee maal per week naar de groothandel.", "Toos"),
        ("nl", "Toos levert elke vrijdag stipt de cijfers aan.", "Toos"),
        ("en", "Toby does all the late deliveries on his own.", "Toby"),
        ("en", "Ines opens up at six on the dot every morning.", "Ines"),
        ("en", "Karin put the whole training plan together for me over the weekend.", "Karin"),
    ],
)
def test_work_stays_a_deed(language: Language, text: str, who: str) -> None:
    found = read(text, Asked("opening"), load_lexicon(language)).found
    assert who in [p.about for p in found if p.field == "what"]


@pytest.mark.parametrize(
    ("language", "audience", "text"),
    [
        ("nl", "client", "Ik ben een dag per week kwijt aan de roosters"),
        ("nl", "client", "ik ben de hele zondag kwijt"),
        ("en", "leader", "that's his evenings"),
        ("en", "leader", "Family."),
    ],
)
def test_what_it_cost_stays_a_cost(language: Language, audience: Audience, text: str) -> None:
    asked = Asked("contributions", "cost", audience, "Otto" if audience == "leader" else "")
    assert "cost" in fields_of(text, language, asked).values()


@pytest.mark.parametrize("name", ["Emily", "Kelly", "Beverly", "Otto"])
def test_a_name_is_a_whole_answer(name: str) -> None:
    found = read(name, Asked("contributions", "who"), load_lexicon("en")).found
    assert [(p.field, p.text) for p in found] == [("who", name)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ik vroeg of ze kon invallen", False), ("je hebt het dan over een collega", False),
        ("je gaat daar niet over", False), ("I asked if she could cover Friday", False),
        ("I didn't ask.", False), ("ik vroeg je of het raar is", True),
        ("je slaat weer over wat ik vroeg", True), ("I asked you whether to wait", True),
    ],
)  # fmt: skip
def test_who_tells_what_they_asked_complains_of_nothing(text: str, told: bool) -> None:
    assert (PASSED_OVER.search(text) is not None) is told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ik had zoiets nooit van je mogen vragen", "Ik had zoiets nooit van je mogen vragen"),
        ("I asked something like that of you too often",
         "I asked something like that of you too often"),
        ("Otto, I said nothing, or something like that", "Otto, I said nothing"),
    ],
)  # fmt: skip
def test_something_like_that_ends_only_what_it_stands_behind(text: str, words: str) -> None:
    assert TRAILS.sub("", text) == words


@pytest.mark.parametrize(
    ("language", "question", "advice"),
    [
        ("nl", "wat als hij gaat klagen?", "advice-reaction"),
        ("en", "what if he complains?", "advice-reaction"),
        ("nl", "klinkt dat niet als klagen?", "advice-whiny"),
        ("en", "does it sound needy?", "advice-whiny"),
        ("nl", "heb ik te veel van haar gevraagd?", ""),
        ("en", "have I asked too much of her?", ""),
        ("en", "what's her favourite cake?", ""),
        ("nl", "is het raar als ik haar eruit pik?", "advice-single-out"),
        ("en", "am I expecting too much?", "advice-expect"),
    ],
)
def test_advice_is_given_on_what_was_asked(
    language: Language, question: str, advice: str
) -> None:
    rules = load_lexicon(language).advice
    assert next((name for name, rule in rules.items() if rule.search(question)), "") == advice


@pytest.mark.parametrize(
    ("name", "text", "off"),
    [
        ("Toos", "Toos hoeft niet alles te doen", False),
        ("Otto", "Otto doesn't have to be in on Fridays", False),
        ("Kees", "Kees hoeft niet, die heeft het me verteld", True),
    ],
)
def test_who_neednt_do_a_thing_isnt_dropped(name: str, text: str, off: bool) -> None:
    assert (re.search(FORGET.format(name=name), text) is not None) is off


def test_what_somebody_else_told_is_heard_and_not_seen() -> None:
    asked = Asked("contributions", "cost", "leader", "Toos")
    text = "Ze gaat niet meer naar haar koor op maandag, dat hoorde ik van Rob"
    reading = read(text, asked, load_lexicon("nl"))
    assert {p.source for p in reading.found if p.field == "cost"} == {"heard"}
    assert "Rob" not in reading.named


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Donderdag om drie uur drinken we koffie.", "next_step"),
        ("elke donderdag om drie uur drinken we koffie", "habit"),
    ],
)
def test_a_time_on_the_clock_is_an_appointment_and_each_week_a_habit(text: str, field: str) -> None:
    found = fields_of(text, "nl", Asked("reciprocity", "habit", "leader", "Toos"))
    assert field in found.values()


def test_whether_one_may_be_picked_out_is_answered(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Toos maakt sinds juli elke ochtend de dieetmaaltijden alleen.",
        "Is het niet raar als ik haar eruit pik?",
    )  # fmt: skip
    assert "noem" in out.reply.text


# --- words for somebody


def test_what_was_said_to_the_coach_isnt_said_to_somebody_else() -> None:
    asked = Asked("repair", "sentence", "leader", "Yvette")
    text = (
        "Wat bedoel je daarmee, ik gaf je net drie dingen. In één zin: Yvette, ik heb gezegd dat "
        "er iemand bij kwam en dat is niet gebeurd. Zoiets. Ik zie je donderdag."
    )
    found = read(text, asked, load_lexicon("nl")).found
    told = next(p.text for p in found if p.field == "sentence")
    assert told == "Yvette, ik heb gezegd dat er iemand bij kwam en dat is niet gebeurd"


def test_who_wants_to_ask_something_has_their_question(tools: Tools) -> None:
    out = talk(
        tools, "nl", "ik heb de hele braderie geregeld", "de bruiloft van mijn nicht gemist",
        "Wat zeg ik dan tegen Hendrika?",
        "Nee, dat klinkt zo zakelijk. Ik wil vragen of ze voor kerst duidelijkheid kan geven.",
        audience="client",
    )  # fmt: skip
    assert "‘Ik wil vragen of je voor kerst duidelijkheid kunt geven’" in out.reply.text


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("nl", "Is dat niet te klagerig?", ("altijd", "nooit")),
        ("en", "does that sound needy?", ("always", "never")),
    ],
)
def test_whether_it_sounds_like_complaining_is_answered(
    tools: Tools, language: Language, text: str, words: tuple[str, ...]
) -> None:
    did = {"nl": "ik heb de hele braderie geregeld", "en": "I ran the whole fair by myself"}
    out = talk(tools, language, did[language], text, audience="client")
    assert all(word in out.reply.text for word in words)


def test_a_yes_or_no_that_isnt_about_the_page_isnt_looked_for_there(tools: Tools) -> None:
    out = talk(
        tools, "nl", "ik heb de hele braderie geregeld", "de bruiloft van mijn nicht gemist",
        "stop maar", "Is het te klagerig ja of nee?", audience="client",
    )  # fmt: skip
    assert "staat er niet op" not in out.reply.text


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("en", "what are you getting at with that?", "meaning"), ("en", "what are you?", "human"),
        ("en", "is this going to hilda?", "privacy"), ("en", "is this going to work?", ""),
        ("en", "how can i get this across to her?", ""),
        ("nl", "ziet joke dit anders dan ik?", ""),
        ("nl", "gaat dit naar hendrika?", "privacy"), ("nl", "gaat dit naar huis?", ""),
    ],
)  # fmt: skip
def test_what_a_question_is_about(language: Language, text: str, topic: str) -> None:
    assert topic_of(text, load_lexicon(language)) == topic


def test_what_comes_behind_something_like_that_isnt_dictated(tools: Tools) -> None:
    state = talk(tools, "en", "Otto has carried all the crates since June.", "summary").state
    text = (
        "My first sentence: Otto, I saw you carry all the crates and I said nothing. "
        "Something like that. I'm seeing him Thursday at ten."
    )
    written = fixed(review(state, text, load_lexicon("en")).state, "sentences")
    assert written.strip(".") == "Otto, I saw you carry all the crates and I said nothing"


def test_who_wrote_the_sentence_isnt_asked_for_it(tools: Tools) -> None:
    book = load_phrasebook("en")
    need = next(n for n in book.walk["leader"] if n.id == "sentence")
    state = talk(tools, "en", "Otto has carried all the crates since June.", "summary").state
    assert not met(need, state)
    text = "My first sentence: Otto, I saw you carry all the crates and I said nothing."
    assert met(need, review(state, text, load_lexicon("en")).state)
