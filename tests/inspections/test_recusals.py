"""Who has an interest stays away: not present, no duty, said everywhere; and it can be undone."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from inspections.models import Recusal
from representatives.activities import marking
from representatives.models import Attendance, DutyRecord
from tests import factories


@pytest.fixture
def people(home):
    return [factories.make_representative(home, with_account=True) for _ in range(2)]


@pytest.fixture
def inspection(home, people):
    return factories.make_inspection(home, people)


def _recuse(inspection, person):
    return Recusal.objects.recuse(inspection, person, "是受检企业的股东")


def _states(inspection):
    rows = inspection.activity.attendances.order_by("pk")
    return [(row.state, row.leave_reason) for row in rows]


def test_who_is_recused_is_on_leave_with_the_reason(inspection, people):
    row, created = _recuse(inspection, people[0])
    same, again = _recuse(inspection, people[0])

    assert (created, again, same.pk) == (True, False, row.pk)
    assert _states(inspection) == [("leave", "回避：是受检企业的股东"), ("expected", "")]


def test_the_database_refuses_somebody_recused_as_present(inspection, people):
    _recuse(inspection, people[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(representative=people[0]).update(state="present")


def test_all_present_leaves_out_who_is_recused(inspection, people, clerk):
    _recuse(inspection, people[0])
    now = factories.moment(2026, 4, 15, 10)
    marking.enter(inspection.activity, {}, by="list", now=now, rest="present")
    marking.close(inspection.activity, clerk, now)

    assert _states(inspection) == [("leave", "回避：是受检企业的股东"), ("present", "")]
    assert [row.representative for row in DutyRecord.objects.all()] == [people[1]]


def test_the_sign_in_page_says_why_and_takes_no_answer(inspection, people, clerk, sign_in):
    _recuse(inspection, people[0])
    barred = inspection.activity.attendances.get(representative=people[0])
    address = reverse("admin:representatives_activity_attendance", args=[inspection.activity_id])
    client = sign_in(clerk)

    page = client.get(address).content.decode()
    assert f'name="state_{barred.pk}"' not in page
    assert "不参加，不能登记“到”，也不记履职。原因：回避：是受检企业的股东" in page

    typed = {f"state_{barred.pk}": "present", "rest": "present", "by": "list"}
    for row in inspection.activity.attendances.exclude(pk=barred.pk):
        typed |= {f"state_{row.pk}": "expected", f"was_{row.pk}": "expected"}
    client.post(address, typed)
    assert _states(inspection) == [("leave", "回避：是受检企业的股东"), ("present", "")]


def test_the_door_does_not_let_somebody_recused_sign(inspection, people, sign_in):
    inspection.activity.starts_at = timezone.now()
    inspection.activity.save()
    _recuse(inspection, people[0])
    client = sign_in(people[0].user)

    answer = client.post(reverse("door", args=[inspection.activity.code]))

    assert answer.status_code == 409
    assert "您不参加这次活动（回避：是受检企业的股东）" in answer.content.decode()
    assert _states(inspection)[0] == ("leave", "回避：是受检企业的股东")


def test_recusing_after_the_inspection_takes_the_duty_back(inspection, people, clerk):
    now = factories.moment(2026, 4, 15, 10)
    marking.enter(inspection.activity, {}, by="list", now=now, rest="present")
    marking.close(inspection.activity, clerk, now)
    assert DutyRecord.objects.count() == 2

    row, _created = _recuse(inspection, people[0])
    assert [record.representative for record in DutyRecord.objects.all()] == [people[1]]

    row.withdraw()
    assert _states(inspection) == [("absent", ""), ("present", "")]
    assert Recusal.objects.count() == 0


def test_withdrawn_before_it_somebody_is_expected_again(inspection, people):
    row, _created = _recuse(inspection, people[0])

    row.withdraw()

    assert _states(inspection) == [("expected", ""), ("expected", "")]
    assert inspection.activity.on == date(2026, 4, 15)
