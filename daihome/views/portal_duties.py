"""My register of duties by year: what the house wrote by itself, and what I enter by hand."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from daihome import errors
from daihome.tools import parking
from daihome.tools.registers import Period
from daihome.views.portal_base import (
    UNREADABLE,
    chosen_year,
    owner_of,
    representative_required,
    show,
)
from representatives import carrying
from representatives.duties.forms import DutyForm
from representatives.models import DutyRecord, DutyState
from representatives.models.by_hand import DutyRefused

CONFIRMED = "这一条是系统自动登记的，或者已经确认，不能在这里改。确实有错的，请联系工作人员。"
WRITTEN_BEFORE = (
    "这张表先前已经登记过一次，现在写的和那次不一样，没有存。请按浏览器的“返回”把写的复制下来："
    "要改先前那一条的，在履职登记里打开来改；是另一件的，重新填一件。"
)
SWEPT = "以前选的文件保存已超过一天，请重新选择再保存；写的文字还在这部手机上。"


@representative_required
def duties(request):
    """All that counts as my duty in one year, and how many days it makes."""
    day = timezone.localdate()
    year = chosen_year(request, day)
    rows = of_year(request.me, year)
    confirmed = rows.filter(state=DutyState.CONFIRMED)
    total = confirmed.aggregate(days=Sum("days"), points=Sum("category__points"))
    return show(
        request,
        "my/duties.html",
        tab="mine",
        rows=rows.order_by("-on", "-pk"),
        total=total["days"] or 0,
        points=total["points"] or 0,
        year=year,
        day=day,
    )


def of_year(person, year):
    """The duty records of `person` in `year`, of whatever state."""
    period = Period.of_year(year)
    rows = DutyRecord.objects.filter(representative=person, on__range=(period.start, period.end))
    return rows.select_related("category")


def _mine_or_404(request, pk):
    rows = DutyRecord.objects.filter(representative=request.me).select_related("category")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@representative_required
def new(request):
    """Enter a duty that nothing else records; the convener confirms it."""
    if not request.me.mandates.in_office(timezone.localdate()).exists():
        raise PermissionDenied
    return _edit(request)


new.keeps_typed = True


@representative_required
def duty(request, pk):
    """One record; what I entered myself can be corrected until it is confirmed."""
    found = _mine_or_404(request, pk)
    if found.may_be_corrected_by(request.user):
        return _edit(request, found)
    if request.method == "POST":
        return errors.conflict(request, CONFIRMED, reverse("my:duty", args=[pk]))
    return show(
        request, "my/duty.html", tab="mine", record=found, files=found.files.all(),
        source=_source_of(found),
    )  # fmt: skip


duty.keeps_typed = True


def _source_of(record):
    """The address of what the record follows; "" where the portal has no page of it."""
    kind, _, key = record.key.partition(":")
    return reverse(SOURCES[kind], args=[key]) if kind in SOURCES and key.isdigit() else ""


SOURCES = {"visit": "my:visit", "activity": "my:activity"}


def _edit(request, record=None):
    posted = request.method == "POST"
    typed = request.POST if posted else carrying.carried(request, owner_of(request.user))
    first = None if record else {"key": secrets.token_urlsafe(16), "on": timezone.localdate()}
    form = DutyForm(
        typed, request.FILES if posted else None, home=request.home, today=timezone.localdate(),
        record=record, **({"initial": first} if first else {}),
    )  # fmt: skip
    if posted and form.is_valid():
        return _save(request, form)
    if posted:
        form.park_files()
    return show(
        request,
        "my/duty_form.html",
        status=UNREADABLE if posted else 200,
        tab="mine",
        form=form,
        record=record,
        files=record.files.all() if record else (),
        carried=bool(typed) and not posted,
    )


def _save(request, form):
    try:
        uploads = form.uploads()
        _write(request, form, uploads)
    except FileNotFoundError:
        return errors.conflict(request, SWEPT, request.path, "再选一次")
    except DutyRefused as refused:
        return errors.conflict(request, str(refused), reverse("my:duties"))
    parking.discard(form.parked)
    carrying.forget(request)
    messages.success(request, "已经登记，等召集人确认。")
    saved = form.record.pk if form.record else "new"
    return redirect(f"{reverse('my:duties')}?saved={saved}")


def _write(request, form, uploads):
    """Raises `DutyRefused`, also for other words under a key that was used before."""
    given = {"by": request.user, "uploads": uploads, **form.facts()}
    if form.record:
        form.record.correct(**given)
    else:
        key = f"{request.user.pk}:{form.cleaned_data['key'] or secrets.token_urlsafe(16)}"
        record, created = DutyRecord.objects.enter(request.me, form_key=key, **given)
        if not created and record.content != given["content"]:
            raise DutyRefused(WRITTEN_BEFORE)
