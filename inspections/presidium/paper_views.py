"""The papers of meetings and decisions as PDF; drawing is slow to load, so it is imported late."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.fields import WholeNumberField
from daihome.tools.paper import pdf_response
from daihome.tools.registers import Period
from inspections.models import Decision, PresidiumMeeting
from inspections.presidium.decision_views import JOINED
from inspections.presidium.pages import OF_ACTIVITY, asked_home, choose_home, row_page

NOTHING = "这一年主席团还没有作过决定，没有可以打印的。请返回上一页。"
BAD_YEAR = "年度不对，请返回上一页改正。例：2026"


@require_safe
@row_page(PresidiumMeeting, "view_presidiummeeting", *OF_ACTIVITY)
def meeting_paper(request, meeting, name):
    """会议议程, 表决票 or 表决结果."""
    from inspections.presidium.papers import MEETING_PAPERS

    if name not in MEETING_PAPERS:
        raise Http404
    title, make = MEETING_PAPERS[name]
    return pdf_response(make(meeting), f"{title}{meeting.activity.on:%Y%m%d}.pdf")


@require_safe
@row_page(Decision, "view_decision", *JOINED)
def order_paper(request, decision):
    """决定执行通知单."""
    from inspections.presidium.papers import order_pdf

    day = decision.meeting.activity.on
    return pdf_response(order_pdf(decision), f"决定执行通知单{day:%Y%m%d}-{decision.pk}.pdf")


class YearForm(forms.Form):
    year = WholeNumberField(required=False, min_value=1950, max_value=2099)


@require_safe
def year_paper(request):
    """All decisions of a year (`?year=`, else this one), a page each."""
    from inspections.presidium.papers import decisions_pdf

    if not request.user.has_perm("inspections.view_decision"):
        raise PermissionDenied
    home, form = asked_home(request), YearForm(request.GET)
    if home is None:
        return choose_home(request, Decision._meta, "打印主席团决定")
    if not form.is_valid():
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    year = form.cleaned_data["year"] or timezone.localdate().year
    rows = decisions_of(home, year, request.user)
    if not rows:
        return HttpResponseBadRequest(NOTHING, content_type="text/plain")
    return pdf_response(decisions_pdf(home, rows), f"主席团决定{year}.pdf")


def decisions_of(home, year, user):
    """The decisions of meetings held in `year`, in order."""
    period = Period.of_year(year)
    meetings = PresidiumMeeting.objects.of(home).within(period.start, period.end).order_by()
    rows = Decision.objects.of(home).visible_to(user).filter(meeting__in=meetings.values("pk"))
    rows = rows.select_related(*JOINED).prefetch_related("request__requesters")
    return list(rows.order_by("meeting__activity__starts_at", "pk"))
