"""One special report: what was said, the opinions on it, what the unit did about them."""

from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from inspections.deadlines import OPINION_BASIS
from inspections.inspecting.views import answer_page, send_page
from inspections.models import SpecialReport
from inspections.pages import page, staff_page

VIEW, CHANGE = "inspections.view_specialreport", "inspections.change_specialreport"
NO_OPINIONS = "还没有写“审议意见”。请先在“修改”里写上，再转交。"


def reports(user):
    """Special reports that `user` sees, with what their page names."""
    return SpecialReport.objects.visible_to(user).select_related("home", "unit", "activity")


@never_cache
@staff_page(VIEW, reports)
def show(request, row):
    today = timezone.localdate()
    facts = {"is_overdue": row.is_overdue(today), "basis": OPINION_BASIS}
    facts["files"] = list(row.files.all())
    return page(request, "specialreport/page", row, title=str(row), **facts)


@never_cache
@staff_page(CHANGE, reports)
def send(request, row):
    """Hand the opinions to the unit."""
    return send_page(request, row, None if row.opinions else NO_OPINIONS)


@never_cache
@staff_page(CHANGE, reports)
def answer(request, row):
    """Write down what the unit answered."""
    return answer_page(request, row)


@require_safe
@staff_page(VIEW, reports)
def paper(request, row):
    """审议意见转交单 with room for the answer."""
    from inspections.papers.reporting import transfer_pdf  # slow to load

    return pdf_response(transfer_pdf(row), f"审议意见转交单{row.heard_on:%Y%m%d}-{row.pk}.pdf")
