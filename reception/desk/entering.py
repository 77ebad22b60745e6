"""Entering a visitor, the same at the desk, on a representative's telephone and off paper."""

import secrets

from django.utils import timezone

from reception.desk.forms import VisitorForm
from reception.models import ReceptionRecord
from representatives.models import ActivityState, AttendanceState, Part


def why_not(day, today):
    """The sentence that says why nobody can be entered on `day` now, or ""."""
    if day.activity.state == ActivityState.CANCELLED:
        return "这次接待取消了，不能登记来访。"
    if day.on > today:
        return f"接待日是{day.on:%Y-%m-%d}，到那天才能登记来访。"
    if day.closed_at:
        return "这一天已经结束登记。要补登来访，请工作人员先重新打开。"
    return ""


def visitor_form(request, day, roster, by="", typed=None):
    """The form as it was sent, else ready for the next visitor; `roster` are attendances.

    `typed` is what was typed before the sitting ended, to be sent again.
    """
    facts = {"day": day, "first": _likely(roster), "by": by}
    if request.method == "POST" or typed:
        return VisitorForm(typed or request.POST, **facts)
    return VisitorForm(initial={"key": secrets.token_urlsafe(16)}, **facts)


def _likely(roster):
    """Keys of those who probably receive: on duty and there, else on duty."""
    duty = [row for row in roster if row.part == Part.DUTY]
    there = [row for row in duty if row.state == AttendanceState.PRESENT]
    expected = [row for row in duty if row.state != AttendanceState.LEAVE]
    return [row.representative_id for row in there or expected]


def enter(form, day, by, sheet=None):
    """Keep what a valid `form` says: `(record, created)`. Raises `SheetTaken`."""
    now = timezone.now()
    return ReceptionRecord.objects.receive(
        day,
        key=f"{by.pk}:{form.cleaned_data['key']}",
        by=by,
        now=now,
        at=form.moment(day, now),
        receivers=list(form.cleaned_data["receivers"]),
        wishes=form.wishes(),
        sheet=sheet,
        **form.facts(),
    )
