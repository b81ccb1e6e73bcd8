"""A Dutch clause whose verb stands last, put in the order of a sentence by itself.

"die altijd blijft tot alles schoon is" becomes "blijft altijd tot alles schoon is", and a verb of
two parts comes apart: "die de apparatuur klaarzet" becomes "zet de apparatuur klaar". No word is
added or changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coach.dialogue.clauses import Token, tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.word_forms import verb_kind

WHO = frozenset({"die", "dat"})
PARTED = re.compile(r"(?P<particle>terug|klaar|samen|langs|rond|vast|achter|binnen|buiten|boven|neer|stil|dicht|open|leeg|thuis|droog|voorbij|tegen|mee|door|over|aan|uit|bij|weg|voor|toe|in|op|af|na|om|schoon|vol|los)(?P<verb>\w{3,})")
WHOLE = frozenset(
    "overlegt voorkomt voorziet voorspelt overtuigt overleeft overtreft overdrijft overweegt achterhaalt doorloopt doorstaat omvat omschrijft aanvaardt "
    "voltooit overhandigt overheerst overkomt aanbidt inspireert investeert organiseert informeert opent overkwam voorkwam voorzag overleefde".split()
)


def predicate(words: Sequence[Token], text: str, start: int, lexicon: Lexicon) -> str | None:
    """Return what stands behind the subject of a clause as it is said by itself; None without a verb.

    `words` are those behind the subject; `text` is the clause, which begins at `start` of the turn.
    """
    place = _last_verb(words)
    if place is None:
        return None
    verb = words[place]
    before, behind = words[:place], words[place + 1 :]
    done = ""
    if behind and behind[0].kind in {"participle", "infinitive"} and place:  # "heeft gedaan", "moet doen"
        done, behind = behind[0].text, behind[1:]
    apart = PARTED.fullmatch(verb.lower) if verb.kind == "verb" and verb.lower not in WHOLE else None
    parted = apart is not None and verb_kind(apart["verb"], "nl") == "verb"
    pieces = [apart["verb"] if apart is not None and parted else verb.text]
    pieces += [_stretch(before, text, start)] if before else []
    pieces += [done] if done else []
    pieces += [apart["particle"]] if apart is not None and parted else []
    pieces += [_stretch(behind, text, start)] if behind else []
    return " ".join(pieces)


OPENS = frozenset("om tot zodat omdat terwijl als wanneer voordat nadat of dat want doordat waardoor en maar".split())


def _last_verb(words: Sequence[Token]) -> int | None:
    """Return where the finite verb stands: the last one before another clause begins."""
    found: int | None = None
    for place, token in enumerate(words):
        if found is not None and token.lower in OPENS:
            break
        if token.kind == "auxiliary" or token.kind == "verb" and (found is None or words[found].kind != "auxiliary"):
            found = place
    return found


def _stretch(words: Sequence[Token], text: str, start: int) -> str:
    return text[words[0].start - start : words[-1].end - start]


def in_main_order(clause: str, who: str, lexicon: Lexicon) -> str:
    """Return a clause about `who` as a sentence by itself that begins with them; another clause as it is.

    "die altijd blijft", "Tineke altijd blijft", "blijft Tineke altijd", "always stays", "who stays".
    """
    if not who:
        return clause
    clause = _without_place(clause, who, lexicon)
    if lexicon.language == "en":
        return _english(clause, who, lexicon)
    turned = re.match(rf"(?P<verb>[\w-]+) (?:(?:mijn|m'n|mn|onze|ons) [\w-]+ )?{re.escape(who)} (?P<rest>.+)$", clause.strip(), re.I)
    if turned and (verb_kind(turned["verb"].lower(), "nl") == "verb" or lexicon.has("auxiliary", turned["verb"].lower())):
        return f"{who} {turned['verb'].lower()} {turned['rest']}"
    words = [t for t in tokenise(clause, lexicon) if t.kind != "punctuation"]
    named = re.match(rf"{re.escape(who)}(?:,? die)?\b", clause, re.I)
    if named:
        rest = [t for t in words if t.start >= named.end()]
        behind_die = named.group().lower().endswith("die")
    elif words and words[0].lower in WHO:
        rest, behind_die = words[1:], False
    else:
        return clause
    place = next((n for n, t in enumerate(rest) if t.kind in {"verb", "auxiliary"}), None)
    inverted = place is not None and place + 1 < len(rest) and rest[place + 1].lower in {"hij", "zij", "ze", "ie"}
    last = place is not None and place > 0 and not inverted and (behind_die or any(t.kind != "adverb" for t in rest[:place]) or not named)
    told = predicate(rest, clause, 0, lexicon) if last else None
    return f"{who} {told}" if told else clause


MOST_PLACE = 5  # words behind a name that say where somebody belongs


def _without_place(clause: str, who: str, lexicon: Lexicon) -> str:
    """Return "Gary on the forklift stays late" without where Gary belongs."""
    named = re.match(rf"{re.escape(who)} ", clause, re.I)
    rest = [t for t in tokenise(clause[named.end() :], lexicon) if t.kind != "punctuation"] if named else []
    if named is None or not rest or rest[0].kind != "preposition":
        return clause
    verb = next((n for n, t in enumerate(rest) if t.kind in {"verb", "auxiliary"}), None)
    if verb is None or not 2 <= verb <= MOST_PLACE or any(t.kind == "punctuation" for t in rest[:verb]):
        return clause
    if lexicon.language == "nl" and not any(t.kind in {"determiner", "first"} for t in rest[:verb]):
        return clause
    return f"{who} {clause[named.end() + rest[verb].start :]}"


def _english(clause: str, who: str, lexicon: Lexicon) -> str:
    """Return "who trains …" and "always takes …" with the name in front."""
    behind = re.match(r"who (?P<rest>.+)$", clause.strip(), re.I)
    if behind:
        return f"{who} {behind['rest']}"
    words = [t for t in tokenise(clause, lexicon) if t.kind != "punctuation"]
    opens = next((t for t in words if t.kind != "adverb"), None)
    verb_first = opens is not None and opens.kind in {"verb", "auxiliary"} and "'" not in opens.lower
    verb_first = verb_first and not clause.lower().startswith(who.lower())
    return f"{who} {clause[:1].lower()}{clause[1:]}" if verb_first else clause


BEHIND = {
    "nl": re.compile(r"(?:(?:dat|omdat|doordat) )?(?P<who>ze|zij|hij|ie|haar [\w-]+|(?:zijn|z'n) [\w-]+|(?:dat|omdat|doordat) (?P<named>[A-ZÀ-Ý][\w-]+)) (?P<rest>.+)$", re.I),
    "en": re.compile(r"(?:that|because|cos) (?P<rest>(?:she|he|they|her|his|their|[A-Z]\w+)\b.+)$"),
}


ACTS_BEHIND = frozenset("ik je jij u hij ie zij ze we wij jullie".split())
COULD_ACT = frozenset({"verb", "auxiliary", "word", "participle", "infinitive"})


def stated(clause: str, lexicon: Lexicon) -> str:
    """Return what was told behind "dat" or "that" as a sentence by itself; another clause as it is.

    "dat ze dat hele seizoen geen wedstrijden heeft gereden" becomes "ze heeft dat hele seizoen geen
    wedstrijden gereden".
    """
    found = BEHIND[lexicon.language].match(clause.strip())
    if found is None:
        return clause
    if lexicon.language == "en":
        return found["rest"]
    who = found["named"] or found["who"]
    words = [t for t in tokenise(found["rest"], lexicon) if t.kind != "punctuation"]
    if not words or words[0].kind in COULD_ACT:
        return clause  # its verb stands where it does in a sentence
    if sum(t.kind == "auxiliary" for t in words) > 1:
        return clause  # "… met zestig minder zou mogen werken"
    if any(t.kind in {"verb", "auxiliary"} and after.lower in ACTS_BEHIND for t, after in pairwise(words)):
        return clause  # "haar vrije vrijdagen heeft ze ingeleverd"
    told = predicate(words, found["rest"], 0, lexicon)
    return f"{'hij' if who.lower() == 'ie' else who} {told}" if told else clause


def who_acts_first(text: str, lexicon: Lexicon) -> str:
    """Return "en heb ik mijn cursus afgezegd", of which what opened it stands elsewhere, as a sentence; "" for another clause."""
    words = [t for t in tokenise(text, lexicon) if t.kind not in {"punctuation", "coordinator"}]
    turned = lexicon.language == "nl" and len(words) >= FEWEST_TURNED and words[0].kind in {"verb", "auxiliary"} and words[1].lower in ACTS
    return f"{words[1].text} {words[0].lower}{text[words[1].end :]}" if turned and not text.rstrip().endswith("?") else ""


ACTS = frozenset("ik we wij ze zij hij".split())
FEWEST_TURNED = 4  # words
