"""The yearly report: its draft with every figure linked, the lists behind, and the papers."""

from django import forms
from django.contrib import admin
from django.http import Http404
from django.http.response import FileResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daihome.tools.fields import WholeNumberField
from daihome.tools.paper import pdf_response
from daihome.tools.registers import display
from daihome.views.registers import XLSX
from daihome.views.watch_form import whole_homes
from daihome.yearly import papers
from daihome.yearly.figures import BY_SLUG, Figure
from daihome.yearly.listing import Year
from daihome.yearly.telling import proposals_report, yearly_report
from representatives.documents.drafting import draft_from
from representatives.documents.pages import opened
from representatives.models import DocumentKind, Home

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    "work": ("主席团年度工作报告", yearly_report),
    "proposals": ("代表建议办理情况报告", proposals_report),
}
FIRST_YEAR = 1949


class YearForm(forms.Form):
    """Which Home, which year, which report."""

    home = forms.ModelChoiceField(
        label="代表之家", queryset=Home.objects.none(), to_field_name="slug", required=False
    )
    year = WholeNumberField(label="年度", required=False, min_value=FIRST_YEAR, max_value=2100)
    report = forms.ChoiceField(
        label="报告",
        choices=[(slug, name) for slug, (name, _tell) in KINDS.items()],
        required=False,
    )

    def __init__(self, *args, homes, **kwargs):
        super().__init__(*args, auto_id="year_%s", label_suffix="", **kwargs)
        self.fields["home"].queryset = homes


def _year(request, slug, year):
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    return Year(get_object_or_404(whole_homes(request), slug=slug), year, today)


@require_safe
def page(request):
    """The draft of one report; this year's and the first Home's when nothing was asked for."""
    homes, today = whole_homes(request), timezone.localdate()
    form = YearForm(request.GET, homes=homes)
    facts = {"form": form, "title": "年度报告", "several": homes.count() > 1}
    if form.is_valid():
        home = form.cleaned_data["home"] or homes.first()
        asked = form.cleaned_data["year"] or today.year
        if home is None:
            raise Http404
        if asked > today.year:
            form.add_error("year", f"{asked}年还没有到，请填{today.year}年或者以前的年份。")
        else:
            kind = form.cleaned_data["report"] or "work"
            facts |= facts_of(Year(home, asked, today), kind)
    context = admin.site.each_context(request) | facts
    return render(request, "admin/yearly/page.html", context)


def facts_of(year, kind):
    """What the page shows of one report."""
    report = KINDS[kind][1](year)
    return {
        "report": report,
        "kind": kind,
        "year": year,
        "sections": [
            (one.heading, [_linked(words) for words in one.paragraphs]) for one in report.sections
        ],
        "figures": papers.all_figures(report),
    }


def _linked(words):
    """Pairs of a text and the address it leads to (or None)."""
    return [(one.text, one.link) if isinstance(one, Figure) else (one, None) for one in words]


@require_safe
def listing(request, slug, year, listing):
    """One list of the year: the rows that figures were counted from."""
    found = _year(request, slug, year)
    one = BY_SLUG.get(listing)
    if one is None:
        raise Http404
    rows = [[display(value) for value in row] for row in found.rows(one)]
    facts = {
        "title": f"{found.year}年度{one.title}",
        "listing": one,
        "rows": rows,
        "year": found,
        "page": one.page(found),
    }
    return render(request, "admin/yearly/listing.html", admin.site.each_context(request) | facts)


@require_safe
def download(request, slug, year, kind, form):
    """`report.pdf`, `report.docx` or `report.xlsx` of one report."""
    found = _year(request, slug, year)
    if kind not in KINDS or form not in DOWNLOADS:
        raise Http404
    report = KINDS[kind][1](found)
    return DOWNLOADS[form](report)


@require_POST
def letter(request, slug, year, kind):
    """Begin the official document out of the draft, to be corrected, numbered and issued.

    The report on representatives' suggestions is public by law (代表法第五十一条).
    """
    found = _year(request, slug, year)
    if kind not in KINDS:
        raise Http404
    report = KINDS[kind][1](found)
    draft = draft_from(
        found.home, DocumentKind.REPORT, report.title, to=f"{found.home.town}人民代表大会",
        body=report.text,
    )  # fmt: skip
    draft.is_public = kind == "proposals"
    return opened(request, draft)


def _pdf(report):
    return pdf_response(papers.pdf(report), f"{report.title}.pdf")


def _file(content, name, content_type):
    response = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    return response


def _docx(report):
    return _file(papers.document(report), f"{report.title}.docx", DOCX)


def _xlsx(report):
    name = f"{report.year.home.town}{report.year.year}年度数字和清单.xlsx"
    return _file(papers.workbook(report), name, XLSX)


DOWNLOADS = {"report.pdf": _pdf, "report.docx": _docx, "report.xlsx": _xlsx}
