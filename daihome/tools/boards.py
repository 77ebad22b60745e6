"""Boards for the wall: any size, type that grows with the board, everything on one page where it fits.

A board is HTML in rem (1rem is its body type). `draw` looks for the largest type within limits at
which all of it stands on one page; when even the smallest is too large, the board goes on on
further pages (“1/2”, “2/2”). Lines are whole characters long. Millimetres throughout.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from daihome.tools import paper
from daihome.tools.board_setting import A2_BODY, A2_SHORT, POINTS, Setting, Size, least_body

PIXELS = 96 / 25.4  # of WeasyPrint, in a millimetre
TRIES, CLOSE = 5, 0.02
LARGEST = 2.1  # times the type that is in proportion to A2's
EASY_CELL = 7.2  # rem: cards are not set in larger type than fills them with so many characters


@dataclass(frozen=True)
class Sheet:
    """What is to be drawn: the whole HTML for a number of columns, and which numbers to try.

    The HTML puts its columns into elements of the class “col”; of cards (`is_grid`), elements of
    the class “cell”, that many stand in a row. An element with the id “end” closes it. `pictures`
    are bytes by name, as in `paper.render_pdf`. `foot` is small at the lower edge: plain
    characters without quotes.
    """

    html: Callable[[int], str]
    title: str
    columns: Sequence[int] = (1,)
    is_grid: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    foot: str = ""


def draw(sheet: Sheet, size: Size):
    """The laid-out, tagged WeasyPrint document. Raises MissingGlyphs. Hold `paper.LOCK`."""
    html = {columns: paper.prepare(sheet.html(columns)) for columns in sheet.columns}
    best = max((_largest(sheet, html[one], size, one) for one in sheet.columns), key=_worth)
    runs_on = best.left < 0 and not sheet.is_grid
    text = paper.prepare(sheet.html(1)) if runs_on else html[best.columns]
    return paper.lay_out(
        text, best.css(sheet.title, sheet.foot), pictures=sheet.pictures, tagged=True
    )


def board_pdf(sheets: Sequence[tuple[Sheet, Size]]) -> bytes:
    """One PDF (PDF/UA-1) of all these boards, each in its size. Raises MissingGlyphs."""
    with paper.LOCK:
        documents = [(draw(sheet, size), size) for sheet, size in sheets]
        pages = [page for document, _size in documents for page in document.pages]
        bleeds = [size.bleed for document, size in documents for _page in document.pages]
        written = documents[0][0].copy(pages).write_pdf(pdf_variant="pdf/ua-1")
    return _say_bleed(written, bleeds) if any(bleeds) else written


def split(blocks: Sequence, weights: Sequence[float], columns: int) -> list[list]:
    """The blocks in their order in so many columns, the heaviest column as light as it goes."""
    low, high = max(weights, default=0), sum(weights)
    for _halving in range(24):
        middle = (low + high) / 2
        low, high = (low, middle) if _filled(weights, middle) <= columns else (middle, high)
    found, weight = [[]], 0.0
    for block, its_weight in zip(blocks, weights, strict=True):
        if found[-1] and weight + its_weight > high + 1e-6:
            found.append([])
            weight = 0.0
        found[-1].append(block)
        weight += its_weight
    return found


def _filled(weights, capacity) -> int:
    """How many columns of `capacity` the weights fill in their order."""
    count, weight = 1, 0.0
    for one in weights:
        if weight and weight + one > capacity:
            count, weight = count + 1, 0.0
        weight += one
    return count


def _largest(sheet, html, size, columns) -> Setting:
    """The setting with the largest type at which one page holds everything in these columns."""
    low = _tried(sheet, html, Setting(size, columns, 1.0, sheet.is_grid))
    if low.left < 0:
        return low
    high = max(LARGEST * A2_BODY * size.short / A2_SHORT / least_body(size), 1 + CLOSE)
    if sheet.is_grid:
        high = max(min(high, low.room[0] / low.body / columns / EASY_CELL), 1 + CLOSE)
    guess = min(high, _roomier(low))
    for _turn in range(TRIES):
        found = _tried(sheet, html, Setting(size, columns, guess, sheet.is_grid))
        if found.left >= 0:
            low = found
        else:
            high = guess
        if high - low.scale < CLOSE:
            break
        middle = (low.scale + high) / 2
        guess = min(middle, _roomier(low)) if found.left >= 0 else middle
    return low


def _roomier(setting) -> float:
    """A scale at which it may just fit: what is set takes an area that grows with its square."""
    whole = setting.room[1]
    return setting.scale * max(math.sqrt(whole / max(whole - setting.left, 1)), 1 + CLOSE)


def _tried(sheet, html, setting) -> Setting:
    """The same setting with the height that is left, when it fits."""
    setting = replace(setting, left=0.0)
    document = paper.lay_out(html, setting.css(sheet.title, sheet.foot), pictures=sheet.pictures)
    if len(document.pages) > 1:
        return replace(setting, left=-1.0)
    end = document.pages[0].anchors["end"][1] / PIXELS
    left = setting.margin + setting.room[1] - end
    return replace(setting, left=max(left, 0.0))


def _worth(setting: Setting) -> tuple:
    """What stands on one page first; then the larger type, of cards the larger cards."""
    fits = setting.left >= 0
    if setting.is_grid:
        return fits, -setting.columns if fits else setting.columns
    return fits, setting.scale, -setting.columns


def _say_bleed(written: bytes, bleeds: Sequence[int]) -> bytes:
    """The BleedBox of each page as ordered: WeasyPrint writes 10 points whatever it is."""
    import pikepdf

    with pikepdf.open(BytesIO(written)) as document:
        for page, bleed in zip(document.pages, bleeds, strict=True):
            left, lower, right, upper = (float(side) for side in page.trimbox)
            over = bleed * POINTS
            page.bleedbox = [left - over, lower - over, right + over, upper + over]
        out = BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
