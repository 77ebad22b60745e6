"""The hand-over at the end of a term (换届交接): that it was done, once, and who gave what to whom.

Replaces 换届交接清单. The rows are written in the transaction of the hand-over and never changed.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from daihome.tools.scope import ScopedQuerySet, scoped_through
from representatives.models.home import Home
from representatives.models.people import Representative, Term


class TermHandover(models.Model):
    """One term was handed over to the next. `ending` is unique: of two clicks one wins."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="handovers", verbose_name="代表之家"
    )
    ending = models.OneToOneField(
        Term, on_delete=models.PROTECT, related_name="handed_over", verbose_name="结束的届次"
    )
    following = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="taken_over", verbose_name="新的届次"
    )
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField("经手人", max_length=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "换届交接"
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(ending=F("following")), name="term_not_handed_to_itself"
            )
        ]

    def __str__(self):
        return f"{self.ending}换届交接"


class HandedKind(models.TextChoices):
    MATTER = "matter", "意见建议"
    PAIRING = "pairing", "结对帮扶"
    RECTIFICATION = "rectification", "督查的整改事项"
    SEAT = "seat", "主席团职务"


class HandedOn(models.Model):
    """One thing that a representative left behind; without `taker` it stays with the Home."""

    handover = models.ForeignKey(
        TermHandover, on_delete=models.PROTECT, related_name="lines", verbose_name="换届交接"
    )
    giver = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="given_on", verbose_name="移交人"
    )
    taker = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_on",
        verbose_name="接收人",
    )
    kind = models.CharField("种类", max_length=14, choices=HandedKind)
    # The key in the table of its kind: the rooms of these tables are not known here.
    object_id = models.BigIntegerField()
    what = models.CharField("事项", max_length=200)

    objects = scoped_through("handover__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交接事项"
        ordering = ("handover", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "giver", "kind", "object_id"], name="handed_on_once"
            )
        ]

    def __str__(self):
        return self.what
