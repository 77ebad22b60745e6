"""Sessions of the township congress (人代会), who came, and what has to be reported there."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import scoped_through
from inspections.models.planned import PlannedQuerySet
from representatives.models import Activity, Base, Home, Term


class CongressSessionQuerySet(PlannedQuerySet):
    base = Base.CONGRESS


class CongressSession(models.Model):
    """One session (次). Who stays away without leave twice loses the mandate (代表法第六十二条)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="congress_sessions", verbose_name="代表之家"
    )
    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="congress_session", verbose_name="活动"
    )
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="sessions", verbose_name="届次"
    )
    number = models.PositiveSmallIntegerField("第几次会议", help_text="本届第几次，例：6")
    closed_on = models.DateField("闭会日期", null=True, blank=True)

    history = HistoricalRecords()
    objects = CongressSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人民代表大会会议"
        ordering = ("activity__starts_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "number"],
                name="congress_session_number_once",
                violation_error_message="本届已经有这一次会议，请换一个次数。",
            )
        ]

    def __str__(self):
        return self.activity.title


class SessionReportQuerySet(scoped_through("session__home")):
    def owed(self, today):
        """Not given although the day by which they have to be handed in is over."""
        return self.filter(given_on=None, due_on__lt=today)


class SessionReport(models.Model):
    """A report due at a session: of the presidium, on suggestions (第五十一条), on the budget, …"""

    session = models.ForeignKey(
        CongressSession, on_delete=models.CASCADE, related_name="reports", verbose_name="会议"
    )
    title = models.CharField("报告", max_length=100, help_text="例：代表建议办理情况的报告")
    reporter = models.CharField("报告人（单位）", max_length=60, blank=True)
    due_on = models.DateField("应提交日期")
    given_on = models.DateField("报告日期", null=True, blank=True)
    legal_basis = models.CharField("依据", max_length=120, blank=True)

    history = HistoricalRecords()
    objects = SessionReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "向大会的报告"
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="session_report_has_a_title")
        ]

    def __str__(self):
        return self.title
