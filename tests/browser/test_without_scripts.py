"""Everything works with JavaScript switched off; only plainer."""

import pytest
from playwright.sync_api import expect

from suggestions.models import Suggestion
from suggestions.pipeline import Step
from tests.browser import acting

pytestmark = pytest.mark.browser


def test_voter_and_clerk_need_no_script(open_page, township):
    voter = open_page(java_script_enabled=False)
    clerk = open_page(width=1280, java_script_enabled=False)
    acting.sign_in(clerk, township["clerk"])

    number, code = acting.say_something(voter, township)
    acting.sort(clerk, number)
    acting.classify(clerk)
    acting.deliver(clerk)
    acting.answer(clerk)
    acting.look_up(voter, number, code)

    suggestion = Suggestion.objects.get(number=number)
    assert acting.steps_taken(suggestion) == list(Step)[:5]
    assert suggestion.attachments.count() == 1
    expect(voter.locator("main")).to_contain_text(acting.SAID)


def test_refused_form_keeps_what_was_typed_without_a_script(open_page, township):
    page = open_page(java_script_enabled=False)
    page.goto("/suggestions/new/")
    page.locator("#id_content").fill(acting.SAID)

    page.get_by_role("button", name="提交", exact=True).click()

    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#id_content")).to_have_value(acting.SAID)
