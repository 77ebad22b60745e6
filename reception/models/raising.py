"""From what was heard to a matter: the one door through which this room feeds the pipeline."""

from django.db import models, transaction
from django.db.models import Q

from daihome.tools.scope import scoped_through
from reception.models.mailbox import MailItem, MailOutcome
from reception.models.records import ReceptionRecord
from reception.models.visitors import Visitor
from reception.models.visits import Visit
from representatives.models import Activity
from suggestions.models import Channel, Suggestion

# The column of `RaisedMatter` and the channel of the matter, by what it was raised from.
SOURCES = {
    ReceptionRecord: ("record", Channel.RECEPTION),
    Visit: ("visit", Channel.VISIT),
    MailItem: ("letter", Channel.MAILBOX),
    Activity: ("activity", Channel.ACTIVITY),
}


class RaisedMatterQuerySet(scoped_through("suggestion__home")):
    def raise_matter(self, source, *, key, by, identity=None, at=None, **fields):
        """Make a matter of what was heard in `source` (one of SOURCES): `(suggestion, created)`.

        `key` is one-time as in `Suggestion.objects.receive`, whose `fields` and `identity` these
        are; an identity that is given moves from `source` into the matter, a name that was not to
        be passed on stays where it is. One transaction.
        """
        name, channel = SOURCES[type(source)]
        with transaction.atomic():
            suggestion, created = Suggestion.objects.receive(
                home=source.home, key=key, channel=channel, identity=identity, by=by,
                by_name=str(by), at=at, **fields,
            )  # fmt: skip
            if created:
                self.create(suggestion=suggestion, **{name: source})
                if identity and isinstance(source, Visitor):
                    source.forget_person()
                if isinstance(source, MailItem):
                    source.outcome = MailOutcome.MATTER
                    source.save(update_fields=["outcome"])
        return suggestion, created


class RaisedMatter(models.Model):
    """Which visit, visitor, letter or activity a matter came from; so each shows how it ended."""

    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.PROTECT, related_name="raised", verbose_name="意见"
    )
    record = models.ForeignKey(
        ReceptionRecord, on_delete=models.PROTECT, null=True, related_name="raised"
    )
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="raised")
    letter = models.ForeignKey(MailItem, on_delete=models.PROTECT, null=True, related_name="raised")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, related_name="raised"
    )

    objects = RaisedMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见来源"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(record__isnull=False, visit=None, letter=None, activity=None)
                    | Q(record=None, visit__isnull=False, letter=None, activity=None)
                    | Q(record=None, visit=None, letter__isnull=False, activity=None)
                    | Q(record=None, visit=None, letter=None, activity__isnull=False)
                ),
                name="matter_raised_in_one_place",
            )
        ]

    def __str__(self):
        return str(self.suggestion)

    @property
    def source(self):
        """The row it came from."""
        return self.record or self.visit or self.letter or self.activity
