"""The fair roster under leave, by-elections, ended mandates and swaps, and against brute force."""

import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reception.roster import Options, Person, Slot, Substitute, draw, substitutes

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
ALWAYS = ((date(2024, 1, 1), None),)
GROUPS = ["东片", "南片", "西片"]

days = st.dates(FIRST, LAST)
spans = st.tuples(days, st.integers(0, 200)).map(
    lambda given: (given[0], given[0] + timedelta(days=given[1]))
)
offices = st.one_of(
    st.just(ALWAYS),
    days.map(lambda day: ((day, None),)),
    days.map(lambda day: ((date(2024, 1, 1), day),)),
    st.tuples(spans, spans),
)
options = st.builds(Options, rotates_groups=st.booleans(), county_seats=st.integers(0, 2))


def make_people(count, **fields):
    return [Person(f"p{number:02}", ALWAYS, **fields) for number in range(count)]


def make_slots(count, seats=1, every=14):
    return [
        Slot(number, FIRST + timedelta(days=4 + number * every), seats) for number in range(count)
    ]


def turns_of(drawn):
    return Counter(key for day in drawn for key in day.people)


def rewritten(slots, drawn):
    """The slots as they are after the roster was written."""
    days = {day.slot: day for day in drawn}
    return [
        replace(
            slot,
            written=tuple(key for key in days[slot.key].people if key not in slot.fixed),
            written_group=days[slot.key].group,
        )
        for slot in slots
    ]


def share(person, people, turns, period=(FIRST, LAST)):
    """The part of all turns that is in proportion to the days in office."""

    def days_in_office(each):
        number = (period[1] - period[0]).days + 1
        every = (period[0] + timedelta(days=day) for day in range(number))
        return sum(replace(each, leaves=()).is_free(day) for day in every)

    total = sum(map(days_in_office, people))
    return Fraction(turns * days_in_office(person), total) if total else Fraction(0)


@st.composite
def scenes(draw):
    people = [
        Person(
            f"p{number:02}",
            draw(offices),
            group=draw(st.sampled_from([*GROUPS, None])),
            is_county=draw(st.booleans()),
            leaves=tuple(draw(st.lists(spans, max_size=2))),
            past=draw(st.integers(0, 3)),
        )
        for number in range(draw(st.integers(1, 9)))
    ]
    some = st.lists(st.sampled_from([person.key for person in people]), max_size=2, unique=True)
    slots = [
        Slot(
            number,
            FIRST + timedelta(days=30 * draw(st.integers(0, 23))),
            draw(st.integers(1, 3)),
            own=draw(st.sampled_from([None, None, None, *GROUPS])),
            fixed=tuple(draw(some)) if draw(st.integers(0, 3)) == 0 else (),
        )
        for number in range(draw(st.integers(1, 14)))
    ]
    return slots, people, draw(options)


@given(scenes(), st.randoms())
@settings(max_examples=150, deadline=None)
def test_roster_keeps_its_rules_whatever_happens(scene, random):
    slots, people, how = scene

    drawn = draw(slots, people, how, FIRST, LAST)

    by_key, by_slot = {person.key: person for person in people}, {slot.key: slot for slot in slots}
    on_date = Counter()
    for day in drawn:
        slot = by_slot[day.slot]
        assert day.people[: len(slot.fixed)] == slot.fixed
        added = day.people[len(slot.fixed) :]
        assert len(day.people) <= max(slot.seats, len(slot.fixed))
        assert [key for key in added if not by_key[key].is_free(slot.date)] == []
        assert [key for key in added if slot.own not in (None, by_key[key].group)] == []
        on_date.update((key, slot.date) for key in added)
        assert (len(day.people) < slot.seats) <= bool(day.remark)
    on_date.update({(key, slot.date) for slot in slots for key in slot.fixed})
    assert set(on_date.values()) <= {1}

    random.shuffle(slots)
    random.shuffle(people)
    assert draw(slots, people, how, FIRST, LAST) == drawn
    assert draw(rewritten(slots, drawn), people, how, FIRST, LAST) == drawn


@given(scenes())
@settings(max_examples=150, deadline=None)
def test_nobody_is_ahead_of_somebody_who_could_sit_there_instead(scene):
    slots, people, how = scene
    how = replace(how, county_seats=0)

    drawn = draw(slots, people, how, FIRST, LAST)

    by_key, by_slot = {person.key: person for person in people}, {slot.key: slot for slot in slots}
    busy = {(key, by_slot[day.slot].date) for day in drawn for key in day.people}
    turns = Counter(key for key, _ in busy)
    for day in drawn:
        slot = by_slot[day.slot]
        group = day.group if how.rotates_groups else slot.own
        instead = [
            person
            for person in people
            if person.is_free(slot.date) and group in (None, person.group)
            if (person.key, slot.date) not in busy
        ]
        for key in day.people[len(slot.fixed) :]:
            equal = [each.key for each in instead if each.offices == by_key[key].offices]
            assert [other for other in equal if turns[key] - turns[other] > 1] == []


@given(
    st.lists(offices, min_size=1, max_size=4),
    st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=5),
)
@settings(max_examples=150, deadline=None)
def test_no_other_roster_is_fairer(spans_in_office, away):
    """Against all rosters there are: the squared differences from the shares are the smallest."""
    period = FIRST, date(2027, 12, 31)
    slots = make_slots(len(away), every=70)
    people = [
        Person(
            number,
            span,
            leaves=tuple(
                (slot.date, slot.date)
                for slot, who in zip(slots, away, strict=True)
                if number in who
            ),
        )
        for number, span in enumerate(spans_in_office)
    ]

    drawn = draw(slots, people, Options(), *period)

    able = [[each.key for each in people if each.is_free(slot.date)] for slot in slots]
    able = [keys for keys in able if keys]
    shares = {each.key: share(each, people, len(able), period) for each in people}

    def unfairness(turns):
        return sum((turns[key] - owed) ** 2 for key, owed in shares.items())

    best = min(unfairness(Counter(chosen)) for chosen in product(*able))
    found = turns_of(drawn)
    assert sum(found.values()) == len(able)
    assert unfairness(found) == best
    feasible = any(
        all(abs(Counter(chosen)[key] - owed) < 1 for key, owed in shares.items())
        for chosen in product(*able)
    )
    if feasible:
        assert max(abs(found[key] - owed) for key, owed in shares.items()) < 1


@given(st.integers(1, 30), st.integers(1, 60), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_equal_people_have_equal_turns(count, days, seats):
    people, slots = make_people(count), make_slots(days, min(seats, count), every=7)

    turns = turns_of(draw(slots, people, Options(), FIRST, LAST))

    counts = [turns[person.key] for person in people]
    assert max(counts) - min(counts) <= 1
    assert sum(counts) == days * min(seats, count)


@given(st.lists(st.integers(2, 6), min_size=2, max_size=4), st.integers(4, 40))
@settings(max_examples=60, deadline=None)
def test_groups_take_days_in_rotation_and_their_members_equally(sizes, count):
    people = [
        Person((group, number), ALWAYS, group=f"g{group}")
        for group, size in enumerate(sizes)
        for number in range(size)
    ]

    drawn = draw(make_slots(count, 2), people, Options(rotates_groups=True), FIRST, LAST)

    days = Counter(day.group for day in drawn)
    assert max(days.values()) - min(days[f"g{group}"] for group in range(len(sizes))) <= 1
    turns = turns_of(drawn)
    for group in days:
        counts = [turns[person.key] for person in people if person.group == group]
        assert max(counts) - min(counts) <= 1
    assert {len(day.people) for day in drawn} == {2}
    of_group = {person.key: person.group for person in people}
    assert [day for day in drawn if {of_group[key] for key in day.people} != {day.group}] == []


def test_office_of_half_the_period_owes_half_the_turns():
    half = FIRST + (LAST - FIRST) / 2
    people = [
        *make_people(8),
        Person("补选", ((half, None),)),
        Person("离任", ((date(2024, 1, 1), half),)),
    ]

    turns = turns_of(draw(make_slots(36, 1, every=20), people, Options(), FIRST, LAST))

    assert {turns[person.key] for person in people[:8]} == {4}
    assert (turns["补选"], turns["离任"]) == (2, 2)


def test_county_representatives_are_mixed_in_and_equal_among_themselves():
    people = [replace(each, is_county=each.key < "p03") for each in make_people(20)]

    drawn = draw(make_slots(52, 2, every=14), people, Options(county_seats=1), FIRST, LAST)

    assert {sum(key < "p03" for key in day.people) for day in drawn} == {1}
    turns = turns_of(drawn)
    assert sorted(turns[each.key] for each in people[:3]) == [17, 17, 18]
    assert {turns[each.key] for each in people[3:]} == {3, 4}
    assert [day.remark for day in drawn if day.remark] == []


def test_swap_by_hand_changes_nothing_else():
    slots, people = make_slots(24, 2), make_people(10)
    before = draw(slots, people, Options(), FIRST, LAST)
    written = rewritten(slots, before)
    (one, one_stays), (other, other_stays) = before[5].people, before[8].people
    written[5] = replace(written[5], fixed=(other,), written=(one_stays,))
    written[8] = replace(written[8], fixed=(one,), written=(other_stays,))

    after = draw(written, people, Options(), FIRST, LAST)

    assert [day.people for day in after] == [
        {5: (other, one_stays), 8: (one, other_stays)}.get(number, day.people)
        for number, day in enumerate(before)
    ]


def test_second_run_keeps_who_sits_on_a_seat_that_no_county_representative_could_take():
    day = FIRST + timedelta(days=10)
    people = [replace(each, is_county=each.key == "p09") for each in make_people(10)]
    slots = [
        Slot(1, day, 2, written=("p09", "p05")),
        Slot(2, day, 3, written=("p08", "p07", "p06")),
    ]

    drawn = draw(slots, people, Options(county_seats=1), FIRST, LAST)

    assert [day.people for day in drawn] == [("p09", "p05"), ("p08", "p07", "p06")]


def test_by_election_takes_no_more_turns_from_the_others_than_it_must():
    slots, people = make_slots(24, 2), make_people(8)
    before = draw(slots, people, Options(), FIRST, LAST)
    newcomer = Person("补选", ((slots[12].date, None),))

    after = draw(rewritten(slots, before), [*people, newcomer], Options(), FIRST, LAST)

    changed = [day for day, was in zip(after, before, strict=True) if day.people != was.people]
    assert len(changed) == turns_of(after)["补选"] == 4
    assert {len(set(day.people) - {"补选"}) for day in changed} == {1}


def test_turns_come_in_even_distances():
    people = make_people(10)

    drawn = draw(make_slots(50, 1), people, Options(), FIRST, LAST)

    order = [day.people[0] for day in drawn]
    assert order == [person.key for person in people] * 5


def test_those_with_fewer_past_turns_come_first():
    people = [replace(each, past=3 - int(each.key[1:])) for each in make_people(4)]

    drawn = draw(make_slots(2), people, Options(), FIRST, LAST)

    assert [day.people for day in drawn] == [("p03",), ("p02",)]


def test_what_cannot_be_done_is_said():
    slot = make_slots(1, 3)[0]
    people = [*make_people(2), Person("请假", ALWAYS, leaves=((FIRST, None),))]

    def remarks(slot, options=None, **more):
        options = options or Options(**more)
        return [day.remark for day in draw([slot], people, options, FIRST, LAST)]

    assert remarks(slot) == ["1月5日应安排3人，只有2人可以安排，请手工补充。"]
    assert remarks(replace(slot, own="东片")) == ["1月5日没有可以安排的代表，请手工安排。"]
    assert remarks(slot, rotates_groups=True) == ["1月5日没有可以安排的代表，请手工安排。"]
    assert remarks(replace(slot, seats=2), county_seats=1) == ["1月5日没有可以安排的县级代表。"]
    assert remarks(replace(slot, seats=2)) == [""]


def test_one_person_for_two_places_goes_where_nobody_else_can():
    day = FIRST + timedelta(days=10)
    people = [Person("a", ALWAYS, group="东片"), Person("b", ALWAYS, group="西片")]
    slots = [Slot(1, day, 1), Slot(2, day, 1, own="东片")]

    drawn = draw(slots, people, Options(), FIRST, LAST)

    assert [day.people for day in drawn] == [("b",), ("a",)]


def test_substitute_is_who_has_waited_longest():
    slot = Slot(1, date(2027, 6, 15), 1, written=("p00",))
    people = [*make_people(6), Person("请假", ALWAYS, leaves=((FIRST, LAST),))]
    people += [Person("离任", ((date(2024, 1, 1), FIRST),))]
    turns = [
        ("p00", slot.date),
        ("p01", slot.date),
        ("p02", date(2027, 4, 15)),
        ("p02", date(2026, 8, 15)),
        ("p03", date(2027, 2, 15)),
        ("p04", date(2027, 8, 15)),
    ]

    assert substitutes(slot, people, turns) == [
        Substitute("p04", None),
        Substitute("p05", None),
        Substitute("p03", date(2027, 2, 15)),
        Substitute("p02", date(2027, 4, 15)),
    ]


def test_two_years_of_weeks_for_sixty_people_take_less_than_a_second():
    people = [
        replace(each, leaves=((FIRST + timedelta(days=number * 9), LAST - timedelta(days=500)),))
        for number, each in enumerate(make_people(60))
    ]
    before = time.process_time()

    drawn = draw(make_slots(104, 3, every=7), people, Options(county_seats=1), FIRST, LAST)

    assert time.process_time() - before < 1
    assert {len(day.people) for day in drawn} == {3}
