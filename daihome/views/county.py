"""The county's page: its Homes side by side, with the workbook and the file for its platform."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.http.response import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.county import COLUMNS, county, export, workbook
from daihome.tools import charts
from daihome.tools.fields import WholeNumberField
from daihome.views.registers import XLSX
from daihome.views.watch_form import whole_homes

FIRST_YEAR = 1949
# What a drawing shows of each Home: a part of a whole, the more the better or the worse.
DRAWN = {"on_time": "按期", "solved": "办成", "satisfied": "满意"}  # short: names beside bars


class CountyForm(forms.Form):
    """Which year."""

    year = WholeNumberField(label="年度（例：2026）", required=False, min_value=FIRST_YEAR)

    def clean_year(self):
        year, this_year = self.cleaned_data["year"], timezone.localdate().year
        if year and year > this_year:
            raise forms.ValidationError(f"{year}年还没有到，请填{this_year}年或者以前的年份。")
        return year or this_year


def _asked(request):
    """The Homes and the form."""
    homes = whole_homes(request)
    return CountyForm(request.GET, auto_id="county_%s", label_suffix=""), homes


@require_safe
def page(request):
    """One line for each Home that this person sees."""
    form, homes = _asked(request)
    facts = {"form": form, "title": "各代表之家对照", "columns": COLUMNS}
    if form.is_valid():
        found = county(homes, form.cleaned_data["year"], timezone.localdate())
        facts |= {"found": found, "year": form.cleaned_data["year"], "charts": drawings(found)}
    return render(request, "admin/county/page.html", admin.site.each_context(request) | facts)


def drawings(found):
    """On time, solved and satisfied of every Home, always side by side."""
    return charts.charts(
        "各代表之家的按期答复、办成和满意",
        [
            (
                one.home.town,
                [
                    (name, rate.share, f"{rate} {rate.percent}")
                    for name, rate in ((DRAWN[key], one.numbers[key]) for key in DRAWN)
                ],
            )
            for one in found.townships
        ],
    )


@require_safe
def download(request, form):
    """`county.xlsx` or `county.json`."""
    asked, homes = _asked(request)
    if form not in DOWNLOADS:
        raise Http404
    if not asked.is_valid():
        return HttpResponseBadRequest("年度不对，请返回上一页改正。", content_type="text/plain")
    year = asked.cleaned_data["year"]
    return DOWNLOADS[form](county(homes, year, timezone.localdate()), year)


def _xlsx(found, year):
    name = f"{year}年各代表之家对照.xlsx"
    return FileResponse(workbook(found), as_attachment=True, filename=name, content_type=XLSX)


def _json(found, year):
    response = HttpResponse(export(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="daihome-{year}.json"'
    return response


DOWNLOADS = {"county.xlsx": _xlsx, "county.json": _json}
