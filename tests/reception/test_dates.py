"""The days of each pattern that townships really announce, and what is true of every pattern."""

from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daihome.tools.workdays import Calendar
from reception.dates import Cycle, DayOff, How, PlannedDay, Rule, nominal_dates, planned_days

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
DRAGON_BOAT = {date(2026, 6, 15): (False, "端午节"), date(2026, 1, 1): (False, "元旦")}
CHINA = Calendar(
    dict.fromkeys(chinese_calendar.holidays, (False, "节日"))
    | dict.fromkeys(chinese_calendar.workdays, (True, "节日"))
)
EVEN_15 = Rule(How.DAYS, Cycle.EVEN, days=(15,))

days = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))
calendars = st.dictionaries(days, st.tuples(st.booleans(), st.just("节日")), max_size=80).map(
    lambda given: Calendar(dict.fromkeys(chinese_calendar.holidays, (False, "节日")) | given)
)
rules = st.builds(
    Rule,
    how=st.sampled_from(How),
    cycle=st.sampled_from(Cycle),
    days=st.sets(st.integers(1, 31), min_size=1, max_size=4).map(tuple),
    weekday=st.integers(0, 6),
    ordinal=st.sampled_from([0, 1, 2, 3, 4, -1]),
    lunar=st.booleans(),
    day_off=st.sampled_from(DayOff),
).map(
    lambda rule: (
        replace(rule, days=tuple({day % 10 for day in rule.days}))
        if rule.how == How.MARKET
        else rule
    )
)


def held(rule, first=FIRST, last=LAST, calendar=CHINA):
    return [day.day for day in planned_days(rule, first, last, calendar) if day.day]


@pytest.mark.parametrize(
    ("rule", "words", "dates"),
    [
        (EVEN_15, "每逢双月15日", ["02-15", "04-15", "06-15", "08-15", "10-15", "12-15"]),
        (
            Rule(How.DAYS, Cycle.QUARTER, days=(31,)),
            "每季度末月31日",
            ["03-31", "06-30", "09-30", "12-31"],
        ),
        (
            Rule(How.WEEKDAY, Cycle.ODD, weekday=1, ordinal=1),
            "每逢单月第一个周二",
            ["01-06", "03-03", "05-05", "07-07", "09-01", "11-03"],
        ),
        (
            Rule(How.WEEKDAY, Cycle.QUARTER, weekday=4, ordinal=-1),
            "每季度末月最后一个周五",
            ["03-27", "06-26", "09-25", "12-25"],
        ),
        (Rule(How.APPOINTMENT), "预约接待", []),
    ],
)
def test_pattern_names_its_dates_of_2026(rule, words, dates):
    found = nominal_dates(rule, date(2026, 1, 1), date(2026, 12, 31))

    assert [day.strftime("%m-%d") for day in found] == dates
    assert rule.in_words() == words


def test_two_days_of_every_month_and_every_monday():
    twice = Rule(How.DAYS, days=(19, 9))
    mondays = Rule(How.WEEKDAY, weekday=0)
    march = date(2026, 3, 1), date(2026, 3, 31)

    assert twice.in_words() == "每月9日、19日"
    assert [day.day for day in nominal_dates(twice, *march)] == [9, 19]
    assert mondays.in_words() == "每周一"
    assert [day.day for day in nominal_dates(mondays, *march)] == [2, 9, 16, 23, 30]


def test_market_days_stay_on_a_day_off():
    markets = Rule(How.MARKET, days=(3, 6, 9), day_off=DayOff.NEXT)

    assert markets.in_words() == "每逢圩日（公历逢三、六、九）"
    assert markets.day_off_in_words() == "节假日照常"
    assert [
        day.day for day in held(markets, date(2026, 1, 1), date(2026, 1, 31))
    ] == [3, 6, 9, 13, 16, 19, 23, 26, 29]  # fmt: skip


def test_lunar_market_days_follow_the_old_calendar():
    # 春节 of 2026 is 17 February: the first month's 3rd, 6th and 9th.
    found = held(Rule(How.MARKET, days=(3, 6, 9), lunar=True), date(2026, 2, 17), date(2026, 2, 26))

    assert found == [date(2026, 2, 19), date(2026, 2, 22), date(2026, 2, 25)]


@pytest.mark.parametrize(
    ("day_off", "day", "why"),
    [
        (DayOff.NEXT, date(2026, 6, 16), "6月15日是端午节放假，顺延到6月16日"),
        (DayOff.PREVIOUS, date(2026, 6, 12), "6月15日是端午节放假，提前到6月12日"),
        (DayOff.WEEK, date(2026, 6, 22), "6月15日是端午节放假，推迟到6月22日"),
        (DayOff.STAY, date(2026, 6, 15), ""),
        (DayOff.SKIP, None, "6月15日是端午节放假，这一次不安排接待"),
    ],
)
def test_day_off_moves_as_the_home_says(day_off, day, why):
    rule = replace(EVEN_15, day_off=day_off)

    planned = planned_days(rule, date(2026, 6, 1), date(2026, 6, 30), Calendar(DRAGON_BOAT))

    assert planned == [PlannedDay(date(2026, 6, 15), day, why)]


def test_move_into_another_year_names_the_year():
    calendar = Calendar(DRAGON_BOAT | {date(2025, 12, 31): (False, "元旦")})

    planned = planned_days(
        Rule(How.DAYS, days=(31,)), date(2025, 12, 31), date(2026, 1, 2), calendar
    )

    assert [day.day for day in planned] == [date(2026, 1, 2)]
    assert planned[0].why == "12月31日是元旦放假，顺延到2026年1月2日"


def test_two_dates_on_one_day_are_held_once():
    calendar = Calendar(DRAGON_BOAT)
    rule = Rule(How.DAYS, days=(15, 16))
    june = date(2026, 6, 1), date(2026, 6, 30)

    forward = planned_days(rule, *june, calendar)
    back = planned_days(replace(rule, days=(12, 15), day_off=DayOff.PREVIOUS), *june, calendar)
    passing = planned_days(replace(rule, day_off=DayOff.WEEK), *june, calendar)

    joined = "6月15日是端午节放假，与6月{}日的接待合为一天"
    sixteenth = PlannedDay(date(2026, 6, 16), date(2026, 6, 16), joined.format(16))
    assert forward == passing == [sixteenth]
    assert back == [PlannedDay(date(2026, 6, 12), date(2026, 6, 12), joined.format(12))]


def test_year_without_a_table_is_said_to_be_provisional():
    planned = planned_days(EVEN_15, date(2028, 1, 1), date(2028, 12, 31), CHINA)

    assert [day.is_provisional for day in planned] == [True] * 6
    assert [day.day.strftime("%m-%d") for day in planned if day.why] == ["04-17", "10-16"]
    assert planned[1].why == "4月15日是周六休息（2028年放假安排未录入），顺延到4月17日"


@given(rules, calendars)
@settings(max_examples=150, deadline=None)
def test_days_are_working_days_in_the_order_of_the_pattern(rule, calendar):
    planned = planned_days(rule, FIRST, LAST, calendar)

    found = [day.day for day in planned if day.day]
    assert found == sorted(set(found))
    assert [day.nominal for day in planned] == sorted({day.nominal for day in planned})
    assert all(FIRST <= (day.day or day.nominal) <= LAST for day in planned)
    if rule.moves:
        assert [day for day in found if not calendar.is_workday(day)] == []
    assert [day for day in planned if day.day != day.nominal and not day.why] == []


@given(rules, calendars)
@settings(max_examples=100, deadline=None)
def test_no_date_of_the_pattern_is_lost(rule, calendar):
    planned = planned_days(rule, FIRST, LAST, calendar)

    told = " ".join(day.why for day in planned)
    for nominal in nominal_dates(rule, FIRST, LAST - timedelta(days=31)):
        is_told = f"{nominal.month}月{nominal.day}日是" in told
        is_held = any(day.nominal == day.day == nominal for day in planned)
        assert is_held or is_told or nominal < FIRST + timedelta(days=31)
        assert is_held or not calendar.is_workday(nominal)


@given(rules, calendars, st.data())
@settings(max_examples=100, deadline=None)
def test_plan_does_not_depend_on_where_the_period_is_cut(rule, calendar, data):
    whole = planned_days(rule, FIRST, LAST, calendar)
    moved = [day for day in whole if day.why] or [PlannedDay(date(2026, 1, 1), None, "")]
    around = data.draw(st.sampled_from(moved))
    cut = data.draw(st.sampled_from([around.nominal, around.day or around.nominal]))
    cut -= timedelta(days=data.draw(st.integers(0, 2)))

    start = planned_days(rule, FIRST, cut, calendar)
    rest = planned_days(rule, cut + timedelta(days=1), LAST, calendar)

    assert start + rest == whole
