"""Identifiers with a form of their own are found as people type them, and other numbers are left."""

from __future__ import annotations

import pytest

from coach.models.shield_numbers import bsn_is_right, iban_is_right, numbers_in


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("mail a.jansen+werk@firma.co.uk.", "EMAIL", "a.jansen+werk@firma.co.uk"),
        ("mail anna (at) firma . nl even", "EMAIL", "anna (at) firma . nl"),
        ("rob [at] school [dot] nl", "EMAIL", "rob [at] school [dot] nl"),
        ("write maria dot lopez at hospital dot org", "EMAIL", "maria dot lopez at hospital dot org"),
        ("bel 06-12345678.", "PHONE", "06-12345678"),
        ("bel 06 - 12 34 56 78", "PHONE", "06 - 12 34 56 78"),
        ("+31 (0)6-12345678 of later", "PHONE", "+31 (0)6-12345678"),
        ("in Gent 0475/12.34.56", "PHONE", "0475/12.34.56"),
        ("ring 020 7946 0958", "PHONE", "020 7946 0958"),
        ("the desk: (0113) 496 0000", "PHONE", "(0113) 496 0000"),
        ("tel 624 11 11", "PHONE", "624 11 11"),
        ("bel 070 – 123 45 67", "PHONE", "070 – 123 45 67"),
        ("het is 0031-6-12345678", "PHONE", "0031-6-12345678"),
        ("op 0044 20 7946 0018 na vijven", "PHONE", "0044 20 7946 0018"),
        ("ring (01632) 960983", "PHONE", "(01632) 960983"),
        ("het is anna.smit at gmail.com", "EMAIL", "anna.smit at gmail.com"),
        ("anna@firma punt nl", "EMAIL", "anna@firma punt nl"),
        ("bsn 1112.22.333", "BSN", "1112.22.333"),
        ("nummer 111222333 klopt", "BSN", "111222333"),
        ("mijn BSN is 12345678", "BSN", "12345678"),
        ("nl91 abna 0417 1643 00 dus", "IBAN", "nl91 abna 0417 1643 00"),
        ("GB29 NWBK 6016 1331 9268 19.", "IBAN", "GB29 NWBK 6016 1331 9268 19"),
        ("op Kerkstraat 12-bis, 3511 ED Utrecht staat", "ADDRESS", "Kerkstraat 12-bis, 3511 ED Utrecht"),
        ("Prins Hendrikkade 108 is het", "ADDRESS", "Prins Hendrikkade 108"),
        ("at 22 Station Road, Leeds LS6 3AB today", "ADDRESS", "22 Station Road, Leeds LS6 3AB"),
    ],
)  # fmt: skip
def test_it_is_found_as_typed(text: str, kind: str, found: str) -> None:
    assert [(span.kind, text[span.start : span.end]) for span in numbers_in(text)] == [
        (kind, found)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "op 01-02-2024 om 10:30",
        "van 2023-2024 tot week 12-15",
        "bestelling 123456789 van 1.234.567,89 euro",
        "ordernummer 111222333",
        "bel 112, 113 of 0800-0113",
        "in 2024 HR en 3 keer op weg 2 uur",
        "from 9 to 5, 14 days, 52 hours",
        "NL92 ABNA 0417 1643 00 is een partij",
        "kamer 312, 2e verdieping",
        "we looked at bol.com",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert numbers_in(text) == []


def test_the_tests_of_eleven_and_ninety_seven() -> None:
    assert bsn_is_right("111222333")
    assert not bsn_is_right("111222334")
    assert not bsn_is_right("000000000")
    assert iban_is_right("NL91ABNA0417164300")
    assert not iban_is_right("NL91ABNA0417164301")
    assert not iban_is_right("NL91ABNA041716430")
