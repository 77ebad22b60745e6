"""The links of the staff's first page that are no tables."""

import pytest
from django.urls import reverse

from daihome.admin import UPKEEP
from daihome.rooms import OVERVIEWS, REPORTS, links


def hrefs(rooms, user):
    return [address for _title, address in links(rooms, user)]


def test_every_room_opens_for_whoever_sees_its_link(sign_in, home, chair, clerk, auditor):
    rooms = [*REPORTS, *(room for of_heading in OVERVIEWS.values() for room in of_heading)]
    for user in (chair, clerk, auditor):
        client = sign_in(user)
        answers = {address: client.get(address).status_code for address in hrefs(rooms, user)}
        assert set(answers.values()) == {200}, answers


def test_first_page_shows_the_rooms(sign_in, home, chair):
    text = sign_in(chair).get(reverse("admin:index")).text

    for title, address in links(REPORTS, chair):
        assert f'<a href="{address}">{title}</a>' in text
    assert f'<a href="{reverse("admin:inspections_presidium")}">主席团一览</a>' in text


def test_convener_is_not_led_to_what_is_of_the_whole_home(convener):
    found = hrefs(REPORTS, convener)

    assert reverse("watch") in found
    assert {reverse("yearly"), reverse("county"), reverse("signs")}.isdisjoint(found)


def test_only_those_with_many_homes_set_them_side_by_side(clerk, chair, auditor):
    assert reverse("county") not in hrefs(REPORTS, clerk)
    assert reverse("county") not in hrefs(REPORTS, chair)
    assert reverse("county") in hrefs(REPORTS, auditor)


@pytest.mark.parametrize("heading", OVERVIEWS)
def test_overviews_stand_under_a_heading_of_the_page(heading):
    assert heading in UPKEEP
