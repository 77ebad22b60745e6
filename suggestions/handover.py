"""Handing a matter to its units and taking it back: the moves 送达 and 督办, and the return."""

from suggestions.outcome import Outcome, deadline, long_day, model
from suggestions.pipeline import DELIVERED, Disposal, Step, StepRefused


def deliver(
    suggestion,
    before,
    by,
    today,
    note,
    *,
    main_unit,
    assisting=(),
    handed_on=None,
    mode="",
):
    """送达: hand over to one main and any assisting units; the due date is fixed here."""
    handed_on = handed_on or today
    _check_delivery(suggestion, main_unit, assisting, handed_on, today)
    if before == Step.FEEDBACK:
        _reopen(suggestion)
    clock = reply_clock(suggestion, handed_on, suggestion.round_no)
    _assign(suggestion, main_unit, assisting, handed_on, mode, clock)
    suggestion.due_on = clock.due
    facts = {
        "主办单位": str(main_unit),
        "协办单位": "、".join(str(unit) for unit in assisting),
        "交办日期": str(handed_on),
        "限办日期": str(clock.due),
        "依据": f"{clock.length}，{clock.legal_basis}",
    }
    changed = ["round_no", "due_on", "disposal"]
    return Outcome(changed, delivered_text(main_unit, clock.due), facts)


def _check_delivery(suggestion, main_unit, assisting, handed_on, today):
    if main_unit is None:
        raise StepRefused("请选择主办单位。")
    if handed_on > today or handed_on < suggestion.received_on:
        raise StepRefused("交办日期应在收到之日和今天之间，请核对。")
    if any(unit.home_id != suggestion.home_id for unit in (main_unit, *assisting)):
        raise StepRefused("承办单位不属于这个代表之家，请重新选择。")
    if main_unit in assisting:
        raise StepRefused(f"{main_unit}已经是主办单位，请从协办单位里去掉。")


def delivered_text(unit, due):
    """What the voter reads of 送达."""
    return f"已交{unit}办理，应在{long_day(due)}前答复。"


def _reopen(suggestion):
    verdict = suggestion.current_satisfaction()
    if verdict is None or verdict.level != "unsatisfied":
        raise StepRefused("选民评价“不满意”的，才重新交办。请先登记选民的评价。")
    suggestion.round_no += 1
    if suggestion.disposal not in DELIVERED:
        suggestion.disposal = Disposal.UNIT


def reply_clock(suggestion, handed_on, round_no):
    """The `Deadline` of a reply to what is handed over on `handed_on` in that round."""
    if round_no > 1:
        return deadline(suggestion, "REDO", handed_on)
    return deadline(suggestion, "REPLY_COMPLEX" if suggestion.is_complex else "REPLY", handed_on)


def _assign(suggestion, main_unit, assisting, handed_on, mode, clock):
    default = "upward" if suggestion.disposal == Disposal.UPWARD else "own"
    shared = {
        "suggestion": suggestion,
        "round_no": suggestion.round_no,
        "mode": mode or default,
        "handed_on": handed_on,
        "due_on": clock.due,
        "legal_basis": f"{clock.length}，{clock.legal_basis}",
        "return_by": deadline(suggestion, "RETURN", handed_on).due,
    }
    rows = model("Assignment").objects
    rows.create(unit=main_unit, role="main", **shared)
    for unit in assisting:
        rows.create(unit=unit, role="assist", **shared)


def supervise(suggestion, before, by, today, note, *, acknowledged_on=None, acknowledged_by=""):
    """督办: the unit has signed for it; from now on the presidium presses."""
    acknowledged_on = acknowledged_on or today
    assignment = suggestion.main_assignment()
    if not assignment.handed_on <= acknowledged_on <= today:
        raise StepRefused("签收日期应在交办之日和今天之间，请核对。")
    assignment.acknowledged_on = acknowledged_on
    assignment.acknowledged_by = acknowledged_by
    assignment.save(update_fields=["acknowledged_on", "acknowledged_by"])
    facts = {"签收日期": str(acknowledged_on), "签收人": acknowledged_by}
    return Outcome([], acknowledged_text(assignment.unit), facts)


def acknowledged_text(unit):
    """What the voter reads of 督办."""
    return f"{unit}已经签收，镇人大正在督办。"


def take_back(suggestion, by, returned_on, today, reason):
    """The unit returns it within its days; returns the fact for the record (DOMAIN.md 4.3)."""
    assignment = suggestion.main_assignment()
    if not reason:
        raise StepRefused("请写明承办单位退回的理由。")
    if assignment is None or returned_on < assignment.handed_on or returned_on > today:
        raise StepRefused("退回日期应在交办之日和今天之间，请核对。")
    late = returned_on > assignment.return_by
    if late and not by.has_perm("suggestions.supervise_suggestion"):
        raise StepRefused(
            f"退回期限是{long_day(assignment.return_by)}，已经过了。超过期限的，只能由主席决定收回改交。"
        )
    rows = suggestion.assignments.filter(round_no=suggestion.round_no, returned_on=None)
    rows.update(returned_on=returned_on, return_reason=reason)
    return f"{assignment.unit}：{reason}"
