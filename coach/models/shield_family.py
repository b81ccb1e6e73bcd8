"""Names of several words: prefixes (“van der”), family names, initials, more first names."""

from __future__ import annotations

import re

from coach.models.shield_company import acts, of_the_team
from coach.models.shield_numbers import Span
from coach.models.shield_reading import Reading

INITIALS = re.compile(
    r"(?<![\w.])(?P<letters>(?:[A-Z]|Th|Ch|Ph|IJ|Chr)\.(?:[ ]?(?:[A-Z]|Th|Ch|Ph|IJ|Chr)\.){0,4})[ ]?"
    r"(?P<links>(?:(?:van|von|de|der|den|ten|ter|te|el|al|'t|la|le|du|da|dos|di)[ ]){0,3})(?P<name>[A-Z][\w'’-]+)"
    r"|(?<![\w.])(?P<small>[a-z]\.(?:[ ]?[a-z]\.){0,3})[ ](?P<small_links>(?:(?:van|de|der|den|ten|ter|te|el|al)[ ]){0,3})(?P<small_name>[a-z][\w'’-]+)"
)
NOT_INITIALS = re.compile(
    r"^(?:o\.a\.|i\.v\.m\.|z\.s\.m\.|a\.u\.b\.|m\.b\.t\.|t\.o\.v\.|e\.d\.|n\.a\.v\.|d\.w\.z\.|i\.p\.v\.|a\.s\.|b\.v\.|n\.v\.|e\.g\.|i\.e\.|a\.m\.|p\.m\.|o\.b\.v\.|t\.a\.v\.|p\.)",
    re.I,
)
# After these a capital is a family name, whatever the word means.
FAMILY_LINKS = frozenset({"der", "den", "ter", "ten"})


def family_with_prefix(reading: Reading, place: int) -> int | None:
    """Return the last word of "Van der Heijden", "El Idrissi" or "van Dijk", when one begins at `place`."""
    token = reading.tokens[place]
    if not reading.has("prefixes", token) or len(token.core) > 5:
        return None
    end = prefix_run(reading, place)
    if end is None:
        return None
    last, before = reading.tokens[end], reading.before(place)
    titled = reading.has("titles", before)
    if not last.capital:
        named = titled or not last.other
        return end if named and _in_lower_case(reading, place, end) else None
    acting = acts(reading, end) or of_the_team(reading, end)
    town = token.core == "Van" and last.lower in reading.words.others
    going = acts(reading, end) and not reading.has("subjects", reading.after(end + 1))
    of_a_town = town and (going or not token.opens)
    if last.other and not (titled or of_a_town) or last.shouted or reading.has("roles", last):
        return None
    arabic = token.lower in {"el", "al", "ben", "bin", "ait", "bou", "abu", "bel"}
    if last.first == "sure" and not arabic and (last.last == "" or token.opens and not acting):
        return None
    listed = bool(last.last) or titled or of_a_town
    sure = last.last == "sure"
    if token.capital and not token.opens:
        return end if listed or last.strange or arabic and last.first else None
    several = end - place > 1
    if token.capital:
        return (
            end
            if (sure or several and (listed or last.strange) or acting and (listed or last.strange))
            else None
        )
    if token.opens or reading.has("titles", before):
        return end if listed and acting or several and listed else None
    return end if several and sure else None


def _in_lower_case(reading: Reading, place: int, end: int) -> bool:
    """Tell whether "de wit", "van den berg" or "el khatib", all in small letters, is a name."""
    token, last = reading.tokens[place], reading.tokens[end]
    if reading.has("titles", reading.before(place)):
        return True
    if token.lower in {"el", "al", "ait", "bou", "abu"}:
        return last.last == "sure" or token.lower == "el" and last.likely
    if end - place < 2 or not last.last:
        return False
    link = reading.tokens[end - 1].lower
    return (
        link in FAMILY_LINKS - {"den"}
        or link == "den"
        and (last.last == "sure" or reading.has("after_den", last))
    )


def prefix_run(reading: Reading, place: int) -> int | None:
    """Return the place of the family name after one to three prefixes from `place` on, or None."""
    end = place
    while (
        (token := reading.at(end)) is not None
        and reading.has("prefixes", token)
        and end - place < 3
    ):
        following = reading.after(end)
        if following is None:
            return None
        end += 1
    last = reading.at(end)
    if end == place or last is None or reading.has("determiners", last):
        return None
    if last.capital:
        link = reading.tokens[end - 1].lower
        town = link == "van" and last.lower in reading.words.others  # "Van Dongen"
        ordinary = last.word and not last.last and link not in FAMILY_LINKS and not town
        return None if ordinary or last.shouted or last.lower in reading.cues["never"] else end
    if last.last == "sure" or last.last == "word" and not reading.has("verbs", last):
        return end
    if last.lower in reading.words.others and reading.has("titles", reading.before(place)):
        return end
    return (
        end
        if last.strange
        and not last.first
        and end - place >= 1
        and len(last.core) > 4
        and not reading.tokens[place - 1].capital
        else None
    )


def _old_link(reading: Reading, place: int) -> int | None:
    """Return the place of the word after "van den" or "van der" at `place`, which only names have.

    After a first name, "van den akker" is a family name though an akker is a field.
    """
    first, second, last = (reading.at(place + step) for step in range(3))
    if first is None or second is None or last is None or first.lower != "van":
        return None
    if second.lower not in {"den", "der"} or reading.has("never", last):
        return None
    return place + 2


def extended(reading: Reading, place: int, end: int) -> int:
    """Return the last word of the name from `place` to `end`, with more first names, prefixes, family name."""
    for _ in range(4):
        following = reading.after(end)
        if following is None:
            break
        if reading.has("prefixes", following) and following.lower != "st":
            run = prefix_run(reading, end + 1)
            old = _old_link(reading, end + 1)
            if old is not None:
                end = old
                continue
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


def _is_family(reading: Reading, place: int, head: int, prefixed: bool = False) -> bool:
    token = reading.tokens[place]
    if (
        reading.has("never", token)
        or reading.has("days", token)
        or reading.has("months", token)
        or reading.has("products", token)
    ):
        return False
    if token.capital:
        if token.shouted and len(token.core) < 5:
            return False
        return (
            bool(token.first or token.last)
            or not token.other
            and (
                token.strange
                or prefixed
                or not reading.tokens[head].opens
                or reading.tokens[head].first == "sure"
            )
        )
    if reading.tokens[head].capital and not prefixed:
        return False
    if reading.has("verbs", token) or reading.has("verbs_to", token):
        return False
    if prefixed:
        small = not reading.tokens[head].capital
        return bool(token.last) and (small or not token.word) or token.strange
    return (
        token.last == "sure"
        or token.first == "sure"
        or token.last == "word"
        and (not reading.words.is_plain_word(token.lower) or _then_acts(reading, place, head))
    )


def _then_acts(reading: Reading, place: int, head: int) -> bool:
    """Tell whether a name and an ordinary word are followed by what people do: "tom brown took"."""
    after = reading.after(place)
    sure = place == head + 1 and reading.tokens[head].first == "sure"
    return sure and reading.has("verbs", after) and not reading.has("weak_verbs", after)


def initial_dot(reading: Reading, place: int) -> int:
    """Return 1 when the last word is one letter with a full stop after it, as in "Petra W."."""
    token = reading.tokens[place]
    return int(len(token.core) == 1 and reading.text[token.stop : token.stop + 1] == ".")


def with_initials(reading: Reading) -> list[Span]:
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
