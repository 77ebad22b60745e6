"""What each step needs, checks and writes. Called by `Suggestion.advance` inside its transaction.

Every move is a function `(suggestion, before, by, today, note, **facts) -> Outcome`; it may set
columns of the suggestion (named in `Outcome.changed`) and create the step's own rows. A missing
or wrong fact raises `StepRefused` with a sentence for the person.
"""

from dataclasses import dataclass, field

from django.apps import apps

from suggestions.pipeline import (
    ANSWERED_AT_ONCE,
    DELIVERED,
    Disposal,
    Step,
    StepRefused,
    next_steps,
)


@dataclass(frozen=True)
class Outcome:
    """What a move left behind: changed columns, the voter's sentence, facts for the record."""

    changed: list = field(default_factory=list)
    public_text: str = ""
    facts: dict = field(default_factory=dict)
    by_name: str = ""


def take(suggestion, before, to, by, today, note, facts):
    """Run the move for the step `to`. Raises `StepRefused`."""
    return MOVES[Step(to)](suggestion, before, by, today, note, **facts)


def not_allowed(suggestion, to):
    """The sentence for a step that the table of moves does not allow now."""
    return (
        f"这件意见现在处于“{Step(suggestion.step).label}”环节，"
        f"不能直接进入“{Step(to).label}”。请刷新页面，按页面上的按钮操作。"
    )


def received(suggestion, by_name):
    """The outcome of 接待: written by the intake, which has made the row."""
    facts = {"渠道": suggestion.get_channel_display(), "村（社区）": suggestion.village.name}
    return Outcome([], f"{suggestion.home.name}已经收到，编号{suggestion.number}。", facts, by_name)


def sort(suggestion, before, by, today, note, *, summary, nature="", is_urgent=False):
    """梳理: what it is about, in one sentence; starts the clock for handing over."""
    if not summary:
        raise StepRefused("请写一句话的摘要：哪里、什么事、希望怎么办。")
    suggestion.summary, suggestion.nature, suggestion.is_urgent = summary, nature, is_urgent
    suggestion.due_on = _deadline(suggestion, "DELIVER", suggestion.received_on).due
    facts = {"摘要": summary, "类别": suggestion.get_nature_display(), "紧急": _yes(is_urgent)}
    return Outcome(
        ["summary", "nature", "is_urgent", "due_on"], "工作人员已经看过，正在研究由谁来办。", facts
    )


def classify(
    suggestion,
    before,
    by,
    today,
    note,
    *,
    disposal,
    category,
    owner_level,
    representative=None,
    explanation="",
    is_complex=False,
    return_reason="",
    returned_on=None,
):
    """分类: the disposal opens the road; coming back from 送达, the unit's return is recorded.

    Sources: DOMAIN.md 1.6 (disposals), 4.3 (return by the unit).
    """
    _check_classification(suggestion, disposal, category, representative, explanation)
    facts = {}
    if before == Step.DELIVER:
        facts["退回"] = _return(suggestion, by, today, return_reason, returned_on)
    suggestion.disposal, suggestion.category = disposal, category
    suggestion.owner_level, suggestion.is_complex = owner_level, is_complex
    suggestion.explanation, suggestion.classification_by = explanation, None
    suggestion.representative = representative or suggestion.representative
    facts |= {
        "处理方式": Disposal(disposal).label,
        "分类": str(category),
        "权限层级": suggestion.get_owner_level_display(),
        "涉及面广": _yes(is_complex),
    }
    changed = [
        "disposal", "category", "owner_level", "is_complex", "explanation", "representative",
        "classification_by", "due_on",
    ]  # fmt: skip
    suggestion.due_on = _deadline(suggestion, "DELIVER", suggestion.received_on).due
    return Outcome(changed, PUBLIC_DISPOSAL[Disposal(disposal)], facts)


def _check_classification(suggestion, disposal, category, representative, explanation):
    if disposal not in Disposal.values:
        raise StepRefused("请选择处理方式。")
    if category is None or category.home_id != suggestion.home_id:
        raise StepRefused("请选择本代表之家的一个意见分类。")
    if disposal in ANSWERED_AT_ONCE and not explanation:
        raise StepRefused("请写明给选民的答复或说明，选民会在查询页看到。")
    if disposal == Disposal.PROPOSAL and not (representative or suggestion.representative):
        raise StepRefused("转为代表建议的，请选择领衔代表。")


def _return(suggestion, by, today, reason, returned_on):
    assignment = suggestion.main_assignment()
    returned_on = returned_on or today
    if not reason:
        raise StepRefused("请写明承办单位退回的理由。")
    if assignment is None or returned_on < assignment.handed_on or returned_on > today:
        raise StepRefused("退回日期应在交办之日和今天之间，请核对。")
    late = returned_on > assignment.return_by
    if late and not by.has_perm("suggestions.supervise_suggestion"):
        raise StepRefused(
            f"退回期限是{assignment.return_by}，已经过了。超过期限的，只能由主席决定收回改交。"
        )
    rows = suggestion.assignments.filter(round_no=suggestion.round_no, returned_on=None)
    rows.update(returned_on=returned_on, return_reason=reason)
    return f"{assignment.unit}：{reason}"


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
    if main_unit is None:
        raise StepRefused("请选择主办单位。")
    if handed_on > today or handed_on < suggestion.received_on:
        raise StepRefused("交办日期应在收到之日和今天之间，请核对。")
    if any(unit.home_id != suggestion.home_id for unit in (main_unit, *assisting)):
        raise StepRefused("承办单位不属于这个代表之家，请重新选择。")
    if main_unit in assisting:
        raise StepRefused(f"{main_unit}已经是主办单位，请从协办单位里去掉。")
    if before == Step.FEEDBACK:
        _reopen(suggestion)
    deadline = _reply_deadline(suggestion, handed_on)
    _assign(suggestion, main_unit, assisting, handed_on, mode, deadline)
    suggestion.due_on = deadline.due
    facts = {
        "主办单位": str(main_unit),
        "协办单位": "、".join(str(unit) for unit in assisting),
        "交办日期": str(handed_on),
        "限办日期": str(deadline.due),
        "依据": f"{deadline.length}，{deadline.legal_basis}",
    }
    text = f"已交{main_unit}办理，应在{_day(deadline.due)}前答复。"
    return Outcome(["round_no", "due_on", "disposal"], text, facts)


def _reopen(suggestion):
    verdict = suggestion.current_satisfaction()
    if verdict is None or verdict.level != "unsatisfied":
        raise StepRefused("选民评价“不满意”的，才重新交办。请先登记选民的评价。")
    suggestion.round_no += 1
    if suggestion.disposal not in DELIVERED:
        suggestion.disposal = Disposal.UNIT


def _reply_deadline(suggestion, handed_on):
    if suggestion.round_no > 1:
        return _deadline(suggestion, "REDO", handed_on)
    return _deadline(suggestion, "REPLY_COMPLEX" if suggestion.is_complex else "REPLY", handed_on)


def _assign(suggestion, main_unit, assisting, handed_on, mode, deadline):
    default = "upward" if suggestion.disposal == Disposal.UPWARD else "own"
    shared = {
        "suggestion": suggestion,
        "round_no": suggestion.round_no,
        "mode": mode or default,
        "handed_on": handed_on,
        "due_on": deadline.due,
        "legal_basis": f"{deadline.length}，{deadline.legal_basis}",
        "return_by": _deadline(suggestion, "RETURN", handed_on).due,
    }
    model = _model("Assignment")
    model.objects.create(unit=main_unit, role="main", **shared)
    for unit in assisting:
        model.objects.create(unit=unit, role="assist", **shared)


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
    return Outcome([], f"{assignment.unit}已经签收，镇人大正在督办。", facts)


def feedback(
    suggestion,
    before,
    by,
    today,
    note,
    *,
    told_on=None,
    way="",
    untold_reason="",
    satisfaction="",
    satisfaction_reason="",
):
    """反馈: the voter was told the published answer, or why that was not possible."""
    if suggestion.disposal in DELIVERED and not _published_reply(suggestion):
        raise StepRefused("承办单位的答复还没有审定公布，请先登记答复并由主席审定、公布。")
    if not untold_reason and not (told_on and way):
        raise StepRefused("请填告知日期和方式；没能告知的，写明原因。")
    if told_on and not suggestion.received_on <= told_on <= today:
        raise StepRefused("告知日期应在收到之日和今天之间，请核对。")
    _model("VoterNotification").objects.create(
        suggestion=suggestion,
        round_no=suggestion.round_no,
        told_on=told_on,
        way=way if told_on else "",
        untold_reason="" if told_on else untold_reason,
        by=by,
        by_name=str(by or ""),
    )
    if satisfaction:
        judge(suggestion, by, told_on or today, satisfaction, satisfaction_reason)
    suggestion.due_on = None
    facts = {"告知": str(suggestion.notifications.get(round_no=suggestion.round_no))}
    text = f"已于{_day(told_on)}告知您办理情况。" if told_on else "办理情况已在本页公布。"
    return Outcome(["due_on"], text, facts)


def judge(suggestion, by, given_on, level, reason=""):
    """Record the voter's verdict on the present round, once. Raises `StepRefused`."""
    if level == "unsatisfied" and not reason:
        raise StepRefused("选“不满意”的，请写明理由，以便重新办理。")
    if suggestion.current_satisfaction():
        raise StepRefused("这一轮已经登记过选民评价，不能再改。")
    return suggestion.satisfactions.create(
        round_no=suggestion.round_no, level=level, reason=reason, given_on=given_on, recorded_by=by
    )


def archive(suggestion, before, by, today, note, *, volume, retention="permanent"):
    """存档: filed into a volume; nothing the voter was not told about gets here."""
    if volume is None or volume.home_id != suggestion.home_id:
        raise StepRefused("请选择本代表之家的档案卷；还没有的，先到“档案卷”新建一卷。")
    if not suggestion.notifications.filter(round_no=suggestion.round_no).exists():
        raise StepRefused("还没有告知选民，不能存档。请先登记告知日期和方式。")
    verdict = suggestion.current_satisfaction()
    unhappy = verdict is not None and verdict.level == "unsatisfied"
    if (
        unhappy
        and suggestion.round_no == 1
        and Step.DELIVER in next_steps(before, suggestion.disposal)
    ):
        raise StepRefused("选民不满意，要重新交办一次，不能直接存档。")
    if unhappy and not note:
        raise StepRefused("选民仍不满意的，请在说明里写明主席团的处理意见后再存档。")
    suggestion.volume, suggestion.retention = volume, retention
    suggestion.archived_on = today
    facts = {"档案卷": str(volume), "保管期限": suggestion.get_retention_display()}
    return Outcome(["volume", "retention", "archived_on"], "办理完毕，已经存档。", facts)


MOVES = {
    Step.SORT: sort,
    Step.CLASSIFY: classify,
    Step.DELIVER: deliver,
    Step.SUPERVISE: supervise,
    Step.FEEDBACK: feedback,
    Step.ARCHIVE: archive,
}

PUBLIC_DISPOSAL = {
    Disposal.EXPLAINED: "已经研究，答复见下面。",
    Disposal.PROPOSAL: "已经转为代表建议，由代表领衔，正在准备交办。",
    Disposal.UNIT: "已经决定交有关部门办理，正在准备交办。",
    Disposal.UPWARD: "这件事属于上级权限，正在报送上级办理。",
    Disposal.REDIRECTED: "这件事有专门的办理渠道，去哪里办见下面。",
    Disposal.REFUSED: "这件事按规定不能作为意见受理，理由见下面。",
}


def _published_reply(suggestion):
    return suggestion.replies.filter(
        assignment__round_no=suggestion.round_no, assignment__role="main", state="published"
    ).exists()


def _deadline(suggestion, clock, start):
    policy = _model("DeadlinePolicy").objects.for_clock(suggestion.home, clock.lower())
    return policy.deadline(start)


def _model(name):
    # The models import this module; it reaches them through the registry.
    return apps.get_model("suggestions", name)


def _yes(value):
    return "是" if value else "否"


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日"
