"""What is being typed survives the end of a sitting; who somebody is, is never kept."""

import pytest

from suggestions.models import Suggestion
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

INTAKE = "/admin/suggestions/suggestion/add/"
PERSON = {"name": "张秀兰", "phone": "13800476001"}


def kept(page):
    return page.evaluate("JSON.stringify(sessionStorage)")


def type_matter(page, **person):
    page.fill("[name=content]", "村东头的路灯坏了三个月。")
    page.check("[name=identity_mode][value=named]")
    for name, text in (PERSON | person).items():
        page.fill(f"[name={name}]", text)


def test_public_form_keeps_the_words_but_not_the_person(township, open_page):
    page = open_page()
    page.goto("/suggestions/new/")

    type_matter(page)

    assert "路灯坏了" in kept(page)
    assert not [value for value in PERSON.values() if value in kept(page)]


def test_staff_find_their_words_again_after_signing_in_anew(township, open_page):
    page = open_page(township["clerk"], width=1280)
    page.goto(INTAKE)
    type_matter(page, address="三组12号")
    page.check("[name=channel][value=phone]")
    page.select_option("[name=village]", label="北山咀村")
    page.context.clear_cookies(name="sessionid")

    page.click("button:has-text('登记，生成编号')")
    assert not [value for value in (*PERSON.values(), "三组12号") if value in kept(page)]
    page.fill("[name=username]", township["clerk"].username)
    page.fill("[name=password]", PASSWORD)
    page.click("main form:has([name=password]) button")

    assert page.input_value("[name=content]") == "村东头的路灯坏了三个月。"
    type_matter(page)
    page.check("[name=consent]")
    page.click("button:has-text('登记，生成编号')")
    page.wait_for_selector("#case-number")
    assert kept(page) == "{}"
    assert Suggestion.objects.get().content == "村东头的路灯坏了三个月。"
