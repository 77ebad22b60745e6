"""The staff's pages of one visit: what it says and how it ended, entering, correcting."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from daihome import errors
from daihome.tools.fields import LineField
from reception.models import FormUsed, VisitKind
from reception.visiting.endings import endings_of
from reception.visiting.forms import VisitForm
from reception.visiting.pages import form_status, page, visit_page
from reception.visiting.paper_views import ON_PAPER
from representatives.models import BlankForm, FormKind, Home

SEES_SCANS = "suggestions.unmask_voteridentity"
NO_SHEET = "没有这个编号的空白联系选民记录表，或者已经录入、作废了，请核对。"
LATE_SHEET = "这张纸质表刚刚被别人录入或者作废了，请核对编号。"


@visit_page("view_visit")
def show(request, visit):
    """What was seen and heard, and what became of it."""
    facts = {
        "visit": visit,
        "people": visit.representatives.all(),
        "items": visit.items.all(),
        "files": visit.files.select_related("by"),
        "endings": endings_of(visit),
        "may_see_scans": request.user.has_perm(SEES_SCANS),
        "is_on_paper": visit.kind in ON_PAPER,
        "may_change": request.user.has_perm("reception.change_visit"),
        "may_raise": request.user.has_perm("suggestions.add_suggestion"),
    }
    return page(request, "visit/show", title=f"{visit.get_kind_display()} {visit.on}", **facts)


class StaffVisitForm(VisitForm):
    """Also scans that show who it was; a new one with the number of the sheet it was written on.

    `by` is who enters it.
    """

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["shows_identity"] = forms.BooleanField(
            label="这次加的文件看得出来群众是谁（有姓名、签名、电话），身份到期时一起删除",
            required=False,
        )
        if self.visit is None:
            self.fields["sheet"] = LineField(
                label="纸质记录表编号", required=False, max_length=30, help_text="没有纸质表的不填"
            )

    def clean_sheet(self):
        typed = self.cleaned_data["sheet"]
        if not typed:
            return None
        found = BlankForm.objects.take(self.home, typed) or self._sheet_of_first()
        if found is None or found.kind != FormKind.CONTACT:
            raise forms.ValidationError(NO_SHEET)
        return found

    def _sheet_of_first(self):
        """The same page sent again: its sheet is used, by this very visit."""
        key = f"{self.by.pk}:{self.data.get('key', '')}"
        return BlankForm.objects.of(self.home).filter(visit__key=key).first()


@never_cache
def add(request):
    """Enter a visit for a representative, also from a numbered sheet."""
    if not request.user.has_perm("reception.add_visit"):
        raise PermissionDenied
    home = _home(request)
    if home is None:
        facts = {"homes": Home.objects.visible_to(request.user)}
        return page(request, "visit/homes", title="登记走访", **facts)
    form = _new_form(request, home)
    try:
        if form.is_valid():
            return _written(request, *_save(form, request.user))
    except FormUsed:
        form.add_error("sheet", LATE_SHEET)
    return _draw(request, form, f"登记{form.kind.label}", kinds=_kinds(request))


def _home(request):
    """The Home that was asked for, or the only one; None when there are several."""
    homes = Home.objects.visible_to(request.user)
    if "home" not in request.GET:
        found = list(homes[:2])
        return found[0] if len(found) == 1 else None
    home = homes.filter(slug=request.GET["home"]).first()
    if home is None:
        raise Http404
    return home


def _new_form(request, home):
    given = {"home": home, "today": timezone.localdate(), "by": request.user}
    if request.method == "POST":
        return StaffVisitForm(request.POST, request.FILES, **given)
    start = {"sheet": request.GET.get("sheet", "")[:30]}
    return StaffVisitForm(kind=request.GET.get("kind", ""), initial=start, **given)


def _kinds(request):
    """(label, address) of the form for each kind, in the Home that was chosen."""
    query = request.GET.copy()
    for kind in VisitKind:
        query["kind"] = kind
        yield kind, f"?{query.urlencode()}"


def _save(form, by):
    sheet = form.cleaned_data.get("sheet")
    return form.save(by, **({"form": sheet} if sheet else {}))


def _written(request, visit, created):
    if created:
        messages.success(request, f"已经登记：{visit}。")
    else:
        messages.info(request, "这一次走访已经登记过了，没有重复登记。")
    return redirect("admin:reception_visit_change", visit.pk)


def _draw(request, form, title, **facts):
    if form.is_bound:
        form.park_files()
    return page(request, "visit/form", title=title, form=form, status=form_status(form), **facts)


@never_cache
@visit_page("change_visit")
def edit(request, visit):
    """Correct a visit; what was made of it follows."""
    given = {"home": visit.home, "today": timezone.localdate(), "visit": visit, "by": request.user}
    if request.method == "POST":
        form = StaffVisitForm(request.POST, request.FILES, **given)
        if form.is_valid():
            form.save(request.user)
            messages.success(request, "已经更正，各本簿册跟着一起改了。")
            return redirect("admin:reception_visit_change", visit.pk)
    else:
        form = StaffVisitForm(kind=request.GET.get("kind", ""), **given)
    return _draw(request, form, f"更正：{visit}", visit=visit, kinds=_kinds(request))


@visit_page("delete_visit")
def remove(request, visit):
    """Take away what was entered by mistake; a visit from which a matter came stays."""
    there = reverse("admin:reception_visit_change", args=[visit.pk])
    if request.method == "POST":
        if not visit.remove():
            return errors.conflict(request, "这次走访已经转出意见，不能删除。请用“更正”。", there)
        messages.success(request, f"已经删除：{visit}。")
        return redirect("admin:reception_visit_changelist")
    return page(request, "visit/remove", title=f"删除：{visit}", visit=visit, there=there)
