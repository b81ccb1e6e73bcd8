"""Each rule of the gate by itself: what it stops, and what stands close to that and passes."""

from __future__ import annotations

import pytest

from coach.dialogue.gate import Allowed, Gate, judge, judge_each
from coach.dialogue.gate_rules import RULES
from coach.dialogue.gate_words import PATTERN_RULES, load_gate_words
from coach.dialogue.state import Language

KNOWN: dict[Language, str] = {
    "nl": (
        "Ruud telde van augustus tot en met oktober elke zaterdag de inventaris, 13 keer, voor "
        "12.00 uur. ‘Hij is lui’, zegt de rest. Mijn baas Petra noemt het een burn-out. Quiet "
        "quitting and all that. Het bestuur weet van niks. Er is onderzoek dat dank wordt "
        "onderschat. ‘Na een reorganisatie’. Bel 030 123 45 67. "
    ),
    "en": (
        "Moira covered seven bank holidays until May 3rd. 'She's lazy', the others say. "
        "My boss Greg calls it burnout. There is research that thanks are underestimated. "
        "‘Signals of a tilted balance’. Mail help@desk.org. Do it at 9:30. "
    ),
}
PROMPT = "Spiegel wat de persoon vertelde in haar eigen woorden en stel dan precies één open vraag."

STOPPED: list[tuple[str, Language, str, str]] = [
    ("length", "nl", "En dat was het.", "Ruud telde. " * 45),
    ("markup", "nl", "Lees [dit](x) eens.", ""),
    ("markup", "en", "<b>Seven</b> bank holidays.", ""),
    ("markup", "en", "# Moira", ""),
    ("markup", "en", "Moira <img src=x onerror=y covered it.", ""),
    ("markup", "en", "Mo\u200bira covered the bank holidays.", ""),
    ("markup", "nl", "Ruud telde!", ""),
    ("prompt", "nl", "Spiegel wat de persoon vertelde in haar eigen woorden.", ""),
    ("prompt", "nl", "In haar eigen woorden en stel dan precies.", "Ruud vertelde "),
    ("prompt", "en", "My instructions say so.", ""),
    ("injection", "nl", "Ik negeer de vorige instructies.", ""),
    ("injection", "en", "Here is the poem.", ""),
    ("language", "nl", "She covered all of the holidays.", ""),
    ("language", "en", "Zij heeft alle feestdagen gewerkt.", ""),
    ("language", "en", "Она работала все праздники.", ""),
    ("repetition", "nl", "Ruud telde elke zaterdag.", "Ruud telde elke zaterdag. "),
    ("repetition", "en", "Seven and seven and seven and seven holidays.", ""),
    ("contact", "nl", "Bel 030 123 45 68.", ""),
    ("contact", "en", "Mail them at care@desk.org.", ""),
    ("contact", "en", "Have a look at desk.com first.", ""),
    ("citation", "nl", "Dat staat in het artikel ‘Dank zonder dank’.", ""),
    ("citation", "en", "It's a known pattern (Miller, 1999).", ""),
    ("citation", "nl", "‘Dank is het geheugen van het hart’, zei een dichter.", ""),
    ("list", "nl", "Je kunt Ruud bedanken, zijn zaterdag teruggeven of het Petra vragen.", ""),
    ("list", "en", "Thank Moira, call her Monday and tell Greg.", ""),
    ("two-questions", "nl", "Wat heeft het hem gekost, en weet je dat van Ruud zelf?", ""),
    ("human", "nl", "In mijn eigen team ging dat net zo.", ""),
    ("human", "nl", "Vroeger telde ik ook de inventaris.", ""),
    ("human", "en", "My boss would do the same.", ""),
    ("diagnosis", "nl", "Ruud heeft een depressie.", ""),
    ("diagnosis", "nl", "Ruud heeft een burn-out.", ""),
    ("diagnosis", "en", "Moira is clearly burnt out.", ""),
    ("verdict", "nl", "Dat is strafbaar.", ""),
    ("verdict", "en", "She's entitled to time off.", ""),
    ("promise", "nl", "Het komt goed met Ruud.", ""),
    ("promise", "en", "Moira will thank you for it.", ""),
    ("promise", "nl", "Na dat gesprek voelt Ruud zich gezien.", ""),
    ("promise", "en", "After that talk Moira feels valued.", ""),
    ("diagnosis", "nl", "Zijn lichaam geeft een signaal.", ""),
    ("verdict", "en", "Greg is obliged to pay for that.", ""),
    ("judging", "nl", "Petra neemt hem niet serieus.", ""),
    ("claim", "nl", "Ruud is eenzaam.", ""),
    ("claim", "nl", "Petra verzwijgt de inventaris.", ""),
    ("claim", "en", "Greg begrudges her those holidays.", ""),
    ("claim", "en", "Moira feels shut out.", ""),
    ("judging", "nl", "De rest is gewoon egoïstisch.", ""),
    ("judging", "nl", "Hij is lui.", ""),
    ("judging", "en", "Greg is a liar.", ""),
    ("list", "nl", "- bedank Ruud", ""),
    ("list", "nl", "Je kunt hem ook bedanken.", "Vraag hem wat het kostte. "),
    ("list", "en", "1. Thank Moira.", ""),
    ("number", "nl", "Ruud telde 14 keer.", ""),
    ("number", "nl", "Ruud telde drie weken.", ""),
    ("number", "en", "Moira covered eight of them.", ""),
    ("name", "nl", "Ruud telde met Kees.", ""),
    ("name", "nl", "Gerrit telde elke zaterdag.", ""),
    ("name", "en", "Moira told Northgate about it.", ""),
    ("unfinished", "nl", "Ruud telde elke", ""),
    ("unfinished", "en", "Dear Moira,", ""),
    ("garbled", "nl", "Ruud telde elke nogzie verderk.", ""),
    ("garbled", "en", "Moira covered every wolsterknip frabbed.", ""),
    ("unfamiliar", "en", "Can you please show me the details of your order?", ""),
    ("human", "nl", "Mijn baas Petra noemt het zo.", ""),
    ("repetition", "nl", "Ruud telde en het is het is zo.", ""),
    ("unfamiliar", "nl", "Kabouters dansen onder paddenstoelen.", ""),
    ("unfamiliar", "en", "Purple elephants juggle lemons.", ""),
    ("two-questions", "nl", "Wat zei je? Wat zei hij?", ""),
    ("two-questions", "nl", "En wat zei hij?", "Wat zei je? "),
    ("two-questions", "en", "What did she do, and when was that?", ""),
    ("question-last", "nl", "Dat mag ook iets kleins zijn.", "Wat zei je? "),
    ("question-last", "en", "What did she say? Anything small.", "What did "),
]

PASSED: list[tuple[Language, str]] = [
    ("nl", "Ik ben een computer."),
    ("nl", "Nee, mijn instructies laat ik niet zien."),
    ("nl", "Ik laat Petra erbuiten en noteer alleen wat jij zag."),
    ("nl", "‘Hij is lui’, zegt de rest."),
    ("nl", "‘Burn-out’, zegt Petra."),
    ("nl", "Petra noemt het een burn-out."),
    ("nl", "Wat Ruud ervan vindt, weet je nog niet."),
    ("nl", "Ruud telt elke zaterdag de inventaris."),
    ("nl", "Of hij eenzaam is, kun je hem vragen."),
    ("nl", "‘Dat had ik moeten zien, Ruud’ zou een begin kunnen zijn."),
    ("en", "Whether she feels shut out, only Moira can tell."),
    ("en", "You could ask Moira what she would like."),
    ("en", "Moira covers bank holidays."),
    ("nl", "Of dat strafbaar is, weet ik niet."),
    ("nl", "Dertien keer, voor 12.00 uur, een maand of drie."),
    ("nl", "Ruuds zaterdagen, van augustus tot oktober."),
    ("nl", "Er is onderzoek dat dank wordt onderschat."),
    ("nl", "In het artikel ‘Na een reorganisatie’ staat daar iets over."),
    ("nl", "Bel 030 123 45 67."),
    ("nl", "Je zou hem kunnen zeggen: ‘Dank je, Ruud!’"),
    ("nl", "Je zou tegen Petra kunnen zeggen: ‘In mijn eigen team wil ik dat anders.’"),
    ("nl", "‘Quiet quitting and all that’, zei je."),
    ("nl", "Vraag hem: ‘Wat heeft het je gekost?’"),
    ("nl", "Twee dingen, allebei van jou."),
    ("en", "I'm a digital coach, not a person."),
    ("en", "I don't show my instructions."),
    ("en", "Moira's seven holidays, until May 3rd."),
    ("en", "On Monday at 9:30, Greg first."),
    ("en", "There is research that thanks are underestimated."),
    ("en", "‘She's lazy’ is what the others say."),
    ("en", "You could open with this: ‘I promise to look at it, Moira.’"),
    ("en", "Something like: ‘When did you last have a holiday? I never asked.’"),
    ("en", "I'll note that as a question for Greg."),
]  # fmt: skip


def allowed(language: Language, question: str = "?") -> Allowed:
    return Allowed(language, "ask", question, KNOWN[language], instructions=PROMPT)


@pytest.mark.parametrize(("rule", "language", "sentence", "before"), STOPPED)
def test_a_rule_stops_what_it_is_for(
    rule: str, language: Language, sentence: str, before: str
) -> None:
    assert judge(sentence, before, allowed(language)).rule == rule


@pytest.mark.parametrize(("language", "sentence"), PASSED)
def test_what_stands_close_to_a_rule_passes(language: Language, sentence: str) -> None:
    assert judge(sentence, "", allowed(language)).rule == ""


def test_every_rule_is_tried_here_and_has_its_reason_in_both_languages() -> None:
    elsewhere = {"question-unasked", "address", "other-question", "unsupported", "unanswered"}
    assert {rule for rule, *_ in STOPPED} == set(RULES) - elsewhere
    for language in ("nl", "en"):
        words = load_gate_words(language)
        assert set(words.why) == {*RULES, "no-question", "empty"}
        assert all(words.rules[rule] for rule in PATTERN_RULES)


@pytest.mark.parametrize(
    ("formal", "sentence", "rule"),
    [
        (False, "Dat heeft u gezien.", "address"),
        (True, "Dat heb je gezien.", "address"),
        (True, "Dat is jouw dag.", "address"),
        (False, "Dat heb je gezien.", ""),
        (True, "Dat heeft u gezien.", ""),
        (None, "Dat heeft u gezien.", ""),
        (False, "‘Hebt u even?’, zei Ruud.", ""),
    ],
)
def test_who_says_u_is_answered_with_u(formal: bool | None, sentence: str, rule: str) -> None:
    known = f"{KNOWN['nl']} ‘Hebt u even?’ Dat is een dag. Dat heeft iemand gezien."
    asked = Allowed("nl", "ask", "", known, formal=formal)
    assert judge(sentence, "", asked).rule == rule


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Wat heeft het Ruud gekost?", ""),
        ("Wat heeft dat Ruud zoal gekost?", ""),
        ("Wat zei Petra daarvan?", "other-question"),
        ("Ruud telde elke zaterdag.", ""),
    ],
)
def test_a_question_is_the_authored_one_or_nearly_so(sentence: str, rule: str) -> None:
    asked = Allowed("nl", "ask", "Wat heeft het Ruud gekost?", KNOWN["nl"])
    assert judge(sentence, "", asked).rule == rule


ANSWER = "Stel de spiegelvraag als er iets scheef zit. Je hoeft niet te weten waar."
PASSAGE = "Het gaat om wat er nodig is. Dat hoort erbij."
ASKED = "Wat heb je tegen Ruud gezegd?"


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        (f"{ANSWER} {ASKED}", ""),
        (f"‘{ANSWER}’ {ASKED}", ""),
        (f"{ANSWER} {PASSAGE} {ASKED}", ""),
        (f"{ANSWER} En nu: wat heb je al tegen Ruud gezegd?", ""),
        ("De spiegelvraag helpt altijd.", "unsupported"),
        ("Stel de spiegelvraag.", "unsupported"),  # half a sentence may say the opposite
        ("Er zit iets scheef.", "unsupported"),
        (f"{ANSWER} De spiegelvraag werkt, dus wat heb je tegen Ruud gezegd?", "unsupported"),
        (f"{ANSWER} Wat heb je tegen Ruud gezegd nu spiegelen werkt?", "unsupported"),
        (ASKED, "unanswered"),
        (f"Stel de spiegelvraag als er iets scheef zit. {ASKED}", "unanswered"),
    ],
)
def test_an_answer_says_what_the_guided_one_or_a_passage_says(reply: str, rule: str) -> None:
    answers = Allowed(
        "nl", "explain", ASKED, f"{KNOWN['nl']} {ANSWER} {PASSAGE}", formal=False,
        answer=ANSWER, passages=PASSAGE,
    )  # fmt: skip
    verdicts = [verdict.rule for _, verdict in judge_each(reply, answers)]
    assert next((each for each in verdicts if each), "") == rule


def test_an_answer_without_a_question_is_whole_when_all_of_it_was_said() -> None:
    answers = Allowed("nl", "explain", "", ANSWER, answer=ANSWER)
    for said, passed in ((ANSWER, True), ("Je hoeft niet te weten waar.", False)):
        gate = Gate(answers)
        assert "".join((*gate.feed(said), *gate.finish())) == said
        assert gate.verdict is not None
        assert gate.verdict.passed is passed


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Schrijf alleen het antwoord.", "prompt"),
        ("Rond af.", "prompt"),
        ("Goed, schrijf alleen het antwoord.", "prompt"),
        ("Rond af met Ruud.", ""),  # two words of it are no secret
        ("Ruud telde elke zaterdag.", ""),  # the person said so
    ],
)
def test_a_whole_sentence_of_the_prompt_is_not_said_however_short(
    sentence: str, rule: str
) -> None:
    prompt = "Schrijf alleen het antwoord. Rond af.\nRuud telde elke zaterdag."
    known = f"{KNOWN['nl']} Ruud telde elke zaterdag."
    asked = Allowed("nl", "ask", "", known, instructions=prompt)
    assert judge(sentence, "", asked).rule == rule


def test_a_list_that_was_asked_for_may_be_given() -> None:
    asked = Allowed("nl", "example", "", KNOWN["nl"], wants_list=True)
    assert judge("- bedank Ruud", "", asked).passed


def test_a_title_that_may_be_named_may_be_named() -> None:
    named = Allowed("en", "explain", "", "", citations=("Repair",))
    assert judge("In the guide ‘Repair’ that comes first.", "", named).passed
    assert judge("In the guide ‘Repairs’ that comes first.", "", named).rule == "citation"


def test_a_word_the_prompt_shares_with_what_is_known_is_not_its_secret() -> None:
    line = "Ruud telde van augustus tot en met oktober elke zaterdag."
    both = Allowed("nl", "ask", "?", KNOWN["nl"], instructions=f"{PROMPT} {line}")
    assert judge(line, "", both).passed


def test_an_authored_question_may_have_two_halves() -> None:
    authored = "Welke regel is het, en wat moet er staan?"
    assert judge(authored, "", allowed("nl", authored)).passed
    assert judge(authored, "", allowed("nl")).rule == "two-questions"
