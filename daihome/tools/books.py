"""Registers on paper: the filled book, volume by volume, and the blank form.

The rows are laid out without head and foot, then painted onto frames that carry both: how many
pages there are is known only afterwards. The last page is filled up with empty rows.
"""

import gc
import re
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from daihome.tools import fonts, paper
from daihome.tools.registers import ORDINAL, Column, Period, Register, chosen_words, display

# Time and memory grow with the rows of one PDF: 500 rows of 9 columns take 4 CPU seconds and
# 300 MB. A binder of archives holds no more than their 60 sheets either.
ROWS_PER_VOLUME = 500
# More than fit on any page, so that the last one is filled to its end.
PADDING = 24
# A row never splits, so no cell may grow near to the height of a page (144 mm; a line is 5.3 mm).
LONGEST_LINES = 22
CUT = "……（全文见案卷）"


class Sheet:
    """A page of the book: the frame, with the rows painted on it."""

    def __init__(self, frame, rows):
        self.frame, self.rows = frame, rows

    def __getattr__(self, name):
        return getattr(self.frame, name)

    def paint(self, stream, scale=1):
        self.frame.paint(stream, scale)
        self.rows.paint(stream, scale)


def volume_count(register: Register, home, period: Period, user, chosen=None) -> int:
    """How many volumes the book has; at least one."""
    return volumes_for(register.of(home, period, user, chosen).count())


def volumes_for(rows: int) -> int:
    return max(-(-rows // ROWS_PER_VOLUME), 1)


def book_pdf(
    register: Register,
    home,
    period: Period,
    user,
    *,
    volume: int = 1,
    today: date | None = None,
    chosen: dict[str, Any] | None = None,
) -> bytes:
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
    return [("sum", cells)] if sums else []


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
    return bind(register, numbered[:rows], numbered[rows:], facts)


def bind(register: Register, rows: list, padding: list, facts: dict[str, Any]) -> bytes:
    """Rows and frames painted together as one PDF."""
    with paper.LOCK, without_collecting():
        painted = lay_out_rows(register, rows, padding)
        gc.collect()
        facts["pages"] = range(1, len(painted) + 1)
        html = paper.prepare(render_to_string("print/register.html", facts))
        frames = paper.lay_out(html)
        first = len(frames.pages) - len(painted)
        sheets = [Sheet(*pair) for pair in zip(frames.pages[first:], painted, strict=True)]
        return frames.copy(frames.pages[:first] + sheets).write_pdf()


@contextmanager
def without_collecting():
    """No garbage collection: it walks over all laid-out pages again and again.

    With one collection by hand, after the rows, a book takes a quarter less time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def lay_out_rows(register: Register, rows: list, padding: list) -> list:
    """Pages of rows. Only rows have an anchor: pages that hold nothing but padding are dropped."""
    css = "".join(
        f"col:nth-child({place}) {{ width: {column.width}mm }}"
        for place, column in enumerate(register.columns, start=1)
    )
    context = {"register": register, "rows": rows, "padding": padding}
    html = paper.prepare(render_to_string("print/register_rows.html", context))
    pages = paper.lay_out(html, css).pages
    return [page for page in pages if page.anchors] or pages[:1]


def blank_cells(register: Register, ordinal: int) -> list[tuple[str, str]]:
    """Empty cells with the number of the row, small where the register has no column for it."""
    if any(column.value is ORDINAL for column in register.columns):
        return [
            (column.align, str(ordinal) if column.value is ORDINAL else "")
            for column in register.columns
        ]
    return [("ordinal", str(ordinal)), *[("", "")] * (len(register.columns) - 1)]


def paper_cells(register: Register, row: Any, ordinal: int) -> list[tuple[str, str]]:
    """Class and text of each cell on paper."""
    texts = register.cells(row, ordinal)
    return [paper_cell(column, text) for column, text in zip(register.columns, texts, strict=True)]


def paper_cell(column: Column, text: str) -> tuple[str, str]:
    """A long address may break anywhere; as a rule for all cells that costs a tenth of the time."""
    text = fonts.spell_out(text) if column.words else text
    unbroken = re.search(rf"[!-~]{{{max(column.capacity * 2 - 1, 1)},}}", text)
    classes = filter(None, [column.align, "split" if unbroken else ""])
    return " ".join(classes), clip(text, column.capacity)


def clip(text: str, capacity: int) -> str:
    """`text`, cut where it would need more than LONGEST_LINES lines of `capacity` characters."""
    limit, used = LONGEST_LINES * capacity, 0
    for position, character in enumerate(text):
        used = (used // capacity + 1) * capacity if character == "\n" else used + 1
        if used > limit:
            return text[: max(position - len(CUT), 0)].rstrip() + CUT
    return text
