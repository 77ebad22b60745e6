"""One self-check: all its items at once, confirmed or corrected by people, then closed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone

from representatives.facilities.evidence import link_of
from representatives.facilities.forms import AnswersForm
from representatives.facilities.pages import (
    CLOSED,
    CONFLICT,
    UNREADABLE,
    Taken,
    checks_of,
    find,
    late,
    link_to,
    may_keep,
    page,
)
from representatives.models import CheckState, SelfCheck, Term

STALE = (
    "别人刚改过这次自查，您的修改还没有保存。您填的都还在下面：请先在另一个窗口打开这次自查核对，"
    "再按一次“保存”，就以您填的为准。"
)
# Better first: a higher place is a step back.
ORDER = {CheckState.MET: 0, CheckState.PARTLY: 1, CheckState.UNMET: 2}


def check(request, pk):
    """Draw it; save or close it when it is sent."""
    found = find(request, pk)
    if request.method != "POST":
        return _drawn(request, found, _form(found, None))
    if not may_keep(request):
        raise PermissionDenied
    try:
        return _keep(request, found)
    except Taken as taken:
        return late(request, taken, found)


def _form(found, data, **facts):
    rows = list(checks_of(found))
    return AnswersForm(data, check=found, rows=rows, today=timezone.localdate(), **facts)


def _keep(request, found):
    """Only one writes at a time; who comes with an older page is told so and loses nothing."""
    closing = "close" in request.POST
    with transaction.atomic():
        held = SelfCheck.objects.select_for_update(of=("self",)).filter(pk=found.pk)
        found = held.select_related("home", "venue", "standard").get()
        if found.is_closed:
            raise Taken(CLOSED)
        form = _form(found, request.POST, closing=closing)
        if form.is_stale:
            return _refused(request, found, form)
        if not form.is_valid():
            return _drawn(request, found, form, status=UNREADABLE)
        form.keep()
        if closing and not found.close(timezone.now()):
            raise Taken(CLOSED)
    words = "自查完成了。没有达标的，整改好以后在那一项里登记。" if closing else "已经保存。"
    messages.success(request, words)
    return redirect(link_to(found))


def _refused(request, found, form):
    """The same page with what was typed, and with how it stands now to be sent back."""
    form.is_valid()
    form.add_error(None, STALE)
    form.data = form.data.copy()
    form.data["seen"] = form.seen_now
    return _drawn(request, found, form, status=CONFLICT)


def _drawn(request, found, form, status=200):
    before = found.previous()
    answers = {row.item_id: row for row in checks_of(before)} if before else {}
    lines = form.lines(_links(found, form.rows), answers)
    facts = {
        "check": found,
        "form": form,
        "lines": lines,
        "before": before,
        "change": _change(form.rows, answers),
        "today": timezone.localdate(),
        "title": f"{found.venue}：{found.standard}自查",
    }
    return page(request, "check", status=status, **facts)


def _links(found, rows):
    """{item: page with its proof}."""
    terms = Term.objects.of(found.home).filter(level="township", starts_on__lte=found.on)
    start = terms.order_by("-starts_on").values_list("starts_on", flat=True).first()
    return {
        row.item_id: link_of(row.item, found.venue_id, found.home, found.on, start) for row in rows
    }


def _change(rows, answers):
    """(how many items are better, how many worse) than last time, among those answered twice."""
    better = worse = 0
    for row in rows:
        old = answers.get(row.item_id)
        if old and old.state in ORDER and row.state in ORDER:
            better += ORDER[row.state] < ORDER[old.state]
            worse += ORDER[row.state] > ORDER[old.state]
    return {"better": better, "worse": worse}
