"""One record: what was said, how each matter ended, putting it right, scans, the sheet."""

import secrets

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daihome.tools import parking
from daihome.tools.paper import pdf_response
from daihome.tools.stored import stored_files
from reception.desk.forms import CorrectionForm, RaiseForm, ScansForm
from reception.desk.pages import UNREADABLE, days, note, page, records, staff_page
from reception.models import RecordFile

VIEW, CHANGE = "reception.view_receptionrecord", "reception.change_receptionrecord"
ADD_MATTER = "suggestions.add_suggestion"
SEES_SCANS = "suggestions.unmask_voteridentity"


@never_cache
@staff_page(VIEW, records)
def record(request, record):
    """Left what was said and what became of it, right what can be done."""
    return _page(request, record)


def _page(request, record, raising=None, scans=None):
    user = request.user
    if raising is None and user.has_perm(ADD_MATTER):
        raising = RaiseForm(record=record, initial={"key": secrets.token_urlsafe(16)})
    if scans is None and user.has_perm(CHANGE):
        scans = ScansForm()
    files = RecordFile.objects.filter(record=record).select_related("by")
    facts = {
        "record": record, "raised": list(record.raised.all()), "raising": raising, "scans": scans,
        "files": list(files), "may_see_scans": user.has_perm(SEES_SCANS),
    }  # fmt: skip
    wrong = any(form is not None and form.is_bound for form in (raising, scans))
    title = f"接待记录 {record}"
    return page(request, "record", title=title, status=UNREADABLE if wrong else 200, **facts)


@require_POST
@staff_page(ADD_MATTER, records)
def raise_matter(request, record):
    """Make a matter of it, with one press."""
    form = RaiseForm(request.POST, record=record)
    if not form.is_valid():
        return _page(request, record, raising=form)
    typed = form.cleaned_data
    suggestion, _created = record.raise_matter(
        typed["content"], key=f"{request.user.pk}:{typed['key']}", by=request.user,
        lead=record.receivers.order_by("pk").first(), village=typed["village"],
    )  # fmt: skip
    return redirect("admin:suggestions_receipt", suggestion.pk)


@never_cache
@staff_page(CHANGE, records)
def correct(request, record):
    """Put the words right; what they were stays in the history."""
    form = CorrectionForm(request.POST if request.method == "POST" else None, record=record)
    if form.is_valid():
        _correct(request, record, form)
        messages.success(request, "已经改好，原来的内容在修改历史里。")
        return redirect("desk:record", record.pk)
    status = UNREADABLE if form.is_bound else 200
    return page(request, "correct", title=f"更正 {record}", record=record, form=form, status=status)


def _correct(request, record, form):
    before = {row.pk for row in record.receivers.all()}
    chosen = list(form.cleaned_data["receivers"])
    with transaction.atomic():
        for name, value in form.words().items():
            setattr(record, name, value)
        if form.cleaned_data["time"]:
            record.at = form.moment(record.day, timezone.now())
        record.save()
        record.receivers.set(chosen)
    if before != {row.pk for row in chosen}:
        names = "、".join(row.name for row in chosen)
        note(request, record, f"接待代表改为：{names}。")


@require_POST
@staff_page(CHANGE, records)
def scans(request, record):
    """Keep the scan of the signed sheet or a picture that was brought."""
    form = ScansForm(request.POST, request.FILES)
    if not form.is_valid():
        form.park_files()
        return _page(request, record, scans=form)
    telling = form.cleaned_data["shows_identity"]
    with stored_files(form.uploads(), RecordFile) as stored, transaction.atomic():
        RecordFile.objects.attach(stored, record=record, shows_identity=telling, by=request.user)
        if telling:
            record.keep_scan_until(record.home, timezone.localdate())
    parking.discard(form.parked)
    messages.success(request, "已经保存。")
    return redirect("desk:record", record.pk)


@require_safe
@staff_page(VIEW, records)
def sheet(request, record):
    """The record on its form (接待选民记录表)."""
    from reception.papers.record_sheet import record_pdf  # slow to load

    return pdf_response(record_pdf([record]), f"接待选民记录表{record.number}.pdf")


@require_safe
@staff_page(VIEW, days)
def day_sheets(request, day):
    """All records of a day, one a page."""
    from reception.papers.record_sheet import record_pdf  # slow to load

    rows = list(records(request.user).filter(day=day))
    if not rows:
        raise Http404
    return pdf_response(record_pdf(rows), f"接待选民记录表{day.on}.pdf")
