"""The plan of a year: what stands in which month, what is missing, last year's again."""

from datetime import date

import pytest
from django.urls import reverse

from representatives.activities import plan
from representatives.models import Activity, ActivityState, Target
from tests import factories
from tests.daihome.tools.papers import words_of

PAGE = reverse("admin:representatives_activity_plan")
COPY = reverse("admin:representatives_activity_copy")


def titles(page):
    return {month.number: [row.title for row in month.rows] for month in page.context["months"]}


def test_months_hold_the_own_homes_activities_of_that_year(home, other_home, clerk, sign_in):
    new_year = factories.moment(2026, 1, 1, 0)
    factories.make_activity(home, title="元旦", starts_at=new_year)
    factories.make_activity(home, title="除夕", starts_at=factories.moment(2026, 12, 31, 23))
    factories.make_activity(home, title="明年", starts_at=factories.moment(2027, 1, 1, 0))
    factories.make_activity(other_home, title="外地", starts_at=new_year)
    day = factories.make_reception_day(home, on=date(2026, 3, 15))

    page = sign_in(clerk).get(PAGE, {"year": "2026"})

    found = {number: names for number, names in titles(page).items() if names}
    assert found == {1: ["元旦"], 3: [day.activity.title], 12: ["除夕"]}


def test_tentative_month_is_late_only_when_it_is_over(home):
    day = factories.make_activity(home, starts_at=factories.moment(2026, 5, 10))
    month = factories.make_activity(home, starts_at=factories.moment(2026, 5, 1), is_tentative=True)

    assert [plan.is_late(day, date(2026, 5, one)) for one in (10, 11)] == [False, True]
    assert [plan.is_late(month, one) for one in (date(2026, 5, 31), date(2026, 6, 1))] == [
        False,
        True,
    ]
    unrecorded = Activity.objects.unrecorded(date(2026, 5, 31))
    assert list(unrecorded) == [day]
    assert unrecorded.count() == len(Activity.objects.unrecorded(date(2026, 6, 1))) - 1


def test_what_is_missing_is_said_for_each_group_and_quarter(home):
    group = factories.make_group(home, name="一组")
    Target.objects.create(home=home, measure="group", number=3)
    Target.objects.create(home=home, measure="study", number=1, span="quarter")
    factories.make_activity(home, group=group, state=ActivityState.HELD)
    factories.make_activity(home, group=group, starts_at=factories.moment(2026, 9, 1))
    factories.make_activity(home, "study", state=ActivityState.HELD)

    needs = plan.needs_of(home, 2026, date(2026, 5, 20))

    assert [(one.span, one.line.name, one.line.missing) for one in needs] == [
        ("2026年", "一组", 1),
        ("第一季度", home.name, 1),
        ("第二季度", home.name, 0),
        ("第三季度", home.name, 1),
        ("第四季度", home.name, 1),
    ]


@pytest.fixture
def last_year(home):
    group = factories.make_group(home)
    leap = factories.moment(2024, 2, 29)
    return [
        factories.make_activity(home, title="2024年冬季学习", starts_at=leap, group=group),
        factories.make_activity(home, title="走访", starts_at=factories.moment(2024, 8, 3)),
    ]


def test_chosen_activities_are_copied_once_with_the_day_still_open(home, last_year, clerk, sign_in):
    factories.make_reception_day(home, on=date(2024, 3, 15))
    cancelled = factories.make_activity(home, starts_at=factories.moment(2024, 9, 1))
    Activity.objects.filter(pk=cancelled.pk).update(state="cancelled", cancel_reason="雨")
    client = sign_in(clerk)
    address = f"{COPY}?year=2025"
    offered = list(client.get(address).context["rows"])

    client.post(address, {"chosen": [row.pk for row in last_year]})
    again = client.post(address, {"chosen": [row.pk for row in last_year]})

    assert offered == last_year
    assert again.status_code == 422
    copies = Activity.objects.filter(starts_at__year=2025)
    found = [(row.title, row.on, row.is_tentative, row.group, row.state) for row in copies]
    assert found == [
        ("2025年冬季学习", date(2025, 2, 28), True, last_year[0].group, "planned"),
        ("走访", date(2025, 8, 3), True, None, "planned"),
    ]


def test_plan_is_printed_with_open_days_and_without_what_was_cancelled(home, clerk, sign_in):
    factories.make_activity(home, title="集中学习", is_tentative=True)
    off = factories.make_activity(home, title="不办了")
    Activity.objects.filter(pk=off.pk).update(state="cancelled", cancel_reason="雨")

    answer = sign_in(clerk).get(reverse("admin:representatives_activity_plan_paper") + "?year=2026")

    text = words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert ("集中学习" in text, "日子另行通知" in text, "不办了" in text) == (True, True, False)


@pytest.mark.parametrize("year", ["二〇二六", "1", "99999999999999999999"])
def test_nonsense_year_is_a_sentence(home, clerk, sign_in, year):
    client = sign_in(clerk)

    assert client.get(PAGE, {"year": year}).status_code == 200
    assert client.get(COPY, {"year": year}).status_code == 400
