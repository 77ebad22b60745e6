"""延期申请: a unit asks for more time, once, with reason and consent (DOMAIN.md 3 and 4.2)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from daihome.tools.scope import scoped_through
from suggestions.models.calendar import SpecialDay
from suggestions.models.clocks import REPLYING, DueChange
from suggestions.models.events import EventKind
from suggestions.pipeline import StepRefused, StepTaken


class ExtensionRequest(models.Model):
    """延期申请: asked by the unit with reason and consent; once, within the legal maximum."""

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"

    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.PROTECT, related_name="extensions"
    )
    until = models.DateField("延至哪天")
    reason = models.TextField("延期理由", max_length=500)
    consent = models.CharField(
        "代表或反映人的意见",
        max_length=200,
        help_text="写明谁在哪天同意延期。例：王伟芳代表 2026-05-20 电话同意",
    )
    asked_on = models.DateField("申请日期")
    asked_by_name = models.CharField("申请人", max_length=60, help_text="单位负责人姓名")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("审批时间", null=True)
    remark = models.CharField("审批意见", max_length=200, blank=True)

    objects = scoped_through("assignment__suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=~Q(state="refused"),
                name="extended_once",
                violation_error_message="已经申请过延期，每件只能延期一次。",
            )
        ]

    def __str__(self):
        return f"延至{self.until}（{self.get_state_display()}）"

    def grant(self, by, at, remark=""):
        """The reply's last day becomes `until`. Raises `StepRefused`, `StepTaken` when decided."""
        with transaction.atomic():
            self.assignment.hold()
            clock = self.assignment.due_dates.running().filter(clock__in=REPLYING).first()
            check_extension(clock, self.until)
            self._decide(self.State.GRANTED, by, at, remark)
            clock.suggestion, clock.assignment = self.assignment.suggestion, self.assignment
            clock.set_to, clock.paused_days = self.until, 0
            text = f"{self.reason}（{self.consent}）"
            calendar = SpecialDay.objects.calendar_from(clock.start_on)
            clock.move(calendar, DueChange.Cause.EXTENSION, by=by, text=text[:300])
            public = f"经批准，{self.assignment.unit}的答复延期到{clock.due_on}。"
            self._tell(EventKind.EXTENDED, by, at, f"同意延至{clock.due_on}。{remark}", public)

    grant.alters_data = True

    def refuse(self, by, at, remark):
        """Leave the last day as it is. Raises `StepRefused` without a remark, `StepTaken` late."""
        if not remark:
            raise StepRefused("不同意延期的，请写明理由。")
        with transaction.atomic():
            self.assignment.suggestion.claim()
            self._decide(self.State.REFUSED, by, at, remark)
            self._tell(EventKind.EXTENSION_REFUSED, by, at, f"不同意延期：{remark}")

    refuse.alters_data = True

    def _decide(self, state, by, at, remark):
        rows = ExtensionRequest.objects.filter(pk=self.pk, state=self.State.ASKED)
        if not rows.update(state=state, decided_by=by, decided_at=at, remark=remark):
            raise StepTaken("别人刚刚审批过这份延期申请，请看最新情况。")
        self.refresh_from_db(fields=["state", "decided_by", "decided_at", "remark"])

    def _tell(self, kind, by, at, text, public_text=""):
        self.assignment.suggestion.tell(
            kind, by=by, at=at, text=text, public_text=public_text, assignment=self.assignment
        )


def check_extension(due_date, until):
    """Raises `StepRefused` unless `due_date` may be extended to `until` (DOMAIN.md 4.2)."""
    if due_date is None:
        raise StepRefused("这个单位已经答复，不用再延期。")
    longest = due_date.longest()
    if longest is None:
        again = "已经延期过一次，不能再延。" if due_date.set_to else "按规定不能延期。"
        raise StepRefused(f"这个限期{again}请在 {due_date.due_on} 前答复。")
    if not due_date.due_on < until <= longest:
        raise StepRefused(
            f"延期要晚于现在的限期 {due_date.due_on}，最晚不超过 {longest}"
            f"（{due_date.start_event}起{due_date.max_number}{due_date.get_unit_display()}）。"
        )
