"""Every page, at a desk and on a telephone, over the demonstration township."""

import random

import pytest
from django.utils import timezone

from daihome.demo import build
from representatives.models import Home, Role, User
from suggestions.models import Assignment, Attachment, Reply, ReplyState, Suggestion
from suggestions.pipeline import DELIVERED, Step
from tests.browser import acting, failing_addresses
from tests.browser.pages import LOOKERS, Township, addresses_by_looker, step_pages

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)
ACCOUNTS = {
    Role.REPRESENTATIVE: "rep1", Role.CLERK: "clerk", Role.CHAIR: "chair",
    Role.ADMINISTRATOR: "admin",
}  # fmt: skip


@pytest.fixture
def house(site, settings, tmp_path):
    """The rows of the demonstration township that the addresses are about."""
    settings.DATA_DIR = tmp_path
    build.build(random.Random(19), timezone.localdate(), lambda sentence: None)
    home = Home.objects.get()
    me = User.objects.get(username="rep1").represents
    told = Suggestion.objects.filter(step=Step.FEEDBACK, disposal__in=DELIVERED)
    draft = Reply.objects.filter(state=ReplyState.DRAFT, assignment__role=Assignment.Role.MAIN)
    reply = draft.select_related("assignment__suggestion").first()
    mine = Suggestion.objects.filter(representative=me, step=Step.FEEDBACK).first()
    return Township(
        home, me.village, me, me, mine or told.first(), reply.assignment.suggestion, reply,
        Attachment.objects.first(),
    )  # fmt: skip


def look(page, public):
    """What is wrong with the page as it stands, at both widths; axe looks at the likelier one."""
    return [
        problem
        for width in WIDTHS
        for problem in page.watch.problems(width, axe=public == (width < 400), targets=public)
    ]


def look_at(page, addresses, public):
    found = []
    for address in addresses:
        page.goto(address)
        found += look(page, public)
    return found


def test_every_page_is_sound(house, open_page):
    pages = addresses_by_looker(house)
    pages[Role.CHAIR] += step_pages(house.home)
    found = []
    for looker in LOOKERS:
        user = ACCOUNTS.get(looker) and User.objects.get(username=ACCOUNTS[looker])
        page = open_page(user)
        found += look_at(page, pages[looker], public=looker in ("visitor", Role.REPRESENTATIVE))

    assert found == []


def test_error_pages_are_sound(township, open_page, settings):
    settings.ROOT_URLCONF = failing_addresses.__name__
    page = open_page()

    found = look_at(page, [f"/failing/{name}/" for name in failing_addresses.VIEWS], public=True)

    assert found == []


def test_answers_to_the_voter_are_sound(township, open_page):
    page = open_page()
    page.goto("/suggestions/new/")
    page.get_by_role("button", name="提交", exact=True).click()
    found = look(page, public=True)
    number, code = acting.say_something(page, township)
    found += look(page, public=True)
    acting.look_up(page, number, code)
    found += look(page, public=True)
    acting.look_up(page, number, "WRONG")
    found += look(page, public=True)

    assert found == []


def test_answers_to_the_clerk_are_sound(township, open_page):
    number, _code = acting.say_something(open_page(), township)
    page = open_page(township["clerk"], 1280)
    acting.sort(page, number)
    found = look(page, public=False)
    acting.press(page, "分类")
    page.get_by_role("button", name="确定", exact=True).click()
    found += look(page, public=False)
    page.go_back()
    page.goto(page.url.replace("step/3/", "step/7/"))
    found += look(page, public=False)

    assert found == []
