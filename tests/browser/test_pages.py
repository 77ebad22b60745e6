"""Every page, at a desk and on a telephone, over the demonstration township."""

import random

import pytest
from django.utils import timezone

from daihome.demo import build
from representatives.models import Home, Role, User
from suggestions.models import Assignment, Attachment, Reply, ReplyState, Suggestion
from suggestions.pipeline import DELIVERED, Step
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


def look_at(page, addresses, public):
    """What is wrong with the pages at both widths; axe looks at the likelier one."""
    found = []
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            found += page.watch.problems(width, axe=public == (width < 400), targets=public)
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
