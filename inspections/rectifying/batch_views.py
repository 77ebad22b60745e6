"""All items of a batch at a glance, with the sums of what was done; on screen and as a table."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from inspections.models import Outcome, Rectification, RectificationState
from inspections.pages import page
from inspections.rectifying.forms import BatchForm
from inspections.rectifying.views import VIEW

MOST_ROWS = 500
BAD = "批次或者日期不对，请返回上一页重新选择。"


def _asked(request):
    """(form, rows in order): everything that the person sees, of what was chosen."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    rows = Rectification.objects.visible_to(request.user)
    named = rows.exclude(batch="").order_by("batch").values_list("batch", flat=True).distinct()
    form = BatchForm(request.GET, batches=named)
    if not form.is_valid():
        return form, rows.none()
    given = form.cleaned_data
    wanted = {
        "batch": given["batch"] or None,
        "completed_on__gte": given["start"],
        "completed_on__lte": given["end"],
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return form, rows


def _sums(rows):
    return Outcome.objects.filter(rectification__in=rows.order_by().values("pk")).sums()


def _counts(rows):
    """(label, how many) of each state, in their order."""
    found = [row.state for row in rows]
    return [(state.label, found.count(state)) for state in RectificationState]


@require_safe
def batch(request):
    form, rows = _asked(request)
    found = list(rows.shown().pressing()[:MOST_ROWS])
    facts = {"form": form, "found": found, "counts": _counts(found), "sums": _sums(rows)}
    facts |= {"query": request.GET.urlencode(), "today": timezone.localdate()}
    title = "批次和成效"
    return page(request, "rectification/batch", model=Rectification, title=title, **facts)


@require_safe
def batch_paper(request):
    """批次整改情况表, landscape."""
    from inspections.papers.rectifying import batch_pdf  # slow to load

    form, rows = _asked(request)
    found = list(rows.shown().pressing()[:MOST_ROWS])
    if not form.is_valid() or not found:
        said = BAD if not form.is_valid() else "没有符合的整改事项，没有可以打印的。请返回上一页。"
        return HttpResponseBadRequest(said, content_type="text/plain")
    batch_name = form.cleaned_data["batch"]
    content = batch_pdf(found, batch_name, _counts(found), _sums(rows), timezone.localdate())
    return pdf_response(content, f"整改情况表{timezone.localdate():%Y%m%d}.pdf")
