"""What became of that which an inspection found: its matters and how each stands."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from suggestions.registers import result, rows_of, told, verdict


@dataclass(frozen=True)
class Ending:
    """One matter: its step, its day, its answer, whom and when one has told."""

    matter: Any
    result: str
    told: str
    verdict: str

    @property
    def link(self):
        return reverse("admin:suggestions_suggestion_change", args=[self.matter.pk])


def endings_of(inspection):
    """An `Ending` for each matter that came of it, in the order of their numbers."""
    rows = rows_of(inspection.home).filter(pk__in=inspection.matters.values("suggestion"))
    return [Ending(row, result(row), told(row), verdict(row)) for row in rows]
