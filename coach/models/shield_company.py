"""What stands beside a word and speaks for somebody: titles, roles, deeds, lists, greetings."""

from __future__ import annotations

import re

from coach.models.shield_reading import SPACE, Reading
from coach.models.shield_tokens import Token

PAIR = re.compile(r"\s*(?:,|&|/)\s*$")


def is_authored(reading: Reading, token: Token) -> bool:
    """Tell whether somebody listed this name on purpose, so that it counts in lower case too."""
    return (
        token.lower in reading.words.first
        or token.lower in reading.words.also_words
        or reading.has("doubtful", token)
    )


def acts(reading: Reading, place: int, strictly: bool = False) -> bool:
    """Tell whether what follows is what somebody does; `strictly` only what a thing never does."""
    after = reading.after(place)
    if after is None:
        owned = reading.text[reading.tokens[place].stop : reading.tokens[place].end]
        return (
            bool(owned)
            and not strictly
            or bool(
                re.match(
                    r"\s?,\s(?:de|het|onze|mijn|my|our|the|een|a)\s",
                    reading.text[reading.tokens[place].end :],
                )
            )
        )
    if reading.has("verbs", after) and not (strictly and reading.has("weak_verbs", after)):
        return True
    if reading.has("weak_verbs", after) and strictly:
        further = reading.after(place + 1)
        return (
            after.lower in {"heeft", "has", "is", "was", "had"}
            and further is not None
            and (
                reading.has("personal", further)
                or after.lower in {"heeft", "has"}
                and reading.has("never", further)
                or after.lower == "heeft"
                and reading.has("determiners", further)
            )
        )
    return False


def in_company(reading: Reading, place: int) -> bool:
    """Tell whether what stands before takes people: a preposition, a verb done to people, a role, a list."""
    before = reading.before(place)
    if after_role(reading, place) or introduced(reading, place) or in_a_list(reading, place):
        return True
    if before is None:
        return False
    if reading.has("before", before):
        further = reading.before(place - 1)
        return not (
            before.lower
            in {"met", "with", "to", "naar", "van", "from", "over", "about", "for", "by", "through"}
            and reading.has("using", further)
        )
    return reading.has("verbs_to", before)


def after_title(reading: Reading, place: int) -> bool:
    token, before = reading.tokens[place], reading.before(place)
    if before is None:
        return False
    nameable = token.capital or bool(token.first or token.last) or token.strange
    if reading.has("titles", before):
        if before.lower in {"heer", "heren", "lord", "moeder"}:
            return token.capital
        return nameable and not reading.has("never", token) and not reading.has("verbs", token)
    if not reading.has("soft_titles", before) or reading.has("greetings", before):
        return False
    if token.capital:
        return not token.other and bool(token.first or token.last or not token.word)
    if reading.has("kin", before):
        return (
            bool(token.first)
            and is_authored(reading, token)
            or token.first == "sure"
            or token.likely
        )
    return token.first == "sure" and is_authored(reading, token)


def after_role(reading: Reading, place: int) -> bool:
    """Tell whether a role stands right before, with or without a comma ("mijn baas, …")."""
    token = reading.tokens[place]
    before = reading.before(place)
    if place and before is None and re.fullmatch(r"\s?[,:(]\s?", token.gap) and token.capital:
        before = reading.tokens[place - 1]
        return reading.has("roles", before) and not token.word
    if (
        before is None
        or not reading.has("roles", before)
        and before.lower not in {"collega's", "colleagues"}
    ):
        return False
    if before.end != before.stop:
        return False
    return not reading.has("verbs", token) or token.capital


def introduced(reading: Reading, place: int) -> bool:
    """Tell whether somebody is named: "ik heet …", "my name is …", "groetjes …"."""
    token, before = reading.tokens[place], reading.before(place)
    lead = reading.text[max(0, token.start - 40) : token.start].lower()
    if reading.has("introducing", before):
        return True
    if re.search(
        r"\b(?:naam|name)(?:\s(?:is|was)|['’]s)\s$|\b(?:noem\w*|call(?:ed)?)\s(?:hem|haar|me|mij|him|her)\s$",
        lead,
    ):
        return not token.word or token.capital
    ends = (
        not reading.text[token.end :].strip(" .!\n")
        or reading.after(place) is not None
        and place + 2 == len(reading.tokens)
    )
    if re.search(
        r"(?:groet(?:en|jes)?|gr|liefs|mvg|regards|wishes|cheers|bedankt|dankjewel|dank je|thanks|thank you|xx?)(?:\svan|\sfrom)?[,.!]?\s{1,3}$",
        lead,
    ):
        return ends and (not token.word or token.capital or bool(token.first))
    if re.search(r"\b(?:ik ben|i am|i['’]m|dit is|this is|hier is)\s$", lead) and (
        token.first or token.strange
    ):
        return (
            token.capital
            or bool(re.match(r"\s?[,.]|$", reading.text[token.end :]))
            and not token.word
        )
    return (
        bool(re.search(r"\b(?:hoi|hallo|dag|hi|hey|hello|lieve|beste|dear)\s$", lead))
        and token.capital
        and not token.word
        and not token.other
    )


def in_a_list(reading: Reading, place: int) -> bool:
    """Tell whether a person was just found and this is joined to them ("Ann en …", "Ann, …")."""
    if not reading.people or place == 0:
        return False
    token, before = reading.tokens[place], reading.tokens[place - 1]
    if PAIR.fullmatch(token.gap):
        return reading.ends_with_person(place - 1) and (
            token.capital or "&" in token.gap or _pairs_on(reading, place)
        )
    joins = before.lower in {"en", "and", "of", "or"} and SPACE.fullmatch(token.gap) and place > 1
    return (
        bool(joins)
        and reading.ends_with_person(place - 2)
        and bool(re.fullmatch(r",?\s", before.gap))
    )


def _pairs_on(reading: Reading, place: int) -> bool:
    following = reading.at(place + 1)
    return following is not None and following.lower in {"en", "and"}


def list_of_names(reading: Reading, place: int) -> bool:
    """Tell whether a name is joined to this word, before or after it, and nothing makes it a noun."""
    if (
        in_a_list(reading, place)
        and not followed_by_noun(reading, place)
        and not reading.has("verbs", reading.tokens[place])
    ):
        return True
    joint = reading.after(place)
    if joint is None or joint.lower not in {"en", "and"}:
        return False
    other, token = reading.after(place + 1), reading.tokens[place]
    if (
        reading.before(place) is None
        and other is not None
        and is_authored(reading, token)
        and is_authored(reading, other)
    ):
        pair = reading.after(place + 2)
        thought = reading.has("thoughts", token) or reading.has("thoughts", other)
        if reading.has("speaks" if thought else "verbs", pair):
            return True
    return (
        other is not None
        and other.first == "sure"
        and (token.lower == "lies" or not reading.has("verb_names", token))
    )


def leads_a_list(reading: Reading, place: int) -> bool:
    """Tell whether names follow: "Rose and Jack", "Joke, Ineke en Tiny"."""
    following = reading.at(place + 1)
    if following is None or reading.tokens[place].end != reading.tokens[place].stop:
        return False
    if following.lower in {"en", "and", "&"} and SPACE.fullmatch(following.gap):
        following = reading.at(place + 2)
    elif not PAIR.fullmatch(following.gap):
        return False
    return (
        following is not None
        and following.capital
        and bool(following.first)
        and not following.other
    )


def of_the_team(reading: Reading, place: int) -> bool:
    """Tell whether Dutch says what somebody belongs to: "Grace van de schoonmaak"."""
    rest = reading.text[reading.tokens[place].end :].lower()
    return re.match(r"\s(?:van|uit)\s(?:de|het|mijn|onze|team|lijn)\s", rest) is not None


def is_told_of(reading: Reading, place: int) -> bool:
    """Tell whether the sentence goes on as one about or to somebody: "X, ik …", "X hij …", "X van de …"."""
    rest = reading.text[reading.tokens[place].end :].lower()
    if re.match(
        r"\s?,\s(?:ik|je|jij|jullie|we|wij|i|you|we|die|zij|ze|hij|he|she|they|who|nee|no|ja|yes)\b",
        rest,
    ):
        return True
    if re.match(r"\s(?:hij|zij|ze|he|she|die|who|wel|ook|too)\s(?!\w+\?)", rest) or re.match(
        r"\s(?:van|uit|from)\s(?:de|het|the|mijn|my|onze|our|hr|lijn|team)\s", rest
    ):
        return True
    after, further = (
        reading.after(place),
        reading.after(place + 1) if reading.after(place) else None,
    )
    if (
        after is None
        or further is None
        or after.capital
        or not after.word
        or reading.has("never", after)
    ):
        return False
    does = after.lower.endswith(("ed", "de", "te", "den", "ten"))
    return does and (reading.has("determiners", further) or reading.has("possessives", further))


def stands_alone(reading: Reading, place: int) -> bool:
    """Tell whether the sentence is only this word, or it is set apart by a comma or a colon."""
    token = reading.tokens[place]
    rest = reading.text[token.end :]
    only = not rest.strip(" .!\n") and place > 0
    owns = token.end > token.stop and reading.after(place) is None
    return only or owns or bool(re.match(r"['’]\s\w|\s\((?!\d)|\s*:\s*[‘'“\"]", rest))


def followed_by_noun(reading: Reading, place: int) -> bool:
    """Tell whether a plain word follows that isn't a verb or a small word: then this is no name."""
    after = reading.after(place)
    if (
        after is None
        or reading.has("verbs", after)
        or reading.has("never", after)
        or reading.has("before", after)
    ):
        return False
    if reading.has("determiners", after) or reading.has("possessives", after):
        return False
    ends = re.match(r"\s*(?:[.,!?;:)]|$)", reading.text[after.end :])
    if len(after.lower) > 4 and after.lower.endswith(("de", "te")):  # a past tense
        return False
    if after.lower.endswith("en") and ends:  # an infinitive closes a Dutch clause
        return False
    return after.word and not after.first and not reading.has("verbs_to", after)


def is_place(reading: Reading, place: int) -> bool:
    before = reading.before(place)
    return (
        before is not None
        and before.lower in {"in", "te", "uit", "near", "omgeving", "nabij", "op", "via"}
        and not acts(reading, place)
    )


def joined_to_noun(reading: Reading, place: int) -> bool:
    """Tell whether a hyphen joins a noun to it ("Kanban-bord"): the whole is a thing."""
    token = reading.tokens[place]
    if "-" not in token.core:
        return False
    tail = token.lower.rsplit("-", 1)[1]
    return reading.words.is_word(tail) and token.first == "" and token.last == ""
