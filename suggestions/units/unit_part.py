"""What the case page shows of each unit: its link, what may be entered for it, its promises."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from suggestions.models import UnitLink
from suggestions.pipeline import HANDLED


@dataclass(frozen=True)
class Handed:
    """One assignment with its present link, the last day of that, and what may be pressed."""

    row: object
    link: UnitLink | None
    ends_on: object
    acts: list


class UnitPart:
    """Part of `CaseFile`; needs `suggestion`, `assignments`, `may` and `link`."""

    @cached_property
    def promises(self):
        """(promise, assignment) of every published promise, oldest first."""
        return [
            (reply.commitment, row)
            for row in self.assignments
            for reply in row.answers
            if getattr(reply, "commitment", None)
        ]

    @cached_property
    def handed(self):
        """Every assignment of the matter as `Handed`; links only for those who may change it."""
        if not self.may("change_suggestion"):
            return [Handed(row, None, None, []) for row in self.assignments]
        rows = UnitLink.objects.filter(assignment__suggestion=self.suggestion, is_current=True)
        links = {link.assignment_id: link for link in rows}
        return [self._handed(row, links.get(row.pk)) for row in self.assignments]

    def _handed(self, row, link):
        row.suggestion = self.suggestion
        if row.returned_on or self.suggestion.archived_on:
            return Handed(row, None, None, [])
        ends_on = None
        if link:
            link.assignment = row
            ends_on = link.last_day(self._last_promise(row))
        return Handed(row, link, ends_on, list(self._acts(row)))

    def _last_promise(self, row):
        days = [
            promise.promised_on
            for promise, own in self.promises
            if own is row and promise.closing_reply_id is None
        ]
        return max(days, default=None)

    def _acts(self, row):
        """(words, address) of what the unit did on paper and staff may enter."""
        here = self.suggestion
        if here.step not in HANDLED or row.round_no != here.round_no or row.answered_on:
            return
        if not row.acknowledged_on:
            yield "登记签收", self.link("handed", row.pk, "acknowledge")
        if not row.contacted_on:
            yield "登记首次沟通", self.link("handed", row.pk, "contact")
        if not row.is_main:  # the main unit's return leads to a new classification
            yield "登记退回", self.link("handed", row.pk, "return")
