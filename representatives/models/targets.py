"""How much a year should hold, by local rule: minimum counts as data (DOMAIN.md section 2)."""

from django.db import models
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from representatives.models.home import Home


class Measure(models.TextChoices):
    """What is counted; the names are ours, the numbers are the Home's."""

    GROUP_ACTIVITIES = "group", "每个代表小组的活动次数"
    STUDIES = "study", "集中学习次数"
    MEETINGS = "meeting", "会议次数"
    PRESIDIUM = "presidium", "主席团会议次数"
    CONTACTS = "contact", "每名代表联系选民的人数"
    RECEPTIONS = "reception", "每名代表接待选民的次数"
    DUTY_DAYS = "days", "每名代表的履职天数"
    VOTER_REPORTS = "report", "每名代表向选民述职的次数"


class Span(models.TextChoices):
    YEAR = "year", "每年"
    QUARTER = "quarter", "每季度"
    TERM = "term", "每届"


class Target(models.Model):
    """One minimum count with its legal basis; the Home may change or switch off each."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="targets", verbose_name="代表之家"
    )
    measure = models.CharField("指标", max_length=12, choices=Measure)
    number = models.PositiveSmallIntegerField("至少", help_text="例：4")
    span = models.CharField("多长时间", max_length=8, choices=Span, default=Span.YEAR)
    legal_basis = models.CharField(
        "依据", max_length=120, blank=True, help_text="例：本镇《代表小组活动制度》第三条"
    )
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职指标"
        ordering = ("home", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "measure"],
                name="target_unique_in_home",
                violation_error_message="这个指标已经设置过，请直接修改那一条。",
            )
        ]

    def __str__(self):
        return f"{self.get_span_display()}{self.get_measure_display()}不少于{self.number}"
