"""How far the minimum counts (`Target`) are met: per group, per representative, for the Home.

A counter is a function `(home, start, end) -> {key: number}` of the days between two dates, both
included; keys are those of groups or representatives, or None for the Home. Other rooms have
counters of their own; `daihome/progress.py` puts them together. One query a counter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    Base,
    DutyRecord,
    DutyReport,
    DutyState,
    Level,
    Measure,
    Part,
    RepGroup,
    Representative,
    Span,
    Target,
    Term,
)

Counts = Mapping[int | None, int | Decimal]
Counter = Callable[..., Counts]

GROUPS = {Measure.GROUP_ACTIVITIES}
WHOLE_HOME = {Measure.STUDIES, Measure.MEETINGS, Measure.PRESIDIUM}
OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)
LABELS = {
    Measure.GROUP_ACTIVITIES: "小组活动",
    Measure.STUDIES: "集中学习",
    Measure.MEETINGS: "会议",
    Measure.PRESIDIUM: "主席团会议",
    Measure.CONTACTS: "联系选民",
    Measure.RECEPTIONS: "接待选民",
    Measure.DUTY_DAYS: "履职天数",
    Measure.VOTER_REPORTS: "向选民述职",
}
UNITS = {Measure.CONTACTS: "人", Measure.DUTY_DAYS: "天"}


@dataclass(frozen=True)
class Line:
    """One group, representative or Home (`key` None) against the number; `planned` is to come."""

    key: int | None
    name: str
    done: int | Decimal
    number: int
    planned: int = 0

    @property
    def is_met(self) -> bool:
        return self.done >= self.number

    @property
    def left(self) -> int | Decimal:
        """How many are still owed."""
        return max(self.number - self.done, 0)

    @property
    def missing(self) -> int | Decimal:
        """How many are neither held nor planned."""
        return max(self.number - self.done - self.planned, 0)

    @property
    def share(self) -> float:
        """From 0 to 1; 1 when it is met."""
        return min(float(self.done) / self.number, 1.0) if self.number else 1.0


@dataclass(frozen=True)
class Progress:
    """One target with its lines, in the days from `start` to `end`."""

    target: Target
    start: date
    end: date
    lines: list[Line]

    @property
    def label(self) -> str:
        return LABELS[self.target.measure]

    @property
    def unit(self) -> str:
        return UNITS.get(self.target.measure, "次")

    @property
    def met(self) -> int:
        return sum(line.is_met for line in self.lines)

    @property
    def unmet(self) -> int:
        return len(self.lines) - self.met

    def of(self, key: int | None) -> Line | None:
        """The line of one group or representative, or None."""
        return next((line for line in self.lines if line.key == key), None)


def span_of(home, span: str, today: date) -> tuple[date, date]:
    """First and last day of the year, quarter or term that holds `today`."""
    if span == Span.YEAR:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    if span == Span.QUARTER:
        return quarter_of(today)
    terms = Term.objects.of(home).filter(level=Level.TOWNSHIP, starts_on__lte=today)
    term = terms.order_by("-starts_on").first()
    start = term.starts_on if term else date(today.year, 1, 1)
    return start, (term and term.ends_on) or date(start.year + 5, 12, 31)


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the quarter that holds `day`."""
    first = day.month - (day.month - 1) % 3
    start = date(day.year, first, 1)
    after = date(day.year + (first == 10), (first + 3 - 1) % 12 + 1, 1)
    return start, date.fromordinal(after.toordinal() - 1)


def _activities(home, start, end, base):
    """Activities of one base; those of a term or year begin on a day of it."""
    return Activity.objects.of(home).within(start, end).filter(kind__base=base)


def _by(rows, path, number=None) -> Counts:
    """{key: number of rows (or `number`)} by the lookup `path`."""
    return dict(rows.order_by().values_list(path).annotate(number or Count("pk", distinct=True)))


def group_activities(home, start, end, states=(ActivityState.HELD,)) -> Counts:
    rows = _activities(home, start, end, Base.GROUP).filter(state__in=states)
    return _by(rows.exclude(group=None), "group")


def _of_home(base):
    def count(home, start, end, states=(ActivityState.HELD,)) -> Counts:
        """Of the whole Home: what one group does alone is a group's activity."""
        rows = _activities(home, start, end, base).filter(state__in=states, group=None)
        return {None: rows.count()}

    return count


def receptions(home, start, end) -> Counts:
    """Turns on reception days that were held, by those who were there."""
    days = _activities(home, start, end, Base.RECEPTION).held()
    there = Attendance.objects.filter(part=Part.DUTY, state=AttendanceState.PRESENT)
    return _by(there.filter(activity__in=days.values("pk")), "representative")


def duty_days(home, start, end) -> Counts:
    rows = DutyRecord.objects.of(home).filter(state=DutyState.CONFIRMED, on__range=(start, end))
    return _by(rows, "representative", Sum("days"))


def voter_reports(home, start, end) -> Counts:
    return _by(DutyReport.objects.of(home).filter(on__range=(start, end)), "representative")


COUNTERS: dict[str, Counter] = {
    Measure.GROUP_ACTIVITIES: group_activities,
    Measure.STUDIES: _of_home(Base.STUDY),
    Measure.MEETINGS: _of_home(Base.MEETING),
    Measure.PRESIDIUM: _of_home(Base.PRESIDIUM),
    Measure.RECEPTIONS: receptions,
    Measure.DUTY_DAYS: duty_days,
    Measure.VOTER_REPORTS: voter_reports,
}
# What an activity counts for: it can be planned.
PLANNABLE = GROUPS | WHOLE_HOME


def progress(home, today: date, counters: Mapping[str, Counter] = COUNTERS) -> list[Progress]:
    """Every active target of `home` that has a counter, on `today`."""
    targets = Target.objects.of(home).filter(is_active=True, measure__in=counters)
    return measured(home, today, targets, counters)


def measured(home, day, targets: Iterable[Target], counters=COUNTERS, *, today=None):
    """The given targets (list of `Progress`) in the span that holds `day`.

    What is planned counts from the month of `today` (else of `day`): earlier plans were not held.
    """
    targets, since = list(targets), (today or day).replace(day=1)
    names = {
        kind: read(home, day)
        for kind, read in NAMES.items()
        if any(kind_of(target) == kind for target in targets)
    }
    return [
        _measured(home, day, since, target, names[kind_of(target)], counters[target.measure])
        for target in targets
    ]


def missed_quarters(home, today: date, counters=COUNTERS) -> list[Progress]:
    """Quarters of this year that are over and did not hold what a target wants of each; of those
    only the lines that were not met."""
    wanted = Target.objects.of(home).filter(is_active=True, span=Span.QUARTER, measure__in=counters)
    targets, found = list(wanted), []
    over = [month for month in (1, 4, 7) if month + 3 <= today.month] if targets else []
    for month in over:
        found += measured(home, date(today.year, month, 1), targets, counters, today=today)
    unmet = [replace(one, lines=[line for line in one.lines if line.left]) for one in found]
    return [one for one in unmet if one.lines]


def kind_of(target: Target) -> str:
    """For whom it is counted: "group", "home" or "person"."""
    if target.measure in GROUPS:
        return "group"
    return "home" if target.measure in WHOLE_HOME else "person"


def _home(home, today):
    return [(None, home.name)]


def _groups(home, today):
    return list(RepGroup.objects.of(home).filter(is_active=True).values_list("pk", "name"))


def _people(home, today):
    rows = Representative.objects.of(home).in_office(today).by_pinyin()
    return list(rows.values_list("pk", "name"))


# (key, name) of all for whom something is counted.
NAMES = {"home": _home, "group": _groups, "person": _people}


def _measured(home, day, since, target, names, count) -> Progress:
    start, end = span_of(home, target.span, day)
    done, planned = count(home, start, end), {}
    if target.measure in PLANNABLE and since <= end:
        planned = count(home, max(start, since), end, OPEN)
    lines = [
        Line(key, name, done.get(key, 0), target.number, planned.get(key, 0)) for key, name in names
    ]
    return Progress(target, start, end, lines)


def only_of(found: Iterable[Progress], keys: Mapping[str, set[int]]) -> list[Progress]:
    """The same without the lines of others; `keys` of those who stay, by `kind_of` the target."""
    return [replace(one, lines=_kept(one, keys)) for one in found]


def _kept(one, keys):
    kind = kind_of(one.target)
    return [line for line in one.lines if kind == "home" or line.key in keys[kind]]
