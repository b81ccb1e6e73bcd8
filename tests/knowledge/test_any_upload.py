"""Whatever is uploaded, under whatever name: it is read, or refused with the reason."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.errors import DocumentRefused
from coach.knowledge.reading import LONGEST_TITLE, read_upload
from tests.fakes import documents as made

SOUND = {
    "pdf": made.pdf(),
    "docx": made.word(("Heading 1", "Afspraken"), ("Normal", made.SENTENCE)),
    "md": made.AGREEMENTS.encode(),
    "txt": made.SENTENCE.encode("utf-16"),
}
REASONS = {"type", "encrypted", "damaged", "empty", "scan", "bomb", "pages", "size"}
quiet = settings(
    deadline=None, derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def hurt(draw: st.DrawFn) -> bytes:
    """Draw a sound file with some of its bytes changed, and perhaps its end cut off."""
    data = bytearray(draw(st.sampled_from(list(SOUND.values()))))
    for _ in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, len(data) - 1))
        piece = draw(st.binary(min_size=1, max_size=6))
        data[start : start + len(piece)] = piece
    return bytes(data[: draw(st.integers(1, len(data)))] if draw(st.booleans()) else data)


names = st.sampled_from(
    ["a.pdf", "a.docx", "a.md", "a.txt", "A.PDF", "a.exe", "", ".md", "../../x.md", "a\x00.md",
     "\u202efdp.md", "\udcff.txt", "🙂" * 200 + ".md", "a.md/", "CON.txt", "-rf.md", "a.md.pdf"]
)  # fmt: skip


@given(data=st.one_of(hurt(), st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
       name=names)  # fmt: skip
@example(data=SOUND["pdf"], name="a.docx")
@example(data=SOUND["docx"], name="a.pdf")
@example(data=b"\xff\xfe" + b"\x00\xd8" * 30, name="a.txt")
@example(data=b"PK\x03\x04" + bytes(200), name="a.docx")
@example(data=b"%PDF-1.7\n" + b"<<" * 5_000, name="a.pdf")
@quiet
def test_an_upload_is_read_or_refused(data: bytes, name: str) -> None:
    try:
        draft = read_upload(data, name)
    except DocumentRefused as refused:
        assert refused.reason in REASONS
        assert "Nothing of it was kept." in str(refused)
        assert len(str(refused).splitlines()) == 1
    else:
        assert draft.text.strip()
        assert 0 < len(draft.title) <= LONGEST_TITLE
        assert "\x00" not in draft.text
