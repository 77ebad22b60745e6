from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daihome.tools.workdays import Calendar

CHINA = Calendar(
    dict.fromkeys(chinese_calendar.holidays, (False, "节日"))
    | dict.fromkeys(chinese_calendar.workdays, (True, "节日调休"))
)
DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 30))
NUMBERS = st.integers(1, 60)
SPECIAL = st.dictionaries(
    st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.booleans(), max_size=80
)


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        (date(2025, 9, 26), 5, date(2025, 10, 10)),
        (date(2025, 1, 24), 3, date(2025, 2, 5)),
        (date(2025, 4, 25), 7, date(2025, 5, 8)),
        (date(2025, 4, 25), 0, date(2025, 4, 25)),
    ],
)
def test_working_days_of_the_national_calendar(start, number, due):
    assert CHINA.add_workdays(start, number) == due


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 10, 31), 1, date(2025, 11, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 31), 12, date(2026, 1, 31)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_one(start, number, due):
    assert CHINA.add_months(start, number) == due


def test_month_end_on_a_make_up_saturday_stays():
    notes = CHINA.explain(date(2025, 11, 30), 3, "months")

    assert notes[0] == (date(2025, 11, 30), False, "起算日，当天不计")
    assert notes[-1] == (
        date(2026, 2, 28),
        True,
        "2月没有30日，以2月最后一天为对应日（节日调休上班）",
    )


def test_month_end_in_a_holiday_moves_to_the_next_working_day():
    notes = CHINA.explain(date(2025, 7, 5), 3, "months")

    assert notes[-1].date == date(2025, 10, 9)
    assert notes[-5] == (date(2025, 10, 5), True, "第 3 个月的对应日（节日放假）")
    assert notes[-1] == (date(2025, 10, 9), False, "届满日休息，顺延（工作日）")


def test_without_rolling_the_corresponding_day_stays():
    assert CHINA.explain(date(2025, 7, 5), 3, "months", roll=False)[-1].date == date(2025, 10, 5)


def test_calendar_days_count_days_off_and_roll():
    calendar = Calendar({})

    assert calendar.explain(date(2024, 3, 1), 8, "days")[-1].date == date(2024, 3, 11)
    assert calendar.explain(date(2024, 3, 1), 8, "days", roll=False)[-1].date == date(2024, 3, 9)


def test_working_days_explain_each_day():
    notes = CHINA.explain(date(2025, 9, 26), 5, "workdays")

    assert [note.date for note in notes] == [date(2025, 9, 26) + timedelta(n) for n in range(15)]
    assert [note.date.day for note in notes if note.counted] == [28, 29, 30, 9, 10]
    assert [note.why for note in notes[:6]] == [
        "起算日，当天不计",
        "周六休息",
        "节日调休上班",
        "工作日",
        "工作日",
        "节日放假",
    ]


def test_unknown_year_is_told():
    calendar = Calendar({date(2026, 1, 1): (False, "元旦")})

    assert calendar.knows(2026)
    assert not calendar.knows(2027)
    assert calendar.describe(date(2026, 1, 3)) == "周六休息"
    assert calendar.describe(date(2027, 1, 3)) == "周日休息（2027年放假安排未录入）"
    assert not calendar.is_workday(date(2027, 1, 3))


def test_names_are_not_said_twice():
    calendar = Calendar(
        {
            date(2026, 2, 14): (True, "春节调休上班"),
            date(2026, 2, 17): (False, "春节"),
            date(2026, 5, 9): True,
        }
    )

    assert calendar.describe(date(2026, 2, 14)) == "春节调休上班"
    assert calendar.describe(date(2026, 2, 17)) == "春节放假"
    assert calendar.describe(date(2026, 5, 9)) == "调休上班"


@given(SPECIAL, DAYS, NUMBERS)
def test_working_days_are_exactly_as_many_as_asked(special, start, number):
    calendar = Calendar(special)

    due = calendar.add_workdays(start, number)

    between = [start + timedelta(n) for n in range(1, (due - start).days + 1)]
    assert sum(map(calendar.is_workday, between)) == number
    assert calendar.is_workday(due)
    assert calendar.add_workdays(due, 1) == calendar.add_workdays(start, number + 1)


@given(SPECIAL, DAYS, NUMBERS, st.sampled_from(["days", "workdays", "months"]), st.booleans())
def test_explanation_is_gapless_and_agrees_with_the_sum(special, start, number, unit, roll):
    calendar = Calendar(special)
    add = {
        "days": calendar.add_days,
        "workdays": calendar.add_workdays,
        "months": calendar.add_months,
    }
    due = add[unit](start, number)

    notes = calendar.explain(start, number, unit, roll=roll)

    assert [note.date for note in notes] == [start + timedelta(n) for n in range(len(notes))]
    assert notes[-1].date == (calendar.roll_forward(due) if roll else due)
    assert not notes[0].counted
    assert [note.date for note in notes if note.counted][-1] == due
    if unit == "workdays":
        assert sum(note.counted for note in notes) == number


@given(DAYS, NUMBERS)
def test_months_go_on_without_drifting(start, number):
    due = CHINA.add_months(start, number)

    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == number
    assert due.day == start.day or (due.day < start.day and (due + timedelta(1)).day == 1)
