from datetime import timedelta

import pytest
from django.utils import timezone

from daihome.tools.pages import Page, capped_count
from suggestions.models import Suggestion
from tests import factories

pytestmark = pytest.mark.django_db


def keys(**options):
    """The keys of all pages of two rows, in their order, page by page."""
    pages, before = [], ""
    while before is not None:
        page = Page(Suggestion.objects.all(), str(before), 2, **options)
        pages.append([row.pk for row in page])
        before = page.next_before
    return pages


def test_pages_by_date_follow_the_date_and_lose_no_row_of_the_same_moment(home):
    now = timezone.now()
    ages = [0, 3, 1, 1, 2]  # days; entered later than they came in
    rows = [factories.make_suggestion(home=home, at=now - timedelta(days=age)).pk for age in ages]
    newest, oldest, first, second, older = rows
    assert keys(by="received_at") == [[newest, second], [first, older], [oldest]]
    assert keys() == [[older, second], [first, oldest], [newest]]


def test_a_count_stops_at_its_cap(home):
    for _ in range(3):
        factories.make_suggestion(home=home)
    assert capped_count(Suggestion.objects.all()) == "3"
    assert capped_count(Suggestion.objects.all(), 2) == "2+"
