"""My performance file (实绩档案): each year as it fills itself, my own summary, and the paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome import errors
from daihome.performance.file import File, stored_year
from daihome.performance.papers import file_pdf
from daihome.tools.paper import pdf_response
from daihome.views.portal_base import (
    UNREADABLE,
    chosen_year,
    owner_of,
    representative_required,
    show,
)
from representatives import carrying
from representatives.performance_forms import SummaryForm

CLOSED = "这份档案已经封存，不能再改。有出入的，请告诉代表之家的工作人员。"


def _file(request):
    """The file of my latest mandate. Raises Http404 for somebody who never had one."""
    mandate = request.me.mandates.select_related("term", "district").first()
    if mandate is None:
        raise Http404
    mandate.representative = request.me
    return File(mandate, timezone.localdate())


@representative_required
def page(request):
    """One year with all chapters; POST writes my summary of it."""
    file = _file(request)
    year = chosen_year(request, file.today)
    year = min(max(year, file.years[0]), file.years[-1])
    found, stored = file.of(year), file.stored
    is_closed = bool(stored and stored.is_closed)
    address = f"{reverse('my:performance')}?year={year}"
    if request.method == "POST" and is_closed:
        return errors.conflict(request, CLOSED, address)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        row = stored_year(file.mandate, year)
        row.summary = form.cleaned_data["summary"]
        row.save()
        carrying.forget(request)
        messages.success(request, f"{year}年的小结已经保存。")
        return redirect(address)
    facts = {"file": file, "found": found, "year": year, "form": form, "day": file.today}
    status = UNREADABLE if request.method == "POST" else 200
    return show(
        request, "my/performance.html", status=status, tab="mine", is_closed=is_closed, **facts
    )


page.keeps_typed = True


def _form(request, found):
    if request.method == "POST":
        return SummaryForm(request.POST, instance=found.said)
    return SummaryForm(carrying.carried(request, owner_of(request.user)), instance=found.said)


@representative_required
@require_safe
def paper(request):
    """My whole file as PDF."""
    return pdf_response(file_pdf(_file(request)), "我的实绩档案.pdf")
