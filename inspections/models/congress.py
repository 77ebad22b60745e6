"""Sessions of the township congress (人代会), who came, and what has to be reported there."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import scoped_through
from inspections.models.planned import PlannedQuerySet
from representatives.models import (
    Activity,
    Attendance,
    AttendanceState,
    Base,
    Home,
    Level,
    Part,
    Representative,
    Term,
)


class CongressSessionQuerySet(PlannedQuerySet):
    base = Base.CONGRESS

    @transaction.atomic
    def call(self, term, **fields):
        """Plan a session with every representative of the township in office on its first day."""
        session = self.plan(home=term.home, term=term, **fields)
        session.fit_list()
        return session


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

    def people_then(self):
        """Representatives of the township in office on the first day, by name."""
        day = self.activity.on
        held = Representative.objects.of(self.home).filter(
            Q(mandates__ended_on=None) | Q(mandates__ended_on__gt=day),
            mandates__term=self.term_id,
            mandates__level=Level.TOWNSHIP,
            mandates__started_on__lte=day,
        )
        suspended = Q(mandates__term=self.term_id, mandates__suspended_on__lte=day)
        return held.exclude(suspended).distinct().by_pinyin()

    @transaction.atomic
    def fit_list(self):
        """Put on the list whoever is in office then and not on it; returns how many."""
        return len(Attendance.objects.invite(self.activity, self.people_then()))

    fit_list.alters_data = True

    def leaves(self):
        """Who asked leave, each with its `session_leave` once somebody decided."""
        rows = self.activity.attendances.filter(part=Part.MEMBER, state=AttendanceState.LEAVE)
        return rows.select_related("representative__user", "session_leave").order_by("pk")

    def leaves_to_decide(self):
        return self.leaves().filter(session_leave=None)


class SessionLeaveQuerySet(scoped_through("attendance__activity__home")):
    pass


class SessionLeave(models.Model):
    """That a leave asked for was approved (代表法第十三条: 应当事先请假). Refused it has no row."""

    attendance = models.OneToOneField(
        Attendance, on_delete=models.CASCADE, related_name="session_leave", verbose_name="出席"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间")

    history = HistoricalRecords()
    objects = SessionLeaveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人代会请假的批准"
        ordering = ("pk",)

    def __str__(self):
        return f"{self.attendance.representative}请假，{self.approved_by}批准"


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
