"""The year's sums of aid and donations."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from reception.visiting.aid_sums import aid_table
from reception.visiting.pages import page
from reception.visiting.tables import download
from representatives.duties.summary_views import YearForm


def _asked(request):
    """(form, Home, year); the Home is None where the form is wrong."""
    needed = ("reception.view_visit", "reception.view_donation")
    if not request.user.has_perms(needed):
        raise PermissionDenied
    form = YearForm(request.GET, user=request.user)
    home, year = form.chosen(timezone.localdate()) if form.is_valid() else (None, None)
    if home is None and form.is_valid():
        raise Http404
    return form, home, year


def _table(request, home, year):
    return aid_table(home, request.user, date(year, 1, 1), date(year, 12, 31))


@require_safe
def aid_sums(request):
    """Visits, people and value by whom they were for and by occasion; what was donated."""
    form, home, year = _asked(request)
    facts = {"form": form, "several": len(form.homes) > 1, "chosen": home, "year": year}
    if home:
        facts["table"] = _table(request, home, year)
    return page(request, "aid_sums", title="慰问、捐赠年度合计", **facts)


@require_safe
def aid_sums_file(request, form):
    """The same as `xlsx` or `pdf`."""
    _asked_form, home, year = _asked(request)
    if home is None:
        return HttpResponseBadRequest("年度不对，请返回上一页改正。", content_type="text/plain")
    return download(_table(request, home, year), home, f"{year}年度", form)
