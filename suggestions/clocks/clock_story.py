"""A due date told to people: each day counted or skipped and why, long runs of plain days folded."""

import re
from dataclasses import dataclass, replace
from datetime import date

from daihome.tools.workdays import WEEKDAYS, DayNote
from suggestions.clocks import clockwork
from suggestions.models import Clock, DueDate, SpecialDay

# Up to so many days every one has its line; of longer clocks runs of like days share one.
ALL_SHOWN = 31
FOLDED_FROM = 3
# What an ordinary day is called at the end of a reason, and the count in “补回暂停的第3天”.
PLAIN = re.compile(r"（?(工作日|周.休息)(（\d+年放假安排未录入）)?(，连续计算)?）?$")
COUNT = re.compile(r"\d+")


@dataclass(frozen=True)
class Day:
    """One line of the table."""

    date: date
    counted: bool
    why: str

    @property
    def weekday(self):
        return f"星期{WEEKDAYS[self.date.weekday()]}"


@dataclass(frozen=True)
class Run:
    """Days in a row that are told alike; a day with something to say is alone."""

    days: tuple[Day, ...]

    @property
    def first(self):
        return self.days[0]

    @property
    def last(self):
        return self.days[-1]

    @property
    def is_folded(self):
        return len(self.days) > 1

    @property
    def why(self):
        """What all days of the run have in common."""
        if not self.is_folded:
            return self.first.why
        said = _kind(self.first)[1].removesuffix("第天").removesuffix("计入")
        if said.startswith("计入"):
            return said  # a holiday that counts
        return "，".join(filter(None, [said, "每天都计入" if self.first.counted else "都不计"]))


@dataclass(frozen=True)
class Story:
    """One clock of a matter with its days. `is_outdated`: the calendar changed after it stopped."""

    due: DueDate
    runs: tuple[Run, ...]
    base_end: date  # as the rule alone gives it
    is_outdated: bool
    unknown_years: tuple[int, ...]

    @property
    def weekday(self):
        return f"星期{WEEKDAYS[self.due.due_on.weekday()]}"

    @property
    def set_said(self):
        """What the last day is called that a decision set."""
        if self.due.clock == Clock.PROMISE:
            return "承诺在"
        early = self.base_end > self.due.set_to
        return "不晚于主办单位的答复限期" if early else "批准延期到"


def story_of(due, calendar=None):
    """The `Story` of a `DueDate`; with `calendar` it asks nothing of the database."""
    calendar = calendar or SpecialDay.objects.calendar_from(due.start_on)
    notes = due.explanation(calendar)
    years = range(due.start_on.year, notes[-1].date.year + 1)
    return Story(
        due,
        tuple(folded(notes)),
        base_notes(due, calendar)[-1].date,
        notes[-1].date != due.due_on,
        tuple(year for year in years if not calendar.knows(year)),
    )


def folded(notes: list[DayNote]) -> list[Run]:
    """The days of an explanation as runs; the first and the last day always stand alone."""
    days = [Day(*note) for note in notes]
    if len(days) <= ALL_SHOWN:
        return [Run((day,)) for day in days]
    first, *middle, last = days
    runs, kind = [[first]], None
    for day in middle:
        if kind is not None and _kind(day) == kind:
            runs[-1].append(day)
        else:
            runs.append([day])
        kind = _kind(day)
    return [Run(tuple(part)) for run in [*runs, [last]] for part in _parts(run)]


def _parts(run):
    return [run] if len(run) >= FOLDED_FROM else [[day] for day in run]


def _kind(day):
    """What days of one run have in common: counted or not, and why but for the kind of day."""
    return day.counted, COUNT.sub("", PLAIN.sub("", day.why))


def stories(suggestion):
    """Every clock of a matter, the running ones first (three queries, whatever it has)."""
    rows = suggestion.due_dates.select_related("assignment__unit").prefetch_related("changes")
    rows = sorted(rows, key=lambda row: (row.stopped_on is not None, row.pk))
    if not rows:
        return []
    calendar = SpecialDay.objects.calendar_from(min(row.start_on for row in rows))
    return [story_of(row, calendar) for row in rows]


def present_story(suggestion):
    """The clock that `Suggestion.due_on` repeats, told for its voter; None when none runs."""
    if suggestion.due_on is None:
        return None
    rows = suggestion.due_dates.running().filter(due_on=suggestion.due_on)
    shown = [row for row in rows.select_related("assignment") if row.is_shown]
    return story_of(shown[0]) if shown else None


def base_notes(due, calendar):
    """The days as the rule alone gives them: without an extension and without pauses."""
    return clockwork.explain(calendar, replace(due.terms, set_to=None, paused=0))
