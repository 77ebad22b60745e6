"""The papers of one activity, and the books of a year that have one page an activity."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response, render_pdf
from representatives.activities import cells, papers
from representatives.activities.pages import activity_page
from representatives.activities.plan import year_rows
from representatives.activities.plan_views import BAD_YEAR, PlanForm
from representatives.models import Activity, Attendance, Base

FOLDER = "print/activities"


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
    """The book `name` (a key of BOOKS) of a year: one page an activity that was held."""
    if not request.user.has_perm("representatives.view_activity"):
        raise PermissionDenied
    asked = PlanForm(request.GET, user=request.user)
    if name not in BOOKS:
        raise Http404
    if not asked.is_valid():
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    home, year = asked.chosen(timezone.localdate())
    title, base, make = BOOKS[name]
    rows = cells.with_people(year_rows(home, year, request.user).held())
    rows = list(rows.filter(kind__base=base) if base else rows)
    if not rows:
        words = f"{year}年还没有登记过的活动，没有可以打印的。请返回上一页。"
        return HttpResponseBadRequest(words, content_type="text/plain")
    return pdf_response(make(rows), f"{title}{year}.pdf")


def _notice(rows):
    return render_pdf(f"{FOLDER}/notice.html", papers.notice_facts(rows[0], timezone.localdate()))


def _sign_in(filled):
    def make(rows):
        """One sheet an activity; all attendances in one query."""
        found = Attendance.objects.filter(activity__in=rows).order_by("part", "pk")
        people = {}
        for row in cells.with_groups(found):
            people.setdefault(row.activity_id, []).append(row)
        sheets = [papers.sign_in_sheet(row, people.get(row.pk, []), filled) for row in rows]
        return render_pdf(f"{FOLDER}/sign_in.html", {"home": rows[0].home, "sheets": sheets})

    return make


def _records(rows):
    if rows[0].kind.base == Base.MEETING:
        facts = {"home": rows[0].home, "sheets": [papers.minutes(row) for row in rows]}
        return render_pdf(f"{FOLDER}/minutes.html", facts)
    pictures = {}
    sheets = [papers.record(row, pictures) for row in rows]
    facts = {"home": rows[0].home, "sheets": sheets}
    return render_pdf(f"{FOLDER}/record.html", facts, pictures=pictures)


PAPERS = {
    "notice": ("通知", _notice),
    "blank-sign-in": ("签到表", _sign_in(filled=False)),
    "sign-in": ("签到簿", _sign_in(filled=True)),
    "record": ("活动记录", _records),
}
# name: (title, base of its activities or None for all, how it is made)
BOOKS = {
    "sign-in": ("代表活动签到簿", None, _sign_in(filled=True)),
    "group": ("代表小组活动登记本", Base.GROUP, _records),
    "study": ("学习记录", Base.STUDY, _records),
    "meeting": ("会议记录", Base.MEETING, _records),
}
