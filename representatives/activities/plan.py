"""The plan of a year: months with their activities, what is missing, last year's plan again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from representatives import progress
from representatives.models import Activity, ActivityState, Base, Span, Target

COPIED = (
    "home_id", "kind_id", "group_id", "home_function", "venue_id", "place", "organiser", "agenda",
)  # fmt: skip


@dataclass(frozen=True)
class Month:
    number: int
    rows: list
    is_now: bool


def year_rows(home, year, user):
    """All activities of the year that `user` sees, in order, reception days included."""
    rows = Activity.objects.of(home).visible_to(user)
    rows = rows.within(date(year, 1, 1), date(year, 12, 31))
    return rows.select_related("kind", "group", "venue").order_by("starts_at", "pk")


def months_of(rows, year, today):
    """The twelve months, each with its activities; whose day went by is marked `is_late`."""
    by_month = {number: [] for number in range(1, 13)}
    for row in rows:
        row.is_late = is_late(row, today)
        by_month[row.on.month].append(row)
    return [
        Month(number, found, (year, number) == (today.year, today.month))
        for number, found in by_month.items()
    ]


def is_late(row, today):
    """Whether its day (of a tentative one: month) is over and nobody wrote down how it went."""
    if row.state in (ActivityState.HELD, ActivityState.CANCELLED):
        return False
    return row.on < (today.replace(day=1) if row.is_tentative else today)


@dataclass(frozen=True)
class Need:
    """One minimum count in one span of the year, for one group or the Home."""

    progress: progress.Progress
    line: progress.Line

    @property
    def span(self):
        start = self.progress.start
        if self.progress.target.span == Span.QUARTER:
            return f"第{'一二三四'[(start.month - 1) // 3]}季度"
        return f"{start.year}年" if self.progress.target.span == Span.YEAR else "本届"


def needs_of(home, year, today):
    """Every minimum count that activities of `year` serve, quarter by quarter where it says so."""
    rows = Target.objects.of(home).filter(is_active=True, measure__in=progress.PLANNABLE)
    targets = list(rows)
    quarterly = [one for one in targets if one.span == Span.QUARTER]
    others = [one for one in targets if one.span != Span.QUARTER]
    day = today if year == today.year else date(year, 12, 31)
    found = progress.measured(home, day, others, today=today)
    for month in (1, 4, 7, 10) if quarterly else ():
        found += progress.measured(home, date(year, month, 1), quarterly, today=today)
    return [Need(one, line) for one in found for line in one.lines]


def copyable(home, year, user):
    """Activities of the year before `year` that its plan does not have yet; no reception days."""
    before = year_rows(home, year - 1, user).kept_by(user)
    there = {_same(row, row.title, row.starts_at) for row in year_rows(home, year, user)}
    keys = [
        row.pk
        for row in before.exclude(kind__base=Base.RECEPTION)
        if row.state != ActivityState.CANCELLED
        and _same(row, title_in(row, year), row.starts_at) not in there
    ]
    rows = Activity.objects.filter(pk__in=keys).select_related("kind", "group")
    return rows.order_by("starts_at", "pk")


def _same(row, title, moment):
    return title, row.group_id, timezone.localtime(moment).month


def title_in(row, year):
    """The title with last year's number turned into this one's."""
    return row.title.replace(str(year - 1), str(year))


@transaction.atomic
def copy(rows, year):
    """Plan each of `rows` (of the year before) again in the same month, the day still open."""
    for row in rows:
        fields = {name: getattr(row, name) for name in COPIED}
        Activity.objects.create(
            title=title_in(row, year),
            starts_at=_a_year_on(row.starts_at),
            ends_at=_a_year_on(row.ends_at),
            is_tentative=True,
            **fields,
        )


def _a_year_on(moment):
    """The same day and time one year later; 29 February becomes the 28th."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    is_leap_day = (local.month, local.day) == (2, 29)
    return local.replace(year=local.year + 1, day=28 if is_leap_day else local.day)
