"""Reception days: replace 接待日安排表, the notices (公告) and the duty list (轮值表)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from daihome.tools.registers import midnight
from daihome.tools.scope import ScopedQuerySet
from reception.models.patterns import ReceptionPattern
from representatives.models import (
    Activity,
    ActivityKind,
    ActivityState,
    Attendance,
    AttendanceState,
    Base,
    Home,
    Role,
    SignedBy,
)

ONE_DAY = timedelta(days=1)


class ReceptionDayQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """As the activities they are (`ActivityQuerySet.visible_to`)."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role in (Role.CONVENER, Role.REPRESENTATIVE, Role.UNIT):
            return rows.filter(activity__in=Activity.objects.visible_to(user).values("pk"))
        return rows

    def with_activity(self):
        return self.select_related("activity__venue", "activity__group", "activity__kind")

    def between(self, start, end):
        """Those whose day lies between two dates, both included, in order."""
        zone = timezone.get_current_timezone()
        first = datetime.combine(start, datetime.min.time(), zone)
        after = datetime.combine(end + ONE_DAY, datetime.min.time(), zone)
        rows = self.filter(activity__starts_at__gte=first, activity__starts_at__lt=after)
        return rows.order_by("activity__starts_at", "pk")

    def unclosed(self, today):
        """Days until `today`, included, of which nobody has said how they went."""
        rows = self.not_cancelled().filter(closed_at=None)
        return rows.filter(activity__starts_at__lt=midnight(today + timedelta(days=1)))

    def not_cancelled(self):
        return self.exclude(activity__state=ActivityState.CANCELLED)

    @transaction.atomic
    def plan(self, *, home, venue, on, starts, ends, pattern=None, group=None, **fields):
        """Write a day with its activity; `on` a date, `starts` and `ends` times of day here."""
        kind = ActivityKind.objects.for_base(home, Base.RECEPTION)
        activity = Activity.objects.create(
            home=home,
            kind=kind,
            group=group,
            title=self.model.title_on(on),
            starts_at=moment(on, starts),
            ends_at=moment(on, ends),
            venue=venue,
            organiser=home.congress_name,
        )
        return self.create(
            home=home, activity=activity, pattern=pattern, nominal_on=fields.pop("nominal_on", on),
            **fields,
        )  # fmt: skip


# What the history of a day says before the reason, and the Home's log before what was counted.
REOPENED, SAID = "重新打开：", "本次接待："


def moment(day, time):
    """The aware datetime of a date and a time of day here."""
    return timezone.make_aware(datetime.combine(day, time))


class ReceptionDay(models.Model):
    """One day on which representatives receive voters.

    When, where, by which group and who is there: its `activity` and the attendances of it, those
    with `part` DUTY being the roster. A day without visitors is a fact too: it is closed like others.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="reception_days", verbose_name="代表之家"
    )
    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="reception_day", verbose_name="活动"
    )
    pattern = models.ForeignKey(
        ReceptionPattern,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reception_days",
        verbose_name="接待规则",
    )
    # The day that the rule names; the activity's is where it was moved to.
    nominal_on = models.DateField("规则上的日子")
    moved_why = models.CharField("改期原因", max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField("几名代表", default=2)
    theme = models.CharField("主题", max_length=60, blank=True)
    liaison = models.CharField("联络员", max_length=50, blank=True)
    # Number of the notice within its year, given when it is announced: （2026）第7号.
    notice_year = models.PositiveSmallIntegerField(
        "公告年份", null=True, blank=True, editable=False
    )
    notice_no = models.PositiveSmallIntegerField("公告号", null=True, blank=True, editable=False)
    # Set by a person, not by the rule: a new draw leaves the day alone.
    is_by_hand = models.BooleanField("人工安排", default=False)
    closed_at = models.DateTimeField("结束登记时间", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    remark = models.CharField("备注", max_length=200, blank=True)

    history = HistoricalRecords()
    objects = ReceptionDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待日"
        ordering = ("activity__starts_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pattern", "nominal_on"],
                name="reception_day_once_per_pattern",
                violation_error_message="这条规则的这一天已经排过了。",
            ),
            models.UniqueConstraint(
                fields=["home", "notice_year", "notice_no"], name="notice_number_once"
            ),
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.activity.where}"

    @staticmethod
    def title_on(on):
        """What the activity of a day is called."""
        return f"{on.month}月{on.day}日代表接待选民"

    @property
    def on(self):
        return self.activity.on

    @property
    def announce_by(self):
        """The last day on which the notice is still in time (日历天, DOMAIN.md 1.6)."""
        days = self.pattern.notice_days if self.pattern_id else 3
        return self.on - timedelta(days=days)

    def is_announced_late(self, today):
        """Whether it was announced later than the Home's rule, or is not although it should be."""
        told = self.activity.announced_at
        return (timezone.localdate(told) if told else today) > self.announce_by

    def roster(self):
        """Attendances of those on duty, without the excused, in the order of the roster."""
        rows = Attendance.objects.filter(activity=self.activity_id).on_duty()
        return rows.select_related("representative").order_by("pk")

    @transaction.atomic
    def close(self, present, *, by, now, said):
        """Say that the day is over: those with the keys `present` were there, the others absent.

        `said` is what the Home's log says, unless somebody wrote more there. False when somebody has closed it already.
        """
        rows = ReceptionDay.objects.filter(pk=self.pk, closed_at=None)
        if not rows.update(closed_at=now):
            return False
        self.closed_at, self.closed_by = now, by
        self.save(update_fields=["closed_at", "closed_by"])
        self._mark(present)
        self.activity.state = ActivityState.HELD
        if not self.activity.content or self.activity.content.startswith(SAID):
            self.activity.content = f"{SAID}{said}"
        self.activity.recorded_by, self.activity.recorded_at = by, now
        self.activity.save()
        self.activity.settle()
        return True

    close.alters_data = True

    def expected(self):
        """Attendances of everybody who was not excused, with their representatives."""
        rows = self.activity.attendances.exclude(state=AttendanceState.LEAVE)
        return rows.select_related("representative").order_by("pk")

    def _mark(self, present):
        """Write who was there and who was not; a signature given on the spot stays."""
        for row in self.expected():
            state = AttendanceState.PRESENT if row.pk in present else AttendanceState.ABSENT
            if row.state != state:
                # When they came is not known: only that somebody saw them.
                row.state, row.signed_at = state, None
                row.signed_by = SignedBy.LIST if row.pk in present else ""
                row.save()

    def reopen(self, reason):
        """Let records be entered again, with the `reason` in the day's history."""
        self.closed_at = self.closed_by = None
        self._change_reason = f"{REOPENED}{reason}"
        self.save(update_fields=["closed_at", "closed_by"])

    reopen.alters_data = True

    def reopenings(self):
        """Entries of the history that say when, by whom and why it was opened again."""
        rows = self.history.filter(history_change_reason__startswith=REOPENED)
        return rows.select_related("history_user").order_by("history_date")

    @property
    def notice_number(self):
        return f"（{self.notice_year}）第{self.notice_no}号" if self.notice_no else ""

    @transaction.atomic
    def announce(self, now):
        """Give the notice the next number of the year; it counts as told since `now`.

        A day that is announced already keeps its number and time. Raises `DayClosed` for a day
        that was cancelled or held.
        """
        Home.objects.select_for_update().filter(pk=self.home_id).first()
        self.refresh_from_db()
        if self.notice_no:
            return
        if self.activity.state != ActivityState.PLANNED:
            raise DayClosed(f"这个接待日{self.activity.get_state_display()}，不用再公告。")
        self.notice_year = timezone.localdate(now).year
        numbers = ReceptionDay.objects.filter(home=self.home_id, notice_year=self.notice_year)
        self.notice_no = (numbers.aggregate(last=models.Max("notice_no"))["last"] or 0) + 1
        self.save(update_fields=["notice_year", "notice_no"])
        self.activity.state, self.activity.announced_at = ActivityState.ANNOUNCED, now
        self.activity.save(update_fields=["state", "announced_at"])

    announce.alters_data = True

    @transaction.atomic
    def cancel(self, reason):
        """Hold no reception on this day; the day stays in the books with the reason."""
        self.activity.refresh_from_db()
        if self.activity.state == ActivityState.HELD:
            raise DayClosed("这个接待日已经举行，不能取消。")
        self.activity.state, self.activity.cancel_reason = ActivityState.CANCELLED, reason
        self.activity.save(update_fields=["state", "cancel_reason"])

    cancel.alters_data = True


class DayClosed(Exception):
    """What is asked for comes too late; the text is a Chinese sentence for the person."""
