"""What staff do about a unit: a new link, one more assisting unit, what came on paper, promises."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST

from suggestions import handover
from suggestions.models import EventKind, UnitLink
from suggestions.pipeline import HANDLED, Step, StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, page, refused
from suggestions.units.unit_staff_forms import (
    AssistForm,
    ReturnedForm,
    SignedForm,
    SpokenForm,
    ToldForm,
)

CHANGED = "别人刚刚换过这个单位的答复链接，您这次没有改动。请看最新的链接。"


def assignment_of(suggestion, pk):
    """The assignment `pk` of this matter, with its unit; else 404."""
    found = suggestion.assignments.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.suggestion = suggestion
    return found


@require_POST
@case_page("change_suggestion")
def new_link(request, suggestion, assignment):
    """A new link for the unit; the older one is dead from now on."""
    found = assignment_of(suggestion, assignment)
    if found.returned_on or suggestion.step == Step.ARCHIVE:
        raise StepTaken("这个单位已经不办这件事，不用再给链接。请看最新情况。")
    with transaction.atomic():
        suggestion.claim()
        present = UnitLink.objects.of(found)
        if request.POST.get("seen", "") != str(present.pk if present else ""):
            raise StepTaken(CHANGED)
        UnitLink.objects.issue(found, request.user)
        text = f"给{found.unit}换了新的答复链接，旧的作废。"
        suggestion.tell(EventKind.LINK, by=request.user, text=text, assignment=found)
    messages.success(request, f"{text}请把新的链接或者新打印的交办单给单位。")
    return back(suggestion)


@case_page("change_suggestion")
def assist(request, suggestion):
    """Ask one more unit to help."""
    if suggestion.step not in HANDLED or suggestion.main_assignment() is None:
        raise StepTaken("这件意见现在没有单位在办，不能增加协办单位。请看最新情况。")
    form = AssistForm(request.POST if request.method == "POST" else None, suggestion=suggestion)
    if form.is_valid():
        try:
            unit = form.cleaned_data["unit"]
            handover.add_assisting(suggestion, unit, request.user, timezone.localdate())
        except StepRefused as error:
            refused(form, error)
        else:
            messages.success(request, f"已经请{unit}协办。请把交办单交给它。")
            return back(suggestion)
    return _form(request, suggestion, form, "增加协办单位", "请它协办")


@dataclass(frozen=True)
class Paper:
    """Something that a unit did on paper, entered by staff."""

    title: str
    form: type
    done: str  # the column that says it was entered already
    act: str  # the method of `Assignment`


PAPERS = {
    "acknowledge": Paper("登记签收", SignedForm, "acknowledged_on", "acknowledge"),
    "contact": Paper("登记首次沟通", SpokenForm, "contacted_on", "contact"),
    "return": Paper("登记退回", ReturnedForm, "returned_on", "give_back"),
}


@case_page("change_suggestion")
def handed(request, suggestion, assignment, act):
    """Enter what the unit did on paper: signed, spoke, returned."""
    if act not in PAPERS:
        raise Http404
    paper, found = PAPERS[act], assignment_of(suggestion, assignment)
    _check_open(found, paper)
    data = request.POST if request.method == "POST" else None
    form = paper.form(data, assignment=found, today=timezone.localdate())
    if form.is_valid():
        try:
            _enter(request, found, paper, form)
        except StepRefused as error:
            refused(form, error)
        else:
            messages.success(request, f"已经{paper.title}：{found.unit}。")
            return back(suggestion)
    return _form(request, suggestion, form, f"{paper.title}：{found.unit}", "保存")


def _check_open(assignment, paper):
    if not assignment.is_open or getattr(assignment, paper.done):
        raise StepTaken("这一项已经登记过，或者这个单位已经不办这件事。请看最新情况。")


def _enter(request, assignment, paper, form):
    with transaction.atomic():
        assignment.hold()
        _check_open(assignment, paper)
        getattr(assignment, paper.act)(by=request.user, **form.cleaned_data)


@case_page("change_suggestion")
def promise_told(request, suggestion, promise):
    """That the voter was told what became of a promise."""
    found = suggestion.commitments.filter(pk=promise).first()
    if found is None:
        raise Http404
    if found.closing_reply_id is None or hasattr(found, "notification"):
        raise StepTaken("承诺还没有结果，或者已经告知过选民。请看最新情况。")
    found.suggestion = suggestion
    data = request.POST if request.method == "POST" else None
    form = ToldForm(data, today=timezone.localdate())
    if form.is_valid():
        try:
            found.tell_voter(by=request.user, **form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
        else:
            messages.success(request, "已经登记：承诺的落实情况告知了选民。")
            return back(suggestion)
    return _form(request, suggestion, form, "告知承诺落实情况", "登记")


def _form(request, suggestion, form, title, button):
    facts = {"suggestion": suggestion, "form": form, "button": button}
    return page(request, "form", title=title, status=422 if form.is_bound else 200, **facts)
