"""Where a sentence ends, in whole texts and in a stream."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.dialogue.gate_words import load_gate_words
from coach.dialogue.stream_sentences import first_end, sentences_of

SHORT = load_gate_words("nl").abbreviations | load_gate_words("en").abbreviations


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Alle roosters. Wat kostte dat?", ["Alle roosters.", "Wat kostte dat?"]),
        ("Iets, bijv. Een uur terug. Wat nog?", ["Iets, bijv. Een uur terug.", "Wat nog?"]),
        ("Kaart, bloemen, e.g. Tulips. Go on.", ["Kaart, bloemen, e.g. Tulips.", "Go on."]),
        ("Dat zei dr. De Vries o.a. Daar niet.", ["Dat zei dr. De Vries o.a. Daar niet."]),
        ("Om 10.30 uur. Daarna niet.", ["Om 10.30 uur.", "Daarna niet."]),
        ("K. de Boer belde. Wie nog?", ["K. de Boer belde.", "Wie nog?"]),
        ("‘Wil je ruilen?’ vroeg ze. En toen?", ["‘Wil je ruilen?’ vroeg ze.", "En toen?"]),
        ("‘Wil je ruilen?’ Dat vroeg ze.", ["‘Wil je ruilen?’", "Dat vroeg ze."]),
        ("Zo: ‘Jij deed het. Ik zag het.’ En dan?", ["Zo: ‘Jij deed het. Ik zag het.’", "En dan?"]),
        ("Collega’s zijn moe. ’t Is druk.", ["Collega’s zijn moe.", "’t Is druk."]),
        ("She's asked 'twice'. Who? me?", ["She's asked 'twice'.", "Who?", "me?"]),
        ("Eerst dit… Dan dat. Ja!", ["Eerst dit…", "Dan dat.", "Ja!"]),
        ("Zonder punt\nEn verder", ["Zonder punt", "En verder"]),
        ("Bijvoorbeeld:\n\n‘Dank je.’ Goed?", ["Bijvoorbeeld:\n\n‘Dank je.’", "Goed?"]),
        ("Na vijven.Dan niet. waarom?Omdat.", ["Na vijven.Dan niet. waarom?", "Omdat."]),
        ("", []),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, parts: list[str]) -> None:
    assert [part.strip() for part in sentences_of(text, SHORT)] == parts


def test_a_quotation_that_never_closes_was_none() -> None:
    text = 'Zij zei: "Kom. ' + "En toen ging het verder. " * 30
    assert len(sentences_of(text, SHORT)) > 5


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aB ’‘\"'.?!…3\n:", max_size=120), st.data())
def test_what_is_decided_stays_whatever_comes_behind_it(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    early = first_end(text[:cut], SHORT, final=False)
    if early is not None:
        assert first_end(text, SHORT, final=False) == early
        assert first_end(text, SHORT, final=True) == early


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB ’‘\"'.?!…3\n:", max_size=120))
def test_sentences_together_are_the_text(text: str) -> None:
    assert "".join(sentences_of(text, SHORT)) == text.rstrip()
