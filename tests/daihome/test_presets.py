"""What a new Home starts with, and the checklist that says what is missing."""

from datetime import date

import pytest
from django.urls import reverse

from daihome.presets import CATEGORIES, DUTIES, TARGETS, load_presets
from daihome.setup import checklist, site_warnings
from representatives.models import Base
from suggestions.models import Category, DeadlinePolicy, ReplyClass, SpecialDay
from suggestions.models.calendar import Clock
from tests import factories

TODAY = date(2026, 7, 1)
SETUP = "/admin/setup/"


def _waiting(home, today=TODAY):
    return {task.title for task in checklist(home, today) if not task.done}


def test_presets_fill_every_table_of_the_home_only(home, other_home):
    load_presets(home)

    assert home.categories.filter(parent=None).count() == len(CATEGORIES) <= 20
    assert home.categories.filter(parent=None).last().name == "其他"
    assert [row.code for row in home.reply_classes.all()] == ["A", "B", "C", "D"]
    assert home.deadline_policies.count() == len(Clock)
    assert home.archive_volumes.count() == 1
    assert home.venue_kinds.count() == 4
    assert not other_home.categories.exists()


def test_presets_twice_change_nothing(home):
    load_presets(home)
    before = Category.objects.count(), ReplyClass.objects.count(), DeadlinePolicy.objects.count()

    load_presets(home)

    after = Category.objects.count(), ReplyClass.objects.count(), DeadlinePolicy.objects.count()
    assert after == before


def test_presets_leave_own_tables_alone(home):
    factories.make_category(home, name="本镇自己的分类")

    load_presets(home)

    assert [row.name for row in home.categories.all()] == ["本镇自己的分类"]


def test_checklist_of_an_empty_home_asks_for_everything(db):
    home = factories.make_home(phone="")

    waiting = _waiting(home)

    assert {"对外电话", "村（社区）", "代表", "承办单位", "意见分类", "答复类别"} <= waiting


def test_checklist_forgets_what_is_there(home):
    load_presets(home, TODAY)
    factories.make_village(home)
    factories.make_unit(home)
    factories.make_representative(home, with_account=True)

    waiting = _waiting(home)
    assert waiting == {"地址和开放时间", "发文代字", "主席的账号", "接待规则", "代表信箱"}
    factories.make_pattern(home)
    factories.make_mailbox(home)
    assert _waiting(home) == {"地址和开放时间", "发文代字", "主席的账号"}


def test_home_of_before_gets_the_tables_of_the_representatives_year(home, clerk, sign_in):
    """What the house made by itself meanwhile neither hides the line nor is there twice."""
    factories.make_reception_day(home)
    factories.make_report(home)
    added = {"活动类别", "履职类别", "履职指标", "规章制度"}
    client = sign_in(clerk)
    page = client.get(SETUP)
    client.post(SETUP)

    assert {task.title for task in page.context["waiting"] if task.preset} >= added
    assert 'href="/admin/reception/receptionpattern/add/"' in page.content.decode()
    assert _waiting(home) & added == set()
    assert sorted(home.activity_kinds.values_list("base", flat=True)) == sorted(Base.values)
    assert home.duty_categories.filter(source="report").count() == 1
    assert home.duty_categories.count() == len(DUTIES)
    assert (home.targets.count(), home.rules.exists()) == (len(TARGETS), True)


def test_next_years_calendar_is_wanted_from_november_on(home, clerk, administrator):
    SpecialDay.objects.all().delete()
    SpecialDay.objects.create(date=date(2026, 1, 1), is_workday=False, name="元旦")

    october = [row.text for row in site_warnings(administrator, date(2026, 10, 31))]
    november = next(site_warnings(administrator, date(2026, 11, 1)))
    for_clerk = next(site_warnings(clerk, date(2026, 11, 1)))

    assert not any("放假安排" in text for text in october)
    assert november.text == "2027年的放假安排还没有录入，算出的期限可能不准。"
    assert november.link == "去录入"
    assert for_clerk.text == november.text + "请告诉管理员录入。"


def test_setup_page_lists_and_loads(home, administrator, sign_in):
    client = sign_in(administrator)

    before = client.get(SETUP)
    loaded = client.post(SETUP)

    assert "意见分类" in before.content.decode()
    assert loaded.status_code == 302
    assert home.categories.exists()
    assert "常用设置已经载入" in client.get(SETUP).content.decode()


def test_setup_page_says_what_papers_are_printed_with(home, clerk, sign_in):
    shown = sign_in(clerk).get(SETUP).content.decode()

    row = "<td>仿宋_GB2312</td><td>FandolFang（代替）</td>"
    assert f'<th scope="row">正文（仿宋）</th>{row}' in shown


def test_setup_page_get_changes_nothing(home, clerk, sign_in):
    sign_in(clerk).get(SETUP)

    assert not home.categories.exists()


def test_setup_page_of_a_stranger_is_not_found(home, other_home, clerk, sign_in):
    client = sign_in(clerk)

    assert client.get(SETUP, {"home": other_home.pk}).status_code == 404
    assert client.post(f"{SETUP}?home={other_home.pk}").status_code == 404
    assert not other_home.categories.exists()


@pytest.mark.parametrize("key", ["abc", "9" * 20, "-1", "１"])
def test_setup_page_survives_nonsense(home, clerk, sign_in, key):
    assert sign_in(clerk).get(SETUP, {"home": key}).status_code == 404


def test_setup_page_needs_the_right(home, convener, auditor, sign_in, client):
    assert client.get(SETUP).url == reverse("admin:login") + f"?next={SETUP}"
    assert sign_in(convener).get(SETUP).status_code == 403
    assert sign_in(auditor).post(SETUP).status_code == 403


def test_warning_of_missing_tables_is_on_staff_pages_until_they_are_there(home, clerk, sign_in):
    client = sign_in(clerk)
    page = reverse("admin:representatives_village_changelist")

    before = client.get(page).content.decode()
    load_presets(home)
    factories.make_village(home)
    factories.make_unit(home)
    factories.make_representative(home)
    after = client.get(page).content.decode()

    assert "还有必须设置的内容没有填" in before
    assert "还有必须设置的内容没有填" not in after
