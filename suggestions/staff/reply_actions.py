"""What staff may press because of a unit's answer: enter, correct, settle, ask again, tell."""

from suggestions.models import ReplyState
from suggestions.pipeline import HANDLED, Step
from suggestions.staff.actions import Action

WRITABLE = (ReplyState.DRAFT, ReplyState.SENT_BACK)


def actions(file):
    """The likeliest first; `file` is the `CaseFile`."""
    here = file.suggestion
    if here.step not in (*HANDLED, Step.FEEDBACK):
        return
    for row in file.assignments:
        if not row.answers and _may_enter(here, row):
            yield _enter(file, row)
        for reply in row.answers:
            yield from _decide(file, row, reply)
    yield from _promises(file)
    if here.step in HANDLED and not file.is_returned:
        hint = "再请一个单位协助，另有自己的限期"
        yield Action("增加协办单位", hint, file.link("assist"))


def may_settle(file, reply):
    """Whether the user may approve the draft: with the right to, and not its writer."""
    return file.may("approve_reply") and reply.entered_by_id != file.user.pk


def _may_enter(suggestion, row):
    steps = (Step.SUPERVISE,) if row.is_main else HANDLED
    here = row.round_no == suggestion.round_no and row.returned_on is None
    return here and suggestion.step in steps


def _enter(file, row):
    hint = f"限办日期 {row.due_on:%Y-%m-%d}"
    return Action(f"登记{row.unit}的答复", hint, file.link("reply", row.pk), row.is_main)


def _decide(file, row, reply):
    again = "再次" if reply.is_followup else ""
    words = f"{row.unit}的{again}答复"
    if reply.state == ReplyState.DRAFT and may_settle(file, reply):
        hint = "先看清楚，再审定或退回修改"
        yield Action(f"审定{words}", hint, file.link("approve", reply.pk), True)
    if reply.state in WRITABLE and file.may("change_reply"):
        sent_back = reply.state == ReplyState.SENT_BACK
        hint = "已退回，请单位改；书面改来的在这里登记" if sent_back else "改了以后，要由别人审定"
        yield Action(f"修改{words}", hint, file.link("reply", row.pk))
    if reply.state == ReplyState.APPROVED and file.may("approve_reply"):
        hint = "公布后选民能看到"
        yield Action(f"公布{words}", hint, file.link("publish", reply.pk), True)


def _promises(file):
    for promise, row in file.promises:
        waits = any(reply.state != ReplyState.PUBLISHED for reply in row.answers)
        if promise.closing_reply_id is None and not waits and file.may("add_reply"):
            hint = f"承诺 {promise.promised_on:%Y-%m-%d} 前办好，书面答复在这里登记"
            label = f"登记{row.unit}的再次答复"
            is_due = promise.promised_on <= file.today
            yield Action(label, hint, file.link("again", promise.pk), is_due)
        told = getattr(promise, "notification", None)
        if promise.closing_reply_id and told is None and file.suggestion.step == Step.FEEDBACK:
            hint = f"把“{promise.content[:20]}”办得怎样告诉选民"
            yield Action("登记告知承诺落实情况", hint, file.link("promise_told", promise.pk), True)
