"""My turns on the roster of reception days, swaps of turns, and when I am away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from daihome import errors
from daihome.tools.pages import Page
from daihome.tools.registers import midnight
from daihome.views.portal_base import UNREADABLE, representative_required, show
from daihome.views.portal_today import coming_turns, swaps_to_answer, turns
from reception.models import RosterSwap, SwapState
from reception.models.days import DayClosed
from reception.swap_forms import SwapForm
from representatives.models import AttendanceState, Leave
from representatives.portal_forms import LeaveForm

PAGE_ROWS = 20
NOT_COMING = "这一班已经过去、取消，或者已经请假，不能再换。请看最新的安排。"


@representative_required
def receptions(request):
    """My turns to come with what can be done about them, requests, and turns that are over."""
    day = timezone.localdate()
    over = turns(request.me).filter(activity__starts_at__lt=midnight(day))
    mine = RosterSwap.objects.select_related("to", "in_return__activity")
    open_swaps = Prefetch("swaps", mine.waiting(), to_attr="open_swaps")
    return show(
        request,
        "my/receptions.html",
        tab="events",
        turns=coming_turns(request.me, day).prefetch_related(open_swaps),
        swaps=swaps_to_answer(request.me, day),
        answered=_answered(request.me, day),
        page=Page(over, request.GET.get("before", ""), PAGE_ROWS, "activity__starts_at"),
        leaves=Leave.objects.filter(representative=request.me, ends_on__gte=day),
        day=day,
    )


def _answered(person, day):
    """What became of my requests about days that are still to come."""
    rows = RosterSwap.objects.filter(
        attendance__representative=person, attendance__activity__starts_at__gte=midnight(day)
    )
    rows = rows.exclude(state=SwapState.ASKED)
    return rows.select_related("attendance__activity__venue", "to", "in_return__activity")


def _turn_or_404(request, pk):
    found = turns(request.me).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@representative_required
def swap(request, pk):
    """Ask somebody to take one's turn, or to change turns."""
    turn, day = _turn_or_404(request, pk), timezone.localdate()
    if not may_be_swapped(turn, day):
        return errors.conflict(request, NOT_COMING, reverse("my:receptions"))
    data = request.POST if request.method == "POST" else None
    form = SwapForm(data, turn=turn, today=day)
    asked = _ask(request, turn, form) if form.is_valid() else None
    if asked:
        return asked
    status = UNREADABLE if form.is_bound else 200
    return show(request, "my/swap.html", status=status, tab="events", form=form, turn=turn)


def may_be_swapped(turn, day):
    coming = coming_turns(turn.representative, day).filter(pk=turn.pk).exists()
    return coming and turn.state == AttendanceState.EXPECTED


def _ask(request, turn, form):
    """Send the request; what cannot be done is said beside the form."""
    to, in_return = form.asked()
    try:
        RosterSwap.objects.ask(
            turn, to, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now(),
            in_return=in_return,
        )  # fmt: skip
    except DayClosed as closed:
        form.add_error(None, str(closed))
        return None
    messages.success(request, f"已经告诉{to.name}代表，等对方答复。")
    return redirect("my:receptions")


@representative_required
@require_POST
def answer(request, pk):
    """Agree to a request or refuse it; the one who asked may withdraw it."""
    found = RosterSwap.objects.of(request.home).of_person(request.me).with_turns()
    swap = found.filter(pk=pk).first()
    if swap is None:
        raise Http404
    doors = ANSWERS_OF_ASKED if swap.to_id == request.me.pk else ANSWERS_OF_ASKER
    act, words = doors.get(request.POST.get("answer", ""), (None, ""))
    if act is None:
        raise PermissionDenied
    try:
        act(swap, timezone.now())
    except DayClosed as closed:
        return errors.conflict(request, str(closed), reverse("my:receptions"))
    messages.success(request, words)
    return redirect("my:receptions")


ANSWERS_OF_ASKED = {
    "agree": (RosterSwap.agree, "谢谢，班次已经换好，对方会收到消息。"),
    "refuse": (RosterSwap.refuse, "已经告诉对方您去不了。"),
}
ANSWERS_OF_ASKER = {"withdraw": (RosterSwap.withdraw, "已经撤回，这一班还是由您接待。")}


@representative_required
def leaves(request):
    """When I cannot be put on the roster; the roster looks here before it is drawn."""
    day = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = LeaveForm(data, today=day, instance=Leave(home=request.home, representative=request.me))
    if form.is_valid():
        row = form.save()
        messages.success(request, f"已经登记：{row.starts_on} 到 {row.ends_on} 不排您的接待。")
        if _turns_within(request.me, row, day):
            messages.warning(request, "这段时间里已经排了您的接待，请在下面请人替班或换班。")
        return redirect("my:receptions")
    rows = Leave.objects.filter(representative=request.me)
    page = Page(rows, request.GET.get("before", ""), PAGE_ROWS)
    status = UNREADABLE if form.is_bound else 200
    return show(
        request, "my/leaves.html", status=status, tab="events", form=form, page=page, day=day
    )


def _turns_within(person, row, day):
    days = {turn.activity.on for turn in coming_turns(person, day)}
    return any(row.starts_on <= one <= row.ends_on for one in days)


@representative_required
@require_POST
def leave_remove(request, pk):
    """Take back a time away that is not over."""
    rows = Leave.objects.filter(representative=request.me, pk=pk)
    found = rows.first()
    if found is None:
        raise Http404
    if found.ends_on < timezone.localdate():
        return errors.conflict(request, "这段时间已经过去了，留作记录。", reverse("my:leaves"))
    found.delete()
    messages.success(request, "已经撤回，这段时间又可以排您的接待了。")
    return redirect("my:receptions")
