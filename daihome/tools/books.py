"""Registers on paper: the filled book, volume by volume, and the blank form.

The rows are set first (`daihome/tools/grid.py`), then painted onto a frame that carries head and
foot: how many pages there are is known only afterwards. The last page is filled up with empty rows.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from daihome.tools import fonts, paper
from daihome.tools.registers import ORDINAL, SUM, Column, Period, Register, chosen_words, display

# A thousand rows of opinions fill 300 pages, which is what a binder holds; they take 3 CPU
# seconds. Whoever prints more binds a second volume.
ROWS_PER_VOLUME = 1000
# More than fit on any page, so that the last one is filled to its end.
PADDING = 24


@dataclass(frozen=True)
class Printed:
    """A paper of a register as PDF, and how many rows stand on its pages."""

    content: bytes
    rows: int


def volume_count(register: Register, home, period: Period, user, chosen=None) -> int:
    """How many volumes the book has; at least one."""
    return volumes_for(register.of(home, period, user, chosen).count())


def volumes_for(rows: int) -> int:
    return max(-(-rows // ROWS_PER_VOLUME), 1)


def book_pdf(register: Register, home, period: Period, user, **options) -> bytes:
    """One volume of the filled book as PDF, as `print_volume` makes it."""
    return print_volume(register, home, period, user, **options).content


def print_volume(
    register: Register,
    home,
    period: Period,
    user,
    *,
    volume: int = 1,
    today: date | None = None,
    chosen: dict[str, Any] | None = None,
) -> Printed:
    """One volume of the filled book: cover, rows, empty rows to the end of the last page.

    Raises MissingGlyphs before anything is laid out.
    """
    found = register.of(home, period, user, chosen)
    total, skipped = found.count(), (volume - 1) * ROWS_PER_VOLUME
    objects = enumerate(found[skipped : skipped + ROWS_PER_VOLUME], start=skipped + 1)
    rows = [(ordinal, paper_cells(register, row, ordinal)) for ordinal, row in objects]
    facts = {
        "register": register,
        "home": home,
        "period": period.label,
        "chosen": chosen_words(chosen),
        "dates": f"{period.start.isoformat()} 至 {period.end.isoformat()}",
        "first_label": register.labels[0],
        "first": rows[0][1][0][1] if rows else "",
        "last": rows[-1][1][0][1] if rows else "",
        "count": len(rows),
        "volume": volume,
        "volumes": volumes_for(total),
        "today": today or timezone.localdate(),
        "printed_by": user,
    }
    if volume == facts["volumes"] and total:
        rows += sum_line(register, found)
    empty = [("", "")] * len(register.columns)
    return bind(register, rows, [("", empty)] * PADDING, facts)


def sum_line(register: Register, found) -> list:
    """The sums of the whole book as its last row; nothing where it adds nothing up."""
    sums = register.sums(found)
    cells = [
        (column.align, display(value))
        for column, value in zip(register.columns, sums, strict=False)
    ]
    return [(SUM, cells)] if sums else []


def blank_pdf(register: Register, home, rows: int = 24, *, today: date | None = None) -> bytes:
    """The blank form with at least `rows` numbered empty rows, full pages, no cover."""
    numbered = [(ordinal, blank_cells(register, ordinal)) for ordinal in range(1, rows + PADDING)]
    facts = {
        "register": register,
        "home": home,
        "is_blank": True,
        "volumes": 1,
        "today": today or timezone.localdate(),
    }
    return bind(register, numbered[:rows], numbered[rows:], facts).content


def bind(register: Register, rows: list, padding: list, facts: dict[str, Any]) -> Printed:
    """Rows painted onto the frame, page by page, as one PDF."""
    from daihome.tools.grid import Grid, Sheet

    html = paper.prepare(render_to_string("print/register.html", facts))
    with paper.LOCK:
        document = paper.lay_out(html, column_widths(register))
        *cover, frame, samples = document.pages
        grid = Grid(register, styles_on(samples))
        found = grid.pages(rows, padding)
        printed = "" if facts.get("is_blank") else f"打印日期：{facts['today'].isoformat()}　"
        sheets = [
            Sheet(frame, grid, page, f"{printed}第 {place} 页　共 {len(found)} 页")
            for place, page in enumerate(found, start=1)
        ]
        content = document.copy([*cover, *sheets]).write_pdf()
    return Printed(content, sum(row.is_counted for page in found for row in page))


def column_widths(register: Register) -> str:
    return "".join(
        f".labels col:nth-child({place}) {{ width: {column.width}mm }}"
        for place, column in enumerate(register.columns, start=1)
    )


def styles_on(page) -> dict[str, Any]:
    """The style of each text on a page of samples, by the class of its element."""
    boxes = page._page_box.descendants()
    texts = (box for box in boxes if getattr(box, "text", "") and box.element is not None)
    return {box.element.get("class"): box.style for box in texts}


def blank_cells(register: Register, ordinal: int) -> list[tuple[str, str]]:
    """Empty cells with the number of the row, small where the register has no column for it."""
    if any(column.value is ORDINAL for column in register.columns):
        return [
            (column.align, str(ordinal) if column.value is ORDINAL else "")
            for column in register.columns
        ]
    return [("ordinal", str(ordinal)), *[("", "")] * (len(register.columns) - 1)]


def paper_cells(register: Register, row: Any, ordinal: int) -> list[tuple[str, str]]:
    """Kind and text of each cell on paper."""
    texts = register.cells(row, ordinal)
    return [paper_cell(column, text) for column, text in zip(register.columns, texts, strict=True)]


def paper_cell(column: Column, text: str) -> tuple[str, str]:
    """Kind and text of a cell; words of people never stop a book."""
    return column.align, fonts.spell_out(text) if column.words else text
