"""Units with an account: their list, and the same page under their sign-in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from suggestions.pipeline import Step
from suggestions.units import unit_lists
from tests import factories
from tests.suggestions.units import answer, fresh, make_handed, own, typed

LIST = "/suggestions/unit/"


@pytest.fixture
def handed(home, chair, unit_user):
    row = make_handed(home, chair)
    row.unit.accounts.add(unit_user)
    return row


def test_unit_lands_on_its_list(sign_in, unit_user, handed):
    page = sign_in(unit_user).get("/accounts/landing/", follow=True)

    assert page.redirect_chain == [(LIST, 302)]
    assert handed.suggestion.number in page.text
    assert "退出" in page.text


def test_open_ones_come_first_by_their_last_day(sign_in, home, chair, unit_user, handed):
    soon = make_handed(home, chair, days_ago=30)
    done = make_handed(home, chair, step=Step.SUPERVISE)
    for row in (soon, done):
        row.unit.accounts.add(unit_user)
    kind = factories.make_reply_class(home)
    done.answer(reply_class=kind, replied_on=timezone.localdate(), text="办好了", by_name="单位")

    page = sign_in(unit_user).get(LIST)

    assert [row for row, _left in page.context["waiting"]] == [soon, handed]
    assert page.context["page"].rows == [done]


def test_what_was_sent_back_or_promised_is_to_be_done_again(
    sign_in, home, chair, unit_user, handed
):
    kind = factories.make_reply_class(home, code="B", needs_commitment=True)
    day = timezone.localdate()
    promised = make_handed(home, chair, days_ago=9, step=Step.SUPERVISE)
    promised.unit.accounts.add(unit_user)
    facts = {"reply_class": kind, "by_name": "单位", "text": "分两期装。"}
    at = timezone.now() - timedelta(days=2)
    reply = promised.answer(
        replied_on=day - timedelta(days=2), promised_on=day, promise="装好", at=at, **facts
    )
    reply.approve(chair, timezone.now())
    reply.publish(timezone.now(), by=chair)
    sign_in(unit_user).post(own(handed, "answer"), answer(home, send="1"))
    handed.replies.get().send_back(chair, "写清楚", timezone.now())

    page = sign_in(unit_user).get(LIST)

    assert "退回修改" in page.text
    assert "承诺到期，请再次答复" in page.text
    assert page.context["page"].rows == []


def test_done_ones_are_paged_by_key(sign_in, home, chair, unit_user, monkeypatch):
    monkeypatch.setattr(unit_lists, "ROWS", 2)
    rows = [make_handed(home, chair) for _ in range(3)]
    for row in rows:
        row.unit.accounts.add(unit_user)
        row.give_back(on=timezone.localdate(), reason="不归我单位", by_name="单位")

    first = sign_in(unit_user).get(LIST).context["page"]
    second = sign_in(unit_user).get(f"{LIST}?before={first.next_before}").context["page"]

    assert [*first.rows, *second.rows] == rows[::-1]


def test_queries_of_the_list_do_not_grow(
    sign_in, home, chair, unit_user, handed, django_assert_num_queries
):
    client = sign_in(unit_user)
    client.get(LIST)
    with django_assert_num_queries(6) as counted:
        client.get(LIST)
    for _ in range(2):
        make_handed(home, chair).unit.accounts.add(unit_user)
    with django_assert_num_queries(len(counted)):
        client.get(LIST)


def test_empty_list_says_so(sign_in, unit_user):
    page = sign_in(unit_user).get(LIST)

    assert "还没有对应的承办单位" in page.text
    assert "现在没有要办的事" in page.text


def test_account_acts_as_its_unit(sign_in, home, unit_user, handed):
    sign_in(unit_user).post(own(handed, "acknowledge"), typed())
    sign_in(unit_user).post(own(handed, "answer"), answer(home, send="1"))

    record = fresh(handed).suggestion.records.last()
    assert (record.by, record.by_name) == (unit_user, f"{handed.unit}（李主任）")
    assert handed.replies.get().entered_by == unit_user
    assert sign_in(unit_user).get(own(handed, "receipt")).status_code == 200


def test_pages_are_for_the_unit_alone(
    client, sign_in, handed, other_unit_user, clerk, representative
):
    for path in (own(handed), own(handed, "answer"), own(handed, "return")):
        assert sign_in(other_unit_user).get(path).status_code == 404
        assert sign_in(clerk).get(path).status_code == 403
        assert sign_in(representative.user).get(path).status_code == 403
        client.logout()
        assert client.get(path).status_code == 302
    assert sign_in(clerk).get(LIST).status_code == 403
    assert sign_in(other_unit_user).post(own(handed, "acknowledge"), typed()).status_code == 404
    assert fresh(handed).acknowledged_on is None
    assert sign_in(other_unit_user).get(LIST).context["waiting"] == []
