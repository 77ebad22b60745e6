"""Cards, plates and signs: any size, as many as go on a sheet of A4 with crop marks, or one a page.

Type is in em (the card's, which is made smaller until everything stands on it), what must keep its
size in rem. All cards are laid out at once, so a sheet of ten takes as long as one page. Millimetres.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from daihome.tools import paper
from daihome.tools.board_setting import Size

PIXELS = 96 / 25.4  # of WeasyPrint, in a millimetre
A4 = Size(210, 297)
TALLEST = 3000  # a page that no card fills, to see how high it would be
ROUNDS, ROOM, LINE = 10, 0.97, 1.24
MARK, MARK_GAP = 5, 0.8
_BREAKS = re.compile(
    "(?<=[·・•])|(?<=[村镇乡区])(?=人大|代表|联络|接待)|(?<=代表)(?=联络|接待)|(?<=代表之家)"
)
TORN = 7  # a name longer than this may be broken anywhere


@dataclass(frozen=True)
class Format:
    """How cards of `size` lie: as many as go on A4 (`is_paged`: each on a page of its own size).

    `edge` is what stays free along the edge of the sheet, where most printers do not print.
    """

    size: Size
    is_paged: bool = False
    edge: float = 5

    @property
    def paper(self) -> Size:
        """The sheet, upright or lying: whichever takes more cards."""
        if self.is_paged:
            return self.size
        return max((A4, A4.turned), key=lambda sheet: math.prod(self._grid(sheet)))

    def _grid(self, sheet):
        wide, high = sheet.width - 2 * self.edge, sheet.height - 2 * self.edge
        return max(int(wide // self.size.width), 1), max(int(high // self.size.height), 1)

    @property
    def grid(self) -> tuple[int, int]:
        """Cards beside and below each other on one sheet."""
        return (1, 1) if self.is_paged else self._grid(self.paper)

    @property
    def each(self) -> int:
        return math.prod(self.grid)

    @property
    def sheet(self) -> Size:
        """The paper as it is fed; a card larger than A4 makes its own."""
        size, paper_ = self.size, self.paper
        return Size(max(paper_.width, size.width), max(paper_.height, size.height))

    @property
    def cuts(self) -> tuple[list[float], list[float]]:
        """Where to cut: from the left, from the top."""
        (columns, rows), size, sheet = self.grid, self.size, self.sheet
        left, top = (
            (sheet.width - columns * size.width) / 2,
            (sheet.height - rows * size.height) / 2,
        )
        return (
            [left + size.width * one for one in range(columns + 1)],
            [top + size.height * one for one in range(rows + 1)],
        )

    def sheets(self, count: int) -> list[list[int]]:
        """The numbers of the cards, sheet by sheet."""
        numbers = range(count)
        return [list(numbers[one : one + self.each]) for one in range(0, count, self.each)]


@dataclass(frozen=True)
class Big:
    """A name as large as its box (mm) allows, no larger than `most`; over several lines if need be."""

    text: str
    wide: float
    high: float
    most: float

    @property
    def size(self) -> float:
        parts = big_parts(self.text)
        return max(self._of(parts, lines) for lines in (1, 2, 3, 4))

    def _of(self, parts, lines):
        line = _shortest_line(parts, lines)
        return min(self.wide / (line * 1.03), self.high / (lines * LINE), self.most)


@dataclass(frozen=True)
class Cards:
    """What is to be drawn. `html` gets the numbers of the cards sheet by sheet; card n is the element
    `card-n`, and in it `end-n` comes last. `bigs` are by card and class; `unit` is 1rem."""

    html: Callable[[Sequence[Sequence[int]]], str]
    bigs: Sequence[Mapping[str, Big]]
    format: Format
    unit: float
    grows: float = 1.0
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.bigs)


@dataclass(frozen=True)
class Fit:
    """How one card is set: the size of its type and the height it takes."""

    scale: float = 1.0
    height: float = 0.0


def cards_pdf(cards: Cards) -> bytes:
    """One tagged PDF (PDF/UA-1). Raises MissingGlyphs before anything is laid out."""
    with paper.LOCK:
        html = paper.prepare(cards.html(cards.format.sheets(cards.count)))
        fits = _fitted(cards)
        css = _css(cards, fits)
        document = paper.lay_out(html, css, pictures=_pictures(cards), tagged=True)
        return document.write_pdf(pdf_variant="pdf/ua-1")


def big_parts(text: str) -> list[str]:
    """A name where it may be broken: after a dot, between the words of a Home; a long one anywhere."""
    found = []
    for part in filter(None, _BREAKS.split(text)):
        found += [part] if len(part) <= TORN else list(part)
    return found


def _shortest_line(parts, lines) -> float:
    """The length in ems at which the parts stand in so many lines."""
    widths = [_ems(part) for part in parts]
    line = max([sum(widths) / lines, 1, *widths])
    while _filled(widths, line) > lines:
        line += 0.25
    return line


def _filled(widths, line) -> int:
    count, used = 1, 0.0
    for wide in widths:
        if used and used + wide > line:
            count, used = count + 1, 0.0
        used += wide
    return count


def _ems(text) -> float:
    return sum(0.6 if ord(char) < 0x2E80 and char not in "·—" else 1.0 for char in text)


def _fitted(cards) -> dict[int, Fit]:
    """For each card the largest type (at most `grows` times the usual) with which it is not too high."""
    room = cards.format.size.height
    fits = _measured(cards, dict.fromkeys(range(cards.count), Fit()))
    if cards.grows > 1:
        larger = {
            number: Fit(min(cards.grows, math.sqrt(room / fit.height)))
            for number, fit in fits.items()
            if fit.height < room * ROOM
        }
        fits |= _measured(cards, larger)
    for turn in range(ROUNDS):
        high = {number: fit for number, fit in fits.items() if fit.height > room}
        if not high:
            break
        # Pictures do not shrink with the type: the square root may never get there.
        power = 0.5 if turn < 3 else 1
        smaller = {
            number: Fit(fit.scale * ROOM * (room / fit.height) ** power)
            for number, fit in high.items()
        }
        fits |= _measured(cards, smaller)
    return fits


def _measured(cards, fits) -> dict[int, Fit]:
    """The same with the height that each card would take if it might."""
    if not fits:
        return {}
    size = cards.format.size
    css = f"""@page {{ size: {size.width}mm {TALLEST}mm; margin: 0 }}
      .sheet {{ width: auto !important; height: auto !important }}
      .card {{ position: static !important; height: auto !important }}
      .foot {{ position: static !important }}"""
    html = paper.prepare(cards.html([[number] for number in fits]))
    document = paper.lay_out(html, _css(cards, fits) + css, pictures=_pictures(cards))
    heights = [
        page.anchors[f"end-{number}"][3] / PIXELS
        for number, page in zip(fits, document.pages, strict=True)
    ]
    return {
        number: replace(fit, height=height)
        for (number, fit), height in zip(fits.items(), heights, strict=True)
    }


def _css(cards, fits) -> str:
    sheet, size = cards.format.sheet, cards.format.size
    lefts, tops = cards.format.cuts
    slots = [(left, top) for top in tops[:-1] for left in lefts[:-1]]
    rules = [
        f"@page {{ size: {sheet.width}mm {sheet.height}mm; margin: 0 }}",
        f"html {{ font-size: {cards.unit:.4f}mm !important }}",
        f".sheet {{ width: {sheet.width}mm; height: {sheet.height}mm }}",
        f".card {{ width: {size.width}mm; height: {size.height}mm }}",
    ]
    rules += [
        f".slot-{slot} {{ left: {left:.3f}mm; top: {top:.3f}mm }}"
        for slot, (left, top) in enumerate(slots)
    ]
    for number, fit in fits.items():
        slack = max(size.height - fit.height, 0) if fit.height else 0
        rules.append(f"#card-{number} {{ font-size: {fit.scale:.4f}rem; --slack: {slack:.3f}mm }}")
        for name, big in cards.bigs[number].items():
            # Where the type is larger than usual, the name still has no more than its box.
            ems = big.size / cards.unit / max(fit.scale, 1)
            rules.append(f"#card-{number} .{name} {{ font-size: {ems:.4f}em !important }}")
    return "\n".join(rules)


def _pictures(cards):
    return {**cards.pictures, "marks": marks(cards.format)}


def marks(form: Format) -> bytes:
    """The crop marks of a sheet as SVG: outside the cards, or where they reach the edge on the cut."""
    sheet, (lefts, tops) = form.sheet, form.cuts
    lines = []
    if not form.is_paged:
        lines += [
            f"M{x:.2f} {y:.2f}V{end:.2f}" for x in lefts for y, end in _ticks(tops, sheet.height)
        ]
        lines += [
            f"M{x:.2f} {y:.2f}H{end:.2f}" for y in tops for x, end in _ticks(lefts, sheet.width)
        ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width} {sheet.height}">'
        f'<path fill="none" stroke="#000" stroke-width="0.12" d="{"".join(lines)}"/></svg>'
    ).encode()


def _ticks(cuts, length):
    """(from, to) of the marks along one cut that runs over the whole sheet."""
    first, last = cuts[0], cuts[-1]
    if first >= MARK_GAP + 2:
        yield max(first - MARK_GAP - MARK, 0), first - MARK_GAP
        yield last + MARK_GAP, min(last + MARK_GAP + MARK, length)
    else:
        # No room beside the cards: on the line itself, which the knife takes away.
        yield 0, 9
        yield length - 9, length
        for cut in cuts[1:-1]:
            yield cut - 3, cut + 3
