"""The papers of one activity, and the books of a year that have one page an activity."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response, render_pdf
from representatives.activities import cells, papers, year_books
from representatives.activities.pages import activity_page, plain_page
from representatives.activities.plan_views import BAD_YEAR, PlanForm
from representatives.models import Activity


@require_safe
@activity_page
def paper(request, activity, name):
    """The paper `name` (a key of PAPERS) of one activity."""
    if name not in PAPERS:
        raise Http404
    full = cells.with_people(Activity.objects.filter(pk=activity.pk)).first()
    title, make = PAPERS[name]
    return pdf_response(make([full]), f"{title}{full.on:%Y%m%d}-{full.pk}.pdf")


@require_safe
def book(request, name):
    """The book `name` (a key of BOOKS) of a year; of a long one the page on which it is ordered."""
    if not request.user.has_perm("representatives.view_activity"):
        raise PermissionDenied
    asked = PlanForm(request.GET, user=request.user)
    if name not in year_books.BOOKS:
        raise Http404
    if not asked.is_valid():
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    home, year = asked.chosen(timezone.localdate())
    count = year_books.asked_rows(name, home, year, request.user).count()
    if not count:
        words = f"{year_books.nothing(year)}请返回上一页。"
        return HttpResponseBadRequest(words, content_type="text/plain")
    title = year_books.title_of(name, year)
    if count > year_books.AT_ONCE:
        facts = {"book": name, "home": home, "year": year, "count": count, "title": title}
        return plain_page(request, "long_book", **facts)
    rows = year_books.rows_of(name, home, year, request.user)
    return pdf_response(year_books.pdf_of(name, rows), f"{title}.pdf")


def _notice(rows):
    facts = papers.notice_facts(rows[0], timezone.localdate())
    return render_pdf(f"{year_books.FOLDER}/notice.html", facts)


PAPERS = {
    "notice": ("通知", _notice),
    "blank-sign-in": ("签到表", year_books.sign_in(filled=False)),
    "sign-in": ("签到簿", year_books.sign_in(filled=True)),
    "record": ("活动记录", year_books.records),
}
