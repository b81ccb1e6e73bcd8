"""Adding a document of one's own on the page: seen first, then kept, found, cited and removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from coach.own_document import OwnDocument
from coach.records.documents import open_documents
from coach.web.texts import texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import ROOT, Served
from tests.browser.talking import begin, say, settled, widest
from tests.browser.test_screens import SIZES, serious
from tests.fakes import documents as made

TEXTS = texts_for("nl")
LONG = 120_000  # milliseconds: a busy machine embeds slowly
MARK = ".stMarkdownColoredBackground"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the real thing, whose owner has agreed already."""
    page = Served(tmp_path_factory.mktemp("own"), scripted=False)
    page.agree()
    page.start()
    yield page
    page.stop()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Afspraken.md"
    path.write_text(made.AGREEMENTS)
    return path


def library(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/library")
    expect(page.locator("[class*=st-key-read_] button").first).to_be_visible(timeout=LONG)
    settled(page)


def choose(page: Page, file: Path, place: str = "desk") -> None:
    page.locator(f"[class*=st-key-own_file_{place}] input[type=file]").set_input_files(file)


def keep(page: Page, file: Path, place: str = "desk") -> None:
    choose(page, file, place)
    page.locator(f".st-key-own_keep_{place} button").click()
    expect(seen(page, TEXTS("own.kept"))).to_be_visible()
    searchable(page)


def seen(page: Page, text: str) -> Locator:
    """Return where `text` stands for this width; it is there for the other one too."""
    return page.get_by_text(text).locator("visible=true")


def searchable(page: Page) -> None:
    expect(page.get_by_test_id("stProgress")).to_have_count(0, timeout=LONG)
    settled(page)


def kept(served: Served) -> tuple[OwnDocument, ...]:
    return open_documents(served.settings).documents()


def find(page: Page, query: str) -> None:
    box = page.locator(".st-key-search_library input")
    box.fill(query)
    box.press("Enter")
    expect(page.locator(".st-key-count")).to_be_visible(timeout=LONG)
    settled(page)


@pytest.fixture
def emptied(served: Served) -> Iterator[None]:
    """Leave no document behind."""
    yield
    documents = open_documents(served.settings)
    for each in documents.documents():
        documents.remove(each.id)


def test_it_is_shown_as_read_and_nothing_is_kept_until_one_says_so(
    served: Served, visit: Visit, file: Path
) -> None:
    page = visit(served.url)
    library(page, served)
    choose(page, file)
    draft = page.locator(".st-key-own_draft_desk")
    expect(draft.get_by_text("We hebben veel ideeën laten liggen")).to_be_visible()
    expect(draft.get_by_text("ideeÃ«n werd ideeën")).to_be_visible()
    expect(draft.get_by_label(TEXTS("own.title_label"))).to_have_value("Afspraken van het loket")
    assert kept(served) == ()
    page.locator(".st-key-own_drop_desk button").click()
    expect(seen(page, TEXTS("own.dropped"))).to_be_visible()
    expect(draft).to_have_count(0)
    assert kept(served) == ()


@pytest.mark.usefixtures("emptied")
def test_it_is_found_marked_cited_in_a_talk_and_removed(
    served: Served, visit: Visit, file: Path
) -> None:
    page = visit(served.url)
    library(page, served)
    choose(page, file)
    page.get_by_label(TEXTS("own.title_label")).fill("Onze afspraken")
    page.get_by_label(TEXTS("own.source_label")).fill("Overleg van mei")
    page.get_by_label(TEXTS("own.source_label")).press("Tab")
    page.locator(".st-key-own_audience_desk").get_by_text("cliënt").click()
    settled(page)
    page.locator(".st-key-own_keep_desk button").click()
    # The bar shows at once; the words are found when it has gone.
    expect(page.get_by_test_id("stProgress").locator("visible=true")).to_be_visible()
    (one,) = kept(served)
    assert (one.title, one.source, one.audience) == (
        "Onze afspraken", "Overleg van mei", ("leader", "coach"),
    )  # fmt: skip
    searchable(page)
    find(page, "wie heeft de achterwacht in het weekend")
    card = page.locator(f".st-key-shelf_{one.id}")
    expect(card.get_by_text(made.SENTENCE)).to_be_visible()
    card.get_by_role("button").click()
    expect(page.locator(f".st-key-reading {MARK}")).to_have_text(made.SENTENCE)
    expect(page.locator(MARK)).to_be_in_viewport()
    page.get_by_text(TEXTS("passage.sources")).click()
    expect(page.get_by_text("Overleg van mei")).to_be_visible()
    begin(page, served.url)
    say(page, "Hoe is de achterwacht in het weekend geregeld?")
    page.get_by_role("button", name="Onze afspraken: achterwacht").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(MARK)).to_have_text(made.SENTENCE)
    talk = page.url
    drawer.get_by_role("button", name=TEXTS("passage.whole_own")).click()
    expect(page.locator(f".st-key-reading {MARK}")).to_have_text(made.SENTENCE)
    page.get_by_role("button", name=TEXTS("own.remove")).click()
    page.get_by_role("dialog").get_by_role("button", name=TEXTS("own.remove_yes")).click()
    expect(seen(page, TEXTS("own.removed"))).to_be_visible()
    assert kept(served) == ()
    page.goto(talk)
    page.get_by_role("button", name=TEXTS("passage.gone_name")).click()
    expect(page.get_by_role("dialog").get_by_text(TEXTS("passage.gone"))).to_be_visible()


@pytest.mark.usefixtures("emptied")
def test_it_is_there_again_after_the_server_was_killed_while_it_was_indexed(
    visit: Visit, file: Path, tmp_path: Path
) -> None:
    served = Served(tmp_path / "killed", scripted=False)
    served.folder.mkdir()
    served.agree()
    served.start()
    try:
        page = visit(served.url)
        library(page, served)
        choose(page, file)
        page.locator(".st-key-own_keep_desk button").click()
        expect(seen(page, TEXTS("own.kept"))).to_be_visible()
        served.kill()
        served.start()
        library(page, served)
        searchable(page)
        expect(page.locator("[class*=st-key-own_row_desk]")).to_have_count(1)
        find(page, "wie heeft de achterwacht in het weekend")
        expect(page.locator("[class*=st-key-shelf_own]").get_by_text(made.SENTENCE)).to_be_visible()
    finally:
        served.stop()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("slot.pdf", made.encrypted_pdf(), "encrypted"),
        ("foto.pdf", made.scanned_pdf(), "scan"),
        ("naam.docx", made.pdf(), "type"),
        ("veel.pdf", made.empty_pdf(201), "pages"),
    ],
)
def test_what_is_refused_is_told_in_a_sentence_and_another_can_be_chosen(
    served: Served, visit: Visit, tmp_path: Path, file: Path, name: str, data: bytes, reason: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    page = visit(served.url)
    library(page, served)
    choose(page, bad)
    told = TEXTS(f"own.refused.{reason}", name=name, pages=200)
    expect(seen(page, told)).to_be_visible()
    assert kept(served) == ()
    settled(page)
    choose(page, file)
    expect(page.locator(".st-key-own_draft_desk")).to_be_visible()
    expect(page.get_by_text(told)).to_have_count(0)


@pytest.mark.usefixtures("emptied")
def test_markup_in_a_document_is_shown_and_does_nothing(
    served: Served, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "opmaak.txt"
    file.write_text(
        "Dit is :red[rood] en <img src=x onerror=\"document.title='kaal'\"> en "
        "[een koppeling](http://voorbeeld.nl) en ![foto](http://voorbeeld.nl/x.png).\n"
    )
    page = visit(served.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    library(page, served)
    keep(page, file)
    page.locator("[class*=st-key-own_read_desk] button").click()
    reading = page.locator(".st-key-reading")
    expect(reading.get_by_text("red[rood] en <img src=x onerror=")).to_be_visible()
    expect(reading.locator("img, a")).to_have_count(0)
    assert page.title() != "kaal"
    assert not [url for url in asked if "voorbeeld.nl" in url]


def test_a_guide_that_was_found_opens_at_the_words_in_both_languages(
    served: Served, visit: Visit
) -> None:
    page = visit(served.url)
    library(page, served)
    find(page, "hoe bied ik excuses aan")
    page.locator("[class*=st-key-read_] button").first.click()
    expect(page.locator(f".st-key-reading {MARK}")).to_be_visible()
    expect(page.locator(MARK)).to_be_in_viewport()
    page.get_by_role("radio", name="EN").click()
    expect(page.get_by_role("button", name=texts_for("en")("library.back"))).to_be_visible()
    expect(page.locator(".st-key-here")).to_be_in_viewport()  # the same section


def test_the_library_is_there_for_who_comes_to_it_first(visit: Visit, tmp_path: Path) -> None:
    """Not the list of files that Streamlit shows for a folder called pages."""
    served = Served(tmp_path, scripted=True)
    served.start()
    try:
        page = visit(f"{served.url}/library")
        expect(page.get_by_role("heading", name="Bibliotheek")).to_be_visible()
    finally:
        served.stop()


@pytest.mark.usefixtures("emptied")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_state_of_it_is_readable_by_all_and_fits_its_width(
    served: Served, visit: Visit, file: Path, tmp_path: Path, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    place = "desk" if size == "desktop" else "phone"
    page = visit(served.url, width=width, height=height, scheme=scheme)
    wrong: dict[str, object] = {}

    def look(name: str) -> None:
        settled(page)
        folder = ROOT / "screenshots"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"own-{name}-{size}-{scheme}.png", animations="disabled")
        if found := serious(page):
            wrong[name] = found
        if widest(page) > width:
            wrong[f"{name} is wider than the screen"] = widest(page)

    library(page, served)
    if place == "phone":
        expect(page.locator(".st-key-own_desk")).to_be_hidden()
        page.get_by_role("button", name=TEXTS("library.own_add")).click()
        expect(page.get_by_role("dialog")).to_be_visible()
    look("add")
    bad = tmp_path / "leeg.pdf"
    bad.write_bytes(made.empty_pdf())
    choose(page, bad, place)
    expect(seen(page, TEXTS("own.refused.empty", name=bad.name))).to_be_visible()
    look("refused")
    choose(page, file, place)
    expect(page.locator(f".st-key-own_draft_{place}")).to_be_visible()
    look("draft")
    page.locator(f".st-key-own_keep_{place} button").click()
    expect(seen(page, TEXTS("own.kept"))).to_be_visible()
    look("kept")
    searchable(page)
    find(page, "wie heeft de achterwacht in het weekend")
    look("found")
    page.locator("[class*=st-key-shelf_own] button").click()
    expect(page.locator(MARK)).to_be_visible()
    look("reading")
    page.get_by_role("button", name=TEXTS("own.remove")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look("remove")
    assert not wrong
