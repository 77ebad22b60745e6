"""催办 and 督办通知单, issued by hand, with their number and printed form (DOMAIN.md 3)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from daihome.tools.scope import ScopedQuerySet
from representatives.models import Home
from suggestions.models.events import EventKind
from suggestions.pipeline import StepRefused


class PressKind(models.TextChoices):
    URGE = "urge", "催办"
    SUPERVISE = "supervise", "督办通知"


class PressQuerySet(ScopedQuerySet):
    def issue(self, assignment, *, kind, demand, answer_by, by, at=None):
        """A new, numbered sheet to the unit of `assignment`; returns the `Press`.

        Raises `StepTaken` when the unit has answered or returned it, `StepRefused` for a 督办通知
        without the right to supervise.
        """
        suggestion, today = assignment.suggestion, timezone.localdate(at)
        if kind == PressKind.SUPERVISE and not by.has_perm("suggestions.supervise_suggestion"):
            raise StepRefused("督办通知单由主席签发，请主席登录后签发。")
        with transaction.atomic():
            assignment.hold()
            press = self.create(
                home=suggestion.home,
                assignment=assignment,
                kind=kind,
                number=self._next(suggestion.home, kind, today.year),
                year=today.year,
                demand=demand,
                answer_by=answer_by,
                issued_on=today,
                by=by,
            )
            event = EventKind.URGED if kind == PressKind.URGE else EventKind.SUPERVISED
            suggestion.tell(
                event, by=by, at=at, text=f"{press.doc_no}　{assignment.unit}：{demand}",
                public_text=f"已向{assignment.unit}{press.get_kind_display()}。",
                assignment=assignment,
            )  # fmt: skip
        return press

    def _next(self, home, kind, year):
        # Two at once for different matters: the second waits here. SQLite has one writer anyway.
        Home.objects.select_for_update().get(pk=home.pk)
        rows = self.model.objects.filter(home=home, kind=kind, year=year)
        return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


class Press(models.Model):
    """One sheet that presses a unit: what is demanded, by when, under which number."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="presses")
    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.PROTECT, related_name="presses"
    )
    kind = models.CharField("种类", max_length=10, choices=PressKind)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("号")
    demand = models.TextField("要求", max_length=500)
    answer_by = models.DateField("请在哪天前回复")
    issued_on = models.DateField("签发日期")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办和督办"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["home", "kind", "year", "number"], name="press_numbered_in_home"
            )
        ]

    def __str__(self):
        return self.doc_no

    @property
    def doc_no(self):
        """催办〔2026〕3号."""
        word = "催办" if self.kind == PressKind.URGE else "督办"
        return f"{word}〔{self.year}〕{self.number}号"
