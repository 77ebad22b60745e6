"""Paper first: printing numbered sheets, entering by number, voiding, the numbers without a page."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daihome.tools.fields import LineField, RowsField, WholeNumberField
from daihome.tools.paper import pdf_response
from reception.desk.pages import UNREADABLE, page, staff_page
from reception.desk.sheets import SHEETS
from representatives.models import BlankForm, FormKind, Home

VIEW, ADD = "representatives.view_blankform", "representatives.add_blankform"
CHANGE = "representatives.change_blankform"
MOST_SHEETS = 50  # about five seconds of drawing
GAPS_SHOWN = 500


class PrintForm(forms.Form):
    """How many sheets of which form."""

    # When the page was drawn: pressed twice, it gives one pile of sheets.
    drawn = forms.CharField(widget=forms.HiddenInput, max_length=40)
    home = forms.ModelChoiceField(label="代表之家", queryset=Home.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="哪种表")
    count = WholeNumberField(
        label="几张", min_value=1, max_value=MOST_SHEETS, help_text=f"一次最多 {MOST_SHEETS} 张"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = homes
        self.fields["kind"].choices = [(kind, FormKind(kind).label) for kind in SHEETS]
        if len(homes) == 1:
            self.fields["home"].widget = forms.HiddenInput()
            self.initial["home"] = homes[0].pk

    def clean_drawn(self):
        try:
            return datetime.fromisoformat(self.cleaned_data["drawn"])
        except ValueError as error:
            raise forms.ValidationError("页面放得太久了，请刷新后再印。") from error


class NumberForm(forms.Form):
    number = LineField(
        label="表上的编号",
        max_length=40,
        help_text="例：XZ-JD2026-0001",
        error_messages={"required": "请填写表右上角的编号。"},
    )


@never_cache
@staff_page(VIEW)
def numbered(request):
    """Type a number to enter its sheet; print new ones; what was printed last."""
    asked = {"drawn": timezone.now().isoformat(), "kind": FormKind.RECEPTION, "count": 10}
    form = PrintForm(request.POST or None, user=request.user, initial=asked)
    if request.method == "POST":
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        if form.is_valid():
            return _issue(request, form.cleaned_data)
    facts = {"form": form, "number": NumberForm(), "years": _years(request.user)}
    facts["may_print"] = request.user.has_perm(ADD)
    status = UNREADABLE if request.method == "POST" else 200
    return page(request, "numbered", title="编号空白表", status=status, **facts)


def _issue(request, typed):
    now, home, kind = timezone.now(), typed["home"], typed["kind"]
    earlier = BlankForm.objects.of(home).filter(kind=kind, printed_by=request.user)
    # Numbers that a record took by itself are entered in the moment they are given.
    rows = list(earlier.filter(printed_at__gte=typed["drawn"]).unused().order_by("serial"))
    if not rows:
        year = timezone.localdate(now).year
        rows = BlankForm.objects.issue(
            home, kind, typed["count"], year=year, by=request.user, now=now
        )
    messages.success(request, f"编号 {rows[0].number} 到 {rows[-1].number}，共 {len(rows)} 张。")
    return redirect("desk:pile", rows[0].pk, len(rows))


def _years(user):
    """(Home, kind, its name, year) of every series that there is."""
    rows = BlankForm.objects.visible_to(user).order_by("-year", "kind", "home")
    series = rows.values_list("home__slug", "home__name", "kind", "year").distinct()
    return [(slug, home, kind, FormKind(kind).label, year) for slug, home, kind, year in series]


def forms_of(user):
    """Numbered sheets that `user` sees."""
    return BlankForm.objects.visible_to(user).select_related("home")


def _pile(first, count):
    """The sheets from `first` on that are still blank, at most `count` numbers further."""
    if count > MOST_SHEETS or first.kind not in SHEETS:
        raise Http404
    rows = BlankForm.objects.of(first.home).filter(kind=first.kind, year=first.year)
    last = first.serial + count - 1
    found = rows.filter(serial__gte=first.serial, serial__lte=last).unused()
    return list(found.select_related("home").order_by("serial"))


@staff_page(VIEW, forms_of)
def pile(request, first, count):
    """The sheets that were just given numbers, to print now or again."""
    rows = _pile(first, count)
    return page(request, "pile", title="打印编号空白表", first=first, count=count, rows=rows)


@require_safe
@staff_page(VIEW, forms_of)
def pile_pdf(request, first, count):
    """The pile as PDF, one numbered sheet a page."""
    rows = _pile(first, count)
    if not rows:
        raise Http404
    site = request.build_absolute_uri(reverse("desk:number"))
    content = SHEETS[first.kind].draw(rows, lambda row: f"{site}?number={row.number}")
    return pdf_response(content, f"{first.get_kind_display()}{first.number}.pdf")


@never_cache
@staff_page(VIEW)
def number(request):
    """What the QR of a sheet opens: the page to enter it, or what has become of it."""
    form, found = NumberForm(request.GET or None), None
    if form.is_valid():
        tidy = form.cleaned_data["number"].upper().replace("－", "-").replace(" ", "")
        found = forms_of(request.user).filter(number=tidy).first()
        if found is None:
            form.add_error("number", "没有印过这个编号的表，请照表右上角再核对一遍。")
        elif not (found.entered_at or found.voided_at) and found.kind in SHEETS:
            return redirect(SHEETS[found.kind].entry, found.pk)
    facts = {"form": form, "found": found, "link": _row_link(found)}
    return page(request, "number", title="按编号录入", **facts)


def _row_link(form):
    """Where the row can be seen that the sheet became, or ""."""
    sheet = SHEETS.get(form.kind) if form else None
    row = getattr(form, sheet.row, None) if sheet else None
    return reverse(sheet.entered, args=[row.pk]) if row else ""


class VoidForm(forms.Form):
    """Which numbers are struck off, and why."""

    rows = RowsField(
        label="作废哪几张",
        queryset=BlankForm.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请先选编号。"},
    )
    reason = LineField(
        label="作废原因",
        max_length=200,
        help_text="例：写坏了、弄湿了、没有用完",
        error_messages={"required": "请写明原因，备查。"},
    )


@never_cache
@staff_page(VIEW)
def gaps(request, slug, kind, year):
    """The numbers of a year that are void or that nobody has entered; striking them off."""
    home = Home.objects.visible_to(request.user).filter(slug=slug).first()
    if home is None or kind not in FormKind.values:
        raise Http404
    rows = BlankForm.objects.of(home).filter(kind=kind, year=year).order_by("serial")
    missing = rows.unused()
    form = VoidForm(request.POST or None)
    form.fields["rows"].queryset = missing
    if request.method == "POST":
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if form.is_valid():
            return _void(request, form.cleaned_data)
    facts = {
        "form": form, "home": home, "label": FormKind(kind).label, "year": year,
        "count": rows.count(), "entered": rows.exclude(entered_at=None).count(),
        "missing": _ticked(missing, request.POST.getlist("rows")),
        "missing_count": missing.count(),
        "void": list(rows.exclude(voided_at=None)[:GAPS_SHOWN]),
        "may_void": request.user.has_perm(CHANGE),
    }  # fmt: skip
    status = UNREADABLE if request.method == "POST" else 200
    return page(request, "gaps", title=f"{year}年{facts['label']}编号", status=status, **facts)


def _ticked(missing, chosen):
    """(sheet, whether it was chosen) of the numbers that nobody has entered."""
    return [(row, str(row.pk) in chosen) for row in missing[:GAPS_SHOWN]]


def _void(request, typed):
    now = timezone.now()
    struck = [row.number for row in typed["rows"] if row.void(typed["reason"], now)]
    messages.success(request, f"已经作废 {len(struck)} 张：{'、'.join(struck[:10])}。")
    return redirect(request.path)
