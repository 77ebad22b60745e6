"""What a year of duties adds up to: count and days of each person, by category and by quarter."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Sum
from django.db.models.functions import ExtractQuarter
from django.utils import timezone

from representatives.models import (
    Convener,
    DutyCategory,
    DutyRecord,
    GroupMembership,
    Representative,
    Role,
)

QUARTERS = (1, 2, 3, 4)


@dataclass
class Sums:
    """How many records and how many days."""

    count: int = 0
    days: Decimal = Decimal(0)

    def add(self, count, days):
        self.count += count
        self.days += days

    def __bool__(self):
        return self.count > 0


@dataclass
class Line:
    """One person's year. `cells` are by (category, quarter)."""

    person: Representative
    cells: dict = field(default_factory=lambda: defaultdict(Sums))

    @property
    def total(self):
        return self._sum(lambda category, quarter: True)

    @property
    def quarters(self):
        """The four quarters in order."""
        return [self._sum(lambda _category, quarter, q=q: quarter == q) for q in QUARTERS]

    def of_category(self, category):
        return self._sum(lambda key, _quarter: key == category.pk)

    def points_of(self, category):
        """What the Home gives for the year in this category."""
        return self.of_category(category).count * category.points

    def _sum(self, belongs):
        total = Sums()
        for key, cell in self.cells.items():
            if belongs(*key):
                total.add(cell.count, cell.days)
        return total


@dataclass
class Summary:
    """The lines of a Home's year, and the categories that occur in it."""

    categories: list
    lines: list
    # Only where the Home has switched them on.
    uses_points: bool = False

    def rows(self):
        """(line, sums of each category) for the page."""
        return [(line, [line.of_category(one) for one in self.categories]) for line in self.lines]

    def scored(self):
        """(line, points, rank, (sums, points) of each category) for the page of such a Home."""
        return [(line, *self.ranking[line.person.pk], self._in_points(line)) for line in self.lines]

    def _in_points(self, line):
        return [(line.of_category(one), line.points_of(one)) for one in self.categories]

    @cached_property
    def ranking(self):
        """(points, rank) by person: equal points share a rank, and the next ones are skipped."""
        points = {
            line.person.pk: sum((line.points_of(one) for one in self.categories), Decimal(0))
            for line in self.lines
        }
        order = sorted(points.values(), reverse=True)
        return {key: (number, order.index(number) + 1) for key, number in points.items()}

    def sheet(self):
        """Rows of the workbook: person, category, count and days of each quarter and the year;
        with points those and, in the line of the sums, the rank."""
        for line, row, category in self._sheet_rows():
            if not self.uses_points:
                yield row
            elif category is None:
                yield [*row, *self.ranking[line.person.pk]]
            else:
                yield [*row, line.points_of(category), None]

    def _sheet_rows(self):
        for line in self.lines:
            for category in self.categories:
                cells = [line.cells[category.pk, quarter] for quarter in QUARTERS]
                sums = _flat([*cells, line.of_category(category)])
                yield line, [line.person.name, category.name, *sums], category
            sums = _flat([*line.quarters, line.total])
            yield line, [line.person.name, "合计", *sums], None


def _flat(sums):
    return [number for one in sums for number in (one.count, one.days)]


def summary(home, user, year):
    """The `Summary` of confirmed duties in `year` that `user` may see; four queries.

    Whoever is in office at its end has a line, and whoever did something in it.
    """
    rows = DutyRecord.objects.visible_to(user).of(home).confirmed().filter(on__year=year)
    found = rows.order_by().values_list("representative", "category", ExtractQuarter("on"))
    lines = {person.pk: Line(person) for person in _people(home, user, year, rows)}
    for person, category, quarter, count, days in found.annotate(Count("pk"), Sum("days")):
        lines[person].cells[category, quarter].add(count, days)
    used = {category for line in lines.values() for category, _quarter in line.cells}
    categories = list(DutyCategory.objects.of(home).filter(pk__in=used))
    return Summary(categories, list(lines.values()), home.uses_points)


def _people(home, user, year, rows):
    people = Representative.objects.of(home)
    there = people.in_office(date(year, 12, 31))
    led = _led(user) if user.role == Role.CONVENER else None
    if led is not None:
        there = there.filter(pk__in=led)
    keys = {*rows.order_by().values_list("representative", flat=True)}
    return people.filter(pk__in=keys | {*there.values_list("pk", flat=True)}).by_pinyin()


def _led(user):
    """Keys of those in the groups that the convener leads today; None for the Home's convener."""
    groups = Convener.objects.groups_led(user, timezone.localdate())
    if groups is None:
        return None
    members = GroupMembership.objects.filter(ended_on=None, group__in=groups)
    return members.values("representative")
