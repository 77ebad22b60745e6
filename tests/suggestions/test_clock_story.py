"""Due dates told to people: the days of a clock folded, and the sentence on a printed sheet."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from daihome.tools.workdays import Calendar
from suggestions.clocks import clock_words
from suggestions.clocks.clock_story import base_notes, folded, present_story, stories, story_of
from suggestions.models import DueDate, Pause, SpecialDay
from suggestions.pipeline import Step
from tests.factories import make_suggestion, make_unit, moment

MARCH = date(2026, 3, 2)
PLAIN_2026 = Calendar({date(2026, 1, 1): (False, "元旦"), date(2026, 5, 1): (False, "劳动节")})


def clock(number, unit, **fields):
    row = DueDate(start_on=MARCH, number=number, unit=unit, clock="reply", **fields)
    row.due_on = row.explanation(PLAIN_2026)[-1].date
    return row


def test_short_clock_has_a_line_for_each_day():
    runs = story_of(clock(10, "workdays"), PLAIN_2026).runs

    assert [run.first.date for run in runs] == [MARCH + timedelta(days=n) for n in range(15)]
    assert not any(run.is_folded for run in runs)
    assert (runs[0].why, runs[5].first.weekday, runs[5].why) == (
        "起算日，当天不计", "星期六", "周六休息",
    )  # fmt: skip


def test_long_clock_folds_like_days_and_loses_none():
    due = clock(3, "months")

    runs = story_of(due, PLAIN_2026).runs

    assert [(str(run.first.date), len(run.days), run.why) for run in runs] == [
        ("2026-03-02", 1, "起算日，当天不计"),
        ("2026-03-03", 59, "每天都计入"),
        ("2026-05-01", 1, "计入（劳动节放假，连续计算）"),
        ("2026-05-02", 31, "每天都计入"),
        ("2026-06-02", 1, "第 3 个月的对应日（工作日）"),
    ]
    days = [day.date for run in runs for day in run.days]
    assert days == [note.date for note in due.explanation(PLAIN_2026)]


def test_holiday_of_several_days_is_one_run():
    week = {date(2026, 5, day): (False, "劳动节") for day in range(1, 6)}
    due = clock(3, "months")

    runs = story_of(due, Calendar(week)).runs

    assert [(len(run.days), run.why) for run in runs][2] == (5, "计入（劳动节放假，连续计算）")


def test_extension_and_pause_have_runs_of_their_own():
    due = clock(3, "months", set_to=date(2026, 8, 3), paused_days=4)

    assert [(str(run.first.date), len(run.days), run.why) for run in folded(due.explanation(PLAIN_2026))][4:] == [
        ("2026-06-02", 1, "第 3 个月的对应日（工作日）"),
        ("2026-06-03", 62, "批准的延期，每天都计入"),
        ("2026-08-04", 3, "补回暂停的，每天都计入"),
        ("2026-08-07", 1, "补回暂停的第4天（工作日）"),
    ]  # fmt: skip


def test_years_without_a_calendar_are_named():
    story = story_of(clock(12, "months"), PLAIN_2026)

    assert story.unknown_years == (2027,)
    assert max(len(run.days) for run in story.runs) > 200


@pytest.mark.django_db
def test_every_clock_of_a_matter_is_told_in_three_queries(home, chair, django_assert_num_queries):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)

    with django_assert_num_queries(3):
        found = stories(suggestion)

    assert [(story.due.clock, story.due.stopped_on is None) for story in found] == [
        ("return", True), ("contact", True), ("reply", True), ("sort", False), ("deliver", False),
    ]  # fmt: skip
    assert present_story(suggestion).due.clock == "reply"


@pytest.mark.django_db
def test_stopped_clock_that_a_new_calendar_would_move_says_so(home, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    reply = suggestion.due_dates.get(clock="reply")
    SpecialDay.objects.create(date=reply.due_on, is_workday=False, name="当地庆典")

    assert [story.due.clock for story in stories(suggestion) if story.is_outdated] == ["reply"]
    assert present_story(suggestion) is None


# --- the printed sentence ---
COUNTED = (
    "3个月，代表法第五十一条。2026年3月2日交办，当天不计；第3个月的对应日（工作日）是2026年6月2日。"
)


@pytest.fixture
def handed(home, chair):
    return make_suggestion(home, step=Step.SUPERVISE, by=chair).main_assignment()


@pytest.mark.django_db
def test_sheet_says_how_the_stored_day_was_counted_whatever_the_policy_says_now(home, handed):
    home.deadline_policies.create(
        clock="reply", number=2, unit="months", start_event="交办之日", legal_basis="本省办法"
    )

    assert clock_words.basis_of(handed) == COUNTED


@pytest.mark.django_db
def test_sheet_of_an_extended_clock_names_the_new_day(handed, chair):
    request = handed.ask_extension(
        until=date(2026, 8, 1), reason="等汛期过去", consent="王代表同意", asked_by_name="李主任"
    )
    request.grant(chair, moment(2026, 5, 20))

    assert clock_words.basis_of(handed) == (
        f"{COUNTED}经批准延期到2026年8月1日。最后一天是2026年8月3日。"
    )


@pytest.mark.django_db
def test_sheet_of_a_paused_clock_counts_the_days_given_back(handed, chair):
    suggestion = handed.suggestion
    pause = Pause.objects.ask(
        suggestion, by=chair, question="哪盏灯？", on=date(2026, 3, 10), answer_by=date(2026, 3, 17)
    )
    with transaction.atomic():
        pause.end(date(2026, 3, 13), why="反映人已经回答。")

    assert clock_words.basis_of(handed) == (
        f"{COUNTED}请反映人补充期间停止计时3天，补在后面。最后一天是2026年6月5日。"
    )


@pytest.mark.django_db
def test_sheet_of_an_assisting_unit_ends_with_the_main_one(home, chair):
    home.deadline_policies.create(
        clock="assist", number=5, unit="months", start_event="交办之日", legal_basis="本地规定"
    )
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    suggestion.advance(
        Step.DELIVER, by=chair, at=moment(2026, 3, 2), main_unit=make_unit(home),
        assisting=[make_unit(home)],
    )  # fmt: skip
    assist = suggestion.assignments.get(role="assist")

    assert clock_words.basis_of(assist).endswith("协办意见不晚于主办单位的答复限期2026年6月2日。")
    (story,) = [found for found in stories(suggestion) if found.due.clock == "assist"]
    assert story.set_said == "不晚于主办单位的答复限期"


@pytest.mark.django_db
def test_sheet_keeps_the_day_of_a_stopped_clock_when_the_calendar_changed(home, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    assignment = suggestion.main_assignment()
    SpecialDay.objects.create(date=date(2026, 6, 2), is_workday=False, name="当地庆典")

    assert clock_words.basis_of(assignment) == "3个月，代表法第五十一条。"


def test_base_is_what_the_rule_alone_gives():
    due = clock(3, "months", set_to=date(2026, 8, 3), paused_days=4)

    assert base_notes(due, PLAIN_2026)[-1].date == date(2026, 6, 2)
