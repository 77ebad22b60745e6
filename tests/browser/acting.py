"""What each person does in the browser, in their own words; the journeys put it together."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.factories import PASSWORD

SAID = "村东头的路灯坏了三个月，晚上看不见路，老人容易摔倒，希望早点修好。"
ANSWER = "路灯已经全部换新，并安排电工每月检查一次。"


def photo():
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "grey").save(file, "JPEG")
    return {"name": "路灯.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def say_something(page, township, person=None):
    """The voter writes on the telephone and gets (number, query code); `person` is who, if told."""
    page.goto("/")
    page.get_by_role("link", name="提意见").first.click()
    page.locator("#id_content").fill(SAID)
    page.locator("#id_village").select_option(label="北山咀村")
    page.locator("#id_representative").select_option(str(township["representative"].pk))
    page.locator("#id_attachments").set_input_files(photo())
    page.locator(f"[name=identity_mode][value={'named' if person else 'anonymous'}]").check()
    if person:
        page.locator("#id_name").fill(person["name"])
        page.locator("#id_phone").fill(person["phone"])
        page.locator("#id_consent").check()
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


def classify(page, disposal="unit", explanation="", words="分类"):
    press(page, words)
    page.locator(f"[name=disposal][value={disposal}]").check()
    page.locator("#id_category").select_option(index=1)
    page.locator("#id_owner_level").select_option("township")
    page.locator("#id_explanation").fill(explanation)
    confirm(page)


def deliver(page, words="交办", unit="村镇建设办公室"):
    """Deliver after having looked at the due date; returns that date as the preview says it."""
    press(page, words)
    page.locator("#id_main_unit").select_option(label=unit)
    page.get_by_role("button", name="先看选民会看到什么").click()
    due = page.locator("#outlook strong").inner_text()
    confirm(page)
    return due


def answer(page):
    press(page, "登记签收")
    page.locator("#id_acknowledged_by").fill("李主任")
    confirm(page)
    press(page, re.compile("登记.*的答复"))
    page.locator("[name=reply_class]").first.check()
    page.locator("#id_text").fill(ANSWER)
    page.locator("#id_signer").fill("王镇长")
    confirm(page, "保存答复")


def settle(page, number):
    """The chair finds the matter on the work list, approves the reply and publishes it."""
    page.goto("/admin/")
    page.locator(".work").get_by_role("link", name=number, exact=True).first.click()
    press(page, re.compile("审定.*答复"))
    confirm(page, "审定并公布")


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
    page.locator("#id_volume").select_option(index=1)
    confirm(page)


def look_up(page, number, code):
    page.goto("/suggestions/track/")
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    page.get_by_role("button", name="查进度").click()


def steps_taken(suggestion):
    return list(suggestion.records.order_by("seq").values_list("to_step", flat=True))
