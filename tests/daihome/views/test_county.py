"""The county's table, its exports, and the chair's signs of empty form."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from daihome.county import COLUMNS, county, workbook
from daihome.signs import SIGNS, Look
from suggestions.pipeline import Step
from suggestions.watch.measures import Rate
from tests import factories

TODAY = date(2026, 7, 1)


@pytest.fixture
def busy(home, clerk):
    """A Home with something of everything in 2026, and a little outside of the year."""
    person, idle = (factories.make_representative(home) for _ in range(2))
    day = factories.make_reception_day(home, people=[person])
    day.close(
        [row.pk for row in day.roster()], by=clerk, now=factories.moment(2026, 4, 15), said=""
    )
    factories.make_record(day, receivers=[person])
    empty = factories.make_reception_day(home, on=date(2026, 5, 15), people=[person])
    empty.close([], by=clerk, now=factories.moment(2026, 5, 15), said="")
    visit = factories.make_visit(home, [person])
    factories.make_visit(home, [person], on=date(2025, 12, 31))
    factories.make_suggestion(home, step=Step.FEEDBACK, by=clerk, village=visit.village)
    factories.make_rectification(home)
    return home, idle


def _numbers(home, year=2026):
    (found,) = county([home], year, TODAY).townships
    return found.numbers


def test_each_number_beside_its_whole(busy):
    home, _idle = busy
    numbers = _numbers(home)

    assert numbers["people"] == 2
    assert numbers["idle"] == Rate(1, 2)
    assert numbers["receptions"] == 2
    assert numbers["empty"] == Rate(1, 2)
    assert numbers["contacted"] == 1
    assert numbers["cases"] == Rate(1, 1)  # due at the end of June
    assert numbers["silent"].part < numbers["silent"].whole == home.villages.count()
    assert numbers.keys() == {column.key for column in COLUMNS}
    assert all(isinstance(numbers[one.key], Rate) == one.is_rate for one in COLUMNS)


def test_another_year_is_empty(busy):
    numbers = _numbers(busy[0], 2024)

    assert [str(numbers[key]) for key in ("received", "receptions", "empty")] == ["0", "0", "0/0"]


def test_homes_do_not_count_each_others_rows(busy, other_home):
    factories.make_village(other_home)
    numbers = county([busy[0], other_home], 2026, TODAY).townships[1].numbers

    assert numbers["silent"] == Rate(1, 1)
    assert not [
        key for key, value in numbers.items() if key != "silent" and str(value) not in "0/0"
    ]


def test_queries_do_not_grow_with_homes(busy, other_home, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        county([busy[0], other_home], 2026, TODAY)


def test_workbook_and_file_say_the_same(client, busy, auditor):
    client.force_login(auditor)
    year = timezone.localdate().year

    said = json.loads(client.get("/admin/county/county.json").content)
    book = b"".join(client.get("/admin/county/county.xlsx").streaming_content)

    labels, row = load_workbook(BytesIO(book))["汇总"].iter_rows(values_only=True)
    cells = dict(zip(labels, row, strict=True))
    (found,) = said["homes"]
    assert (said["schema"], said["start"]) == ("daihome-county-1", f"{year}-01-01")
    assert cells["没有联系的村"] == found["silent"]["part"]
    assert cells["没有联系的村（总数）"] == found["silent"]["whole"]
    assert cells["收到意见"] == found["received"]
    assert client.get("/admin/county/county.exe").status_code == 404
    assert client.get("/admin/county/county.json", {"year": "2099"}).status_code == 400


def test_no_voter_is_in_the_workbook(home, clerk):
    matter = factories.make_suggestion(
        home, identity={"name": "张秀兰", "phone": "13800138000", "address": ""},
        identity_mode="named", by=clerk,
    )  # fmt: skip
    book = load_workbook(workbook(county([home], timezone.localdate().year, timezone.localdate())))
    words = " ".join(str(cell) for row in book["意见明细"].values for cell in row)

    assert matter.number in words
    assert "张秀兰" not in words
    assert "13800138000" not in words


def test_the_page_compares_watched_homes_only(client, home, other_home, auditor, convener):
    client.force_login(auditor)
    page = client.get("/admin/county/", {"year": "2099"})
    assert "2099年还没有到" in page.content.decode()
    page = client.get("/admin/county/")
    assert [one.home for one in page.context["found"].townships] == [home]

    client.force_login(convener)
    assert client.get("/admin/county/").status_code == 403


def _lines(user, home=None):
    look = Look(user, home, TODAY - timedelta(days=180), TODAY)
    return {sign.slug: [line.text for line in sign.lines(look)] for sign in SIGNS}


def test_signs_name_what_is_behind_them(busy, chair):
    home, idle = busy
    person = factories.make_representative(home)
    for title, said in (("只签了到", ""), ("有内容", "学习代表法")):
        activity = factories.make_activity(
            home, base="study", people=[person], state="held", title=title, content=said
        )
        activity.attendances.update(state="present")
        activity.settle()
    old = factories.make_suggestion(home, at=factories.moment(2025, 12, 1))

    found = _lines(chair)

    assert len(found["empty-receptions"]) == 1
    assert found["no-output"] == ["只签了到"]
    assert found["old-matters"] == [str(old)]
    assert found["idle"] == [idle.name]
    visited = {"unvisited": home.villages.count() - 1}
    assert len(found["unvisited"]) == visited["unvisited"]


def test_signs_of_another_home_are_not_seen(busy, other_chair):
    assert not any(_lines(other_chair).values())


def test_signs_are_the_chairs(client, busy, chair, clerk, auditor):
    for user, code in ((clerk, 403), (auditor, 403), (chair, 200)):
        client.force_login(user)
        assert client.get("/admin/watch/signs/").status_code == code
        assert client.get("/admin/watch/signs/idle/").status_code == code
    page = client.get("/admin/watch/signs/", {"days": "365"})
    for one in page.context["numbers"]:
        listing = client.get(one["link"])
        assert listing.context["number"] == one["number"]
    assert client.get("/admin/watch/signs/nothing/").status_code == 404
