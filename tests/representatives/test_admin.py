"""The staff's pages of people and places: scope, rights, lost updates, nonsense in addresses."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.contrib.admin import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from representatives.models import (
    Convener,
    ElectoralDistrict,
    GridCell,
    GroupMembership,
    Home,
    RepGroup,
    Representative,
    Role,
    User,
    Venue,
    VenueKind,
    Village,
)
from tests import factories

MARKUP = "<script>alert(1)</script>"


def _list(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _add(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def _change(row):
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def _seen(client, row):
    return re.search(r'name="seen" value="(\d+)"', client.get(_change(row)).content.decode())[1]


def _village_data(**fields):
    return {"name": "北山咀村", "kind": "village", "is_active": "on"} | fields


def make_convener(home, **fields):
    given = {"name": "李明", "started_on": date(2022, 1, 1)} | fields
    return Convener.objects.create(home=home, **given)


def make_cell(home, **fields):
    village = factories.make_village(home)
    return GridCell.objects.create(home=home, village=village, **{"code": "01"} | fields)


def make_district(home, number=1, **fields):
    term = factories.make_term(home)
    number += ElectoralDistrict.objects.filter(term=term).count()
    given = {"number": number, "name": f"第{number}选区"} | fields
    return ElectoralDistrict.objects.create(home=home, term=term, **given)


def make_member(home, **fields):
    person = factories.make_representative(home, with_account=True, **fields)
    group = factories.make_group(home)
    GroupMembership.objects.create(group=group, representative=person, started_on=date(2022, 1, 1))
    return person


def make_kind(home, **fields):
    name = fields.pop("name", f"类型{VenueKind.objects.count()}")
    return VenueKind.objects.create(home=home, name=name)


def make_account(home, **fields):
    return factories.make_user(home=home, **fields)


MAKERS = [
    make_member,
    factories.make_venue,
    make_kind,
    factories.make_village,
    make_cell,
    make_district,
    factories.make_group,
    make_convener,
    make_account,
]


# --- the ladder -----------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKERS)
def test_list_shows_own_rows_and_no_others(home, other_home, administrator, sign_in, make):
    own, foreign = make(home, name="本地甲"), make(other_home, name="外地乙")
    client = sign_in(administrator)

    page = client.get(_list(type(own))).content.decode()

    assert client.get(_change(own)).status_code == 200
    assert "本地甲" in page
    assert "外地乙" not in page
    assert client.get(_change(foreign)).status_code == 404
    assert client.post(_change(foreign), {"name": "改掉"}).status_code == 404
    history = _change(foreign).replace("/change/", "/history/")
    assert client.get(history).status_code == 404
    assert client.get(_change(own).replace("/change/", "/history/")).status_code == 200


def test_home_of_another_township_does_not_exist(home, other_home, clerk, sign_in):
    client = sign_in(clerk)

    assert client.get(_change(home)).status_code == 200
    assert client.get(_change(other_home)).status_code == 404
    assert client.get(_add(Home)).status_code == 403


def test_nobody_signed_in_is_sent_to_the_sign_in_page(home, client):
    answer = client.get(_list(Village), follow=False)

    assert answer.status_code == 302
    assert "next=/admin/representatives/village/" in answer.url


def test_reader_sees_but_cannot_change(home, auditor, sign_in):
    village = factories.make_village(home, name="汐子村")
    client = sign_in(auditor)

    assert "汐子村" in client.get(_list(Village)).content.decode()
    assert client.get(_change(village)).status_code == 200
    assert client.post(_change(village), _village_data()).status_code == 403
    assert client.get(_add(Village)).status_code == 403
    village.refresh_from_db()
    assert village.name == "汐子村"


def test_representative_has_no_staff_pages(home, representative, sign_in):
    assert sign_in(representative.user).get(_list(Village)).status_code == 403


def test_clerk_adds_a_village_and_the_home_comes_by_itself(home, clerk, sign_in):
    client = sign_in(clerk)

    page = client.get(_add(Village)).content.decode()
    client.post(_add(Village), _village_data(name=" 北山咀村 "))

    assert 'name="home"' not in page
    village = Village.objects.get()
    assert (village.name, village.home) == ("北山咀村", home)
    assert village.history.get().history_user == clerk


def test_posted_home_of_another_township_is_ignored(home, other_home, clerk, sign_in):
    sign_in(clerk).post(_add(Village), _village_data(home=other_home.pk))

    assert Village.objects.get().home == home


def test_same_name_twice_is_a_sentence(home, clerk, sign_in):
    factories.make_village(home, name="北山咀村")

    page = sign_in(clerk).post(_add(Village), _village_data())

    assert "已经有同名的村（社区）。" in page.content.decode()
    assert Village.objects.count() == 1


def test_new_home_leads_to_its_checklist(home, administrator, sign_in):
    everybody = factories.make_user(role=Role.ADMINISTRATOR, home=None)
    data = {
        "name": "大城子镇人大代表之家", "county": "宁城县", "town": "大城子镇", "slug": "dacheng",
        "congress_name": "大城子镇人大主席团", "number_prefix": "DC", "is_open": "on",
        "hourly_submissions": "20", "identity_days": "730",
    }  # fmt: skip

    refused = sign_in(administrator).post(_add(Home), data)
    answer = sign_in(everybody).post(_add(Home), data)

    assert refused.status_code == 403
    assert answer.url == f"/admin/setup/?home={Home.objects.get(slug='dacheng').pk}"


def test_choices_are_rows_of_the_own_home(home, other_home, clerk, sign_in):
    factories.make_village(home, name="本地村")
    foreign = factories.make_village(other_home, name="外地村")
    client = sign_in(clerk)

    page = client.get(_add(GridCell)).content.decode()
    refused = client.post(_add(GridCell), {"village": foreign.pk, "code": "01"})

    assert "本地村" in page
    assert "外地村" not in page
    assert refused.status_code == 200
    assert not GridCell.objects.exists()


def test_administrator_of_all_homes_cannot_mix_them(home, other_home, sign_in):
    everybody = factories.make_user(role=Role.ADMINISTRATOR, home=None)
    foreign = factories.make_village(other_home, name="外地村")
    data = {"home": home.pk, "village": foreign.pk, "code": "01"}

    page = sign_in(everybody).post(_add(GridCell), data)

    assert "这一项属于别的代表之家，请重新选择。" in page.content.decode()
    assert not GridCell.objects.exists()


# --- lost updates ---------------------------------------------------------------------------


def test_second_save_of_an_old_page_is_refused_and_names_what_changed(home, clerk, chair, sign_in):
    village = factories.make_village(home, name="旧名村")
    client = sign_in(clerk)
    old = _seen(client, village)
    village.name, village._history_user = "主席改的村", chair
    village.save()

    page = client.post(_change(village), _village_data(name="我改的村", seen=old))

    text = page.content.decode()
    village.refresh_from_db()
    assert village.name == "主席改的村"
    assert chair.name in text
    assert "刚改过这条记录（名称），您的修改还没有保存" in text
    assert 'value="我改的村"' in text


def test_second_press_after_the_warning_saves(home, clerk, chair, sign_in):
    village = factories.make_village(home, name="旧名村")
    client = sign_in(clerk)
    old = _seen(client, village)
    village.save()
    village.name = "主席改的村"
    village.save()
    page = client.post(_change(village), _village_data(name="我改的村", seen=old))
    new = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]

    client.post(_change(village), _village_data(name="我改的村", seen=new))

    village.refresh_from_db()
    assert village.name == "我改的村"


def test_save_without_the_mark_of_the_page_is_refused(home, clerk, sign_in):
    village = factories.make_village(home, name="旧名村")

    sign_in(clerk).post(_change(village), _village_data(name="新名村"))

    village.refresh_from_db()
    assert village.name == "旧名村"


# --- deleting -------------------------------------------------------------------------------


def test_row_in_use_is_not_deleted_and_says_where(home, clerk, sign_in):
    village = factories.make_village(home)
    factories.make_representative(home, village=village)
    address = reverse("admin:representatives_village_delete", args=[village.pk])
    client = sign_in(clerk)

    page = client.get(address).content.decode()
    client.post(address, {"post": "yes"})

    assert "人大代表：1 条" in page
    assert "取消“启用”" in page
    assert Village.objects.filter(pk=village.pk).exists()


def test_unused_row_is_deleted(home, clerk, sign_in):
    village = factories.make_village(home)

    address = reverse("admin:representatives_village_delete", args=[village.pk])
    sign_in(clerk).post(address, {"post": "yes"})

    assert not Village.objects.exists()


# --- queries, markup, nonsense --------------------------------------------------------------


@pytest.mark.parametrize("make", [*MAKERS, factories.make_term])
def test_list_takes_the_same_queries_for_3_and_30_rows(home, administrator, sign_in, make):
    client = sign_in(administrator)
    rows = [make(home) for _ in range(3)]
    address = _list(type(rows[0]))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(27):
        if make is factories.make_term:
            make(home, number=number + 30)
        else:
            make(home)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_page_of_a_group_takes_the_same_queries_for_3_and_30_members(home, clerk, sign_in):
    group = factories.make_group(home)
    client = sign_in(clerk)

    def join(number):
        for _ in range(number):
            person = factories.make_representative(home)
            GroupMembership.objects.create(
                group=group, representative=person, started_on=date(2022, 1, 1)
            )

    join(3)
    client.get(_change(group))
    with CaptureQueriesContext(connection) as few:
        client.get(_change(group))
    join(27)
    with CaptureQueriesContext(connection) as many:
        client.get(_change(group))

    assert len(many) == len(few)


@pytest.mark.parametrize("make", MAKERS)
def test_markup_in_names_is_shown_as_text(home, administrator, sign_in, make):
    row = make(home, name=MARKUP)
    client = sign_in(administrator)

    pages = [_list(type(row)), _change(row), _change(row).replace("/change/", "/history/")]
    pages.append(_change(row).replace("/change/", "/delete/"))
    for page in pages:
        text = client.get(page).content.decode()
        assert MARKUP not in text
        assert " style=" not in text


NONSENSE = [
    "id__exact=abc",
    "id__exact=99999999999999999999",
    "id__in=1,abc",
    "village__id__exact=99999999999999999999",
    "village__id__exact=abc",
    "kind__id__exact=99999999999999999999",
    "home__id__exact=99999999999999999999",
    "is_public__exact=zzz",
    "is_active__exact=zzz",
    "group=99999999999999999999",
    "user__password__startswith=p",
    "founded_on__gte=0001-01-01",
    "founded_on__year=99999",
    "q=%ED%A0%80",
    "q=%25",
    "q=" + "a" * 900,
    "p=-1",
    "p=99999999999999999999",
    "o=abc.99",
    "_to_field=password",
    "_popup=1",
    "all=",
    "office=zzz&account=zzz&level=zzz",
    "e=1",
]


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("model", [Representative, Venue, Village, RepGroup, User])
def test_nonsense_in_a_lists_address_is_never_a_fault_of_ours(
    home, administrator, sign_in, query, model
):
    answer = sign_in(administrator).get(f"{_list(model)}?{query}", follow=True)

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "query", ["village=abc", "village=99999999999999999999", "founded_on=0001"]
)
@pytest.mark.parametrize("model", [Representative, Venue, Home, RepGroup])
def test_nonsense_as_first_values_of_a_form(home, sign_in, query, model):
    everybody = factories.make_user(role=Role.ADMINISTRATOR, home=None)

    assert sign_in(everybody).get(f"{_add(model)}?{query}").status_code == 200


def test_nul_in_an_address_is_refused(home, clerk, sign_in):
    assert sign_in(clerk).get(f"{_add(Village)}?name=%00").status_code == 400


@pytest.mark.parametrize("key", ["abc", "9" * 20, "９", "0"])
def test_key_that_is_none_is_not_found(home, clerk, sign_in, key):
    address = f"{_list(Village)}{key}/change/"

    assert sign_in(clerk).get(address).status_code == 404


def test_million_of_inline_rows_is_refused(home, clerk, sign_in):
    group = factories.make_group(home)
    data = {
        "name": "第一组", "order": "10",
        "memberships-TOTAL_FORMS": "99999999", "memberships-INITIAL_FORMS": "1",
    }  # fmt: skip

    assert sign_in(clerk).post(_change(group), data).status_code == 400


@pytest.mark.parametrize("key", ["abc", "9" * 20])
def test_action_on_keys_that_are_none_changes_nothing(home, clerk, sign_in, key):
    data = {"action": "print_slips", "_selected_action": key, "index": "0"}

    answer = sign_in(clerk).post(_list(Representative), data, follow=True)

    assert "所选的记录不对，请重新选择。" in answer.content.decode()
    assert not User.objects.filter(role=Role.REPRESENTATIVE).exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-30", "昨天"])
def test_impossible_day_is_a_sentence(home, clerk, sign_in, day):
    data = {"name": "第一组", "order": "10", "founded_on": day,
            "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}  # fmt: skip

    answer = sign_in(clerk).post(_add(RepGroup), data)

    assert answer.status_code == 200
    assert not RepGroup.objects.exists()


def test_bulk_delete_is_not_offered(home, administrator, sign_in):
    factories.make_village(home)

    assert "delete_selected" not in sign_in(administrator).get(_list(Village)).content.decode()


# --- what the pages say ---------------------------------------------------------------------


def test_empty_list_says_what_to_do(home, clerk, sign_in):
    page = sign_in(clerk).get(_list(Venue)).content.decode()

    assert "还没有场所。请点“增加”" in page


def test_list_of_venues_is_a_tree(home, clerk, sign_in):
    late = factories.make_venue(home, name="后建的联络室", order=5)
    top = factories.make_venue(home, name="代表之家本部", order=1)
    inner = factories.make_venue(home, name="联络室里的接待点", order=1)
    Venue.objects.filter(pk=inner.pk).update(parent=late)
    Venue.objects.filter(pk=late.pk).update(parent=top)
    factories.make_venue(home, name="另一个站", order=2)

    page = sign_in(clerk).get(_list(Venue)).content.decode()

    found = re.findall(r'<span class="depth-(\d)">(.*?)</span>', page)
    assert found == [
        ("0", "代表之家本部"), ("1", "后建的联络室"), ("2", "联络室里的接待点"), ("0", "另一个站"),
    ]  # fmt: skip


def test_telephone_is_masked_in_the_list_and_for_readers(home, clerk, convener, sign_in):
    person = factories.make_representative(home, phone="13800138000")

    rows = sign_in(clerk).get(_list(Representative)).content.decode()
    form = sign_in(clerk).get(_change(person)).content.decode()
    reader = sign_in(convener).get(_change(person)).content.decode()

    assert "138****8000" in rows
    assert "13800138000" not in rows
    assert 'value="13800138000"' in form
    assert "138****8000" in reader
    assert "13800138000" not in reader


def _person_data(**fields):
    totals = {f"{part}-{kind}_FORMS": "0" for part in ("mandates", "memberships")
              for kind in ("TOTAL", "INITIAL")}  # fmt: skip
    return {"name": "王秀英", "is_public": "on"} | totals | fields


def test_representative_with_mandate_and_photo_is_saved(home, clerk, sign_in):
    term = factories.make_term(home)
    picture = BytesIO()
    Image.new("RGB", (40, 60), "red").save(picture, "PNG")
    data = _person_data(
        name="阿卜杜•热合曼", phone="１３８ 0013 8000",
        photo=SimpleUploadedFile("王秀英.png", picture.getvalue(), "image/png"),
        **{"mandates-TOTAL_FORMS": "1", "mandates-0-term": term.pk, "mandates-0-level": "township",
           "mandates-0-state": "active", "mandates-0-started_on": "2021年10月12日"},
    )  # fmt: skip

    client = sign_in(clerk)
    client.post(_add(Representative), data)

    person = Representative.objects.get()
    assert (person.name, person.phone) == ("阿卜杜·热合曼", "13800138000")
    assert person.mandates.get().started_on == date(2021, 10, 12)
    assert re.fullmatch(r"representatives/\d{4}/[0-9a-f-]{36}\.png", person.photo.name)
    assert f"/photos/representative/{person.pk}/" in client.get(_change(person)).content.decode()


def test_file_that_is_no_picture_is_a_sentence(home, clerk, sign_in):
    data = _person_data(photo=SimpleUploadedFile("a.png", b"<svg/>", "image/png"))

    page = sign_in(clerk).post(_add(Representative), data).content.decode()

    assert "这里不收网页或矢量图文件。" in page
    assert not Representative.objects.exists()


def test_ended_mandate_without_reason_is_a_sentence(home, clerk, sign_in):
    term = factories.make_term(home)
    data = _person_data(
        **{"mandates-TOTAL_FORMS": "1", "mandates-0-term": term.pk, "mandates-0-level": "township",
           "mandates-0-state": "ended", "mandates-0-started_on": "2021-10-12"},
    )  # fmt: skip

    page = sign_in(clerk).post(_add(Representative), data).content.decode()

    assert "资格终止的，任职止和终止原因都要填" in page
    assert not Representative.objects.exists()


@pytest.mark.parametrize("chosen", ["now", "not"])
def test_filter_by_office(home, clerk, sign_in, chosen):
    factories.make_representative(home, name="现任甲")
    factories.make_representative(home, name="离任乙", in_office=False)

    page = sign_in(clerk).get(_list(Representative), {"office": chosen}).content.decode()

    assert ("现任甲" in page) == (chosen == "now")
    assert ("离任乙" in page) == (chosen == "not")


def test_history_says_who_changed_what(home, clerk, sign_in):
    village = factories.make_village(home, name="旧名村")
    client = sign_in(clerk)
    data = _village_data(name="新名村", kind="community", seen=_seen(client, village))
    client.post(_change(village), data)

    page = client.get(_change(village).replace("/change/", "/history/")).content.decode()

    assert clerk.name in page
    assert "旧名村 → 新名村" in page
    assert "村 → 社区" in page


def test_no_page_reverts_to_an_old_version(home, clerk, sign_in):
    village = factories.make_village(home)
    version = village.history.get().pk
    address = _change(village).replace("/change/", f"/history/{version}/")

    assert sign_in(clerk).get(address, follow=True).status_code == 404


def test_every_page_of_the_app_has_a_list_that_opens(home, administrator, sign_in):
    client = sign_in(administrator)

    for model, page in site._registry.items():
        if model._meta.app_label == "representatives":
            assert client.get(_list(model)).status_code == 200
            assert page.get_list_display(client.get("/").wsgi_request) is not None
