"""From je to u: the coach's own Dutch for someone who says u.

Closed word lists decide what `je` is (uw, u or zich); simplemma's Dutch forms tell whether the word
in front of it is a verb that takes a t. What stands between ‘ and ’ is somebody's own and is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coach.dialogue.word_forms import is_known, lemma

QUOTED = re.compile(r"(‘(?:[^‘’]|’(?=\w)|‘[^‘’]*’)*’)")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CLAUSE_END = re.compile(r"[.,;:?!…()‘’]")
# Endings of nouns; past tenses such as ‘ontving’ and ‘onderging’ are left out.
NOUN_ENDING = re.compile(r"(?:..(?<![gvh])ing|heid|teit|schap)$")

PLAIN = {
    "jij": "u",
    "jou": "u",
    "jouw": "uw",
    "jouwe": "uwe",
    "jezelf": "uzelf",
    "jijzelf": "uzelf",
}
IRREGULAR = {"wil": "wilt", "hou": "houdt", "rij": "rijdt"}

# Forms that are the same before je and before u; simplemma knows an old t-form for some of them.
SAME = frozenset(
    "kan zal zou mag moet laat weet zet moest liet had ging deed zei zag kwam kreeg gaf nam bleef "
    "schreef vroeg stond vond begon liep sprak hield lag zat wist dacht kon wilde bleek "
    "sloeg keek droeg las trok koos viel riep hielp greep begreep vergat verloor vertrok wees "
    "zweeg sloot schoof won".split()
)
# Words that stand before je or u and are no verb there, though with a t they would be.
NO_VERB = frozenset(
    "is was werd waar en wel in bij naast zonder nu ze men mits hem haar mijn uit keer week zin "
    "kant wij zij indien weer even zeker meer minder beter lang snel stil nodig genoeg hard vrij "
    "pas gelijk klaar plus jammer eigen".split()
)
# A verb's stem behind one of these is a noun: ‘het werk’.
BEFORE_NOUN = frozenset(
    "de het een geen mijn je jouw u uw ons onze hun haar zijn elke iedere deze welk welke".split()
)
PREPOSITIONS = frozenset(
    "aan achter bij binnen boven bovenop buiten door in langs met na naar naast om onder op over "
    "per sinds tegen tegenover tijdens tot tussen uit van vanaf vanuit via volgens voor vóór "
    "zonder".split()
)

# One thing or one person: such a noun can't stand bare, so the je before it is always uw.
SINGULAR = frozenset(
    "aandeel aanbod afdeling agenda baan baas bedrijf bedrijfsarts belofte beoordeling beroep "
    "beroepscode beurt boodschap brief buurman cliënt coach collega contract directeur dochter doel "
    "drempel functie geheugen gesprek gezicht gezin gezondheid grens groep hand hoofd huis huisarts "
    "idee kant kind land leidinggevende lijf lijst man manager mandaat moeder naam neus nummer "
    "omgeving opdracht organisatie pagina partner ploeg positie probleem rol rooster situatie stem "
    "supervisor taak team teamoverleg toezegging toon vader vakbond verhaal voorganger voornemen "
    "voorstel vraag vriend vrouw week wens werkdag werkgever werkplek werkweek zoon zus".split()
)
# Can stand bare ("heb je mensen"), so uw only where je isn't the subject of the word before it.
PLURAL = frozenset(
    "balans beloften beste cliënten collega's collega’s directe eerste eigen gedachten gewone "
    "grenzen grootste hele huidige indruk kinderen laatste leven mensen nieuwe ogen oude ouders "
    "plan plek teamgenoten teamleden vaste verhoudingen verwachtingen vrienden vroegere werk "
    "werkrelaties werktijd woorden zin".split()
)
# Bare more often than not ("als je tijd hebt"), so uw only behind a preposition.
MASS = frozenset(
    "aandacht antwoord avonden dienst diensten energie erkenning geld gevoel gevoelens handen "
    "hulp inzet leiding loon macht moeite reactie rekening ruimte rust salaris spijt steun tijd "
    "toestemming uren vertrouwen waardering".split()
)


def formal(text: str) -> str:
    """Return `text`, with its [je|u] choices already made, in the u-form outside ‘ ’.

    Quotes and jullie are kept, and so are imperatives; a text already in the u-form gets only the
    verbs it misses ("heb u" becomes "hebt u").
    """
    parts = QUOTED.split(text)
    return "".join(part if part.startswith("‘") else _in_u_form(part) for part in parts)


def _in_u_form(text: str) -> str:
    found = list(WORD.finditer(text))
    words = [match[0].lower() for match in found]
    said = [match[0] for match in found]
    for place, word in enumerate(words):
        if word not in PLAIN and word not in ("je", "u"):
            continue
        touches = place > 0 and text[found[place - 1].end() : found[place].start()].isspace()
        before = words[place - 1] if touches else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        verb = before
        if word in ("je", "jij", "u") and touches and _may_be_verb(text, found, place - 1):
            verb = _with_u(before)
        inverted = verb != before or before in SAME
        new = PLAIN.get(word, "u")
        if word == "je":
            new = _je(before, after, inverted)
        if new == "u" and verb != before:
            said[place - 1] = _cased(verb, said[place - 1])
        said[place] = _cased(new, said[place])
    pieces, end = [], 0
    for match, word in zip(found, said, strict=True):
        pieces += [text[end : match.start()], word]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _may_be_verb(text: str, found: list[re.Match[str]], place: int) -> bool:
    """Tell whether nothing ahead of the word at `place` keeps it from being a verb with je."""
    ahead = text[: found[place].start()]
    clause = WORD.findall(CLAUSE_END.split(ahead)[-1].lower())
    if not clause:
        return True
    is_name = found[place][0][0].isupper()
    goes_with_ik = "ik" in clause and clause[-1] in ("ik", "en", "of", "maar")
    return not is_name and not goes_with_ik and clause[-1] not in BEFORE_NOUN


def _je(before: str, after: str, inverted: bool) -> str:
    if after in MASS:
        return "uw" if before in PREPOSITIONS else "u"
    if after in SINGULAR or not inverted and (after in PLURAL or NOUN_ENDING.search(after)):
        return "uw"
    return "zich" if before in ("je", "jij") else "u"


@lru_cache(maxsize=1024)
def _with_u(word: str) -> str:
    """Return the verb `word` as it stands before u; any other word, or "", unchanged."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 2 or word.endswith("t") or word in SAME | NO_VERB | PREPOSITIONS:
        return word
    form = word + ("at" if word.endswith("a") else "t")
    base = lemma(form, "nl")
    is_verb = base != form and base.endswith("n") and is_known(form, "nl")
    return form if is_verb else word


def _cased(word: str, like: str) -> str:
    return word[0].upper() + word[1:] if like[0].isupper() else word
