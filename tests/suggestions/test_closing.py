"""From the unit’s reply to the archive: approval, feedback, satisfaction, redo."""

from datetime import date, timedelta

import pytest

from suggestions.models import (
    Suggestion,
)
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken
from tests.factories import (
    make_suggestion,
    make_unit,
    make_volume,
    moment,
    publish_reply,
)
from tests.suggestions.moving import (
    DAY,
    facts_for,
    judged,
    second_round,
)


# --- replies ---
def reply_facts(home):
    from tests.factories import make_reply_class

    return {"reply_class": make_reply_class(home), "text": "路灯已修好。"}


def test_reply_stops_the_clock_and_fixes_on_time(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    assignment = suggestion.main_assignment()

    reply = assignment.answer(by=clerk, replied_on=assignment.due_on, **reply_facts(home))

    suggestion.refresh_from_db()
    assert (reply.state, assignment.on_time, suggestion.due_on) == ("draft", True, None)
    with pytest.raises(StepTaken):
        assignment.answer(by=clerk, replied_on=assignment.due_on, **reply_facts(home))


def test_late_reply_is_late_for_ever(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    assignment = suggestion.main_assignment()

    late = assignment.due_on + timedelta(days=1)
    assignment.answer(by=clerk, replied_on=late, **reply_facts(home))

    assert assignment.on_time is False


def test_reply_outside_supervision_is_refused(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)
    assignment = suggestion.main_assignment()

    with pytest.raises(StepRefused, match="督办"):
        assignment.answer(by=clerk, replied_on=date(2026, 3, 9), **reply_facts(home))
    with pytest.raises(StepRefused, match="交办日期"):
        assignment.answer(by=clerk, replied_on=date(2026, 3, 1), **reply_facts(home))


def test_reply_is_approved_by_somebody_else_then_published(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    reply = suggestion.main_assignment().answer(
        by=clerk, replied_on=date(2026, 3, 9), **reply_facts(home)
    )

    with pytest.raises(StepTaken):
        reply.publish(DAY)
    with pytest.raises(StepRefused, match="登记人以外"):
        reply.approve(clerk, DAY)
    reply.revise(chair, text="路灯昨天修好了。")
    with pytest.raises(StepRefused, match="登记人以外"):
        reply.approve(chair, DAY)
    reply.revise(clerk, text="路灯已经修好。")
    reply.approve(chair, DAY)
    with pytest.raises(StepTaken):
        reply.revise(clerk, text="又改")
    reply.publish(DAY)

    assert (reply.state, reply.text, reply.approved_by) == ("published", "路灯已经修好。", chair)


# --- feedback and after ---
def test_feedback_waits_for_the_published_reply(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)

    with pytest.raises(StepRefused, match="审定公布"):
        suggestion.advance(Step.FEEDBACK, by=clerk, at=DAY, **facts_for(Step.FEEDBACK, home))
    publish_reply(suggestion, chair, moment(2026, 3, 9))
    suggestion.advance(Step.FEEDBACK, by=clerk, at=DAY, untold_reason="匿名提交，没有留联系方式")

    assert str(suggestion.notifications.get()) == "未告知：匿名提交，没有留联系方式"


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"told_on": date(2026, 3, 9)},
        {"way": "phone"},
        {"told_on": date(2026, 3, 11), "way": "phone"},
        {"told_on": date(2026, 3, 1), "way": "phone"},
        {"told_on": date(2026, 3, 9), "way": "phone", "satisfaction": "unsatisfied"},
    ],
)
def test_incomplete_feedback_is_refused(home, clerk, chair, facts):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair, disposal=Disposal.EXPLAINED)

    with pytest.raises(StepRefused):
        suggestion.advance(Step.FEEDBACK, by=clerk, at=DAY, **facts)

    assert not suggestion.notifications.exists()
    assert not suggestion.satisfactions.exists()


def test_unsatisfied_voter_opens_a_second_round_with_its_own_clock(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    with pytest.raises(StepRefused, match="不满意"):
        suggestion.advance(Step.DELIVER, by=clerk, at=DAY, main_unit=make_unit(home))
    judged(suggestion, "unsatisfied")
    with pytest.raises(StepRefused, match="重新交办"):
        suggestion.advance(Step.ARCHIVE, by=clerk, at=DAY, volume=make_volume(home))

    suggestion.advance(Step.DELIVER, by=clerk, at=DAY, main_unit=make_unit(home))

    assert (suggestion.round_no, suggestion.due_on) == (2, date(2026, 4, 10))
    assert suggestion.assignments.count() == 2
    assert suggestion.records.last().round_no == 2
    assert suggestion.current_satisfaction() is None


def test_after_the_second_round_the_presidium_may_close_it_with_reasons(home, clerk, chair):
    suggestion = second_round(home, chair, "unsatisfied")
    volume = make_volume(home)

    with pytest.raises(StepRefused, match="主席团的处理意见"):
        suggestion.advance(Step.ARCHIVE, by=clerk, at=DAY, volume=volume)
    suggestion.advance(Step.ARCHIVE, by=clerk, at=DAY, volume=volume, note="主席团研究：已尽力办理")

    assert (suggestion.archived_on, suggestion.retention) == (DAY.date(), "permanent")


def test_dissatisfaction_starts_a_clock_that_the_archive_ends(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    assert suggestion.due_on is None

    judged(suggestion, "unsatisfied")

    assert Suggestion.objects.get(pk=suggestion.pk).due_on == date(2026, 3, 19)
    ended = second_round(home, chair, "unsatisfied")
    assert ended.due_on is not None
    ended.advance(Step.ARCHIVE, by=clerk, volume=make_volume(home), note="主席团研究")
    assert Suggestion.objects.get(pk=ended.pk).due_on is None


def test_verdict_is_given_once_and_only_after_the_feedback(home, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    early = make_suggestion(home, step=Step.SUPERVISE, by=chair)

    with pytest.raises(StepRefused, match="已经登记过"):
        suggestion.judge(by=chair, level="basic", given_on=DAY.date())
    with pytest.raises(StepTaken):
        early.judge(by=chair, level="basic", given_on=DAY.date())

    assert suggestion.current_satisfaction().level == "satisfied"


def test_redo_of_an_explained_matter_goes_to_a_unit(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair, disposal=Disposal.EXPLAINED)
    judged(suggestion, "unsatisfied")

    suggestion.advance(Step.DELIVER, by=clerk, at=DAY, main_unit=make_unit(home))

    assert suggestion.disposal == Disposal.UNIT


def test_refused_matter_of_an_unhappy_voter_is_archived_with_reasons(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair, disposal=Disposal.REFUSED)
    judged(suggestion, "unsatisfied")
    volume = make_volume(home)

    with pytest.raises(StepRefused, match="处理意见"):
        suggestion.advance(Step.ARCHIVE, by=clerk, at=DAY, volume=volume)
    suggestion.advance(Step.ARCHIVE, by=clerk, at=DAY, volume=volume, note="主席团研究不予受理")

    assert suggestion.step == Step.ARCHIVE


def test_archive_needs_a_volume_of_this_home(home, other_home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)

    for volume in (None, make_volume(other_home)):
        with pytest.raises(StepRefused, match="档案卷"):
            suggestion.advance(Step.ARCHIVE, by=clerk, at=DAY, volume=volume)


def test_result_is_published_only_after_the_voter_was_told(home, chair):
    early = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    told = make_suggestion(home, step=Step.FEEDBACK, by=chair)

    with pytest.raises(StepRefused, match="先登记反馈"):
        early.publish_result("路灯修复", "已修好。")
    told.publish_result("路灯修复", "已修好。")
    assert list(Suggestion.objects.published()) == [told]

    told.withdraw_result()
    assert list(Suggestion.objects.published()) == []
