"""Who is asked to an activity, and who has read it: list, invite, announce, take off."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from representatives.activities import inviting
from representatives.activities.forms import InviteForm
from representatives.activities.pages import (
    UNREADABLE,
    Taken,
    activity_page,
    back,
    keeping_page,
    note,
    page,
)
from representatives.models import (
    Attendance,
    AttendanceState,
    GroupMembership,
    Part,
)

CLOSED = "这个活动已经取消或者登记完了，名单不能再改。请看现在的情况。"


def attendances(activity):
    """All who are on the list, with person, account and group; in the order of their part."""
    groups = GroupMembership.objects.filter(ended_on=None).select_related("group")
    rows = Attendance.objects.filter(activity=activity).select_related("representative__user")
    return rows.prefetch_related(
        Prefetch("representative__memberships", groups, to_attr="present_memberships")
    ).order_by("part", "representative__home", "pk")


def group_of(row):
    """The name of the group to which the person of an attendance belongs now."""
    return "、".join(one.group.name for one in row.representative.present_memberships)


@require_safe
@activity_page
def people(request, activity):
    """The list with read receipts and leaves."""
    return _show(request, activity, _form(activity))


def _form(activity, data=None):
    return InviteForm(data, activity=activity, today=timezone.localdate())


def _show(request, activity, form, status=200):
    rows = list(attendances(activity))
    for row in rows:
        row.group_name = group_of(row)
    facts = {"rows": rows, "form": form, "is_open": activity.state in inviting.OPEN}
    facts |= {"receipts": _receipts(rows), "is_told": inviting.is_told(activity)}
    return page(
        request, "people", activity, title=f"名单和通知：{activity.title}", status=status, **facts
    )


def _receipts(rows):
    """How many have read it, have not, cannot (no account), are on leave."""
    read = sum(row.read_at is not None for row in rows)
    mute = sum(row.read_at is None and row.representative.user is None for row in rows)
    leaves = sum(row.state == AttendanceState.LEAVE for row in rows)
    return {"read": read, "mute": mute, "unread": len(rows) - read - mute, "leaves": leaves}


@require_POST
@keeping_page
def invite(request, activity):
    """Put the chosen people on the list."""
    _check_open(activity)
    form = _form(activity, request.POST)
    if not form.is_valid():
        return _show(request, activity, form, UNREADABLE)
    given = dict(form.cleaned_data)
    part = Part(given.pop("part"))
    chosen = inviting.chosen_people(activity, timezone.localdate(), **given)
    with transaction.atomic():
        added = Attendance.objects.invite(activity, chosen, part=part)
    note(request, activity, f"名单增加了 {len(added)} 人。")
    hint = "已经发过通知，新增的人还要再按一次“发通知”。" if activity.announced_at else ""
    messages.success(request, f"名单增加了 {len(added)} 人。{hint}")
    return back(activity)


def _check_open(activity):
    if activity.state not in inviting.OPEN:
        raise Taken(CLOSED)


@require_POST
@keeping_page
def announce(request, activity):
    """Tell those on the list; pressed twice, everybody still gets it once."""
    _check_open(activity)
    problem = _why_not(activity)
    if problem:
        messages.error(request, problem)
        return back(activity)
    told = inviting.announce(activity, timezone.now())
    if told is None:
        raise Taken(CLOSED)
    note(request, activity, f"发了通知，{told} 人收到新消息。")
    messages.success(request, _said(activity, told))
    return back(activity)


def _why_not(activity):
    if activity.is_tentative:
        return "日子还没有定。请先修改活动，写上开始时间，取消“只定月份”，再发通知。"
    if not activity.where:
        return "还没有写地点。请先修改活动，选场所或者写地点，再发通知。"
    if not activity.attendances.exists():
        return "名单还是空的。请先选人，再发通知。"
    return ""


def _said(activity, told):
    rows = activity.attendances.filter(representative__user=None)
    without = [row.representative.name for row in rows.select_related("representative")]
    by_phone = f"没有账号、要打电话通知的：{'、'.join(without)}。" if without else ""
    if not told:
        return f"名单上有账号的人都已经通知过，没有重复发。{by_phone}"
    return f"通知发给了 {told} 人，谁读了会显示在下面。{by_phone}"


@require_POST
@keeping_page
def remove(request, activity, row):
    """Take somebody off the list who has not answered or come."""
    _check_open(activity)
    found = activity.attendances.filter(pk=row).select_related("representative__user").first()
    if found is None:
        raise Http404
    person = found.representative
    with transaction.atomic():
        gone, _rows = Attendance.objects.filter(pk=row, state=AttendanceState.EXPECTED).delete()
        if not gone:
            raise Taken(f"{person}已经签到或者请假，不能从名单上去掉。请看现在的情况。")
        if activity.announced_at and person.user:
            inviting.tell_removed(activity, person.user, timezone.now())
    note(request, activity, f"从名单上去掉了{person}。")
    messages.success(request, f"从名单上去掉了{person}。")
    return back(activity)
