"""How far the minimum counts are met: whose, in which span, with how many queries."""

from datetime import date
from decimal import Decimal

import pytest

from daihome.progress import own_progress, progress_of, visible_progress
from reception.models import Visit
from representatives.activities import marking
from representatives.models import (
    ActivityState,
    Convener,
    DutyCategory,
    DutyRecord,
    DutyReport,
    GroupMembership,
    Role,
    Target,
)
from representatives.progress import quarter_of
from tests import factories

TODAY = date(2026, 5, 20)


def held(home, base="group", on=(2026, 4, 15), people=(), **fields):
    return factories.make_activity(
        home, base, people, starts_at=factories.moment(*on), state=ActivityState.HELD, **fields
    )


def target(home, measure, number=4, span="year"):
    return Target.objects.create(home=home, measure=measure, number=number, span=span)


def counted(home, today=TODAY):
    """{(measure, name): (done, planned)}."""
    return {
        (one.target.measure, line.name): (line.done, line.planned)
        for one in progress_of(home, today)
        for line in one.lines
    }


def test_groups_and_home_are_counted_in_the_span_of_the_target(home, other_home):
    first, second = factories.make_group(home, name="一组"), factories.make_group(home, name="二组")
    target(home, "group")
    target(home, "study", 1, "quarter")
    held(home, group=first)
    held(home, group=first, on=(2026, 12, 31))
    held(home, group=first, on=(2025, 12, 31))
    held(home, "study", on=(2026, 3, 31))
    held(home, "study", on=(2026, 4, 1))
    held(home, "study", group=second)
    held(other_home, "study")
    factories.make_activity(home, group=second, starts_at=factories.moment(2026, 6, 1))
    factories.make_activity(home, group=second, starts_at=factories.moment(2026, 2, 1))

    assert counted(home) == {
        ("group", "一组"): (2, 0),
        ("group", "二组"): (0, 1),
        ("study", home.name): (1, 0),
    }


def test_representatives_are_counted_from_every_room(home):
    person = factories.make_representative(home, name="王秀英")
    factories.make_representative(home, name="李明")
    factories.make_representative(home, name="离任", in_office=False)
    for measure in ("contact", "reception", "days", "report"):
        target(home, measure, 2)
    visit = factories.make_visit(home, [person])
    Visit.objects.filter(pk=visit.pk).update(people=3)
    day = factories.make_reception_day(home, people=[person])
    marking.enter(day.activity, {}, by="qr", now=factories.moment(2026, 4, 15), rest="present")
    marking.close(day.activity, None, factories.moment(2026, 4, 16))
    DutyReport.objects.create(home=home, representative=person, on=date(2026, 5, 1))
    category = DutyCategory.objects.create(home=home, name="调解")
    waiting = {"home": home, "representative": person, "category": category, "days": 5}
    DutyRecord.objects.create(on=date(2026, 5, 2), content="调解", **waiting)

    found = counted(home)

    assert {name for _measure, name in found} == {"王秀英", "李明"}
    assert found["contact", "王秀英"] == (3, 0)
    assert found["reception", "王秀英"] == (1, 0)
    # Half a day each for contact and reception; what waits for the convener does not count.
    assert found["days", "王秀英"] == (Decimal(1), 0)
    assert found["report", "王秀英"] == (1, 0)
    assert found["contact", "李明"] == (0, 0)
    assert [line.left for _one, line in own_progress(person, TODAY)] == [0, 1, 1, 1]


def test_inactive_target_is_not_shown(home):
    row = target(home, "study")
    row.is_active = False
    row.save()

    assert progress_of(home, TODAY) == []


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2024, 2, 29), date(2024, 1, 1), date(2024, 3, 31)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters(day, start, end):
    assert quarter_of(day) == (start, end)


def test_convener_of_a_group_sees_the_own_group_and_members(home):
    own, other = factories.make_group(home, name="一组"), factories.make_group(home, name="二组")
    user = factories.make_user(role=Role.CONVENER, home=home)
    leader = factories.make_representative(home, name="组长")
    leader.user = user
    leader.save()
    outsider = factories.make_representative(home, name="外人")
    start = date(2022, 1, 1)
    Convener.objects.create(home=home, group=own, representative=leader, started_on=start)
    for group, person in ((own, leader), (other, outsider)):
        GroupMembership.objects.create(group=group, representative=person, started_on=start)
    target(home, "group")
    target(home, "contact")
    target(home, "study")

    found = visible_progress(home, user, TODAY)

    names = [[line.name for line in one.lines] for one in found]
    assert names == [["一组"], ["组长"], [home.name]]


@pytest.mark.parametrize("people", [1, 12])
def test_page_takes_the_same_queries_for_12_people(
    home, clerk, sign_in, people, django_assert_max_num_queries
):
    for measure in ("group", "study", "meeting", "contact", "reception", "days", "report"):
        target(home, measure)
    for _ in range(people):
        person = factories.make_representative(home)
        factories.make_visit(home, [person])
        held(home, group=factories.make_group(home), people=[person])
    client = sign_in(clerk)

    with django_assert_max_num_queries(32):
        page = client.get("/admin/progress/").content.decode()

    assert page.count("<svg") >= 7
