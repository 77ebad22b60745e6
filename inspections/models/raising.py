"""From what an inspection found to a matter: the one door of this room into the pipeline."""

from django.db import models, transaction

from daihome.tools.scope import scoped_through
from inspections.models.inspecting import Inspection
from suggestions.models import Channel, Suggestion


class FoundMatterQuerySet(scoped_through("suggestion__home")):
    @transaction.atomic
    def raise_matter(self, inspection, *, key, by, at=None, **fields):
        """Make a matter of what `inspection` found: `(suggestion, created)`.

        `key` is one-time as in `Suggestion.objects.receive`, whose `fields` these are.
        """
        suggestion, created = Suggestion.objects.receive(
            home=inspection.home, key=key, channel=Channel.INSPECTION, by=by, by_name=str(by),
            at=at, **fields,
        )  # fmt: skip
        if created:
            self.create(suggestion=suggestion, inspection=inspection)
        return suggestion, created


class FoundMatter(models.Model):
    """Which inspection a matter came from; so each shows how it ended."""

    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.PROTECT, related_name="found", verbose_name="意见"
    )
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="matters", verbose_name="视察检查"
    )

    objects = FoundMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "视察转来的意见"
        ordering = ("pk",)

    def __str__(self):
        return str(self.suggestion)
