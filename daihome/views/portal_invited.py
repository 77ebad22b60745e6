"""What a representative is invited to: read, excuse oneself, study, see what came of it."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from daihome import errors
from daihome.tools.pages import Page
from daihome.tools.registers import midnight
from daihome.views.portal_base import UNREADABLE, representative_required, show
from daihome.views.portal_today import coming_turns, invitations, unread_first
from representatives.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    Base,
    MaterialReading,
    Part,
    StudyMaterial,
)
from representatives.portal_forms import ExcuseForm

PAGE_ROWS = 20
FIRST_ROWS = 3
OVER = "这次活动已经结束、取消，或者您已经签到，不能再请假。有出入的请联系工作人员。"
ON_DUTY = "这一天轮到您接待选民，不能只请假。请在“我的接待”里请人替班或换班。"


def _mine(request):
    """My attendances at what is no mere plan any more, and all my turns on the roster."""
    rows = Attendance.objects.filter(representative=request.me)
    rows = rows.filter(~Q(activity__state=ActivityState.PLANNED) | Q(part=Part.DUTY))
    return rows.select_related("activity__venue", "activity__kind", "activity__group")


def _mine_or_404(request, pk):
    # Through the key, which takes a number of any length; the bare relation does not.
    found = _mine(request).filter(activity__pk=pk).first()
    if found is None:
        raise Http404
    return found


@representative_required
def activities(request):
    """Receptions and activities to come, study materials, and what is over."""
    day = timezone.localdate()
    over = _mine(request).exclude(part=Part.DUTY)
    over = over.filter(
        Q(activity__starts_at__lt=midnight(day))
        | ~Q(activity__state=ActivityState.ANNOUNCED)
        | ~Q(state=AttendanceState.EXPECTED)
    )
    return show(
        request,
        "my/activities.html",
        tab="events",
        turns=coming_turns(request.me, day)[:FIRST_ROWS],
        invited=unread_first(invitations(request.me, day)),
        materials=_materials(request, day),
        page=Page(over, request.GET.get("before", ""), PAGE_ROWS, "activity__starts_at"),
        day=day,
    )


def _materials(request, day):
    """What there is to read, the unread first; a handful, the newest."""
    read = MaterialReading.objects.filter(material=OuterRef("pk"), representative=request.me)
    rows = StudyMaterial.objects.of(request.home).published(day).annotate(is_read=Exists(read))
    return rows.order_by("is_read", "-published_on", "-pk")[:PAGE_ROWS]


@representative_required
def activity(request, pk):
    """One activity: where and what for; afterwards what was said and decided."""
    mine = _mine_or_404(request, pk)
    return _activity_page(request, mine, ExcuseForm())


def _activity_page(request, mine, form, status=200):
    day = timezone.localdate()
    read = MaterialReading.objects.filter(material=OuterRef("pk"), representative=request.me)
    materials = mine.activity.materials.published(day).annotate(is_read=Exists(read))
    there = mine.activity.attendances.present() if mine.activity.is_held else ()
    return show(
        request,
        "my/activity.html",
        status=status,
        tab="events",
        mine=mine,
        activity=mine.activity,
        form=form,
        may_ask_leave=may_ask_leave(mine, day),
        is_today=mine.activity.on == day,
        materials=materials,
        present=[row.representative.name for row in there],
        files=mine.activity.files.all() if mine.activity.is_held else (),
        day=day,
    )


def may_ask_leave(mine, day):
    """Not from a turn on the roster, and only while it is still to come."""
    coming = mine.activity.state == ActivityState.ANNOUNCED and mine.activity.on >= day
    return coming and mine.part != Part.DUTY and mine.state == AttendanceState.EXPECTED


@representative_required
@require_POST
def read(request, pk):
    """“知道了”: the receipt of the notice. The first press counts."""
    mine = _mine_or_404(request, pk)
    fresh = Attendance.objects.filter(pk=mine.pk, read_at=None)
    if fresh.update(read_at=timezone.now()):
        messages.success(request, f"已经告诉代表之家：您知道了“{mine.activity}”。")
    return redirect("my:activity" if request.POST.get("stay") else "my:today", *_where(request, pk))


def _where(request, pk):
    return [pk] if request.POST.get("stay") else []


@representative_required
def leave(request, pk):
    """Excuse oneself from an activity with a reason."""
    mine = _mine_or_404(request, pk)
    there = reverse("my:activity", args=[pk])
    if request.method != "POST":
        return redirect(f"{there}#leave")
    if mine.part == Part.DUTY:
        return errors.conflict(request, ON_DUTY, reverse("my:receptions"), "去我的接待")
    if not may_ask_leave(mine, timezone.localdate()):
        return errors.conflict(request, OVER, there)
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        return _activity_page(request, mine, form, UNREADABLE)
    mine.read_at = mine.read_at or timezone.now()
    mine.ask_leave(form.cleaned_data["reason"])
    messages.success(request, _leave_said(mine))
    return redirect(there)


def _leave_said(mine):
    """Of a session of the congress a leave counts once it is approved."""
    if mine.activity.kind.base == Base.CONGRESS:
        return "请假已经交给主席团。批不批准会告诉您；没有批准的，不到会算缺席。"
    return "请假已经登记，代表之家会看到原因。"


def _material_or_404(request, pk):
    day = timezone.localdate()
    found = StudyMaterial.objects.of(request.home).published(day).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@representative_required
def material(request, pk):
    """Something to study."""
    found = _material_or_404(request, pk)
    reading = found.readings.filter(representative=request.me).first()
    return show(
        request, "my/material.html", tab="events", material=found, reading=reading,
        files=found.files.all(),
    )  # fmt: skip


@representative_required
@require_POST
def studied(request, pk):
    """“学完了”, said by oneself; the first press counts."""
    found = _material_or_404(request, pk)
    _row, created = MaterialReading.objects.get_or_create(
        material=found, representative=request.me, defaults={"read_at": timezone.now()}
    )
    if created:
        messages.success(request, f"已经记下：您学完了“{found}”。")
    return redirect("my:material", pk)
