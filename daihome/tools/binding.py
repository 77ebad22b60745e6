"""Many papers bound into one PDF: numbered leaves, foreign PDFs drawn onto leaves, bookmarks.

The papers are laid out apart, so each keeps its own “第 x 页　共 y 页”, and written together, so
that their fonts are embedded once.
"""

from dataclasses import dataclass
from io import BytesIO

from django.template.loader import render_to_string

from daihome.tools import paper

POINTS = 72 / 25.4
# Where a foreign page is drawn on its leaf, in mm from the lower left corner of A4.
WINDOW = (25, 18, 192, 268)


@dataclass(frozen=True)
class Bundle:
    """Pages of one paper: what the bookmark says; `foreign` is a PDF drawn page by page on them."""

    title: str
    pages: list
    foreign: bytes = b""


class Leaf:
    """A page with its stamp painted on it."""

    def __init__(self, page, stamp):
        self.page, self.stamp = page, stamp

    def __getattr__(self, name):
        return getattr(self.page, name)

    def paint(self, stream, scale=1):
        self.page.paint(stream, scale)
        self.stamp.paint(stream, scale)


def lay_out_paper(html: str, pictures=None) -> list:
    """The pages of one paper. Raises MissingGlyphs. Hold `paper.LOCK`."""
    return paper.lay_out(paper.prepare(html), pictures=pictures).pages


def bind(front: list[Bundle], numbered: list[Bundle], back: list[Bundle]) -> bytes:
    """One PDF; the leaves of `numbered` carry their number at the outer upper corner."""
    with paper.LOCK:
        plain = [page for bundle in numbered for page in bundle.pages]
        html = paper.prepare(
            render_to_string("print/leaf_numbers.html", {"leaves": range(1, len(plain) + 1)})
        )
        stamps = paper.lay_out(html)
        leaves = [Leaf(*pair) for pair in zip(plain, stamps.pages, strict=True)]
        before = [page for bundle in front for page in bundle.pages]
        after = [page for bundle in back for page in bundle.pages]
        written = stamps.copy([*before, *leaves, *after]).write_pdf()
    return finish(written, [*front, *numbered, *back])


def finish(written: bytes, bundles: list[Bundle]) -> bytes:
    """Foreign pages drawn, bookmarks written, packed as small as it goes."""
    import pikepdf

    with pikepdf.open(BytesIO(written)) as document:
        place = 0
        with document.open_outline() as outline:
            outline.root.clear()  # the headings of the papers
            for bundle in bundles:
                outline.root.append(pikepdf.OutlineItem(bundle.title, place))
                if bundle.foreign:
                    draw(document, place, bundle.foreign)
                place += len(bundle.pages)
        out = BytesIO()
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return out.getvalue()


def draw(document, place: int, foreign: bytes) -> None:
    """The pages of `foreign` on the leaves from `place` on; their content only."""
    import pikepdf

    window = pikepdf.Rectangle(*(side * POINTS for side in WINDOW))
    with pikepdf.open(BytesIO(foreign)) as source:
        for offset, page in enumerate(source.pages):
            document.pages[place + offset].add_overlay(page, window)


def page_count(content: bytes) -> int:
    """How many pages a PDF that `foreign_pdf` made has."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)
