"""The staff's page that explains every due date of a matter, and the voter's short version."""

from datetime import date

import pytest

from suggestions.models import SpecialDay
from suggestions.pipeline import Step
from tests.factories import make_suggestion
from tests.suggestions.clicks import url


@pytest.fixture
def handled(home, chair):
    return make_suggestion(home, step=Step.SUPERVISE, by=chair)


def test_page_explains_each_clock_day_by_day(sign_in, handled, clerk):
    page = sign_in(clerk).get(url(handled, "clocks/"))

    assert [story.due.clock for story in page.context["running"]] == ["return", "contact", "reply"]
    assert [story.due.clock for story in page.context["stopped"]] == ["sort", "deliver"]
    for words in (
        "答复（一般）", "3个月", "代表法第五十一条", "2026-06-02", "起算日，当天不计",
        "第 3 个月的对应日（工作日）", "每天都计入", "按期",
    ):  # fmt: skip
        assert words in page.text


def test_page_shows_what_moved_a_clock_and_why(sign_in, handled, clerk, administrator):
    sign_in(administrator).post(
        "/admin/suggestions/specialday/add/",
        {"date": "2026-06-02", "is_workday": "", "name": "当地庆典"},
    )

    page = sign_in(clerk).get(url(handled, "clocks/"))

    assert "2026-06-02 改为 2026-06-03：2026-06-02定为放假。" in page.text
    assert administrator.name in page.text


def test_page_names_the_years_without_a_calendar(sign_in, handled, clerk):
    SpecialDay.objects.filter(date__year=2026).delete()

    assert "2026年的放假安排还没有录入" in sign_in(clerk).get(url(handled, "clocks/")).text


def test_page_is_guarded(sign_in, client, handled, other_clerk, convener, representative, auditor):
    path = url(handled, "clocks/")
    assert client.get(path).status_code == 302
    for user, status in [
        (other_clerk, 404), (convener, 404), (representative.user, 403), (auditor, 200),
    ]:  # fmt: skip
        assert sign_in(user).get(path).status_code == status


def test_page_asks_as_often_for_many_clocks_as_for_few(
    sign_in, handled, clerk, django_assert_max_num_queries
):
    client = sign_in(clerk)
    client.get(url(handled, "clocks/"))
    with django_assert_max_num_queries(40) as few:
        client.get(url(handled, "clocks/"))

    for number in range(5):
        clock = handled.due_dates.begin(handled, "promise", date(2026, 3, 2 + number))
        clock.changes.create(cause="calendar", text="改", before=clock.due_on, after=clock.due_on)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url(handled, "clocks/"))


def test_case_page_leads_to_it(sign_in, handled, clerk):
    assert f'href="{url(handled, "clocks/")}"' in sign_in(clerk).get(url(handled, "change/")).text


def test_voter_reads_why_the_present_step_ends_on_its_day(client, handled):
    page = client.post(
        "/suggestions/track/", {"number": handled.number, "code": handled.query_code}
    )

    assert "为什么是这一天" in page.text
    assert (
        "2026年3月2日起算（交办之日，当天不计），3个月，到2026年6月2日（星期二）为止。"
        "依据：代表法第五十一条。"
    ) in page.text
    assert "首次与代表" not in page.text
