"""Signing in at the door of an activity, by QR or from the portal."""

from datetime import date

import pytest
from django.utils import timezone

from representatives.models import Attendance, DutyRecord
from tests import factories
from tests.daihome.tools.papers import page_count, words_of
from tests.factories import moment


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(2026, 4, 15, 8))


@pytest.fixture
def activity(home, representative):
    return factories.make_activity(home, people=[representative], title="学习代表法")


def states():
    return list(Attendance.objects.values_list("state", "signed_by"))


def test_invited_representative_signs_in_with_one_press(sign_in, activity, representative):
    client, door = sign_in(representative.user), f"/a/{activity.code}/"
    assert client.get(door).status_code == 200
    assert states() == [("expected", "")]

    page = client.post(door, follow=True)

    assert states() == [("present", "qr")]
    assert Attendance.objects.get().signed_at == moment(2026, 4, 15, 8)
    assert "您已经签到" in page.text
    assert client.post(f"{door}?by=phone").status_code == 302
    assert states() == [("present", "qr")]


def test_from_the_portal_it_is_by_telephone(sign_in, activity, representative):
    sign_in(representative.user).post(f"/a/{activity.code}/?by=phone")

    assert states() == [("present", "phone")]


def test_signing_in_at_what_is_held_is_a_duty_at_once(sign_in, activity, representative):
    activity.state = "held"
    activity.save()
    sign_in(representative.user).post(f"/a/{activity.code}/")

    assert [row.representative for row in DutyRecord.objects.all()] == [representative]


def test_visitor_reads_what_it_is_and_is_led_to_sign_in(client, activity):
    door = f"/a/{activity.code}/"
    page = client.get(door)

    assert (page.status_code, page.context["sign_in"]) == (200, f"/accounts/sign-in/?next={door}")
    assert "学习代表法" in page.text
    assert client.post(door).status_code == 409
    assert states() == [("expected", "")]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(14, "4月15日活动当天才能签到"), (16, "活动已经过去"), (17, "活动已经过去")],
)
def test_only_on_the_day_itself(sign_in, activity, representative, monkeypatch, day, sentence):
    monkeypatch.setattr(timezone, "now", lambda: moment(2026, 4, day, 8))
    page = sign_in(representative.user).post(f"/a/{activity.code}/")

    assert page.status_code == 409
    assert sentence in page.text
    assert states() == [("expected", "")]


def test_who_is_not_on_the_list_is_told_whom_to_ask(
    sign_in, activity, home, clerk, other_representative
):
    guest = factories.make_representative(home, with_account=True)
    words = [
        sign_in(user).post(f"/a/{activity.code}/").context["words"]
        for user in (guest.user, other_representative.user, clerk)
    ]

    assert words == [
        "您不在这次活动的名单上。已经到场的，请告诉现场工作人员，由工作人员把您加上。",
        "您不在这次活动的名单上。已经到场的，请告诉现场工作人员，由工作人员把您加上。",
        "您的账号不是代表账号，不用签到。",
    ]
    assert states() == [("expected", "")]


def test_cancelled_activity_has_no_door(sign_in, activity, representative):
    activity.state, activity.cancel_reason = "cancelled", "大雪封路"
    activity.save()
    page = sign_in(representative.user).post(f"/a/{activity.code}/")

    assert (page.status_code, page.context["words"]) == (409, "这次活动取消了：大雪封路")
    assert sign_in(representative.user).get("/a/nothere/").status_code == 404


def test_sheet_for_the_door_says_where_and_when(sign_in, activity, clerk, other_clerk):
    pdf = sign_in(clerk).get(f"/admin/doors/{activity.pk}.pdf").content

    assert page_count(pdf) == 1
    for told in ("学习代表法", "2026年4月15日09:00", f"/a/{activity.code}/"):
        assert told in words_of(pdf)
    assert sign_in(other_clerk).get(f"/admin/doors/{activity.pk}.pdf").status_code == 404
    assert activity.on == date(2026, 4, 15)


def test_who_was_recorded_absent_does_not_sign_in_afterwards(sign_in, activity, representative):
    Attendance.objects.get().mark("absent")
    activity.state = "held"
    activity.save()

    page = sign_in(representative.user).post(f"/a/{activity.code}/?by=phone")

    assert page.status_code == 409
    assert "由工作人员更正" in page.text
    assert states() == [("absent", "")]


def test_of_two_presses_at_once_the_first_signature_stays(activity):
    first, second = Attendance.objects.get(), Attendance.objects.get()

    first.sign_in(moment(2026, 4, 15, 8), "phone")
    second.sign_in(moment(2026, 4, 15, 10), "qr")

    kept = Attendance.objects.get()
    assert (kept.signed_at, kept.signed_by) == (moment(2026, 4, 15, 8), "phone")
