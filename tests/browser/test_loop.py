"""The whole loop of issue and answer, played by everybody at once, with the clock moved."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from daihome.tools import moved_clock
from suggestions.models import ReplyClass, Satisfaction, Suggestion
from suggestions.pipeline import Step
from tests.browser import acting
from tests.browser.playing import (
    PERSON,
    Play,
    answer,
    choose,
    fresh,
    send,
    sound,
    steps,
)
from tests.suggestions.units import everything

pytestmark = pytest.mark.browser


@pytest.fixture
def play(township, open_page):
    """At the end nothing is wrong with the data, and no browser has complained."""
    found = Play(township, open_page)
    yield found
    call_command("check_data")
    moved_clock.move(0)
    assert [page.watch.complaints for page in found.pages.values() if page.watch.complaints] == []


@pytest.fixture(autouse=True)
def _clock_goes_right_again():
    yield
    moved_clock.move(0)


@pytest.fixture
def kinds(township):
    """The classes of reply by their letter."""
    return {row.code: row for row in ReplyClass.objects.of(township["home"])}


def vote(page, level, reason=""):
    page.locator(f"[name=level][value={level}]").check()
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="交评价").click()
    sound(page)


def test_on_time_from_the_voter_to_the_archive(play, township, kinds):
    voter, clerk, member = play.page("voter"), play.page("clerk"), play.page("member")
    number, _code = acting.say_something(voter, township, PERSON)
    acting.sort(clerk, number)
    acting.classify(clerk)
    acting.deliver(clerk)
    matter = Suggestion.objects.get(number=number)
    first = matter.main_assignment()

    before = everything()
    for _time in range(3):
        unit = play.link(first)
    assert everything() == before
    choose(unit, "先签收")
    send(unit, "签收", person="李主任")
    answer(unit, kinds["A"])
    play.link(first)
    expect(unit.locator("main")).not_to_contain_text("请选一样")
    acting.settle(play.page("chair"), number)
    tell(member, number)
    voter = play.track(matter)
    vote(voter, "satisfied")
    acting.archive(clerk, matter)
    play.track(matter)

    assert steps(matter) == list(Step)
    assert fresh(first).on_time is True
    assert Satisfaction.objects.get().source == "page"
    expect(voter.locator("main")).to_contain_text("满意")


def tell(page, number):
    """The representative notes having told the voter, who said nothing about it yet."""
    page.goto(f"/my/matters/{number}/")
    page.get_by_role("link", name="登记已告知选民").click()
    page.locator("#id_way").select_option("phone")
    page.locator("main form button").last.click()
    expect(page.locator(".messages")).to_contain_text("告知了选民")
    sound(page)
