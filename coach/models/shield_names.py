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
    of_the_team,
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

# English verbs in the form that doesn't go with one person: in "my colleague hope" it is a name.
WITHOUT_S = frozenset({"bill", "chase", "grant", "hope", "pat", "rob", "skip", "sue"})


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
        return reading.has("capital_names", token) and token.capital and not token.opens
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
    token, before = reading.tokens[place], reading.before(place)
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
            acting = not reading.has("places", token) and acts(reading, place, strictly=True)
            somebody = in_company(reading, place) or acting
            return somebody and not (towards or is_place(reading, place))
        if not is_authored(reading, token) and not token.last:
            return in_company(reading, place) or acts(reading, place)
        return not reading.has("used", before) or acts(reading, place)
    if token.other:
        return False
    if token.last == "sure":
        return not is_place(reading, place)
    if token.last == "word":
        return in_company(reading, place) or acts(reading, place)
    if token.word and _is_dictionarys(reading, token):
        return after_role(reading, place) and acts(reading, place)
    if token.word:
        return not reading.has("used", before)
    if token.likely:
        return not (is_place(reading, place) or reading.has("used", before)) or acts(reading, place)
    return token.strange  # a capital within a sentence is a name's when nothing else is known


def _is_dictionarys(reading: Reading, token: Token) -> bool:
    """Tell whether it is an ordinary word as it stands, and no two that happen to make it up."""
    parts = token.lower.split("-")
    return all(reading.words.is_plain_word(part) for part in parts if part)


def _opens_as_name(reading: Reading, place: int) -> bool:
    """Tell whether a capital at the start of a sentence, where every word has one, is a name's."""
    token, after = reading.tokens[place], reading.after(place)
    surname = (
        after is not None
        and after.capital
        and not after.other
        and (bool(after.last or after.first) or after.strange)
    )
    run = prefix_run(reading, place + 1) if reading.has("prefixes", after) else None
    if (
        token.first
        and run is not None
        and reading.tokens[run].capital
        and not reading.tokens[run].other
    ):
        return True
    if token.other and not token.first:
        return False
    if token.first == "word" or token.last == "word":
        listed = is_authored(reading, token)
        acting = acts(
            reading, place, strictly=reading.has("thoughts", token) or token.other or not listed
        )
        thought = reading.has("thoughts", token) and not reading.has("english_thoughts", token)
        dutch = reading.has("english_thoughts", token) and not of_the_team(reading, place)
        plain = listed and token.first and not (token.other or thought or dutch)
        if (
            token.first
            and token.end > token.stop
            and not (token.other or reading.has("seasons", token))
        ):
            return True
        if token.first and re.match(r"\s?,\s(?:who|whose)\b", reading.text[token.end :]):
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
    if before is not None and reading.has("determiners", before):
        object_before = (
            before.lower == "het" and not token.word or not reading.has("articles", before)
        )
        if token.first != "sure" or not object_before:
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
        verb = reading.has("verb_names", token) and not _after_one(reading, place)
        return token.likely or is_authored(reading, token) and not verb
    family = prefix_run(reading, place + 1) if reading.has("prefixes", after) else None
    if token.first == "word":
        if reading.has("possessives", before) or not is_authored(reading, token):
            return False
        if token.other and family is None:
            return reading.has("asked", before)
        return (
            family is not None
            and (not reading.has("too_common", token) or acts(reading, family))
            or _small_word_as_name(reading, place)
        )
    if token.likely and (
        reading.words.is_very_likely(token.lower) or _small_word_as_name(reading, place)
    ):
        return True
    if token.strange and not token.first:
        return (
            in_a_list(reading, place)
            and (bool(token.last) or not token.word)
            and list_of_names(reading, place)
        )
    return False


def _after_one(reading: Reading, place: int) -> bool:
    """Tell whether one person's role stands before a word that a verb would give an s there."""
    role = reading.tokens[place - 1].lower
    return reading.tokens[place].lower in WITHOUT_S and not role.endswith(("s", "en"))


def _small_word_as_name(reading: Reading, place: int) -> bool:
    """Tell whether an ordinary word in lower case stands where people do."""
    if list_of_names(reading, place):
        return True
    if reading.has("possessives", reading.before(place)):
        return False
    return any(
        rule(reading, place)
        for rule in (
            _acts_in_lower_case,
            _is_helped,
            _after_has,
            _said_it,
            _beside_another,
            _done_with,
            _set_apart,
            _taken_by_word_before,
        )
    )


def _acts_in_lower_case(reading: Reading, place: int) -> bool:
    """Tell whether it does what people do: "roos belde", "omdat bas er niet was"."""
    token, before, after = reading.tokens[place], reading.before(place), reading.after(place)
    common, thought = reading.has("too_common", token), reading.has("thoughts", token)
    starts = before is None or reading.has("never", before) or reading.has("before", before)
    if starts and acts(reading, place, strictly=before is not None or common or thought):
        return not common or after is None or before is None or reading.has("speaks", after)
    opens = reading.has("clause_opens", before) and not (common or thought)
    return opens and reading.has("never", after) and not reading.has("verbs", after)


def _is_helped(reading: Reading, place: int) -> bool:
    """Tell whether something is done to it that is done to people: "ik wil mark bedanken"."""
    before = reading.before(place)
    speaks = reading.has("never", before) or reading.has("verbs", before)
    return speaks and reading.has("done_to_people", reading.after(place))


def _after_has(reading: Reading, place: int) -> bool:
    """Tell whether it stands after "heeft" as whoever did it: "vorige week heeft wil de klus gedaan"."""
    token, before, after = reading.tokens[place], reading.before(place), reading.after(place)
    if before is None or after is None or before.lower not in {"heeft", "had"}:
        return False
    if token.lower in reading.cues["verb_names"] | {"joy", "faith"}:
        return True
    does = reading.has("determiners", after) or reading.has("possessives", after)
    return (does or after.lower.startswith("ge")) and not reading.has("thoughts", token)


def _said_it(reading: Reading, place: int) -> bool:
    """Tell whether it stands after "dat zei" as whoever said it: "dat zei roos ook"."""
    token, before = reading.tokens[place], reading.before(place)
    if before is None or before.lower not in {"zei", "zegt", "vindt", "vond", "riep", "vroeg"}:
        return False
    earlier = reading.before(place - 1)
    inverted = earlier is not None and earlier.lower in {"dat", "dit", "zo", "dus", "toen", "wat"}
    return (
        inverted
        and token.lower not in reading.cues["verb_names"]
        and not followed_by_noun(reading, place)
    )


def _beside_another(reading: Reading, place: int) -> bool:
    """Tell whether two such words do together what people do: "faith and joy run the shift"."""
    for first in (place, place - 2):
        one, joint, other = (reading.at(first + step) for step in range(3))
        if first < 0 or one is None or joint is None or other is None:
            continue
        alone = reading.before(first) is None or reading.has("clause_opens", reading.before(first))
        named = is_authored(reading, one) and is_authored(reading, other)
        do = acts(reading, first + 2, True) or reading.has("together", reading.at(first + 3))
        if alone and named and joint.lower in {"and", "en"} and do:
            return True
    return False


def _done_with(reading: Reading, place: int) -> bool:
    """Tell whether it stands after what is done with people: "swapping with grace"."""
    before, earlier = reading.before(place), reading.before(place - 1)
    if before is None or earlier is None or before.lower not in {"with", "met"}:
        return False
    return reading.has("with_people", earlier) and not followed_by_noun(reading, place)


def _set_apart(reading: Reading, place: int) -> bool:
    """Tell whether it is who somebody else was said to be: "it's mark who …", "de baas, ad, …"."""
    token, before, after = reading.tokens[place], reading.before(place), reading.after(place)
    if before is not None and after is not None:
        return before.lower in {"it", "its", "that", "was", "is"} and after.lower in {"who", "die"}
    between = re.fullmatch(r"\s?,\s", token.gap) and reading.text[token.end :].startswith(",")
    return bool(between) and place > 0 and reading.has("roles", reading.tokens[place - 1])


def _taken_by_word_before(reading: Reading, place: int) -> bool:
    """Tell whether a preposition or verb stands before it that takes people, and no noun after it."""
    token, before = reading.tokens[place], reading.before(place)
    if before is None or followed_by_noun(reading, place):
        return False
    if token.likely:
        takes = reading.has("before", before) or reading.has("verbs_to", before)
        return takes and not reading.has("takes_things", before)
    doing = reading.has("verbs", before) and not reading.has("weak_verbs", before)
    if doing and not any(reading.has(cue, token) for cue in ("thoughts", "too_common", "verbs")):
        return True
    if before.lower == "bij" and reading.has("verb_names", token):
        return False  # "als ik er nooit bij ben"
    return reading.has("asked" if reading.has("thoughts", token) else "takes_people", before)


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
