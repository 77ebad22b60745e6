"""The staff's pages of the letter box: opening, its letters, one letter."""

import secrets

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from daihome import errors
from daihome.tools import parking
from daihome.tools.stored import stored_files
from reception.letters.forms import LetterForm, OpeningForm, OpeningScanForm
from reception.models import MailboxOpening, MailItem, MailScan, OpeningScan
from representatives.models import BlankForm, FormKind

UNREADABLE = 422
TAKEN = "这张表刚刚已经录入或者作废了。"


def page(request, name, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    context = admin.site.each_context(request) | {"opts": MailItem._meta} | facts
    return render(request, f"admin/reception/letters/{name}.html", context, status=status)


def _allow(request, permission):
    if not request.user.has_perm(f"reception.{permission}"):
        raise PermissionDenied


@never_cache
def add_opening(request):
    """Two people open a box: its letters get their numbers at once."""
    _allow(request, "add_mailboxopening")
    return _open(request, None)


@never_cache
def paper_opening(request, pk):
    """The same off a numbered sheet that was written by hand."""
    rows = BlankForm.objects.visible_to(request.user).filter(kind=FormKind.LETTER_BOX)
    sheet = get_object_or_404(rows.select_related("home"), pk=pk)
    _allow(request, "add_mailboxopening")
    if sheet.entered_at or sheet.voided_at:
        return errors.conflict(request, TAKEN, "/admin/")
    return _open(request, sheet)


def _open(request, sheet):
    now = timezone.now()
    first = {"key": secrets.token_urlsafe(16), "opener": request.user.name}
    first["opened_at"] = f"{timezone.localtime(now):%Y-%m-%d %H:%M}"
    form = OpeningForm(
        request.POST if request.method == "POST" else None, user=request.user, now=now,
        home=sheet.home if sheet else None, initial={} if sheet else first,
    )  # fmt: skip
    form.initial["key"] = first["key"]
    if form.is_valid():
        key = f"{request.user.pk}:{form.cleaned_data['key']}"
        opening = MailboxOpening.objects.open(key=key, by=request.user, form=sheet, **form.facts())
        if opening is None:
            return errors.conflict(request, TAKEN, "/admin/")
        messages.success(request, f"已经登记开箱，{opening.count} 封信都编了号。")
        return redirect("admin:reception_mailboxopening_change", opening.pk)
    status = UNREADABLE if form.is_bound else 200
    title = f"录入 {sheet}" if sheet else "登记开箱"
    return page(request, "open", status=status, title=title, form=form)


def opening(request, pk):
    """One opening with its letters; the signed sheet is put there."""
    _allow(request, "view_mailboxopening")
    rows = MailboxOpening.objects.visible_to(request.user)
    rows = rows.select_related("mailbox", "entered_by", "form")
    found = get_object_or_404(rows, pk=pk)
    may_change = request.user.has_perm("reception.change_mailboxopening")
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OpeningScanForm(*sent) if may_change else None
    if form and form.is_valid():
        _keep_sheet(found, form, request.user)
        messages.success(request, "签字登记表已经保存。")
        return redirect("admin:reception_mailboxopening_change", pk)
    return _opening_page(request, found, form)


def _keep_sheet(opening, form, by):
    with stored_files(form.uploads(), OpeningScan) as stored, transaction.atomic():
        OpeningScan.objects.attach(stored, opening=opening, by=by)
    parking.discard(form.parked)


def _opening_page(request, found, form):
    status = 200
    if form and form.is_bound:
        form.park_files()
        status = UNREADABLE
    items = found.items.select_related("village").prefetch_related("raised__suggestion__identity")
    facts = {"opening": found, "items": items, "form": form}
    facts["scans"] = found.files.select_related("by")
    return page(request, "opening", status=status, title=f"开箱登记：{found}", **facts)


@never_cache
def letter(request, pk):
    """One letter: scanned, summed up, answered or filed; or on to a matter."""
    _allow(request, "view_mailitem")
    rows = MailItem.objects.visible_to(request.user)
    rows = rows.select_related("home", "opening__mailbox", "village")
    found = get_object_or_404(rows, pk=pk)
    may_change = request.user.has_perm("reception.change_mailitem")
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LetterForm(*sent, instance=found, today=timezone.localdate())
    if form.is_valid() and _keep(form):
        messages.success(request, f"已经保存 {found}。")
        return redirect("admin:reception_mailitem_change", pk)
    if form.errors:
        form.park_files()
    facts = {"item": found, "form": form, "may_change": may_change}
    facts["scans"] = scans_of(request.user).filter(item=found)
    facts["matters"] = [row.suggestion for row in found.raised.select_related("suggestion")]
    status = UNREADABLE if form.errors else 200
    return page(request, "letter", status=status, title=f"来信 {found}", **facts)


def _keep(form):
    """Write the letter with its new scans; False when a parked file is gone."""
    item = form.instance
    try:
        with stored_files(form.uploads(), MailScan) as stored, transaction.atomic():
            item.keep_until(item.home, timezone.localdate())
            form.save()
            shows = form.cleaned_data["shows_identity"]
            MailScan.objects.attach(stored, item=item, shows_identity=shows)
    except FileNotFoundError:
        form.parked = []
        form.add_error("attachments", "以前选的文件找不到了，请重新选择。")
        return False
    return True


def scans_of(user):
    """Scans that `user` may open: telling ones only who handles letters."""
    if not user.has_perm("reception.view_mailitem"):
        return MailScan.objects.none()
    rows = MailScan.objects.visible_to(user).exclude(file="")
    return rows if user.has_perm("reception.change_mailitem") else rows.filter(shows_identity=False)


def key_of(text):
    """The key in an address of the admin. Raises Http404."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)
