"""The yearly archive: which years there are, who packed one when, and ordering one."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daihome.archiving.yearly import PAPER
from daihome.models import KEPT_DAYS, ArchivePackage, OrderState, PaperOrder
from daihome.tools.fields import WholeNumberField
from daihome.views.orders import REFRESH_SECONDS, place
from daihome.walls import site_of
from representatives.models import Activity, DutyRecord, Home
from suggestions.models import Suggestion

FIRST_YEAR = 1949
SHOWN = 100
BAD_YEAR = "年度不对，请返回上一页，点某一年的“制作归档包”。"


class ArchiveForm(forms.Form):
    """Which Home (the first one when left out) and, to order, which year."""

    home = forms.ModelChoiceField(
        label="代表之家", queryset=Home.objects.none(), to_field_name="slug", required=False
    )
    year = WholeNumberField(label="年度", required=False, min_value=FIRST_YEAR, max_value=2100)

    def __init__(self, data, *, user):
        super().__init__(data, auto_id="archive_%s", label_suffix="")
        self.homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = self.homes

    def chosen(self):
        """The Home asked for, else the first. Raises `Http404` for one that the person has not."""
        self.is_valid()
        home = None if "home" in self.errors else self.cleaned_data["home"] or self.homes.first()
        if home is None:
            raise Http404
        return home


def _asked(request, data):
    if not request.user.has_perm("daihome.view_archivepackage"):
        raise PermissionDenied
    return ArchiveForm(data, user=request.user)


@never_cache
@require_safe
def page(request):
    """What is in an archive, every year with its order, and all packages that were made."""
    form, today = _asked(request, request.GET), timezone.localdate()
    home = form.chosen()
    packages = ArchivePackage.objects.visible_to(request.user).filter(home=home, paper=PAPER)
    packages = list(packages.select_related("made_by", "order")[:SHOWN])
    open_orders = _open_orders(request.user, home)
    facts = {
        "title": "年度归档",
        "form": form,
        "chosen": home,
        "several": len(form.homes) > 1,
        "years": [_of_year(year, packages, open_orders) for year in years_of(home, today)],
        "packages": [(one, _is_fetchable(one, request.user)) for one in packages],
        "today": today,
        "days": KEPT_DAYS,
    }
    response = render(
        request, "admin/orders/archive.html", admin.site.each_context(request) | facts
    )
    if open_orders:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _open_orders(user, home):
    """{year: the order that is being made}, the person's own."""
    rows = PaperOrder.objects.visible_to(user).filter(home=home, paper=PAPER)
    rows = rows.filter(state__in=[OrderState.WAITING, OrderState.MAKING])
    return {one.parameters.get("year"): one for one in rows}


def years_of(home, today):
    """From the first year in which anything was written down to this one, newest first."""
    firsts = [
        Suggestion.objects.of(home).aggregate(first=Min("received_at"))["first"],
        Activity.objects.of(home).aggregate(first=Min("starts_at"))["first"],
    ]
    years = [timezone.localtime(one).year for one in firsts if one]
    duty = DutyRecord.objects.of(home).aggregate(first=Min("on"))["first"]
    first = min([*years, *([duty.year] if duty else []), today.year])
    return range(today.year, max(first, FIRST_YEAR) - 1, -1)


def _of_year(year, packages, open_orders):
    """The year, its newest package or None, the person's order that is still open or None."""
    last = next((one for one in packages if one.year == year), None)
    return year, last, open_orders.get(year)


def _is_fetchable(package, user):
    found = package.order
    return found is not None and found.user_id == user.pk and found.state == OrderState.READY


@require_POST
def order(request):
    """Order the archive of a year; it is made outside this request."""
    form = _asked(request, request.POST)
    home = form.chosen()
    year = form.cleaned_data.get("year")
    if year not in years_of(home, timezone.localdate()):
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    title = f"{home.name}{year}年度归档包"
    return place(request, home, PAPER, title, year=year, site=site_of(request))
