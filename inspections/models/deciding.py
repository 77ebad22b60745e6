"""Decisions of the presidium: replace 主席团决定登记簿 (DOMAIN.md 1.7)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from inspections.models.congress import CongressSession
from inspections.models.presidium import PresidiumMeeting
from inspections.models.requests import PresidiumRequest
from representatives.models import Home
from suggestions.models import HandlingUnit


class DecisionQuerySet(ScopedQuerySet):
    def overdue(self, today):
        """Carried, not done, and the last day is over."""
        return self.filter(is_carried=True, done_on=None, due_on__lt=today)

    def open(self):
        """Carried and not done yet."""
        return self.filter(is_carried=True, done_on=None)

    def owed_to_congress(self):
        """Those that must go to the congress and have not."""
        return self.filter(is_carried=True, needs_congress=True, congress_on=None)


class Decision(models.Model):
    """What the presidium decided, by how many votes, who does it, and what came of it."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="decisions", verbose_name="代表之家"
    )
    meeting = models.ForeignKey(
        PresidiumMeeting,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name="主席团会议",
    )
    request = models.ForeignKey(
        PresidiumRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="根据哪件请求",
    )
    title = models.CharField("决定事项", max_length=100)
    text = models.TextField("决定内容", max_length=5000)
    votes_for = models.PositiveSmallIntegerField("赞成")
    votes_against = models.PositiveSmallIntegerField("反对", default=0)
    votes_abstained = models.PositiveSmallIntegerField("弃权", default=0)
    # Set by `save` from the votes and the members of that day.
    is_carried = models.BooleanField("通过", default=False, editable=False)
    executor = models.ForeignKey(
        HandlingUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="执行单位",
    )
    due_on = models.DateField("应完成日期", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    follow_up = models.TextField("执行情况", max_length=3000, blank=True)
    effect = models.TextField("成效", max_length=2000, blank=True)
    amount = models.DecimalField(
        "涉及金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    needs_congress = models.BooleanField(
        "须提请人民代表大会审查批准",
        default=False,
        help_text="预算、预算调整和决算由镇人民代表大会决定（地方组织法第十二条），主席团不能代替",
    )
    session = models.ForeignKey(
        CongressSession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="提请哪次大会",
    )
    congress_on = models.DateField("大会审查批准日期", null=True, blank=True)

    history = HistoricalRecords()
    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主席团决定"
        ordering = ("meeting__activity__starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="decision_amount_not_negative",
                violation_error_message="金额不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(congress_on=None) | Q(session__isnull=False),
                name="approved_decision_names_session",
                violation_error_message="大会已经批准的，要选是哪一次大会。",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.is_carried = self.votes_for >= self.meeting.majority
        super().save(*args, **kwargs)

    @property
    def votes(self):
        """赞成7票，反对1票，弃权0票."""
        return f"赞成{self.votes_for}票，反对{self.votes_against}票，弃权{self.votes_abstained}票"

    @property
    def result(self):
        return "通过" if self.is_carried else "未通过"

    def is_late(self, today):
        late = self.due_on is not None and self.due_on < today
        return self.is_carried and self.done_on is None and late

    def clean(self):
        """Raises ValidationError when the votes cannot be: no quorum, or more than were there."""
        super().clean()
        votes = (self.votes_for, self.votes_against, self.votes_abstained)
        if self.meeting_id is None or None in votes:
            return
        present = self.meeting.present()
        if present < self.meeting.majority:
            raise ValidationError(
                f"出席的主席团成员只有 {present} 人，不到全体 {self.meeting.members} 人的过半数"
                f"（{self.meeting.majority} 人），会议不能作决定。请先核对签到。"
            )
        if sum(votes) > present:
            raise ValidationError(
                f"赞成、反对、弃权合计 {sum(votes)} 票，出席的只有 {present} 人，请核对。"
            )
