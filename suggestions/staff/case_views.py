"""The staff's list of matters, the case page, entry for somebody else, identity, publishing."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from daihome.tools import parking
from daihome.tools.pages import Page, capped_count
from suggestions.models import Suggestion, Supplement, UnmaskRecord
from suggestions.models.disclosing import check_may_be_public
from suggestions.pipeline import DELIVERED, NEXT_STEPS, Step, StepRefused, StepTaken
from suggestions.sorting import search
from suggestions.sorting.similar import similar_to
from suggestions.staff.admin_pages import back, case_page, note, page
from suggestions.staff.casefile import CaseFile
from suggestions.staff.staff_filters import FilterForm
from suggestions.staff.staff_forms import IntakeForm, ResultForm, UnmaskForm, opening_result
from suggestions.voters.forms import SupplementForm
from suggestions.worklist import of_user, with_unit

ROWS = 50
UNREADABLE = 422


def listing(request):
    """All matters that the user sees, newest first, narrowed by what the address says."""
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    today = timezone.localdate()
    form = FilterForm(request.GET, user=request.user)
    form.is_valid()
    rows = form.apply(of_user(request.user), today)
    found, count = _found(request, form, rows)
    facts = {"form": form, "page": found, "today": today, "next_link": _next_link(request, found)}
    facts["count"] = count
    facts["may_add"] = request.user.has_perm("suggestions.add_suggestion")
    return page(request, "list", title="意见建议", **facts)


def _found(request, form, rows):
    """One page of matters, and how many there are."""
    before = request.GET.get("before", "")
    if not form.words:
        return Page(with_unit(rows), before, ROWS), capped_count(rows)
    homes = search.homes_of(request.user)
    found = search.Found(with_unit(rows), form.words, homes, before, ROWS)
    return found, found.count


def _next_link(request, found):
    if not found.has_next:
        return ""
    query = request.GET.copy()
    query["before"] = found.next_before
    return f"?{query.urlencode()}"


@case_page("view_suggestion")
def case(request, suggestion):
    """Left what was said and done, right what can be done now."""
    file = CaseFile(suggestion, request.user, timezone.localdate())
    facts = {"suggestion": suggestion, "file": file, "today": file.today, "steps": _road(file)}
    return page(request, "case", title=f"{suggestion.number} {suggestion.heading}", **facts)


def _road(file):
    """The seven steps with “here”, “done”, “next” or “skip”, for the line on top."""
    taken = {record.to_step for record in file.records}
    return [(step.label, _place(step, file.suggestion, taken)) for step in NEXT_STEPS]


def _place(step, suggestion, taken):
    here = suggestion.step
    if step == here:
        return "here"
    if suggestion.withdrawn_on and step < here and step not in taken:
        return "skip"
    at_once = here >= Step.CLASSIFY and suggestion.disposal not in DELIVERED
    if at_once and step in (Step.DELIVER, Step.SUPERVISE) and step not in taken:
        return "skip"
    return "done" if step < here else "next"


@never_cache
def intake(request):
    """Enter what somebody said on the telephone, at the desk or in a letter."""
    if not request.user.has_perm("suggestions.add_suggestion"):
        raise PermissionDenied
    form = _intake_form(request)
    if form.is_valid():
        suggestion = _receive(request, form)
        if suggestion:
            return redirect("admin:suggestions_receipt", suggestion.pk)
    if form.is_bound:
        form.park_files()
    status = UNREADABLE if form.is_bound else 200
    return page(request, "intake", title="登记一件意见", form=form, status=status)


def _intake_form(request):
    who = {"user": request.user, "today": timezone.localdate()}
    if request.method == "POST":
        return IntakeForm(request.POST, request.FILES, **who)
    return IntakeForm(initial={"key": secrets.token_urlsafe(16)}, **who)


def _receive(request, form):
    try:
        uploads = form.uploads()
    except FileNotFoundError:
        form.parked = []
        form.add_error("attachments", "以前选的文件保存已超过一天，请重新选择。")
        return None
    suggestion, _created = Suggestion.objects.receive(
        home=form.cleaned_data["village"].home,
        key=f"{request.user.pk}:{form.cleaned_data['key']}",
        channel=form.cleaned_data["channel"],
        identity=form.identity(),
        uploads=uploads,
        source="staff",
        by=request.user,
        at=form.moment(),
        **form.facts(),
    )
    parking.discard(form.parked)
    return suggestion


@case_page("add_suggestion")
def receipt(request, suggestion):
    """The number, the query code and the receipt to print: what the voter takes home."""
    facts = {"suggestion": suggestion, "similar": similar_to(suggestion, request.user)}
    return page(request, "receipt", title=f"回执：{suggestion.number}", **facts)


@case_page("unmask_voteridentity")
def identity(request, suggestion):
    """Ask why, record the look, then show the identity once."""
    found = getattr(suggestion, "identity", None)
    if found is None or found.purged_at:
        raise StepTaken("这件意见没有登记身份，或者身份已经到期清除。")
    form = UnmaskForm(request.POST if request.method == "POST" else None)
    facts = {"suggestion": suggestion, "form": form, "identity": None}
    if form.is_valid():
        UnmaskRecord.objects.create(
            identity=found, by=request.user, reason=form.cleaned_data["reason"]
        )
        facts["identity"] = found
    return page(request, "identity", title=f"查看身份：{suggestion.number}", **facts)


@case_page("change_suggestion")
def supplement(request, suggestion):
    """Words that the voter added by telephone or at the desk; sent twice they are kept once."""
    if suggestion.step == Step.ARCHIVE:
        raise StepTaken("这件事已经办完存档，不能再补充。有新情况请另外登记一件，写上这次的编号。")
    form = SupplementForm(request.POST if request.method == "POST" else None)
    form.fields["text"].help_text = "照反映人的原话记。承办单位和代表也看得到"
    if form.is_valid():
        key = f"{request.user.pk}:{request.POST.get('key', '')}"[:64]
        _add_words(suggestion, key, form.cleaned_data["text"])
        note(request, suggestion, "登记了补充内容。")
        messages.success(request, "补充的内容已经保存。")
        return back(suggestion)
    key = request.POST.get("key") or secrets.token_urlsafe(16)
    facts = {"suggestion": suggestion, "form": form, "key": key, "button": "保存补充内容"}
    return page(request, "form", title=f"补充内容：{suggestion.number}", **facts)


def _add_words(suggestion, key, text):
    try:
        Supplement.objects.add(suggestion, key, text)
    except IntegrityError:
        return  # the same page was sent before


@case_page("publish_suggestion")
def result(request, suggestion):
    """Publish the result with a title of its own, correct it, or take it back."""
    if suggestion.step < Step.FEEDBACK:
        raise StepTaken("还没有告知选民，先登记反馈，再公开办理结果。")
    if request.method == "POST" and "withdraw" in request.POST:
        suggestion.withdraw_result()
        note(request, suggestion, "撤下了公开的办理结果。")
        messages.success(request, "已经撤下，公众首页不再显示。")
        return back(suggestion)
    try:
        check_may_be_public(suggestion)
    except StepRefused as error:
        raise StepTaken(str(error)) from error
    data = request.POST if request.method == "POST" else None
    form = ResultForm(data, initial=opening_result(suggestion))
    if form.is_valid():
        return _publish(request, suggestion, form)
    facts = {"suggestion": suggestion, "form": form}
    return page(request, "result", title=f"公开办理结果：{suggestion.number}", **facts)


def _publish(request, suggestion, form):
    typed = form.cleaned_data
    try:
        suggestion.publish_result(typed["public_title"], typed["public_result"])
    except StepRefused as error:
        raise StepTaken(str(error)) from error
    note(request, suggestion, "公开了办理结果。")
    messages.success(request, "办理结果已经公开。")
    return back(suggestion)
