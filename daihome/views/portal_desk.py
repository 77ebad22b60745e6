"""Receiving voters with a telephone: whoever is on duty enters the visitors of the day."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from daihome import errors
from daihome.tools.pages import primary_key
from daihome.views.portal_base import representative_required
from reception.desk.day_views import roster_of
from reception.desk.entering import enter, visitor_form, why_not
from reception.models import ReceptionDay, ReceptionRecord
from representatives.models import AttendanceState, Part

UNREADABLE = 422


@representative_required
def desk(request, pk):
    """The form for the next visitor, and those whom I received that day."""
    day, roster, mine = _my_day(request, pk)
    today = timezone.localdate()
    refusal = why_not(day, today)
    form = None if refusal else visitor_form(request, day, roster)
    if request.method == "POST":
        if refusal:
            return errors.conflict(request, refusal, request.path)
        if form.is_valid():
            record, _created = enter(form, day, request.user)
            return redirect(f"{request.path}?saved={record.pk}")
    records = ReceptionRecord.objects.of(request.home).filter(day=day, receivers=request.me)
    facts = {
        "home": request.home, "me": request.me, "tab": "events", "day": day, "mine": mine,
        "form": form, "refusal": refusal, "records": records.shown(), "today": today,
        "saved": _saved(request, records, today),
    }  # fmt: skip
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "my/reception_desk.html", facts, status=status)


def _my_day(request, pk):
    """The day with its attendances and mine among them; 404 unless I am on duty there."""
    rows = ReceptionDay.objects.of(request.home).with_activity().select_related("home")
    day = rows.filter(pk=pk).first()
    roster = roster_of(day) if day else []
    mine = next((row for row in roster if row.representative_id == request.me.pk), None)
    if mine is None or mine.part != Part.DUTY or mine.state == AttendanceState.LEAVE:
        raise Http404
    return day, roster, mine


def _saved(request, records, today):
    """What I entered last, with the codes to hand over: today only, and only what I entered."""
    key = primary_key(request.GET.get("saved", ""))
    if key is None:
        return None
    found = records.model.objects.of(request.home).filter(entered_by=request.user, pk=key)
    record = found.prefetch_related("raised__suggestion").first()
    fresh = record and timezone.localdate(record.entered_at) == today
    return record if fresh else None
