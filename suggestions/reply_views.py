"""A unit's reply: entered, corrected, approved by somebody else, published."""

import hashlib

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from daihome.tools.text import find_personal_data
from suggestions.admin_pages import back, case_page, note, page, refused
from suggestions.models import ReplyState
from suggestions.pipeline import Step, StepRefused, StepTaken
from suggestions.staff_forms import ReplyForm

GONE = "这份答复的情况刚刚变了，您这次没有改动任何内容。请看最新情况后再操作。"


@case_page("change_suggestion")
def reply(request, suggestion, assignment):
    """Enter the reply of a unit, or correct it while it is a draft."""
    found = _assignment(suggestion, assignment)
    draft = found.replies.select_related("reply_class").first()
    if not request.user.has_perm(f"suggestions.{'change' if draft else 'add'}_reply"):
        raise PermissionDenied
    _check_open(suggestion, found, draft)
    form = _reply_form(request, found, draft)
    # A page drawn before somebody entered the reply must not overwrite it.
    if request.method == "POST" and (request.POST.get("reply") or "") != str(
        draft.pk if draft else ""
    ):
        raise StepTaken(GONE)
    if form.is_valid():
        try:
            return _keep(request, suggestion, found, draft, form)
        except StepRefused as error:
            refused(form, error)
    facts = {"suggestion": suggestion, "assignment": found, "form": form, "draft": draft}
    verb = "修改" if draft else "登记"
    return page(request, "reply", title=f"{verb}{found.unit}的答复", **facts)


def _assignment(suggestion, pk):
    found = suggestion.assignments.select_related("unit", "suggestion__home").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _check_open(suggestion, assignment, draft):
    past = assignment.round_no != suggestion.round_no or assignment.returned_on
    if suggestion.step != Step.SUPERVISE or past:
        raise StepTaken("这件意见现在不在督办环节，不能登记或修改答复。请看最新情况。")
    if draft and draft.state != ReplyState.DRAFT:
        raise StepTaken("这份答复已经审定，不能再改。请看最新情况。")


def _reply_form(request, assignment, draft):
    bound = request.method == "POST"
    data, files = (request.POST, request.FILES) if bound else (None, None)
    today = timezone.localdate()
    return ReplyForm(data, files, assignment=assignment, reply=draft, today=today)


def _keep(request, suggestion, assignment, draft, form):
    if draft:
        draft.revise(request.user, **form.facts())
        note(request, suggestion, f"修改了{assignment.unit}的答复。")
    else:
        assignment.answer(by=request.user, **form.facts())
        note(request, suggestion, f"登记了{assignment.unit}的答复。")
    messages.success(request, "答复已经保存，等登记人以外有审定权的人审定。")
    return back(suggestion)


def _reply_row(suggestion, pk):
    rows = suggestion.replies.select_related("assignment__unit", "reply_class", "entered_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@case_page("approve_reply")
def approve(request, suggestion, reply):
    """Approve a draft; its writer cannot."""
    found = _reply_row(suggestion, reply)
    return _decide(request, suggestion, found, ReplyState.DRAFT, "审定", _approve)


@case_page("approve_reply")
def publish(request, suggestion, reply):
    """Let the voter read an approved reply."""
    found = _reply_row(suggestion, reply)
    return _decide(request, suggestion, found, ReplyState.APPROVED, "公布", _publish)


def _approve(found, user):
    found.approve(user, timezone.now())


def _publish(found, user):
    found.publish(timezone.now())


def _decide(request, suggestion, found, state, verb, act):
    if found.state != state:
        raise StepTaken(GONE)
    problem = ""
    if request.method == "POST":
        _check_unchanged(request, found)
        try:
            act(found, request.user)
        except StepTaken:
            raise
        except StepRefused as error:
            problem = str(error)
        else:
            note(request, suggestion, f"{verb}了{found.assignment.unit}的答复。")
            messages.success(request, f"已经{verb}{found.assignment.unit}的答复。")
            return back(suggestion)
    facts = {"suggestion": suggestion, "reply": found, "verb": verb, "problem": problem}
    facts["seen"] = seen(found)
    facts["personal_data"] = find_personal_data(found.text)
    facts["is_writer"] = state == ReplyState.DRAFT and found.entered_by_id == request.user.pk
    return page(request, "reply_decide", title=f"{verb}答复：{suggestion.number}", **facts)


def _check_unchanged(request, found):
    # What is approved must be what was read.
    if request.POST.get("seen") != seen(found):
        raise StepTaken(GONE)


def seen(reply):
    """Stands for the text of a reply on the page where it is decided."""
    said = f"{reply.pk}\n{reply.state}\n{reply.reply_class_id}\n{reply.doc_no}\n{reply.text}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]
