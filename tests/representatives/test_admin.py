"""The staff's pages of people and places: scope, rights, lost updates, deleting."""

import re

import pytest
from django.urls import reverse

from representatives.models import (
    GridCell,
    Home,
    Role,
    Village,
)
from tests import factories
from tests.representatives.admin_rows import (
    MAKERS,
    add_page,
    list_of,
    page_of,
    seen_mark,
    village_data,
)


@pytest.mark.parametrize("make", MAKERS)
def test_list_shows_own_rows_and_no_others(home, other_home, administrator, sign_in, make):
    own, foreign = make(home, name="本地甲"), make(other_home, name="外地乙")
    client = sign_in(administrator)

    page = client.get(list_of(type(own))).content.decode()

    assert client.get(page_of(own)).status_code == 200
    assert "本地甲" in page
    assert "外地乙" not in page
    assert client.get(page_of(foreign)).status_code == 404
    assert client.post(page_of(foreign), {"name": "改掉"}).status_code == 404
    history = page_of(foreign).replace("/change/", "/history/")
    assert client.get(history).status_code == 404
    assert client.get(page_of(own).replace("/change/", "/history/")).status_code == 200


def test_home_of_another_township_does_not_exist(home, other_home, clerk, sign_in):
    client = sign_in(clerk)

    assert client.get(page_of(home)).status_code == 200
    assert client.get(page_of(other_home)).status_code == 404
    assert client.get(add_page(Home)).status_code == 403


def test_nobody_signed_in_is_sent_to_the_sign_in_page(home, client):
    answer = client.get(list_of(Village), follow=False)

    assert answer.status_code == 302
    assert "next=/admin/representatives/village/" in answer.url


def test_reader_sees_but_cannot_change(home, auditor, sign_in):
    village = factories.make_village(home, name="汐子村")
    client = sign_in(auditor)

    assert "汐子村" in client.get(list_of(Village)).content.decode()
    assert client.get(page_of(village)).status_code == 200
    assert client.post(page_of(village), village_data()).status_code == 403
    assert client.get(add_page(Village)).status_code == 403
    village.refresh_from_db()
    assert village.name == "汐子村"


def test_representative_has_no_staff_pages(home, representative, sign_in):
    assert sign_in(representative.user).get(list_of(Village)).status_code == 403


def test_clerk_adds_a_village_and_the_home_comes_by_itself(home, clerk, sign_in):
    client = sign_in(clerk)

    page = client.get(add_page(Village)).content.decode()
    client.post(add_page(Village), village_data(name=" 北山咀村 "))

    assert 'name="home"' not in page
    village = Village.objects.get()
    assert (village.name, village.home) == ("北山咀村", home)
    assert village.history.get().history_user == clerk


def test_posted_home_of_another_township_is_ignored(home, other_home, clerk, sign_in):
    sign_in(clerk).post(add_page(Village), village_data(home=other_home.pk))

    assert Village.objects.get().home == home


def test_same_name_twice_is_a_sentence(home, clerk, sign_in):
    factories.make_village(home, name="北山咀村")

    page = sign_in(clerk).post(add_page(Village), village_data())

    assert "已经有同名的村（社区）。" in page.content.decode()
    assert Village.objects.count() == 1


def test_new_home_leads_to_its_checklist(home, administrator, sign_in):
    everybody = factories.make_user(role=Role.ADMINISTRATOR, home=None)
    data = {
        "name": "大城子镇人大代表之家", "county": "宁城县", "town": "大城子镇", "slug": "dacheng",
        "congress_name": "大城子镇人大主席团", "number_prefix": "DC", "is_open": "on",
        "hourly_submissions": "20", "identity_days": "730",
        "chase_days": "7", "unit_link_days": "60", "silent_days": "60",
        "late_entry_days": "7",
    }  # fmt: skip

    refused = sign_in(administrator).post(add_page(Home), data)
    answer = sign_in(everybody).post(add_page(Home), data)

    assert refused.status_code == 403
    assert answer.url == f"/admin/setup/?home={Home.objects.get(slug='dacheng').pk}"


def test_choices_are_rows_of_the_own_home(home, other_home, clerk, sign_in):
    factories.make_village(home, name="本地村")
    foreign = factories.make_village(other_home, name="外地村")
    client = sign_in(clerk)

    page = client.get(add_page(GridCell)).content.decode()
    refused = client.post(add_page(GridCell), {"village": foreign.pk, "code": "01"})

    assert "本地村" in page
    assert "外地村" not in page
    assert refused.status_code == 200
    assert not GridCell.objects.exists()


def test_administrator_of_all_homes_cannot_mix_them(home, other_home, sign_in):
    everybody = factories.make_user(role=Role.ADMINISTRATOR, home=None)
    foreign = factories.make_village(other_home, name="外地村")
    data = {"home": home.pk, "village": foreign.pk, "code": "01"}

    page = sign_in(everybody).post(add_page(GridCell), data)

    assert "这一项属于别的代表之家，请重新选择。" in page.content.decode()
    assert not GridCell.objects.exists()


# --- lost updates ---------------------------------------------------------------------------


def test_second_save_of_an_old_page_is_refused_and_names_what_changed(home, clerk, chair, sign_in):
    village = factories.make_village(home, name="旧名村")
    client = sign_in(clerk)
    old = seen_mark(client, village)
    village.name, village._history_user = "主席改的村", chair
    village.save()

    page = client.post(page_of(village), village_data(name="我改的村", seen=old))

    text = page.content.decode()
    village.refresh_from_db()
    assert village.name == "主席改的村"
    assert chair.name in text
    assert "刚改过这条记录（名称），您的修改还没有保存" in text
    assert 'value="我改的村"' in text


def test_second_press_after_the_warning_saves(home, clerk, chair, sign_in):
    village = factories.make_village(home, name="旧名村")
    client = sign_in(clerk)
    old = seen_mark(client, village)
    village.save()
    village.name = "主席改的村"
    village.save()
    page = client.post(page_of(village), village_data(name="我改的村", seen=old))
    new = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]

    client.post(page_of(village), village_data(name="我改的村", seen=new))

    village.refresh_from_db()
    assert village.name == "我改的村"


def test_save_without_the_mark_of_the_page_is_refused(home, clerk, sign_in):
    village = factories.make_village(home, name="旧名村")

    sign_in(clerk).post(page_of(village), village_data(name="新名村"))

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
