"""The three inspections (三查(察)): replace 视察方案, 视察记录 and 视察报告 (代表法 29-31, 33)."""

from django.db import models, transaction
from django.db.models import Prefetch, Q
from simple_history.models import HistoricalRecords

from daihome.tools.registers import midnight
from daihome.tools.scope import ScopedQuerySet, scoped_through
from inspections.models.opinions import HandedOpinions
from inspections.models.planned import PlannedQuerySet
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    Base,
    Home,
    Representative,
)
from suggestions.models import HandlingUnit


class InspectionBase(models.TextChoices):
    """The statutory triad, whatever the Home calls its kinds (DOMAIN.md 1.7)."""

    SITE_VISIT = "visit", "视察"
    LAW_CHECK = "check", "检查（执法检查）"
    INVESTIGATION = "study", "调查（专题调研）"


class InspectionForm(models.TextChoices):
    COLLECTIVE = "collective", "集中"
    TOPICAL = "topical", "专题"
    CREDENTIAL = "credential", "持证"


class Approach(models.TextChoices):
    """How one looks (方式)."""

    REPORT = "report", "听取汇报"
    TALK = "talk", "座谈"
    VISIT = "visit", "走访"
    QUESTION = "question", "询问"
    SPOT = "spot", "现场查看"


class InspectionKind(models.Model):
    """Kinds of inspection as data: names are the Home's, what they count as is fixed."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="inspection_kinds", verbose_name="代表之家"
    )
    name = models.CharField("名称", max_length=30, help_text="例：安全生产检查")
    base = models.CharField("算作", max_length=10, choices=InspectionBase)
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "视察类别"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="inspection_kind_unique_in_home",
                violation_error_message="已经有这个视察类别，请直接使用。",
            )
        ]

    def __str__(self):
        return self.name


class InspectionQuerySet(PlannedQuerySet):
    base = Base.INSPECTION

    def held(self):
        return self.filter(activity__state=ActivityState.HELD)

    def unwritten(self, today):
        """Held, but nobody has written down what was found."""
        rows = self.held().filter(activity__starts_at__lt=midnight(today))
        return rows.filter(findings="", opinions="", report="")

    def shown(self):
        """With all that lists and books name; the number of queries does not grow."""
        rows = self.with_activity().select_related("home", "kind", "unit", "leader")
        people = Attendance.objects.select_related("representative").order_by("part", "pk")
        recusals = Recusal.objects.select_related("representative")
        return rows.prefetch_related(
            Prefetch("activity__attendances", people), Prefetch("recusals", recusals)
        )

    def unanswered(self, today):
        """Whose opinions went to a unit that has not answered although its day is over."""
        return self.filter(sent_on__isnull=False, answered_on=None, answer_due_on__lt=today)


class Inspection(HandedOpinions, models.Model):
    """One inspection, from the plan to what came of it; when, where and who: its `activity`."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="inspections", verbose_name="代表之家"
    )
    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="inspection", verbose_name="活动"
    )
    kind = models.ForeignKey(
        InspectionKind, on_delete=models.PROTECT, related_name="inspections", verbose_name="类别"
    )
    form = models.CharField(
        "形式", max_length=12, choices=InspectionForm, default=InspectionForm.TOPICAL
    )
    plan_no = models.CharField("计划编号", max_length=30, blank=True, help_text="例：2026-3")
    object = models.CharField("受检对象", max_length=120, help_text="例：赛罕石料厂、镇安监站")
    unit = models.ForeignKey(
        HandlingUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="主管单位",
        help_text="意见转交给它办理",
    )
    leader = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections_led",
        verbose_name="带队人",
    )
    # Values of Approach.
    approaches = models.JSONField("方式", default=list, blank=True)
    report_heard = models.TextField("听取的汇报", max_length=5000, blank=True)
    findings = models.TextField("发现的情况", max_length=10000, blank=True)
    opinions = models.TextField("意见和建议", max_length=10000, blank=True)
    report = models.TextField("报告正文", max_length=20000, blank=True)
    sent_on = models.DateField("转交日期", null=True, blank=True)
    answer_due_on = models.DateField(
        "应反馈日期", null=True, blank=True, help_text="不填按转交后三个月"
    )
    answered_on = models.DateField("反馈日期", null=True, blank=True)
    answer = models.TextField("单位反馈", max_length=10000, blank=True)
    effect = models.TextField("成效", max_length=5000, blank=True)

    history = HistoricalRecords()
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "视察检查"
        ordering = ("activity__starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(sent_on__isnull=False),
                name="inspection_sent_before_answer",
                violation_error_message="先填转交日期，再填单位反馈。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("sent_on")),
                name="inspection_answer_not_before_sent",
                violation_error_message="反馈日期不能早于转交日期。",
            ),
        ]

    def __str__(self):
        return self.activity.title

    @property
    def approach_words(self):
        """“听取汇报、现场查看” in the order of the list."""
        return "、".join(one.label for one in Approach if one.value in self.approaches)


class RecusalQuerySet(scoped_through("inspection__home")):
    @transaction.atomic
    def recuse(self, inspection, person, reason, *, is_own=False):
        """Keep `person` away from `inspection`: `(recusal, created)`; a second time changes nothing.

        Whoever is kept away is on leave with the reason and cannot be marked as present.
        """
        Inspection.objects.filter(pk=inspection.pk).update(plan_no=models.F("plan_no"))
        row, created = self.get_or_create(
            inspection=inspection,
            representative=person,
            defaults={"reason": reason, "is_own": is_own},
        )
        if created:
            Attendance.objects.invite(inspection.activity, [person])
            inspection.activity.attendances.get(representative=person).bar(row.barring)
        return row, created


class Recusal(models.Model):
    """A representative who stays away because of an interest (利害关系应当回避, DOMAIN.md 1.7)."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="recusals", verbose_name="视察检查"
    )
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="recusals", verbose_name="代表"
    )
    reason = models.CharField("回避原因", max_length=200, help_text="例：本人是受检企业的股东")

    is_own = models.BooleanField("本人提出", default=False, editable=False)

    history = HistoricalRecords()
    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "representative"],
                name="recuses_once",
                violation_error_message="这位代表已经登记了回避。",
            )
        ]

    def __str__(self):
        return f"{self.representative}：{self.reason}"

    @property
    def barring(self):
        """Why they are not there, as the sign-in list says it."""
        return f"回避：{self.reason}"[:200]

    @transaction.atomic
    def withdraw(self):
        """Let them take part after all."""
        rows = Attendance.objects.filter(activity__inspection=self.inspection_id)
        for row in rows.filter(representative=self.representative_id).select_related("activity"):
            row.unbar()
        self.delete()

    withdraw.alters_data = True
