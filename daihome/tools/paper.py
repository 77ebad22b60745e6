"""HTML to PDF. The only module that talks to WeasyPrint, besides `typeset.py` for long books.

`render_pdf` makes one small paper; `daihome/tools/books.py` lays out the frame of a book with `lay_out`.
"""

import re
import threading
from collections.abc import Mapping
from html import unescape
from pathlib import PurePosixPath

import segno
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString

from daihome.tools import fonts
from daihome.tools.fonts import MissingGlyphs, missing_characters

__all__ = [
    "MissingGlyphs",
    "lay_out",
    "missing_characters",
    "pdf_response",
    "qr_svg",
    "render_pdf",
]

# Pango is not safe to share between threads, and the font configuration is shared.
LOCK = threading.RLock()
# FandolFang has no non-breaking hyphen: a number would change its face in the middle.
LIKE_PLAIN = {0x2011: "-", 0x00A0: " "}
# A QR: modules of white around it, runs of dark ones, and the mask for screens (any is read).
QUIET, DARK, SCREEN_MASK = 4, re.compile(rb"\x01+"), 2
TAGS, AROUND = re.compile(r"<[^>]*>"), 8
TYPES = {".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml"}


def render_pdf(
    template: str, context: dict, *, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """A paper as tagged PDF (PDF/UA-1). Raises MissingGlyphs before anything is laid out.

    `pictures` are the only foreign bytes on the paper: `<img src="picture:portrait" alt="…">`
    shows `pictures["portrait"]`.
    """
    html = prepare(render_to_string(template, context))
    with LOCK:
        return lay_out(html, pictures=pictures, tagged=True).write_pdf(pdf_variant="pdf/ua-1")


def prepare(html: str) -> str:
    """HTML that can be printed; raises MissingGlyphs for what cannot."""
    html = html.translate(LIKE_PLAIN)
    try:
        fonts.require_glyphs(unescape(html))
    except MissingGlyphs as missing:
        missing.excerpt = words_around(html, missing.characters[0])
        raise
    return html


def words_around(html: str, character: str) -> str:
    """The text of a paper just before and after `character`; empty where it is no text."""
    words = " ".join(unescape(TAGS.sub(" ", html)).split())
    before, found, after = words.partition(character)
    return f"{before[-AROUND:]}{found}{after[:AROUND]}" if found else ""


def lay_out(
    html: str,
    css: str = "",
    *,
    pictures: Mapping[str, bytes] | None = None,
    tagged: bool = False,
):
    """A laid-out WeasyPrint Document; `css` follows the template's own. Hold LOCK while using it."""
    from weasyprint import CSS, HTML

    font_config = fonts.configuration()
    sheets = [CSS(string=css, font_config=font_config)] if css else None
    options = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    page = HTML(string=html, base_url="print:", url_fetcher=make_fetcher(pictures or {}))
    document = page.render(font_config=font_config, stylesheets=sheets, **options)
    # The paper itself says with what it was printed.
    document.metadata.keywords = [str(face) for face in fonts.faces()]
    return document


def make_fetcher(pictures: Mapping[str, bytes]):
    """A fetcher for `print:` (a file of static/print/) and `picture:` (bytes handed in) only.

    WeasyPrint's own obeys whatever a text says: it opens addresses and reads local files.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnAssets(URLFetcher):
        def fetch(self, url, headers=None):
            body, content_type = asset(url, pictures)
            return URLFetcherResponse(url, body, {"Content-Type": content_type})

    return OwnAssets()


def asset(url: str, pictures: Mapping[str, bytes]) -> tuple[bytes, str]:
    """Bytes and type of one of our own assets. Raises ValueError for everything else."""
    scheme, _, name = url.partition(":")
    if scheme == "picture" and name in pictures:
        return pictures[name], ""
    suffix = PurePosixPath(name).suffix
    if scheme != "print" or suffix not in TYPES or "/" in name or "\\" in name:
        raise ValueError("Papers show nothing but their own assets.")
    return (settings.BASE_DIR / "static" / "print" / name).read_bytes(), TYPES[suffix]


def qr_svg(text: str, title: str = "二维码", on_screen: bool = False) -> SafeString:
    """`text` as an inline SVG without a size (the style sheet gives it), quiet zone included.

    Level M: a board may be scratched or folded and is still read. A screen has no scratches:
    with `on_screen` it is level L with a fixed mask, with bigger modules and in a fraction of
    the time, for pages that many people open at once.
    """
    options = (
        {"error": "l", "boost_error": False, "mask": SCREEN_MASK} if on_screen else {"error": "m"}
    )
    rows = segno.make(text, micro=False, **options).matrix
    side = len(rows) + 2 * QUIET
    return format_html(
        '<svg role="img" viewBox="0 0 {} {}" class="qr"><title>{}</title>'
        '<path stroke="#000" d="{}"/></svg>',
        side,
        side,
        title,
        "".join(_strokes(rows)),
    )


def _strokes(rows):
    """The dark runs of each row (bytes of 0 and 1) as strokes one module high."""
    for y, row in enumerate(rows, start=QUIET):
        for run in DARK.finditer(row):
            yield f"M{run.start() + QUIET} {y}.5h{run.end() - run.start()}"


def pdf_response(content: bytes, filename: str, inline: bool = True) -> HttpResponse:
    """A PDF to look at in the browser (or to save). `filename` must not name a person."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(not inline, filename)
    response["Cache-Control"] = "private, no-store"
    return response
