"""From a pattern to days with people: drafted for the preview, written when staff agree.

A draft changes nothing. What it leaves alone: days that are past, announced, cancelled or arranged
by hand, and on the others every seat that a person changed.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db import transaction

from reception.dates import PlannedDay
from reception.drawing import Drawing, is_held
from reception.models import ReceptionDay, ReceptionPattern
from reception.models.days import moment
from representatives.models import ActivityState, Attendance, AttendanceState, Part
from suggestions.models import SpecialDay

# Farther ahead nobody knows who is in office, nor the days off.
YEARS_AHEAD = 2
WHY_MAX = ReceptionDay._meta.get_field("moved_why").max_length


@dataclass
class Line:
    """One day of a draft: the date of the pattern, the day that exists already, who is to come.

    `is_kept`: nothing about it changes.
    """

    planned: PlannedDay
    existing: ReceptionDay | None = None
    is_kept: bool = False
    people: list = field(default_factory=list)
    group: object = None
    remark: str = ""

    @property
    def day(self):
        return self.existing.on if self.is_kept else self.planned.day

    @property
    def why(self):
        return self.existing.moved_why if self.is_kept else self.planned.why


@dataclass
class Draft:
    """What a run would write: days, what falls out, what is removed, and whose turns it makes."""

    pattern: ReceptionPattern
    today: date
    last: date
    lines: list[Line]
    fallen: list[PlannedDay]
    gone: list[ReceptionDay]
    turns: list[tuple]
    without_group: list

    @property
    def fingerprint(self):
        """Differs as soon as the roster does: what was looked at is what is written."""
        said = [
            (line.day, line.planned.nominal, line.is_kept, [person.pk for person in line.people])
            for line in self.lines
        ]
        return sha256(repr((said, [day.pk for day in self.gone])).encode()).hexdigest()[:24]

    @property
    def spread(self):
        """The fewest and the most turns of one person."""
        numbers = [number for _, number in self.turns]
        return (min(numbers), max(numbers)) if numbers else (0, 0)


def latest_end(today):
    """The last day up to which a roster can be written: two years ahead."""
    return date(today.year + YEARS_AHEAD, today.month, min(today.day, 28))


def usual_end(today):
    """The end of next year."""
    return date(today.year + 1, 12, 31)


def draft(pattern, last, today) -> Draft:
    """The roster of `pattern` up to `last`, drawn together with the turns of the year so far."""
    since = date(today.year, 1, 1)
    planned = pattern.planned_days(since, last, SpecialDay.objects.calendar())
    days = list(_days(pattern.home, since, last))
    own = {day.nominal_on: day for day in days if day.pattern_id == pattern.pk}
    lines = [
        Line(each, own.get(each.nominal), is_kept=_is_kept(own.get(each.nominal), today))
        for each in planned
        if each.day and (each.nominal in own or each.day >= today)
    ]
    wanted = {line.planned.nominal for line in lines}
    rest = [day for nominal, day in own.items() if nominal not in wanted]
    gone = [day for day in rest if not (_is_kept(day, today) or _touched_rows(day))]
    lines += [
        Line(PlannedDay(day.nominal_on, day.on, day.moved_why), day, is_kept=True)
        for day in rest
        if day not in gone
    ]
    lines.sort(key=lambda line: (line.day, line.planned.nominal))
    fallen = [each for each in planned if each.day is None and each.nominal >= today]
    drawing = Drawing(pattern, lines, [day for day in days if day not in own.values()], since, last)
    drawing.draw()
    return Draft(
        pattern, today, last, lines, fallen, gone, drawing.turns(), drawing.without_group()
    )


def _days(home, since, last):
    rows = ReceptionDay.objects.of(home).between(since, last).with_activity()
    return rows.prefetch_related(
        "activity__attendances__representative",
        "activity__attendances__swaps",
        "activity__attendances__swaps_for_it",
    )


def _is_kept(day, today):
    """Whether a run leaves the day as it is."""
    is_planned = day is None or day.activity.state == ActivityState.PLANNED
    return not is_planned or (day is not None and (day.is_by_hand or day.on < today))


def _touched_rows(day):
    """Seats of which a person, not the roster, said who sits there, or who does not."""
    return [
        row
        for row in day.activity.attendances.all()
        if is_held(row) or row.state != AttendanceState.EXPECTED
    ]


@transaction.atomic
def write(draft):
    """Write what the draft says; the caller has compared its fingerprint."""
    for day in draft.gone:
        day.delete()
        day.activity.delete()
    for line in draft.lines:
        if not line.is_kept:
            _write_line(draft.pattern, line)


def redraw(pattern, last, today):
    """A draft for writing: of two runs at once the second one sees what the first one wrote."""
    ReceptionPattern.objects.select_for_update().filter(pk=pattern.pk).first()
    return draft(pattern, last, today)


def _write_line(pattern, line):
    if line.existing is None:
        line.existing = ReceptionDay.objects.plan(
            home=pattern.home, venue=pattern.venue, on=line.day, starts=pattern.starts,
            ends=pattern.ends, pattern=pattern, group=line.group, nominal_on=line.planned.nominal,
            **_facts(pattern, line),
        )  # fmt: skip
    else:
        _rewrite(pattern, line)
    activity, people = line.existing.activity, {person.pk for person in line.people}
    rows = Attendance.objects.filter(activity=activity, part=Part.DUTY, is_by_hand=False)
    rows.filter(state=AttendanceState.EXPECTED).exclude(representative__in=people).delete()
    Attendance.objects.invite(activity, line.people, part=Part.DUTY)


def _rewrite(pattern, line):
    """Let a day that exists follow the pattern as it is now."""
    day, activity = line.existing, line.existing.activity
    facts = _facts(pattern, line)
    place = {
        "starts_at": moment(line.day, pattern.starts),
        "ends_at": moment(line.day, pattern.ends),
        "venue": pattern.venue,
        "group": line.group,
        "title": ReceptionDay.title_on(line.day),
    }
    for row, fields in ((day, facts), (activity, place)):
        if any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()


def _facts(pattern, line):
    return {
        "moved_why": line.why[:WHY_MAX],
        "seats": pattern.seats,
        "theme": pattern.theme,
        "liaison": pattern.liaison,
    }
