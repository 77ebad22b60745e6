"""Signing in at an activity: the address that a QR at the door opens, and the sheet with the QR."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response, qr_svg, render_pdf
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    SignedBy,
)


@never_cache
def door(request, code):
    """What the activity is, to everybody; the button to sign in, to those on the list, on the day.

    `?by=phone` comes from the portal; without it somebody stands before the QR.
    """
    activity = _of_code(code)
    row = _attendance(request.user, activity)
    words = why_not(request.user, activity, row, timezone.localdate())
    if request.method == "POST" and row and not words:
        by = SignedBy.PHONE if request.GET.get("by") == "phone" else SignedBy.QR
        row.sign_in(timezone.now(), by)
        return redirect("door", code)
    facts = {"activity": activity, "row": row, "words": words, "home": activity.home}
    facts["sign_in"] = f"{reverse('accounts:sign_in')}?next={request.get_full_path()}"
    status = 409 if request.method == "POST" else 200
    return render(request, "public/door.html", facts, status=status)


def _of_code(code):
    rows = Activity.objects.select_related("home", "venue", "kind")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _attendance(user, activity):
    if not user.is_authenticated or user.represents is None:
        return None
    rows = Attendance.objects.filter(activity=activity, representative=user.represents)
    return rows.first()


def why_not(user, activity, row, today):
    """The sentence that says why this person does not sign in now, or "" when they may."""
    if activity.state == ActivityState.CANCELLED:
        return f"这次活动取消了：{activity.cancel_reason}"
    if not user.is_authenticated:
        return "签到的是参加活动的代表，请先登录。"
    if user.represents is None:
        return "您的账号不是代表账号，不用签到。"
    if row is None:
        return "您不在这次活动的名单上。已经到场的，请告诉现场工作人员，由工作人员把您加上。"
    if row.barred:
        return f"您不参加这次活动（{row.barred}），不用签到。有出入的请告诉工作人员。"
    if row.state == AttendanceState.PRESENT:
        return ""
    if activity.is_held and row.state == AttendanceState.ABSENT:
        return "名单已经登记完了，您记的是缺席。到过场的，请告诉工作人员，由工作人员更正。"
    if today < activity.on:
        return f"{activity.on.month}月{activity.on.day}日活动当天才能签到，到时再扫一次码。"
    if today > last_day(activity):
        return "活动已经过去，不能自己签到了。到过场的，请工作人员在名单上补登。"
    return ""


def last_day(activity):
    """The last local date of the activity."""
    return timezone.localdate(activity.ends_at) if activity.ends_at else activity.on


@dataclass(frozen=True)
class DoorSheet:
    """The A4 sheet for the door of the room."""

    home: object
    title: str
    starts_at: object
    where: str
    link: str

    @property
    def qr(self):
        return qr_svg(self.link, title="签到二维码")


@require_safe
def door_sheet(request, pk):
    """签到二维码 of an activity that the person sees, A4; for staff."""
    rows = Activity.objects.visible_to(request.user).select_related("home", "venue")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Http404
    sheet = DoorSheet(
        home=activity.home,
        title=activity.title,
        starts_at=activity.starts_at,
        where=activity.where,
        link=request.build_absolute_uri(reverse("door", args=[activity.code])),
    )
    return pdf_response(
        render_pdf("print/door.html", {"sheet": sheet}), f"签到二维码-{activity.on}.pdf"
    )
