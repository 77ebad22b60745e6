"""Who was invited, who came, who asked leave: replaces 代表活动签到簿 (R2)."""

from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from daihome.tools.scope import ScopedQuerySet, scoped_through
from representatives.models.accounts import Role
from representatives.models.activities import Activity, ActivityState
from representatives.models.home import Home
from representatives.models.people import Representative


class Part(models.TextChoices):
    """As what somebody is there. Those on duty are the ones whom voters come to see."""

    MEMBER = "member", "参加"
    DUTY = "duty", "接待"
    OBSERVER = "observer", "列席"


class AttendanceState(models.TextChoices):
    EXPECTED = "expected", "应到"
    PRESENT = "present", "实到"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class SignedBy(models.TextChoices):
    PHONE = "phone", "手机签到"
    QR = "qr", "扫码签到"
    LIST = "list", "名单登记"
    PAPER = "paper", "纸质签到表"


class AttendanceQuerySet(scoped_through("activity__home")):
    def visible_to(self, user):
        """As the activities they belong to (`ActivityQuerySet.visible_to`)."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role in (Role.CONVENER, Role.REPRESENTATIVE, Role.UNIT):
            return rows.filter(activity__in=Activity.objects.visible_to(user).values("pk"))
        return rows

    def present(self):
        return self.filter(state=AttendanceState.PRESENT).select_related("representative")

    def on_duty(self):
        """The roster: those who receive voters, without those who were excused."""
        return self.filter(part=Part.DUTY).exclude(state=AttendanceState.LEAVE)

    def of(self, home):
        return self.filter(activity__home=home)

    @transaction.atomic
    def invite(self, activity, people, *, part=Part.MEMBER, **fields):
        """Write a row for each of `people` who has none yet; returns the new ones."""
        # Of two who invite the same person at once the second finds the row of the first.
        Activity.objects.select_for_update().filter(pk=activity.pk).first()
        there = set(self.filter(activity=activity).values_list("representative_id", flat=True))
        rows = [
            Attendance(activity=activity, representative=person, part=part, **fields)
            for person in people
            if person.pk not in there
        ]
        return bulk_create_with_history(rows, Attendance)


class Attendance(models.Model):
    """One representative at one activity. On a reception day it is the turn of the roster too."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="attendances", verbose_name="活动"
    )
    representative = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        related_name="attendances",
        verbose_name="代表",
    )
    part = models.CharField("参加身份", max_length=10, choices=Part, default=Part.MEMBER)
    state = models.CharField(
        "出席", max_length=10, choices=AttendanceState, default=AttendanceState.EXPECTED
    )
    leave_reason = models.CharField("请假原因", max_length=200, blank=True)
    # When the person opened the invitation and pressed “知道了”.
    read_at = models.DateTimeField("阅知时间", null=True, blank=True)
    signed_at = models.DateTimeField("签到时间", null=True, blank=True)
    signed_by = models.CharField("签到方式", max_length=8, choices=SignedBy, blank=True)
    note = models.CharField("备注", max_length=100, blank=True)
    # Whose turn it was: set for somebody who took it over.
    instead_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name="替谁",
    )
    # Why somebody may not take part (回避), set by the room that knows; they are on leave then.
    barred = models.CharField("不能参加的原因", max_length=200, blank=True, editable=False)
    # Set by a person, not by the roster: a new draw leaves it alone.
    is_by_hand = models.BooleanField("人工安排", default=False)

    history = HistoricalRecords()
    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        ordering = ("activity", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "representative"],
                name="attends_once",
                violation_error_message="这位代表已经在名单上了。",
            ),
            models.CheckConstraint(
                condition=~Q(state="leave") | ~Q(leave_reason=""),
                name="leave_has_reason",
                violation_error_message="请假要写原因。",
            ),
            models.CheckConstraint(
                condition=Q(barred="") | ~Q(state="present"),
                name="barred_is_not_present",
                violation_error_message="登记了回避的代表不能登记到场。",
            ),
        ]
        indexes = [models.Index(fields=["representative", "state"], name="attendance_person_state")]

    def __str__(self):
        return f"{self.representative}：{self.get_state_display()}"

    def mark(self, state, *, reason="", at=None, by=""):
        """Write down how it was, for many at once: whoever calls this settles the activity after.

        `reason` is why somebody is on leave, `at` and `by` when and how they signed in. Who is
        barred stays on leave, whatever is said.
        """
        if self.barred:
            state, reason = AttendanceState.LEAVE, self.barred
        present, on_leave = state == AttendanceState.PRESENT, state == AttendanceState.LEAVE
        self.state, self.leave_reason = state, reason if on_leave else ""
        self.signed_at, self.signed_by = (at, by) if present else (None, "")
        self.save()

    mark.alters_data = True

    @transaction.atomic
    def bar(self, reason):
        """Keep somebody away from it for `reason`: they are on leave, and no duty counts."""
        self.barred = reason
        self.mark(AttendanceState.LEAVE)
        self.activity.settle()

    bar.alters_data = True

    @transaction.atomic
    def unbar(self):
        """Let them take part after all; whether they came has to be written down again."""
        self.barred = ""
        held = self.activity.state == ActivityState.HELD
        self.mark(AttendanceState.ABSENT if held else AttendanceState.EXPECTED)
        self.activity.settle()

    unbar.alters_data = True

    @transaction.atomic
    def sign_in(self, at, by):
        """Be there since `at` (aware), signed by `by` (SignedBy); the first signature stays."""
        rows = Attendance.objects.select_for_update()
        fields = ["state", "signed_at", "signed_by", "barred"]
        self.refresh_from_db(fields=fields, from_queryset=rows)
        if self.state != AttendanceState.PRESENT and not self.barred:
            self.mark(AttendanceState.PRESENT, at=at, by=by)
            self.activity.settle()

    sign_in.alters_data = True

    @transaction.atomic
    def ask_leave(self, reason):
        """Be excused with a reason (请假)."""
        self.mark(AttendanceState.LEAVE, reason=reason)
        self.activity.settle()

    ask_leave.alters_data = True

    @property
    def may_sign_in(self):
        """Whether there is still something to sign: not cancelled, not barred, not signed yet."""
        open_state = self.activity.state != ActivityState.CANCELLED
        return open_state and not self.barred and self.state != AttendanceState.PRESENT


class LeaveQuerySet(ScopedQuerySet):
    def on(self, day):
        """Leaves that include `day`."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Leave(models.Model):
    """Days on which a representative cannot be put on the roster (both included)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="leaves", verbose_name="代表之家"
    )
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="leaves", verbose_name="代表"
    )
    starts_on = models.DateField("从")
    ends_on = models.DateField("到")
    reason = models.CharField("原因", max_length=100, help_text="例：外出务工、住院")

    history = HistoricalRecords()
    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "请假时段"
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="leave_ends_not_before_start",
                violation_error_message="结束日期早于开始日期，请改正。",
            )
        ]

    def __str__(self):
        return f"{self.representative} {self.starts_on} 至 {self.ends_on}"
