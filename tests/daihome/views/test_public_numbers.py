"""The public page shows the staff's numbers, the bad ones too, and nothing that names somebody."""

import re
from datetime import date

import pytest
from django.utils import timezone

from daihome.views.public_numbers import FEWEST, TOGETHER, public_lines
from suggestions.pipeline import Step
from suggestions.watch.measures import MatterRow, measure
from suggestions.watch.statistics import Line
from tests import factories
from tests.suggestions.moving import judged
from tests.suggestions.test_watching import with_promise

RESULTS = "/homes/xizi/results/"
YEAR = {"year": "2026"}


@pytest.fixture
def told(home, other_home, chair, other_chair):
    """Good and bad ends of matters of 2026, and one matter of 2025; the same in another Home."""
    for place, by in ((home, chair), (other_home, other_chair)):
        factories.make_suggestion(place, Step.FEEDBACK, by)
        judged(factories.make_suggestion(place, Step.FEEDBACK, by), "unsatisfied")
        with_promise(place, by, date(2026, 3, 10))
        factories.make_suggestion(place, Step.SUPERVISE, by)
        factories.make_suggestion(place, Step.RECEIVE, at=factories.moment(2025, 12, 31, 23))


def test_public_numbers_equal_those_of_the_staff(client, sign_in, told, chair):
    public = client.get(RESULTS, YEAR).context
    staff = sign_in(chair).get("/admin/watch/statistics/", YEAR).context
    late = sign_in(chair).get("/admin/suggestions/suggestion/", {"watch": "late"}).context

    assert public["measures"] == staff["found"].total.measures
    assert public["promises"] == staff["found"].promises
    assert public["definitions"] == staff["definitions"]
    assert public["late_now"] == len(late["page"].rows)


def test_bad_numbers_are_shown_beside_the_good_ones(client, told):
    context = client.get(RESULTS, YEAR).context
    found = context["measures"]

    assert (found.received, found.answered, found.unjudged) == (4, 3, 1)
    assert (str(found.solved), str(found.satisfied), str(found.unsatisfied)) == (
        "2/3",
        "1/2",
        "1/2",
    )
    assert (context["promises"].kept, context["promises"].unkept) == (0, 1)


def test_every_number_has_its_meaning(client, told):
    response = client.get(RESULTS, YEAR)
    shown = ("received", "answered", "on_time", "solved", "satisfied", "basic", "unsatisfied",
             "unjudged", "days_to_told")  # fmt: skip

    texts = response.context["definitions"]
    assert [name for name in shown if texts[name].text not in response.text] == []
    assert response.context["promise_definition"].text in response.text
    assert "没有评价的不计入：已答复里有 1 件。" in response.text


@pytest.mark.parametrize(
    ("asked", "year"), [("2025", 2025), ("1990", 0), ("abc", 0), ("", 0), ("²", 0)]
)
def test_year_is_chosen_among_those_with_matters(client, told, asked, year):
    context = client.get(RESULTS, {"year": asked}).context

    assert context["year"] == (year or timezone.localdate().year)
    assert context["years"] == list(range(timezone.localdate().year, 2024, -1))
    if year:
        assert context["measures"].received == 1


def test_home_without_matters_has_a_page(client, home):
    context = client.get(RESULTS).context

    assert context["measures"].received == 0
    assert context["tables"] == [("按村（社区）", []), ("按分类", [])]


def test_numbers_are_counted_anew_after_every_step_and_verdict(client, home, chair):
    def seen():
        found = client.get(RESULTS).context["measures"]
        return found.received, found.answered, str(found.satisfied), found.basic.part

    now = timezone.localtime()
    matter = factories.make_suggestion(home, at=now)
    assert seen() == (1, 0, "0/0", 0)
    factories.make_suggestion(home, Step.FEEDBACK, chair, at=now)
    assert seen() == (2, 1, "1/1", 0)
    matter.satisfactions.create(level="basic", given_on=now.date())
    assert seen() == (2, 1, "1/2", 1)


def lines(*received):
    return [
        Line(f"{place}村", measure([MatterRow(1, True, None, "", False, None, number)], []))
        for place, number in enumerate(received)
    ]


@pytest.mark.parametrize(
    ("received", "shown"),
    [
        ((9, 7), [("0村", 9), ("1村", 7)]),
        ((9, 3, 2), [("0村", 9), (TOGETHER, 5)]),
        ((9, 7, 1), [("0村", 9), (TOGETHER, 8)]),
        ((9, 1), [(TOGETHER, 10)]),
        ((4,), []),
        ((1, 2), []),
        ((), []),
    ],
)
def test_few_matters_never_stand_alone(received, shown):
    found = public_lines(lines(*received))

    assert [(name, number) for name, number, _answered in found] == shown
    assert all(number >= FEWEST for _name, number, _answered in found)


def test_village_with_one_matter_is_not_named(client, home, told):
    village = factories.make_village(home, name="独一村")
    factories.make_suggestion(home, village=village)
    for _row in range(5):
        factories.make_suggestion(home, village=factories.make_village(home, name=f"小{_row}村"))

    html = client.get(RESULTS, YEAR).text

    assert "独一村" not in html
    assert TOGETHER in html


def test_drawing_has_no_script_and_no_style(client, told):
    html = client.get(RESULTS, YEAR).text
    drawings = re.findall(r"<svg.*?</svg>", html, re.S)

    assert len(drawings) == 1
    assert not re.search(r"<script|<style|style=|\son\w+=", drawings[0])


def test_page_takes_the_same_queries_for_30_matters(
    client, home, chair, django_assert_num_queries, django_assert_max_num_queries
):
    factories.make_suggestion(home, Step.FEEDBACK, chair)
    with django_assert_max_num_queries(20) as few:
        client.get(RESULTS, YEAR)
    for _row in range(29):
        factories.make_suggestion(home, Step.FEEDBACK, chair)
    with django_assert_num_queries(len(few)):
        client.get(RESULTS, YEAR)
