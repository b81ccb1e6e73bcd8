"""The page has sentences as they were told, under a heading where they are true, and steps as they were planned."""

from __future__ import annotations

import pytest

from coach.dialogue.state import Language
from coach.dialogue.steps import does_on_a_day
from coach.dialogue.tools import Tools
from coach.sheets.plan import plan_markdown
from tests.dialogue.talking import lines, talk


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Donderdag om 10 uur heb ik overleg met Gerard, dan leg ik de lijst op tafel en vraag ik om een einddatum."),
     ("nl", "Maandag na de doorloop zie ik Mirthe, dan vraag ik of ze ze in het rooster zet."), ("en", "I'll say it Monday 24th after the briefing."),
     ("en", "On Thursday I see Gerard at ten, then I put the list on the table."), ("nl", "Dinsdag na het werkoverleg loop ik bij hem binnen."),
     ("nl", "ga t dinsdag doen met gosia, in de schaft"), ("en", "seeing her at handover Thursday morning so ill say it then")],
)  # fmt: skip
def test_a_day_and_what_is_done_then_is_a_step(language: Language, told: str) -> None:
    assert does_on_a_day(told, language)


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Elke maandag zie ik Mirthe, dan vraag ik hoe het gaat."), ("nl", "Vorige donderdag zag ik Gerard, toen vroeg ik erom."),
     ("en", "Every Monday I see her, then I ask."), ("en", "Last Thursday I'll never forget."), ("nl", "Op maandag zijn we dicht."),
     ("nl", "Dat ik om de week op donderdag om vijf uur weg kan, dan haal ik het koor nog."), ("nl", "En op vrijdag gaat iedereen naar huis en dan maak ik de kas op."), ("en", "On Friday the cook goes home and then I clean the kitchen by myself."),
     ("en", "I'll give you an example: Sunday she covered the ward."), ("en", "I'll give her the Monday off and I'll put her name on the board.")],
)  # fmt: skip
def test_what_is_usual_or_was_then_is_none(language: Language, told: str) -> None:
    assert not does_on_a_day(told, language)


CLIENT = (
    "Sinds januari doe ik de helft van de dossiers van Ruud erbij.", "Mijn padelavond op dinsdag haal ik al drie maanden niet.",
    "Een duimpje in de app.", "Hij denkt dat het vanzelf gaat.", "Gerard zei in januari dat het maar voor zes weken was.",
    "Niks, daar heb ik het niet meer over gehad.", "klopt", "Gewoon als die dagen in het rooster staan.",
)  # fmt: skip


def test_a_step_told_with_its_day_is_on_the_page_whole(tools: Tools) -> None:
    told = "En mijn stap is nog leeg. Donderdag om 10 uur heb ik overleg met Gerard, dan leg ik de lijst van 31 dossiers op tafel."
    step = lines(talk(tools, "nl", *CLIENT, "laat de pagina maar zien", told, audience="client").state, "step")
    assert "donderdag om 10 uur" in step
    assert "lijst van 31 dossiers op tafel" in step


def test_what_it_cost_a_client_has_its_own_heading(tools: Tools) -> None:
    state = talk(tools, "nl", *CLIENT[:2], audience="client").state
    assert "padelavond" in lines(state, "cost")
    assert "padelavond" not in lines(state, "given")
    leader = talk(tools, "nl", "Marjan doet sinds januari alle roosters.", "Ze haalt haar padelavond al drie maanden niet.").state
    assert "padelavond" in lines(leader, "given")


def test_what_would_show_a_client_that_it_is_seen_has_not_come_back(tools: Tools) -> None:
    state = talk(tools, "nl", *CLIENT, audience="client").state
    assert "in het rooster" in lines(state, "wish")
    assert "in het rooster" not in lines(state, "came_back")


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "In maart zei ik nog tegen Gerard dat het wel ging."), ("en", "In May I told Gerald I'd stop after the couriers.")],
)
def test_what_a_client_said_themself_is_neither_a_promise_nor_something_back(tools: Tools, language: Language, told: str) -> None:
    first = {"nl": CLIENT[:5], "en": ("Since January I've covered the loans.", "I missed most of my son's football.", "A thank you in June.",
                                      "He thinks I like it.", "He promised me the conference.")}[language]  # fmt: skip
    state = talk(tools, language, *first, told, audience="client").state
    assert told[:22].lower().strip(".") not in lines(state, "put_right") + lines(state, "came_back")


SITE = (
    "I do document control on a hospital build. Declan keeps bringing me his diaries to type up after 4, every day since March. Means i miss the "
    "early train and my mum ends up collecting Rosie."
)


def test_what_a_client_told_of_the_cost_is_not_asked_again(tools: Tools) -> None:
    outcome = talk(tools, "en", SITE, audience="client")
    assert "miss the early train" in lines(outcome.state, "cost")
    assert "cost" not in outcome.reply.question


def test_a_promise_of_a_client_behind_a_title_is_one(tools: Tools) -> None:
    told = "Ik heb twee weken zijn set ook opgebouwd. Mirthe de productieleider zei dat ik die dagen terugkreeg, niks meer van gehoord."
    state = talk(tools, "nl", told, audience="client").state
    assert "die dagen terugkreeg" in lines(state, "put_right")


def test_a_sentence_cut_in_clauses_stands_whole_where_it_names_nobody_else(tools: Tools) -> None:
    told = "Danilo covered the breakfast shift for 7 weeks cos we couldn't get anyone, so he was in at 5 and still doing dinner service."
    assert "in at 5 and still doing dinner" in lines(talk(tools, "en", told).state, "given")
    named = "Annemiek heeft groep 7 erbij gehad naast haar werk omdat Bart ziek thuis zat."
    assert "bart" not in lines(talk(tools, "nl", named).state, "given")  # he isn't there to say yes to it


def test_a_deed_behind_who_somebody_is_is_theirs(tools: Tools) -> None:
    told = "Orla has had the emergency phone every other weekend. Pav, new grad, took on all the saturday surgeries."
    items = talk(tools, "en", told).state.record.items
    assert {(i.about) for i in items if "surgeries" in i.text} == {"Pav"}


def test_what_another_did_not_do_is_not_said_to_their_face(tools: Tools) -> None:
    told = "Sinds Rosette eind september haar heup brak, doet Annelies al haar cliënten erbij, elke dinsdag en vrijdag."
    state = talk(tools, "nl", told, "Haar zoontje kan niet meer naar de zwemles.", "Niks eigenlijk.").state
    said = lines(state, "sentences")
    assert said.startswith("je doet al haar cliënten erbij")  # Rosette's, and not her own


def test_of_a_broken_promise_it_is_said_that_it_was_not_kept(tools: Tools) -> None:
    turns = ("Femi has been doing the off duty since October.", "She gave up her Tuesday swimming.")
    told = "Paul told her she'd get the band 7 secondment and it's gone to someone from outside."
    assert "promised, and nothing came of it" in talk(tools, "en", *turns, told).reply.text


@pytest.mark.parametrize("told", ["Hij sloeg net om zich heen.", "Hij slaat in op Wim, nu op dit moment.", "Wim slaat nu door, ik weet niet wat ik moet doen."])
def test_hitting_now_is_an_emergency(tools: Tools, told: str) -> None:
    assert tools.screen.judge(told, "nl").route == "emergency"


@pytest.mark.parametrize("told", ["die regel slaat nergens op, dat mag nu weg", "dat slaat nu nergens op", "net sloeg de sfeer om in het team"])
def test_what_makes_no_sense_is_no_blow(tools: Tools, told: str) -> None:
    assert talk(tools, "nl", "Fatima doet brood en zuivel erbij.", told).state.route == "none"


def test_a_blow_still_is_one(tools: Tools) -> None:
    assert talk(tools, "nl", "Hij slaat haar nu, hier op kantoor.").state.route == "emergency"


@pytest.mark.parametrize(
    ("language", "told", "shown", "kept"),
    [("nl", "Karin draait elke zondag de late dienst, en eerlijk gezegd vind ik haar soms lastig.", "late dienst", "lastig"),
     ("nl", "Karin draait elke zondag de late dienst, omdat haar man in de gevangenis zit.", "late dienst", "gevangenis"),
     ("en", "Rhona covers every Sunday late shift, although the boss from head office thinks she is lazy.", "late shift", "lazy"),
     ("en", "Rhona covers every Sunday late shift because her marriage is over.", "late shift", "marriage")],
)  # fmt: skip
def test_what_is_said_beside_a_deed_is_on_no_line(tools: Tools, language: Language, told: str, shown: str, kept: str) -> None:
    given = lines(talk(tools, language, told).state, "given")
    assert shown in given
    assert kept not in given


@pytest.mark.parametrize(
    ("language", "deed", "told"),
    [("nl", "Karin draait elke zondag de late dienst.", "Ze zit er helemaal doorheen."), ("en", "Rhona covers every Sunday late shift.", "She's shattered.")],
)
def test_that_somebody_is_worn_out_is_what_it_cost_and_nothing_to_say_to_them(tools: Tools, language: Language, deed: str, told: str) -> None:
    outcome = talk(tools, language, deed, told)
    assert told.lower().strip(".").replace("'", "") in lines(outcome.state, "given")
    assert told.split()[-1].strip(".").lower() not in lines(outcome.state, "sentences")
    assert not {"cost", "gekost"} & set(outcome.reply.question.lower().rstrip("?").split())


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Sinds september heb ik vijf zondagnachten van Kelly overgenomen omdat haar moeder een beroerte had."),
     ("nl", "Na zijn hartaanval in juni deed Bea zijn klanten erbij."), ("en", "I've done Tom's shifts since his dad had a heart attack in June."),
     ("en", "ive covered 5 sunday nights for Kelly since september cos her mum had a stroke.")],
)  # fmt: skip
def test_an_illness_then_that_somebody_took_work_over_for_is_no_emergency(tools: Tools, language: Language, told: str) -> None:
    assert tools.screen.judge(told, language).route == "none"


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Jan heeft een hartaanval."), ("nl", "Mijn collega heeft een hartaanval maar niemand doet iets."), ("nl", "Een collega van 50 jaar heeft een hartaanval."),
     ("nl", "Ik sta erbij en hij heeft een beroerte."), ("en", "June had a heart attack."), ("en", "My colleague on nights has had a stroke."),
     ("nl", "Mijn man kreeg net een hartaanval."), ("nl", "Ik denk dat mijn chef een beroerte heeft, zijn mond hangt scheef."), ("nl", "Mijn collega heeft een hartaanval."),
     ("en", "My boss had a heart attack just now."), ("en", "I think he's had a stroke, his face is hanging."), ("en", "My colleague had a heart attack."),
     ("en", "He was covering my shifts and I think he's having a stroke.")],
)  # fmt: skip
def test_an_illness_now_is_one(tools: Tools, language: Language, told: str) -> None:
    assert tools.screen.judge(told, language).route == "emergency"


def test_what_somebody_could_not_go_to_is_what_it_cost(tools: Tools) -> None:
    told = "Gosia heeft zeven weken elke zaterdag de nieuwe uitzendkrachten ingewerkt. Ze kon daardoor niet naar de communie van haar nichtje."
    outcome = talk(tools, "nl", told)
    assert "communie" in lines(outcome.state, "given")
    assert "gekost" not in outcome.reply.question


def test_he_beside_a_she_is_the_other_one(tools: Tools) -> None:
    turns = ("Gosia heeft zeven weken de nieuwe uitzendkrachten ingewerkt.", "Haar vliegticket naar Polen.", "En Darek sjouwt alle karren alleen.")
    outcome = talk(tools, "nl", *turns, "Hij heeft last van zijn rug.")
    assert outcome.reply.text.startswith("Darek heeft last van zijn rug.")
    assert [i.about for i in outcome.state.record.items if "rug" in i.text] == ["Darek"]


def test_a_summary_has_the_deed_as_a_sentence_and_the_offer_in_their_words(tools: Tools) -> None:
    turns = (
        "Sinds Joost thuis zit heeft Hanneke elke dinsdagavond zijn sportgroep overgenomen.", "Ze is gestopt met haar avondopleiding.", "Een cadeaubon.",
        "Ik heb het laten lopen.", "Wat ik zelf kan doen is de donderdaggroep vanaf januari overnemen, want dan ben ik er toch.", "Vat eens samen.",
    )  # fmt: skip
    texts = [talk(tools, "nl", *turns[: n + 1]).reply.text for n in range(4, len(turns))]
    read_back = next(text for text in texts if "Zo heb ik het staan" in text)
    assert "Hanneke heeft elke dinsdagavond zijn sportgroep overgenomen." in read_back
    assert "‘de donderdaggroep vanaf januari overnemen’" in read_back


@pytest.mark.parametrize(
    ("language", "told", "missing"),
    [("nl", "Sinds april doe ik alle aktes van Willemijn erbij. De notaris, meneer Terpstra, zou een vervanger zoeken maar daar hoor ik niks meer over. Bas van de "
            "andere kamer gaat gewoon om vijf uur weg.", "Bas"),
     ("nl", "Sinds april doe ik alle aktes van Willemijn erbij. De notaris zou een vervanger zoeken maar daar hoor ik niks meer over. Bas gaat gewoon om vijf uur weg.", "Bas"),
     ("en", "Since April I've done all of Wilma's deeds. The partner, Mr Terry, was going to find a replacement but I've heard nothing since. Bas from the other "
            "room just leaves at five.", "Bas")],
)  # fmt: skip
def test_what_somebody_was_to_do_is_a_promise_and_given_back_before_a_colleague_by_the_way(tools: Tools, language: Language, told: str, missing: str) -> None:
    outcome = talk(tools, language, told, audience="client")
    assert any("replacement" in i.text or "vervanger" in i.text for i in outcome.state.record.items if i.field == "promised")
    assert missing not in outcome.reply.text


def test_what_is_given_back_has_who_it_was(tools: Tools) -> None:
    turns = ("I've covered 5 sunday nights for Kelly since september.", "Missed my lads final.", "Nothing.", "She said she'd do christmas.")
    assert "Kelly sticking to xmas eve." in talk(tools, "en", *turns, "kelly sticking to xmas eve", audience="client").reply.text
    later = talk(tools, "en", *turns, "jo on days probs. she brings me a brew and stays 10 mins so i can get off.", audience="client").reply.text
    assert not later.startswith("Stays")


def test_a_day_that_was_cut_short_is_written_out(tools: Tools) -> None:
    turns = ("I've covered 5 sunday nights for Kelly since september.", "Missed my lads final.", "Nothing.", "show me the page")
    state = talk(tools, "en", *turns, "my step is: thurs morning at handover I ask Kelly about xmas eve", audience="client").state
    assert lines(state, "step").startswith("thurs morning")
    last = talk(tools, "en", *turns, "my step is: thurs morning at handover I ask Kelly about xmas eve", "that's it thanks", audience="client").reply
    assert "after Thursday" in f"{last.text} {last.question}"


def test_words_between_quotes_keep_both_their_marks(tools: Tools) -> None:
    told = "In juli kreeg ik een bon van 25 euro met een kaartje 'voor al je inzet', dat was wel aardig."
    back = plan_markdown(talk(tools, "nl", "Ik doe sinds april alle aktes erbij.", "Mijn koor.", told, audience="client").state)
    assert "‘voor al je inzet’" in back


def test_that_nothing_was_promised_is_no_promise_to_remind_of(tools: Tools) -> None:
    turns = ("I've covered 5 sunday nights for Kelly since september.", "Missed my lads final.", "A bottle of prosecco.", "She promised nothing.")
    assert "promised" not in lines(talk(tools, "en", *turns, "show me the page", audience="client").state, "sentences")
