"""What waits for staff besides matters: one line each on their first page, only when not empty."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from daihome.tools.pages import capped_count


@dataclass(frozen=True)
class Chore:
    """One thing to do. `rows(user, today)` are those that wait, scoped to the person.

    `address` is the name of the page that lists them, with `query` behind it (without “?”).
    Whoever lacks `permission` does not see the line: it waits for others.
    """

    title: str
    what_to_do: str
    rows: Callable[..., QuerySet]
    address: str
    permission: str
    query: str = ""

    @property
    def link(self) -> str:
        return reverse(self.address) + (f"?{self.query}" if self.query else "")


def waiting(chores, user, today) -> list[tuple[Chore, str]]:
    """(chore, count as text) of those that are not empty and that `user` may do."""
    found = []
    for chore in chores:
        if user.has_perm(chore.permission) and chore.rows(user, today).exists():
            found.append((chore, capped_count(chore.rows(user, today))))
    return found
