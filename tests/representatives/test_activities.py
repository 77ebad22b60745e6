"""Activities, who was there, and the duty records that follow."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    BlankForm,
    Convener,
    DutyRecord,
    DutyState,
    FormKind,
    GroupMembership,
    Role,
)
from tests import factories


@pytest.fixture
def held(home):
    """A study of one person who signed in; it has been held."""
    person = factories.make_representative(home, name="王秀英")
    activity = factories.make_activity(home, "study", [person], title="学习代表法")
    activity.state = ActivityState.HELD
    activity.save()
    activity.attendances.get().sign_in(factories.moment(2026, 4, 15, 9), "qr")
    return activity


def duties(activity):
    return [
        (str(row.representative), str(row.category), row.on, row.content, row.days, row.state)
        for row in DutyRecord.objects.filter(key=f"activity:{activity.pk}")
    ]


def test_presence_at_a_held_activity_is_a_duty_record(held):
    day = date(2026, 4, 15)

    assert duties(held) == [
        ("王秀英", "学习培训", day, "学习代表法", Decimal("0.5"), DutyState.CONFIRMED)
    ]


def test_correcting_the_activity_corrects_the_duty_record(held):
    held.title, held.days = "学习选举法", Decimal(1)
    held.save()
    held.settle()

    assert [row[3:5] for row in duties(held)] == [("学习选举法", Decimal(1))]


def test_leave_takes_the_duty_record_away_again(held):
    Attendance.objects.get().ask_leave("家里有事")

    assert duties(held) == []
    assert Attendance.objects.get().signed_at is None


def test_first_signature_stays(held):
    Attendance.objects.get().sign_in(factories.moment(2026, 4, 15, 11), "list")

    row = Attendance.objects.get()
    assert (row.signed_at, row.signed_by) == (factories.moment(2026, 4, 15, 9), "qr")


def test_nothing_is_counted_before_the_activity_was_held(home):
    person = factories.make_representative(home)
    activity = factories.make_activity(home, people=[person])
    activity.attendances.get().sign_in(factories.moment(2026, 4, 15), "list")

    assert duties(activity) == []


def test_nobody_is_invited_twice(home):
    person = factories.make_representative(home)
    activity = factories.make_activity(home, people=[person])

    assert Attendance.objects.invite(activity, [person]) == []
    with pytest.raises(IntegrityError):
        Attendance.objects.create(activity=activity, representative=person)


def test_activities_are_scoped_by_home_group_and_person(home, other_home, clerk):
    person = factories.make_representative(home, with_account=True)
    own, foreign = factories.make_group(home), factories.make_group(home)
    GroupMembership.objects.create(group=own, representative=person, started_on=date(2022, 1, 1))
    convener = factories.make_user(role=Role.CONVENER, home=home)
    leads = factories.make_representative(home, user=convener)
    Convener.objects.create(home=home, group=own, representative=leads, started_on=date(2022, 1, 1))
    for group in (own, foreign):
        factories.make_activity(home, group=group, title=str(group))
    factories.make_activity(home, people=[person], title="全体会议")
    factories.make_activity(other_home, title="别处")

    def seen(user):
        return sorted(map(str, Activity.objects.visible_to(user)))

    assert seen(clerk) == sorted([str(own), str(foreign), "全体会议"])
    assert seen(convener) == sorted([str(own), "全体会议"])
    assert seen(person.user) == ["全体会议"]
    assert seen(factories.make_user(role=Role.UNIT, home=home)) == []


def test_duty_records_are_scoped_to_the_person(held, other_representative):
    person = Attendance.objects.get().representative
    person.user = factories.make_user(role=Role.REPRESENTATIVE, home=held.home)
    person.save()

    assert DutyRecord.objects.visible_to(person.user).count() == 1
    assert DutyRecord.objects.visible_to(other_representative.user).count() == 0


def test_blank_forms_are_numbered_without_gap(home, other_home, clerk):
    now = factories.moment(2026, 4, 1)
    for where, count in ((home, 2), (other_home, 1), (home, 1)):
        BlankForm.objects.issue(where, FormKind.RECEPTION, count, year=2026, by=clerk, now=now)

    numbers = BlankForm.objects.of(home).values_list("number", flat=True)
    assert list(numbers) == ["XZ-JD2026-0001", "XZ-JD2026-0002", "XZ-JD2026-0003"]


def test_blank_form_is_entered_or_void_once(home, clerk):
    now = factories.moment(2026, 4, 1)
    forms = BlankForm.objects.issue(home, FormKind.CONTACT, 2, year=2026, by=clerk, now=now)
    found = BlankForm.objects.take(home, "xz-lx2026－0001 ")

    assert found.number == "XZ-LX2026-0001"
    assert (found.enter(now), found.enter(now), found.void("写坏了", now)) == (True, False, False)
    assert [str(form) for form in BlankForm.objects.unused()] == ["XZ-LX2026-0002"]
    assert forms[1].number == "XZ-LX2026-0002"
    assert AttendanceState.ABSENT.label == "缺席"
