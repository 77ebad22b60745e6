"""Registers: one declaration gives the list on screen, the book, the blank form and the xlsx.

Here are the declaration, the cells and the xlsx; `daihome/tools/books.py` makes the papers.

An app declares its registers in `registers.py`:

    Register(
        slug="suggestions", title="代表意见建议登记本", rows=suggestions_of, date_field="received_on",
        columns=(Column("编号", "number", 30, "center"), Column("标题", "title", 60), …),
        signatures=("登记人",),
    )
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from daihome.tools import sheets

# A4 less 15 mm margins and 25 mm at the binding edge.
PAGE_WIDTH_MM = {"landscape": 257, "portrait": 170}
EM_MM = 10.5 * 25.4 / 72
CELL_PADDING_MM = 3
ONE_DAY = timedelta(days=1)
# The value of a column that counts the rows.
ORDINAL = object()


@dataclass(frozen=True)
class Period:
    """The days a book covers, both included."""

    start: date
    end: date
    label: str

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31), f"{year}年度")

    @classmethod
    def between(cls, start: date, end: date) -> "Period":
        return cls(start, end, f"{prose_date(start)}至{prose_date(end)}")


@dataclass(frozen=True)
class Column:
    """`value` is a dotted path of attributes, a function of the object, or ORDINAL.

    `width` in mm; all widths of a register fill the page exactly.
    """

    label: str
    value: str | Callable[[Any], Any] | object
    width: int
    align: str = ""
    # What people wrote: characters without a font are spelled out instead of stopping the book.
    words: bool = False

    @property
    def capacity(self) -> int:
        """Chinese characters in one line of a cell."""
        return int((self.width - CELL_PADDING_MM) / EM_MM)

    def of(self, row: Any, ordinal: int) -> Any:
        if self.value is ORDINAL:
            return ordinal
        return self.value(row) if callable(self.value) else follow(row, self.value)


@dataclass(frozen=True)
class Register:
    """`rows(home)` gives the queryset, ordered as in the book; it needs `visible_to(user)`.

    `date_field` is the lookup of a date; of a time with `date_is_time`: the days of a period are
    then a range of moments, which an index on the field serves.
    """

    slug: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], QuerySet]
    date_field: str
    date_is_time: bool = False
    orientation: str = "landscape"
    signatures: tuple[str, ...] = ("填表人", "审核人")
    retention: str = ""

    def __post_init__(self):
        total, page = sum(column.width for column in self.columns), PAGE_WIDTH_MM[self.orientation]
        if total != page:
            raise ValueError(f"The columns of {self.slug} take {total} mm, the page has {page} mm.")

    @property
    def labels(self) -> list[str]:
        """The labels in one line each; `\\n` in a label breaks it on paper only."""
        return [column.label.replace("\n", "") for column in self.columns]

    def of(self, home, period: Period, user) -> QuerySet:
        """The rows of `home` in `period` that `user` may see."""
        first, last, within = period.start, period.end, "lte"
        if self.date_is_time:
            first, last, within = midnight(period.start), midnight(period.end + ONE_DAY), "lt"
        days = {f"{self.date_field}__gte": first, f"{self.date_field}__{within}": last}
        return self.rows(home).visible_to(user).filter(**days)

    def values(self, row: Any, ordinal: int) -> list[Any]:
        """What the columns hold, with their own types."""
        return [column.of(row, ordinal) for column in self.columns]

    def cells(self, row: Any, ordinal: int = 0) -> list[str]:
        """What the columns show, on screen and on paper."""
        return [display(value) for value in self.values(row, ordinal)]


def midnight(day: date) -> datetime:
    """The moment at which `day` begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def follow(row: Any, path: str) -> Any:
    """Attributes along a dotted path, calling methods; None where the path breaks off."""
    for name in path.split("."):
        row = getattr(row, name) if row is not None else None
        row = row() if callable(row) else row
    return row


def display(value: Any) -> str:
    """A value as it stands in a table: days as 2026-11-23, nothing as empty."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return f"{local:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case list() | tuple():
            return "、".join(filter(None, map(display, value)))
    return str(value)


def prose_date(day: date) -> str:
    """2026年11月23日, as in a sentence."""
    return f"{day.year}年{day.month}月{day.day}日"


def xlsx(register: Register, home, period: Period, user) -> BytesIO:
    """The register as a workbook with one sheet; reads the rows piece by piece."""
    widths = [max(column.width // 2, 10) for column in register.columns]
    rows = register.of(home, period, user).iterator(chunk_size=500)
    return sheets.write_xlsx(
        register.title,
        list(zip(register.labels, widths, strict=True)),
        (sheet_row(register, row, ordinal) for ordinal, row in enumerate(rows, start=1)),
    )


def sheet_row(register: Register, row: Any, ordinal: int) -> list[Any]:
    """The values with their types; a list becomes text."""
    return [
        display(value) if isinstance(value, list | tuple) else value
        for value in register.values(row, ordinal)
    ]
