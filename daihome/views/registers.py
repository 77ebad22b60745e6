"""The books on screen, as PDF, as blank form and as xlsx: all drawn from one declaration."""

from datetime import date

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.http.response import FileResponse
from django.shortcuts import render
from django.utils import timezone

from daihome.books import BY_SLUG
from daihome.tools import books, registers
from daihome.tools.fields import DayField, WholeNumberField
from daihome.tools.pages import Page, capped_count
from daihome.tools.paper import pdf_response
from representatives.models import Home

PAGE_ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodForm(forms.Form):
    """Which Home and which days, both included; nothing chosen means this year."""

    home = forms.ModelChoiceField(
        label="代表之家", queryset=Home.objects.none(), to_field_name="slug", required=False
    )
    year = WholeNumberField(label="年度", required=False, min_value=1949, max_value=2100)
    start = DayField(label="从", required=False)
    end = DayField(label="到", required=False)
    volume = WholeNumberField(label="第几册", required=False, min_value=1, max_value=999)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = self.homes

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and start > end:
            self.add_error("end", "结束日期早于开始日期，请改正。")
        return data

    def chosen_home(self):
        """The Home asked for, else the first one that this user sees. Raises `Http404`."""
        home = self.cleaned_data.get("home") or self.homes.first()
        if home is None:
            raise Http404
        return home

    def period(self, today):
        """The `Period` asked for, this year's when nothing was."""
        year, start, end = (self.cleaned_data.get(name) for name in ("year", "start", "end"))
        if not (start or end):
            return registers.Period.of_year(year or today.year)
        return registers.Period.between(
            start or date(end.year, 1, 1), end or date(start.year, 12, 31)
        )


def _register(request, slug):
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def screen(request, slug):
    """The register as a list, newest first, with the links to its papers."""
    register = _register(request, slug)
    form = PeriodForm(request.GET, user=request.user)
    facts = {"register": register, "form": form, "title": register.title}
    if form.is_valid():
        home, period = form.chosen_home(), form.period(timezone.localdate())
        rows = register.of(home, period, request.user)
        page = Page(rows, request.GET.get("before", ""), PAGE_ROWS, by=register.date_field)
        facts |= {
            "chosen": home,
            "period": period,
            "page": page,
            "lines": [(row, register.cells(row)) for row in page],
            "count": capped_count(rows),
            "address": f"home={home.slug}&start={period.start}&end={period.end}",
        }
    context = {**admin.site.each_context(request), **facts}
    return render(request, "admin/registers/screen.html", context)


def download(request, slug, form):
    """`book.pdf`, `blank.pdf` or `register.xlsx` of a register."""
    register = _register(request, slug)
    if form not in DOWNLOADS:
        raise Http404
    asked = PeriodForm(request.GET, user=request.user)
    if not asked.is_valid():
        return HttpResponseBadRequest("日期不对，请返回上一页改正。", content_type="text/plain")
    return DOWNLOADS[form](request, register, asked)


def _book(request, register, asked):
    home, period = asked.chosen_home(), asked.period(timezone.localdate())
    volume = asked.cleaned_data.get("volume") or 1
    if volume > books.volume_count(register, home, period, request.user):
        raise Http404
    content = books.book_pdf(register, home, period, request.user, volume=volume)
    return pdf_response(content, f"{register.title}-{period.label}.pdf")


def _blank(request, register, asked):
    return pdf_response(
        books.blank_pdf(register, asked.chosen_home()), f"{register.title}-空白表.pdf"
    )


def _xlsx(request, register, asked):
    home, period = asked.chosen_home(), asked.period(timezone.localdate())
    workbook = registers.xlsx(register, home, period, request.user)
    name = f"{register.title}-{period.label}.xlsx"
    return FileResponse(workbook, as_attachment=True, filename=name, content_type=XLSX)


DOWNLOADS = {"book.pdf": _book, "blank.pdf": _blank, "register.xlsx": _xlsx}
