"""My requests to the presidium: handing one in, what became of it, taking it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from daihome import errors
from daihome.tools.pages import Page
from daihome.views.portal_base import UNREADABLE, owner_of, representative_required, show
from inspections.models import PresidiumRequest
from inspections.presidium import requesting
from inspections.presidium.forms import RequestForm
from representatives import carrying

PAGE_ROWS = 20
LATE = "这件请求已经有了结果，不能再撤回。请看现在的情况。"
DIFFERS = (
    "这张表先前已经提交过一次，现在写的和那次不一样，没有存。是另一件事的，请重新提一件；"
    "先前那件写得不对的，请告诉工作人员更正。"
)


def _mine(request):
    rows = PresidiumRequest.objects.of(request.home).filter(requesters=request.me)
    return rows.select_related("group", "meeting__activity")


def _mine_or_404(request, pk):
    found = _mine(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _in_office(request):
    return request.me.mandates.in_office(timezone.localdate()).exists()


@representative_required
def requests(request):
    """What I asked of the presidium, alone or with others, the newest first."""
    page = Page(_mine(request), request.GET.get("before", ""), PAGE_ROWS, "received_on")
    facts = {"tab": "matters", "page": page, "may_ask": _in_office(request)}
    return show(request, "my/requests.html", **facts)


@representative_required
def new(request):
    """Hand one in; the same form sent twice is one."""
    if not _in_office(request):
        raise PermissionDenied
    posted = request.method == "POST"
    typed = request.POST if posted else carrying.carried(request, owner_of(request.user))
    form = RequestForm(typed, home=request.home, today=timezone.localdate(), me=request.me)
    if posted and form.is_valid():
        return _hand_in(request, form)
    return show(
        request, "my/request_form.html", status=UNREADABLE if posted else 200, tab="matters",
        form=form, carried=bool(typed) and not posted,
    )  # fmt: skip


# What was typed is carried through the page to sign in when the sitting has ended meanwhile.
new.keeps_typed = True


def _hand_in(request, form):
    row, created = form.save(request.user)
    there = reverse("my:request", args=[row.pk])
    if not created and row.reasons != form.cleaned_data["reasons"]:
        return errors.conflict(request, DIFFERS, there)
    carrying.forget(request)
    if created:
        requesting.tell_new(row, request.me, timezone.now())
        messages.success(request, "请求已经交给主席团，结果会告诉您。")
    return redirect(f"{there}?sent=1")


@representative_required
def request(request, pk):
    """One request and what became of it."""
    row = _mine_or_404(request, pk)
    decisions = row.decisions.select_related("meeting__activity", "executor").order_by("pk")
    facts = {"row": row, "people": row.requesters.all(), "decisions": decisions}
    return show(request, "my/request.html", tab="matters", **facts)


@representative_required
@require_POST
def withdraw(request, pk):
    """Take it back while nothing was decided."""
    row = _mine_or_404(request, pk)
    if not row.withdraw():
        return errors.conflict(request, LATE, reverse("my:request", args=[pk]))
    requesting.tell_withdrawn(row, timezone.now())
    messages.success(request, "请求已经撤回。")
    return redirect("my:request", pk)
