"""The roster of a year as staff and papers read it: by day, and turns by person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from daihome.tools.workdays import WEEKDAYS
from reception import roster
from reception.drawing import as_person, people_of
from reception.models import ReceptionDay
from representatives.models import ActivityState, Attendance, AttendanceState, Part


@dataclass(frozen=True)
class RosterDay:
    """A day with its turns in order, those excused left out; `excused` are these."""

    day: ReceptionDay
    turns: list
    excused: list
    is_late: bool

    @property
    def weekday(self):
        return f"星期{WEEKDAYS[self.day.on.weekday()]}"

    @property
    def is_cancelled(self):
        return self.day.activity.state == ActivityState.CANCELLED

    @property
    def missing(self):
        """How many seats are free."""
        return 0 if self.is_cancelled else max(self.day.seats - len(self.turns), 0)

    @property
    def names(self):
        return [row.representative.name for row in self.turns]

    @property
    def remark(self):
        """What the printed table says in 备注: why it was moved, that it is off."""
        off = f"停止接待：{self.day.activity.cancel_reason}" if self.is_cancelled else ""
        return "；".join(filter(None, (off, self.day.moved_why, self.day.remark)))


def days_of_year(rows, year, today) -> list[RosterDay]:
    """The days of one year among `rows` (scoped by the caller), in order; two queries."""
    return roster_days(rows.between(date(year, 1, 1), date(year, 12, 31)), today)


def roster_days(rows, today) -> list[RosterDay]:
    """Days with their turns."""
    turns = Attendance.objects.filter(part=Part.DUTY).select_related(
        "representative", "instead_of__representative"
    )
    rows = rows.with_activity().select_related("pattern", "home")
    rows = rows.prefetch_related(Prefetch("activity__attendances", turns.order_by("pk"), "duty"))
    return [_roster_day(day, today) for day in rows]


def _roster_day(day, today):
    excused = [row for row in day.activity.duty if row.state == AttendanceState.LEAVE]
    turns = [row for row in day.activity.duty if row.state != AttendanceState.LEAVE]
    is_off = day.activity.state == ActivityState.CANCELLED
    return RosterDay(day, turns, excused, not is_off and day.is_announced_late(today))


def turns_by_person(home, days, first):
    """(representative, how many turns, days) of everybody in office since `first`, most first."""
    dates = {}
    for each in days:
        for row in [] if each.is_cancelled else each.turns:
            dates.setdefault(row.representative_id, []).append(each.day.on)
    people = {person.pk: person for person in people_of(home, first)}
    for each in days:
        people.update((row.representative_id, row.representative) for row in each.turns)
    rows = [(person, len(dates.get(key, [])), dates.get(key, [])) for key, person in people.items()]
    return sorted(rows, key=lambda row: -row[1])


def spread_words(rows):
    """How many people have how many turns: 3 次 12 人、2 次 5 人."""
    counted = Counter(number for _, number, _ in rows)
    return "、".join(
        f"{number} 次 {counted[number]} 人" for number in sorted(counted, reverse=True)
    )


def proposals(day):
    """(representative, day of the last turn) of those free on `day`, the longest waiting first."""
    people = {person.pk: person for person in people_of(day.home, day.on)}
    slot = roster.Slot(day.pk, day.on, day.seats)
    persons = [as_person(person) for person in people.values()]
    found = roster.substitutes(slot, persons, turns_of(day.home))
    return [(people[each.key], each.last) for each in found]


def turns_of(home):
    """(person, date) of every turn that the Home ever gave; also of those excused, who are busy."""
    rows = Attendance.objects.of(home).filter(part=Part.DUTY, activity__reception_day__isnull=False)
    rows = rows.exclude(activity__state=ActivityState.CANCELLED).select_related("activity")
    return [(row.representative_id, row.activity.on) for row in rows]
