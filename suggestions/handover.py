"""Handing a matter to its units and taking it back: the moves 送达 and 督办, and the return."""

from django.db import transaction

from suggestions.clocks.policies import Clock
from suggestions.outcome import Outcome, deadline, long_day, model
from suggestions.pipeline import DELIVERED, HANDLED, Disposal, Step, StepRefused, StepTaken


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
        _reopen(suggestion, by, note)
    suggestion.due_dates.filter(clock__in=(Clock.DELIVER, Clock.REDELIVER)).stop(handed_on)
    clock = assign(suggestion, main_unit, "main", handed_on, mode)
    for unit in assisting:
        assign(suggestion, unit, "assist", handed_on, mode)
    facts = {
        "主办单位": str(main_unit),
        "协办单位": "、".join(str(unit) for unit in assisting),
        "交办日期": str(handed_on),
        "限办日期": str(clock.due_on),
        "依据": f"{clock.length}，{clock.legal_basis}",
    }
    return Outcome(["round_no", "disposal"], delivered_text(main_unit, clock.due_on), facts)


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


def _reopen(suggestion, by, note):
    verdict = suggestion.current_satisfaction()
    if verdict is None or verdict.level != "unsatisfied":
        raise StepRefused("选民评价“不满意”的，才重新交办。请先登记选民的评价。")
    if suggestion.round_no > 1:
        _check_presidium(suggestion, by, note)
    suggestion.round_no += 1
    if suggestion.disposal not in DELIVERED:
        suggestion.disposal = Disposal.UNIT


def _check_presidium(suggestion, by, note):
    """The second time the presidium decides what becomes of it (DOMAIN.md 4.3).

    Once its view is recorded, whoever hands over carries it out; else the chair must say it now.
    """
    decided = suggestion.presidium_view
    if decided and decided.facts["decision"] == "end":
        raise StepRefused("主席团研究决定到此为止，不再重新交办。请写明情况后存档。")
    if decided:
        return
    if not by.has_perm("suggestions.supervise_suggestion"):
        raise StepRefused("已经办过两轮，选民仍不满意，由主席团研究。请主席登录后办理。")
    if not note:
        raise StepRefused("再次重新交办的，请在说明里写明主席团的研究意见。")


def clock_of(suggestion, round_no, role="main"):
    """The `Clock` of the answer that a unit in that round owes."""
    if role == "assist":
        return Clock.ASSIST
    if round_no > 1:
        return Clock.REDO
    return Clock.REPLY_COMPLEX if suggestion.is_complex else Clock.REPLY


def reply_clock(suggestion, handed_on, round_no):
    """The `Deadline` of a reply to what is handed over on `handed_on` in that round."""
    return deadline(suggestion, clock_of(suggestion, round_no), handed_on)


def assign(suggestion, unit, role, handed_on, mode=""):
    """Hand it to one unit with its own clocks and link; returns the `DueDate` of the answer."""
    default = "upward" if suggestion.disposal == Disposal.UPWARD else "own"
    owed = deadline(suggestion, clock_of(suggestion, suggestion.round_no, role), handed_on)
    main = reply_clock(suggestion, handed_on, suggestion.round_no)
    row = model("Assignment").objects.create(
        suggestion=suggestion,
        unit=unit,
        role=role,
        round_no=suggestion.round_no,
        mode=mode or default,
        handed_on=handed_on,
        due_on=owed.due,
        legal_basis=f"{owed.length}，{owed.legal_basis}",
        return_by=deadline(suggestion, Clock.RETURN, handed_on).due,
    )
    model("UnitLink").objects.issue(row)
    clocks = suggestion.due_dates
    for clock in (Clock.RETURN, *([Clock.CONTACT] if role == "main" else [])):
        clocks.begin(suggestion, clock, handed_on, assignment=row)
    clock = clock_of(suggestion, suggestion.round_no, role)
    # An opinion that comes after the main unit's answer would help nobody.
    early = {"set_to": main.due} if role == "assist" and owed.due > main.due else {}
    found = clocks.begin(suggestion, clock, handed_on, assignment=row, **early)
    if early:
        row.due_on = found.due_on
        row.save(update_fields=["due_on"])
    return found


def add_assisting(suggestion, unit, by, today):
    """One more assisting unit of the present round, from `today`; returns its `Assignment`.

    Raises `StepTaken` when nobody handles the matter or the unit has it already.
    """
    with transaction.atomic():
        suggestion.claim(step__in=HANDLED, round_no=suggestion.round_no)
        here = suggestion.assignments.filter(round_no=suggestion.round_no, returned_on=None)
        if here.filter(unit=unit).exists() or not here.filter(role="main").exists():
            raise StepTaken(f"{unit}已经在办这件事，或者主办单位已经退回。请看最新情况。")
        assign(suggestion, unit, "assist", today)
        added = here.filter(unit=unit).get()
        text = f"请{unit}协办，请在{long_day(added.due_on)}前提出意见。"
        suggestion.tell("assist_added", by=by, text=text, assignment=added)
    return added


def supervise(suggestion, before, by, today, note, *, acknowledged_on=None, acknowledged_by=""):
    """督办: the unit has signed for it; from now on the presidium presses."""
    acknowledged_on = acknowledged_on or today
    assignment = suggestion.main_assignment()
    if assignment is None:
        raise StepRefused("承办单位已经退回，请先重新分类、交办。")
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
    """What the unit returned, or staff enter as returned; the fact for the record (4.3).

    Raises `StepRefused` when the unit has it and nothing says that it came back.
    """
    assignment = suggestion.main_assignment()
    if assignment is None:
        last = suggestion.assignments.filter(round_no=suggestion.round_no, role="main").last()
        return f"{last.unit}：{last.return_reason}"
    assignment.suggestion = suggestion
    assignment.give_back(on=returned_on or today, reason=reason, by=by, today=today)
    return f"{assignment.unit}：{reason}"
