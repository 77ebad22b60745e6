"""Turns that change hands: asked and agreed, refused, withdrawn; what cannot be swapped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reception.models import DayClosed, RosterSwap, SwapState
from representatives.models import Attendance, Mandate, Message
from tests import factories

ON = timezone.localdate() + timedelta(days=30)
LATER = ON + timedelta(days=30)


@pytest.fixture
def people(home):
    return [factories.make_representative(home, with_account=True) for _ in range(3)]


@pytest.fixture
def turns(home, people):
    """The turn of the first person, and one of the second a month later."""
    days = [
        factories.make_reception_day(home, on, [person])
        for on, person in ((ON, people[0]), (LATER, people[1]))
    ]
    return [Attendance.objects.get(activity=day.activity) for day in days]


def ask(turn, to, **fields):
    by = turn.representative.user
    return RosterSwap.objects.ask(turn, to, reason="村里有事", by=by, now=timezone.now(), **fields)


def rosters(turns):
    return [
        [row.representative for row in Attendance.objects.filter(activity=turn.activity).on_duty()]
        for turn in turns
    ]


def told():
    return [(message.user, message.title) for message in Message.objects.order_by("pk")]


def test_nothing_changes_before_the_other_agrees(people, turns):
    swap = ask(turns[0], people[1], in_return=turns[1])
    before = rosters(turns)
    swap.agree(timezone.now())

    assert before == [[people[0]], [people[1]]]
    assert rosters(turns) == [[people[1]], [people[0]]]
    assert told() == [
        (people[1].user, f"{people[0]}想请您换班：{ON}换{LATER}"),
        (people[0].user, f"{people[1]}同意了：{ON}由{people[1]}接待，{LATER}由{people[0]}接待"),
    ]
    new = Attendance.objects.get(activity=turns[0].activity, representative=people[1])
    assert (new.instead_of, new.is_by_hand) == (turns[0], True)


def test_turn_that_is_only_taken_over_goes_one_way(people, turns):
    ask(turns[0], people[2]).agree(timezone.now())

    assert rosters(turns) == [[people[2]], [people[1]]]


@pytest.mark.parametrize(("answer", "reader"), [("refuse", 0), ("withdraw", 1)])
def test_refused_or_withdrawn_swap_changes_nothing_and_is_told(people, turns, answer, reader):
    swap = ask(turns[0], people[1])
    getattr(swap, answer)(timezone.now())

    assert rosters(turns) == [[people[0]], [people[1]]]
    assert told()[-1][0] == people[reader].user
    with pytest.raises(DayClosed, match="已经有了结果"):
        swap.agree(timezone.now())


def test_turn_waits_for_one_answer_at_a_time(people, turns):
    ask(turns[0], people[1])

    with pytest.raises(DayClosed, match="已经在等别人答复"):
        ask(turns[0], people[2])


def test_swap_that_is_not_possible_any_more_is_not_agreed(home, people, turns):
    swap = ask(turns[0], people[1])
    factories.make_reception_day(home, ON, [people[1]])

    with pytest.raises(DayClosed, match="已经有一班"):
        swap.agree(timezone.now())

    swap.refresh_from_db()
    assert (swap.state, rosters(turns)) == (SwapState.ASKED, [[people[0]], [people[1]]])


def test_nobody_is_asked_who_cannot_come(home, people, turns):
    people[1].leaves.create(home=home, starts_on=ON, ends_on=ON, reason="住院")
    Mandate.objects.filter(representative=people[2]).update(
        state="ended", ended_on=ON, end_reason="moved"
    )

    for person, said in ((people[1], "请了假"), (people[2], "不在任"), (people[0], "另一位代表")):
        with pytest.raises(DayClosed, match=said):
            ask(turns[0], person)
    assert told() == []


def test_swap_is_seen_by_the_two_and_the_staff(people, turns, clerk, other_clerk):
    swap = ask(turns[0], people[1])

    def seen(user):
        return list(RosterSwap.objects.visible_to(user))

    assert [seen(user) for user in (people[0].user, people[1].user, clerk)] == [[swap]] * 3
    assert (seen(people[2].user), seen(other_clerk)) == ([], [])


def test_of_two_requests_at_once_the_second_is_told(people, turns, monkeypatch):
    ask(turns[0], people[1])
    # As the second sees it who looked before the first had written.
    monkeypatch.setattr(type(RosterSwap.objects.all()), "waiting", lambda rows: rows.none())

    with pytest.raises(DayClosed, match="已经在等别人答复"):
        ask(turns[0], people[2])
    assert RosterSwap.objects.get().to == people[1]
