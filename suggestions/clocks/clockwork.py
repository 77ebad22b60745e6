"""How one clock of a matter counts: pure, without a database (DOMAIN.md 4.2-4.3).

A clock runs from its first day (not counted) for so many days, working days or months; a decision
may set another last day (an extension granted, a promise made); days on which the voter was asked
something are added at the end; a last day that is a day off moves on to the next working day.
"""

from dataclasses import dataclass
from datetime import date

from daihome.tools.workdays import ONE_DAY, Calendar, DayNote

WORKDAYS = "workdays"


@dataclass(frozen=True)
class Terms:
    """What a clock counts. `start` is excluded, the last day included.

    `set_to` is the last day that a decision set instead of counting, `set_why` what it is called;
    `paused` the days to add since then: working days where `unit` is "workdays", else calendar days.
    """

    start: date
    number: int
    unit: str
    rolls: bool = True
    paused: int = 0
    set_to: date | None = None
    set_why: str = "批准的延期"


def last_day(calendar: Calendar, terms: Terms) -> date:
    """The last day of the clock, included."""
    end = terms.set_to or calendar.due(terms.start, terms.number, terms.unit, roll=False)
    if terms.paused:
        end = _add(calendar, end, terms.paused, terms.unit)
    return calendar.roll_forward(end) if terms.rolls else end


def explain(calendar: Calendar, terms: Terms) -> list[DayNote]:
    """Each day from the first to the last: counted or not, and why; ends with `last_day`."""
    notes = calendar.explain(terms.start, terms.number, terms.unit, roll=False)
    notes += _days_set(calendar, notes[-1].date, terms)
    if terms.set_to and notes[-1].date > terms.set_to:
        notes = [note for note in notes if note.date <= terms.set_to]
    notes += _days_paused(calendar, notes[-1].date, terms)
    while terms.rolls and not calendar.is_workday(notes[-1].date):
        day = notes[-1].date + ONE_DAY
        notes.append(DayNote(day, False, f"届满日休息，顺延（{calendar.describe(day)}）"))
    return notes


def paused_between(calendar: Calendar, asked_on: date, ended_on: date, unit: str) -> int:
    """How many days a clock stood still: those after `asked_on` up to `ended_on`, included."""
    if unit != WORKDAYS:
        return max(0, (ended_on - asked_on).days)
    day, number = asked_on, 0
    while day < ended_on:
        day += ONE_DAY
        number += calendar.is_workday(day)
    return number


def _add(calendar, day, number, unit):
    add = calendar.add_workdays if unit == WORKDAYS else calendar.add_days
    return add(day, number)


def _days_set(calendar, day, terms):
    while terms.set_to and day < terms.set_to:
        day += ONE_DAY
        yield DayNote(day, True, f"{terms.set_why}（{calendar.describe(day)}）")


def _days_paused(calendar, day, terms):
    added = 0
    while added < terms.paused:
        day += ONE_DAY
        counts = terms.unit != WORKDAYS or calendar.is_workday(day)
        added += counts
        why = f"补回暂停的第{added}天" if counts else "不计"
        yield DayNote(day, counts, f"{why}（{calendar.describe(day)}）")
