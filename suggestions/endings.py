"""What became of matters, for those who brought them in: rooms show it beside their own rows."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from suggestions.registers import result, told, verdict


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


def ending_of(matter):
    """`matter` comes from `rows_of` or `opinions_of` of the registers, which fetch what is read here."""
    return Ending(matter, result(matter), told(matter), verdict(matter))
