"""Seats given to those who are owed one, and turns made level: the arithmetic of the fair roster.

Whoever sits at a table takes a turn, so fair turns are a flow from people to dates: as long as
somebody is more than one turn ahead of somebody else, measured against their shares, and a chain of
replacements leads from the one to the other, it is applied. Where none is left the sum of squared
differences from the shares is as small as it can be; and where all shares can be met at all,
everybody is less than one turn away from the own share.
All comparisons are of whole numbers, so the same input gives the same roster on every machine.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(eq=False)
class Table:
    """`seats` equal seats on a date for any of `able`; `taken` is who sits there.

    Free seats go first to those `wanted`.
    """

    date: date
    seats: int
    able: frozenset
    taken: list = field(default_factory=list)
    wanted: tuple = ()

    @property
    def is_full(self) -> bool:
        return len(self.taken) >= self.seats


@dataclass(frozen=True)
class Claim:
    """What somebody is owed: a share by `weight`, up to a day in proportion to `elapsed(day)`.

    `order` decides between equals and is different for everybody.
    """

    weight: int
    elapsed: Callable[[date], int]
    order: Any


class Seating:
    """The tables of people who share the same turns; `fixed` turns count and are not touched."""

    def __init__(
        self,
        tables: Iterable[Table],
        claims: Mapping[Any, Claim],
        fixed: Iterable[tuple[Any, date]] = (),
    ):
        self.claims = claims
        self.weight = sum(claim.weight for claim in claims.values())
        self.at: dict[tuple[Any, date], Table | None] = {}
        self.dates: dict[Any, list[date]] = {key: [] for key in claims}
        for key, day in fixed:
            if key in claims and (key, day) not in self.at:
                self._note(key, day, None)
        self.total = len(self.at) + sum(table.seats for table in tables)
        for table in tables:
            # Whoever was written twice on a date keeps the first place.
            table.taken = [key for key in table.taken if (key, table.date) not in self.at]
            for key in table.taken:
                self._note(key, table.date, table)

    def fill(self, table: Table) -> None:
        """Give the free seats of `table` to those who wait longest, as far as there is anybody.

        Who sits at another table of that date moves over where the others can sit only there.
        """
        while not table.is_full:
            moves = self._tables_that_can_give(table)
            free = self._free_people(moves)
            if not free:
                return
            key = min(
                free, key=lambda key: (key not in table.wanted, self._waiting(key, table.date))
            )
            self._sit(key, free[key])
            self._move_over(free[key], moves)

    def level(self) -> None:
        """Apply replacements until nobody is a turn ahead of somebody who could have it instead."""
        self.total = len(self.at)
        while self._replace_one():
            pass

    # Filling

    def _tables_that_can_give(self, table: Table) -> dict:
        """Tables of the same date and, for each, who moves over to which table."""
        moves: dict[Table, tuple | None] = {table: None}
        queue = deque(moves)
        while queue:
            to = queue.popleft()
            for key in sorted(to.able):
                at = self.at.get((key, to.date))
                if at is not None and at not in moves:
                    moves[at] = (key, to)
                    queue.append(at)
        return moves

    def _free_people(self, tables: Iterable[Table]) -> dict:
        """Who has no turn on that date yet, and at which of the tables they can sit."""
        found: dict[Any, Table] = {}
        for table in tables:
            for key in table.able:
                if (key, table.date) not in self.at:
                    found.setdefault(key, table)
        return found

    def _move_over(self, at: Table, moves: dict) -> None:
        while moves[at]:
            key, to = moves[at]
            self._stand_up(key, at)
            self._sit(key, to)
            at = to

    def _waiting(self, key, day: date) -> tuple:
        """Smaller for who is owed more by that day, then for whose last turn is longer ago."""
        claim = self.claims[key]
        owed = self.total * claim.elapsed(day) - len(self.dates[key]) * self.weight
        last = max((turn for turn in self.dates[key] if turn <= day), default=date.min)
        return -owed, last, claim.order

    # Levelling

    def _replace_one(self) -> bool:
        order = sorted(self.claims, key=lambda key: (self._ahead(key), self.claims[key].order))
        for key in reversed(order):
            if self._ahead(key) - self._ahead(order[0]) <= self.weight:
                return False
            if self._replace(key, order):
                return True
        return False

    def _replace(self, first, order: list) -> bool:
        """Apply the shortest chain that takes a turn from `first` to somebody owed it more."""
        came: dict = {first: None}
        queue = deque(came)
        while queue:
            node = queue.popleft()
            for found, mover in self._neighbours(node, order):
                if found in came:
                    continue
                came[found] = (node, mover)
                if found is mover and self._ahead(first) - self._ahead(found) > self.weight:
                    self._apply(found, came)
                    return True
                queue.append(found)
        return False

    def _neighbours(self, node, order: list) -> Iterator[tuple]:
        """A person can leave a table; a seat at a table can be taken by a person, who may have to
        leave another table of that date for it."""
        if not isinstance(node, Table):
            tables = (self.at[node, day] for day in sorted(self.dates[node]))
            yield from ((table, node) for table in tables if table)
            return
        for key in order:
            if key in node.able:
                at = self.at.get((key, node.date), key)
                if at is not None:
                    yield at, key

    def _apply(self, node, came: dict) -> None:
        while came[node]:
            before, mover = came[node]
            if isinstance(node, Table):
                self._stand_up(mover, node)
            if isinstance(before, Table):
                self._sit(mover, before)
            node = before

    def _ahead(self, key) -> int:
        """By how much the turns exceed the share, in `weight`ths of a turn."""
        return len(self.dates[key]) * self.weight - self.total * self.claims[key].weight

    # The one place that moves people

    def _sit(self, key, table: Table) -> None:
        table.taken.append(key)
        self._note(key, table.date, table)

    def _note(self, key, day: date, table: Table | None) -> None:
        self.at[key, day] = table
        self.dates[key].append(day)

    def _stand_up(self, key, table: Table) -> None:
        table.taken.remove(key)
        del self.at[key, table.date]
        self.dates[key].remove(table.date)
