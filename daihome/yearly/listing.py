"""What stands behind the figures: lists of one year, and how a number is counted from one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

from daihome.tools.registers import Period
from representatives.models import Representative


@dataclass(frozen=True)
class Year:
    """A year of a Home, as far as it has gone by `today`; lists are drawn once."""

    home: Any
    year: int
    today: date
    drawn: dict = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def period(self) -> Period:
        return Period.of_year(self.year)

    @property
    def start(self) -> date:
        return self.period.start

    @property
    def end(self) -> date:
        """The last day, or today in a year that is not over."""
        return min(self.period.end, max(self.today, self.start))

    @property
    def is_over(self) -> bool:
        return self.today > self.period.end

    @cached_property
    def _twins(self) -> set[str]:
        """Names that several representatives of the Home have."""
        people = Representative.objects.of(self.home).order_by().values("name")
        twins = people.annotate(number=models.Count("pk")).filter(number__gt=1)
        return set(twins.values_list("name", flat=True))

    def name(self, person) -> str:
        """The name, with the code of the person where several have it: counted, they are two."""
        return f"{person.name}（{person.code}）" if person.name in self._twins else person.name

    def names(self, people) -> str:
        """“张三、李四”."""
        return "、".join(self.name(person) for person in people)

    def rows(self, listing: "Listing") -> list[tuple]:
        """The rows of `listing` in this year."""
        if listing.slug not in self.drawn:
            self.drawn[listing.slug] = [tuple(row) for row in listing.draw(self)]
        return self.drawn[listing.slug]


@dataclass(frozen=True)
class Listing:
    """One list: `draw(year)` yields rows of plain values in the order of `columns`.

    `page(year)` is the address of the room where its rows are kept.
    """

    slug: str
    title: str
    columns: tuple[str, ...]
    draw: Callable[[Year], Any]
    page: Callable[[Year], str]

    def column(self, year: Year, name: str) -> list:
        """The values of one column, row by row."""
        place = self.columns.index(name)
        return [row[place] for row in year.rows(self)]


@dataclass(frozen=True)
class Count:
    """A number out of a list: its rows, those with one of `values`, a sum, or different values."""

    listing: Listing
    column: str = ""
    values: tuple = ()
    of: str = "rows"

    def number(self, year: Year) -> int | Decimal:
        rows = year.rows(self.listing)
        if not self.column:
            return len(rows)
        found = self.listing.column(year, self.column)
        if self.of == "sum":
            return sum((value or 0 for value in found), start=0)
        if self.of == "distinct":
            names = (name for value in found for name in str(value or "").split("、"))
            return len({name for name in names if name})
        return sum(value in self.values for value in found)

    @property
    def words(self) -> str:
        """How an auditor counts it again."""
        name = f"“{self.listing.title}”表"
        if not self.column:
            return f"{name}的行数"
        if self.of == "sum":
            return f"{name}“{self.column}”一列的合计"
        if self.of == "distinct":
            return f"{name}“{self.column}”一列里不同的有几个（顿号隔开的分别算）"
        values = "”或“".join(str(value) for value in self.values)
        return f"{name}“{self.column}”为“{values}”的行数"
