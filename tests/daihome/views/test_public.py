"""The pages that everybody may open."""

from datetime import date

import pytest

from representatives.models import ElectoralDistrict, GroupMembership, Mandate, User
from suggestions.models import Suggestion
from suggestions.pipeline import Step
from tests import factories

PEOPLE = "/homes/xizi/representatives/"
RESULTS = "/homes/xizi/results/"


def page(client, address, **data):
    return client.get(address, data).content.decode()


def publish(matter, title="路灯修好了", **fields):
    fields = {"is_published": True, "public_title": title, "public_result": "全部修好。"} | fields
    Suggestion.objects.filter(pk=matter.pk).update(**fields)


def test_front_of_one_home_is_its_page(client, home):
    html = page(client, "/")

    assert home.name in html
    assert "谁是我的代表" in html
    assert home.phone in html


def test_front_of_several_homes_lists_those_that_are_open(client, home, other_home):
    closed = factories.make_home(name="关着的家", slug="closed", number_prefix="GB", is_open=False)

    html = page(client, "/")

    assert 'href="/homes/xizi/"' in html
    assert 'href="/homes/tianyi/"' in html
    assert closed.name not in html


def test_front_shows_public_venues_only(client, home, other_home):
    shown = factories.make_venue(home, opening_hours="每月5日 9:00—11:00")
    hidden = factories.make_venue(home, is_public=False)
    foreign = factories.make_venue(other_home)

    html = page(client, "/homes/xizi/")

    assert shown.name in html
    assert shown.opening_hours in html
    assert hidden.name not in html
    assert foreign.name not in html


@pytest.mark.parametrize("address", ["/homes/xizi/", PEOPLE, RESULTS])
def test_closed_home_has_no_pages(client, home, address):
    home.is_open = False
    home.save()

    assert client.get(address).status_code == 404


def test_venue_page_opens_the_form_for_it(client, home):
    venue = factories.make_venue(home)

    assert f"/suggestions/new/?s={venue.code}" in page(client, f"/s/{venue.code}/")


def test_hidden_venue_and_its_closed_home_are_not_found(client, home):
    hidden, open_one = factories.make_venue(home, is_public=False), factories.make_venue(home)

    assert client.get(f"/s/{hidden.code}/").status_code == 404
    home.is_open = False
    home.save()
    assert client.get(f"/s/{open_one.code}/").status_code == 404


def test_representative_page_shows_what_is_public(client, home):
    person = factories.make_representative(
        home, name="李建国", post="村支书", phone="13800138000", note="内部备注"
    )

    html = page(client, f"/r/{person.code}/")

    assert "李建国" in html
    assert "村支书" in html
    assert f"/suggestions/new/?r={person.code}" in html
    assert "13800138000" not in html
    assert "内部备注" not in html


def test_representative_telephone_is_shown_with_consent(client, home):
    person = factories.make_representative(home, phone="13800138000", phone_is_public=True)

    assert "13800138000" in page(client, f"/r/{person.code}/")


def test_representative_out_of_office_says_so_and_takes_nothing(client, home):
    person = factories.make_representative(home, in_office=False)

    html = page(client, f"/r/{person.code}/")

    assert "现在不担任代表职务" in html
    assert f"?r={person.code}" not in html


def test_hidden_representative_is_not_found(client, home):
    person = factories.make_representative(home, is_public=False)

    assert client.get(f"/r/{person.code}/").status_code == 404
    assert person.name not in page(client, PEOPLE)


def test_representatives_are_those_in_office(client, home, other_home):
    shown = factories.make_representative(home)
    former = factories.make_representative(home, in_office=False)
    foreign = factories.make_representative(other_home)

    html = page(client, PEOPLE)

    assert shown.name in html
    assert former.name not in html
    assert foreign.name not in html


def test_village_finds_its_representatives_by_each_bond(client, home):
    village, term = factories.make_village(home), factories.make_term(home)
    elected, grouped, neighbour, nobody = (
        factories.make_representative(home, name=name)
        for name in ("选区甲", "小组乙", "同村丙", "无关丁")
    )
    district = ElectoralDistrict.objects.create(home=home, term=term, number=3, name="第三选区")
    district.villages.add(village)
    Mandate.objects.filter(representative=elected).update(district=district)
    group = factories.make_group(home)
    group.villages.add(village)
    GroupMembership.objects.create(
        group=group, representative=grouped, started_on=date(2021, 11, 1)
    )
    neighbour.village = village
    neighbour.save()

    html = page(client, PEOPLE, village=village.pk)

    places = [html.index(one.name) for one in (elected, grouped, neighbour)]
    assert places == sorted(places)
    assert nobody.name not in html
    assert "第三选区" in html


def test_village_without_representatives_says_what_to_do(client, home):
    village = factories.make_village(home)
    factories.make_representative(home)

    assert "照样可以" in page(client, PEOPLE, village=village.pk)


@pytest.mark.parametrize("village", ["abc", "0", "99999999999999999999", "１", "-1", "1 OR 1=1"])
def test_strange_village_shows_everybody(client, home, village):
    person = factories.make_representative(home)

    response = client.get(PEOPLE, {"village": village})

    assert response.status_code == 200
    assert person.name in response.content.decode()


def test_village_of_another_home_is_not_known_here(client, home, other_home):
    foreign = factories.make_village(other_home, name="别处的村")

    assert "别处的村" not in page(client, PEOPLE, village=foreign.pk)


def test_representatives_cost_the_same_for_many(client, home, django_assert_num_queries):
    village = factories.make_village(home)
    factories.make_representative(home, village=village)
    client.get(PEOPLE)

    with django_assert_num_queries(4):
        client.get(PEOPLE, {"village": village.pk})
    for _ in range(8):
        factories.make_representative(home, village=village)
    with django_assert_num_queries(4):
        client.get(PEOPLE, {"village": village.pk})


def test_results_show_what_was_published_and_nothing_else(client, home):
    identity = {"name": "王秀英", "phone": "13800138000", "address": ""}
    matter = factories.make_suggestion(home, step=Step.ARCHIVE, identity=identity)
    unpublished = factories.make_suggestion(home, step=Step.ARCHIVE, title="没有公开的事")
    publish(matter)

    html = page(client, RESULTS)

    assert "路灯修好了" in html
    for secret in (matter.content, matter.number, "王秀英", unpublished.title):
        assert secret not in html


def test_results_wait_for_the_feedback(client, home):
    matter = factories.make_suggestion(home, step=Step.SUPERVISE)
    publish(matter)

    assert "路灯修好了" not in page(client, RESULTS)


def test_results_go_on_without_gap_or_repetition(client, home):
    matter = factories.make_suggestion(home, step=Step.ARCHIVE)
    clone = Suggestion.objects.get(pk=matter.pk)
    for n in range(45):
        clone.pk, clone.number, clone.key = None, f"XZ2026-1{n:03d}", f"clone-{n}"
        clone.is_published, clone.public_title = True, f"结果{n:02d}号"
        clone.save(force_insert=True)

    seen, address = [], RESULTS
    while address:
        html = page(client, address)
        seen += [n for n in range(45) if f"结果{n:02d}号" in html]
        older = html.partition('href="?before=')[2].partition('"')[0]
        address = f"{RESULTS}?before={older}" if older else ""

    assert sorted(seen) == list(range(45))


@pytest.mark.parametrize("before", ["abc", "-1", "99999999999999999999", "１", "' OR 1=1"])
def test_results_take_a_strange_place_calmly(client, home, before):
    assert client.get(RESULTS, {"before": before}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/homes/xizi/", PEOPLE, RESULTS, "/suggestions/new/"])
def test_public_pages_open_no_session(client, home, address):
    assert "sessionid" not in client.get(address).cookies


def test_healthz_says_ok(client, db):
    response = client.get("/healthz/")

    assert (response.status_code, response.content) == (200, b"ok")


def test_front_page_without_a_home_says_what_to_do(client, db):
    page = client.get("/")

    assert page.status_code == 200
    assert "正在筹备" in page.text
    assert "/admin/" in page.text


def test_first_administrator_finds_where_to_begin(client, db):
    boss = User.objects.create_superuser("boss", password=factories.PASSWORD, name="测试管理员")
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/admin/").status_code == 200
    assert "/admin/representatives/home/add/" in client.get("/admin/setup/").text
    assert client.get("/admin/representatives/home/add/").status_code == 200
