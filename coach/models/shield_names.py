"""People in a text: by lists of names, by what stands beside a word, and by capitals.

A word that can only be a name is one in any case. A word that is also an ordinary one, or is in no
list, needs company: a title, a role, something that people do, a preposition that takes people,
another name. Every rule is a small function over the words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coach.models.shield_numbers import Span
from coach.models.shield_tokens import Token
from coach.models.shield_words import Words

SPACE = re.compile(r"\s{1,2}$")
SHORT_DOT = re.compile(r"\.?\s{1,2}$")
PAIR = re.compile(r"\s*(?:,|&|/)\s*$")
INITIALS = re.compile(
    r"(?<![\w.])(?P<letters>(?:[A-Z]|Th|Ch|Ph|IJ|Chr)\.(?:[ ]?(?:[A-Z]|Th|Ch|Ph|IJ|Chr)\.){0,4})[ ]?"
    r"(?P<links>(?:(?:van|von|de|der|den|ten|ter|te|el|al|'t|la|le|du|da|dos|di)[ ]){0,3})(?P<name>[A-Z][\w'’-]+)"
    r"|(?<![\w.])(?P<small>[a-z]\.(?:[ ]?[a-z]\.){0,3})[ ](?P<small_links>(?:(?:van|de|der|den|ten|ter|te|el|al)[ ]){0,3})(?P<small_name>[a-z][\w'’-]+)"
)
NOT_INITIALS = re.compile(r"^(?:o\.a\.|i\.v\.m\.|z\.s\.m\.|a\.u\.b\.|m\.b\.t\.|t\.o\.v\.|e\.d\.|n\.a\.v\.|d\.w\.z\.|i\.p\.v\.|a\.s\.|b\.v\.|n\.v\.|e\.g\.|i\.e\.|a\.m\.|p\.m\.|o\.b\.v\.|t\.a\.v\.|p\.)", re.I)


class _Reading:
    """The words of one text, with the questions that the rules ask of them."""

    def __init__(self, text: str, tokens: Sequence[Token], known: Mapping[str, bool], words: Words) -> None:
        self.text, self.tokens, self.known, self.words = text, tokens, known, words
        self.cues = words.cues
        self.people: list[Span] = []

    def at(self, place: int) -> Token | None:
        """Return the word at `place`, None outside the text or inside another span."""
        if 0 <= place < len(self.tokens) and not self.tokens[place].taken:
            return self.tokens[place]
        return None

    def before(self, place: int) -> Token | None:
        """Return the word right before `place` in the same sentence, with only a space between."""
        token = self.tokens[place]
        if place == 0 or token.opens or not SHORT_DOT.fullmatch(token.gap):
            return None
        return self.tokens[place - 1]

    def after(self, place: int) -> Token | None:
        """Return the word right after `place`, with only a space between."""
        following = self.at(place + 1)
        if following is None or following.opens:
            return None
        article = following.lower in {"t", "s"} and following.gap in {" '", " ’"}
        if not SPACE.fullmatch(following.gap) and not article:
            return None
        if self.tokens[place].end != self.tokens[place].stop:
            return None
        return following

    def has(self, cue: str, token: Token | None) -> bool:
        return token is not None and token.lower in self.cues[cue]

    def ends_with_person(self, place: int) -> bool:
        """Tell whether a person was found whose last word is at `place`."""
        return bool(self.people) and self.people[-1].end == self.tokens[place].stop


def people_in(text: str, tokens: Sequence[Token], known: Mapping[str, bool], words: Words) -> list[Span]:
    """Return the spans of people in `text`, in order, none overlapping.

    `known` holds the lower-case words that are names in this talk: True when in any case, False
    when only with a capital.
    """
    reading = _Reading(text, tokens, known, words)
    initialled = _with_initials(reading)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        whole = next((s for s in initialled if s.start <= token.start < s.end), None)
        if whole is not None:
            if not reading.people or reading.people[-1].end <= whole.start:
                reading.people.append(whole)
            place += 1
            continue
        if token.taken:
            place += 1
            continue
        first_part = _family_with_prefix(reading, place)
        if first_part is None and _is_person(reading, place):
            first_part = place
        if first_part is None:
            place += 1
            continue
        ends = _extended(reading, place, first_part)
        reading.people.append(Span(token.start, tokens[ends].stop + _initial_dot(reading, ends), "PERSON"))
        place = ends + 1
    return reading.people


def _is_person(reading: _Reading, place: int) -> bool:
    token = reading.tokens[place]
    if reading.has("never", token) and token.lower not in reading.known:
        return False
    if token.lower in reading.known:
        return _is_known(reading, place)
    if len(token.core) == 1:
        return token.capital and _after_role(reading, place) and reading.text[token.end : token.end + 1] == "."
    if _after_title(reading, place):
        return True
    if token.capital:
        return _with_capital(reading, place)
    return _in_lower_case(reading, place)


def _is_known(reading: _Reading, place: int) -> bool:
    token = reading.tokens[place]
    if reading.known[token.lower] and token.lower not in VERB_NAMES:
        return True
    if not reading.has("too_common", token):
        return token.capital or reading.known[token.lower] or _in_lower_case(reading, place)
    if token.capital:
        return not token.opens or _with_capital(reading, place)
    return _in_lower_case(reading, place)


def _after_title(reading: _Reading, place: int) -> bool:
    token, before = reading.tokens[place], reading.before(place)
    if before is None:
        return False
    nameable = token.capital or bool(token.first or token.last) or token.strange
    if reading.has("titles", before):
        if before.lower in {"heer", "heren", "lord", "moeder"}:
            return token.capital
        return nameable and not reading.has("never", token) and not reading.has("verbs", token)
    if not reading.has("soft_titles", before) or before.lower in GREETINGS:
        return False
    if token.capital:
        return not token.other and bool(token.first or token.last or not token.word)
    if before.lower in KIN:
        return bool(token.first) and _is_authored(reading, token) or token.first == "sure" or token.likely
    return token.first == "sure" and _is_authored(reading, token)


GREETINGS = frozenset("hoi hallo dag hi hey hello".split())
KIN = frozenset("oom tante opa oma zuster broeder juf juffrouw meester pater uncle aunt auntie sister nurse".split())
# Names that are verbs: after a role they say what the role does.
VERB_NAMES = frozenset("will wil may drew hope chase grant sue pat bill skip trace kent bel lies leen mis rob ward art said ben an do me be so al".split())


ARTICLES = frozenset("de het 't een 'n een the a an no geen".split())


def _used(before: Token | None) -> bool:
    """Tell whether what follows is a tool: "via X", "gebruiken X"."""
    return before is not None and before.lower in USED


USED = frozenset("gebruik gebruiken gebruikt gebruikte use used uses using via software systeem system app tool methode method".split())


def _is_authored(reading: _Reading, token: Token) -> bool:
    """Tell whether somebody listed this name on purpose, so that it counts in lower case too."""
    return token.lower in reading.words.first or token.lower in reading.words.also_words or reading.has("doubtful", token)


def _with_capital(reading: _Reading, place: int) -> bool:
    token, before, after = reading.tokens[place], reading.before(place), reading.after(place)
    if token.shouted and not (token.first == "sure" and len(token.core) > 3):
        return False
    if before is not None and before.lower in ARTICLES and token.first != "sure":
        return False
    if _joined_to_noun(reading, place):
        return False
    if token.first == "sure":
        return not (_is_place(reading, place) and token.last != "")
    if before is not None and before.lower in {"christmas", "new", "year's"}:
        return False
    if reading.has("months", token) or token.lower in {"may", "june", "april", "august", "augusta"}:
        return _month_as_name(reading, place)
    if token.opens:
        return _opens_as_name(reading, place)
    if token.first == "word":
        if token.other:
            towards = before is not None and before.lower in {"to", "from", "naar", "van", "voor", "for", "by", "about", "over"}
            return _in_company(reading, place) and not (towards or _is_place(reading, place))
        if not _is_authored(reading, token) and not token.last:
            return _in_company(reading, place) or _acts(reading, place)
        return not _used(before) or _acts(reading, place)
    if token.other:
        return False
    if token.last == "sure":
        return not _is_place(reading, place)
    if token.last == "word":
        return _in_company(reading, place) or _acts(reading, place)
    if token.word:
        return _after_role(reading, place) and _acts(reading, place)
    if token.likely:
        return not (_is_place(reading, place) or _used(before)) or _acts(reading, place)
    following = after is not None and after.capital and not after.other and after.strange
    return token.strange and (_in_company(reading, place) or _acts(reading, place) or following)


SEASONS = frozenset("summer autumn winter spring".split())


def _opens_as_name(reading: _Reading, place: int) -> bool:
    """Tell whether a capital at the start of a sentence, where every word has one, is a name's."""
    token, after = reading.tokens[place], reading.after(place)
    surname = after is not None and after.capital and not after.other and (bool(after.last or after.first) or after.strange)
    if token.other and not token.first:
        return False
    if token.first == "word" or token.last == "word":
        listed = _is_authored(reading, token)
        acts = _acts(reading, place, strictly=reading.has("thoughts", token) or token.other or not listed)
        plain = listed and token.first and not token.other and not reading.has("thoughts", token)
        if token.first and token.end > token.stop and not (token.other or token.lower in SEASONS):
            return True
        if plain and (_stands_alone(reading, place) or _is_told_of(reading, place)):
            return True
        return acts or surname and bool(token.first) or _in_a_list(reading, place) or _leads_a_list(reading, place)
    if token.last == "sure":
        return True
    if token.word or not token.strange:
        return False
    if token.likely and (_stands_alone(reading, place) or _leads_a_list(reading, place) or _is_told_of(reading, place)):
        return True
    return _acts(reading, place, strictly=not token.likely) or surname or _in_a_list(reading, place)


def _is_told_of(reading: _Reading, place: int) -> bool:
    """Tell whether the sentence goes on as one about or to somebody: "X, ik …", "X hij …", "X van de …"."""
    rest = reading.text[reading.tokens[place].end :].lower()
    if re.match(r"\s?,\s(?:ik|je|jij|jullie|we|wij|i|you|we|die|zij|ze|hij|he|she|they|who|nee|no|ja|yes)\b", rest):
        return True
    if re.match(r"\s(?:hij|zij|ze|he|she|die|who|wel|ook|too)\s(?!\w+\?)", rest) or re.match(r"\s(?:van|uit|from)\s(?:de|het|the|mijn|my|onze|our|hr|lijn|team)\s", rest):
        return True
    after, further = reading.after(place), reading.after(place + 1) if reading.after(place) else None
    if after is None or further is None or after.capital or not after.word or reading.has("never", after):
        return False
    does = after.lower.endswith(("ed", "de", "te", "den", "ten"))
    return does and (reading.has("determiners", further) or reading.has("possessives", further))


def _stands_alone(reading: _Reading, place: int) -> bool:
    """Tell whether the sentence is only this word, or it is set apart by a comma or a colon."""
    token = reading.tokens[place]
    rest = reading.text[token.end :]
    only = not rest.strip(" .!\n") and place > 0
    owns = token.end > token.stop and reading.after(place) is None
    return only or owns or bool(re.match(r"['’]\s\w|\s\((?!\d)|\s*:\s*[‘'“\"]", rest))


def _leads_a_list(reading: _Reading, place: int) -> bool:
    """Tell whether names follow: "Rose and Jack", "Joke, Ineke en Tiny"."""
    following = reading.at(place + 1)
    if following is None or reading.tokens[place].end != reading.tokens[place].stop:
        return False
    if following.lower in {"en", "and", "&"} and SPACE.fullmatch(following.gap):
        following = reading.at(place + 2)
    elif not PAIR.fullmatch(following.gap):
        return False
    return following is not None and following.capital and bool(following.first) and not following.other


def _in_lower_case(reading: _Reading, place: int) -> bool:
    token, before, after = reading.tokens[place], reading.before(place), reading.after(place)
    if reading.has("determiners", before) and not (token.first == "sure" and before is not None and before.lower not in ARTICLES):
        return False
    if _joined_to_noun(reading, place):
        return False
    if token.first == "sure":
        digits = re.search(r"\d\s?$", token.gap) and token.lower == "jan"
        return not digits and (token.lower in reading.words.first or len(token.core) > 3 or _in_company(reading, place))
    if _introduced(reading, place):
        return bool(token.first or token.last == "sure" or token.strange)
    if _after_role(reading, place):
        return token.likely or _is_authored(reading, token) and token.lower not in VERB_NAMES
    family = after is not None and reading.has("prefixes", after) and _prefix_run(reading, place + 1) is not None
    if token.first == "word":
        if reading.has("possessives", before) or token.other and not family or not _is_authored(reading, token):
            return False
        return family and not reading.has("too_common", token) or _small_word_as_name(reading, place)
    if token.likely and _small_word_as_name(reading, place):
        return True
    if token.strange and not token.first:
        return _in_a_list(reading, place) and (bool(token.last) or not token.word) and _list_of_names(reading, place)
    return False


def _small_word_as_name(reading: _Reading, place: int) -> bool:
    """Tell whether an ordinary word in lower case is used as a name: people's verbs and places in a sentence."""
    token, before = reading.tokens[place], reading.before(place)
    if _list_of_names(reading, place):
        return True
    following = reading.after(place)
    if before is not None and following is not None and not reading.has("possessives", before):
        if following.lower in DONE_TO_PEOPLE and (reading.has("never", before) or reading.has("verbs", before) or before.lower == "wil"):
            return True
        clause = before.lower in CLAUSE_OPENS and reading.has("never", following) and not reading.has("verbs", following)
        if clause and not reading.has("thoughts", token) and not reading.has("too_common", token):
            return True
    common = reading.has("too_common", token)
    strictly = before is not None or common or reading.has("thoughts", token)
    acts = _acts(reading, place, strictly=strictly)
    starts = before is None or reading.has("never", before) or reading.has("before", before)
    if acts and starts and not reading.has("possessives", before):
        if not common or following is None or following.lower in SPEAKS or before is None:
            return True
    if before is not None and following is not None:
        if before.lower in {"heeft", "had"} and not reading.has("thoughts", token):
            if reading.has("determiners", following) or reading.has("possessives", following) or following.lower.startswith("ge"):
                return True
        if before.lower in {"heeft", "had"} and token.lower in {"wil", "will", "hope", "joy", "grace", "faith", "may"}:
            return True
        if before.lower in {"it", "its", "that", "was", "is"} and following.lower in {"who", "die"}:
            return True
    if token.likely and before is not None and not _followed_by_noun(reading, place):
        takes = reading.has("before", before) or reading.has("verbs_to", before)
        return takes and before.lower not in {"to", "of", "or", "and", "en", "but", "maar", "zoals", "like", "by", "between", "dan", "as"}
    if before is not None and not common:
        return before.lower in TAKES_PEOPLE and not _followed_by_noun(reading, place)
    if before is not None and not _followed_by_noun(reading, place):
        return before.lower in (ASKED if reading.has("thoughts", token) else TAKES_PEOPLE)
    return False


DONE_TO_PEOPLE = frozenset("bedanken vragen helpen spreken bellen mailen steunen missen inwerken vervangen ontlasten aanspreken ontmoeten".split())
ASKED = frozenset("asked told tell ask thanked thank vroeg bedankte belde mailde sprak namens volgens".split())
CLAUSE_OPENS = frozenset("dat omdat toen als of terwijl zodat that because when if while whether since".split())
TAKES_PEOPLE = frozenset(
    "met aan tegen behalve namens volgens vroeg bedank bedankte bedanken belde mailde sprak gevraagd hielp asked thank thanked told tell with ask dat was het of aan that from to and en wil ik".split()
) - {"to", "dat", "het", "ik", "wil", "was", "of", "and", "en", "that"}
SPEAKS = frozenset(
    "says asks tells vraagt zei zegt vroeg belde mailde appte vertelde dacht hielp nam bleef gaf kwam deed stond said asked told took covered stayed gave came did told rang emailed called wrote helped knew thought heeft had kreeg regelde"
    " wilde vond vindt".split()
)


def _followed_by_noun(reading: _Reading, place: int) -> bool:
    """Tell whether a plain word follows that isn't a verb or a small word: then this is no name."""
    after = reading.after(place)
    if after is None or reading.has("verbs", after) or reading.has("never", after) or reading.has("before", after):
        return False
    if reading.has("determiners", after) or reading.has("possessives", after):
        return False
    ends = re.match(r"\s*(?:[.,!?;:)]|$)", reading.text[after.end :])
    if after.lower.endswith("en") and ends:  # an infinitive closes a Dutch clause
        return False
    return after.word and not after.first and not reading.has("verbs_to", after)


def _acts(reading: _Reading, place: int, strictly: bool = False) -> bool:
    """Tell whether what follows is what somebody does; `strictly` only what a thing never does."""
    after = reading.after(place)
    if after is None:
        owned = reading.text[reading.tokens[place].stop : reading.tokens[place].end]
        return bool(owned) and not strictly or bool(re.match(r"\s?,\s(?:de|het|onze|mijn|my|our|the|een|a)\s", reading.text[reading.tokens[place].end :]))
    if reading.has("verbs", after) and not (strictly and reading.has("weak_verbs", after)):
        return True
    if reading.has("weak_verbs", after) and strictly:
        further = reading.after(place + 1)
        return after.lower in {"heeft", "has", "is", "was", "had"} and further is not None and (
            further.lower in PERSONAL or after.lower in {"heeft", "has"} and reading.has("never", further)
            or after.lower == "heeft" and reading.has("determiners", further)
        )
    return False


PERSONAL = frozenset(
    "al nu nog weer vandaag ziek moe boos blij verdrietig op overspannen zwanger jarig ingestort vertrokken gestopt begonnen ontslagen benoemd sick off exhausted tired upset angry pregnant covering working leaving helping crying"
    " promoted kind lief aardig thuis er altijd degene the done already never always on in away burnt the one de degene mijn my our onze".split()
) - {"the", "in", "on", "one"}


def _in_company(reading: _Reading, place: int) -> bool:
    """Tell whether what stands before takes people: a preposition, a verb done to people, a role, a list."""
    before = reading.before(place)
    if _after_role(reading, place) or _introduced(reading, place) or _in_a_list(reading, place):
        return True
    if before is None:
        return False
    if reading.has("before", before):
        further = reading.before(place - 1)
        return not (before.lower in {"met", "with", "to", "naar", "van", "from", "over", "about", "for", "by", "through"} and reading.has("using", further))
    return reading.has("verbs_to", before)


def _after_role(reading: _Reading, place: int) -> bool:
    """Tell whether a role stands right before, with or without a comma ("mijn baas, …")."""
    token = reading.tokens[place]
    before = reading.before(place)
    if place and before is None and re.fullmatch(r"\s?[,:(]\s?", token.gap) and token.capital:
        before = reading.tokens[place - 1]
        return reading.has("roles", before) and not token.word
    if before is None or not reading.has("roles", before) and before.lower not in {"collega's", "colleagues"}:
        return False
    if before.end != before.stop:
        return False
    return not reading.has("verbs", token) or token.capital


def _introduced(reading: _Reading, place: int) -> bool:
    """Tell whether somebody is named: "ik heet …", "my name is …", "groetjes …"."""
    token, before = reading.tokens[place], reading.before(place)
    lead = reading.text[max(0, token.start - 40) : token.start].lower()
    if reading.has("introducing", before):
        return True
    if re.search(r"\b(?:naam|name)(?:\s(?:is|was)|['’]s)\s$|\b(?:noem\w*|call(?:ed)?)\s(?:hem|haar|me|mij|him|her)\s$", lead):
        return not token.word or token.capital
    ends = not reading.text[token.end :].strip(" .!\n") or reading.after(place) is not None and place + 2 == len(reading.tokens)
    if re.search(r"(?:groet(?:en|jes)?|gr|liefs|mvg|regards|wishes|cheers|bedankt|dankjewel|dank je|thanks|thank you|xx?)(?:\svan|\sfrom)?[,.!]?\s{1,3}$", lead):
        return ends and (not token.word or token.capital or bool(token.first))
    if re.search(r"\b(?:ik ben|i am|i['’]m|dit is|this is|hier is)\s$", lead) and (token.first or token.strange):
        return token.capital or bool(re.match(r"\s?[,.]|$", reading.text[token.end :])) and not token.word
    return bool(re.search(r"\b(?:hoi|hallo|dag|hi|hey|hello|lieve|beste|dear)\s$", lead)) and token.capital and not token.word and not token.other


def _in_a_list(reading: _Reading, place: int) -> bool:
    """Tell whether a person was just found and this is joined to them ("Ann en …", "Ann, …")."""
    if not reading.people or place == 0:
        return False
    token, before = reading.tokens[place], reading.tokens[place - 1]
    if PAIR.fullmatch(token.gap):
        return reading.ends_with_person(place - 1) and (token.capital or "&" in token.gap or _pairs_on(reading, place))
    joins = before.lower in {"en", "and", "of", "or"} and SPACE.fullmatch(token.gap) and place > 1
    return bool(joins) and reading.ends_with_person(place - 2) and bool(re.fullmatch(r",?\s", before.gap))


def _pairs_on(reading: _Reading, place: int) -> bool:
    following = reading.at(place + 1)
    return following is not None and following.lower in {"en", "and"}


def _list_of_names(reading: _Reading, place: int) -> bool:
    """Tell whether a name is joined to this word, before or after it, and nothing makes it a noun."""
    if _in_a_list(reading, place) and not _followed_by_noun(reading, place) and not reading.has("verbs", reading.tokens[place]):
        return True
    joint = reading.after(place)
    if joint is None or joint.lower not in {"en", "and"}:
        return False
    other, token = reading.after(place + 1), reading.tokens[place]
    if reading.before(place) is None and other is not None and _is_authored(reading, token) and _is_authored(reading, other):
        pair = reading.after(place + 2)
        if reading.has("verbs", pair) and not reading.has("thoughts", token) and not reading.has("thoughts", other):
            return True
    return other is not None and other.first == "sure" and token.lower not in VERB_NAMES - {"lies"}


def _month_as_name(reading: _Reading, place: int) -> bool:
    """Tell whether May, June or April is somebody: acts, and nothing of time stands before."""
    token = reading.tokens[place]
    if token.lower not in {"may", "june", "april", "august", "augusta", "mei"}:
        return False
    before = reading.before(place)
    if reading.has("times", before) or reading.has("months", before):
        return False
    if place > 1 and reading.tokens[place - 1].lower in {"and", "en", "or", "of"} and reading.has("months", reading.tokens[place - 2]):
        return False
    if re.match(r"\s(?:and|en|or|of|to)\s(?:" + "|".join(self_months(reading)) + r")\b", reading.text[token.end :].lower()):
        return False
    told = before is not None and before.lower in SPEAKS
    return told or _acts(reading, place, strictly=True) or not token.opens and _acts(reading, place)


def self_months(reading: _Reading) -> list[str]:
    """Return the months, longest first, for a pattern."""
    return sorted(reading.cues["months"], key=len, reverse=True)


def _is_place(reading: _Reading, place: int) -> bool:
    before = reading.before(place)
    return before is not None and before.lower in {"in", "te", "uit", "near", "omgeving", "nabij", "op", "via"} and not _acts(reading, place)


def _joined_to_noun(reading: _Reading, place: int) -> bool:
    """Tell whether a hyphen joins a noun to it ("Kanban-bord"): the whole is a thing."""
    token = reading.tokens[place]
    if "-" not in token.core:
        return False
    tail = token.lower.rsplit("-", 1)[1]
    return reading.words.is_word(tail) and token.first == "" and token.last == ""


def _family_with_prefix(reading: _Reading, place: int) -> int | None:
    """Return the last word of "Van der Heijden", "El Idrissi" or "van Dijk", when one begins at `place`."""
    token = reading.tokens[place]
    if not reading.has("prefixes", token) or len(token.core) > 5:
        return None
    end = _prefix_run(reading, place)
    if end is None:
        return None
    last, before = reading.tokens[end], reading.before(place)
    if not last.capital:
        return end if reading.has("titles", before) and not last.other else None
    acting, titled = _acts(reading, end), reading.has("titles", before)
    if last.other and not titled or last.shouted or reading.has("roles", last):
        return None
    arabic = token.lower in {"el", "al", "ben", "bin", "ait", "bou", "abu", "bel"}
    if last.first == "sure" and not arabic and (last.last == "" or token.opens and not acting):
        return None
    listed = bool(last.last) or titled
    sure = last.last == "sure"
    if token.capital and not token.opens:
        return end if listed or last.strange or arabic and last.first else None
    several = end - place > 1
    if token.capital:
        return end if (sure or several and (listed or last.strange) or acting and (listed or last.strange)) else None
    if token.opens or reading.has("titles", before):
        return end if listed and acting or several and listed else None
    return end if several and sure else None


def _prefix_run(reading: _Reading, place: int) -> int | None:
    """Return the place of the family name after one to three prefixes from `place` on, or None."""
    end = place
    while (token := reading.at(end)) is not None and reading.has("prefixes", token) and end - place < 3:
        following = reading.after(end)
        if following is None:
            return None
        end += 1
    last = reading.at(end)
    if end == place or last is None or reading.has("determiners", last):
        return None
    if last.capital:
        ordinary = last.word and not last.last
        return None if ordinary or last.shouted or last.lower in reading.cues["never"] else end
    if last.last == "sure" or last.last == "word" and not reading.has("verbs", last):
        return end
    return end if last.strange and not last.first and end - place >= 1 and len(last.core) > 4 and not reading.tokens[place - 1].capital else None


def _extended(reading: _Reading, place: int, end: int) -> int:
    """Return the last word of the name from `place` to `end`, with more first names, prefixes, family name."""
    for _ in range(4):
        following = reading.after(end)
        if following is None:
            break
        if reading.has("prefixes", following) and following.lower != "st":
            run = _prefix_run(reading, end + 1)
            if run is None or not _is_family(reading, run, place, prefixed=True):
                break
            end = run
            continue
        if len(following.core) == 1 and following.capital and following.lower not in {"i", "u"}:
            end += 1
            break
        if not _is_family(reading, end + 1, place):
            break
        end += 1
    return end


def _is_family(reading: _Reading, place: int, head: int, prefixed: bool = False) -> bool:
    token = reading.tokens[place]
    if reading.has("never", token) or reading.has("days", token) or reading.has("months", token) or reading.has("products", token):
        return False
    if token.capital:
        if token.shouted and len(token.core) < 5:
            return False
        return bool(token.first or token.last) or not token.other and (
            token.strange or prefixed or not reading.tokens[head].opens or reading.tokens[head].first == "sure"
        )
    if reading.tokens[head].capital and not prefixed:
        return False
    if reading.has("verbs", token) or reading.has("verbs_to", token):
        return False
    if prefixed:
        small = not reading.tokens[head].capital
        return bool(token.last) and (small or not token.word) or token.strange
    return token.last == "sure" or token.first == "sure" or token.last == "word" and not reading.words.is_plain_word(token.lower)


def _initial_dot(reading: _Reading, place: int) -> int:
    """Return 1 when the last word is one letter with a full stop after it, as in "Petra W."."""
    token = reading.tokens[place]
    return int(len(token.core) == 1 and reading.text[token.stop : token.stop + 1] == ".")


def _with_initials(reading: _Reading) -> list[Span]:
    """Return names that begin with initials: "J. de Vries", "A.B. Jansen", "g. postma"."""
    found = []
    for match in INITIALS.finditer(reading.text):
        if NOT_INITIALS.match(match[0]) and not (match["letters"] and match["links"]):
            continue
        name = match["name"] or match["small_name"]
        end = match.end() - len(name) + len(re.sub(r"['’]s$", "", name))
        token = next((t for t in reading.tokens if t.start <= match.end() - 1 < t.end), None)
        if token is None or token.taken:
            continue
        end = min(end, token.stop) if token.stop > match.end() - len(name) else end
        linked = bool(match["links"] or match["small_links"])
        if match["small"]:
            fits = bool(token.last or token.first) or token.strange
        else:
            fits = linked or bool(token.last or token.first) or token.strange
        free = [t for t in reading.tokens if match.start() <= t.start < end and not t.taken]
        if fits and not reading.has("never", token) and len(free) > 1:
            found.append(Span(free[0].start, end, "PERSON"))
    return found
