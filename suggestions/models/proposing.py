"""代表建议 as a duty of its lead and of those who sign it with them (代表法第十八条、第四十二条)."""

from django.db import transaction

from representatives.models import DutyRecord, DutySource, Representative
from suggestions.models.choices import Kind
from suggestions.models.events import EventKind

TITLE_MAX = 60


class Proposing:
    """The part of `Suggestion` about those who propose."""

    @transaction.atomic
    def cosign(self, person, at):
        """`person` (a representative who was asked) signs with the lead; False when nobody waits
        for their signature, e.g. because they have signed."""
        rows = self.cosigners.filter(representative=person, confirmed_at=None)
        if not rows.update(confirmed_at=at):
            return False
        self.settle_duty()
        return True

    cosign.alters_data = True

    @transaction.atomic
    def settle_duty(self):
        """Let the duty records of lead and confirmed co-signers say what the proposal says now;
        call after each change of them. Opinions of voters are nobody's duty."""
        if self.kind != Kind.PROPOSAL:
            return
        title = self.title or self.summary or self.content
        DutyRecord.objects.follow(
            f"proposal:{self.pk}",
            self.home,
            [] if self.withdrawn_on else self._proposers(),
            source=DutySource.PROPOSAL,
            on=self.received_on,
            content=f"提出代表建议{self.number}：{title[:TITLE_MAX]}",
            place=self.village.name,
            by_name=self.home.congress_name,
        )

    settle_duty.alters_data = True

    def _proposers(self):
        signed = self.cosigners.exclude(confirmed_at=None).select_related("representative")
        lead = [self._first_lead()] if self.representative_id else []
        # Somebody may lead now who signed first: one proposal counts once.
        return list(
            {row.pk: row for row in [*lead, *(one.representative for one in signed)]}.values()
        )

    def _first_lead(self):
        """Who proposed it: after a hand-over the proposal is still the duty of that person."""
        passed = self.events.filter(kind=EventKind.HANDED_ON).order_by("pk").first()
        if passed is None:
            return self.representative
        return Representative.objects.get(pk=passed.facts["from"])
