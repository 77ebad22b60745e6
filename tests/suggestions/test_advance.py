"""`Suggestion.advance`, the one door: what each move writes, and that a refused one writes nothing."""

from datetime import date, timedelta

import pytest
from django.forms import model_to_dict

from suggestions.models import (
    Assignment,
    Clock,
    DeadlinePolicy,
    SpecialDay,
    StepRecord,
    Suggestion,
)
from suggestions.models.records import broken_records
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken, next_steps
from tests.factories import (
    make_category,
    make_representative,
    make_suggestion,
    make_unit,
    make_volume,
    moment,
    publish_reply,
)

DAY = moment(2026, 3, 10)


def facts_for(to, home, **changes):
    given = {
        Step.SORT: {"summary": "路灯坏了，希望修好"},
        Step.CLASSIFY: {
            "disposal": Disposal.UNIT,
            "category": make_category(home),
            "owner_level": "township",
        },
        Step.DELIVER: {"main_unit": make_unit(home)},
        Step.SUPERVISE: {"acknowledged_by": "李主任"},
        Step.FEEDBACK: {"told_on": DAY.date(), "way": "phone"},
        Step.ARCHIVE: {"volume": make_volume(home)},
        Step.RECEIVE: {},
    }[to]
    return given | changes


def snapshot(suggestion):
    """Everything that is stored of a matter."""
    fresh = Suggestion.objects.get(pk=suggestion.pk)
    children = [
        list(getattr(fresh, name).values())
        for name in ("records", "assignments", "replies", "notifications", "satisfactions")
    ]
    return model_to_dict(fresh), children


def judged(suggestion, level):
    suggestion.satisfactions.all().delete()
    suggestion.judge(by=None, level=level, given_on=DAY.date(), reason="没修好")


def stand_at(home, step, disposal, chair):
    """A matter at `step` from which every road that `disposal` opens can really be taken."""
    road = disposal if step in STEPS_OF[disposal] else Disposal.UNIT
    suggestion = make_suggestion(home, step=step, by=chair, disposal=road)
    if step == Step.SUPERVISE:
        publish_reply(suggestion, chair, moment(2026, 3, 9))
    if road != disposal:
        Suggestion.objects.filter(pk=suggestion.pk).update(disposal=disposal)
        suggestion.refresh_from_db()
    return suggestion


DELIVERED_STEPS = list(Step)
AT_ONCE_STEPS = [step for step in Step if step not in (Step.DELIVER, Step.SUPERVISE)]
STEPS_OF = {
    Disposal.EXPLAINED: AT_ONCE_STEPS,
    Disposal.REDIRECTED: AT_ONCE_STEPS,
    Disposal.REFUSED: AT_ONCE_STEPS,
    Disposal.UNIT: DELIVERED_STEPS,
    Disposal.UPWARD: DELIVERED_STEPS,
    Disposal.PROPOSAL: [],
}


@pytest.mark.parametrize("disposal", Disposal)
@pytest.mark.parametrize("step", Step)
def test_every_move_from(home, chair, step, disposal):
    """The seven targets of one step: allowed ones move and record once, the rest change nothing."""
    for to in Step:
        suggestion = stand_at(home, step, disposal, chair)
        facts = facts_for(to, home)
        if (step, to) == (Step.FEEDBACK, Step.DELIVER):
            judged(suggestion, "unsatisfied")
        if (step, to) == (Step.DELIVER, Step.CLASSIFY):
            facts |= {"return_reason": "不属于我单位职责", "returned_on": date(2026, 3, 10)}
        before = snapshot(suggestion)

        if to in next_steps(step, disposal):
            record = suggestion.advance(to, by=chair, at=DAY, **facts)
            fresh = Suggestion.objects.get(pk=suggestion.pk)
            assert fresh.step == to == suggestion.step
            assert fresh.records.count() == len(before[1][0]) + 1
            assert (record.from_step, record.to_step, record.by) == (step, to, chair)
            assert record.public_text
        else:
            with pytest.raises(StepRefused, match=to.label):
                suggestion.advance(to, by=chair, at=DAY, **facts)
            assert snapshot(suggestion) == before


def test_of_two_who_load_the_same_matter_one_wins(home, chair, clerk):
    first = make_suggestion(home)
    second = Suggestion.objects.get(pk=first.pk)
    first.advance(Step.SORT, by=clerk, summary="第一位写的")

    with pytest.raises(StepTaken, match="别人处理过"):
        second.advance(Step.SORT, by=chair, summary="第二位写的")

    assert second.summary == "第一位写的"
    assert second.step == Step.SORT
    assert second.records.count() == 2


def test_stale_round_is_noticed(home, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    stale = Suggestion.objects.get(pk=suggestion.pk)
    judged(suggestion, "unsatisfied")
    suggestion.advance(Step.DELIVER, by=chair, main_unit=make_unit(home))
    Suggestion.objects.filter(pk=suggestion.pk).update(step=Step.FEEDBACK)

    with pytest.raises(StepTaken):
        stale.advance(Step.ARCHIVE, by=chair, volume=make_volume(home))


def test_refused_fact_leaves_neither_row_nor_memory_changed(home, clerk):
    suggestion = make_suggestion(home)

    with pytest.raises(StepRefused, match="摘要"):
        suggestion.advance(Step.SORT, by=clerk, summary="")

    assert suggestion.step == Step.RECEIVE
    assert Suggestion.objects.get(pk=suggestion.pk).step == Step.RECEIVE


# --- records --------------------------------------------------------------------------------
def test_records_cannot_be_changed_or_removed(home, chair):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    record = suggestion.records.last()
    record.note = "改过"

    for act in (
        record.save,
        record.delete,
        lambda: StepRecord.objects.update(note="改过"),
        lambda: StepRecord.objects.filter(pk=record.pk).delete(),
        lambda: suggestion.records.all().delete(),
    ):
        with pytest.raises(TypeError, match="append-only"):
            act()
    assert list(suggestion.records.values_list("seq", "note")) == [(1, ""), (2, "")]


def test_chain_finds_a_record_changed_behind_the_back(home, chair):
    suggestion = make_suggestion(home, step=Step.ARCHIVE, by=chair)
    assert broken_records(suggestion.records.all()) == []

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE suggestions_steprecord SET note = %s WHERE suggestion_id = %s AND seq = 3",
            ["后来写的", suggestion.pk],
        )

    assert [record.seq for record in broken_records(suggestion.records.all())] == [3]


def test_record_keeps_who_when_why_and_what(home, clerk):
    suggestion = make_suggestion(home)

    record = suggestion.advance(
        Step.SORT, by=clerk, at=DAY, note="已去现场看过", summary="路灯坏了", is_urgent=True
    )

    record.refresh_from_db()
    assert (record.by, record.by_name, record.at, record.note) == (
        clerk,
        clerk.name,
        DAY,
        "已去现场看过",
    )
    assert record.facts["紧急"] == "是"
    assert "已去现场" not in record.public_text


# --- deadlines ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("clock", "start", "due"),
    [
        (Clock.SORT, date(2025, 9, 26), date(2025, 10, 10)),
        (Clock.RETURN, date(2025, 4, 25), date(2025, 5, 8)),
        (Clock.REPLY, date(2025, 11, 30), date(2026, 2, 28)),
        (Clock.REPLY_COMPLEX, date(2025, 8, 31), date(2026, 2, 28)),
    ],
)
def test_default_clocks(home, clock, start, due):
    policy = DeadlinePolicy.objects.for_clock(home, clock)

    assert policy.deadline(start).due == due
    assert policy.deadline(start).legal_basis


def test_clock_of_the_home_goes_before_the_default(home):
    DeadlinePolicy.objects.create(
        home=home, clock=Clock.SORT, number=3, unit="workdays", start_event="收到之日"
    )

    policy = DeadlinePolicy.objects.for_clock(home, Clock.SORT)

    assert policy.deadline(date(2025, 1, 24)).due == date(2025, 2, 5)


def test_explanation_of_a_deadline_ends_with_its_day(home):
    deadline = DeadlinePolicy.objects.for_clock(home, Clock.REPLY).deadline(date(2025, 11, 30))

    assert deadline.explanation[-1].date == deadline.due
    assert SpecialDay.objects.filter(date=date(2026, 2, 28), is_workday=True).exists()


def test_received_on_friday_is_sorted_by_the_day_after_the_holiday(home):
    suggestion = make_suggestion(home, at=moment(2025, 9, 26, 16))

    assert suggestion.due_on == date(2025, 10, 10)


def test_complex_matter_has_six_months(home, chair):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    suggestion.advance(
        Step.CLASSIFY, by=chair, at=DAY, **facts_for(Step.CLASSIFY, home, is_complex=True)
    )

    suggestion.advance(Step.DELIVER, by=chair, at=DAY, main_unit=make_unit(home))

    assert suggestion.due_on == date(2026, 9, 10)
    assert "涉及面广" in suggestion.main_assignment().legal_basis


# --- classify -------------------------------------------------------------------------------
def test_classification_needs_what_its_road_needs(home, other_home, chair):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    for changes, sentence in [
        ({"disposal": "nonsense"}, "处理方式"),
        ({"category": None}, "分类"),
        ({"category": make_category(other_home)}, "分类"),
        ({"disposal": Disposal.EXPLAINED}, "写明"),
        ({"disposal": Disposal.PROPOSAL}, "领衔代表"),
    ]:
        with pytest.raises(StepRefused, match=sentence):
            suggestion.advance(Step.CLASSIFY, by=chair, **facts_for(Step.CLASSIFY, home, **changes))

    facts = facts_for(Step.CLASSIFY, home, representative=make_representative(home))
    suggestion.advance(Step.CLASSIFY, by=chair, **facts | {"disposal": Disposal.PROPOSAL})
    assert suggestion.representative == facts["representative"]


@pytest.fixture
def strict_home(home):
    home.confirms_classification = True
    home.save()
    return home


def test_clerk_proposes_and_chair_settles(strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    facts = facts_for(Step.CLASSIFY, strict_home)

    with pytest.raises(StepRefused, match="主席审定"):
        suggestion.advance(Step.CLASSIFY, by=clerk, **facts)
    suggestion.propose_classification(by=clerk, **facts)
    proposed = Suggestion.objects.get(pk=suggestion.pk)
    assert (proposed.step, proposed.classification_by) == (Step.SORT, clerk)
    assert proposed.disposal == Disposal.UNIT
    assert proposed.records.count() == 2

    suggestion.advance(Step.CLASSIFY, by=chair, **facts)
    settled = Suggestion.objects.get(pk=suggestion.pk)
    assert (settled.step, settled.classification_by) == (Step.CLASSIFY, None)


def test_late_proposal_changes_nothing(strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    stale = Suggestion.objects.get(pk=suggestion.pk)
    suggestion.advance(Step.CLASSIFY, by=chair, **facts_for(Step.CLASSIFY, strict_home))
    before = snapshot(suggestion)

    with pytest.raises(StepTaken):
        stale.propose_classification(
            by=clerk,
            **facts_for(
                Step.CLASSIFY, strict_home, disposal=Disposal.EXPLAINED, explanation="办不到"
            ),
        )

    assert snapshot(suggestion) == before


def test_clerk_records_a_return_but_does_not_change_what_the_chair_settled(
    strict_home, clerk, chair
):
    suggestion = make_suggestion(strict_home, step=Step.DELIVER, by=chair)
    returned = {"return_reason": "不归我单位", "returned_on": date(2026, 3, 4)}
    other = facts_for(
        Step.CLASSIFY, strict_home, disposal=Disposal.REFUSED, explanation="不受理", **returned
    )

    with pytest.raises(StepRefused, match="主席审定"):
        suggestion.advance(Step.CLASSIFY, by=clerk, at=DAY, **other)
    suggestion.advance(
        Step.CLASSIFY, by=clerk, at=DAY, **facts_for(Step.CLASSIFY, strict_home, **returned)
    )

    assert suggestion.step == Step.CLASSIFY


# --- deliver and return ---------------------------------------------------------------------
def test_delivery_writes_main_and_assisting_units(home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    main, helper = make_unit(home, name="镇交通办"), make_unit(home, name="镇电管所")

    suggestion.advance(
        Step.DELIVER,
        by=chair,
        at=DAY,
        main_unit=main,
        assisting=[helper],
        handed_on=date(2026, 3, 9),
    )

    rows = suggestion.assignments.order_by("pk")
    assert [(row.unit, row.role, row.mode) for row in rows] == [
        (main, "main", "own"),
        (helper, "assist", "own"),
    ]
    assert suggestion.due_on == rows[0].due_on == date(2026, 6, 9)
    assert rows[0].return_by == date(2026, 3, 18)
    assert "代表法" in rows[0].legal_basis


def test_matter_for_above_is_passed_on(home, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair, disposal=Disposal.UPWARD)

    assert suggestion.main_assignment().mode == "upward"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"main_unit": None}, "主办单位"),
        ({"handed_on": date(2026, 3, 1)}, "交办日期"),
        ({"handed_on": date(2026, 3, 11)}, "交办日期"),
    ],
)
def test_wrong_delivery_is_refused(home, chair, changes, sentence):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)

    with pytest.raises(StepRefused, match=sentence):
        suggestion.advance(
            Step.DELIVER, by=chair, at=DAY, **facts_for(Step.DELIVER, home, **changes)
        )

    assert not Assignment.objects.exists()


def test_unit_of_another_home_or_twice_is_refused(home, other_home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    own, foreign = make_unit(home), make_unit(other_home)

    for units in (
        {"main_unit": foreign},
        {"main_unit": own, "assisting": [foreign]},
        {"main_unit": own, "assisting": [own]},
    ):
        with pytest.raises(StepRefused):
            suggestion.advance(Step.DELIVER, by=chair, at=DAY, **units)


def returned(home, on, **changes):
    return facts_for(Step.CLASSIFY, home, return_reason="不归我单位", returned_on=on, **changes)


def test_return_within_the_days_frees_the_matter_and_starts_a_new_clock(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)  # handed over on 2 March
    last_day = suggestion.main_assignment().return_by

    suggestion.advance(Step.CLASSIFY, by=clerk, at=moment(2026, 3, 20), **returned(home, last_day))

    assert last_day == date(2026, 3, 11)
    assert suggestion.main_assignment() is None
    assert suggestion.due_on == date(2026, 3, 20)  # seven working days after the return
    suggestion.advance(Step.DELIVER, by=clerk, at=moment(2026, 3, 20), main_unit=make_unit(home))
    assert suggestion.round_no == 1


def test_late_return_is_for_the_chair_only(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)
    late = suggestion.main_assignment().return_by + timedelta(days=1)
    at = moment(2026, 3, 20)

    with pytest.raises(StepRefused, match="2026年3月11日"):
        suggestion.advance(Step.CLASSIFY, by=clerk, at=at, **returned(home, late))
    assert suggestion.main_assignment().returned_on is None
    suggestion.advance(Step.CLASSIFY, by=chair, at=at, **returned(home, late))

    assert suggestion.step == Step.CLASSIFY


def test_return_needs_a_reason_and_a_sensible_day(home, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)

    for changes in (
        {"return_reason": ""},
        {"returned_on": date(2026, 3, 1)},
        {"returned_on": date(2026, 3, 11)},
    ):
        facts = returned(home, date(2026, 3, 5)) | changes
        with pytest.raises(StepRefused):
            suggestion.advance(Step.CLASSIFY, by=chair, at=DAY, **facts)


# --- replies --------------------------------------------------------------------------------
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


# --- feedback, satisfaction, redo, archive --------------------------------------------------
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


def second_round(home, chair, level):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    judged(suggestion, "unsatisfied")
    for to in (Step.DELIVER, Step.SUPERVISE):
        suggestion.advance(to, by=chair, at=DAY, **facts_for(to, home))
    publish_reply(suggestion, chair, DAY)
    suggestion.advance(
        Step.FEEDBACK,
        by=chair,
        at=DAY,
        **facts_for(Step.FEEDBACK, home, satisfaction=level, satisfaction_reason="还是不亮"),
    )
    return suggestion


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


# --- days left ------------------------------------------------------------------------------
def test_days_left_and_overdue(home, chair):
    suggestion = make_suggestion(home, at=moment(2026, 3, 2))  # due on 9 March
    archived = make_suggestion(home, step=Step.ARCHIVE, by=chair)

    assert suggestion.days_left(date(2026, 3, 9)) == 0
    assert suggestion.days_left(date(2026, 3, 11)) == -2
    assert archived.days_left(date(2030, 1, 1)) is None
    assert list(Suggestion.objects.overdue(date(2026, 3, 9))) == []
    assert list(Suggestion.objects.overdue(date(2026, 3, 10))) == [suggestion]
