"""Receiving voters with a telephone: whoever is on duty enters the visitors of the day."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from daihome import errors
from daihome.tools.pages import primary_key
from daihome.views.portal_base import UNREADABLE, owner_of, representative_required, show
from reception.desk.day_views import roster_of
from reception.desk.entering import enter, visitor_form, why_not
from reception.models import ReceptionDay, ReceptionRecord
from representatives import carrying
from representatives.models import AttendanceState, Part

NOT_YOURS = "这一页是另一个账号打开的，没有登记。请重新打开接待登记再填。"


@representative_required
def desk(request, pk):
    """The form for the next visitor, and those whom I received that day."""
    day, roster, mine = _my_day(request, pk)
    today = timezone.localdate()
    refusal = why_not(day, today)
    posted = request.method == "POST"
    typed = None if posted else carrying.carried(request, owner_of(request.user))
    form = None if refusal else visitor_form(request, day, roster, typed=typed)
    if posted:
        answer = _entered(request, day, form, refusal)
        if answer:
            return answer
    records = ReceptionRecord.objects.of(request.home).filter(day=day, receivers=request.me)
    return show(
        request, "my/reception_desk.html", status=UNREADABLE if posted else 200, tab="events",
        day=day, mine=mine, form=form, refusal=refusal, records=records.shown(), today=today,
        carried=bool(typed), saved=_saved(request, records, today),
    )  # fmt: skip


# What was typed is carried through the page to sign in when the sitting has ended meanwhile.
desk.keeps_typed = True


def _entered(request, day, form, refusal):
    """The answer to a sent form, or None when the page is shown again with what is wrong."""
    if request.POST.get("owner", owner_of(request.user)) != owner_of(request.user):
        return errors.conflict(request, NOT_YOURS, reverse("my:today"), "回到今天")
    if refusal:
        return errors.conflict(request, refusal, request.path)
    if not form.is_valid():
        return None
    record, _created = enter(form, day, request.user)
    carrying.forget(request)
    return redirect(f"{request.path}?saved={record.pk}")


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
