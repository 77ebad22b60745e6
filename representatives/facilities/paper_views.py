"""自查表 and 整改清单 as PDF: of one self-check, or of the last one of every venue."""

from django.http import Http404, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from representatives.facilities.forms import asked_home
from representatives.facilities.overview_views import asked_standard
from representatives.facilities.pages import find, viewers_only
from representatives.facilities.papers import PAPERS
from representatives.models import SelfCheck


@require_safe
def one_venue(request, pk, name):
    """The paper `name` of one self-check, also of one that is not finished yet."""
    found = find(request, pk)
    return _answer(name, found.home, [found], f"{found.venue}-{found.on}")


@viewers_only
@require_safe
def all_venues(request, name):
    """The paper `name` of the last closed self-check of every venue of a Home."""
    home, _homes = asked_home(request)
    standard, _standards = asked_standard(request, home)
    rows = SelfCheck.objects.of(home).latest().filter(standard=standard)
    rows = rows.select_related("venue", "standard").order_by("venue__order", "venue")
    return _answer(name, home, list(rows), "全部场所")


def _answer(name, home, checks, words):
    if name not in PAPERS:
        raise Http404
    title, make, nothing = PAPERS[name]
    content = make(home, checks, timezone.localdate())
    if content is None:
        return HttpResponseBadRequest(f"{nothing}请返回上一页。", content_type="text/plain")
    return pdf_response(content, f"{title}-{words}.pdf")
