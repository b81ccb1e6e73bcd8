"""Identifiers with a form of their own: e-mail, telephone, BSN, IBAN and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["PERSON", "EMAIL", "PHONE", "BSN", "IBAN", "ADDRESS", "ORG"]
KINDS: tuple[Kind, ...] = ("PERSON", "EMAIL", "PHONE", "BSN", "IBAN", "ADDRESS", "ORG")


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` up to `end` of a text, and what they are."""

    start: int
    end: int
    kind: Kind


AT = r"\s?(?:@|\(@\)|\(a\)|\(at\)|\[at\]|\{at\}|<at>|\(apenstaartje\)|\[apenstaartje\]|\bapenstaartje\b)\s?"
DOT = r"(?:\.|\s?(?:\(dot\)|\[dot\]|\(punt\)|\[punt\])\s?)"
EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+'-]{{0,64}}[\w+](?:\s?(?:\(dot\)|\[dot\]|\(punt\)|\[punt\])\s?\w+)*{AT}[\w-]+(?:{DOT}[\w-]+|\s\.\s?[a-z]{{2,}}\b)+"
    # Spelled out, with words for both marks: "anna dot smit at firm dot org".
    r"|(?<!\w)\w+(?:\s(?:dot|punt|streepje|dash)\s\w+)*\s(?:at|apenstaart(?:je)?|@)\s[\w-]+(?:\s?(?:dot|punt)\s(?!dot\b)[\w-]+)+\b"
    # In spaces: "naam @ bedrijf . nl".
    r"|(?<![\w.+-])[\w.+-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)*\s?\.\s?[a-z]{2,}\b"
    r"|(?<![\w.+-])[\w.+-]+\s?@\s?[\w-]+(?:\s(?:punt|dot)\s[\w-]+)+\b"
    # Half an address: everything that has @ between words.
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*",
    re.I,
)
SPOKEN_AT = re.compile(
    r"(?<![\w.+-])(?P<name>[\w.+-]*\w)\s(?:at|apenstaartje)\s[\w-]+(?:\.[\w-]+)*\.(?:nl|be|com|org|net|eu|uk|de|fr|ie|io)\b",
    re.I,
)
MAIL_CUE = re.compile(
    r"\b(?:e-?mail\w*|mail\w*|schrijf\w*|bereik\w*|contact|stuur\w*|write|send|reach)\b[^.!?\n]{0,25}$",
    re.I,
)
IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}[ .-]?\d{2}(?:[ .-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])"
)
IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MA": 28, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24,
    "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip
IBAN_CUE = re.compile(
    r"\b(?:iban|rekening(?:nummer|nr)?|account(?: number)?)\W{0,3}(?:\w+\W){0,2}$", re.I
)
BSN = re.compile(r"(?<![\d.,+/-])(?<!\d[ ])\d(?:[ .-]?\d){7,8}(?![\d/]|[.,-]\d|[ ]\d)")
BSN_CUE = re.compile(
    r"\b(?:bsn(?:[- ]?(?:nummer|nr))?|burger ?service ?(?:nummer|nr)|sofi(?:[- ]?nummer)?|citizen service number)\b[^.!?\n]{0,30}$",
    re.I,
)
NUMBER_CUE = re.compile(
    r"\b(?:bel|bellen|belt|gebeld|tel|telefoon\w*|telnr|mobiel\w*|gsm|phone|mobile|call|ring|whatsapp|cell|fax|bereik\w*|"
    r"(?:mijn|zijn|haar|jouw|hun|ons|my|his|her|your|our|their)\s(?:nummer|number))\b[^.!?\n]{0,25}$",
    re.I,
)
NOT_NUMBER_CUE = re.compile(
    r"\b(?:order|bestel\w*|opdracht\w*|factuur\w*|ticket|dossier\w*|zaak\w*|klant\w*|artikel\w*|invoice|case|ref\w*|polis\w*|kenteken|project\w*|personeels\w*|€|euro|eur|£|\$)\W{0,3}(?:\w+\W+){0,2}$",
    re.I,
)
PHONE = re.compile(
    r"(?<![\w.,/-])(?<!\d[ ])(?:"
    r"(?:\+|\b00)[ ]?[1-9]\d{0,2}[ .\-/–—‑_]*(?:\(0\)[ .\-/–—‑_]*)?(?:\(?\d\)?[ .\-/–—‑_]{0,3}){6,12}\d"
    r"|\(\+?\d{1,5}\)[ .\-/–—‑_]*(?:\d[ .\-/–—‑_]{0,3}){5,11}\d"
    r"|0[1-9](?:[ .\-/–—‑_]{0,3}\d){7,9}"
    r"|0(?:[ ][-–—][ ]|[ .\-/–—‑_]?)[1-9](?:[ .\-/–—‑_]{0,3}\d){7,9}"
    r")(?![\w]|[.,\-/]\d|[ ]?%)"
)
LOCAL = re.compile(r"(?<![\w.,/-])\d(?:[ .\-]?\d){5,12}(?![\w]|[.,]\d|[ ]?%)")
SERVICE = re.compile(r"0[89]00[ -]?\d{4}$")
DATE = re.compile(
    r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)?\d\d$|(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}$|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d$"
)

STREET_END = (
    r"(?:straat|laan|weg|plein|gracht|kade|singel|dijk|hof|pad|plantsoen|steeg|dreef|baan|lei|markt|wal|haven|boulevard"
    r"|park|burg|brug|kamp|akker|veld|horst|hoeve|erf|oord|wijk|dam|zoom|rand|bosch|bos|meent|straatje|laantje|str|ln|plaats|berg|donk|heuvel|vest|vaart|sluis)"
)
SURE_END = re.compile(
    r"(?:straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef|plantsoen)\.?$", re.I
)
NOT_STREET = re.compile(
    r"^(?:onderweg|snelweg|autosnelweg|terugweg|heenweg|uitweg|werkweg|omweg|vanweg|midweg|halfweg|luchthaven|jachthaven|supermarkt|arbeidsmarkt|kerstmarkt|markt|vakgebied|"
    r"werkplaats|plaats|hof|park|bos|berg|dam|rand|wijk|veld|brug|haven|baan|weg|straat|laan|plein|kade|pad|dijk|dreef|wal|kamp|gracht|oord|vaart|erf|"
    r"loopbaan|rijbaan|tennisbaan|startbaan|ijsbaan|deelbaan|werkvloer|achterban|bijbaan|topbaan|schoolplein|parkeerplaats|standplaats|opslagplaats|woonplaats|laatste plaats|eerste plaats|"
    r"plaats|groei|slagveld|werkveld|voetbalveld|speelveld|sportveld|sportpark|wagenpark|machinepark|pretpark|stadspark|vakantiepark|bedrijfspark|business ?park|trainingskamp|zomerkamp|"
    r"middenveld|zijspoor|ziekenhuisweg|hijskraan|thuishaven|zandbak|woonwijk|stadswijk|bedrijventerrein|ezelsbrug|waterstad|feestmarkt|rommelmarkt|huizenmarkt|woningmarkt|"
    r"herberg|geborg|waarborg|ijsberg|schuldenberg|berg|mailberg|werkberg|kantelpad|carrièrepad|loopbaanpad|groeipad|leerpad|zebrapad|fietspad|voetpad|kerkhof|gerechtshof|oprit|achtertuin|"
    r"gebied|werkgebied|bos|graanveld|doelstraat|productiestraat|wasstraat|teststraat|vaccinatiestraat|bandstraat|lopende ?band|omgang|aanslag|aanbod|aandam|eindrand)$",
    re.I,
)
UNITS = (
    r"(?:uur|u|keer|maal|x|jaar|jaren|dagen|dag|week|weken|maand\w*|min|minuten|mensen|man|vrouw|collega\w*|personen|km|kilometer|meter|m2|euro|procent|punten|graden|"
    r"hours?|times|days?|weeks?|months?|years?|people|minutes?|miles?|percent|euros?|pounds?|diensten|nachten|taken|mails?|teams?|kinderen|bewoners|klanten|huizen|januari|februari|maart|april|"
    r"mei|juni|juli|augustus|september|oktober|november|december)\b"
)
HOUSE = r"\d{1,4}(?:[ -]?(?:[a-zA-Z]\b|bis\b|hs\b|huis\b|[IVX]{1,3}\b|\d{1,3}\b(?!\d)))?(?:\s?(?:bus|bte|box)\s?\w{1,4}\b)?"
CAPITAL = r"(?-i:[A-ZÀ-ÖØ-Þ])(?:[^\W\d_]|['’-](?=[^\W\d_]))*"
POSTCODE_NL = r"[1-9]\d{3}\s?(?-i:(?!SA|SD|SS)[A-Z]{2})\b"
POSTCODE_UK = r"(?-i:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b"
TOWN = r"(?-i:IJ|[A-ZÀ-ÖØ-Þ][a-zß-ÿ])(?:[^\W\d_]|['’-](?=[^\W\d_]))*"
PLACE = rf"(?:(?:den|'s|’s|sint|st\.?|de|het)[ -])?{TOWN}(?:[ -](?:aan|den|der|op|de|upon|on|le|under)(?:[ -](?:den|de|der|het))?)?(?:[ -]{TOWN})?"
NEXT_PART = r"(?:\s?,\s?|\s)"
STREET_NL = re.compile(
    rf"(?<![\w-])(?P<street>(?:(?:{CAPITAL}\.?|van|de|den|der|het|'t|ter|ten|op)[ -]){{0,4}}[\w'’.-]{{0,40}}?{STREET_END}\b(?:(?<=str)\.|(?<=ln)\.)?"
    rf"(?:[ ](?:van|der|de|den)(?:[ ](?:der|de|den))?[ ][\w-]+)?)"
    rf"[ ,]{{1,2}}(?:nr\.?[ ]|nummer[ ]|no\.?[ ])?(?P<house>{HOUSE})(?!\d|[.,:]\d|[ ]?%|[ ]?{UNITS})"
    rf"(?P<rest>(?:{NEXT_PART}(?:{POSTCODE_NL}|[1-9]\d{{3}}(?=\s[A-Z]))(?:\s?,?\s?{PLACE})?|,\s?(?:te\s|in\s)?{PLACE})?)",
    re.I,
)
STREET_NAMED = re.compile(
    # Named streets of another form: "De Dreef 14", "Rue de la Loi 16", "Avenue Louise 54".
    rf"(?<![\w-])(?P<street>(?:(?i:rue|avenue|chaussée|boulevard|place|via|calle)(?:[ ](?:de|du|des|la|le|l['’]))*[ ]{CAPITAL}(?:[ ]{CAPITAL})?|De[ ]{CAPITAL}|Het[ ]{CAPITAL}))"
    rf"[ ,]{{1,2}}(?P<house>{HOUSE})(?!\d|[.,:]\d|[ ]?%|[ ]?{UNITS})"
    rf"(?P<rest>(?:,?\s(?:{POSTCODE_NL}|[1-9]\d{{3}})\s{PLACE})?)"
)
STREET_EN = re.compile(
    r"(?<![\w-])(?:(?i:flat|apartment|apt|unit|suite|room)\s\w{1,4}\s?,?\s)?\d{1,4}[a-zA-Z]?(?:-\d{1,4})?,?\s"
    rf"(?:[A-Z][\w'’.-]+\s){{0,3}}?[A-Z][\w'’.-]*\s(?:Street|St|Road|Rd|Lane|Avenue|Ave|Drive|Dr|Close|Court|Crescent|Terrace|Place|Square|Way|Gardens|Grove|Hill|Row|Mews|Parade|Walk|Boulevard|Green|Park|View|Rise|Yard|Wharf|Quay)\b\.?"
    rf"(?:,?\s(?:{PLACE}))?(?:,?\s{POSTCODE_UK})?"
)
STREET_EN_LOWER = re.compile(
    r"(?<![\w-])(?:flat\s\w{1,4}\s?,?\s)?\d{1,4}[a-z]?,?\s[a-z'’]+\s(?:street|road|lane|avenue|drive|crescent|terrace|gardens|grove|mews)\b"
    rf"(?:,\s[\w-]+)?(?:,?\s{POSTCODE_UK})?",
    re.I,
)
BOX = re.compile(
    rf"\b(?:postbus|p\.?o\.?\sbox|po box)\s\d+(?:,?\s{POSTCODE_NL}(?:\s{PLACE})?)?", re.I
)
POSTCODES = re.compile(
    rf"(?<![\w-])(?:{POSTCODE_NL}\b(?:\s{PLACE})?|[1-9]\d{{3}}[a-z]{{2}}\b|{POSTCODE_UK}(?!\w))"
)
NOT_POSTCODE = frozenset(
    "HR IT NL BE UK EU OR MT PR QA ZP EN DE MV FTE OK AD VS US GB WK IS EM KM GR CM ML KG".split()
)


def numbers_in(text: str) -> list[Span]:
    """Return e-mail, IBAN, BSN, telephone and address spans of `text`; none overlap."""
    taken: list[Span] = []
    for found in (_emails, _ibans, _bsns, _addresses, _phones):
        for span in found(text):
            if all(span.end <= other.start or span.start >= other.end for other in taken):
                taken.append(span)
    return sorted(taken)


def iban_is_right(text: str) -> bool:
    """Tell whether letters and digits form an IBAN: length of its country and mod 97 (ISO 13616)."""
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    if IBAN_LENGTHS.get(bare[:2]) != len(bare):
        return False
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def bsn_is_right(text: str) -> bool:
    """Tell whether digits pass the BSN's test by eleven; eight digits count with a 0 in front."""
    digits = re.sub(r"\D", "", text).zfill(9)
    if len(digits) != 9 or int(digits) == 0:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def _lead(text: str, match: re.Match[str]) -> str:
    """Return the little that stands before a match, in which a cue may be."""
    return text[max(0, match.start() - 80) : match.start()]


def _emails(text: str) -> Iterator[Span]:
    for match in EMAIL.finditer(text):
        yield Span(match.start(), match.start() + len(match[0].rstrip(".'-")), "EMAIL")
    for match in SPOKEN_AT.finditer(text):
        if re.search(r"[._\d]", match["name"]) or MAIL_CUE.search(_lead(text, match)):
            yield Span(match.start(), match.end(), "EMAIL")


def _ibans(text: str) -> Iterator[Span]:
    for match in IBAN.finditer(text):
        length = IBAN_LENGTHS.get(match[0][:2].upper())
        if length is None:
            continue
        ends = [place.end() for place in re.finditer(r"[A-Za-z0-9]", match[0])]
        if len(ends) < length:
            continue
        end = match.start() + ends[length - 1]
        written = text[match.start() : end]
        if end < len(text) and text[end].isalnum():
            continue
        if iban_is_right(written) or IBAN_CUE.search(_lead(text, match)):
            yield Span(match.start(), end, "IBAN")


def _bsns(text: str) -> Iterator[Span]:
    for match in BSN.finditer(text):
        before = _lead(text, match)
        digits = re.sub(r"\D", "", match[0])
        cued = BSN_CUE.search(before) is not None
        phone = digits.startswith("0") and (
            digits != match[0] or NUMBER_CUE.search(before) is not None
        )
        whole = len(digits) == 9 and bsn_is_right(digits)
        if cued or whole and not phone and not NOT_NUMBER_CUE.search(before):
            if not DATE.fullmatch(match[0]):
                yield Span(match.start(), match.end(), "BSN")


def _phones(text: str) -> Iterator[Span]:
    account = [
        m.span() for m in IBAN.finditer(text) if m[0][:2] in IBAN_LENGTHS and m[0][2:4].isdigit()
    ]
    for match in PHONE.finditer(text):
        if any(start <= match.start() < end for start, end in account):
            continue
        digits = re.sub(r"\D", "", match[0])
        if SERVICE.fullmatch(match[0]) or DATE.fullmatch(match[0]):
            continue
        if (
            len(digits) < 9
            or digits.startswith("0")
            and not digits.startswith("00")
            and len(digits) > 11
        ):
            continue
        if (
            NOT_NUMBER_CUE.search(_lead(text, match))
            and " " not in match[0]
            and "+" not in match[0]
        ):
            continue
        yield Span(match.start(), match.end(), "PHONE")
    for match in LOCAL.finditer(text):
        before = _lead(text, match)
        if not NUMBER_CUE.search(before) or NOT_NUMBER_CUE.search(before):
            continue
        if SERVICE.fullmatch(match[0]) or DATE.fullmatch(match[0]):
            continue
        yield Span(match.start(), match.end(), "PHONE")


def _addresses(text: str) -> Iterator[Span]:
    for match in BOX.finditer(text):
        yield Span(match.start(), match.end(), "ADDRESS")
    for match in STREET_NL.finditer(text):
        start = _street_start(text, match)
        if start is not None:
            yield Span(start, match.end(), "ADDRESS")
    for pattern in (STREET_NAMED, STREET_EN, STREET_EN_LOWER):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "ADDRESS")
    for match in POSTCODES.finditer(text):
        letters = re.sub(r"[^A-Za-z]", "", match[0][4:7]).upper()[:2]
        year = re.match(r"(?:19|20)\d\d\b", match[0])
        if match[0][:1].isdigit() and (letters in NOT_POSTCODE or year and " " in match[0]):
            continue
        yield Span(match.start(), match.end(), "ADDRESS")


def _street_start(text: str, match: re.Match[str]) -> int | None:
    """Return where the street begins, without small words in front; None when it is none."""
    words = match["street"].split(" ")
    core = next(n for n, word in enumerate(words) if re.search(rf"{STREET_END}\.?$", word, re.I))
    first = core
    while first and any(word[:1].isupper() for word in words[:first]):
        first -= 1
    opens = re.search(
        r"(?:^|[.!?:])\s*$", text[max(0, match.start("street") - 5) : match.start("street")]
    )
    while opens and first < core and words[first].lower() in SMALL:
        first += 1
    if first == core and len(words) == core + 1:
        if NOT_STREET.match(words[core]):
            return None
        if (
            (opens or words[core][:1].islower())
            and not match["rest"]
            and not SURE_END.search(words[core])
        ):
            return None
    return match.start("street") + sum(len(word) + 1 for word in words[:first])


SMALL = frozenset(
    "de het een op in aan bij naar onze mijn ons the at on ik we wij hij zij ze adres".split()
)
