"""`Suggestion.advance`, the one door: what each move writes, and that a refused one writes nothing."""

from datetime import date

import pytest

from suggestions.models import (
    Clock,
    DeadlinePolicy,
    SpecialDay,
    StepRecord,
    Suggestion,
)
from suggestions.models.records import broken_records
from suggestions.pipeline import HANDLED, Disposal, Step, StepRefused, StepTaken, next_steps
from tests.factories import (
    make_suggestion,
    make_unit,
    make_volume,
    moment,
)
from tests.suggestions.moving import DAY, facts_for, judged, snapshot, stand_at


@pytest.mark.parametrize("disposal", Disposal)
@pytest.mark.parametrize("step", Step)
def test_every_move_from(home, chair, step, disposal):
    """The seven targets of one step: allowed ones move and record once, the rest change nothing."""
    for to in Step:
        suggestion = stand_at(home, step, disposal, chair)
        facts = facts_for(to, home)
        if (step, to) == (Step.FEEDBACK, Step.DELIVER):
            judged(suggestion, "unsatisfied")
        if (step, to) == (Step.SUPERVISE, Step.CLASSIFY):
            suggestion = make_suggestion(home, step=step, by=chair)
        if step in HANDLED and to == Step.CLASSIFY:
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


# --- records ---
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


# --- deadlines ---
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


# --- days left ---
def test_days_left_and_overdue(home, chair):
    suggestion = make_suggestion(home, at=moment(2026, 3, 2))  # due on 9 March
    archived = make_suggestion(home, step=Step.ARCHIVE, by=chair)

    assert suggestion.days_left(date(2026, 3, 9)) == 0
    assert suggestion.days_left(date(2026, 3, 11)) == -2
    assert archived.days_left(date(2030, 1, 1)) is None
    assert list(Suggestion.objects.overdue(date(2026, 3, 9))) == []
    assert list(Suggestion.objects.overdue(date(2026, 3, 10))) == [suggestion]
