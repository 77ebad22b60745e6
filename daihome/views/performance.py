"""Performance files on the staff's site: who has one, what is in it, its words, closing, printing."""

from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihome.errors import conflict
from daihome.performance.file import File, mandates_of, stored_year
from daihome.performance.papers import file_pdf
from daihome.tools import parking
from daihome.tools.paper import pdf_response
from daihome.tools.pinyin import Pinyin
from daihome.tools.stored import stored_files
from daihome.views.orders import place
from representatives.models import Home, PerformanceFile, PerformanceScan, Term
from representatives.performance_forms import CloseForm, YearForm

CLOSED = "这份档案已经封存，不能再改。要改，请先由主席或者管理员取消封存。"
CLOSED_ALREADY = "这份档案刚刚已经封存。请看现在的情况。"
OPEN_ALREADY = "这份档案现在没有封存，不用取消。请看现在的情况。"
UNREADABLE = 422


class TermForm(forms.Form):
    """Which term; the newest that has begun when nothing is chosen."""

    term = forms.ModelChoiceField(
        label="届次", queryset=Term.objects.none(), required=False, empty_label=None
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="files_%s", label_suffix="", **kwargs)
        terms = Term.objects.visible_to(user)
        # The township's own ("township" > "county") before the county's.
        self.terms = terms.order_by("home", "-level", "-starts_on", "pk")
        self.fields["term"].queryset = self.terms

    def chosen(self, today):
        """The term, or None where there is none yet."""
        asked = self.cleaned_data.get("term")
        return asked or self.terms.filter(starts_on__lte=today).first() or self.terms.first()


def files_only(view):
    """The view is for those who may read files; others get 403."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm("representatives.view_performancefile"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def editors_only(view):
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm("representatives.change_performanceyear"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return files_only(checked)


def _file(request, pk):
    found = get_object_or_404(mandates_of(request.user), pk=pk)
    return File(found, timezone.localdate())


def _of_year(file, year):
    if year not in file.years:
        raise Http404
    return file.of(year)


def _show(request, name, status=200, **facts):
    context = admin.site.each_context(request) | facts
    return render(request, f"admin/performance/{name}.html", context, status=status)


@files_only
@require_safe
def index(request):
    """Everybody of one term, with the number of duties and whether the file is closed."""
    form, today = TermForm(request.GET, user=request.user), timezone.localdate()
    term = form.chosen(today) if form.is_valid() else None
    counted = Count(
        "representative__duty_records", filter=Q(representative__duty_records__state="confirmed")
    )
    rows = mandates_of(request.user).filter(term=term).select_related("performance")
    rows = rows.annotate(duties=counted).order_by(Pinyin("representative__name"), "pk")
    facts = {"form": form, "term": term, "rows": rows, "title": "实绩档案"}
    may_order = request.user.has_perm("representatives.change_performanceyear")
    return _show(request, "index", **facts, may_order=may_order, year=today.year)


@files_only
@require_safe
def page(request, pk, year=None):
    """One year of one file on screen; the present one when none is asked for."""
    file = _file(request, pk)
    found = _of_year(file, file.years[-1] if year is None else year)
    scans = PerformanceScan.objects.none()
    if found.said:
        scans = found.said.scans.select_related("by")
    may_edit = request.user.has_perm("representatives.change_performanceyear")
    facts = {"file": file, "year": found, "scans": scans, "stored": file.stored}
    facts |= {"title": f"{file.person.name}实绩档案", "may_edit": may_edit}
    return _show(request, "page", **facts)


@files_only
@require_safe
def paper(request, pk):
    """The whole file as PDF, or one year of it (`?year=2026`)."""
    file, asked = _file(request, pk), request.GET.get("year", "")
    years = [int(asked)] if asked.isascii() and asked.isdigit() else None
    if years and years[0] not in file.years:
        raise Http404
    return pdf_response(file_pdf(file, years), f"实绩档案-{file.mandate.pk}.pdf")


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, year):
    """The words of one year, and the scan of the signed sheet."""
    file = _file(request, pk)
    found = _of_year(file, year)
    stored = file.stored
    if stored and stored.is_closed:
        return conflict(request, CLOSED, _address(file, year))
    form = YearForm(*_sent(request), instance=found.said)
    if request.method == "POST" and form.is_valid():
        _keep(request, file, year, form)
        return redirect(_address(file, year))
    if form.is_bound:
        form.park_files()
    facts = {"form": form, "file": file, "year": found}
    facts["title"] = f"{file.person.name} {year}年度小结和意见"
    return _show(request, "edit", UNREADABLE if form.is_bound else 200, **facts)


def _sent(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _keep(request, file, year, form):
    """Write the words and the files."""
    row = stored_year(file.mandate, year)
    for name in form.Meta.fields:
        setattr(row, name, form.cleaned_data[name])
    with stored_files(form.uploads(), PerformanceScan) as stored:
        row.save()
        PerformanceScan.objects.attach(stored, of_year=row, by=request.user)
    parking.discard(form.parked)
    messages.success(request, f"{year}年度的小结和意见已经保存。")


def _address(file, year):
    return reverse("performance_year", args=[file.mandate.pk, year])


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk):
    """Close a file: from then on it is only read. Opening it again is the chair's."""
    if not request.user.has_perm("suggestions.supervise_suggestion"):
        raise PermissionDenied
    file = _file(request, pk)
    is_opening = "open" in request.POST
    form = CloseForm(request.POST if request.method == "POST" and not is_opening else None)
    if is_opening or form.is_valid():
        note = "" if is_opening else form.cleaned_data["closing_note"]
        there = _address(file, file.years[-1])
        if not _turned(request, file, note):
            return conflict(request, OPEN_ALREADY if is_opening else CLOSED_ALREADY, there)
        messages.success(request, "已取消封存。" if is_opening else "档案已经封存。")
        return redirect(there)
    title = f"封存{file.person.name}实绩档案"
    facts = {"form": form, "file": file, "stored": file.stored, "title": title}
    return _show(request, "close", UNREADABLE if form.is_bound else 200, **facts)


@transaction.atomic
def _turned(request, file, note):
    """Close with `note`, without one open again; False when somebody has done so meanwhile."""
    key = stored_year(file.mandate, file.years[-1]).file_id
    row = PerformanceFile.objects.select_for_update().get(pk=key)
    if row.is_closed == bool(note):
        return False
    row.closed_on = timezone.localdate() if note else None
    row.closed_by = request.user if note else None
    row.closing_note = note
    row.save()
    return True


@editors_only
@require_POST
def order(request):
    """All files of a term in one PDF, made outside the request."""
    form = TermForm(request.POST, user=request.user)
    term = form.chosen(timezone.localdate()) if form.is_valid() else None
    year = request.POST.get("year", "")
    if term is None or (year and not (year.isascii() and year.isdigit() and len(year) == 4)):
        words = "届次或者年度不对，请返回上一页重新选择。"
        return HttpResponseBadRequest(words, content_type="text/plain")
    home = Home.objects.visible_to(request.user).get(pk=term.home_id)
    title = f"{term.name}实绩档案" + (f" {year}年度" if year else "")
    return place(request, home, "files", title, term=term.pk, year=int(year) if year else None)
