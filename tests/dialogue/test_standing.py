"""While a referral stands: what is said then, for how long it stands, and to whom it speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.going import goes_on, without_echo
from coach.dialogue.putting import open_talk
from coach.dialogue.refer import referral
from coach.dialogue.screening import Screening
from coach.dialogue.state import LANGUAGES, Audience, Language, Outcome, Route, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.sheets.plan import plan_markdown

CRY: dict[Language, str] = {"nl": "Ik wil niet meer leven.", "en": "I want to end my life."}
DANGER: dict[Language, str] = {
    "nl": "Hij staat met een mes voor de deur.", "en": "He's at the door with a knife.",
}  # fmt: skip
LAW: dict[Language, str] = {
    "nl": "Ze willen dat ik een vaststellingsovereenkomst teken.",
    "en": "They want me to sign a settlement agreement.",
}
BEFORE: dict[Language, str] = {
    "nl": "Marjan heeft vanaf februari alle roosters gedaan.",
    "en": "Denise ran the old analyser for six weeks.",
}
TOLD_ON: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Ik zit hier maar wat op de bank en kijk naar buiten.",
        "Karin heeft in april de hele nacht bij me gezeten na die dienst.",
        "Het team heeft vorige maand alle diensten onderling verdeeld zonder mij.",
        "En mijn baas zei in maart dat er nog een collega bij zou komen.",
    ),
    "en": (
        "I've made some tea and I'm at the kitchen table now.",
        "Karin sat up with me all night in April after that shift.",
        "The team divided all the shifts among themselves last month without me.",
        "And my boss said in March that there'd be another colleague coming.",
    ),
}


def talk(
    tools: Tools, language: Language, *turns: str, audience: Audience = "leader"
) -> list[Outcome]:
    """Return the outcome of every turn of a talk."""
    state = open_talk(tools, language, audience).state
    outcomes = []
    for text in turns:
        outcomes.append(take_turn(tools, state, text))
        state = outcomes[-1].state
    return outcomes


# --- nothing to read


@pytest.mark.parametrize("route", ["crisis", "legal"])
@pytest.mark.parametrize(
    "text", ["Wat?!", "Nee?!", "Ik ben niet suïcidaal!!", "Zelfdoding?...", "?!"]
)
def test_a_word_asked_back_or_denied_and_nothing_more_keeps_the_referral(
    tools: Tools, route: Route, text: str
) -> None:
    stands = State("nl", "leader", turn=2, route=route, country="nl")
    after = take_turn(tools, stands, text)
    assert after.reply.act == "refer"
    assert after.state.route != "none"


def test_a_word_asked_back_is_left_out_of_what_is_told_behind_it() -> None:
    stands = State("nl", "leader", turn=2, route="crisis")
    assert without_echo(stands, "Zelfdoding?...") == "Zelfdoding?..."
    assert without_echo(stands, "Zelfdoding? Ik wil dood.").strip() == "Ik wil dood."


@pytest.mark.parametrize("text", ["", " ", "?", "?!", "…", "\u200b", "🙂", "\n\n.\n"])
def test_the_screen_finds_nothing_in_a_text_without_a_letter(tools: Tools, text: str) -> None:
    assert tools.screen.judge(text, "nl").route == "none"


# --- no method until they want to go on


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trouble", [CRY, DANGER])
def test_who_tells_on_in_danger_is_not_taken_back_to_the_method(
    tools: Tools, language: Language, trouble: dict[Language, str]
) -> None:
    before, referred, *after = talk(
        tools, language, BEFORE[language], trouble[language], *TOLD_ON[language]
    )
    assert referred.reply.act == "refer"
    for outcome in after:
        assert (outcome.reply.act, outcome.state.route) == ("refer", referred.state.route)
        assert outcome.reply.contacts == referred.reply.contacts
        assert outcome.reply.question == ""
        assert "?" not in outcome.reply.text
    said = [outcome.reply.text for outcome in (referred, *after)]
    assert len(set(said[:4])) == 4  # whole, gently, and two quiet lines in turn
    assert "verder" in said[-1] or "go on" in said[-1]
    assert after[-1].state.record == before.state.record
    assert plan_markdown(after[-1].state) == plan_markdown(before.state)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_referral_is_repeated_gently_whatever_was_repeated_before(
    tools: Tools, language: Language
) -> None:
    on = {"nl": "Ik wil verder met het gesprek.", "en": "I'd like to go on with the talk."}
    short = {"nl": "Tja.", "en": "Well."}
    *_, cried, told = talk(
        tools, language, LAW[language], short[language], on[language], CRY[language],
        TOLD_ON[language][0],
    )  # fmt: skip
    assert cried.state.route == "crisis"
    assert told.state.route == "crisis"
    assert told.reply.blocks[0].startswith("refer:crisis:self:gentle")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_tells_on_after_a_lighter_referral_is_asked_once_whether_to_go_on(
    tools: Tools, language: Language
) -> None:
    referred, gently, asked, after, later = talk(
        tools, language, LAW[language], *TOLD_ON[language]
    )
    assert referred.state.route == "legal"
    assert gently.reply.question == ""
    assert asked.reply.question in {
        "Wil je verder met het gesprek?", "Would you like to go on with the talk?",
    }  # fmt: skip
    assert asked.reply.text.endswith(asked.reply.question)
    assert asked.reply.contacts
    for outcome in (after, later):
        assert outcome.state.route == "legal"
        assert outcome.reply.question == ""
    assert later.state.record == referred.state.record


@pytest.mark.parametrize(
    ("language", "yes"),
    [
        ("nl", "Ja."), ("nl", "Ja graag, over Marjan."), ("nl", "Graag"),
        ("en", "Yes please."), ("en", "Yes, I would."),
    ],
)  # fmt: skip
def test_a_yes_to_that_goes_on_and_nothing_told_meanwhile_is_kept(
    tools: Tools, language: Language, yes: str
) -> None:
    *_, asked, resumed = talk(tools, language, LAW[language], *TOLD_ON[language][:2], yes)
    assert asked.state.route == "legal"
    assert resumed.state.route == "none"
    assert resumed.reply.act != "refer"
    assert not any("Karin" in item.clause for item in resumed.state.record.items)


@pytest.mark.parametrize(
    "text",
    [
        "Ja maar ik weet niet hoe.", "Nee.", "Ik kan zo niet verder.", "Yes but not now.",
        "Nou ja.", "Nee, ik wil nu even niet verder met het gesprek, te moe.",
    ],
)  # fmt: skip
def test_no_yes_is_taken_for_one(tools: Tools, text: str) -> None:
    *_, asked, after = talk(tools, "nl", LAW["nl"], *TOLD_ON["nl"][:2], text)
    assert asked.reply.question
    assert after.state.route == "legal"


def test_who_does_not_want_to_go_on_is_not_asked_to(tools: Tools) -> None:
    no = "Nee, ik wil nu even niet verder met het gesprek, te moe."
    *_, after = talk(tools, "nl", LAW["nl"], "Tja.", no)
    assert (after.state.route, after.reply.question) == ("legal", "")


def test_a_yes_to_the_question_of_a_medical_referral_goes_on(tools: Tools) -> None:
    referred, resumed = talk(
        tools, "nl", "Welke medicijnen kan ik nemen tegen de stress?", "Ja graag."
    )
    assert referred.state.route == "medical"
    assert resumed.state.route == "none"


WISHES: tuple[tuple[Route, str], ...] = (
    ("crisis", "Waar waren we gebleven?"), ("crisis", "Stel je volgende vraag maar."),
    ("crisis", "Kunnen we het weer over mijn team hebben?"), ("crisis", "Ga maar verder."),
    ("crisis", "Where were we?"), ("crisis", "I'm ready to carry on."),
    ("emergency", "Ask me the next question."),
    ("legal", "Laten we het over Marjan hebben."), ("legal", "Let's talk about the rota."),
    ("legal", "Ik wil het liever over het rooster hebben."), ("legal", "Terug naar mijn vraag."),
    ("burnout", "I'd rather talk about my team."),
)  # fmt: skip
NO_WISHES: tuple[tuple[Route, str], ...] = (
    ("crisis", "Kunnen we het over hoe ik me voel hebben?"), ("crisis", "Can we talk about it?"),
    ("crisis", "Ja."), ("legal", "Ja."), ("legal", "Ik wil het er niet over hebben."),
    ("legal", "I don't want to talk about it."), ("legal", "I'm not sure I'm ready to go on."),
    ("harassment", "Ze gaan gewoon door met mij treiteren."),
    ("harassment", "Hij stelt me steeds vragen waar iedereen bij staat."),
    ("burnout", "Ik ga maar door en door op het werk."),
    ("burnout", "Ik ben er nog niet klaar voor om verder te gaan."),
)  # fmt: skip


@pytest.mark.parametrize(("route", "text"), WISHES)
def test_a_wish_to_go_on_is_heard_in_their_own_words(route: Route, text: str) -> None:
    assert goes_on(State("nl", "leader", turn=2, route=route), text)


@pytest.mark.parametrize(("route", "text"), NO_WISHES)
def test_what_is_no_wish_to_go_on_is_taken_for_none(route: Route, text: str) -> None:
    assert not goes_on(State("nl", "leader", turn=2, route=route), text)


def test_the_same_trouble_told_on_is_not_answered_by_the_whole_text_again(tools: Tools) -> None:
    first, second, third = talk(
        tools, "nl", "Mijn collega pest mij.", "Hij pest mij elke dag.", "Hij kleineert mij ook."
    )
    assert first.state.route == third.state.route == "harassment"
    assert second.reply.text.startswith("Ik noem het nog één keer")
    assert third.reply.blocks[0].startswith("referral-stays/")


# --- whom it is about


TOLD: tuple[tuple[Language, str, str], ...] = (
    ("nl", "Er is een klacht over mij ingediend wegens intimidatie.", "harassment:accused"),
    ("en", "There has been a complaint against me for bullying.", "harassment:accused"),
    ("nl", "Mijn medewerker zei dat ze er niet meer wil zijn.", "crisis:other"),
    ("en", "My colleague says she wants to end her life.", "crisis:other"),
    ("nl", "Ik word gediscrimineerd vanwege mijn geloof.", "harassment:discrimination"),
    ("nl", "Mijn man slaat mij.", "harassment:private"),
    ("nl", "Mijn man slaat mij nu, ik zit in de badkamer.", "emergency:private"),
    ("nl", "Mag ik hem ontslaan?", "legal:other"),
    ("en", "Those two have been in conflict for a year and one came with his lawyer.",
     "legal:conflict"),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text", "found"), TOLD)
def test_the_repeat_and_the_answer_to_a_country_speak_to_the_same_person(
    tools: Tools, language: Language, text: str, found: str
) -> None:
    country = {"nl": "Ik werk in België.", "en": "I'm in Ireland."}[language]
    referred, gently, stays, placed = talk(tools, language, text, "…", "…", country)
    assert referred.reply.blocks[0] == f"refer:{found}"
    route, variant = found.split(":")
    meant = Screening(route, variant)  # type: ignore[arg-type]
    assert gently.reply.text == referral(meant, language, "", 2, gentle=True).text
    assert stays.reply.contacts == referred.reply.contacts
    code = placed.state.country
    assert code
    assert placed.reply.text == referral(meant, language, code, 4).text
    assert placed.reply.contacts == referral(meant, language, code, 4).contacts


def test_something_lighter_leaves_the_crisis_of_another_theirs(tools: Tools) -> None:
    _, after = talk(
        tools, "nl", "Mijn medewerker zei dat ze er niet meer wil zijn.", LAW["nl"]
    )
    assert after.reply.blocks[0] == "refer:crisis:other"
    assert (after.state.route, after.state.variant) == ("crisis", "other")


def test_what_could_be_taken_off_is_asked_of_the_one_who_is_worn_out(tools: Tools) -> None:
    for text, line in (
        ("Ze is opgebrand.", "Wat kan er morgen bij diegene af?"),
        ("Ik ben opgebrand.", "Wie kan er morgen iets van je overnemen?"),
    ):
        referred, taken = talk(tools, "nl", text, "Ja graag.")
        assert referred.state.route == "burnout"
        assert taken.reply.text == line


def test_nobody_elses_words_are_left_when_the_talk_goes_on(tools: Tools) -> None:
    *_, resumed = talk(
        tools, "nl", "Mijn medewerker zei dat ze er niet meer wil zijn.", "Ik wil verder."
    )
    assert (resumed.state.route, resumed.state.variant) == ("none", "self")


# --- a coach


CONFIDED: dict[Language, str] = {
    "nl": "Mijn cliënt vertelde me in vertrouwen dat ze drinkt op het werk. "
          "Haar werkgever betaalt mij. Moet ik het zeggen?",
    "en": "My client told me in confidence that she drinks at work. Her employer pays me. "
          "Should I tell them?",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_coach_is_never_spoken_to_as_a_manager(tools: Tools, language: Language) -> None:
    for route in ("crisis", "burnout", "medical", "legal"):
        for gentle in (False, True):
            meant = Screening(route, "other", coach=True)
            text = referral(meant, language, "", 2, gentle=gentle).text
            assert not any(
                word in text for word in ("leidinggevende", "manager", "HR", "report", "diegene")
            ), text
    first, gently = talk(tools, language, CONFIDED[language], "…")
    assert "supervisor" in first.reply.text
    assert first.state.to_coach
    assert "manager" not in gently.reply.text
    assert "leidinggevende" not in gently.reply.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_a_coach_may_tell_is_answered_and_not_referred(
    tools: Tools, language: Language
) -> None:
    (outcome,) = talk(tools, language, CONFIDED[language], audience="coach")
    assert outcome.reply.route == "none"
    assert "supervisor" in outcome.reply.text


def test_what_a_coach_tells_of_somebody_is_told_of_a_client(tools: Tools) -> None:
    (outcome,) = talk(tools, "nl", "Ze wil er niet meer zijn.", audience="coach")
    assert outcome.state.to_coach
    assert "je cliënt" in outcome.reply.text


# --- a conflict that is stuck


STUCK: tuple[tuple[Language, str], ...] = (
    (
        "nl",
        "Het zit vast tussen ons, hij weigert met me te praten en dreigt zich ziek te melden.",
    ),
    ("nl", "Hij dreigt zich ziek te melden."),
    ("nl", "We praten al weken niet meer met elkaar."),
    ("en", "It's stuck between us, he refuses to talk to me and threatens to call in sick."),
    ("en", "Two of my people haven't spoken for months and one threatens to go off sick."),
)


@pytest.mark.parametrize(("language", "text"), STUCK)
def test_a_stuck_conflict_hears_of_a_mediator_once_and_the_talk_goes_on(
    tools: Tools, language: Language, text: str
) -> None:
    first, again = talk(tools, language, text, text)
    assert (first.reply.route, first.state.route) == ("none", "none")
    assert "mediator" in first.reply.text
    assert first.reply.question
    assert "mediator" not in again.reply.text


# --- the country


def test_the_country_is_asked_once_in_a_talk(tools: Tools) -> None:
    turns = (LAW["nl"], "Ik wil verder.", "De cijfers worden hier al jaren vervalst.",
             "Mijn collega pest mij.")  # fmt: skip
    asked = [o.reply.question.startswith("In welk land") for o in talk(tools, "nl", *turns)]
    assert asked == [True, False, False, False]


@pytest.mark.parametrize("variant", ["self", "other"])
def test_dutch_without_a_country_has_a_row_for_flanders_beside_the_dutch_one(variant: str) -> None:
    phones = [c.phone for c in referral(Screening("crisis", variant), "nl", "", 2).contacts]
    assert phones[:3] == ["113", "1813", "112"]
    for country, missing in (("nl", "1813"), ("be", "113")):
        known = referral(Screening("crisis", variant), "nl", country, 2)
        assert missing not in [contact.phone for contact in known.contacts]
    english = referral(Screening("crisis", variant), "en", "", 2)
    assert "1813" not in [contact.phone for contact in english.contacts]


# --- denied


def test_a_denied_referral_hides_no_phrase_of_another(tools: Tools) -> None:
    denied = replace(open_talk(tools, "nl", "leader").state, denied=("legal",))
    for text in (
        "Er zijn hier ernstige misstanden in de zorg voor cliënten en niemand doet er iets aan.",
        "Ik zit tegen een burn-out aan.",
    ):
        assert without_echo(denied, text) == text
        assert take_turn(tools, denied, text).reply.act == "refer"


def test_what_was_denied_and_is_told_as_there_is_heard(tools: Tools) -> None:
    state = replace(open_talk(tools, "nl", "leader").state, denied=("whistleblowing", "burnout"))
    told = "Er zijn hier ernstige misstanden in de zorg en niemand doet er iets aan."
    assert take_turn(tools, state, told).state.route == "whistleblowing"
    for named in ("Voordat je over misstanden begon, ging het over Marjan.",
                  "Het was geen burn-out, ze was gewoon moe."):  # fmt: skip
        assert take_turn(tools, state, named).reply.act != "refer"


@pytest.mark.parametrize(
    ("language", "text", "route"),
    [
        ("nl", "Hij staat te dreigen aan de balie. Het is fraude.", "whistleblowing"),
        ("en", "Ik ben geschorst. honestly if the plane went down on the way to the offsite id be "
         "grateful", "legal"),
    ],
)  # fmt: skip
def test_a_faint_likeness_that_is_let_go_hides_no_phrase(
    tools: Tools, language: Language, text: str, route: Route
) -> None:
    assert tools.screen.judge(text, language).faint
    assert tools.screen.judge(text, language, faintly=False).route == route
    *_, outcome = talk(tools, language, BEFORE[language], text)
    assert outcome.state.route == route
