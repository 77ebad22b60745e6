"""On time, solved and satisfied: as table, drawing, workbook and paper, with what each number means."""

from datetime import date

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.http.response import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome import statistics_facts
from daihome.tools.paper import pdf_response, render_pdf
from daihome.tools.registers import Period
from daihome.views.registers import XLSX, PeriodForm
from suggestions.watch.counting import Scope
from suggestions.watch.statistics import BY
from suggestions.watch.statistics_sheets import workbook

QUARTERS = ["第一季度", "第二季度", "第三季度", "第四季度"]
PARTS = [
    ("", "全年"),
    *((f"q{number}", name) for number, name in enumerate(QUARTERS, start=1)),
    *((f"m{number}", f"{number}月") for number in range(1, 13)),
]


class StatisticsForm(PeriodForm):
    """Divided by what, which Home (all when left out), and which months or days."""

    volume = None
    by = forms.ChoiceField(label="按什么分", choices=list(BY.items()), required=False)
    part = forms.ChoiceField(label="季度或月份", choices=PARTS, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="statistics_%s", label_suffix="", **kwargs)
        self.fields["home"].empty_label = "全部"

    @property
    def divided_by(self):
        return self.cleaned_data.get("by") or "unit"

    def chosen_homes(self):
        """The Home asked for, or all that this user sees. Raises `Http404` without any."""
        home = self.cleaned_data.get("home")
        homes = [home] if home else list(self.homes)
        if not homes:
            raise Http404
        return homes

    def period(self, today):
        """The days asked for; a quarter or month is of the year asked for, or of this one."""
        part = self.cleaned_data.get("part")
        if not part or self.cleaned_data.get("start") or self.cleaned_data.get("end"):
            return super().period(today)
        return part_of_year(self.cleaned_data.get("year") or today.year, part)


def part_of_year(year, part):
    """The `Period` of “q1” to “q4” or “m1” to “m12”."""
    number, months = int(part[1:]), 3 if part[0] == "q" else 1
    first = (number - 1) * months + 1
    after = date(year + (first + months) // 13, (first + months - 1) % 12 + 1, 1)
    last = date.fromordinal(after.toordinal() - 1)
    return Period(date(year, first, 1), last, f"{year}年{dict(PARTS)[part]}")


def _asked(request):
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    return StatisticsForm(request.GET, user=request.user)


@require_safe
def page(request):
    """The statistics of one period, divided by one thing."""
    form, today = _asked(request), timezone.localdate()
    facts = {"form": form, "title": "统计", "several": len(form.homes) > 1}
    if form.is_valid():
        facts |= facts_of(request.user, form, today)
    context = admin.site.each_context(request) | facts
    return render(request, "admin/watch/statistics.html", context)


def facts_of(user, form, today):
    """What page and paper show."""
    homes, period = form.chosen_homes(), form.period(today)
    start, end, chosen = period.start, period.end, form.cleaned_data.get("home")
    facts = statistics_facts.facts_of(user, homes, period, form.divided_by, today)
    home = chosen.slug if chosen else ""
    facts["address"] = f"home={home}&by={facts['found'].by}&start={start}&end={end}"
    return facts


@require_safe
def download(request, form):
    """`statistics.xlsx` or `statistics.pdf`."""
    asked = _asked(request)
    if form not in DOWNLOADS:
        raise Http404
    if not asked.is_valid():
        return HttpResponseBadRequest("日期不对，请返回上一页改正。", content_type="text/plain")
    return DOWNLOADS[form](request.user, asked, timezone.localdate())


def _xlsx(user, asked, today):
    period = asked.period(today)
    content = workbook(Scope.of(asked.chosen_homes(), period, user), today)
    name = f"办理统计-{period.label}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


def _pdf(user, asked, today):
    facts = facts_of(user, asked, today)
    content = render_pdf("print/statistics.html", facts)
    return pdf_response(content, f"办理统计-{facts['period'].label}.pdf")


DOWNLOADS = {"statistics.xlsx": _xlsx, "statistics.pdf": _pdf}
