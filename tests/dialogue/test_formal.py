"""Someone who says u to the coach gets u back: right verbs, right possessives, quotes untouched."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml

from coach.content import content_folder
from coach.dialogue.formal import QUOTED, formal

CHOICE = re.compile(r"\[([^|\[\]]*)\|([^|\[\]]*)\]")
JE = re.compile(r"\b(?:je|jij|jou|jouwe?|jezelf|jijzelf)\b", re.IGNORECASE)
BARE = re.compile(
    r"\b(?:accepteer|antwoord|bedoel|begin|ben|beslis|blijf|check|denk|doe|ga|geef|heb|hoop|hoor"
    r"|hou|houd|kijk|kom|krijg|kun|leg|leun|maak|meen|merk|mis|neem|noem|pak|schrijf"
    r"|sla|spreek|stel|tref|trek|veeg|vergelijk|vertel|vind|voel|vraag|vul|werk|wil|word|zeg|zie"
    r"|zul) u\b",
    re.IGNORECASE,
)
SPOILT = re.compile(r"\b(?:ist|waart|wast|ent|welt|hadt|zagt|kwamt|deedt|gaft|iemandt)\b")
NOUN_BEHIND_U = re.compile(
    r"\bu (?:eigen|eerste|gewone|team|agenda|pagina|cliënt|voorganger|leidinggevende|collega's"
    r"|beoordeling|neus|werk|deel|plek|woorden|huisarts|vakbond|werkgever|land|kant|vraag)\b",
    re.IGNORECASE,
)

PAIRS = {
    "Wat heb je {who} zien doen?": "Wat hebt u {who} zien doen?",
    "Bij wie kun je dat navragen?": "Bij wie kunt u dat navragen?",
    "Wat wil je er zelf mee?": "Wat wilt u er zelf mee?",
    "Waarom ben je toch doorgegaan?": "Waarom bent u toch doorgegaan?",
    "Hoe zou je het zelf zeggen?": "Hoe zou u het zelf zeggen?",
    "Weet je zelf wat er toegezegd is?": "Weet u zelf wat er toegezegd is?",
    "Waar geef jij te veel?": "Waar geeft u te veel?",
    "Op wie leun jij?": "Op wie leunt u?",
    "Spreek je die vier samen?": "Spreekt u die vier samen?",
    "En wat deed je toen?": "En wat deed u toen?",
    "Waar ga je niet over?": "Waar gaat u niet over?",
    "Welke hulp sla jij altijd af?": "Welke hulp slaat u altijd af?",
    "Wat doe je als het stil blijft?": "Wat doet u als het stil blijft?",
    "Wanneer zie je {who} weer?": "Wanneer ziet u {who} weer?",
    "Hoelang houd je dat zo vol?": "Hoelang houdt u dat zo vol?",
    "Hoe hou je dat vol?": "Hoe houdt u dat vol?",
    "Wat vind je daarvan?": "Wat vindt u daarvan?",
    "Wat antwoord jij?": "Wat antwoordt u?",
    "Waar vergelijk jij het mee?": "Waar vergelijkt u het mee?",
    "Hoe laat je ruimte voor een reactie?": "Hoe laat u ruimte voor een reactie?",
    "Wat sprak je met ze af, en wat zei je?": "Wat sprak u met ze af, en wat zei u?",
    "Voor zover jij weet, heb je dat gehoord.": "Voor zover u weet, hebt u dat gehoord.",
    "En aan het eind heb je wat jij vertelde.": "En aan het eind hebt u wat u vertelde.",
    "Wat speelt er in je team?": "Wat speelt er in uw team?",
    "Je pagina staat hieronder.": "Uw pagina staat hieronder.",
    "Wie van je collega's zou dit vragen?": "Wie van uw collega's zou dit vragen?",
    "Hoe zou je leidinggevende dat vertellen?": "Hoe zou uw leidinggevende dat vertellen?",
    "Wat kan je leidinggevende je niet geven?": "Wat kan uw leidinggevende u niet geven?",
    "Wat erken je van wat je voorganger deed?": "Wat erkent u van wat uw voorganger deed?",
    "Wat is je eerste stap?": "Wat is uw eerste stap?",
    "Wat zie je dat in je beoordeling mist?": "Wat ziet u dat in uw beoordeling mist?",
    "Als je je team vraagt, wat hoor je dan?": "Als u uw team vraagt, wat hoort u dan?",
    "Waar heb je spijt van?": "Waar hebt u spijt van?",
    "Krijg je waardering van je mensen?": "Krijgt u waardering van uw mensen?",
    "Wat ligt niet in jouw macht?": "Wat ligt niet in uw macht?",
    "Wat is jou toegezegd?": "Wat is u toegezegd?",
    "En jijzelf?": "En uzelf?",
    "Dat is de afspraak met jezelf.": "Dat is de afspraak met uzelf.",
    "Wie komt er bij je op als je dat denkt?": "Wie komt er bij u op als u dat denkt?",
    "Wat kost het de mensen om je heen?": "Wat kost het de mensen om u heen?",
    "Wat kost je vijf minuten?": "Wat kost u vijf minuten?",
    "Wanneer sprak iemand je tegen?": "Wanneer sprak iemand u tegen?",
    "Wat doe je als ze je alleen aankijken?": "Wat doet u als ze u alleen aankijken?",
    "Hoe voel je je dan?": "Hoe voelt u zich dan?",
    "Neem er één: wat heb jij gezien?": "Neem er één: wat hebt u gezien?",
    "Wat spreken jullie af als jij er niet bent?": "Wat spreken jullie af als u er niet bent?",
    "Ik ben een coach en help je graag.": "Ik ben een coach en help u graag.",
    "Het werk je uit handen nemen, kan dat?": "Het werk u uit handen nemen, kan dat?",
    "Wat Kim je vroeg, weet je nog.": "Wat Kim u vroeg, weet u nog.",
    "Zo heb u het gehoord; {a}, denk u.": "Zo hebt u het gehoord; {a}, denkt u.",
}


def spoken_texts(part: object) -> Iterator[str]:
    """Yield every text under `part` that the coach says, each choice made for u."""
    if isinstance(part, str):
        yield CHOICE.sub(r"\2", part)
    elif isinstance(part, list):
        for item in part:
            yield from spoken_texts(item)
    elif isinstance(part, dict):
        unspoken = ("id", "phase", "gathers", "about", "follows", "when", "examples")
        for key, value in part.items():
            if key not in unspoken:
                yield from spoken_texts(value)


def authored(name: str) -> list[str]:
    path = content_folder("prompts") / f"{name}.nl.yaml"
    return list(spoken_texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


def outside_quotes(text: str) -> str:
    return QUOTED.sub("‘’", text)


@pytest.mark.parametrize("name", ["questions", "evasions", "phrases", "referrals"])
def test_every_authored_text_is_wholly_in_the_u_form(name: str) -> None:
    texts = authored(name)
    assert len(texts) > 50
    for text in texts:
        said = outside_quotes(formal(text))
        for wrong in (JE, BARE, SPOILT, NOUN_BEHIND_U):
            assert not wrong.search(said), f"{text} → {said}"


@pytest.mark.parametrize("name", ["questions", "evasions", "phrases", "referrals"])
def test_only_texts_with_je_or_u_change_and_a_second_time_changes_nothing(name: str) -> None:
    for text in authored(name):
        said = formal(text)
        assert formal(said) == said
        if not re.search(r"\bu\b", text, re.IGNORECASE) and not JE.search(outside_quotes(text)):
            assert said == text


@pytest.mark.parametrize(("before", "after"), PAIRS.items())
def test_je_becomes_u_with_the_verb_that_belongs_to_it(before: str, after: str) -> None:
    assert formal(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Neem er één van de {n} en begin daar.",
        "Zeg het maar, dan noteer ik het.",
        "Waar hebben jullie het in het overleg nooit over?",
        "Wat is er {period} in geen enkel overleg gezegd?",
        "‘Heb jij dat gezegd, of je collega?’",
        "Bijvoorbeeld zo: ‘Ik heb gezien wat je deed, en jouw foto’s ook. Wil je erover praten?’",
        "‘Ze zei ‘je kunt gaan’ tegen je team.’ Dat staat er nu.",
    ],
)
def test_what_has_no_je_of_the_coach_stays_as_it_is(text: str) -> None:
    assert formal(text) == text


def test_around_a_quote_the_coach_still_says_u() -> None:
    text = "‘Je kunt me wat’, schrijf je. Heb je dat zo gezegd, zonder ‘maar’ van jou?"
    said = "‘Je kunt me wat’, schrijft u. Hebt u dat zo gezegd, zonder ‘maar’ van u?"
    assert formal(text) == said
