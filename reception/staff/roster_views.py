"""The roster of a year on one page: by day, and how many turns everybody has."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.utils import timezone

from reception.models import ReceptionDay, ReceptionPattern, RosterSwap
from reception.staff import rosters
from reception.staff.pages import chosen_home, page
from representatives.models import Home


def year(request):
    """The year (`?year=`, else this one) of one Home (`?home=` its slug)."""
    if not request.user.has_perm("reception.view_receptionday"):
        raise PermissionDenied
    home, today = chosen_home(request), timezone.localdate()
    years = _years(home, today)
    asked = request.GET.get("year", "")
    chosen = next((year for year in years if str(year) == asked), today.year)
    rows = ReceptionDay.objects.visible_to(request.user).of(home)
    days = rosters.days_of_year(rows, chosen, today)
    people = rosters.turns_by_person(home, days, date(chosen, 1, 1))
    swaps = RosterSwap.objects.visible_to(request.user).of(home).waiting().with_turns()
    return page(
        request, "year", title=f"接待日安排：{chosen}年", home=home, year=chosen, years=years,
        homes=Home.objects.visible_to(request.user), days=days, people=people, today=today,
        spread=rosters.spread_words(people), late=sum(each.is_late for each in days),
        missing=[each for each in days if each.missing and each.day.on >= today],
        patterns=ReceptionPattern.objects.of(home).filter(is_active=True), swaps=swaps,
    )  # fmt: skip


def _years(home, today):
    """Years with days, and this one."""
    found = ReceptionDay.objects.of(home).aggregate(
        first=Min("activity__starts_at"), last=Max("activity__starts_at")
    )
    if found["first"] is None:
        return [today.year]
    first, last = (timezone.localdate(found[name]).year for name in ("first", "last"))
    return list(range(min(first, today.year), max(last, today.year) + 1))
