"""The staff’s list of matters: paging, every filter, bad filters as sentences."""

import pytest
from django.utils import timezone

from suggestions.pipeline import Disposal, Step
from tests.factories import (
    make_category,
    make_representative,
    make_suggestion,
    make_unit,
    make_village,
    moment,
)

LIST = "/admin/suggestions/suggestion/"


def numbers(response):
    return [row.number for row in response.context["page"]]


def test_list_is_newest_first_and_pages_by_key(sign_in, home, other_home, clerk):
    village = make_village(home)
    made = [make_suggestion(home, village=village) for _row in range(52)]
    make_suggestion(other_home)
    client = sign_in(clerk)

    first = client.get(LIST)
    second = client.get(LIST + first.context["next_link"])

    expected = [row.number for row in reversed(made)]
    assert numbers(first) + numbers(second) == expected
    assert len(numbers(second)) == 2
    assert second.context["next_link"] == ""


def test_filters_stay_in_the_address_of_the_next_page(sign_in, home, clerk):
    village = make_village(home)
    for _row in range(51):
        make_suggestion(home, village=village)

    page = sign_in(clerk).get(LIST, {"village": village.pk, "q": "路灯"})

    assert f"village={village.pk}" in page.context["next_link"]
    assert "%E8%B7%AF%E7%81%AF" in page.context["next_link"]


@pytest.fixture
def wanted(home, chair):
    """One matter that every filter below finds, and one that none finds."""
    person, unit = make_representative(home), make_unit(home)
    category = make_category(home, name="水利")
    village = make_village(home, name="北山咀村")
    found = make_suggestion(
        home,
        step=Step.SORT,
        by=chair,
        content="水管裂了",
        village=village,
        representative=person,
        kind="proposal",
        channel="letter",
        at=moment(2025, 11, 3),
    )
    found.advance(
        Step.CLASSIFY,
        by=chair,
        at=moment(2025, 11, 4),
        disposal=Disposal.UNIT,
        category=category,
        owner_level="township",
    )
    found.advance(Step.DELIVER, by=chair, at=moment(2025, 11, 4), main_unit=unit)
    make_suggestion(home, content="路灯坏了", at=timezone.now())
    return {
        "q": found.number[-4:] and "水管",
        "village": village.pk,
        "representative": person.pk,
        "unit": unit.pk,
        "category": category.pk,
        "step": 4,
        "kind": "proposal",
        "channel": "letter",
        "work": "acknowledge",
        "overdue": "on",
        "until": "2025-12",
        "number": found.number,
    }


@pytest.mark.parametrize(
    "name",
    [
        "q", "village", "representative", "unit", "category", "step", "kind", "channel", "work",
        "overdue", "until",
    ],
)  # fmt: skip
def test_each_filter_finds_its_matter(sign_in, clerk, wanted, name):
    page = sign_in(clerk).get(LIST, {name: wanted[name]})

    assert numbers(page) == [wanted["number"]]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2025-11", "2025-11", 1),
        ("2025", "2025", 1),
        ("2025年12月", "", 1),
        ("２０２５．１０", "", 2),
        ("", "2025-10", 0),
    ],
)
def test_months_are_read_as_people_write_them(sign_in, clerk, wanted, since, until, count):
    page = sign_in(clerk).get(LIST, {"since": since, "until": until})

    assert len(numbers(page)) == count


def test_number_is_found_however_it_is_typed(sign_in, clerk, wanted):
    typed = wanted["number"].replace("-", "").lower()

    assert numbers(sign_in(clerk).get(LIST, {"q": typed})) == [wanted["number"]]


@pytest.mark.parametrize(
    "query",
    [
        {"village": "abc"},
        {"village": "9" * 30},
        {"step": "99"},
        {"work": "nonsense"},
        {"since": "2025-13"},
        {"since": "9999-01"},
        {"until": "去年"},
        {"since": "2026-02", "until": "2026-01"},
        {"q": "长" * 41},
        {"before": "abc"},
        {"before": "9" * 30},
        {"q": "%_\\'\""},
    ],
)
def test_bad_filter_is_a_sentence(sign_in, home, clerk, query):
    make_suggestion(home)

    page = sign_in(clerk).get(LIST, query)

    assert page.status_code == 200
    known = set(query) & {"village", "step", "work", "since", "until"}
    if known or len(query.get("q", "")) > 40:
        assert "没看懂" in page.text


def test_filter_offers_only_rows_of_this_home(sign_in, home, other_home, clerk):
    foreign = make_village(other_home, name="别镇村")

    page = sign_in(clerk).get(LIST, {"village": foreign.pk})

    assert "别镇村" not in page.text
    assert "没有这个村" in page.text


def test_empty_list_says_what_to_do(sign_in, home, clerk):
    client = sign_in(clerk)
    assert "还没有意见" in client.get(LIST).text

    make_suggestion(home)
    assert "没有找到" in client.get(LIST, {"q": "不存在的话"}).text
