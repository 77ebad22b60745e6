"""What each representative has done of the yearly number, and who is behind the calendar."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reception.models import Visit
from reception.visiting.progress_views import lines_of, period_of
from reception.visiting.quotas import contacts_by_person, receptions_by_person
from representatives.models import Activity, Attendance, Target
from tests import factories

START, END = date(2026, 1, 1), date(2026, 12, 31)


def meet(home, people, number=1, **fields):
    visit = factories.make_visit(home, people, **fields)
    Visit.objects.filter(pk=visit.pk).update(people=number)


def test_people_met_are_added_up_for_everybody_who_was_there(home):
    first, second = (factories.make_representative(home) for _ in range(2))
    meet(home, [first, second], 3)
    meet(home, [first], 2, kind="aid", beneficiary="poor", on=END)
    meet(home, [first], 9, on=date(2025, 12, 31))
    meet(home, [first], 9, kind="talk", talked_with=second)

    assert contacts_by_person(home, START, END) == {first.pk: 3, second.pk: 3}


def test_receptions_count_for_those_who_were_on_duty(home, other_home):
    people = [factories.make_representative(home) for _ in range(3)]
    day = factories.make_reception_day(home, people=people[:2])
    Attendance.objects.filter(representative=people[0]).update(state="present")
    Attendance.objects.invite(day.activity, people[2:], part="member")
    Attendance.objects.filter(representative=people[2]).update(state="present")
    there = factories.make_representative(other_home)
    factories.make_reception_day(other_home, people=[there])
    Attendance.objects.filter(representative=there).update(state="present")

    assert receptions_by_person(home, START, END) == {}
    Activity.objects.update(state="held")
    assert receptions_by_person(home, START, END) == {people[0].pk: 1}


@pytest.mark.parametrize(
    ("span", "today", "period"),
    [
        ("year", date(2026, 5, 6), (START, END)),
        ("quarter", date(2026, 5, 6), (date(2026, 4, 1), date(2026, 6, 30))),
        ("quarter", date(2026, 11, 6), (date(2026, 10, 1), END)),
    ],
)
def test_period_of_a_target(span, today, period):
    assert period_of(span, today) == period


def test_who_is_behind_the_calendar_is_told(home, clerk):
    ahead, behind = (factories.make_representative(home) for _ in range(2))
    Target.objects.create(home=home, measure="contact", number=10)
    meet(home, [ahead], 6)
    meet(home, [behind], 4)

    ((_target, _start, _end, rows),) = lines_of(home, date(2026, 7, 2))
    found = {person: (one.done, one.owed, one.is_behind) for person, one in rows}
    assert found == {ahead: (6, 10, False), behind: (4, 10, True)}


def test_page_costs_the_same_for_three_as_for_one(home, clerk, other_clerk, sign_in):
    Target.objects.create(home=home, measure="contact", number=10)
    client, page = sign_in(clerk), reverse("contact_progress")
    costs = []
    for _ in range(3):
        factories.make_representative(home)
        with CaptureQueriesContext(connection) as found:
            assert client.get(page).status_code == 200
        costs.append(len(found))

    assert costs[1] == costs[2]
    assert sign_in(other_clerk).get(f"{page}?home=xizi").status_code == 404
