"""The chair's page: every number is the list behind its link."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from representatives.models import Convener
from suggestions.pipeline import Step
from suggestions.watch.watching import FIGURES
from tests import factories
from tests.suggestions.moving import judged
from tests.suggestions.test_watching import with_promise

PAGE = "/admin/watch/"
LIST = "/admin/suggestions/suggestion/"


def shown(client, address=PAGE):
    """slug → (number, link) of every figure on the page."""
    context = client.get(address).context
    numbers = [one for _heading, part in context["parts"] for one in part]
    return {one["figure"].slug: (one["number"], one["link"]) for one in numbers}


@pytest.fixture
def busy(home, other_home, chair, other_chair):
    """Matters in both Homes that many figures count."""
    for place, by in ((home, chair), (other_home, other_chair)):
        factories.make_suggestion(place, Step.SUPERVISE, by)
        factories.make_suggestion(place, Step.SUPERVISE, by, at=timezone.localtime())
        unhappy = factories.make_suggestion(place, Step.FEEDBACK, by)
        judged(unhappy, "unsatisfied")
        with_promise(place, by, date(2026, 3, 10))
        with_promise(place, by, timezone.localdate() + timedelta(days=3))
    factories.make_suggestion(home, Step.SORT, chair)


def test_every_number_is_the_list_behind_its_link(sign_in, busy, chair):
    client = sign_in(chair)
    found = shown(client)

    assert set(found) == {figure.slug for figure in FIGURES}
    assert found["late"][0] > found["promises-broken"][0] == 1
    for slug, (number, link) in found.items():
        context = client.get(link).context
        assert (slug, len(context["page"].rows)) == (slug, number)
        assert context["count"] == str(number)
        assert context["form"].errors == {}


def test_nothing_of_another_home_is_counted(sign_in, busy, home, chair, auditor, other_home):
    own = shown(sign_in(chair))
    auditor.watched_homes.add(other_home)
    client = sign_in(auditor)
    both, one = shown(client), shown(client, f"{PAGE}?home={home.slug}")

    assert {slug: number for slug, (number, _link) in own.items()} == {
        slug: number for slug, (number, _link) in one.items()
    }
    assert both["promises-broken"][0] == 2
    for number, link in one.values():
        assert len(client.get(link).context["page"].rows) == number


def test_convener_sees_numbers_of_the_own_group(sign_in, home, chair, convener):
    mine = factories.make_suggestion(home, Step.SUPERVISE, chair)
    factories.make_suggestion(home, Step.SUPERVISE, chair)
    group = factories.make_group(home)
    group.villages.add(mine.village)
    person = factories.make_representative(home, user=convener)
    Convener.objects.create(
        home=home, group=group, representative=person, started_on=date(2021, 10, 20)
    )

    client = sign_in(convener)
    assert shown(client)["late"][0] == 1
    assert [row.pk for row in client.get(shown(client)["late"][1]).context["page"]] == [mine.pk]


def test_no_number_is_quiet(sign_in, home, chair):
    html = sign_in(chair).get(PAGE).text

    assert (
        html.count("<strong>0</strong>") == len(FIGURES) + 2 + 5
    )  # of villages and of reception days
    assert html.count("number-none") == len(FIGURES) + 2 + 5  # of villages and of reception days


def test_every_definition_stands_beside_its_number(sign_in, home, chair):
    html = sign_in(chair).get(PAGE).text

    assert [figure.slug for figure in FIGURES if figure.definition not in html] == []


def test_villages_equal_their_list(sign_in, home, other_home, chair):
    for place in (home, other_home):
        factories.make_village(place)
        factories.make_suggestion(place, at=timezone.localtime())
        factories.make_suggestion(place, at=timezone.localtime() - timedelta(days=100))
    client = sign_in(chair)

    for days, expected in (("90", (2, 3)), ("180", (1, 3)), ("999", (1, 3))):
        villages = client.get(PAGE, {"days": days}).context["villages"]
        assert tuple(one["number"] for one in villages) == expected
        for one in villages:
            assert len(client.get(one["link"]).context["rows"]) == one["number"]


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}villages/no-matter/"])
def test_who_opens_it(sign_in, client, home, clerk, auditor, representative, unit_user, address):
    assert client.get(address).status_code == 302
    for user, status in (
        (clerk, 200),
        (auditor, 200),
        (representative.user, 403),
        (unit_user, 403),
    ):
        assert sign_in(user).get(address).status_code == status
    assert sign_in(clerk).post(address).status_code == 405


@pytest.mark.parametrize("query", [{"home": "tianyi"}, {"home": "'"}, {"days": "abc"}])
def test_bad_choice_is_not_used(sign_in, home, other_home, chair, query):
    assert sign_in(chair).get(PAGE, query).status_code == 200


def test_unknown_villages_are_not_found(sign_in, chair):
    assert sign_in(chair).get(f"{PAGE}villages/all/").status_code == 404


def test_page_takes_the_same_queries_for_30_matters(
    sign_in, home, chair, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(chair)
    factories.make_suggestion(home, Step.SUPERVISE, chair)
    client.get(PAGE)
    with django_assert_max_num_queries(40) as few:
        client.get(PAGE)
    for _row in range(29):
        factories.make_suggestion(home, Step.SUPERVISE, chair)
    with django_assert_num_queries(len(few)):
        client.get(PAGE)
