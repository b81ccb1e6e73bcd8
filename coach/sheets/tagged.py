"""A PDF whose paragraphs carry their kind, so that a screen reader finds its headings."""

from __future__ import annotations

from typing import Literal

from fpdf import FPDF

Tag = Literal["H1", "H2", "H3", "P", "BlockQuote"]


class TaggedPages(FPDF):
    """Pages on which every paragraph stands between `begin` and `end`.

    fpdf2 tags pictures alone; its tree takes the other kinds of ISO 32000-1, 14.8.4 just as well.
    A paragraph that goes on overleaf is tagged on both pages.
    """

    _tag: Tag | None = None

    def begin(self, tag: Tag) -> None:
        """Let what is written from here on be one paragraph of this kind."""
        self._tag = tag
        number = self.struct_builder.next_mcid_for_page(self.page)
        _, parents = self.struct_builder.add_marked_content(
            page_number=self.page, struct_type=f"/{tag}", mcid=number
        )
        self.pages[self.page].struct_parents = parents
        self._out(f"/{tag} <</MCID {number}>> BDC")

    def end(self) -> None:
        """Close the paragraph."""
        self._tag = None
        self._out("EMC")

    def begin_ornament(self) -> None:
        """Let what is drawn from here on, until `end`, be left out when the page is read aloud."""
        self._out("/Artifact BMC")

    def header(self) -> None:
        """Take up the paragraph that goes on from the page before; called by fpdf2."""
        if self._tag is not None:
            self.begin(self._tag)

    def footer(self) -> None:
        """Close the page's share of a paragraph that goes on overleaf; called by fpdf2."""
        if self._tag is not None:
            self._out("EMC")
