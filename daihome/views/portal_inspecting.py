"""Inspections I take part in, and what has to be put right under my eyes."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from daihome import errors
from daihome.tools import parking
from daihome.tools.fields import LineField
from daihome.views.portal_base import UNREADABLE, representative_required, show
from inspections.models import (
    MoveRefused,
    Rectification,
    RectificationFile,
    RectificationState,
    Recusal,
)
from inspections.rectifying.forms import CheckForm
from representatives.models import ActivityState, Attendance
from representatives.posting import post
from suggestions.clocks.reminders import Receivers

ROWS = 30
OVER = "这次视察检查已经办完或者取消，不能再申请回避。有出入的请联系工作人员。"
LEADS = "您是这次视察检查的带队人。请先联系工作人员换一位带队人，再申请回避。"


class OwnRecusalForm(forms.Form):
    """Why I stay away."""

    use_required_attribute = False

    reason = LineField(
        label="和受检对象有什么关系",
        max_length=180,
        help_text="例：我是受检企业的股东；企业负责人是我的弟弟",
        error_messages={"required": "请写明原因。"},
    )


def _mine(request):
    """My attendances at inspections of which I was told."""
    rows = Attendance.objects.filter(
        representative=request.me, activity__inspection__isnull=False
    ).exclude(activity__state=ActivityState.PLANNED)
    return rows.select_related("activity__venue", "activity__inspection__kind")


@representative_required
def inspections(request):
    """What I inspect and what is asked of me; below it the items that I supervise."""
    items = Rectification.objects.of(request.home).supervised_by(request.me)
    return show(
        request,
        "my/inspections.html",
        tab="events",
        mine=_mine(request).order_by("-activity__starts_at")[:ROWS],
        items=items.select_related("unit", "village").pressing()[:ROWS],
        day=timezone.localdate(),
    )


@representative_required
def recuse(request, pk):
    """Ask to stay away from an inspection because of an interest; it holds at once."""
    mine = _mine(request).filter(activity__inspection__pk=pk).first()
    if mine is None:
        raise Http404
    activity, there = mine.activity, reverse("my:activity", args=[mine.activity_id])
    if mine.barred:
        return redirect(there)
    if activity.state != ActivityState.ANNOUNCED:
        return errors.conflict(request, OVER, there)
    if activity.inspection.leader_id == request.me.pk:
        return errors.conflict(request, LEADS, there)
    form = OwnRecusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _recuse(request, activity.inspection, form.cleaned_data["reason"])
        return redirect(there)
    status = UNREADABLE if form.is_bound else 200
    facts = {"tab": "events", "activity": activity, "form": form}
    return show(request, "my/recuse.html", status=status, **facts)


def _recuse(request, inspection, reason):
    row, created = Recusal.objects.recuse(inspection, request.me, reason, is_own=True)
    if created:
        post(
            f"recusal:{row.pk}",
            home=request.home,
            title=f"{request.me}申请回避：{inspection}",
            text=f"原因：{reason}\n已经登记，不再请他参加；不用回避的，可以在这次视察检查的页面上撤回。",
            link=reverse("admin:inspections_inspection_page", args=[inspection.pk]),
            users=Receivers.of(request.home).clerks,
            now=timezone.now(),
        )
    messages.success(request, "回避已经登记，您不用参加这次活动，代表之家会看到原因。")


@representative_required
def item(request, pk):
    """One item that I supervise: what is asked, how it looked, and the form of a check."""
    rows = Rectification.objects.of(request.home).supervised_by(request.me).shown()
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    closed = found.state == RectificationState.STRUCK_OFF
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CheckForm(*bound, item=found, today=timezone.localdate(), me=request.me)
    if form.is_valid():
        return _checked(request, found, form)
    if form.is_bound:
        form.park_files()
    status = UNREADABLE if form.is_bound else 200
    facts = {"item": found, "form": None if closed else form, "day": timezone.localdate()}
    facts |= _seen(found)
    return show(request, "my/rectification.html", status=status, tab="events", **facts)


def _seen(found):
    files = list(found.files.filter(kind="picture"))
    uses = RectificationFile.Use
    return {
        "before": [file for file in files if file.use == uses.BEFORE],
        "after": [file for file in files if file.use == uses.AFTER],
        "checks": found.checks.all(),
    }


def _checked(request, found, form):
    there = reverse("my:rectification", args=[found.pk])
    try:
        made, created = form.save(request.user)
    except MoveRefused as late:
        return errors.conflict(request, str(late), there)
    parking.discard(form.parked)
    said = "核查已经登记" if created else "这次核查已经登记过了"
    messages.success(request, f"{said}：{made.get_result_display()}。")
    return redirect(there)
