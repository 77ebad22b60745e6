"""The year's duties on one page, and as a workbook."""

from django import forms
from django.http import HttpResponseBadRequest
from django.http.response import FileResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools import sheets
from daihome.tools.fields import WholeNumberField
from representatives.duties.pages import page, viewers_only
from representatives.duties.summary import summary as summary_of
from representatives.models import Home

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE = "履职汇总"
PARTS = ("一季度", "二季度", "三季度", "四季度", "全年")
COLUMNS = [
    ("代表", 12), ("履职类别", 22),
    *((f"{part}{what}", 11) for part in PARTS for what in ("次数", "天数")),
]  # fmt: skip
POINTS = [("积分", 11), ("排名", 8)]


class YearForm(forms.Form):
    """Which Home, which year; nothing chosen means the first one and this year."""

    home = forms.ModelChoiceField(
        label="代表之家", queryset=Home.objects.none(), to_field_name="slug", required=False,
        empty_label=None,
    )  # fmt: skip
    year = WholeNumberField(label="年度", required=False, min_value=1949, max_value=2100)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = self.homes

    def chosen(self, today):
        """(Home or None, year)."""
        data = self.cleaned_data
        return data.get("home") or self.homes.first(), data.get("year") or today.year


def _asked(request):
    form = YearForm(request.GET, user=request.user)
    return form, form.chosen(timezone.localdate()) if form.is_valid() else (None, None)


@viewers_only
@require_safe
def summary(request):
    """Everybody's count and days of the year, by quarter and by category."""
    form, (home, year) = _asked(request)
    facts = {"form": form, "chosen": home, "year": year, "several": len(form.homes) > 1}
    if home:
        facts["found"] = summary_of(home, request.user, year)
    return page(request, "summary", title=TITLE, **facts)


@viewers_only
@require_safe
def download(request):
    """The same as a workbook, a line for each person and category."""
    _form, (home, year) = _asked(request)
    if home is None:
        return HttpResponseBadRequest("年度不对，请返回上一页改正。", content_type="text/plain")
    found = summary_of(home, request.user, year)
    columns = [*COLUMNS, *POINTS] if found.uses_points else COLUMNS
    book = sheets.write_xlsx(f"{TITLE} {year}年度", columns, found.sheet())
    name = f"{TITLE}-{year}年度.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
