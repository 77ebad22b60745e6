"""What people talk about, over months and villages; every number leads to as many rows."""

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reception.models import RaisedMatter
from reception.visiting.topics import topics
from suggestions.models import Suggestion
from tests import factories

START, END = date(2026, 1, 1), date(2026, 6, 30)
PAGE = f"{reverse('topics')}?start=2026-01-01&end=2026-06-30"


def classified(home, category, at, **fields):
    matter = factories.make_suggestion(home, at=at, **fields)
    Suggestion.objects.filter(pk=matter.pk).update(category=category)
    return matter


def test_visits_and_matters_count_once_under_the_upper_topic(home, other_home, clerk):
    road = factories.make_category(home, name="村里的路")
    lane = factories.make_category(home, name="巷道", parent=road)
    village = factories.make_village(home)
    factories.make_visit(home, topic=lane, village=village, is_hot=True, on=date(2026, 2, 1))
    factories.make_visit(home, village=village)
    # Half past midnight here is still the last month in London.
    classified(home, road, factories.moment(2026, 3, 1, 0), village=village)
    classified(home, road, factories.moment(2026, 7, 1, 0), village=village)
    became = factories.make_visit(home, topic=road, village=village)
    RaisedMatter.objects.raise_matter(
        became, key="k", by=clerk, content="x", village=village, at=factories.moment(2026, 4, 1)
    )
    factories.make_visit(other_home, topic=factories.make_category(other_home))

    (topic,) = topics(home, clerk, START, END)
    assert (topic.category, topic.total, topic.hot) == (road, 2, 1)
    assert topic.by_month == {date(2026, 2, 1): 1, date(2026, 3, 1): 1}
    assert topic.by_village == {village.pk: 2}


def test_every_number_leads_to_its_list(home, clerk, sign_in):
    road = factories.make_category(home, name="村里的路")
    factories.make_visit(home, topic=road, on=date(2026, 2, 1), content="二月走访")
    classified(home, road, factories.moment(2026, 3, 1), title="三月意见")
    client = sign_in(clerk)
    links = re.findall(r'href="(list/\?[^"]+)"', client.get(PAGE).text)
    texts = [client.get(reverse("topics") + link.replace("&amp;", "&")).text for link in links]

    found = [("二月走访" in text, "三月意见" in text) for text in texts]
    # By month, all together, by village.
    assert sorted(found[:2]) == [(False, True), (True, False)]
    assert found[2] == (True, True)
    assert sorted(found[3:]) == [(False, True), (True, False)]


def test_page_costs_the_same_for_three_as_for_one(home, clerk, sign_in):
    client, costs = sign_in(clerk), []
    for _ in range(3):
        factories.make_visit(home, topic=factories.make_category(home))
        with CaptureQueriesContext(connection) as found:
            assert client.get(PAGE).status_code == 200
        costs.append(len(found))

    assert costs[1] == costs[2]


def test_nonsense_in_the_address_is_no_fault(home, other_home, clerk, sign_in):
    client = sign_in(clerk)
    topic, foreign = (factories.make_category(one).pk for one in (home, other_home))
    asked = ["?start=x", "?start=2026-06-01&end=2026-01-01", "?start=1950-01-01", "?home=x"]
    codes = [client.get(f"{reverse('topics')}{query}").status_code for query in asked]
    lists = [
        f"?topic={topic}&month=x",
        f"?topic={foreign}",
        "?topic=x",
        f"?topic={topic}&village=x",
    ]
    found = [client.get(f"{reverse('topic_list')}{query}").status_code for query in lists]

    assert (codes, found) == ([200] * 4, [200, 404, 404, 404])
