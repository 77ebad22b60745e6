"""Entering a numbered sheet that was written by hand."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from daihome import errors
from daihome.tools.pages import primary_key
from reception.desk.day_views import ADD, roster_of
from reception.desk.entering import enter, visitor_form
from reception.desk.number_views import forms_of
from reception.desk.pages import UNREADABLE, days, page, staff_page
from reception.models import ReceptionDay
from reception.models.receiving import SheetTaken
from representatives.models import FormKind

TAKEN = "这张表刚刚已经录入或者作废了。"
DAYS_OFFERED = 12


def sheets_of(user):
    """Numbered 接待选民记录表 that `user` sees."""
    return forms_of(user).filter(kind=FormKind.RECEPTION)


@never_cache
@staff_page(ADD, sheets_of)
def paper_entry(request, sheet):
    """The sheet with its number, for one of the days that are still open (`?day=`)."""
    there = f"{reverse('desk:number')}?number={sheet.number}"
    if sheet.entered_at or sheet.voided_at:
        return errors.conflict(request, TAKEN, there)
    offered = _open_days(request.user, sheet.home)
    key = primary_key(request.GET.get("day", ""))
    day = next((row for row in offered if key in (None, row.pk)), None)
    form = visitor_form(request, day, roster_of(day)) if day else None
    if form and form.is_valid():
        try:
            record, _created = enter(form, day, request.user, sheet=sheet)
        except SheetTaken:
            return errors.conflict(request, TAKEN, there)
        return redirect(f"{reverse('desk:day', args=[day.pk])}?saved={record.pk}")
    status = UNREADABLE if form and form.is_bound else 200
    facts = {"sheet": sheet, "offered": offered, "day": day, "form": form}
    return page(request, "paper_entry", title=f"录入 {sheet}", status=status, **facts)


def _open_days(user, home):
    """Days whose records can still be entered, the last first."""
    open_days = ReceptionDay.objects.unclosed(timezone.localdate()).order_by().values("pk")
    rows = days(user).filter(home=home, pk__in=open_days)
    return list(rows.order_by("-activity__starts_at")[:DAYS_OFFERED])
