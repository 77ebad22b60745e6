"""The special funds year by year: granted, spent, what is left, as numbers and as bars."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.charts import charts
from representatives.facilities.evidence import money
from representatives.facilities.forms import asked_home
from representatives.models import FundEntry

TITLE = "专项资金：各年收支"


@dataclass(frozen=True)
class FundYear:
    """One year's sums in yuan; `missing` are its entries without a scan."""

    number: int
    granted: Decimal
    spent: Decimal
    missing: int = 0

    @property
    def left(self) -> Decimal:
        return self.granted - self.spent

    @property
    def is_overspent(self) -> bool:
        return self.left < 0

    @property
    def words(self):
        """Granted, spent and left as they are read."""
        return money(self.granted), money(self.spent), money(self.left)


def years_of(home, user) -> list[FundYear]:
    """The years of a Home, the newest first (two queries)."""
    rows = FundEntry.objects.visible_to(user).of(home)
    counted = rows.order_by().values_list("year").annotate(n=Count("pk", Q(vouchers=None)))
    missing = dict(counted)
    return [
        FundYear(
            row["year"], row["granted"] or Decimal(0), row["spent"] or Decimal(0),
            missing[row["year"]],
        )
        for row in rows.years()
    ]  # fmt: skip


def bars_of(years) -> list:
    """A drawing of granted and spent, all years against the largest sum."""
    most = max((max(one.granted, one.spent) for one in years), default=0)
    if not most:
        return []
    lines = [
        (f"{one.number}年", [
            ("拨入", float(one.granted / most), money(one.granted)),
            ("支出", float(one.spent / most), money(one.spent)),
        ])
        for one in years
    ]  # fmt: skip
    return charts("专项资金各年拨入和支出（元）", lines)


@require_safe
def years(request):
    """All years of one Home."""
    if not request.user.has_perm("representatives.view_fundentry"):
        raise PermissionDenied
    home, homes = asked_home(request)
    found = years_of(home, request.user)
    context = admin.site.each_context(request) | {
        "title": TITLE, "opts": FundEntry._meta, "chosen": home, "homes": homes, "years": found,
        "charts": bars_of(found), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "admin/representatives/fundentry/years.html", context)
