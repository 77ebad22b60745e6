"""Asking for a swap of turns, and answering, in the portal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reception.models import RosterSwap
from representatives.models import Attendance
from tests.factories import make_reception_day, make_representative

SOON = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def me(sign_in, representative):
    return sign_in(representative.user)


@pytest.fixture
def friend(home):
    return make_representative(home, with_account=True, name="李春梅")


def turn_of(person, home, on):
    return make_reception_day(home, on, [person]).activity.attendances.get()


def on_duty(turn):
    rows = Attendance.objects.filter(activity=turn.activity_id).on_duty()
    return [row.representative for row in rows.select_related("representative")]


@pytest.fixture
def turn(home, representative):
    return turn_of(representative, home, SOON)


def asked_of_me(home, representative, friend, in_return=None):
    return RosterSwap.objects.ask(
        turn_of(friend, home, SOON + timedelta(days=20)), representative,
        reason="孩子结婚", by=friend.user, now=timezone.now(), in_return=in_return,
    )  # fmt: skip


def test_asking_somebody_to_take_the_turn(me, turn, friend):
    data = {"with_whom": f"person:{friend.pk}", "reason": "那天住院"}

    response = me.post(f"/my/receptions/{turn.pk}/swap/", data)

    swap = RosterSwap.objects.get()
    assert response.url == "/my/receptions/"
    assert (swap.attendance, swap.to, swap.in_return, swap.state) == (turn, friend, None, "asked")
    assert "等对方答复" in me.get("/my/receptions/").text


def test_asking_to_change_turns(me, home, turn, friend):
    theirs = turn_of(friend, home, SOON + timedelta(days=5))

    me.post(f"/my/receptions/{turn.pk}/swap/", {"with_whom": f"turn:{theirs.pk}", "reason": "住院"})

    swap = RosterSwap.objects.get()
    assert (swap.to, swap.in_return) == (friend, theirs)


@pytest.mark.parametrize(
    "changes", [{"with_whom": ""}, {"with_whom": "person:0"}, {"with_whom": "x"}, {"reason": " "}]
)
def test_poor_request_is_refused(me, turn, friend, changes):
    data = {"with_whom": f"person:{friend.pk}", "reason": "住院"} | changes

    assert me.post(f"/my/receptions/{turn.pk}/swap/", data).status_code == 422
    assert not RosterSwap.objects.exists()


def test_nobody_of_another_home_can_be_asked(me, turn, other_representative):
    data = {"with_whom": f"person:{other_representative.pk}", "reason": "住院"}

    assert me.post(f"/my/receptions/{turn.pk}/swap/", data).status_code == 422


def test_turn_that_is_over_gets_a_sentence(me, home, representative):
    over = turn_of(representative, home, timezone.localdate() - timedelta(days=1))

    assert me.get(f"/my/receptions/{over.pk}/swap/").status_code == 409


def test_turn_of_somebody_else_is_not_there(me, home, friend):
    theirs = turn_of(friend, home, SOON)

    assert me.get(f"/my/receptions/{theirs.pk}/swap/").status_code == 404


def test_agreeing_changes_the_roster(me, home, representative, friend):
    swap = asked_of_me(home, representative, friend)
    assert [*me.get("/my/").context["swaps"]] == [swap]

    me.post(f"/my/receptions/swaps/{swap.pk}/", {"answer": "agree"})

    assert on_duty(swap.attendance) == [representative]
    assert me.get("/my/").context["turn"].activity == swap.attendance.activity


def test_refusing_changes_nothing(me, home, representative, friend):
    swap = asked_of_me(home, representative, friend)

    me.post(f"/my/receptions/swaps/{swap.pk}/", {"answer": "refuse"})

    swap.refresh_from_db()
    assert swap.state == "refused"
    assert on_duty(swap.attendance) == [friend]


def test_late_answer_gets_a_sentence(me, home, representative, friend):
    swap = asked_of_me(home, representative, friend)
    swap.withdraw(timezone.now())

    response = me.post(f"/my/receptions/swaps/{swap.pk}/", {"answer": "agree"})

    assert response.status_code == 409
    assert on_duty(swap.attendance) == [friend]


@pytest.mark.parametrize("answer", ["withdraw", "", "other"])
def test_the_one_who_is_asked_may_not_withdraw(me, home, representative, friend, answer):
    swap = asked_of_me(home, representative, friend)

    assert me.post(f"/my/receptions/swaps/{swap.pk}/", {"answer": answer}).status_code == 403


def test_the_asker_withdraws_but_does_not_agree(home, representative, friend, sign_in):
    swap = asked_of_me(home, representative, friend)
    asker = sign_in(friend.user)

    assert asker.post(f"/my/receptions/swaps/{swap.pk}/", {"answer": "agree"}).status_code == 403
    asker.post(f"/my/receptions/swaps/{swap.pk}/", {"answer": "withdraw"})

    swap.refresh_from_db()
    assert swap.state == "withdrawn"


def test_requests_of_others_are_not_there(home, representative, friend, sign_in):
    swap = asked_of_me(home, representative, friend)
    stranger = sign_in(make_representative(home, with_account=True).user)

    assert stranger.post(f"/my/receptions/swaps/{swap.pk}/").status_code == 404
