"""Without a mouse: the way past the header, where one is, and what is still to be corrected."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Whether the focused element looks different from when it is not focused.
OUTLINE = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


@pytest.fixture(params=["public", "portal", "staff"])
def pages(request, open_page, township):
    """A page of each kind, and the address of a form on it that refuses an empty sending."""
    if request.param == "public":
        return open_page(), "/", "/suggestions/new/"
    if request.param == "portal":
        return open_page(township["representative"].user), "/my/", "/my/proposals/new/"
    intake = "/admin/suggestions/suggestion/add/"
    return open_page(township["clerk"], 1280), "/admin/", intake


def test_skip_link_is_first_and_leads_to_the_text(pages):
    page, address, _form = pages
    page.goto(address)

    page.keyboard.press("Tab")
    link = page.locator(":focus")
    expect(link).to_be_in_viewport()
    target = link.get_attribute("href")
    page.keyboard.press("Enter")

    expect(page.locator(target)).to_be_focused()


def test_focus_can_always_be_seen(pages):
    page, address, form = pages
    unseen = []
    for one in (address, form):
        page.goto(one)
        for _press in range(25):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            if not page.evaluate(OUTLINE):
                unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))

    assert unseen == []


def test_error_summary_takes_focus_and_leads_to_the_field(pages):
    page, _address, form = pages
    page.goto(form)

    page.locator("form:has(#id_content) button").last.click()

    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    focused = page.evaluate("document.activeElement.matches('input, select, textarea')")
    assert focused
