"""My visits in the portal: logged in a minute, corrected, and what became of what was heard."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from daihome import errors
from daihome.tools.pages import Page
from daihome.tools.registers import Period
from daihome.tools.stored import stored_files
from daihome.views.portal import mine as my_matters
from daihome.views.portal_base import (
    UNREADABLE,
    chosen_year,
    owner_of,
    representative_required,
    show,
)
from daihome.views.portal_today import contacts_of
from reception.models import Visit, VisitKind, VisitPicture
from reception.visiting.forms import VisitForm
from reception.visiting.picture_forms import PicturesForm
from representatives import carrying
from representatives.models import Convener

PAGE_ROWS = 20
# Sent by static/js/outbox.js, which wants the answer as data instead of a page.
OUTBOX_HEADER = "X-Outbox"
WRITTEN_BEFORE = (
    "这张表先前已经登记过一次，现在写的和那次不一样，还没有存。是另一次走访的，再按一次“保存”；"
    "要改先前那一次的，请到“我的走访”里打开来改。"
)
NOT_YOURS = "这一条是另一位代表在这部手机上写的，请由本人登录以后再发。"
# Asked first; the rest is folded away, so that a visit is logged in a minute.
FIRST_FIELDS = (
    "talked_with", "beneficiary", "help_1", "what_1", "quantity_1", "unit_1", "value_1", "content", "village", "people", "person", "matter",
    "attachments", "on", "way",
)  # fmt: skip


def _mine(request):
    rows = Visit.objects.of(request.home).of_person(request.me)
    return rows.select_related("village", "talked_with")


def _mine_or_404(request, pk):
    found = _mine(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@representative_required
def visits(request):
    """What I logged, year by year, the newest first."""
    day = timezone.localdate()
    year = chosen_year(request, day)
    period = Period.of_year(year)
    rows = _mine(request).filter(on__range=(period.start, period.end))
    rows = rows.prefetch_related("raised__suggestion")
    return show(
        request,
        "my/visits.html",
        tab="visit",
        page=Page(rows, request.GET.get("before", ""), PAGE_ROWS, "on"),
        contacts=contacts_of(request.me, day),
        year=year,
        day=day,
    )


@representative_required
def new(request):
    """Log a visit; the same one sent twice, by hand or from the outbox, is one."""
    if not request.me.mandates.in_office(timezone.localdate()).exists():
        raise PermissionDenied
    if request.method == "POST":
        return _log(request)
    typed = carrying.carried(request, owner_of(request.user))
    first = {"village": request.me.village_id}
    form = _form(request, typed, kind=request.GET.get("kind", ""), initial=first)
    return _form_page(request, form, carried=bool(typed))


# What was typed is carried through the page to sign in when the sitting has ended meanwhile.
new.keeps_typed = True


def _form(request, data=None, files=None, **options):
    form = VisitForm(
        data, files, home=request.home, me=request.me, today=timezone.localdate(), **options
    )
    if form.kind == VisitKind.TALK and not _convenes(request):
        raise PermissionDenied
    return form


def _convenes(request):
    roles = Convener.objects.of(request.home).on(timezone.localdate())
    return roles.filter(representative=request.me).exists()


def _log(request):
    if request.POST.get("owner", owner_of(request.user)) != owner_of(request.user):
        return errors.conflict(request, NOT_YOURS, reverse("my:today"), "回到今天")
    form = _form(request, request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, form)
    visit, created = form.save(request.user)
    if not created and visit.content != form.cleaned_data["content"]:
        return _differs(request, form)
    carrying.forget(request)
    if OUTBOX_HEADER in request.headers:
        return JsonResponse({"link": reverse("my:visit", args=[visit.pk])})
    if created:
        messages.success(request, "已经登记，谢谢您跑这一趟。")
    return redirect("my:visit", visit.pk)


def _differs(request, form):
    """Words under a key that was used before: they are neither thrown away nor taken for those."""
    form.data = form.data.copy()
    form.data["key"] = secrets.token_urlsafe(16)
    form.add_error(None, WRITTEN_BEFORE)
    return _refused(request, form)


def _refused(request, form, visit=None):
    if OUTBOX_HEADER in request.headers:
        return JsonResponse({"errors": form.errors}, status=UNREADABLE)
    form.park_files()
    return _form_page(request, form, visit, status=UNREADABLE)


def _form_page(request, form, visit=None, *, carried=False, status=200):
    more = [form[name] for name in form.fields if name not in FIRST_FIELDS]
    shown = [field for field in more if not field.is_hidden and not _is_empty_choice(field)]
    return show(
        request,
        "my/visit_form.html",
        status=status,
        tab="visit",
        form=form,
        kind=form.kind,
        visit=visit,
        first=[form[name] for name in FIRST_FIELDS if name in form.fields],
        more=shown,
        is_open=any(field.errors for field in shown),
        hidden=form.hidden_fields(),
        carried=carried,
        convenes=_convenes(request),
    )


def _is_empty_choice(field):
    """Whether there is nothing to choose: a Home without grids has none to offer."""
    rows = getattr(field.field, "queryset", None)
    return rows is not None and not rows.exists()


@representative_required
def visit(request, pk):
    """One visit and what became of what was heard."""
    return _visit_page(request, _mine_or_404(request, pk), PicturesForm())


def _visit_page(request, found, form, status=200):
    raised = found.raised.select_related("suggestion").order_by("pk")
    linked = my_matters(request).filter(raised__visit=found).values_list("pk", flat=True)
    return show(
        request,
        "my/visit.html",
        status=status,
        tab="visit",
        visit=found,
        people=found.representatives.all(),
        raised=[row.suggestion for row in raised],
        linked=set(linked),
        items=found.items.all(),
        files=found.files.filter(shows_identity=False),
        # The form's key, by which the browser knows that this one has arrived.
        sent=found.key.partition(":")[2] or found.key,
        may_change=_may_change(request, found),
        form=form,
    )


def _may_change(request, found):
    """Those who made it; somebody who was talked with only reads."""
    return found.representatives.filter(pk=request.me.pk).exists()


def _changeable_or_404(request, pk):
    found = _mine_or_404(request, pk)
    if not _may_change(request, found):
        raise PermissionDenied
    return found


@representative_required
def change(request, pk):
    """Correct a visit; books, duty and quota follow."""
    found = _changeable_or_404(request, pk)
    posted = request.method == "POST"
    typed = request.POST if posted else carrying.carried(request, owner_of(request.user))
    form = _form(request, typed, request.FILES if posted else None, visit=found)
    if posted and form.is_valid():
        form.save(request.user)
        carrying.forget(request)
        messages.success(request, "已经改好。")
        return redirect(f"{reverse('my:visit', args=[found.pk])}?saved=1")
    if posted:
        return _refused(request, form, found)
    return _form_page(request, form, found, carried=bool(typed))


change.keeps_typed = True


@representative_required
@require_POST
def pictures(request, pk):
    """Add pictures later, for example those that could not be sent at once."""
    found = _changeable_or_404(request, pk)
    form = PicturesForm(request.POST, request.FILES, there=found.files.count())
    if not form.is_valid():
        return _visit_page(request, found, form, UNREADABLE)
    uploads = form.cleaned_data["attachments"]
    with stored_files(uploads, VisitPicture) as stored:
        VisitPicture.objects.attach(stored, visit=found, by=request.user)
    messages.success(request, f"已经加上 {len(uploads)} 张照片。")
    return redirect("my:visit", found.pk)


@representative_required
def outbox(request):
    """For static/js/outbox.js: who is signed in, and a fresh token to send with."""
    return JsonResponse({"owner": owner_of(request.user), "token": get_token(request)})
