"""Matters handled together (并案): replaces the paper clip around several letters about one thing.

Joining destroys nothing: each matter keeps its number, its page, its step and its own answer, so
that undoing leaves it as it was.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from daihome.tools.scope import scoped_through
from suggestions.models.events import EventKind
from suggestions.pipeline import Step, StepRefused, StepTaken

TOGETHER = "与其他相同的意见合并办理，答复仍然单独告知您。"
ALONE = "不再与其他意见合并，单独办理。"


class JoiningQuerySet(scoped_through("lead__home")):
    def open(self):
        """Not undone."""
        return self.filter(undone_at=None)

    def join(self, suggestion, lead, *, by, at=None):
        """Handle `suggestion` together with `lead`; returns the `Joining`.

        Raises `StepRefused` when one of them cannot be joined, `StepTaken` when somebody joined
        one of them a moment ago; nothing is changed then.
        """
        if suggestion.pk == lead.pk:
            raise StepRefused("不能把一件意见并到它自己。请填另一件的编号。")
        if suggestion.home_id != lead.home_id:
            raise StepRefused("只能并到本代表之家的意见。请核对编号。")
        with transaction.atomic():
            # Always in the same order, so that two joins crossing each other never wait in a ring.
            for row in sorted((suggestion, lead), key=lambda row: row.pk):
                row.claim(step__lt=Step.ARCHIVE)
            self._check_free(suggestion, lead)
            joining = self.create(
                suggestion=suggestion, lead=lead, joined_at=at or timezone.now(), by=by
            )
            suggestion.tell(
                EventKind.JOINED, by=by, at=at, text=f"并入{lead.number}，一起办理。",
                public_text=TOGETHER, facts={"lead": lead.number},
            )  # fmt: skip
        return joining

    def _check_free(self, suggestion, lead):
        present = self.model.objects.open()
        own = present.filter(suggestion=suggestion).select_related("lead").first()
        if own:
            raise StepTaken(f"{suggestion.number}已经并入{own.lead.number}。请看最新情况。")
        above = present.filter(suggestion=lead).select_related("lead").first()
        if above:
            raise StepRefused(
                f"{lead.number}自己已经并入{above.lead.number}，请填{above.lead.number}。"
            )
        if present.filter(lead=suggestion).exists():
            raise StepRefused(
                f"{suggestion.number}带着别的并案，不能再并到别处。"
                f"可以打开{lead.number}，把它并到{suggestion.number}。"
            )


class Joining(models.Model):
    """That one matter is handled together with another, since when and by whom, until undone."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="joinings"
    )
    lead = models.ForeignKey(
        "suggestions.Suggestion",
        on_delete=models.PROTECT,
        related_name="led_joinings",
        verbose_name="并入",
    )
    joined_at = models.DateTimeField("并案时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="经手人",
    )
    undone_at = models.DateTimeField("取消时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = JoiningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "并案"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(undone_at=None),
                name="matter_joined_once",
            ),
            models.CheckConstraint(
                condition=~Q(suggestion=F("lead")), name="matter_not_joined_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_joining_says_who",
            ),
        ]

    def __str__(self):
        return f"{self.suggestion.number}并入{self.lead.number}"

    def undo(self, *, by, at=None):
        """取消并案: the matter goes its own way again; all else is as it was.

        Raises `StepTaken` when it was undone before, or the matter is archived.
        """
        with transaction.atomic():
            self.suggestion.claim(step__lt=Step.ARCHIVE)
            rows = Joining.objects.open().filter(pk=self.pk)
            if not rows.update(undone_at=at or timezone.now(), undone_by=by):
                raise StepTaken("别人刚刚取消了这次并案。请看最新情况。")
            self.suggestion.tell(
                EventKind.UNJOINED, by=by, at=at, text=f"不再并入{self.lead.number}，单独办理。",
                public_text=ALONE, facts={"lead": self.lead.number},
            )  # fmt: skip
        self.refresh_from_db(fields=["undone_at", "undone_by"])

    undo.alters_data = True
