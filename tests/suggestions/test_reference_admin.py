"""The staff's pages of categories, units, classes of reply, clocks, holidays and volumes."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daihome.tools.workdays import Calendar
from suggestions.models import (
    ArchiveVolume,
    Category,
    Clock,
    DeadlinePolicy,
    HandlingUnit,
    ReplyClass,
    SpecialDay,
)
from suggestions.staff.reference_admin import example_of
from tests import factories

MARKUP = "<script>alert(1)</script>"


def _list(model):
    return reverse(f"admin:suggestions_{model._meta.model_name}_changelist")


def _add(model):
    return reverse(f"admin:suggestions_{model._meta.model_name}_add")


def _change(row):
    return reverse(f"admin:suggestions_{row._meta.model_name}_change", args=[row.pk])


def make_class(home, name="已经解决", code=None):
    code = code or f"K{ReplyClass.objects.count()}"
    return ReplyClass.objects.create(home=home, code=code, label=name)


def make_volume(home, name="选民意见"):
    return factories.make_volume(home, title=name)


def make_policy(home, name="代表法第五十一条"):
    number = DeadlinePolicy.objects.filter(home=home).count()
    return DeadlinePolicy.objects.create(
        home=home, clock=f"clock{number}" if number else Clock.REPLY,
        number=3, unit="months", start_event="交办之日", legal_basis=name,
    )  # fmt: skip


MAKERS = [
    factories.make_category,
    factories.make_unit,
    make_class,
    make_volume,
    make_policy,
]


@pytest.mark.parametrize("make", MAKERS)
def test_list_shows_own_rows_and_no_others(home, other_home, clerk, auditor, sign_in, make):
    own, foreign = make(home, name="本地甲"), make(other_home, name="外地乙")
    client = sign_in(clerk)

    page = client.get(_list(type(own))).content.decode()

    assert "本地甲" in page
    assert "外地乙" not in page
    assert client.get(_change(own)).status_code == 200
    assert client.get(_change(foreign)).status_code == 404
    assert client.post(_change(foreign), {}).status_code == 404
    assert sign_in(auditor).get(_change(own)).status_code == 200
    assert sign_in(auditor).post(_change(own), {}).status_code == 403


@pytest.mark.parametrize("model", [Category, HandlingUnit, ReplyClass, SpecialDay, ArchiveVolume])
def test_pages_need_somebody_of_the_staff(home, representative, client, sign_in, model):
    assert client.get(_list(model)).status_code == 302
    assert sign_in(representative.user).get(_list(model)).status_code == 403


@pytest.mark.parametrize("make", MAKERS)
def test_list_takes_the_same_queries_for_3_and_30_rows(home, clerk, sign_in, make):
    client = sign_in(clerk)
    rows = [make(home) for _ in range(3)]
    address = _list(type(rows[0]))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(27):
        make(home)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


@pytest.mark.parametrize("make", MAKERS)
def test_markup_in_names_is_shown_as_text(home, clerk, sign_in, make):
    row = make(home, name=MARKUP)
    client = sign_in(clerk)

    for page in (_list(type(row)), _change(row), _change(row).replace("/change/", "/delete/")):
        assert MARKUP not in client.get(page).content.decode()


def test_categories_stand_below_their_parents(home, clerk, sign_in):
    late = factories.make_category(home, name="用电", order=20)
    early = factories.make_category(home, name="路和桥", order=10)
    factories.make_category(home, name="停电", parent=late, order=1)
    factories.make_category(home, name="路灯", parent=early, order=99)

    page = sign_in(clerk).get(_list(Category)).content.decode()

    assert re.findall(r'<span class="depth-(\d)">(.*?)</span>', page) == [
        ("0", "路和桥"), ("1", "路灯"), ("0", "用电"), ("1", "停电"),
    ]  # fmt: skip


def test_only_a_top_category_can_be_above_another(home, clerk, sign_in):
    top = factories.make_category(home, name="用电")
    second = factories.make_category(home, name="停电", parent=top)
    data = {"name": "夜里停电", "parent": second.pk, "order": "10", "is_active": "on"}

    sign_in(clerk).post(_add(Category), data)

    assert not Category.objects.filter(name="夜里停电").exists()


def test_same_category_twice_is_a_sentence(home, clerk, sign_in):
    factories.make_category(home, name="用电")
    data = {"name": "用电", "order": "10", "is_active": "on"}

    page = sign_in(clerk).post(_add(Category), data)

    assert "这一级已经有同名的分类。" in page.content.decode()
    assert Category.objects.count() == 1


def test_unit_is_saved_with_clean_names_and_telephone(home, clerk, sign_in):
    data = {
        "name": "农业农村办公室 ", "level": "township", "branch": "government", "leader": "王 芳",
        "phone": "（0476）4810001", "order": "10", "is_active": "on",
    }  # fmt: skip

    sign_in(clerk).post(_add(HandlingUnit), data)

    unit = HandlingUnit.objects.get()
    assert (unit.home, unit.name, unit.leader) == (home, "农业农村办公室", "王芳")
    assert unit.phone == "0476-4810001"


def test_wrong_telephone_is_a_sentence_and_keeps_what_was_typed(home, clerk, sign_in):
    data = {
        "name": "农业农村办公室", "level": "township", "branch": "government",
        "phone": "12345", "order": "10", "is_active": "on",
    }  # fmt: skip

    page = sign_in(clerk).post(_add(HandlingUnit), data).content.decode()

    assert 'value="12345"' in page
    assert 'value="农业农村办公室"' in page
    assert not HandlingUnit.objects.exists()


def test_unit_with_matters_is_not_deleted(home, clerk, sign_in):
    suggestion = factories.make_suggestion(home, step=4)
    unit = suggestion.main_assignment().unit
    address = reverse("admin:suggestions_handlingunit_delete", args=[unit.pk])

    page = sign_in(clerk).get(address).content.decode()

    assert "交办：1 条" in page
    assert "取消“启用”" in page


def test_policy_shows_what_it_means_from_today():
    policy = DeadlinePolicy(number=3, unit="months", rolls_forward=True, legal_basis="x")

    words = example_of(policy, date(2025, 11, 30), Calendar({date(2026, 2, 28): True}))

    assert words == "今天起算，最迟 2026-02-28（星期六）"


def test_list_of_policies_shows_an_example(home, clerk, sign_in):
    make_policy(home)

    assert "今天起算，最迟 " in sign_in(clerk).get(_list(DeadlinePolicy)).content.decode()


def test_volume_form_offers_the_next_number(home, clerk, sign_in):
    year = date.today().year  # noqa: DTZ011 - the same day as the form's
    factories.make_volume(home, year=year, number=4)

    page = sign_in(clerk).get(_add(ArchiveVolume)).content.decode()

    assert re.search(r'name="number" value="5"', page)


def test_holidays_are_filtered_by_year(home, clerk, sign_in):
    SpecialDay.objects.all().delete()
    SpecialDay.objects.create(date=date(2025, 10, 1), is_workday=False, name="国庆节")
    SpecialDay.objects.create(date=date(2026, 1, 4), is_workday=True, name="元旦调休上班")
    client = sign_in(clerk)

    page = client.get(_list(SpecialDay), {"year": "2026"}).content.decode()

    assert "元旦调休上班" in page
    assert "国庆节" not in page
    assert "星期日" in page


@pytest.mark.parametrize("query", ["year=abc", "year=99999", "date__year=0", "year=9" + "9" * 20])
@pytest.mark.parametrize("model", [SpecialDay, ArchiveVolume])
def test_nonsense_years_are_never_a_fault_of_ours(home, clerk, sign_in, model, query):
    factories.make_volume(home, year=2025)
    factories.make_volume(home, year=2026)
    answer = sign_in(clerk).get(f"{_list(model)}?{query}", follow=True)

    assert answer.status_code in (200, 400)
