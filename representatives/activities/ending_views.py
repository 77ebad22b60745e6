"""Cancelling an activity with a reason, and taking a mistaken end back."""

from django.contrib import messages
from django.db import transaction
from django.utils import timezone
from django.views.decorators.http import require_POST

from representatives.activities import inviting, marking
from representatives.activities.forms import CancelForm
from representatives.activities.pages import UNREADABLE, Taken, back, keeping_page, note, page

CLOSED = "这个活动已经取消或者登记完了。请看现在的情况。"


@keeping_page
def cancel(request, activity):
    """Ask for the reason; those who were told to come are told that it is off."""
    if activity.state not in inviting.OPEN:
        raise Taken(CLOSED)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _cancel(request, activity, form.cleaned_data["reason"])
    status = UNREADABLE if form.is_bound else 200
    facts = {"form": form, "button": "取消这个活动", "title": f"取消活动：{activity.title}"}
    return page(request, "cancel", activity, status=status, **facts)


def _cancel(request, activity, reason):
    with transaction.atomic():
        if not marking.cancel(activity, reason):
            raise Taken(CLOSED)
        told = inviting.tell_cancelled(activity, timezone.now()) if activity.announced_at else 0
    note(request, activity, f"取消了活动：{reason}")
    messages.success(request, f"活动已经取消。{f'已经告诉 {told} 人。' if told else ''}")
    return back(activity)


@require_POST
@keeping_page
def reopen(request, activity):
    """Open a cancelled or recorded activity again."""
    if not marking.reopen(activity):
        raise Taken("这个活动现在就是开着的。请看现在的情况。")
    note(request, activity, "重新打开了活动。")
    messages.success(request, f"活动重新打开了，现在是“{activity.get_state_display()}”。")
    return back(activity)
