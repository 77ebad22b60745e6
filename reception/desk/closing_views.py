"""Closing a day: who was there, who came, also that nobody came; opening it again on record."""

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from daihome import errors
from reception.desk.entering import why_not
from reception.desk.forms import CloseForm, ReasonForm
from reception.desk.pages import UNREADABLE, days, page, staff_page
from reception.models import RaisedMatter
from representatives.models import AttendanceState

CHANGE = "reception.change_receptionday"


@never_cache
@staff_page(CHANGE, days)
def close(request, day):
    """Say that the day is over; those who received somebody are ticked already."""
    there = reverse("desk:day", args=[day.pk])
    refusal = why_not(day, timezone.localdate())
    if refusal:
        return errors.conflict(request, refusal, there)
    visitors = day.records.count()
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        day=day,
        visitors=visitors,
        initial={"present": _seen(day)},
    )
    if form.is_valid():
        present = {row.pk for row in form.cleaned_data["present"]}
        if not day.close(present, by=request.user, now=timezone.now(), said=summary(day)):
            return errors.conflict(request, "别人刚刚结束了这一天的登记。", there)
        messages.success(request, "这一天的接待登记已经结束，签到簿和履职登记跟着写好了。")
        return redirect(there)
    facts = {"day": day, "form": form, "visitors": visitors, "said": summary(day)}
    status = UNREADABLE if form.is_bound else 200
    return page(request, "close", title=f"结束登记：{day}", status=status, **facts)


def _seen(day):
    """Keys of the attendances of those who signed in, or received somebody."""
    received = set(day.records.values_list("receivers", flat=True))
    return [
        row.pk
        for row in day.expected()
        if row.state == AttendanceState.PRESENT or row.representative_id in received
    ]


def summary(day):
    """What the day brought, in one sentence for the Home's log."""
    rows = day.records.order_by()
    records = rows.count()
    if not records:
        return "没有选民来访。"
    people = rows.aggregate(people=Sum("people"))["people"]
    matters = RaisedMatter.objects.filter(record__day=day).count()
    explained = rows.filter(raised=None).count()
    return f"来访 {records} 批 {people} 人，转成意见 {matters} 件，当场解释答复 {explained} 批。"


@never_cache
@staff_page(CHANGE, days)
def reopen(request, day):
    """Open a closed day again, with a reason that stays in its history."""
    there = reverse("desk:day", args=[day.pk])
    if day.closed_at is None:
        return errors.conflict(request, "这一天还没有结束登记，可以直接补登。", there)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        day.reopen(form.cleaned_data["reason"])
        messages.success(request, "已经重新打开。补登完以后，请再结束一次。")
        return redirect(there)
    facts = {"day": day, "form": form}
    status = UNREADABLE if form.is_bound else 200
    return page(request, "reopen", title=f"重新打开：{day}", status=status, **facts)
