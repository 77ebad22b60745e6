"""Runs of a pattern over what is there already."""

from datetime import date

import pytest

from reception import dates, models, planning
from reception.models import ReceptionDay
from representatives.models import ActivityState, Attendance, GroupMembership, Mandate
from suggestions.models import SpecialDay
from tests import factories

TODAY, LAST = date(2026, 3, 1), date(2027, 12, 31)


@pytest.fixture
def pattern(home):
    return factories.make_pattern(home, in_rotation=False)


@pytest.fixture
def people(home):
    return [factories.make_representative(home) for _ in range(6)]


def run(pattern, today=TODAY, last=LAST):
    draft = planning.draft(pattern, last, today)
    planning.write(draft)
    return draft


def rosters():
    return {
        day.on: [row.representative for row in day.roster()]
        for day in ReceptionDay.objects.not_cancelled().with_activity()
    }


def day_on(on):
    return next(day for day in ReceptionDay.objects.with_activity() if day.on == on)


def test_names_of_rules_are_those_of_the_table():
    for pure, table in (("Cycle", "Cycle"), ("How", "How"), ("DayOff", "OnDayOff")):
        assert [*getattr(dates, pure)] == getattr(models, table).values


def test_run_writes_the_days_to_come_and_shares_the_turns(pattern, people):
    draft = run(pattern)

    found = rosters()
    assert [on.strftime("%y-%m") for on in found] == [
        "26-04", "26-06", "26-08", "26-10", "26-12", "27-02", "27-04", "27-06", "27-08", "27-10",
        "27-12",
    ]  # fmt: skip
    assert {len(seated) for seated in found.values()} == {2}
    assert sorted(number for _, number in draft.turns) == [3, 3, 4, 4, 4, 4]
    assert draft.spread == (3, 4)


def test_day_off_moves_the_day_and_says_why(pattern, people):
    SpecialDay.objects.create(date=date(2026, 6, 15), is_workday=False, name="端午节")
    run(pattern)

    day = day_on(date(2026, 6, 16))
    assert (day.nominal_on, day.moved_why) == (
        date(2026, 6, 15),
        "6月15日是端午节放假，顺延到6月16日",
    )
    assert day.activity.title == "6月16日代表接待选民"


def test_second_run_changes_nothing(pattern, people):
    first = run(pattern)
    before, rows = rosters(), set(Attendance.objects.values_list("pk", flat=True))
    versions = ReceptionDay.history.count(), Attendance.history.count()

    second = run(pattern)

    assert rosters() == before
    assert set(Attendance.objects.values_list("pk", flat=True)) == rows
    assert (ReceptionDay.history.count(), Attendance.history.count()) == versions
    assert planning.draft(pattern, LAST, TODAY).fingerprint == second.fingerprint
    assert second.turns == first.turns


def test_run_removes_only_future_days_that_nobody_touched(pattern, people):
    run(pattern)
    held, told, by_hand = (day_on(date(2026, month, 15)) for month in (4, 6, 10))
    told = day_on(date(2026, 6, 15))
    told.activity.state = ActivityState.ANNOUNCED
    told.activity.save()
    row = by_hand.roster()[0]
    row.is_by_hand = True
    row.save()
    before = rosters()
    pattern.days = "20"

    draft = run(pattern, today=date(2026, 5, 1))

    after = rosters()
    assert {on: after[on] for on in (held.on, told.on)} == {
        on: before[on] for on in (held.on, told.on)
    }
    assert sorted(on for on in after if on.day == 15) == [held.on, told.on, by_hand.on]
    assert len(draft.gone) == 8
    # 20 June 2026 is a Saturday: the day of the rule moves on by itself.
    assert date(2026, 6, 22) in after


def test_cancelled_day_is_nobodys_turn_and_does_not_come_back(pattern, people):
    run(pattern)
    day = day_on(date(2026, 4, 15))
    seated = [row.representative for row in day.roster()]
    day.cancel("防汛值守")

    draft = run(pattern)

    assert date(2026, 4, 15) not in rosters()
    line = next(line for line in draft.lines if line.day == day.on)
    assert (line.is_kept, line.people) == (True, [])
    assert sum(number for _, number in draft.turns) == 20
    assert {number for person, number in draft.turns if person in seated} == {3}


def test_seats_changed_by_hand_survive_and_count(pattern, people, home):
    run(pattern)
    day = day_on(date(2026, 4, 15))
    old = day.roster()[0]
    new = factories.make_representative(home)
    old.ask_leave("住院")
    Attendance.objects.create(
        activity=day.activity, representative=new, part="duty", instead_of=old, is_by_hand=True
    )
    before = rosters()

    run(pattern)

    assert rosters()[day.on] == before[day.on]
    assert new in rosters()[day.on]
    assert old.representative not in rosters()[day.on]
    assert Attendance.objects.get(pk=old.pk).leave_reason == "住院"


def test_turn_that_waits_for_a_swap_is_left_where_it_is(pattern, people, home, clerk):
    run(pattern)
    turn = day_on(date(2027, 2, 15)).roster()[0]
    turn.swaps.create(to=people[5], reason="开会", by=clerk, asked_at=factories.moment(2026, 3, 1))
    turn.representative.leaves.create(
        home=home, starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 28), reason="住院"
    )

    run(pattern)

    assert turn.representative in rosters()[date(2027, 2, 15)]
    assert turn.swaps.count() == 1


def test_turn_that_is_asked_for_in_exchange_is_left_where_it_is(pattern, people, home, clerk):
    run(pattern)
    turn = day_on(date(2027, 2, 15)).roster()[0]
    back = next(
        row
        for day in ReceptionDay.objects.with_activity()
        for row in day.roster()
        if day.on > date(2027, 2, 15) and row.representative != turn.representative
    )
    asked = {"reason": "开会", "by": clerk, "asked_at": factories.moment(2026, 3, 1)}
    swap = turn.swaps.create(to=back.representative, in_return=back, **asked)
    on = back.activity.on
    back.representative.leaves.create(home=home, starts_on=on, ends_on=on, reason="住院")
    pattern.days = "16"
    pattern.save()

    run(pattern)

    swap.refresh_from_db()
    assert (swap.attendance, swap.in_return, swap.state) == (turn, back, "asked")
    assert back.representative in rosters()[on]


def test_nobody_is_on_two_rosters_of_one_date(pattern, people, home):
    other = factories.make_pattern(home, name="联络室接待", in_rotation=False)
    run(pattern)
    draft = run(other)

    days = ReceptionDay.objects.with_activity()
    seated = [(day.on, row.representative_id) for day in days for row in day.roster()]
    assert len(seated) == len(set(seated)) == 44
    assert {number for _, number in draft.turns} == {7, 8}


def test_groups_receive_in_rotation_and_who_has_none_is_named(pattern, people, home):
    pattern.in_rotation = True
    pattern.save()
    groups = [factories.make_group(home) for _ in range(2)]
    for number, person in enumerate(people[:5]):
        GroupMembership.objects.create(
            group=groups[number % 2], representative=person, started_on=date(2022, 1, 1)
        )

    draft = run(pattern)

    days = ReceptionDay.objects.with_activity().order_by("activity__starts_at")
    received = [day.activity.group for day in days]
    assert received[::2] == [received[0]] * 6
    assert received[1::2] == [received[1]] * 5
    assert {*received} == {*groups}
    assert draft.without_group == [people[5]]


def test_own_village_is_received_by_its_own_group(people, home):
    village, other = factories.make_village(home), factories.make_village(home)
    groups = [factories.make_group(home), factories.make_group(home)]
    groups[0].villages.set([village])
    groups[1].villages.set([other])
    for number, person in enumerate(people):
        GroupMembership.objects.create(
            group=groups[number % 2], representative=person, started_on=date(2022, 1, 1)
        )
    venue = factories.make_venue(home, village=village)

    run(factories.make_pattern(home, venue=venue, own_group=True, in_rotation=True))

    seated = {person for row in rosters().values() for person in row}
    assert seated == {*people[::2]}


def test_who_is_out_of_office_or_away_is_not_drawn(pattern, people, home):
    Mandate.objects.filter(representative=people[0]).update(
        state="ended", ended_on=date(2026, 6, 15), end_reason="resigned"
    )
    people[1].leaves.create(
        home=home, starts_on=date(2026, 6, 1), ends_on=date(2026, 12, 31), reason="外出务工"
    )

    run(pattern)

    gone = [on for on, seated in rosters().items() if people[0] in seated]
    away = [on for on, seated in rosters().items() if people[1] in seated]
    assert gone == [date(2026, 4, 15)]
    assert [on for on in away if date(2026, 6, 1) <= on <= date(2026, 12, 31)] == []
    assert len(away) >= 3


def test_draft_reads_the_same_number_of_queries_for_more_people(
    pattern, people, home, django_assert_num_queries
):
    run(pattern, last=date(2026, 4, 30))
    with django_assert_num_queries(12):
        planning.draft(pattern, LAST, TODAY)
    run(pattern)
    for _ in range(5):
        factories.make_representative(home)
    with django_assert_num_queries(12):
        planning.draft(pattern, LAST, TODAY)
