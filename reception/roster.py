"""Who receives on which day: the fair roster, and who can stand in.

What fair means. Everybody's share of the turns in a period is in proportion to their days in office
in it; leave does not make it smaller. Nobody is a whole turn or more away from the share, and of two
with equal shares nobody has more than one turn more, wherever leave, places and fixed seats allow it;
where they do not, the sum of squared differences is the smallest possible. Where groups take days in
rotation the same holds of the groups' days, and within each group of its members' turns.

What was fixed by hand or is past stays and counts; what an earlier run wrote is changed only where
fairness or an absence asks for it. The order of the input does not matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from daihome.tools.workdays import ONE_DAY
from reception.dates import in_words
from reception.leveling import Claim, Seating, Table

Span = tuple[date, date | None]


@dataclass(frozen=True)
class Person:
    """A representative; keys are compared, and decide between equals after the `past` turns.

    `past` are the turns before the period.
    """

    key: Any
    offices: tuple[Span, ...]
    group: Any = None
    is_county: bool = False
    leaves: tuple[Span, ...] = ()
    past: int = 0

    def is_free(self, day: date) -> bool:
        return _covers(self.offices, day) and not _covers(self.leaves, day)


@dataclass(frozen=True)
class Slot:
    """A reception day at a place, or one turn of it.

    `own`: only that group receives here. `group`: the group that the rotation has already settled
    on. `fixed`: who is on it whatever happens; `written` and `written_group`: what the last run
    put there.
    """

    key: Any
    date: date
    seats: int
    group: Any = None
    own: Any = None
    fixed: tuple = ()
    written: tuple = ()
    written_group: Any = None

    @property
    def free_seats(self) -> int:
        return max(self.seats - len(self.fixed), 0)


@dataclass(frozen=True)
class Options:
    """How the Home does it: groups in rotation, and seats a day for county representatives."""

    rotates_groups: bool = False
    county_seats: int = 0


class Drawn(NamedTuple):
    """Who receives on a slot, those fixed first; `remark` says in Chinese what could not be done."""

    slot: Any
    people: tuple
    group: Any
    remark: str = ""


class Substitute(NamedTuple):
    """Somebody free on the day; `last` is the day of their last turn, None for never."""

    key: Any
    last: date | None


def draw(
    slots: Iterable[Slot],
    people: Iterable[Person],
    options: Options,
    first: date,
    last: date,
) -> list[Drawn]:
    """The roster of a period, by date. All fixed turns of the period must be among the slots."""
    slots = sorted(slots, key=lambda slot: (slot.date, slot.key))
    draft = _Draft(slots, {person.key: person for person in people}, options, (first, last))
    draft.seat()
    return [draft.drawn(slot) for slot in slots]


def substitutes(
    slot: Slot, people: Iterable[Person], turns: Iterable[tuple[Any, date]]
) -> list[Substitute]:
    """Who can stand in on a slot: the longest since their last turn first, before them newcomers.

    `turns` are all turns that are written (person, date), those of this slot among them.
    """
    turns = list(turns)
    busy = {key for key, day in turns if day == slot.date} | {*slot.fixed, *slot.written}
    last: dict[Any, date] = {}
    for key, day in turns:
        if day < slot.date:
            last[key] = max(day, last.get(key, day))
    able = [
        person.key
        for person in people
        if person.is_free(slot.date) and slot.own in (None, person.group)
    ]
    found = [Substitute(key, last.get(key)) for key in able if key not in busy]
    return sorted(found, key=lambda each: (each.last or date.min, each.key))


class _Draft:
    """One run: two tables for the free seats of each slot, one seating per group of equals."""

    def __init__(self, slots: list[Slot], people: Mapping[Any, Person], options: Options, period):
        self.slots, self.people, self.options, self.period = slots, people, options, period
        self.fixed = {(key, slot.date) for slot in slots for key in slot.fixed}
        self.groups = {slot.key: slot.own or slot.group for slot in slots}
        # For each slot the seats kept for county representatives, and the others.
        self.tables: dict[Any, tuple[Table, Table]] = {}

    def seat(self) -> None:
        if not self.options.rotates_groups:
            self._seat_equals(self.slots, self.people)
            return
        self._rotate()
        for group in dict.fromkeys(self.groups.values()):
            slots = [slot for slot in self.slots if self.groups[slot.key] == group]
            self._seat_equals(slots, self._members(group))

    def drawn(self, slot: Slot) -> Drawn:
        chosen = {key for table in self.tables[slot.key] for key in table.taken}
        stayed = [key for key in slot.written if key in chosen]
        new = sorted(chosen.difference(stayed), key=lambda key: (not self._is_county(key), key))
        people = (*slot.fixed, *stayed, *new)
        return Drawn(slot.key, people, self.groups[slot.key], self._remark(slot, people))

    def _is_county(self, key) -> bool:
        return key in self.people and self.people[key].is_county

    def _members(self, group) -> dict[Any, Person]:
        people = self.people.items()
        return {key: person for key, person in people if group and person.group == group}

    # Groups in rotation

    def _rotate(self) -> None:
        """Give each slot that no group owns to a group, all as often as the others."""
        groups = sorted({person.group for person in self.people.values() if person.group})
        claims = {group: self._claim(self._offices(group), group) for group in groups}
        slots = [slot for slot in self.slots if not slot.own]
        tables = {slot.key: self._table_of_groups(slot, groups) for slot in slots if not slot.group}
        settled = ((slot.group, slot.date) for slot in slots if slot.group)
        seating = Seating(tables.values(), claims, settled)
        for table in tables.values():
            seating.fill(table)
        seating.level()
        for key, table in tables.items():
            self.groups[key] = next(iter(table.taken), None) or self._again(table, seating)

    def _again(self, table: Table, seating: Seating):
        """The group that comes twice where a date has more slots than groups."""

        def order(group):
            return group not in table.wanted, len(seating.dates[group]), group

        return min(table.able, key=order, default=None)

    def _offices(self, group) -> list[Span]:
        return [span for person in self._members(group).values() for span in person.offices]

    def _table_of_groups(self, slot: Slot, groups: list) -> Table:
        free = {group: self._number_free(group, slot.date) for group in groups}
        needed = min(slot.free_seats, max(free.values(), default=0))
        able = frozenset(group for group in groups if free[group] >= max(needed, 1))
        stays = [group for group in (slot.written_group,) if group in able]
        return Table(slot.date, 1, able, stays, tuple(stays))

    def _number_free(self, group, day: date) -> int:
        members = self._members(group).values()
        return sum(person.is_free(day) for person in members)

    # People

    def _seat_equals(self, slots: list[Slot], people: Mapping[Any, Person]) -> None:
        for slot in slots:
            self.tables[slot.key] = self._lay_tables(slot, people)
        factors = self._factors(slots, people)
        if factors[True] != factors[False]:
            self._leave_to_others(slots)
        claims = {
            key: self._claim(person.offices, (person.past, key), factors[person.is_county])
            for key, person in people.items()
        }
        tables = [table for slot in slots for table in self.tables[slot.key]]
        seating = Seating(tables, claims, sorted(self.fixed))
        for _, same_day in groupby(slots, key=lambda slot: slot.date):
            self._fill(seating, list(same_day), people)
        seating.level()

    def _factors(self, slots: list[Slot], people: Mapping[Any, Person]) -> dict[bool, int]:
        """Equal shares; or, where the seats kept for county representatives (True) are more than
        an equal share, such that these seats are theirs and the others everybody else's."""
        turns = sum(max(slot.seats, len(slot.fixed)) for slot in slots)
        kept = sum(self.tables[slot.key][0].seats for slot in slots)
        kept += sum(map(self._is_county, (key for slot in slots for key in slot.fixed)))
        days = {key: _days_in(person.offices, *self.period) for key, person in people.items()}
        county = sum(number for key, number in days.items() if self._is_county(key))
        others = sum(days.values()) - county
        if not others or kept * (county + others) <= turns * county:
            return {True: 1, False: 1}
        return {True: kept * others, False: (turns - kept) * county}

    def _leave_to_others(self, slots: list[Slot]) -> None:
        for slot in slots:
            county, others = self.tables[slot.key]
            others.able -= county.able

    def _fill(self, seating: Seating, slots: list[Slot], people: Mapping[Any, Person]) -> None:
        """Fill the tables of one date; kept seats that no county representative can take are open,
        and so are the others to county representatives, before they stay empty."""
        for county, others in [self.tables[slot.key] for slot in slots]:
            seating.fill(county)
            others.seats += county.seats - len(county.taken)
            county.seats = len(county.taken)
        for slot in slots:
            others = self.tables[slot.key][1]
            seating.fill(others)
            if not others.is_full:
                others.able = self._able(slot, people)
                seating.fill(others)

    def _lay_tables(self, slot: Slot, people: Mapping[Any, Person]) -> tuple[Table, Table]:
        able = self._able(slot, people)
        county = frozenset(filter(self._is_county, able))
        wanted = self.options.county_seats - sum(map(self._is_county, slot.fixed))
        kept = min(max(wanted, 0), slot.free_seats, len(county))
        stays = [key for key in slot.written if key in able][: slot.free_seats]
        first = [key for key in stays if key in county][:kept]
        rest = [key for key in stays if key not in first][: slot.free_seats - kept]
        return (
            Table(slot.date, kept, county, first),
            Table(slot.date, slot.free_seats - kept, able, rest, tuple(stays)),
        )

    def _able(self, slot: Slot, people: Mapping[Any, Person]) -> frozenset:
        return frozenset(key for key, person in people.items() if self._can_sit(person, slot))

    def _can_sit(self, person: Person, slot: Slot) -> bool:
        group = self.groups[slot.key] if self.options.rotates_groups else slot.own
        fits = group is None or person.group == group
        return fits and person.is_free(slot.date) and (person.key, slot.date) not in self.fixed

    def _claim(self, offices: Iterable[Span], order, factor: int = 1) -> Claim:
        offices, (first, last) = list(offices), self.period
        return Claim(
            factor * _days_in(offices, first, last),
            lambda day: factor * _days_in(offices, first, day),
            order,
        )

    def _remark(self, slot: Slot, people: tuple) -> str:
        day = in_words(slot.date)
        if not people and slot.seats:
            return f"{day}没有可以安排的代表，请手工安排。"
        if len(people) < slot.seats:
            return f"{day}应安排{slot.seats}人，只有{len(people)}人可以安排，请手工补充。"
        if sum(map(self._is_county, people)) < min(self.options.county_seats, slot.seats):
            return f"{day}没有可以安排的县级代表。"
        return ""


def _covers(spans: Iterable[Span], day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def _days_in(spans: Iterable[Span], first: date, last: date) -> int:
    """How many days from `first` to `last` lie in one of the spans; a day in two counts once."""
    total = 0
    for start, end in sorted(spans, key=lambda span: span[0]):
        start, end = max(start, first), min(end or last, last)
        if start <= end:
            total += (end - start).days + 1
            first = end + ONE_DAY
    return total
