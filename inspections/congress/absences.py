"""Absences from sessions of the congress without an approved leave, mandate by mandate.

Two of them end the mandate (代表法第六十二条); nothing here ends it. Counted are sessions of the
term of the mandate that were held on a day of it; days of a suspension do not count.
"""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.urls import reverse

from daihome.tools.local_days import LocalDay
from inspections.models import CongressSession
from representatives.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    EndReason,
    Mandate,
    MandateState,
    Part,
)

ENDS_AT = 2
WARNING = (
    "{name}代表未经批准缺席了 {count} 次人民代表大会会议（{when}）。再有一次，依照代表法第六十二条，"
    "代表资格终止。请主席约谈，提醒按规定请假。"
)
ENDING = (
    "{name}代表未经批准 {count} 次不出席人民代表大会会议（{when}）。依照代表法第六十二条，代表资格终止；"
    "由镇人民代表大会予以公告（第六十三条）。请核对签到，核实以后在代表资格里登记终止。"
)


def unexcused():
    """Attendances that count: called to a session that was held, not there, leave not approved."""
    rows = Attendance.objects.filter(
        state=AttendanceState.ABSENT, part=Part.MEMBER,
        activity__state=ActivityState.HELD, activity__congress_session__isnull=False,
    )  # fmt: skip
    return rows.annotate(day=LocalDay("activity__starts_at"))


def _of_mandate(mandate):
    """The same for one mandate, given as a function that names its columns."""
    still = Q(day__lt=mandate("ended_on")) | _none(mandate("ended_on"))
    exercised = Q(day__lt=mandate("suspended_on")) | _none(mandate("suspended_on"))
    return unexcused().filter(
        still, exercised, representative=mandate("representative"), day__gte=mandate("started_on"),
        activity__congress_session__term=mandate("term"),
    )  # fmt: skip


def _none(value):
    """True where the column of the outer row is empty."""
    return Q(IsNull(value, True))


def counted(rows=None):
    """Mandates with `absences`, those with none left out; those that ended already, too."""
    rows = Mandate.objects.all() if rows is None else rows
    number = _of_mandate(OuterRef).order_by().values("representative")
    number = number.annotate(number=Count("pk")).values("number")
    rows = rows.annotate(absences=Coalesce(Subquery(number, output_field=IntegerField()), 0))
    return rows.filter(absences__gt=0)


@dataclass(frozen=True)
class Absent:
    """One mandate with the sessions that its holder stayed away from."""

    mandate: Mandate
    sessions: list[CongressSession]

    @property
    def person(self):
        return self.mandate.representative

    @property
    def count(self):
        return len(self.sessions)

    @property
    def is_over(self):
        """Whether the mandate ended since."""
        return self.mandate.state == MandateState.ENDED

    @property
    def ended_for_this(self):
        """Whether it ended because of them: then the congress announces it."""
        return self.is_over and self.mandate.end_reason == EndReason.ABSENT_TWICE

    @property
    def must_end(self):
        return self.count >= ENDS_AT and not self.is_over

    @property
    def sentence(self):
        when = "、".join(f"{row.activity.on}第{row.number}次会议" for row in self.sessions)
        words = ENDING if self.count >= ENDS_AT else WARNING
        return words.format(name=self.person.name, count=self.count, when=when)

    @property
    def link(self):
        """Where a person may end the mandate."""
        return reverse("admin:representatives_representative_change", args=[self.person.pk])


def absent(home=None, *, person=None):
    """Every `Absent` of a Home, or of one representative; most absences first. Two queries."""
    rows = Mandate.objects.filter(representative=person) if person else Mandate.objects.of(home)
    mandates = list(
        counted(rows).select_related("representative", "term").order_by("-absences", "pk")
    )
    if not mandates:
        return []
    people = {mandate.representative_id for mandate in mandates}
    found = unexcused().filter(representative__in=people).order_by("activity__starts_at", "pk")
    found = list(found.select_related("activity__congress_session"))
    return [Absent(mandate, _sessions(mandate, found)) for mandate in mandates]


def _sessions(mandate, rows):
    """The sessions of `rows` that count for `mandate`: the rule of `_of_mandate` once more."""
    last = min(filter(None, [mandate.ended_on, mandate.suspended_on]), default=None)
    found = []
    for row in rows:
        session = row.activity.congress_session
        within = mandate.started_on <= row.day and (last is None or row.day < last)
        same = row.representative_id == mandate.representative_id
        if same and within and session.term_id == mandate.term_id:
            session.activity = row.activity
            found.append(session)
    return found


def to_end(rows):
    """Mandates of `rows` that the law ends and that nobody has ended."""
    return counted(rows.exclude(state=MandateState.ENDED)).filter(absences__gte=ENDS_AT)
