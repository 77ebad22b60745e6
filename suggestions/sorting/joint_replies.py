"""One unit's reply for every matter that is handled together, each with its own words and record."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from suggestions.models import ReplyState, Suggestion
from suggestions.pipeline import DELIVERED, Step
from suggestions.sorting.together import members_of

READY = (ReplyState.APPROVED, ReplyState.PUBLISHED)
COPIED = ("reply_class", "doc_no", "signer", "handler", "handler_phone", "promise", "promised_on")


@dataclass(frozen=True)
class Target:
    """One member that may get the reply; `handing` says what has to be done before, or is ""."""

    suggestion: Suggestion
    handing: str = ""

    @property
    def name(self):
        return f"text_{self.suggestion.pk}"

    @property
    def hand_name(self):
        return f"hand_{self.suggestion.pk}"


def sort_members(reply, user):
    """(targets, sentences about the members that cannot get the reply now)."""
    targets, left = [], []
    unit = reply.assignment.unit
    for member in members_of(reply.suggestion, user).prefetch_related("assignments__unit"):
        handed = _main(member)
        handing, why = _situation(member, handed, unit)
        if why:
            left.append(f"{member.number}：{why}")
        else:
            targets.append(Target(member, handing))
    return targets, left


def _main(member):
    """The main unit's present assignment, out of what was fetched with the member."""
    rows = member.assignments.all()
    here = [row for row in rows if row.round_no == member.round_no and row.returned_on is None]
    return next((row for row in here if row.is_main), None)


def _situation(member, handed, unit):
    """(what to do first, why it is impossible); both empty when the reply can be kept at once."""
    if member.step < Step.CLASSIFY:
        return "", "还没有分类。请先在它的页面上梳理、分类。"
    if member.step >= Step.FEEDBACK:
        return "", "已经告知选民，不用再登记。"
    if member.step == Step.CLASSIFY:
        if member.disposal not in DELIVERED:
            return "", "由代表之家自己答复，不用单位的答复。"
        return f"先把它交给{unit}办理，并登记签收", ""
    if handed is None:
        return "", "单位已经退回，请先重新分类、交办。"
    if handed.unit_id != unit.pk:
        return "", f"交给了{handed.unit}办理，请在它的页面上登记。"
    if handed.answered_on:
        return "", "已经登记过答复。"
    return ("先登记单位签收" if member.step == Step.DELIVER else ""), ""


def keep(reply, target, text, by):
    """The reply in these words as the member's own draft, handed over before where that is due.

    All or nothing. Raises `StepRefused` or `StepTaken`.
    """
    member, today = target.suggestion, timezone.localdate()
    with transaction.atomic():
        note = f"随{reply.suggestion.number}一并办理。"
        if member.step == Step.CLASSIFY:
            unit = reply.assignment.unit
            member.advance(Step.DELIVER, by=by, note=note, main_unit=unit, handed_on=today)
        if member.step == Step.DELIVER:
            signer = reply.assignment.acknowledged_by
            member.advance(Step.SUPERVISE, by=by, note=note, acknowledged_by=signer)
        assignment = member.main_assignment()
        assignment.suggestion = member
        # The letter may be older than the day on which this one was handed over.
        replied_on = max(reply.replied_on, assignment.handed_on)
        fields = {name: getattr(reply, name) for name in COPIED}
        return assignment.answer(by=by, replied_on=replied_on, text=text, **fields)
