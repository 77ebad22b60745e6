"""A matter's whole way through the browser, each person at their own screen."""

import pytest
from playwright.sync_api import expect

from suggestions.models import Suggestion
from suggestions.models.records import broken_records
from suggestions.pipeline import Step
from tests.browser.acting import (
    ANSWER,
    answer,
    archive,
    classify,
    confirm,
    deliver,
    look_up,
    press,
    say_something,
    settle,
    sign_in,
    sort,
    steps_taken,
    tell,
)

pytestmark = pytest.mark.browser


def cast(open_page, township):
    """The telephone of the voter; the desks of clerk and chair; the representative's telephone."""
    staff = [sign_in(open_page(width=1280), township[name]) for name in ("clerk", "chair")]
    member = sign_in(open_page(width=360), township["representative"].user)
    return [open_page(width=360), *staff, member]


def test_seven_steps_from_the_telephone_to_the_archive(open_page, township):
    voter, clerk, chair, member = people = cast(open_page, township)

    number, code = say_something(voter, township)
    sort(clerk, number)
    classify(clerk)
    due = deliver(clerk)
    answer(clerk)
    settle(chair, number)
    tell(member, number, "satisfied")
    suggestion = Suggestion.objects.get(number=number)
    archive(clerk, suggestion)
    look_up(voter, number, code)

    assert steps_taken(suggestion) == list(Step)
    assert broken_records(suggestion.records.order_by("seq")) == []
    assert suggestion.attachments.count() == 1
    assert due == f"{suggestion.main_assignment().due_on:%Y年%-m月%-d日}"
    expect(voter.locator(".step .state", has_text="已完成")).to_have_count(7)
    expect(voter.locator("main")).to_contain_text(ANSWER)
    expect(voter.locator("main")).to_contain_text("满意")
    assert [page.watch.complaints for page in people] == [[], [], [], []]


def test_explained_at_once(open_page, township):
    voter, clerk = open_page(), sign_in(open_page(width=1280), township["clerk"])
    reason = "路灯由县里统一安排，明年三月换新，已列入计划。"

    number, code = say_something(voter, township)
    sort(clerk, number)
    classify(clerk, "explained", reason)
    press(clerk, "登记告知选民")
    clerk.locator("#id_told_on").fill("")
    clerk.locator("#id_untold_reason").fill("匿名提交，没有留联系方式")
    confirm(clerk)
    suggestion = Suggestion.objects.get(number=number)
    archive(clerk, suggestion)
    look_up(voter, number, code)

    assert steps_taken(suggestion) == [
        Step.RECEIVE, Step.SORT, Step.CLASSIFY, Step.FEEDBACK, Step.ARCHIVE,
    ]  # fmt: skip
    expect(voter.locator("main")).to_contain_text(reason)
    expect(voter.locator(".step .state", has_text="不需要")).to_have_count(2)
    assert voter.watch.complaints + clerk.watch.complaints == []


def test_unsatisfied_voter_is_served_again(open_page, township):
    voter, clerk, chair, member = cast(open_page, township)

    number, code = say_something(voter, township)
    sort(clerk, number)
    classify(clerk)
    deliver(clerk)
    answer(clerk)
    settle(chair, number)
    tell(member, number, "unsatisfied", "只修了一半")
    clerk.goto("/admin/")
    clerk.locator("#work-redo").get_by_role("link", name=number, exact=True).click()
    expect(clerk.locator(".part-actions").get_by_role("link", name="存档")).to_have_count(0)
    deliver(clerk, "重新交办")
    look_up(voter, number, code)

    suggestion = Suggestion.objects.get(number=number)
    assert (suggestion.step, suggestion.round_no) == (Step.DELIVER, 2)
    assert steps_taken(suggestion) == [*list(Step)[:6], Step.DELIVER]
    expect(voter.locator("main")).to_contain_text("只修了一半")
    expect(voter.locator(".step-now .step-title")).to_contain_text("督办")
