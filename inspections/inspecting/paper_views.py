"""The papers of one inspection."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from inspections.inspecting.views import VIEW, inspections
from inspections.pages import staff_page
from representatives.activities.plan_views import BAD_YEAR, PlanForm


def fetched(user):
    """Inspections with all that a paper shows."""
    return inspections(user).prefetch_related("activity__files")


@require_safe
@staff_page(VIEW, fetched)
def paper(request, row, name):
    """The paper `name` (a key of PAPERS)."""
    from inspections.papers.inspecting import PAPERS  # slow to load

    if name not in PAPERS:
        raise Http404
    title, make = PAPERS[name]
    return pdf_response(make(row), f"{title}{row.activity.on:%Y%m%d}-{row.pk}.pdf")


@require_safe
def records(request):
    """视察记录 of a year, one a page, in their order."""
    from inspections.papers.inspecting import record_pdf  # slow to load

    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    asked = PlanForm(request.GET, user=request.user)
    if not asked.is_valid():
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    home, year = asked.chosen(timezone.localdate())
    rows = fetched(request.user).of(home).held().filter(activity__starts_at__year=year)
    rows = list(rows.order_by("activity__starts_at", "pk"))
    if not rows:
        words = f"{year}年还没有办过视察检查，没有可以打印的。请返回上一页。"
        return HttpResponseBadRequest(words, content_type="text/plain")
    return pdf_response(record_pdf(rows), f"视察记录{year}.pdf")
