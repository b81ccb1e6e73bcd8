"""By what name people go: who the speaker says they are, what nobody calls somebody, what a coach calls their client.

None of these is somebody else the talk could be about.
"""

from __future__ import annotations

import re

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names


def nobody_else(text: str, asked: Asked, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names and roles in `text` that stand for nobody the talk could be about, in lower case."""
    client = client_called(text) if asked.audience == "coach" else ()
    return (*own_roles(text, lexicon), *own_names(text, lexicon), *not_called(text), *client)


ROLE = {
    "nl": r"[\w-]*(?:chef|chef-kok|manager|leider|leidster|leidinggevende|hoofd|coördinator|directeur|eigenaar|eigenaresse|teamcoach|rector|coach|baas|voorzitter|teamlead|supervisor)",
    "en": r"(?:head|chef|manager|lead|leader|supervisor|director|owner|coordinator|matron|principal|boss|foreman|partner|coach)",
}
OWN_ROLE = {
    "nl": (
        r"\b(?:ik|'k) (?:ben|werk|sta|leid|run|heb)(?: (?:hier|zelf|nu|als|al|sinds|hoor|toch|gewoon|\w+ jaar))* (?:de |een |het )?(?P<role>(?:[\w-]+ )?{role})\b",
        r"\bals (?P<role>(?:[\w-]+ )?{role}) (?:van|bij|in|op|heb|ben|sta|kom|wil)\b",
        r"^(?P<role>(?:[\w-]+ )?{role})(?= van| bij| in| op|,| hier)",
    ),
    "en": (
        r"\bi(?:'m| am|m| run| work as| was)(?: (?:just|only|actually|now|also|here))* (?:the |a |an )?(?P<role>(?:[\w-]+ )?{role})\b",
        r"\bas (?:the |a |an )?(?P<role>(?:[\w-]+ )?{role}) (?:of|at|in|i)\b",
        r"^(?P<role>(?:[\w-]+ )?{role})(?= of| at| in|,| here)",
    ),
}


def own_roles(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what the speaker says they are themself ("head chef"), in lower case."""
    told = text.lower().replace("’", "'")
    role = ROLE[lexicon.language]
    found = [
        m["role"] for pattern in OWN_ROLE[lexicon.language]
        for m in re.finditer(pattern.replace("{role}", role), told.strip())
    ]  # fmt: skip
    article = ("de ", "het ") if lexicon.language == "nl" else ("the ",)
    return tuple(dict.fromkeys(name for r in found for name in (r, *(a + r for a in article))))


# How somebody says who they are themself ("ik ben Anneloes", "Bev here"); a name behind it is no colleague's.
OWN_NAME = {
    "nl": re.compile(
        r"\b(?:(?:ik|'k) (?:ben|heet)|mijn naam is|m'n naam is|(?:hoi|hallo|dag|hey|goedemorgen|goedemiddag|goedenavond),? (?:met|hier)) (?P<name>[^\W\d_][\w-]+)(?=\s*(?:[,.;!(]|en\b|van\b|hier\b|$))"
        r"|(?P<self>[^\W\d_][\w-]+),? (?:dat ben ik\b|ben ik(?: zelf)?(?=\s*(?:[,.;!(]|$)))", re.I
    ),
    "en": re.compile(
        r"\b(?:i'm|i am|im|my name is|my name's|name's) (?P<name>[^\W\d_][\w-]+)(?=\s*(?:[,.;!(]|here\b|and\b|from\b|$))|(?P<self>[^\W\d_][\w-]+),? (?:that's|that is|is) me\b"
        r"|^(?:(?:hi|hello|hiya|hey|morning|afternoon|evening|good|there)[,.!]? )*(?P<here>[^\W\d_][\w-]+) here(?=\s*[,.;!(]|$)", re.I
    ),
}  # fmt: skip


def own_names(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names by which the speaker says who they are, in lower case."""
    first = load_names().first
    found = (next((g for g in m.groups() if g), "") for m in OWN_NAME[lexicon.language].finditer(text.replace("’", "'")))
    return tuple(dict.fromkeys(name.lower() for name in found if name.lower() in first or _is_name(name, lexicon)))


# What nobody calls the one told of ("Dani, sorry, nobody calls her Danielle").
NOT_CALLED = re.compile(r"\b(?:(?:nobody|no one|no-one) (?:ever |really )?calls (?:her|him|them)|(?:niemand|geen mens) (?:noemt|zegt(?: hier)?) (?:haar|hem|'r|ze)?) ?(?P<name>[^\W\d_][\w-]+)", re.I)


def not_called(text: str) -> tuple[str, ...]:
    """Return the names somebody is said not to go by, in lower case."""
    return tuple(m["name"].lower() for m in NOT_CALLED.finditer(text.replace("’", "'")) if m["name"].lower() in load_names().first)


# What a coach calls their client, whose words they tell ("Call her Jo", "ik noem haar E.").
CLIENT_CALLED = re.compile(r"\b(?i:call (?:her|him|them)|(?:i'll|i) call (?:her|him|them)|ik noem (?:haar|hem)|noem (?:haar|hem)(?: maar)?|laten we (?:haar|hem)) (?P<name>[A-ZÀ-Ý][\w-]*)")


def client_called(text: str) -> tuple[str, ...]:
    """Return the names a coach gives their client, in lower case."""
    return tuple(m["name"].lower() for m in CLIENT_CALLED.finditer(text.replace("’", "'")))


def _is_name(word: str, lexicon: Lexicon) -> bool:
    tokens = tokenise(word, lexicon)
    return bool(tokens) and word[:1].isupper() and tokens[0].kind == "name"
