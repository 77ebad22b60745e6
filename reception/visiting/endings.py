"""What became of that which was heard: the matters of a visit, a visitor, a letter, an activity."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from suggestions.registers import opinions_of, result, told, verdict


@dataclass(frozen=True)
class Ending:
    """One matter and how it stands: its step, its day, its answer, whom and when one has told."""

    matter: Any
    result: str
    told: str
    verdict: str

    @property
    def link(self):
        return reverse("admin:suggestions_suggestion_change", args=[self.matter.pk])


def endings_of(source):
    """An `Ending` for each matter raised from `source`, in the order in which they were raised."""
    rows = opinions_of(source.home).filter(pk__in=source.raised.values("suggestion"))
    return [ending_of(row) for row in rows]


def ending_of(matter):
    """`matter` comes from `suggestions.registers.opinions_of`, which fetches what is read here."""
    return Ending(matter, result(matter), told(matter), verdict(matter))
