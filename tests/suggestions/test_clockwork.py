"""How one clock counts, whatever the calendar: properties that hold for every clock."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from daihome.tools.workdays import Calendar
from suggestions.clocks.clockwork import Terms, explain, last_day, paused_between
from suggestions.models import DueChange, DueDate, SpecialDay
from suggestions.pipeline import Step
from tests.factories import make_suggestion

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
calendars = st.builds(
    Calendar, st.dictionaries(days, st.tuples(st.booleans(), st.just("节日")), max_size=60)
)
units = st.sampled_from(["days", "workdays", "months"])


@st.composite
def terms(draw, **fixed):
    start, unit = draw(days), draw(units)
    number = draw(st.integers(1, 12 if unit == "months" else 60))
    later = st.integers(1, 200).map(lambda more: start + timedelta(days=more))
    given = {
        "rolls": draw(st.booleans()),
        "paused": draw(st.integers(0, 40)),
        "set_to": draw(st.none() | later),
    }
    return Terms(start, number, unit, **given | fixed)


@given(calendars, terms())
@settings(max_examples=300)
def test_explanation_ends_on_the_last_day_and_leaves_no_day_out(calendar, clock):
    notes = explain(calendar, clock)

    assert notes[-1].date == last_day(calendar, clock)
    first = clock.start
    assert [note.date for note in notes] == [first + timedelta(days=n) for n in range(len(notes))]
    assert notes[0].counted is False


@given(calendars, terms())
def test_clock_that_rolls_ends_on_a_working_day(calendar, clock):
    assert calendar.is_workday(last_day(calendar, replace(clock, rolls=True)))


@given(calendars, terms(set_to=None, rolls=False, paused=0), st.integers(0, 60))
def test_pause_adds_exactly_its_days(calendar, clock, paused):
    before = last_day(calendar, clock)

    after = last_day(calendar, replace(clock, paused=paused))

    if clock.unit == "workdays":
        between = (before + timedelta(days=n + 1) for n in range((after - before).days))
        assert sum(map(calendar.is_workday, between)) == paused
    else:
        assert (after - before).days == paused


@given(calendars, days, st.integers(0, 90), units)
def test_days_stood_still_are_those_after_the_question(calendar, asked_on, length, unit):
    ended_on = asked_on + timedelta(days=length)
    passed = [asked_on + timedelta(days=n + 1) for n in range(length)]

    stood = paused_between(calendar, asked_on, ended_on, unit)

    assert stood == (sum(map(calendar.is_workday, passed)) if unit == "workdays" else length)
    assert paused_between(calendar, ended_on, asked_on, unit) == 0 or length == 0


@given(calendars, terms(set_to=None), st.integers(0, 12))
def test_no_extension_reaches_beyond_the_longest(calendar, clock, more):
    row = DueDate(
        start_on=clock.start, number=clock.number, unit=clock.unit, rolls_forward=clock.rolls,
        max_number=clock.number + more, paused_days=clock.paused, clock="reply",
    )  # fmt: skip
    row.due_on = last_day(calendar, clock)
    longest = row.longest(calendar)

    assert longest >= row.due_on
    row.set_to, row.paused_days = longest, 0
    # Pauses given back are within the longest day already; a day off moves on at most once.
    assert last_day(calendar, row.terms) == longest
    assert row.longest(calendar) is None


# --- the calendar changes ---
@pytest.mark.django_db
@given(st.lists(st.integers(0, 250), min_size=1, max_size=8, unique=True), st.integers(0, 2**8 - 1))
@settings(max_examples=12, deadline=None)
def test_days_added_and_taken_away_restore_every_clock(numbers, works):
    touched = [date(2026, 3, 1) + timedelta(days=n) for n in numbers]
    with transaction.atomic():
        clocks = stored()
        known = SpecialDay.objects.filter(date__in=touched).values_list("date", flat=True)
        touched = [day for day in touched if day not in set(known)]
        for n, day in enumerate(touched):
            SpecialDay.objects.create(date=day, is_workday=bool(works >> n & 1), name="试")
        DueDate.objects.recount(touched, by=None, reason="增加")
        moved = stored()
        for row in DueDate.objects.running():
            assert row.explanation()[-1].date == row.due_on
        SpecialDay.objects.filter(date__in=touched).delete()
        DueDate.objects.recount(touched, by=None, reason="取消")

        assert stored() == clocks
        differing = sum(clocks[key] != moved[key] for key in clocks)
        assert DueChange.objects.count() == 2 * differing
        transaction.set_rollback(True)


def stored():
    return dict(DueDate.objects.values_list("pk", "due_on"))


@pytest.fixture(autouse=True)
def _matters(request):
    if request.node.get_closest_marker("django_db"):
        home = request.getfixturevalue("home")
        chair = request.getfixturevalue("chair")
        make_suggestion(home)
        make_suggestion(home, step=Step.SUPERVISE, by=chair)
        make_suggestion(home, step=Step.ARCHIVE, by=chair)
