"""One item of a self-check: its photos, and its correction once the self-check is closed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from daihome.tools.admin_files import forget_file
from daihome.tools.stored import stored_files
from representatives.facilities.forms import ItemForm
from representatives.facilities.pages import (
    CLOSED,
    UNREADABLE,
    Taken,
    checks_of,
    find,
    late,
    may_keep,
    page,
)
from representatives.models import CheckPhoto, SelfCheck

MOVED = "这次自查刚被别人完成了。请看现在的情况，再登记整改。"


def item(request, pk, row):
    """Draw it; keep photos and the day of the correction when they are sent."""
    found = find(request, pk)
    one = _row(found, row)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ItemForm(*sent, row=one, today=timezone.localdate())
    if request.method == "POST":
        _require(request, one)
        if form.is_valid():
            try:
                return _keep(request, one, form)
            except Taken as taken:
                return late(request, taken, found)
    return _drawn(request, one, form)


def _row(found, pk):
    one = checks_of(found).filter(pk=pk).first()
    if one is None:
        raise Http404
    one.self_check = found
    return one


def _require(request, one):
    """403 without the right, and for a closed item in which nothing is to be mended."""
    if not may_keep(request) or not _is_open(one):
        raise PermissionDenied


def _is_open(one):
    return not one.self_check.is_closed or one.falls_short


def _keep(request, one, form):
    try:
        uploads = form.uploads()
    except FileNotFoundError:
        form.parked = []
        form.add_error("attachments", "以前选的文件找不到了，请重新选择。")
        return _drawn(request, one, form)
    with stored_files(uploads, CheckPhoto) as stored, transaction.atomic():
        held = SelfCheck.objects.select_for_update().get(pk=one.self_check_id)
        if held.is_closed != form.corrects:
            raise Taken(MOVED)
        CheckPhoto.objects.attach(stored, check_of=one)
        if form.corrects:
            one.corrected_on = form.cleaned_data["corrected_on"]
            one.save(update_fields=["corrected_on"])
    messages.success(request, "已经保存。")
    return redirect("admin:representatives_selfcheck_item", one.self_check_id, one.pk)


def _drawn(request, one, form):
    if form.errors:
        form.park_files()
    facts = {
        "check": one.self_check, "row": one, "form": form, "is_open": _is_open(one),
        "today": timezone.localdate(), "title": f"{one.self_check.venue}：{one.item}",
    }  # fmt: skip
    return page(request, "item", status=UNREADABLE if form.errors else 200, **facts)


@require_POST
def remove(request, pk, row, photo):
    """Take a photo out again, as long as the self-check is open."""
    found = find(request, pk)
    if not may_keep(request):
        raise PermissionDenied
    one = CheckPhoto.objects.filter(check_of=_row(found, row), pk=photo).first()
    if one is None:
        raise Http404
    with transaction.atomic():
        if SelfCheck.objects.select_for_update().get(pk=pk).is_closed:
            return late(request, Taken(CLOSED), found)
        one.delete()
        forget_file(one)
    messages.success(request, "照片去掉了。")
    return redirect("admin:representatives_selfcheck_item", pk, row)
