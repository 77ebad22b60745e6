"""Turns changed by staff, each on record: leave with a substitute, a free seat, a swap."""

from django.db import transaction
from django.utils import timezone

from reception.models import DayClosed, RosterSwap, take_over
from reception.staff import rosters
from reception.staff.day_views import OPEN, require_open, turn_of
from reception.staff.forms import JoinForm, LeaveForm, SwapForm
from reception.staff.pages import back, day_page, form_page, link_to
from representatives.models import Attendance, AttendanceState, Leave, Mandate, Part

GONE = "这一班刚刚已经换过人，请看最新的安排。"


@day_page("change_receptionday")
def leave(request, day, turn):
    """Excuse somebody with the reason; the longest-waiting free person is proposed instead."""
    found = _turn(day, turn)
    people = rosters.proposals(day)
    form = LeaveForm(request.POST or None, proposals=people)
    if form.is_valid():
        return _excuse(request, day, found, form.cleaned_data, people)
    name = found.representative.name
    return form_page(
        request,
        form,
        title=f"{name}请假，换人：{day.activity.title}",
        button="保存",
        back=link_to(day),
    )


def _turn(day, pk):
    require_open(day)
    found = turn_of(day, pk)
    if found is None or found.state != AttendanceState.EXPECTED:
        raise DayClosed(GONE)
    return found


@transaction.atomic
def _excuse(request, day, turn, given, people):
    chosen = {str(person.pk): person for person, _ in people}.get(given["substitute"])
    name = turn.representative.name
    if chosen is None:
        turn.ask_leave(given["reason"])
        return back(request, day, f"{name}请假，记下了原因。这一席还空着，请补人。")
    take_over(turn, chosen, given["reason"])
    return back(request, day, f"{name}请假，由{chosen.name}接待。请打电话告诉{chosen.name}。")


@day_page("change_receptionday")
def join(request, day):
    """Put somebody on a free seat, or one more than planned."""
    require_open(day)
    people = rosters.proposals(day)
    form = JoinForm(request.POST or None, proposals=people)
    if form.is_valid():
        given = form.cleaned_data
        chosen = {str(person.pk): person for person, _ in people}[given["person"]]
        Attendance.objects.invite(
            day.activity, [chosen], part=Part.DUTY, is_by_hand=True, note=given["note"]
        )
        return back(request, day, f"已经安排{chosen.name}接待。请打电话告诉{chosen.name}。")
    return form_page(
        request, form, title=f"补一个人：{day.activity.title}", button="安排", back=link_to(day)
    )


@day_page("change_receptionday")
def swap(request, day, turn):
    """Two have agreed to change turns: staff write it down, both get a message."""
    found = _turn(day, turn)
    turns = {str(row.pk): row for row in _turns_to_swap(found)}
    form = SwapForm(request.POST or None, turns=turns.values())
    if form.is_valid():
        other = turns[form.cleaned_data["turn"]]
        try:
            done = RosterSwap.objects.record(
                found, other.representative, in_return=other, by=request.user, now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except DayClosed as refused:
            form.add_error("turn", str(refused))
        else:
            return back(request, day, f"已经换班：{done.result}。")
    name = found.representative.name
    return form_page(
        request, form, title=f"{name}和别人换班：{day.activity.title}", button="换班",
        back=link_to(day),
        hint="" if turns else "现在没有可以交换的班次，请用“请假，换人”。",
    )  # fmt: skip


def _turns_to_swap(turn):
    """Coming turns of others who could come instead, by date; the rest is checked when chosen."""
    on, me = turn.activity.on, turn.representative
    rows = (
        Attendance.objects.of(turn.activity.home_id)
        .on_duty()
        .filter(
            state=AttendanceState.EXPECTED,
            activity__reception_day__isnull=False,
            activity__state__in=OPEN,
            activity__starts_at__gt=timezone.now(),
            representative__in=Mandate.objects.in_office(on).values("representative"),
        )
    )
    rows = rows.exclude(activity=turn.activity).exclude(representative=me)
    rows = rows.exclude(representative__in=Leave.objects.on(on).values("representative"))
    rows = rows.select_related("activity__venue", "representative")
    return rows.order_by("activity__starts_at", "pk")[:200]
