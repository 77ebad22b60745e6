"""The presidium (主席团): its members and meetings (地方组织法; DOMAIN.md 1.7, 4.1)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import scoped_through
from inspections.models.planned import PlannedQuerySet
from representatives.models import Activity, AttendanceState, Base, Home, Representative, Term


class Seat(models.TextChoices):
    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    MEMBER = "member", "成员"


class PresidiumMemberQuerySet(scoped_through("term__home")):
    def on(self, day):
        """Members on `day`: the first day is included, the last is not."""
        still = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(still, started_on__lte=day)


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

    def present(self):
        """How many members were there; observers do not count."""
        rows = self.activity.attendances.filter(part="member", state=AttendanceState.PRESENT)
        return rows.count()

    @property
    def is_quorate(self):
        """Whether more than half of all members were there."""
        return self.present() >= self.majority
