"""What one representative enters on a telephone stands in every book, and is corrected in one place."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from representatives.activities import marking
from representatives.models import DutyRecord, GroupMembership
from suggestions.models import Suggestion
from tests import factories

pytestmark = pytest.mark.browser

HEARD = "田间路下雨就走不了车，收庄稼进不去。"
CORRECTED = "田间路下雨就走不了车，校车也绕着走。"
GIVEN = "入冬前看望老人，取暖煤还够。"
VISITOR = "村小学门口的排水沟堵了，下雨水就进院子。"
BY_HAND = "调解两户地界纠纷，签了协议。"


@pytest.fixture
def year(township):
    """The representative is in a group, on duty today and invited to a study and a group meeting."""
    home, me = township["home"], township["representative"]
    group = factories.make_group(home, name="第一代表小组")
    today = timezone.localdate()
    GroupMembership.objects.create(
        group=group, representative=me, started_on=today - timedelta(days=400)
    )
    at = timezone.now() - timedelta(minutes=5)
    soon = {"starts_at": at, "ends_at": at + timedelta(hours=1)}
    return township | {
        "today": today,
        "day": factories.make_reception_day(home, on=today, people=[me], group=group),
        "study": factories.make_activity(home, "study", [me], title="学习代表法", **soon),
        "meeting": factories.make_activity(
            home, "group", [me], title="小组查看道路", group=group, **soon
        ),
    }


def save(page, words="保存", then=re.compile(r"/my/[a-z]+/(\d+/)?(\?\S*)?$")):
    """Press the button and wait for the address that follows."""
    page.get_by_role("button", name=words, exact=True).click()
    expect(page).to_have_url(then)


def log_visits(page):
    """A contact that becomes a matter, and an aid visit with something given."""
    page.goto("/my/visits/new/")
    page.locator("#id_content").fill(HEARD)
    page.locator("#id_matter").check()
    save(page)
    page.goto("/my/visits/new/")
    page.get_by_role("link", name="改记走访慰问").click()
    page.locator("#id_content").fill(GIVEN)
    page.locator("#id_beneficiary").select_option("poor")
    page.locator("#id_help_1").select_option("comfort")
    page.locator("#id_what_1").fill("取暖煤")
    page.locator("#id_value_1").fill("950")
    save(page)


def sign_in_at(page, activity):
    page.goto(f"/a/{activity.code}/")
    page.get_by_role("button", name="我到了，签到", exact=True).click()
    expect(page.locator("main")).to_contain_text("您已经签到")


def receive_a_visitor(page, day):
    page.goto(f"/my/reception/{day.pk}/")
    page.locator("#id_content").fill(VISITOR)
    page.locator("[name=how][value=one]").check()
    page.locator("#id_village").select_option(label="北山咀村")
    save(page, "登记这一位", re.compile(r"saved="))


def enter_a_duty(page):
    page.goto("/my/duties/new/")
    page.locator("#id_category").select_option(label="化解矛盾纠纷")
    page.locator("#id_content").fill(BY_HAND)
    save(page)


def book(user, slug, **choice):
    """The words of a book on the clerk's screen, this year."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    query = {"year": timezone.localdate().year} | choice
    page = client.get(f"/admin/registers/{slug}/", query).content.decode()
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def end_the_day(year):
    """Staff press once each: the reception day is over, the activities were held."""
    now, clerk, day = timezone.now(), year["clerk"], year["day"]
    there = [row.pk for row in day.activity.attendances.present()]
    assert day.close(there, by=clerk, now=now, said="来访1批。")
    for name in ("study", "meeting"):
        assert marking.close(year[name], clerk, now)
    for row in DutyRecord.objects.waiting():
        row.confirm(year["chair"], now)


def test_what_is_entered_once_stands_in_every_book(year, open_page):
    me = year["representative"]
    page = open_page(me.user)
    log_visits(page)
    for activity in (year["day"].activity, year["study"], year["meeting"]):
        sign_in_at(page, activity)
    receive_a_visitor(page, year["day"])
    enter_a_duty(page)
    end_the_day(year)

    clerk = year["clerk"]
    mine = book(clerk, "duty", representative=me.pk)
    for words in (HEARD, GIVEN, BY_HAND, "学习代表法", "小组查看道路", "代表接待选民"):
        assert words in mine
    assert HEARD in book(clerk, "contacts")
    assert "取暖煤" in book(clerk, "aid")
    assert VISITOR in book(clerk, "receptions")
    assert "李春梅" in book(clerk, "attendance")
    assert "小组查看道路" in book(clerk, "group-activities")
    assert "学习代表法" in book(clerk, "studies")
    for words in ("学习代表法", "小组查看道路", "代表接待选民"):
        assert words in book(clerk, "activity-log")
    for matter in Suggestion.objects.all():
        assert matter.number in book(clerk, "feedback")
    assert Suggestion.objects.count() == 2

    correct_the_visit(page)

    for slug, choice in (("contacts", {}), ("duty", {"representative": me.pk})):
        assert CORRECTED in book(clerk, slug, **choice)
        assert HEARD not in book(clerk, slug, **choice)
    assert page.watch.problems(360) == []


def correct_the_visit(page):
    page.goto("/my/visits/")
    page.get_by_role("link", name=re.compile(HEARD[:8])).first.click()
    page.get_by_role("link", name=re.compile("改")).first.click()
    page.locator("#id_content").fill(CORRECTED)
    save(page)
