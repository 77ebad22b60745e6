"""A visit is logged where there is no network, and where the sitting has ended meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from reception.models import Visit
from tests.browser import acting
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

NEW = "/my/visits/new/"
SAID = "田间路下雨就走不了车，收庄稼进不去。"
NAME = "王大爷"


@pytest.fixture
def me(township):
    return township["representative"].user


def write(page):
    page.locator("#id_content").fill(SAID)
    page.locator("#id_people").fill("2")
    page.locator("#id_person").fill(NAME)


def save(page):
    page.get_by_role("button", name="保存", exact=True).click()


def kept(page):
    return page.evaluate("JSON.stringify(localStorage)")


def test_visit_without_a_network_is_sent_later_and_once(me, open_page):
    page = open_page(me)
    page.goto(NEW)
    write(page)
    page.context.set_offline(True)

    save(page)

    expect(page.locator(".outbox")).to_contain_text("已经存在这部手机上")
    assert SAID in kept(page)
    assert NAME not in kept(page)
    assert not Visit.objects.exists()

    page.context.set_offline(False)

    expect(page.locator(".outbox")).to_contain_text("已经发出了")
    page.goto("/my/")
    visit = Visit.objects.get()
    assert (visit.content, visit.people, visit.person) == (SAID, 2, "")
    assert SAID not in kept(page)


def test_answer_that_is_lost_makes_no_second_visit(me, open_page):
    page = open_page(me)
    page.goto(NEW)
    write(page)
    page.context.set_offline(True)
    save(page)
    expect(page.locator(".outbox")).to_be_visible()
    box = page.evaluate(
        "localStorage.getItem(Object.keys(localStorage).find(k => k.startsWith('outbox')))"
    )
    page.context.set_offline(False)
    expect(page.locator(".outbox")).to_contain_text("已经发出了")

    # As if the telephone had never heard that it arrived.
    page.evaluate(
        "box => localStorage.setItem('outbox:' + document.querySelector('[data-outbox-of]')"
        ".dataset.outboxOf, box)", box,
    )  # fmt: skip
    page.goto("/my/")

    expect(page.locator(".outbox")).to_contain_text("已经发出了")
    assert Visit.objects.count() == 1


def test_text_is_still_there_after_signing_in_again(me, open_page):
    page = open_page(me)
    page.goto(NEW)
    write(page)
    page.context.clear_cookies(name="sessionid")

    save(page)
    sign_in(page, me)

    expect(page.locator("#id_content")).to_have_value(SAID)
    expect(page.locator("#id_person")).to_have_value(NAME)
    assert not Visit.objects.exists()
    save(page)
    expect(page).to_have_url(re.compile(r"/my/visits/\d+/$"))
    assert Visit.objects.get().person == NAME
    assert SAID not in kept(page)


def sign_in(page, user):
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form:has([name=password]) button").click()


def test_closed_page_comes_back_with_its_draft_to_its_writer_only(me, township, open_page):
    page = open_page(me)
    page.goto(NEW)
    write(page)
    page.goto("/my/")
    page.goto(NEW)

    expect(page.locator("#id_content")).to_have_value(SAID)
    expect(page.locator("#id_person")).to_have_value("")

    page.evaluate(
        "Object.keys(localStorage).forEach(k => localStorage.setItem("
        "k.replace(/^(\\w+):\\w+/, '$1:somebody'), localStorage.getItem(k))"
        " || localStorage.removeItem(k))"
    )
    page.goto(NEW)
    expect(page.locator("#id_content")).to_have_value("")


def test_without_scripts_nothing_is_lost_either(me, open_page):
    page = open_page(java_script_enabled=False)
    acting.sign_in(page, me)
    page.goto(NEW)
    write(page)
    page.locator("#id_people").fill("0")
    save(page)
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#id_content")).to_have_value(SAID)
    page.locator("#id_people").fill("2")
    page.context.clear_cookies(name="sessionid")

    save(page)
    sign_in(page, me)
    expect(page.locator("#id_content")).to_have_value(SAID)
    save(page)

    expect(page.locator("main")).to_contain_text("已经登记")
    assert Visit.objects.get().content == SAID
