"""While sorting: matters that may be the same, and the categories that this Home used before."""

import pytest

from suggestions.pipeline import Step
from suggestions.sorting import likely
from suggestions.sorting.similar import similar_to
from tests.factories import make_category, make_suggestion, make_village

LAMPS = "我们前街从老供销社到小学这一段路灯坏了有小半年，一共五盏都不亮。"
SAME = "前街路灯坏了好几盏，从供销社往小学走黑灯瞎火的。"
OTHER = "大棚补贴说好的一亩两千，去年冬天验收完到现在没见着钱。"


def sort_page(client, matter):
    return client.get(f"/admin/suggestions/suggestion/{matter.pk}/step/2/")


@pytest.fixture
def village(home):
    return make_village(home, name="北山咀村")


def test_same_village_comes_first_and_other_matters_not_at_all(home, clerk, village):
    elsewhere = make_suggestion(home, content=LAMPS)
    here = make_suggestion(home, content=SAME, village=village)
    make_suggestion(home, content=OTHER, village=village)
    matter = make_suggestion(home, content=LAMPS, village=village)

    found = similar_to(matter, clerk)

    assert [row.matter for row in found] == [here, elsewhere]
    assert [row.is_same_village for row in found] == [True, False]


def test_name_of_the_village_is_no_likeness(home, clerk, village):
    make_suggestion(home, content=f"北山咀的{OTHER}", village=village)
    matter = make_suggestion(home, content=f"北山咀的{LAMPS}", village=village)

    assert similar_to(matter, clerk) == []


def test_other_homes_are_not_compared(home, other_home, clerk, administrator, village):
    make_suggestion(other_home, content=LAMPS)
    matter = make_suggestion(home, content=LAMPS, village=village)

    assert similar_to(matter, clerk) == []
    assert similar_to(matter, administrator) == []


def test_at_most_five_are_shown(home, clerk, village):
    for _row in range(7):
        make_suggestion(home, content=SAME, village=village)
    matter = make_suggestion(home, content=LAMPS, village=village)

    assert len(similar_to(matter, clerk)) == 5


def test_sorting_shows_closed_ones_with_their_step(sign_in, home, clerk, chair, village):
    closed = make_suggestion(home, Step.ARCHIVE, by=chair, content=SAME, village=village)
    matter = make_suggestion(home, content=LAMPS, village=village)

    page = sort_page(sign_in(clerk), matter)

    assert [row.matter for row in page.context["similar"]] == [closed]
    assert "可能是同一件事" in page.text
    assert f"{closed.number}<span" in page.text
    assert "存档" in page.text


def test_receipt_shows_them_too_and_nothing_without(sign_in, home, clerk, village):
    first = make_suggestion(home, content=LAMPS, village=village)
    client = sign_in(clerk)
    address = "/admin/suggestions/suggestion/{}/receipt/"
    assert "可能是同一件事" not in client.get(address.format(first.pk)).text

    second = make_suggestion(home, content=SAME, village=village)

    page = client.get(address.format(second.pk))
    assert [row.matter for row in page.context["similar"]] == [first]


def test_sorting_costs_the_same_with_many(sign_in, home, clerk, village, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_suggestion(home, content=SAME, village=village)
    matter = make_suggestion(home, content=LAMPS, village=village)
    client = sign_in(clerk)
    sort_page(client, matter)
    with CaptureQueriesContext(connection) as once:
        sort_page(client, matter)
    for _row in range(3):
        make_suggestion(home, content=SAME, village=village)

    with django_assert_num_queries(len(once)):
        sort_page(client, matter)


# --- categories -----------------------------------------------------------------------------
@pytest.fixture
def archive(home, chair, village):
    """Twenty-one matters that this Home classified: lamps, water, subsidies."""
    likely._learned.cache_clear()  # keys of rows are used again from test to test
    categories = [make_category(home, name=name) for name in ("路灯", "饮水", "补贴")]
    for content, category in zip(
        (SAME, "自来水发黄，一到中午就停水", OTHER), categories, strict=True
    ):
        for _row in range(7):
            matter = make_suggestion(home, Step.SORT, by=chair, content=content, village=village)
            matter.advance(
                Step.CLASSIFY, by=chair, disposal="unit", category=category, owner_level="township"
            )
    return categories


def test_category_is_learned_from_this_homes_archive(home, chair, village, archive):
    matter = make_suggestion(home, Step.SORT, by=chair, content=LAMPS, village=village)

    assert likely.likely_categories(matter) == [archive[0]]


def test_category_is_a_hint_and_not_chosen(sign_in, home, chair, village, archive):
    matter = make_suggestion(home, Step.SORT, by=chair, content=LAMPS, village=village)

    page = sign_in(chair).get(f"/admin/suggestions/suggestion/{matter.pk}/step/3/")

    assert "从以往办过的看，可能是：路灯。" in page.text
    assert page.context["form"]["category"].value() is None


def test_nothing_is_said_of_new_matters_or_of_closed_categories(home, chair, village, archive):
    new = make_suggestion(home, content="村东头的桥塌了一截护栏", village=village)
    assert likely.likely_categories(new) == []

    archive[0].is_active = False
    archive[0].save()
    lamps = make_suggestion(home, content=LAMPS, village=village)

    assert likely.likely_categories(lamps) == []


def test_the_rest_is_never_a_hint(home, chair, village, archive):
    archive[0].name = "其他"
    archive[0].save()
    matter = make_suggestion(home, content=LAMPS, village=village)

    assert likely.likely_categories(matter) == []


def test_nothing_is_said_with_few_examples(home, chair, village, archive, monkeypatch):
    monkeypatch.setattr(likely, "FEWEST", 22)
    matter = make_suggestion(home, content=LAMPS, village=village)

    assert likely.likely_categories(matter) == []


def test_other_homes_archive_teaches_nothing(home, other_home, archive):
    matter = make_suggestion(other_home, content=LAMPS)

    assert likely.likely_categories(matter) == []
