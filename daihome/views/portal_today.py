"""The first page of the portal: what waits for me today, and nothing else."""

from dataclasses import dataclass

from django.db.models import F, Prefetch
from django.utils import timezone

from daihome.progress import COUNTERS
from daihome.tools.registers import midnight
from daihome.views.portal import mine, to_tell, unsigned
from daihome.views.portal_base import representative_required, show
from reception.models import RosterSwap
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    DutyRecord,
    DutyState,
    Measure,
    Part,
    Span,
    Target,
)
from representatives.progress import Line, measured

FIRST_ROWS = 5


@representative_required
def today(request):
    """My next reception, whom to tell, what to answer, what is left of the year's contacts."""
    day = timezone.localdate()
    waiting = {
        "to_tell": to_tell(request).order_by("pk")[:FIRST_ROWS],
        "unsigned": unsigned(request).order_by("pk")[:FIRST_ROWS],
        "swaps": swaps_to_answer(request.me, day),
        "invited": unread_first(invitations(request.me, day))[:FIRST_ROWS],
        "sent_back": sent_back(request.me)[:FIRST_ROWS],
    }
    return show(
        request,
        "my/today.html",
        tab="today",
        turn=coming_turns(request.me, day).first(),
        contacts=contacts_of(request.me, day),
        newest=mine(request).order_by("-pk")[:FIRST_ROWS],
        day=day,
        **waiting,
    )


def turns(person):
    """Turns of `person` on the roster, each with the day and those who receive on it."""
    on_duty = Attendance.objects.on_duty().select_related("representative").order_by("pk")
    rows = Attendance.objects.filter(representative=person, part=Part.DUTY)
    rows = rows.exclude(activity__reception_day=None)
    rows = rows.select_related("activity__reception_day", "activity__venue", "activity__kind")
    return rows.prefetch_related(Prefetch("activity__attendances", on_duty, to_attr="roster"))


def coming_turns(person, day):
    """Those from `day` on that still hold, the next first."""
    rows = turns(person).filter(activity__in=Activity.objects.coming(day).order_by().values("pk"))
    return rows.exclude(state=AttendanceState.LEAVE).order_by("activity__starts_at", "pk")


def invitations(person, day):
    """What `person` is told of and not excused from, without turns on the roster."""
    rows = Attendance.objects.filter(
        representative=person,
        state=AttendanceState.EXPECTED,
        activity__state=ActivityState.ANNOUNCED,
        activity__starts_at__gte=midnight(day),
    )
    rows = rows.exclude(part=Part.DUTY)
    return rows.select_related("activity__venue", "activity__kind")


def unread_first(rows):
    return rows.order_by(F("read_at").asc(nulls_first=True), "activity__starts_at", "pk")


def swaps_to_answer(person, day):
    """Requests to `person` whose turn is still to come."""
    rows = RosterSwap.objects.waiting().filter(to=person)
    rows = rows.filter(attendance__activity__starts_at__gte=midnight(day))
    return rows.select_related(
        "attendance__activity__venue", "attendance__representative", "in_return__activity__venue"
    ).order_by("attendance__activity__starts_at", "pk")


def sent_back(person):
    rows = DutyRecord.objects.filter(representative=person, state=DutyState.SENT_BACK)
    return rows.select_related("category").order_by("pk")


@dataclass(frozen=True)
class Quota:
    """A minimum count of the Home and how far one representative is (`line`)."""

    line: Line
    words: str  # 今年联系选民
    unit: str
    basis: str


SPANS = {Span.YEAR: "今年", Span.QUARTER: "这个季度", Span.TERM: "本届"}


def quota(found, line):
    """The `Quota` of a `Progress` and one of its lines."""
    target = found.target
    return Quota(line, f"{SPANS[target.span]}{found.label}", found.unit, target.legal_basis)


def contacts_of(person, day):
    """How far the contacts with voters are that the Home asks of `person`; None when none is."""
    targets = Target.objects.of(person.home).filter(is_active=True, measure=Measure.CONTACTS)
    for found in measured(person.home, day, targets.exclude(number=0), COUNTERS):
        line = found.of(person.pk)
        if line:
            return quota(found, line)
    return None
