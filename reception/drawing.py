"""The lines of a draft get their people: rows turned into what `roster.draw` counts with, and back."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from django.db.models import Count, Prefetch

from daihome.tools.registers import midnight
from reception import roster
from reception.models import SwapState
from representatives.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    GroupMembership,
    Level,
    MandateState,
    Part,
    RepGroup,
    Representative,
)

ONE_DAY = timedelta(days=1)
# The group of slots that other patterns have filled: nobody is drawn for them.
ELSEWHERE = -1


class Drawing:
    """One run over the lines of a draft; `others` are days of the Home outside the pattern."""

    def __init__(self, pattern, lines, others, since, last):
        self.pattern, self.lines, self.others = pattern, lines, others
        self.since, self.last = since, last
        self.groups = {group.pk: group for group in _groups_of(pattern)}
        everybody = people_of(pattern.home, since)
        self.everybody = {person.pk: person for person in everybody}
        self.rotates = pattern.in_rotation and any(map(self._group_of, everybody))
        past = _turns_before(pattern.home, since)
        self.people = [
            as_person(person, group=self._group_of(person), past=past.get(person.pk, 0))
            for person in everybody
            if self._group_of(person) or not (self.rotates or pattern.own_group)
        ]

    def draw(self):
        """Give each line its people, its group and what could not be done."""
        slots = [self._slot(number, line) for number, line in enumerate(self.lines)]
        slots += [self._filled_slot(day) for day in self.others]
        options = roster.Options(self.rotates, self.pattern.county_seats)
        leaves = self._leaves_of_the_day()
        people = [_with_leaves(person, leaves.get(person.key, ())) for person in self.people]
        for drawn in roster.draw(slots, people, options, self.since, self.last):
            if drawn.slot >= 0:
                self._settle(self.lines[drawn.slot], drawn)

    def turns(self):
        """(person, number of turns) of everybody who takes part, most turns first."""
        days = [
            *((line.day, person.pk) for line in self.lines for person in line.people),
            *((day.on, key) for day in self.others for key in on_duty(day)),
        ]
        counted = Counter(key for _, key in set(days))
        rows = [(self.everybody[person.key], counted[person.key]) for person in self.people]
        return sorted(rows, key=lambda row: (-row[1], row[0].pk))

    def without_group(self):
        """People in office whom a rotation of groups never reaches."""
        if not self.rotates or self.pattern.own_group:
            return []
        return [person for person in self.everybody.values() if not self._group_of(person)]

    def _settle(self, line, drawn):
        if line.is_kept:
            rows, seated = _rows_of(line.existing), on_duty(line.existing)
            line.people = [row.representative for row in rows if row.representative_id in seated]
            line.group = line.existing.activity.group
            return
        line.people = [self.everybody[key] for key in drawn.people if key in self.everybody]
        line.group = self.groups.get(drawn.group)
        line.remark = drawn.remark

    def _group_of(self, person):
        """The key of a person's group, where it takes part."""
        keys = [row.group_id for row in person.memberships.all() if row.group_id in self.groups]
        return keys[0] if keys else None

    def _slot(self, number, line):
        rows = _rows_of(line.existing) if line.existing else []
        seated = on_duty(line.existing) if line.existing else []
        sitting = [row for row in rows if row.representative_id in seated]
        fixed = tuple(row.representative_id for row in sitting if line.is_kept or is_held(row))
        written = tuple(row.representative_id for row in sitting if not is_held(row))
        group = line.existing.activity.group_id if line.existing else None
        return roster.Slot(
            number,
            line.day,
            len(fixed) if line.is_kept else max(self.pattern.seats, len(fixed)),
            group=group if line.is_kept and self.rotates else None,
            fixed=fixed,
            written=() if line.is_kept else written,
            written_group=group,
        )

    def _filled_slot(self, day):
        """A day of the Home outside the pattern: its turns count, and take the date."""
        return roster.Slot(-day.pk, day.on, 0, own=ELSEWHERE, fixed=tuple(on_duty(day)))

    def _leaves_of_the_day(self):
        """Person → spans on which they were excused from a single day."""
        leaves = {}
        for line in self.lines:
            for row in _rows_of(line.existing) if line.existing else []:
                if row.state == AttendanceState.LEAVE:
                    leaves.setdefault(row.representative_id, []).append((line.day, line.day))
        return leaves


def people_of(home, since):
    """Representatives of `home` with all that says when they can receive (four queries)."""
    memberships = GroupMembership.objects.filter(ended_on=None, group__is_active=True)
    rows = Representative.objects.of(home).by_pinyin()
    rows = rows.prefetch_related(
        "mandates", "leaves", Prefetch("memberships", memberships.select_related("group"))
    )
    return [
        person for person in rows if any(_ends_after(span, since) for span in offices_of(person))
    ]


def as_person(person, group=None, past=0):
    """A `Representative` from `people_of` as the roster counts with them."""
    return roster.Person(
        person.pk,
        tuple(offices_of(person)),
        group=group,
        is_county=any(_is_county(mandate) for mandate in person.mandates.all()),
        leaves=tuple((leave.starts_on, leave.ends_on) for leave in person.leaves.all()),
        past=past,
    )


def offices_of(person):
    """(first day, last day or None) of each mandate; the day on which it ends is out of office."""
    for mandate in person.mandates.all():
        suspended = mandate.state == MandateState.SUSPENDED
        out = mandate.suspended_on if suspended else mandate.ended_on
        yield mandate.started_on, out - ONE_DAY if out else None


def _is_county(mandate):
    return mandate.level == Level.COUNTY and mandate.state == MandateState.ACTIVE


def on_duty(day):
    """Keys of those on the roster of a day; of a cancelled one nobody has a turn."""
    if day.activity.state == ActivityState.CANCELLED:
        return []
    return [row.representative_id for row in _rows_of(day) if _is_on_duty(row)]


def is_held(row):
    """Whether a person decided who sits here, or a swap that gives or takes the turn waits for an
    answer."""
    swaps = (*row.swaps.all(), *row.swaps_for_it.all())
    return row.is_by_hand or any(swap.state == SwapState.ASKED for swap in swaps)


def _rows_of(day):
    return sorted(day.activity.attendances.all(), key=lambda row: row.pk)


def _is_on_duty(row):
    return row.part == Part.DUTY and row.state != AttendanceState.LEAVE


def _ends_after(span, day):
    return span[1] is None or span[1] >= day


def _with_leaves(person, leaves):
    return replace(person, leaves=(*person.leaves, *leaves)) if leaves else person


def _groups_of(pattern):
    if pattern.own_group:
        return pattern.own_groups()
    return RepGroup.objects.filter(home=pattern.home, is_active=True)


def _turns_before(home, since):
    """Person → number of turns before the period."""
    rows = (
        Attendance.objects.of(home)
        .on_duty()
        .filter(activity__reception_day__isnull=False, activity__starts_at__lt=midnight(since))
    )
    rows = rows.exclude(activity__state=ActivityState.CANCELLED)
    counted = rows.order_by().values("representative").annotate(number=Count("pk"))
    return {row["representative"]: row["number"] for row in counted}
