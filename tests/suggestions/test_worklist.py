"""The work list: each thing to do in its own list, own Home only, oldest first, flat in queries."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from suggestions.models import Clock, Commitment, Suggestion
from suggestions.pipeline import Disposal, Step
from suggestions.worklist import TASKS, of_user, work_of
from tests.factories import (
    make_reply_class,
    make_suggestion,
    make_user,
    make_village,
    moment,
    publish_reply,
)

TODAY = date(2026, 3, 5)


def slugs(user, today=TODAY):
    return {work.task.slug: [row.pk for row in work.rows] for work in work_of(user, today)}


def draft_reply(suggestion, by):
    return suggestion.main_assignment().answer(
        by=by, replied_on=TODAY, reply_class=make_reply_class(suggestion.home), text="修好了"
    )


def unsatisfied(suggestion):
    suggestion.satisfactions.all().delete()
    suggestion.judge(by=None, level="unsatisfied", given_on=TODAY, reason="没修好")


def one_of_each(home, chair, clerk):
    """A matter for every list, by slug."""
    made = {
        "sort": make_suggestion(home),
        "classify": make_suggestion(home, step=Step.SORT, by=chair),
        "confirm": make_suggestion(home, step=Step.SORT, by=chair),
        "returned": make_suggestion(home, step=Step.DELIVER, by=chair),
        "deliver": make_suggestion(home, step=Step.CLASSIFY, by=chair),
        "answer": make_suggestion(home, step=Step.CLASSIFY, by=chair, disposal=Disposal.EXPLAINED),
        "acknowledge": make_suggestion(home, step=Step.DELIVER, by=chair),
        "extensions": make_suggestion(home, step=Step.SUPERVISE, by=chair),
    }
    for slug in ("overdue", "due_soon", "approve", "publish", "tell"):
        made[slug] = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    for slug in ("chased", "withdrawal"):
        made[slug] = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    made["chased"].chase(at=moment(2026, 3, 5))
    made["withdrawal"].ask_withdrawal()
    for slug in ("ask", "redo", "presidium", "promises", "promises_tell", "archive"):
        made[slug] = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    with_promises(made, clerk, chair)
    Suggestion.objects.filter(pk=made["confirm"].pk).update(classification_by=clerk)
    Suggestion.objects.filter(pk=made["overdue"].pk).update(due_on=TODAY - timedelta(days=1))
    Suggestion.objects.filter(pk=made["due_soon"].pk).update(due_on=TODAY + timedelta(days=7))
    draft_reply(made["approve"], clerk)
    draft_reply(made["publish"], clerk).approve(chair, moment(2026, 3, 5))
    publish_reply(made["tell"], chair, moment(2026, 3, 5))
    unsatisfied(made["redo"])
    unsatisfied(made["presidium"])
    Suggestion.objects.filter(pk=made["presidium"].pk).update(round_no=2)
    made["returned"].main_assignment().give_back(on=TODAY, reason="不归我单位", today=TODAY)
    made["extensions"].main_assignment().ask_extension(
        until=date(2026, 7, 1), reason="要等天暖和", consent="代表同意", asked_by_name="李主任"
    )
    return made


def with_promises(made, clerk, chair):
    """One without a verdict, one whose promise is due, one whose promise ended."""
    made["ask"].satisfactions.all().delete()
    made["ask"].due_dates.begin(made["ask"], Clock.EVALUATE, date(2026, 2, 2))
    for slug in ("promises", "promises_tell"):
        promise = Commitment.objects.create(
            suggestion=made[slug],
            reply=made[slug].replies.get(),
            content="换新灯",
            promised_on=TODAY,
        )
        made[slug].due_dates.begin(made[slug], Clock.PROMISE, date(2026, 3, 2), set_to=TODAY)
    reply = promise.answer_again(
        by=clerk, replied_on=TODAY, reply_class=make_reply_class(clerk.home), text="换好了"
    )
    reply.approve(chair, moment(2026, 3, 5))
    reply.publish(moment(2026, 3, 5), by=chair)


def test_every_matter_is_in_exactly_its_list(home, chair, clerk):
    made = one_of_each(home, chair, clerk)
    make_suggestion(home, step=Step.ARCHIVE, by=chair)
    make_suggestion(home, step=Step.SUPERVISE, by=chair)  # three months left: nothing to do

    assert slugs(chair) == {slug: [row.pk] for slug, row in made.items()}
    assert list(slugs(chair)) == [task.slug for task in TASKS]


def test_clerk_does_not_see_what_only_the_chair_can_do(home, chair, clerk):
    made = one_of_each(home, chair, clerk)

    assert set(made) - set(slugs(clerk)) == {
        "confirm", "extensions", "approve", "publish", "presidium",
    }  # fmt: skip


def test_reader_sees_all_lists(home, chair, clerk, auditor):
    made = one_of_each(home, chair, clerk)

    assert set(slugs(auditor)) == set(made)


def test_other_home_sees_nothing(home, chair, clerk, other_chair, other_clerk):
    one_of_each(home, chair, clerk)

    assert slugs(other_chair) == slugs(other_clerk) == {}


def test_unhappy_with_a_refusal_goes_to_the_archive_list(home, chair):
    refused = make_suggestion(home, step=Step.FEEDBACK, by=chair, disposal=Disposal.REFUSED)
    unsatisfied(refused)

    assert slugs(chair) == {"archive": [refused.pk]}


def test_due_dates_decide_between_late_and_soon(home, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    due = suggestion.due_on

    for today, expected in [
        (due - timedelta(days=8), {}),
        (due - timedelta(days=7), {"due_soon": [suggestion.pk]}),
        (due, {"due_soon": [suggestion.pk]}),
        (due + timedelta(days=1), {"overdue": [suggestion.pk]}),
    ]:
        assert slugs(chair, today) == expected


def test_oldest_first_ten_rows_and_the_count_of_all(home, chair):
    village = make_village(home)
    rows = [
        make_suggestion(home, village=village, at=moment(2026, 3, 2 + number % 2))
        for number in range(12)
    ]

    (work,) = work_of(chair, TODAY)

    oldest = sorted(rows, key=lambda row: (row.due_on, row.pk))
    assert [row.pk for row in work.rows] == [row.pk for row in oldest[:10]]
    assert work.count == "12"


def test_rows_name_the_present_main_unit(home, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)

    (work,) = work_of(chair, TODAY)

    assert work.rows[0].unit_name == suggestion.main_assignment().unit.name


def test_person_of_all_homes_sees_all(home, other_home):
    rows = {make_suggestion(home).pk, make_suggestion(other_home).pk}
    root = make_user(role="administrator", home=None)

    assert {row.pk for row in of_user(root)} == rows


@pytest.mark.parametrize("path", ["/admin/", "/admin/suggestions/suggestion/"])
def test_queries_do_not_grow_with_rows(sign_in, home, chair, path, django_assert_max_num_queries):
    client, village = sign_in(chair), make_village(home)
    for _row in range(3):
        make_suggestion(home, step=Step.DELIVER, by=chair, village=village)
    client.get(path)
    with django_assert_max_num_queries(200) as few:
        client.get(path)
    for _row in range(9):
        make_suggestion(home, step=Step.DELIVER, by=chair)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(path)


# --- the first page -------------------------------------------------------------------------
def test_first_page_shows_lists_with_count_link_and_days(sign_in, home, clerk):
    suggestion = make_suggestion(home, content="桥面塌了一块", at=timezone.now())

    page = sign_in(clerk).get("/admin/")

    assert "待梳理" in page.text
    assert "1 件" in page.text
    assert suggestion.number in page.text
    assert "桥面塌了一块" in page.text
    assert "还有" in page.text
    assert "?work=sort" in page.text
    assert "待交办" not in page.text


def test_late_matter_is_named_late(sign_in, home, clerk):
    make_suggestion(home, at=timezone.now() - timedelta(days=60))

    assert "逾期" in sign_in(clerk).get("/admin/").text


def test_empty_first_page_says_what_comes_next(sign_in, clerk):
    page = sign_in(clerk).get("/admin/")

    assert "没有要办的事" in page.text
    assert "登记一件意见" in page.text
    assert "资料维护" in page.text


def test_first_page_is_for_staff(client, sign_in, representative, unit_user):
    assert client.get("/admin/").status_code == 302
    assert sign_in(representative.user).get("/admin/").status_code == 403
    assert sign_in(unit_user).get("/admin/").status_code == 403


def test_upkeep_names_only_what_the_person_may_open(sign_in, clerk, administrator):
    assert "/admin/representatives/village/" in sign_in(clerk).get("/admin/").text
    assert "/admin/representatives/user/" in sign_in(administrator).get("/admin/").text


def test_reader_is_not_invited_to_enter_matters(sign_in, home, auditor):
    assert "/suggestion/add/" not in sign_in(auditor).get("/admin/").text
