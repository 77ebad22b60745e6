"""The books on screen, as PDF, as blank form and as xlsx: all drawn from one declaration."""

from datetime import date

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponseBadRequest
from django.http.response import FileResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from daihome.books import BY_SLUG
from daihome.models import SignedVolume
from daihome.orders.whole_books import CHOSEN_FROM, Asked
from daihome.tools import books, registers
from daihome.tools.fields import DayField, WholeNumberField
from daihome.tools.pages import Page, capped_count
from daihome.tools.paper import pdf_response
from daihome.views.orders import place
from representatives.models import Home

PAGE_ROWS = 50
# Instead of the number in the book, which a page of the newest does not know.
LOOK = "查看"
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


class BookForm(PeriodForm):
    """Besides the period what the book is narrowed to, of what its `Register` offers."""

    def __init__(self, *args, register, **kwargs):
        super().__init__(*args, **kwargs)
        self.register = register
        asked = self.data.get("home")
        self.home = (self.homes.filter(slug=asked) if asked else self.homes).first()
        for name, label in registers.CHOICES.items():
            if name in register.choices:
                rows = CHOSEN_FROM[name].objects.filter(home=self.home)
                rows = rows if name == "group" else rows.by_pinyin()
                self.fields[name] = forms.ModelChoiceField(
                    label=label, queryset=rows, required=False, empty_label="全部"
                )

    def chosen_home(self):
        """The Home whose rows are the choices. Raises `Http404`."""
        if self.home is None:
            raise Http404
        return self.home

    @property
    def narrowing(self):
        """The boxes of the choices, for the page."""
        return [self[name] for name in registers.CHOICES if name in self.fields]

    @property
    def chosen(self):
        """The rows asked for, by the name of the choice."""
        found = ((name, self.cleaned_data.get(name)) for name in registers.CHOICES)
        return {name: row for name, row in found if row}

    @property
    def lacks_each(self):
        """Whether it is still open whose book is meant."""
        return bool(self.register.each) and self.register.each not in self.chosen

    def address(self, today):
        """What was asked for, as it stands behind the “?” of an address."""
        period = self.period(today)
        keys = {name: row.pk for name, row in self.chosen.items()}
        home = self.chosen_home().slug
        return urlencode({"home": home, "start": period.start, "end": period.end} | keys)


def find_register(request, slug):
    """The register of this name; 403 without the right to look, else 404."""
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def screen(request, slug):
    """The register as a list, newest first, with the links to its papers."""
    register = find_register(request, slug)
    form = BookForm(request.GET, user=request.user, register=register)
    facts = {"register": register, "form": form, "title": register.title}
    if form.is_valid():
        today = timezone.localdate()
        home, period = form.chosen_home(), form.period(today)
        rows = register.of(home, period, request.user, form.chosen)
        facts |= {
            "chosen": "　".join(filter(None, [home.name, registers.chosen_words(form.chosen)])),
            "period": period,
            "address": form.address(today),
            "asked": Asked(register, home, period, request.user, form.chosen).parameters,
            "home": home,
        }
        signed = SignedVolume.objects.visible_to(request.user).in_force()
        facts["signed"] = signed.of_book(register, home, period).count()
        facts |= _list_of_books(form, rows) if form.lacks_each else _lines(request, register, rows)
    context = {**admin.site.each_context(request), **facts}
    return render(request, "admin/registers/screen.html", context)


def _lines(request, register, rows):
    page = Page(rows, request.GET.get("before", ""), PAGE_ROWS, by=register.date_field)
    lines = [(_address_of(register, row), register.cells(row, LOOK)) for row in page]
    count = capped_count(rows)
    several = int(count.rstrip("+")) > books.ROWS_PER_VOLUME
    sums = [registers.display(value) for value in register.sums(rows)]
    return {"page": page, "lines": lines, "count": count, "several": several, "sums": sums}


def _list_of_books(form, rows):
    """Whose books there are: (person, how many rows) of everybody who may be chosen."""
    path = form.register.choices[form.register.each]
    counts = dict(rows.order_by().values_list(path).annotate(Count("pk")))
    people = form.fields[form.register.each].queryset
    return {"books": [(person, counts.get(person.pk, 0)) for person in people]}


def _address_of(register, row):
    """Where a line leads: as the register says, to its matter, or to the row itself."""
    if register.link:
        return register.link(row)
    matter = getattr(row, "suggestion_id", None)
    name = "suggestions_suggestion" if matter else f"{row._meta.app_label}_{row._meta.model_name}"
    try:
        return reverse(f"admin:{name}_change", args=[matter or row.pk])
    except NoReverseMatch:
        return ""


def download(request, slug, form):
    """`book.pdf`, `blank.pdf` or `register.xlsx` of a register."""
    register = find_register(request, slug)
    if form not in DOWNLOADS:
        raise Http404
    asked = BookForm(request.GET, user=request.user, register=register)
    if not asked.is_valid():
        words = "日期或者选择不对，请返回上一页改正。"
        return HttpResponseBadRequest(words, content_type="text/plain")
    if asked.lacks_each and form != "blank.pdf":
        words = f"这个簿册每人一本，请返回上一页选{registers.CHOICES[register.each]}。"
        return HttpResponseBadRequest(words, content_type="text/plain")
    return DOWNLOADS[form](request, register, asked)


@require_POST
def order(request, slug):
    """Order the whole book, all volumes in one file; it is made outside this request."""
    register = find_register(request, slug)
    form = BookForm(request.POST, user=request.user, register=register)
    if not form.is_valid():
        words = "日期或者选择不对，请返回上一页改正。"
        return HttpResponseBadRequest(words, content_type="text/plain")
    home, period = form.chosen_home(), form.period(timezone.localdate())
    asked = Asked(register, home, period, request.user, form.chosen)
    title = _file_name(register, form, period)
    return place(request, home, "book", title, **asked.parameters)


def _book(request, register, asked):
    home, period = asked.chosen_home(), asked.period(timezone.localdate())
    volume = asked.cleaned_data.get("volume") or 1
    if volume > books.volume_count(register, home, period, request.user, asked.chosen):
        raise Http404
    content = books.book_pdf(
        register, home, period, request.user, volume=volume, chosen=asked.chosen
    )
    return pdf_response(content, f"{_file_name(register, asked, period)}.pdf")


def _blank(request, register, asked):
    return pdf_response(
        books.blank_pdf(register, asked.chosen_home()), f"{register.title}-空白表.pdf"
    )


def _xlsx(request, register, asked):
    home, period = asked.chosen_home(), asked.period(timezone.localdate())
    workbook = registers.xlsx(register, home, period, request.user, asked.chosen)
    name = f"{_file_name(register, asked, period)}.xlsx"
    return FileResponse(workbook, as_attachment=True, filename=name, content_type=XLSX)


def _file_name(register, asked, period):
    words = registers.chosen_words(asked.chosen).replace("　", "-")
    return "-".join(filter(None, [register.title, words, period.label]))


DOWNLOADS = {"book.pdf": _book, "blank.pdf": _blank, "register.xlsx": _xlsx}
