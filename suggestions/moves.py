"""What each step needs, checks and writes. Called by `Suggestion.advance` inside its transaction.

Every move is a function `(suggestion, before, by, today, note, **facts) -> Outcome`; it may set
columns of the suggestion (named in `Outcome.changed`) and create the step's own rows. A missing
or wrong fact raises `StepRefused` with a sentence for the person.
"""

from datetime import datetime, time

from django.utils import timezone

from suggestions import handover
from suggestions.clocks.policies import Clock
from suggestions.outcome import Outcome, long_day, model, yes
from suggestions.pipeline import (
    ANSWERED_AT_ONCE,
    DELIVERED,
    HANDLED,
    Disposal,
    Step,
    StepRefused,
    next_steps,
)

CLOSING_TIME = time(18)
SORTED = "工作人员已经看过，正在研究由谁来办。"
ARCHIVED = "办理完毕，已经存档。"
WITHDRAWN = "您撤回了这件意见，已经停止办理。"
TAKEN = "这件意见刚刚被别人处理过了，您这次没有改动任何内容。请看最新情况后再操作。"


def take(suggestion, before, to, by, today, note, facts):
    """Run the move for the step `to`. Raises `StepRefused`."""
    if to == Step.CLASSIFY:
        check_who_classifies(suggestion, before, by, facts.get("disposal"))
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
    suggestion.due_dates.filter(clock=Clock.SORT).stop(today)
    suggestion.due_dates.begin(suggestion, Clock.DELIVER, suggestion.received_on)
    facts = {"摘要": summary, "类别": suggestion.get_nature_display(), "紧急": yes(is_urgent)}
    return Outcome(["summary", "nature", "is_urgent"], SORTED, facts)


CLASSIFICATION = [
    "disposal", "category", "owner_level", "is_complex", "explanation", "representative",
    "classification_by",
]  # fmt: skip


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
    if before in HANDLED:
        facts["退回"] = handover.take_back(suggestion, by, returned_on, today, return_reason)
    suggestion.disposal, suggestion.category = disposal, category
    suggestion.owner_level, suggestion.is_complex = owner_level, is_complex
    suggestion.explanation, suggestion.classification_by = explanation, None
    suggestion.representative = representative or suggestion.representative
    facts |= {
        "处理方式": Disposal(disposal).label,
        "分类": str(category),
        "权限层级": suggestion.get_owner_level_display(),
        "涉及面广": yes(is_complex),
    }
    return Outcome(CLASSIFICATION, PUBLIC_DISPOSAL[Disposal(disposal)], facts)


def check_who_classifies(suggestion, before, by, disposal):
    """Where the Home says so, only the chair settles a classification. Raises `StepRefused`.

    A unit's return that leaves the disposal as the chair settled it is the clerk's to record.
    """
    if not suggestion.home.confirms_classification:
        return
    settled = before in HANDLED and disposal == suggestion.disposal
    if not settled and not by.has_perm("suggestions.confirm_classification"):
        raise StepRefused("本代表之家的分类由主席审定，请提交给主席审定。")


def _check_classification(suggestion, disposal, category, representative, explanation):
    if disposal not in Disposal.values:
        raise StepRefused("请选择处理方式。")
    if category is None or category.home_id != suggestion.home_id:
        raise StepRefused("请选择本代表之家的一个意见分类。")
    if disposal in ANSWERED_AT_ONCE and not explanation:
        raise StepRefused("请写明给选民的答复或说明，选民会在查询页看到。")
    if disposal == Disposal.PROPOSAL and not (representative or suggestion.representative):
        raise StepRefused("转为代表建议的，请选择领衔代表。")


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
    satisfaction_attitude="",
):
    """反馈: the voter was told the published answer, or why that was not possible.

    A verdict given on that occasion came the same way as the news.
    """
    _check_feedback(suggestion, today, told_on, way, untold_reason)
    _end_questions(suggestion, by, today)
    model("VoterNotification").objects.create(
        suggestion=suggestion,
        round_no=suggestion.round_no,
        told_on=told_on,
        way=way if told_on else "",
        untold_reason="" if told_on else untold_reason,
        by=by,
        by_name=str(by or ""),
    )
    suggestion.due_dates.exclude(clock=Clock.PROMISE).stop(told_on or today)
    if satisfaction:
        judge(
            suggestion, by, told_on or today, satisfaction, satisfaction_reason,
            attitude=satisfaction_attitude, source=SOURCE_OF_WAY.get(way, "desk"),
        )  # fmt: skip
    elif told_on and not suggestion.withdrawn_on:
        suggestion.due_dates.begin(suggestion, Clock.EVALUATE, told_on)
    told = suggestion.notifications.get(round_no=suggestion.round_no, commitment=None)
    said = WITHDRAWN if suggestion.withdrawn_on else told_text(told_on)
    return Outcome([], said, {"告知": str(told)})


def _end_questions(suggestion, by, today):
    for pause in suggestion.pauses.open():
        pause.suggestion = suggestion
        pause.end(today, why="已经答复反映人。", by=by)


def _check_feedback(suggestion, today, told_on, way, untold_reason):
    must_answer = suggestion.disposal in DELIVERED and not suggestion.withdrawn_on
    if must_answer and not _published_reply(suggestion):
        raise StepRefused("承办单位的答复还没有审定公布，请先登记答复并由主席审定、公布。")
    if not untold_reason and not (told_on and way):
        raise StepRefused("请填告知日期和方式；没能告知的，写明原因。")
    if told_on and not suggestion.received_on <= told_on <= today:
        raise StepRefused("告知日期应在收到之日和今天之间，请核对。")


def told_text(told_on):
    """What the voter reads of 反馈; `told_on` is None for somebody who could not be told."""
    return f"已于{long_day(told_on)}告知您办理情况。" if told_on else "办理情况已在本页公布。"


# How a verdict came that was given when the voter was told.
SOURCE_OF_WAY = {
    "phone": "phone", "visit": "desk", "meeting": "desk", "letter": "paper", "online": "page",
}  # fmt: skip


def judge(suggestion, by, given_on, level, reason="", party="", **fields):
    """Record one party's verdict on the present round, once. Raises `StepRefused`.

    The deciding party unsatisfied starts the clock for handing it over again (DOMAIN.md 4.3).
    """
    party = party or suggestion.deciding_party
    if party not in suggestion.judging_parties or suggestion.withdrawn_on:
        raise StepRefused("这件意见不用这一方评价，请看最新情况。")
    if level == "unsatisfied" and not reason:
        raise StepRefused("选“不满意”的，请写明理由，以便重新办理。")
    if suggestion.satisfactions.filter(round_no=suggestion.round_no, party=party).exists():
        raise StepRefused("这一轮已经登记过评价，不能再改。")
    verdict = suggestion.satisfactions.create(
        round_no=suggestion.round_no, level=level, reason=reason, given_on=given_on,
        recorded_by=by, party=party, **fields,
    )  # fmt: skip
    _tell_verdict(suggestion, verdict, by)
    if party == suggestion.deciding_party:
        suggestion.due_dates.filter(clock=Clock.EVALUATE).stop(given_on)
        again = Step.DELIVER in next_steps(Step.FEEDBACK, suggestion.disposal)
        if level == "unsatisfied" and again:
            suggestion.due_dates.begin_once(suggestion, Clock.REDELIVER, given_on)
    return verdict


def _tell_verdict(suggestion, verdict, by):
    """The verdict beside the steps; whoever gave it without an account has no name there."""
    said = "、".join(filter(None, [str(verdict), verdict.reason]))
    who, way = verdict.get_party_display(), verdict.get_source_display()
    public = {"voter": "您", "representative": "代表"}[verdict.party]
    suggestion.tell(
        "evaluated", by=by, by_name="" if by else who, text=f"{who}评价（{way}）：{said}",
        public_text=f"{public}评价了办理结果：{verdict}。", at=_moment_of(verdict.given_on),
    )  # fmt: skip


def _moment_of(day):
    """Now for today; of a paper that is entered later the end of the working day it names."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, CLOSING_TIME))


def archive(suggestion, before, by, today, note, *, volume, retention="permanent"):
    """存档: filed into a volume; nothing the voter was not told about gets here."""
    if volume is None or volume.home_id != suggestion.home_id:
        raise StepRefused("请选择本代表之家的档案卷；还没有的，先到“档案卷”新建一卷。")
    _check_told(suggestion)
    verdict = suggestion.current_satisfaction()
    unhappy = verdict is not None and verdict.level == "unsatisfied"
    can_redo = Step.DELIVER in suggestion.next_steps
    if unhappy and suggestion.round_no == 1 and can_redo:
        raise StepRefused("选民不满意，要重新交办一次，不能直接存档。")
    decided = suggestion.presidium_view if unhappy else None
    if decided and decided.facts["decision"] == "again":
        raise StepRefused("主席团研究决定再办一轮，不能存档。请重新交办。")
    if unhappy and not (note or decided):
        raise StepRefused("选民仍不满意的，请在说明里写明主席团的处理意见后再存档。")
    suggestion.due_dates.all().stop(today)
    suggestion.volume, suggestion.retention = volume, retention
    suggestion.archived_on = today
    facts = {"档案卷": str(volume), "保管期限": suggestion.get_retention_display()}
    return Outcome(["volume", "retention", "archived_on"], ARCHIVED, facts)


def _check_told(suggestion):
    """Nothing is archived with an open promise, or before the voter was told all of it."""
    if suggestion.commitments.open().exists():
        raise StepRefused("承办单位的承诺还没有落实，不能存档。到期请单位再次答复。")
    told = suggestion.notifications
    if not told.filter(round_no=suggestion.round_no, commitment=None).exists():
        raise StepRefused("还没有告知选民，不能存档。请先登记告知日期和方式。")
    if suggestion.commitments.filter(notification=None).exists():
        raise StepRefused("承诺的落实情况还没有告知选民，请先登记告知日期和方式。")


MOVES = {
    Step.SORT: sort,
    Step.CLASSIFY: classify,
    Step.DELIVER: handover.deliver,
    Step.SUPERVISE: handover.supervise,
    Step.FEEDBACK: feedback,
    Step.ARCHIVE: archive,
}

PUBLIC_DISPOSAL = {
    Disposal.EXPLAINED: "已经研究，答复在这一页上。",
    Disposal.PROPOSAL: "已经转为代表建议，由代表领衔，正在准备交办。",
    Disposal.UNIT: "已经决定交有关部门办理，正在准备交办。",
    Disposal.UPWARD: "这件事属于上级权限，正在报送上级办理。",
    Disposal.REDIRECTED: "这件事有专门的办理渠道，去哪里办写在这一页上。",
    Disposal.REFUSED: "这件事按规定不能作为意见受理，理由写在这一页上。",
}


def _published_reply(suggestion):
    return suggestion.replies.filter(
        assignment__round_no=suggestion.round_no, assignment__role="main", state="published"
    ).exists()
