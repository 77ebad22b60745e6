"""The papers of reception days, for staff: shown in the browser, ready to print."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from reception.models import ReceptionDay
from reception.papers import notices
from reception.staff import rosters
from reception.staff.pages import chosen_home, day_page


@require_safe
@day_page("view_receptionday")
def notice(request, day):
    """The notice of one day."""
    today = timezone.localdate()
    (each,) = rosters.roster_days(ReceptionDay.objects.filter(pk=day.pk), today)
    content = notices.notice(each, today).pdf()
    return pdf_response(content, f"接待公告{day.on:%Y-%m-%d}.pdf")


@require_safe
def year(request, year):
    """The table of a year of the Home that `?home=` names."""
    if not request.user.has_perm("reception.view_receptionday"):
        raise PermissionDenied
    if not 1949 <= year <= 2100:
        raise Http404
    home, today = chosen_home(request), timezone.localdate()
    rows = ReceptionDay.objects.visible_to(request.user).of(home)
    days = rosters.days_of_year(rows, year, today)
    return pdf_response(
        notices.year_table(home, year, days, today).pdf(), f"接待日安排表{year}.pdf"
    )
