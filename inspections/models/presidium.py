"""The presidium (主席团): its members and meetings (地方组织法; DOMAIN.md 1.7, 4.1)."""

from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet, scoped_through
from inspections.models.planned import PlannedQuerySet
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    Base,
    Home,
    Part,
    Representative,
    Term,
)

SIZE_BASIS = "本省乡镇人民代表大会工作条例：主席团七至十三人，代表特多的最多十七人"
OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)


class PresidiumRule(models.Model):
    """How many members the province's rules want; the Home may change each number."""

    home = models.OneToOneField(
        Home, on_delete=models.PROTECT, related_name="presidium_rule", verbose_name="代表之家"
    )
    least = models.PositiveSmallIntegerField("至少（人）", default=7)
    usual = models.PositiveSmallIntegerField("一般不超过（人）", default=13)
    most = models.PositiveSmallIntegerField("最多（人）", default=17)
    legal_basis = models.CharField("依据", max_length=120, default=SIZE_BASIS)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主席团人数规定"
        constraints = [
            models.CheckConstraint(
                condition=Q(least__gte=1, usual__gte=models.F("least"))
                & Q(most__gte=models.F("usual")),
                name="presidium_sizes_in_order",
                violation_error_message="三个人数要从小到大：至少、一般不超过、最多。",
            )
        ]

    def __str__(self):
        return f"{self.least}至{self.usual}人，最多{self.most}人"

    @classmethod
    def of(cls, home):
        """The Home's own, else what most provinces say (not saved)."""
        return cls.objects.filter(home=home).first() or cls(home=home)

    def problem(self, count):
        """A sentence when `count` members are too few or too many, else ""."""
        if count < self.least:
            said = f"少于 {self.least} 人"
        elif count > self.most:
            said = f"超过最多 {self.most} 人"
        elif count > self.usual:
            said = f"超过一般不超过的 {self.usual} 人，请核对本镇代表人数是不是允许"
        else:
            return ""
        return f"主席团现有 {count} 人，{said}。依据：{self.legal_basis}。"


class Seat(models.TextChoices):
    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    MEMBER = "member", "成员"


class PresidiumMemberQuerySet(scoped_through("term__home")):
    def on(self, day):
        """Members on `day`: the first day is included, the last is not."""
        still = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(still, started_on__lte=day)

    def in_order(self):
        """The chair first, then the vice-chairs."""
        seats = models.Case(
            models.When(seat=Seat.CHAIR, then=0),
            models.When(seat=Seat.VICE_CHAIR, then=1),
            default=2,
        )
        return self.order_by(seats, "pk")


class PresidiumMember(models.Model):
    """A representative on the presidium of one term."""

    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="presidium", verbose_name="届次"
    )
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="presidium", verbose_name="代表"
    )
    seat = models.CharField("职务", max_length=10, choices=Seat, default=Seat.MEMBER)
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True, blank=True)

    history = HistoricalRecords()
    objects = PresidiumMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主席团成员"
        ordering = ("-term__number", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "representative"],
                condition=Q(ended_on=None),
                name="on_the_presidium_once",
                violation_error_message="这位代表已经是本届主席团成员。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="presidium_ends_after_start",
                violation_error_message="止不能早于起。",
            ),
        ]

    def __str__(self):
        return f"{self.representative}（{self.get_seat_display()}）"


class PresidiumMeetingQuerySet(PlannedQuerySet):
    base = Base.PRESIDIUM

    def still_open(self):
        """Those that are neither held nor cancelled."""
        return self.filter(activity__state__in=OPEN)

    @transaction.atomic
    def call(self, term, *, observers=(), requests=(), **fields):
        """Plan a meeting with all members of its day, `observers`, and `requests` on its agenda."""
        meeting = self.plan(home=term.home, term=term, members=1, **fields)
        meeting.fit_members()
        Attendance.objects.invite(meeting.activity, observers, part=Part.OBSERVER)
        for request in requests:
            request.put_on_agenda(meeting)
        return meeting


class PresidiumMeeting(models.Model):
    """One meeting of the presidium. It can decide only with more than half of all members there."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="presidium_meetings", verbose_name="代表之家"
    )
    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="presidium_meeting", verbose_name="活动"
    )
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="presidium_meetings", verbose_name="届次"
    )
    number = models.PositiveSmallIntegerField("第几次会议", help_text="本届第几次，例：12")
    # Of the day of the meeting: later members do not change what was decided then.
    members = models.PositiveSmallIntegerField("全体成员人数")

    history = HistoricalRecords()
    objects = PresidiumMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主席团会议"
        ordering = ("activity__starts_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "number"],
                name="presidium_meeting_number_once",
                violation_error_message="本届已经有这一次会议，请换一个次数。",
            ),
            models.CheckConstraint(
                condition=Q(members__gte=1), name="presidium_meeting_has_members"
            ),
        ]

    def __str__(self):
        return self.activity.title

    @property
    def majority(self):
        """The smallest number that is more than half of all members."""
        return self.members // 2 + 1

    def members_then(self):
        """Members of the presidium on the day of the meeting."""
        return PresidiumMember.objects.filter(term=self.term_id).on(self.activity.on)

    def present(self):
        """How many members were there; observers and guests do not count."""
        members = self.members_then().values("representative")
        rows = self.activity.attendances.filter(part=Part.MEMBER, state=AttendanceState.PRESENT)
        return rows.filter(representative__in=members).count()

    @property
    def is_quorate(self):
        """Whether more than half of all members were there."""
        return self.present() >= self.majority

    @transaction.atomic
    def fit_members(self):
        """Take the members of the day as all members, and have each of them on the list.

        Who is no member then and has not answered leaves the list. Not after a decision: its
        majority was counted of the members of its day.
        """
        if self.decisions.exists():
            return
        people = [
            row.representative for row in self.members_then().select_related("representative")
        ]
        self.members = max(len(people), 1)
        self.save(update_fields=["members"])
        rows = self.activity.attendances.filter(part=Part.MEMBER, state=AttendanceState.EXPECTED)
        rows.exclude(representative__in=people).delete()
        Attendance.objects.invite(self.activity, people)
        self.activity.settle()

    def add_topic(self, line):
        """One more line on the agenda, which the notice prints."""
        there = self.activity.agenda.splitlines()
        if line not in there:
            self._keep_agenda([*there, line])

    def drop_topic(self, line):
        """Take a line off the agenda; others stay as they were typed."""
        self._keep_agenda([one for one in self.activity.agenda.splitlines() if one != line])

    def replace_topic(self, line, new):
        """Another wording of a line, at its place."""
        lines = [new if one == line else one for one in self.activity.agenda.splitlines()]
        self._keep_agenda(lines)

    def _keep_agenda(self, lines):
        self.activity.agenda = "\n".join(lines)
        self.activity.save(update_fields=["agenda"])

    fit_members.alters_data = add_topic.alters_data = drop_topic.alters_data = True
    replace_topic.alters_data = True
