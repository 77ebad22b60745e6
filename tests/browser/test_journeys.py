"""A matter's whole way through the browser, each person at their own screen."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from suggestions.models import Suggestion
from suggestions.models.records import broken_records
from suggestions.pipeline import Step
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

SAID = "村东头的路灯坏了三个月，晚上看不见路，老人容易摔倒，希望早点修好。"
ANSWER = "路灯已经全部换新，并安排电工每月检查一次。"


def photo():
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "grey").save(file, "JPEG")
    return {"name": "路灯.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def say_something(page, township):
    """The voter writes on the telephone and gets (number, query code)."""
    page.goto("/")
    page.get_by_role("link", name="提意见").first.click()
    page.locator("#id_content").fill(SAID)
    page.locator("#id_village").select_option(label="北山咀村")
    page.locator("#id_representative").select_option(str(township["representative"].pk))
    page.locator("#id_attachments").set_input_files(photo())
    page.locator("[name=identity_mode][value=anonymous]").check()
    page.get_by_role("button", name="提交", exact=True).click()
    return page.locator("#case-number").inner_text(), page.locator("#query-code").inner_text()


def sign_in(page, user):
    page.goto("/accounts/sign-in/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").last.click()
    return page


def press(page, words):
    """Press what the case page offers."""
    page.locator(".part-actions").get_by_role("link", name=words).click()


def confirm(page, words="确定"):
    page.get_by_role("button", name=words, exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()


def sort(page, number):
    """From the work list: open the oldest matter to be sorted, and sort it."""
    page.goto("/admin/")
    page.locator("#work-sort").get_by_role("link", name=number, exact=True).click()
    press(page, "梳理")
    page.locator("#id_summary").fill("北山咀村东头路灯损坏三个月，希望修复")
    confirm(page)


def classify(page, disposal="unit", explanation=""):
    press(page, "分类")
    page.locator(f"[name=disposal][value={disposal}]").check()
    page.locator("#id_category").select_option(index=1)
    page.locator("#id_owner_level").select_option("township")
    page.locator("#id_explanation").fill(explanation)
    confirm(page)


def deliver(page, words="交办"):
    """Deliver after having looked at the due date; returns that date as the preview says it."""
    press(page, words)
    page.locator("#id_main_unit").select_option(label="村镇建设办公室")
    page.get_by_role("button", name="先看选民会看到什么").click()
    due = page.locator("#outlook strong").inner_text()
    confirm(page)
    return due


def answer(page):
    press(page, "登记签收")
    page.locator("#id_acknowledged_by").fill("李主任")
    confirm(page)
    press(page, re.compile("登记.*的答复"))
    page.locator("#id_reply_class").select_option(index=1)
    page.locator("#id_text").fill(ANSWER)
    page.locator("#id_signer").fill("王镇长")
    confirm(page, "保存答复")


def settle(page, number):
    """The chair finds the matter on the work list, approves the reply and publishes it."""
    page.goto("/admin/")
    page.locator(".work").get_by_role("link", name=number, exact=True).first.click()
    press(page, re.compile("审定.*的答复"))
    page.locator("main form button, #content form button").first.click()
    press(page, re.compile("公布.*的答复"))
    page.locator("main form button, #content form button").first.click()
    expect(page.locator(".messagelist")).to_be_visible()


def tell(page, number, verdict, reason=""):
    """The representative tells the voter and notes what the voter said."""
    page.goto("/my/")
    page.get_by_role("link", name=re.compile(number)).first.click()
    page.get_by_role("link", name=re.compile("告知")).first.click()
    page.locator("#id_way").select_option("phone")
    page.locator("#id_satisfaction").select_option(verdict)
    page.locator("#id_satisfaction_reason").fill(reason)
    page.locator("main form button").last.click()
    expect(page.locator(".messages")).to_contain_text("告知了选民")


def archive(page, suggestion):
    page.goto(f"/admin/suggestions/suggestion/{suggestion.pk}/change/")
    press(page, "存档")
    confirm(page)


def look_up(page, number, code):
    page.goto("/suggestions/track/")
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    page.get_by_role("button", name="查进度").click()


def steps_taken(suggestion):
    return list(suggestion.records.order_by("seq").values_list("to_step", flat=True))


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
