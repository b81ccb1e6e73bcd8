"""People in a text: by lists of names, by what stands beside a word, and by capitals.

A word that can only be a name is one in any case. A word that is also an ordinary one, or is in no
list, needs company: a title, a role, something that people do, a preposition that takes people,
another name. Every rule is a small function over the words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coach.models.shield_company import (
    acts,
    after_role,
    after_title,
    followed_by_noun,
    in_a_list,
    in_company,
    introduced,
    is_authored,
    is_place,
    is_told_of,
    joined_to_noun,
    leads_a_list,
    list_of_names,
    stands_alone,
)
from coach.models.shield_family import (
    extended,
    family_with_prefix,
    initial_dot,
    prefix_run,
    with_initials,
)
from coach.models.shield_numbers import Span
from coach.models.shield_reading import Reading
from coach.models.shield_tokens import Token
from coach.models.shield_words import Words


def people_in(
    text: str, tokens: Sequence[Token], known: Mapping[str, bool], words: Words
) -> list[Span]:
    """Return the spans of people in `text`, in order, none overlapping.

    `known` holds the lower-case words that are names in this talk: True when in any case, False
    when only with a capital.
    """
    reading = Reading(text, tokens, known, words)
    initialled = with_initials(reading)
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
        first_part = family_with_prefix(reading, place)
        if first_part is None and _is_person(reading, place):
            first_part = place
        if first_part is None:
            place += 1
            continue
        ends = extended(reading, place, first_part)
        reading.people.append(
            Span(token.start, tokens[ends].stop + initial_dot(reading, ends), "PERSON")
        )
        place = ends + 1
    return reading.people


def _is_person(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    if reading.has("never", token) and token.lower not in reading.known:
        return False
    if token.lower in reading.known:
        return _is_known(reading, place)
    if len(token.core) == 1:
        return (
            token.capital
            and after_role(reading, place)
            and reading.text[token.end : token.end + 1] == "."
        )
    if after_title(reading, place):
        return True
    if token.capital:
        return _with_capital(reading, place)
    return _in_lower_case(reading, place)


def _is_known(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    if reading.known[token.lower] and not reading.has("verb_names", token):
        return True
    if not reading.has("too_common", token):
        return token.capital or reading.known[token.lower] or _in_lower_case(reading, place)
    if token.capital:
        return not token.opens or _with_capital(reading, place)
    return _in_lower_case(reading, place)


def _with_capital(reading: Reading, place: int) -> bool:
    token, before, after = reading.tokens[place], reading.before(place), reading.after(place)
    if token.shouted and not (token.first == "sure" and len(token.core) > 3):
        return False
    if before is not None and reading.has("articles", before) and token.first != "sure":
        return False
    if joined_to_noun(reading, place):
        return False
    if token.first == "sure":
        return not (is_place(reading, place) and token.last != "")
    if before is not None and before.lower in {"christmas", "new", "year's"}:
        return False
    if reading.has("months", token) or token.lower in {"may", "june", "april", "august", "augusta"}:
        return _month_as_name(reading, place)
    if token.opens:
        return _opens_as_name(reading, place)
    if token.first == "word":
        if token.other:
            towards = before is not None and before.lower in {
                "to",
                "from",
                "naar",
                "van",
                "voor",
                "for",
                "by",
                "about",
                "over",
            }
            return in_company(reading, place) and not (towards or is_place(reading, place))
        if not is_authored(reading, token) and not token.last:
            return in_company(reading, place) or acts(reading, place)
        return not reading.has("used", before) or acts(reading, place)
    if token.other:
        return False
    if token.last == "sure":
        return not is_place(reading, place)
    if token.last == "word":
        return in_company(reading, place) or acts(reading, place)
    if token.word:
        return after_role(reading, place) and acts(reading, place)
    if token.likely:
        return not (is_place(reading, place) or reading.has("used", before)) or acts(reading, place)
    following = after is not None and after.capital and not after.other and after.strange
    return token.strange and (in_company(reading, place) or acts(reading, place) or following)


def _opens_as_name(reading: Reading, place: int) -> bool:
    """Tell whether a capital at the start of a sentence, where every word has one, is a name's."""
    token, after = reading.tokens[place], reading.after(place)
    surname = (
        after is not None
        and after.capital
        and not after.other
        and (bool(after.last or after.first) or after.strange)
    )
    if token.other and not token.first:
        return False
    if token.first == "word" or token.last == "word":
        listed = is_authored(reading, token)
        acting = acts(
            reading, place, strictly=reading.has("thoughts", token) or token.other or not listed
        )
        plain = listed and token.first and not token.other and not reading.has("thoughts", token)
        if (
            token.first
            and token.end > token.stop
            and not (token.other or reading.has("seasons", token))
        ):
            return True
        if plain and (stands_alone(reading, place) or is_told_of(reading, place)):
            return True
        return (
            acting
            or surname
            and bool(token.first)
            or in_a_list(reading, place)
            or leads_a_list(reading, place)
        )
    if token.last == "sure":
        return True
    if token.word or not token.strange:
        return False
    if token.likely and (
        stands_alone(reading, place) or leads_a_list(reading, place) or is_told_of(reading, place)
    ):
        return True
    return acts(reading, place, strictly=not token.likely) or surname or in_a_list(reading, place)


def _in_lower_case(reading: Reading, place: int) -> bool:
    token, before, after = reading.tokens[place], reading.before(place), reading.after(place)
    if reading.has("determiners", before) and not (
        token.first == "sure" and before is not None and not reading.has("articles", before)
    ):
        return False
    if joined_to_noun(reading, place):
        return False
    if token.first == "sure":
        digits = re.search(r"\d\s?$", token.gap) and token.lower == "jan"
        return not digits and (
            token.lower in reading.words.first or len(token.core) > 3 or in_company(reading, place)
        )
    if introduced(reading, place):
        return bool(token.first or token.last == "sure" or token.strange)
    if after_role(reading, place):
        return token.likely or is_authored(reading, token) and not reading.has("verb_names", token)
    family = (
        after is not None
        and reading.has("prefixes", after)
        and prefix_run(reading, place + 1) is not None
    )
    if token.first == "word":
        if (
            reading.has("possessives", before)
            or token.other
            and not family
            or not is_authored(reading, token)
        ):
            return False
        return (
            family and not reading.has("too_common", token) or _small_word_as_name(reading, place)
        )
    if token.likely and _small_word_as_name(reading, place):
        return True
    if token.strange and not token.first:
        return (
            in_a_list(reading, place)
            and (bool(token.last) or not token.word)
            and list_of_names(reading, place)
        )
    return False


def _small_word_as_name(reading: Reading, place: int) -> bool:
    """Tell whether an ordinary word in lower case is used as a name: people's verbs and places in a sentence."""
    token, before = reading.tokens[place], reading.before(place)
    if list_of_names(reading, place):
        return True
    following = reading.after(place)
    if before is not None and following is not None and not reading.has("possessives", before):
        if reading.has("done_to_people", following) and (
            reading.has("never", before) or reading.has("verbs", before) or before.lower == "wil"
        ):
            return True
        clause = (
            reading.has("clause_opens", before)
            and reading.has("never", following)
            and not reading.has("verbs", following)
        )
        if clause and not reading.has("thoughts", token) and not reading.has("too_common", token):
            return True
    common = reading.has("too_common", token)
    strictly = before is not None or common or reading.has("thoughts", token)
    acting = acts(reading, place, strictly=strictly)
    starts = before is None or reading.has("never", before) or reading.has("before", before)
    if acting and starts and not reading.has("possessives", before):
        if not common or following is None or reading.has("speaks", following) or before is None:
            return True
    if before is not None and following is not None:
        if before.lower in {"heeft", "had"} and not reading.has("thoughts", token):
            if (
                reading.has("determiners", following)
                or reading.has("possessives", following)
                or following.lower.startswith("ge")
            ):
                return True
        if before.lower in {"heeft", "had"} and token.lower in {
            "wil",
            "will",
            "hope",
            "joy",
            "grace",
            "faith",
            "may",
        }:
            return True
        if before.lower in {"it", "its", "that", "was", "is"} and following.lower in {"who", "die"}:
            return True
    if token.likely and before is not None and not followed_by_noun(reading, place):
        takes = reading.has("before", before) or reading.has("verbs_to", before)
        return takes and before.lower not in {
            "to",
            "of",
            "or",
            "and",
            "en",
            "but",
            "maar",
            "zoals",
            "like",
            "by",
            "between",
            "dan",
            "as",
        }
    if before is not None and not common:
        return reading.has("takes_people", before) and not followed_by_noun(reading, place)
    if before is not None and not followed_by_noun(reading, place):
        return reading.has("asked" if reading.has("thoughts", token) else "takes_people", before)
    return False


def _month_as_name(reading: Reading, place: int) -> bool:
    """Tell whether May, June or April is somebody: acts, and nothing of time stands before."""
    token = reading.tokens[place]
    if token.lower not in {"may", "june", "april", "august", "augusta", "mei"}:
        return False
    before = reading.before(place)
    if reading.has("times", before) or reading.has("months", before):
        return False
    if (
        place > 1
        and reading.tokens[place - 1].lower in {"and", "en", "or", "of"}
        and reading.has("months", reading.tokens[place - 2])
    ):
        return False
    if re.match(
        r"\s(?:and|en|or|of|to)\s(?:"
        + "|".join(sorted(reading.cues["months"], key=len, reverse=True))
        + r")\b",
        reading.text[token.end :].lower(),
    ):
        return False
    told = before is not None and reading.has("speaks", before)
    return told or acts(reading, place, strictly=True) or not token.opens and acts(reading, place)
