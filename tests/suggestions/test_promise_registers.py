"""The books of promises: kept, broken, answered as not done, not due yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daihome.tools.registers import Period
from suggestions.models import Commitment
from suggestions.pipeline import Step
from suggestions.promise_registers import PROMISES, UNKEPT
from tests import factories

TODAY = timezone.localdate()
AROUND = Period.between(TODAY - timedelta(days=99), TODAY + timedelta(days=99))


def promise(home, chair, days, content="换新灯"):
    """A promise due in so many days from today."""
    matter = factories.make_suggestion(home, step=Step.FEEDBACK, by=chair, title="前街路灯")
    return Commitment.objects.create(
        suggestion=matter, reply=matter.replies.get(), content=content,
        promised_on=TODAY + timedelta(days=days),
    )  # fmt: skip


def answer(promise, by, chair, **classed):
    """The unit answers again, today."""
    reply = promise.answer_again(
        by=by, replied_on=TODAY, text="答复",
        reply_class=factories.make_reply_class(promise.suggestion.home, **classed),
        promised_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    reply.approve(chair, timezone.now())
    reply.publish(timezone.now(), by=chair)


@pytest.fixture
def four(home, chair, clerk):
    """Broken, kept late, answered as not done, not due yet."""
    made = [promise(home, chair, days) for days in (-5, -3, -2, 40)]
    answer(made[1], clerk, chair)
    not_done = {"code": "B", "needs_commitment": True, "counts_as_resolved": False}
    answer(made[2], clerk, chair, **not_done)
    return made


def lines(register, home, user):
    return [register.cells(row)[4:8] for row in register.of(home, AROUND, user)]


def day(days):
    return str(TODAY + timedelta(days=days))


def test_ledger_has_every_promise_with_its_end(four, home, clerk):
    assert lines(PROMISES, home, clerk) == [
        [day(-5), "", "还没有答复", "5"],
        [day(-3), day(0), "已兑现", "3"],
        [day(-2), day(0), "没办完", "2"],
        [day(30), "", "没到期", ""],
        [day(40), "", "没到期", ""],
    ]


def test_unkept_are_those_broken_or_not_done(four, home, clerk):
    assert [line[2] for line in lines(UNKEPT, home, clerk)] == ["还没有答复", "没办完"]


def test_book_says_that_the_voter_was_told(four, home, clerk):
    four[1].refresh_from_db()
    four[1].tell_voter(by=clerk, told_on=TODAY, way="phone")

    row = PROMISES.of(home, AROUND, clerk).get(pk=four[1].pk)
    assert PROMISES.cells(row)[8] == f"{TODAY} 电话告知"


def test_other_home_and_convener_without_group_see_nothing(four, home, other_clerk, convener):
    assert lines(PROMISES, home, other_clerk) == lines(PROMISES, home, convener) == []


@pytest.mark.parametrize("slug", ["promises", "unkept"])
def test_books_open_in_every_form(sign_in, four, clerk, slug):
    client = sign_in(clerk)
    answers = [
        client.get(f"/admin/registers/{slug}/{form}")
        for form in ("", "book.pdf", "blank.pdf", "register.xlsx")
    ]

    assert [one.status_code for one in answers] == [200] * 4


def test_books_ask_as_often_for_many_rows_as_for_few(home, chair, clerk, django_assert_num_queries):
    promise(home, chair, -5)
    with django_assert_num_queries(1):
        lines(PROMISES, home, clerk)
    for days in (-4, -3, -2):
        promise(home, chair, days)
    with django_assert_num_queries(1):
        lines(PROMISES, home, clerk)
