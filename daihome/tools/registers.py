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
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import chain
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from daihome.tools import sheets
from daihome.tools.local_days import LocalDay

# A4 less 15 mm margins and 25 mm at the binding edge.
PAGE_WIDTH_MM = {"landscape": 257, "portrait": 170}
ONE_DAY = timedelta(days=1)
# The value of a column that counts the rows.
ORDINAL = object()
# Instead of a row's number: the line of sums.
SUM = "sum"
# Ends a text that a cell cannot hold.
CUT = "……（全文见案卷）"
# What a book may be narrowed to besides its days, in the order of the page and of its words.
CHOICES = {"group": "代表小组", "village": "村（社区）", "representative": "代表"}


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
    # What is added up at the end of the book: the lookup of a number, e.g. "items__value", or an
    # expression of one.
    total: Any = ""

    def of(self, row: Any, ordinal: int) -> Any:
        if self.value is ORDINAL:
            return ordinal
        return self.value(row) if callable(self.value) else follow(row, self.value)


@dataclass(frozen=True)
class Register:
    """`rows(home)` gives the queryset, ordered as in the book; it needs `visible_to(user)`.

    `date_field` is the lookup of a date; of a time with `date_is_time`: the days of a period are
    then a range of moments, which an index on the field serves.

    `choices` says which lookup serves which of CHOICES, e.g. {"representative": "representative",
    "group": "representative__memberships__group"}; of memberships only those of the row's day
    count. `each` names the choice that makes a book of its own: without it there is only a list
    of them. `link(row)` is the address that the row leads to on screen, where it is not the
    row's (or its matter's) own page. `is_stock`: what is there at the end of the period, since
    whenever, not what came in it.
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
    choices: dict[str, str] = field(default_factory=dict)
    each: str = ""
    link: Callable[[Any], str] | None = None
    is_stock: bool = False

    def __post_init__(self):
        total, page = sum(column.width for column in self.columns), PAGE_WIDTH_MM[self.orientation]
        if total != page:
            raise ValueError(f"The columns of {self.slug} take {total} mm, the page has {page} mm.")
        if unknown := {*self.choices, *filter(None, [self.each])} - CHOICES.keys():
            raise ValueError(f"{self.slug} offers a choice that no form has: {unknown}.")

    @property
    def labels(self) -> list[str]:
        """The labels in one line each; `\\n` in a label breaks it on paper only."""
        return [column.label.replace("\n", "") for column in self.columns]

    def of(self, home, period: Period, user, chosen: dict[str, Any] | None = None) -> QuerySet:
        """The rows of `home` in `period` that `user` may see, of what was `chosen`.

        `chosen` gives an object of the Home for some of `choices`.
        """
        first, last, within = period.start, period.end, "lte"
        if self.date_is_time:
            first, last, within = midnight(period.start), midnight(period.end + ONE_DAY), "lt"
        days = {f"{self.date_field}__{within}": last}
        if not self.is_stock:
            days[f"{self.date_field}__gte"] = first
        rows = self.rows(home).visible_to(user).filter(**days)
        for name, one in (chosen or {}).items():
            # Through the keys: a lookup over several rows would show a row several times.
            serving = rows.model._base_manager.filter(self._serves(self.choices[name], one))
            rows = rows.filter(pk__in=serving.values("pk"))
        return rows

    def _serves(self, path: str, one: Any) -> Q:
        """The condition for rows of `one`; who was in a group on another day is not of it."""
        here, dated = Q(**{path: one}), path.removesuffix("__group")
        if not dated.endswith("memberships"):
            return here
        if self.is_stock:
            return here & Q(**{f"{dated}__ended_on": None})
        day = LocalDay(self.date_field) if self.date_is_time else F(self.date_field)
        still = Q(**{f"{dated}__ended_on": None}) | Q(**{f"{dated}__ended_on__gte": day})
        return here & Q(**{f"{dated}__started_on__lte": day}) & still

    def sums(self, rows: QuerySet) -> list[Any]:
        """The last line of the book: 合计 and the sums over `rows`; empty without such columns.

        One query for each column: over several joins at once a number would count repeatedly.
        """
        if not any(column.total for column in self.columns):
            return []
        found = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
        line = [
            _exact(found.aggregate(sum=Sum(column.total))["sum"] or 0) if column.total else None
            for column in self.columns
        ]
        return ["合计", *line[1:]]

    def values(self, row: Any, ordinal: int) -> list[Any]:
        """What the columns hold, with their own types."""
        return [column.of(row, ordinal) for column in self.columns]

    def cells(self, row: Any, ordinal: int = 0) -> list[str]:
        """What the columns show, on screen and on paper."""
        return [display(value) for value in self.values(row, ordinal)]


def _exact(number: Any) -> Any:
    """Money with its two decimals: SQLite adds up without them."""
    return number.quantize(Decimal("0.01")) if isinstance(number, Decimal) else number


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


def chosen_words(chosen: dict[str, Any] | None) -> str:
    """What a book was narrowed to, as its cover says it: “第一代表小组　北山咀村”; or empty."""
    found = chosen or {}
    return "　".join(
        f"{found[name]}代表" if name == "representative" else str(found[name])
        for name in CHOICES
        if name in found
    )


def xlsx(register: Register, home, period: Period, user, chosen=None) -> BytesIO:
    """The register as a workbook with one sheet; reads the rows piece by piece."""
    widths = [max(column.width // 2, 10) for column in register.columns]
    found = register.of(home, period, user, chosen)
    rows = found.iterator(chunk_size=500)
    sums = register.sums(found)
    return sheets.write_xlsx(
        f"{register.title} {chosen_words(chosen)}".strip(),
        list(zip(register.labels, widths, strict=True)),
        chain(
            (sheet_row(register, row, ordinal) for ordinal, row in enumerate(rows, start=1)),
            [sums] if sums else [],
        ),
    )


def sheet_row(register: Register, row: Any, ordinal: int) -> list[Any]:
    """The values with their types; a list becomes text."""
    return [
        display(value) if isinstance(value, list | tuple) else value
        for value in register.values(row, ordinal)
    ]
