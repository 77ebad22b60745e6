"""The chair's approval: what the voter will read, then approve, send back or publish; one or many."""

import hashlib

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from daihome.tools.pages import primary_key
from daihome.tools.text import clean_line, find_personal_data
from suggestions.models import Reply, ReplyState
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, note, page

GONE = "这份答复的情况刚刚变了，您这次没有改动任何内容。请看最新情况后再操作。"
ROWS = 50
WAITING = (ReplyState.DRAFT, ReplyState.APPROVED)
JOINED = (
    "assignment__unit",
    "reply_class",
    "entered_by",
    "suggestion__home",
    "suggestion__village",
)


def seen(reply):
    """Stands for what is read of a reply where it is decided."""
    said = [reply.pk, reply.state, reply.reply_class_id, reply.doc_no, reply.text]
    said += [reply.promise, reply.promised_on, reply.signer]
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]


# --- one
def reply_row(suggestion, pk):
    """The reply `pk` of this matter; else 404."""
    rows = suggestion.replies.select_related("assignment__unit", "reply_class", "entered_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.suggestion = suggestion
    return found


@case_page("approve_reply")
def approve(request, suggestion, reply):
    """Approve a draft, at once publish it, or send it back; its writer approves nothing."""
    return _decide(request, suggestion, reply_row(suggestion, reply), ReplyState.DRAFT, "审定")


@case_page("approve_reply")
def publish(request, suggestion, reply):
    """Let the voter read an approved reply."""
    return _decide(request, suggestion, reply_row(suggestion, reply), ReplyState.APPROVED, "公布")


def _decide(request, suggestion, found, state, verb):
    if found.state != state:
        raise StepTaken(GONE)
    problem = ""
    if request.method == "POST":
        default = "approve" if state == ReplyState.DRAFT else "publish"
        try:
            done = settle(request, found, request.POST.get("act", default))
        except StepTaken:
            raise
        except StepRefused as error:
            problem = str(error)
        else:
            messages.success(request, f"已经{done}{found.assignment.unit}的答复。")
            return back(suggestion)
    facts = {"suggestion": suggestion, "verb": verb, "problem": problem}
    facts |= {"reply": described(found, request.user), "remark": request.POST.get("remark", "")}
    return page(request, "reply_decide", title=f"{verb}答复：{suggestion.number}", **facts)


def described(reply, user):
    """`reply` with what the pages of approval show of it besides its columns."""
    reply.seen = seen(reply)
    reply.personal_data = find_personal_data(f"{reply.text}\n{reply.promise}")
    reply.is_own = reply.state == ReplyState.DRAFT and reply.entered_by_id == user.pk
    return reply


def settle(request, reply, act):
    """Do what was pressed with a reply that is still as it was read; returns the word for it.

    Raises `StepTaken` when it is not, `StepRefused` for its writer or without a remark.
    """
    if request.POST.get(f"seen-{reply.pk}", request.POST.get("seen")) != seen(reply):
        raise StepTaken(GONE)
    if act not in ACTS:
        raise StepRefused("请按页面上的按钮操作。")
    word, run = ACTS[act]
    with transaction.atomic():
        run(reply, request)
    note(request, reply.suggestion, f"{word}了{reply.assignment.unit}的答复。")
    return word


def _approve(reply, request):
    if reply.state != ReplyState.DRAFT:
        raise StepTaken("已经审定过，不用再审定。")
    reply.approve(request.user, timezone.now())


def _publish(reply, request):
    if reply.state != ReplyState.APPROVED:
        raise StepRefused("还没有审定，不能公布。")
    reply.publish(timezone.now(), by=request.user)


def _both(reply, request):
    if reply.state == ReplyState.DRAFT:
        reply.approve(request.user, timezone.now())
    _publish(reply, request)


def _send_back(reply, request):
    try:
        remark = clean_line(request.POST.get("remark", ""))
    except ValidationError as error:
        raise StepRefused(error.messages[0]) from error
    if len(remark) > REMARK_MAX:
        raise StepRefused(f"退回的意见最多 {REMARK_MAX} 个字，请删减。")
    reply.send_back(request.user, remark, timezone.now())


REMARK_MAX = 300
ACTS = {
    "approve": ("审定", _approve),
    "publish": ("公布", _publish),
    "both": ("审定并公布", _both),
    "send_back": ("退回", _send_back),
}


# --- many
def replies(request):
    """Every reply that waits for approval or publication; those that were ticked are settled."""
    if not request.user.has_perm("suggestions.approve_reply"):
        raise PermissionDenied
    rows = Reply.objects.visible_to(request.user).filter(state__in=WAITING).select_related(*JOINED)
    if request.method == "POST":
        return _settle_chosen(request)
    after = primary_key(request.GET.get("after", "")) or 0
    found = list(
        rows.filter(pk__gt=after).prefetch_related("attachments").order_by("pk")[: ROWS + 1]
    )
    facts = {"rows": [described(row, request.user) for row in found[:ROWS]]}
    facts["next_after"] = found[ROWS - 1].pk if len(found) > ROWS else None
    return page(request, "replies", title="答复待审定、待公布", **facts)


def _settle_chosen(request):
    """Each on its own: one that is late is named and hinders no other."""
    act = request.POST.get("act", "")
    keys = [primary_key(text) for text in request.POST.getlist("chosen")[:ROWS]]
    rows = Reply.objects.visible_to(request.user).filter(pk__in=[key for key in keys if key])
    number = 0
    for reply in rows.select_related(*JOINED).order_by("pk"):
        try:
            settle(request, reply, act if act != "send_back" else "")
            number += 1
        except StepRefused as error:
            name = f"{reply.suggestion.number} {reply.assignment.unit}"
            messages.warning(request, f"{name}：没有办成。{error}")
    if number:
        messages.success(request, f"已经{ACTS[act][0]} {number} 份答复。")
    elif not keys:
        messages.warning(request, "还没有勾选答复。请先看过、打勾，再按按钮。")
    return redirect("admin:suggestions_replies")
