"""The staff's pages of duties: what waits for confirmation, one record, an entry for somebody."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone

from daihome.tools.pages import primary_key
from representatives.duties.forms import RemarkForm, StaffDutyForm
from representatives.duties.pages import find, page, source_of, viewers_only
from representatives.models import DutyRecord, Home
from representatives.models.by_hand import LATE, DutyRefused, DutyTaken

UNREADABLE, CONFLICT = 422, 409
ROWS = 50


@viewers_only
def waiting(request):
    """Every entry that waits for this person; those that were ticked are confirmed."""
    if request.method == "POST":
        return _confirm_chosen(request)
    rows = DutyRecord.objects.decidable_by(request.user)
    rows = rows.select_related("home", "category", "representative", "entered_by")
    found = list(rows.prefetch_related("files").order_by("pk")[: ROWS + 1])
    facts = {"rows": found[:ROWS], "has_more": len(found) > ROWS}
    return page(request, "waiting", title="待确认的履职记录", **facts)


def _confirm_chosen(request):
    """Each on its own: one that is late is named and hinders no other."""
    keys = [primary_key(text) for text in request.POST.getlist("chosen")[:ROWS]]
    rows = DutyRecord.objects.visible_to(request.user).filter(pk__in=filter(None, keys))
    done = 0
    for record in rows.select_related("category", "representative__user", "home"):
        try:
            _confirm_as_read(request, record, request.POST.get(f"seen-{record.pk}"))
            done += 1
        except DutyRefused as refused:
            messages.error(request, f"{record.representative} {record.on}：{refused}")
    if done:
        messages.success(request, f"已经确认 {done} 条。")
    elif not keys:
        messages.warning(request, "还没有选。请在要确认的记录前面打勾，再按“确认”。")
    return redirect("admin:representatives_duties")


def _confirm_as_read(request, record, seen):
    if seen != record.seen:
        raise DutyTaken(LATE)
    record.confirm(request.user, timezone.now())


@viewers_only
def record(request, pk):
    """One record with its proof: confirm it or send it back, or go to where it is kept."""
    found = find(request, pk)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = _decide(request, found, form.cleaned_data["remark"])
        except DutyTaken as late:
            return _drawn(request, find(request, pk), form, CONFLICT, problem=str(late))
        except DutyRefused as refused:
            form.add_error("remark", str(refused))
        else:
            messages.success(
                request, f"{done}：{found.representative} {found.on} {found.category}。"
            )
            return redirect("admin:representatives_duties")
    return _drawn(request, found, form, UNREADABLE if form.errors else 200)


def _decide(request, found, remark):
    """Do what was pressed; the word for it."""
    if request.POST.get("seen") != found.seen:
        raise DutyTaken(LATE)
    if request.POST.get("act") == "send_back":
        found.send_back(request.user, remark, timezone.now())
        return "已退回"
    found.confirm(request.user, timezone.now())
    return "已确认"


def _drawn(request, found, form, status, **facts):
    rows = DutyRecord.objects.decidable_by(request.user)
    facts |= {"record": found, "form": form, "source": source_of(found)}
    facts["may_decide"] = rows.filter(pk=found.pk).exists()
    facts["may_correct"] = found.may_be_corrected_by(request.user)
    title = f"{found.representative} {found.on} {found.category}"
    return page(request, "record", status=status, title=title, **facts)


@viewers_only
def enter(request):
    """Type what a representative handed in on paper; somebody else confirms it."""
    if not request.user.has_perm("representatives.add_dutyrecord"):
        raise PermissionDenied
    home = _home_of(request)
    first = {"key": secrets.token_urlsafe(24)}
    form = _form(request, home, initial=first)
    if form.is_valid():
        person, key = form.cleaned_data["representative"], form.cleaned_data["key"]
        keep = _entering(request, person, key)
        if _kept(form, keep):
            messages.success(request, f"已经登记{person}的履职记录，等待确认。")
            return redirect("admin:representatives_dutyrecord_changelist")
    return _form_page(request, form, "登记一条履职记录", "登记")


def _entering(request, person, key):
    form_key = f"{request.user.pk}:{key or secrets.token_urlsafe(24)}"
    return lambda **facts: DutyRecord.objects.enter(
        person, form_key=form_key, by=request.user, **facts
    )


@viewers_only
def correct(request, pk):
    """Correct an entry that one typed, until it is confirmed."""
    found = find(request, pk)
    if not found.may_be_corrected_by(request.user):
        raise PermissionDenied
    form = _form(request, found.home, record=found)
    if form.is_valid() and _kept(form, lambda **facts: found.correct(by=request.user, **facts)):
        messages.success(request, "已经改好，等待确认。")
        return redirect("admin:representatives_dutyrecord_change", pk)
    return _form_page(request, form, "修改履职记录", "保存")


def _home_of(request):
    """The Home in which the person types; of several the one asked for."""
    homes = Home.objects.visible_to(request.user)
    asked = request.GET.get("home", "")
    found = homes.filter(slug=asked).first() or homes.first()
    if found is None:
        raise PermissionDenied
    return found


def _form(request, home, **facts):
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return StaffDutyForm(*sent, home=home, today=timezone.localdate(), **facts)


def _kept(form, keep):
    """Whether `keep(uploads=…, **facts)` took it; else the form says why not."""
    try:
        keep(uploads=form.uploads(), **form.facts())
    except FileNotFoundError:
        form.parked = []
        form.add_error("attachments", "以前选的文件找不到了，请重新选择。")
    except DutyRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _form_page(request, form, title, button):
    if form.errors:
        form.park_files()
    status = UNREADABLE if form.errors else 200
    return page(request, "form", status=status, title=title, form=form, button=button)
