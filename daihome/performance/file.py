"""The file of one mandate: whose it is, its years, and what each year holds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from daihome.performance.chapters import Span, Told, chapters
from representatives.models import (
    Convener,
    GroupMembership,
    Mandate,
    PerformanceFile,
    PerformanceYear,
    Role,
)


def mandates_of(user):
    """Mandates whose files `user` may read: staff all of the Home, a convener those of the own
    groups' members, a representative the own."""
    rows = Mandate.objects.visible_to(user).select_related(
        "representative__home", "term", "district"
    )
    if user.role == Role.REPRESENTATIVE:
        return rows.filter(representative=user.represents) if user.represents else rows.none()
    if user.role == Role.UNIT:
        return rows.none()
    if user.role != Role.CONVENER:
        return rows
    groups = Convener.objects.groups_led(user, timezone.localdate())
    if groups is None:
        return rows
    members = GroupMembership.objects.filter(ended_on=None, group__in=groups)
    return rows.filter(representative__in=members.values("representative"))


@dataclass(frozen=True)
class Year:
    """One year of a file: what happened in it, and what was said about it (None: nothing yet)."""

    year: int
    start: date
    end: date
    told: list[Told]
    said: PerformanceYear | None


@dataclass(frozen=True)
class File:
    """The file of `mandate` on `today`."""

    mandate: Any
    today: date

    @property
    def person(self):
        return self.mandate.representative

    @property
    def stored(self) -> PerformanceFile | None:
        return PerformanceFile.objects.filter(mandate=self.mandate).first()

    @property
    def last_day(self) -> date:
        """The last day of the mandate, or today."""
        return min(self.mandate.ended_on or self.today, self.today)

    @property
    def years(self) -> list[int]:
        """From the first year of the mandate to the last so far; its first when none has begun."""
        first = self.mandate.started_on.year
        return list(range(first, max(first, self.last_day.year) + 1))

    def span(self, year: int) -> Span:
        """The days of `year` in which the mandate was held."""
        start = max(date(year, 1, 1), self.mandate.started_on)
        return Span(self.person, start, min(date(year, 12, 31), self.last_day), self.today)

    def of(self, year: int) -> Year:
        span = self.span(year)
        said = PerformanceYear.objects.filter(file__mandate=self.mandate, year=year)
        return Year(year, span.start, span.end, chapters(span), said.first())

    @property
    def groups(self) -> str:
        """The groups in which the person is, or was when the mandate ended."""
        rows = GroupMembership.objects.filter(
            representative=self.person, started_on__lte=self.last_day
        ).select_related("group")
        there = [row for row in rows if row.ended_on is None or row.ended_on >= self.last_day]
        return "、".join(row.group.name for row in there)


def stored_year(mandate, year: int) -> PerformanceYear:
    """The row on which the words about `year` are kept; made when there is none."""
    file, _created = PerformanceFile.objects.get_or_create(mandate=mandate)
    return PerformanceYear.objects.get_or_create(file=file, year=year)[0]
