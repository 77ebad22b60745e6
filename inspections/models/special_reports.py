"""Special reports that the presidium hears (听取专项工作报告), e.g. on work safety."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredFile, files_through
from inspections.models.opinions import HandedOpinions
from representatives.models import Activity, Home, Role
from suggestions.models import HandlingUnit


class SpecialReportQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Staff of the Home; what the unit answers goes to the presidium, not to each account."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role in (Role.REPRESENTATIVE, Role.UNIT):
            return rows.none()
        return rows

    def unanswered(self, today):
        """Whose opinions the unit has not answered although its day is over."""
        return self.filter(answered_on=None, answer_due_on__lt=today)


class SpecialReport(HandedOpinions, models.Model):
    """One report of a unit, the opinions on it and what the unit did about them."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="special_reports", verbose_name="代表之家"
    )
    title = models.CharField("报告题目", max_length=100, help_text="例：关于安全生产工作情况的报告")
    heard_on = models.DateField("听取日期")
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="special_reports",
        verbose_name="在哪次会议（视察）上",
    )
    unit = models.ForeignKey(
        HandlingUnit,
        on_delete=models.PROTECT,
        related_name="special_reports",
        verbose_name="报告单位",
    )
    reporter = models.CharField("报告人", max_length=50, blank=True)
    summary = models.TextField("报告要点", max_length=5000, blank=True)
    opinions = models.TextField("审议意见", max_length=5000, blank=True)
    sent_on = models.DateField("意见转交日期", null=True, blank=True)
    answer_due_on = models.DateField("应反馈日期", null=True, blank=True)
    answered_on = models.DateField("反馈日期", null=True, blank=True)
    answer = models.TextField("单位反馈", max_length=5000, blank=True)
    votes_satisfied = models.PositiveSmallIntegerField("满意", null=True, blank=True)
    votes_basically = models.PositiveSmallIntegerField("基本满意", null=True, blank=True)
    votes_unsatisfied = models.PositiveSmallIntegerField("不满意", null=True, blank=True)

    history = HistoricalRecords()
    objects = SpecialReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项工作报告"
        ordering = ("-heard_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("heard_on")),
                name="special_report_answered_after_hearing",
                violation_error_message="反馈日期不能早于听取日期。",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def votes(self):
        """满意 12 票，基本满意 1 票，不满意 0 票; empty where nobody voted."""
        found = (
            ("满意", self.votes_satisfied),
            ("基本满意", self.votes_basically),
            ("不满意", self.votes_unsatisfied),
        )
        return "，".join(f"{word} {count} 票" for word, count in found if count is not None)


class SpecialReportFile(StoredFile):
    """The report itself, the opinions, the unit's answer as scans."""

    report = models.ForeignKey(
        SpecialReport, on_delete=models.PROTECT, related_name="files", verbose_name="专项工作报告"
    )
    caption = models.CharField("说明", max_length=60, blank=True)

    address = "special_report_file"
    objects = files_through("report__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告材料"
        ordering = ("pk",)
