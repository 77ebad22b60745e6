"""The running clocks of a matter: begun and stopped by the steps, extended, paused, recounted."""

from datetime import date

import pytest
from django.db import transaction

from suggestions.models import Clock, DueChange, DueDate, Pause, SpecialDay, Suggestion
from suggestions.pipeline import Step, StepRefused, StepTaken
from tests.factories import make_reply_class, make_suggestion, make_unit, moment
from tests.suggestions.moving import DAY, facts_for

RECEIVED = date(2026, 3, 2)


def running(suggestion):
    rows = suggestion.due_dates.running().order_by("pk")
    return [(row.clock, row.due_on) for row in rows]


def reply_clock(suggestion):
    return suggestion.main_assignment().reply_clock


def test_steps_hand_the_clock_on(home, chair):
    suggestion = make_suggestion(home)
    assert running(suggestion) == [("sort", date(2026, 3, 9))]

    suggestion.advance(Step.SORT, by=chair, at=moment(2026, 3, 10), summary="路灯坏了")
    assert running(suggestion) == [("deliver", date(2026, 3, 11))]
    late = suggestion.due_dates.get(clock=Clock.SORT)
    assert (late.stopped_on, late.on_time) == (date(2026, 3, 10), False)

    suggestion.advance(Step.CLASSIFY, by=chair, at=DAY, **facts_for(Step.CLASSIFY, home))
    suggestion.advance(Step.DELIVER, by=chair, at=DAY, **facts_for(Step.DELIVER, home))
    assert running(suggestion) == [
        ("return", date(2026, 3, 19)),
        ("contact", date(2026, 4, 8)),
        ("reply", date(2026, 6, 10)),
    ]
    assert suggestion.due_on == suggestion.main_assignment().due_on == date(2026, 6, 10)


def test_assisting_unit_has_its_own_clock_that_never_ends_after_the_main_one(home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    units = {"main_unit": make_unit(home), "assisting": [make_unit(home)]}
    suggestion.advance(Step.DELIVER, by=chair, at=DAY, **units)
    assist = suggestion.assignments.get(role="assist")

    assert (assist.due_on, suggestion.due_on) == (date(2026, 4, 10), date(2026, 6, 10))
    home.deadline_policies.create(
        clock=Clock.ASSIST, number=5, unit="months", start_event="交办之日", legal_basis="本地规定"
    )
    other = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    other.advance(Step.DELIVER, by=chair, at=DAY, **units)
    assert other.assignments.get(role="assist").due_on == date(2026, 6, 10)


def test_answer_stops_every_clock_of_the_unit_once(home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    assignment = suggestion.main_assignment()
    facts = {"reply_class": make_reply_class(home), "text": "修好了。"}

    assignment.answer(by=clerk, replied_on=date(2026, 6, 3), at=moment(2026, 6, 3), **facts)

    assert running(suggestion) == [("approve", date(2026, 6, 10))]
    clock = assignment.due_dates.get(clock=Clock.REPLY)
    assert (clock.due_on, clock.on_time, assignment.on_time) == (date(2026, 6, 2), False, False)
    before = list(suggestion.due_dates.values())
    suggestion.due_dates.filter(clock=Clock.REPLY).stop(date(2026, 6, 1))
    assert list(suggestion.due_dates.values()) == before


# --- extension ---
def ask(suggestion, until=date(2026, 8, 3), **changes):
    facts = {
        "reason": "要等汛期过去",
        "consent": "王代表 5 月 20 日同意",
        "asked_by_name": "李主任",
    }
    return suggestion.main_assignment().ask_extension(until=until, **facts | changes)


def test_extension_moves_the_last_day_once(home, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    request = ask(suggestion)
    assert suggestion.due_on == date(2026, 6, 2)

    request.grant(chair, DAY, "同意")

    suggestion.refresh_from_db()
    assert suggestion.due_on == suggestion.main_assignment().due_on == date(2026, 8, 3)
    clock = reply_clock(suggestion)
    assert clock.explanation()[-1].date == date(2026, 8, 3)
    change = DueChange.objects.get()
    assert (change.cause, change.before, change.after) == (
        "extension", date(2026, 6, 2), date(2026, 8, 3),
    )  # fmt: skip
    with pytest.raises(StepTaken, match="审批过"):
        request.refuse(chair, DAY, "不行")
    with pytest.raises(StepRefused, match="已经延期过一次"):
        ask(suggestion, until=date(2026, 8, 20))


@pytest.mark.parametrize("until", [date(2026, 6, 2), date(2026, 9, 3)])
def test_extension_beyond_the_law_or_before_the_day_is_refused(home, chair, until):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)

    assert reply_clock(suggestion).longest() == date(2026, 9, 2)
    with pytest.raises(StepRefused, match="2026-09-02"):
        ask(suggestion, until=until)

    assert not suggestion.main_assignment().extensions.exists()


def test_extension_needs_reason_and_consent_and_may_be_asked_again_after_a_refusal(home, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    for changes in ({"reason": ""}, {"consent": ""}):
        with pytest.raises(StepRefused, match="理由"):
            ask(suggestion, **changes)
    request = ask(suggestion)
    with pytest.raises(StepTaken, match="申请过延期"):
        ask(suggestion)

    with pytest.raises(StepRefused, match="写明理由"):
        request.refuse(chair, DAY, "")
    request.refuse(chair, DAY, "理由不充分")

    assert ask(suggestion).pk != request.pk
    assert Suggestion.objects.get(pk=suggestion.pk).due_on == date(2026, 6, 2)


def test_complex_matter_has_six_months_and_no_more(home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    Suggestion.objects.filter(pk=suggestion.pk).update(is_complex=True)
    suggestion.refresh_from_db()
    suggestion.advance(Step.DELIVER, by=chair, at=DAY, main_unit=make_unit(home))

    assert suggestion.due_on == date(2026, 9, 10)
    with pytest.raises(StepRefused, match="不能延期"):
        ask(suggestion, until=date(2026, 9, 20))


# --- pause ---
def test_pause_gives_the_days_back(home, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    question = {"question": "是哪一盏灯？", "answer_by": date(2026, 3, 17), "on": date(2026, 3, 10)}

    pause = Pause.objects.ask(suggestion, by=chair, **question)
    assert suggestion.paused_on == date(2026, 3, 10)
    with pytest.raises(StepTaken):
        Pause.objects.ask(Suggestion.objects.get(pk=suggestion.pk), by=chair, **question)
    with transaction.atomic():
        pause.end(date(2026, 3, 16), why="反映人已经回答。", answer="小学门口那盏")

    suggestion = Suggestion.objects.get(pk=suggestion.pk)
    assert suggestion.paused_on is None
    assert suggestion.due_on == date(2026, 6, 8)  # 2 June and six days
    assert suggestion.main_assignment().return_by == date(2026, 3, 17)  # and four working days
    assert reply_clock(suggestion).explanation()[-1].date == date(2026, 6, 8)
    assert [event.kind for event in suggestion.events.all()] == ["paused", "resumed"]


def test_late_clock_cannot_be_paused_and_a_paused_one_is_not_late(home, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    question = {"question": "是哪一盏灯？", "answer_by": date(2026, 7, 1)}
    with pytest.raises(StepRefused, match="不能再暂停"):
        Pause.objects.ask(suggestion, by=chair, on=date(2026, 6, 3), **question)

    Pause.objects.ask(suggestion, by=chair, on=date(2026, 3, 10), **question)

    owed = DueDate.objects.overdue(date(2026, 7, 1)).filter(clock=Clock.REPLY)
    assert (list(owed), list(Suggestion.objects.overdue(date(2026, 7, 1)))) == ([], [])


def test_answer_during_a_pause_ends_it_and_is_not_late(home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    Pause.objects.ask(
        suggestion, by=chair, question="？", on=date(2026, 5, 30), answer_by=date(2026, 6, 9)
    )
    assignment = suggestion.main_assignment()

    assignment.answer(
        by=clerk,
        replied_on=date(2026, 6, 5),
        reply_class=make_reply_class(home),
        text="修好了。",
    )

    assert assignment.on_time is True
    assert suggestion.pauses.open().count() == 0


def test_matter_that_is_answered_at_once_asks_no_more(home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair, disposal="explained")
    Pause.objects.ask(
        suggestion, by=chair, question="？", on=date(2026, 3, 9), answer_by=date(2026, 3, 20)
    )

    suggestion.advance(Step.FEEDBACK, by=chair, at=DAY, **facts_for(Step.FEEDBACK, home))

    assert (suggestion.paused_on, suggestion.pauses.open().count()) == (None, 0)


# --- the calendar ---
def test_new_day_off_moves_open_clocks_only_and_says_why(home, chair, clerk):
    moved = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    stopped = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    before = list(stopped.due_dates.values())
    SpecialDay.objects.create(date=date(2026, 6, 2), is_workday=False, name="当地庆典")

    count = DueDate.objects.recount([date(2026, 6, 2)], by=clerk, reason="增加当地庆典")

    moved.refresh_from_db()
    assert (count, moved.due_on) == (1, date(2026, 6, 3))
    assert moved.main_assignment().due_on == date(2026, 6, 3)
    assert str(DueChange.objects.get()) == "放假安排有变：2026-06-02 → 2026-06-03"
    assert list(stopped.due_dates.values()) == before
    SpecialDay.objects.get(date=date(2026, 6, 2)).delete()
    DueDate.objects.recount([date(2026, 6, 2)], by=clerk, reason="取消")
    moved.refresh_from_db()
    assert moved.due_on == date(2026, 6, 2)


def test_changes_and_events_are_append_only(home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    ask(suggestion).grant(chair, DAY)
    change, event = DueChange.objects.get(), suggestion.events.first()

    for row in (change, event):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
    with pytest.raises(TypeError):
        suggestion.events.all().delete()
    with pytest.raises(TypeError):
        suggestion.events.all().update(text="")
