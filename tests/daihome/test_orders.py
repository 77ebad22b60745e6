"""Orders of papers that take long: whose they are, and which is made next."""

from datetime import timedelta

from daihome.models import OrderState, PaperOrder
from tests import factories

NOW = factories.moment(2026, 4, 1)


def make_order(user, **fields):
    defaults = {"home": user.home, "paper": "book", "title": "登记簿", "ordered_at": NOW}
    return PaperOrder.objects.create(user=user, **defaults | fields)


def test_each_person_sees_the_own_orders(clerk, chair):
    order = make_order(clerk)

    assert list(PaperOrder.objects.visible_to(clerk)) == [order]
    assert list(PaperOrder.objects.visible_to(chair)) == []


def test_next_is_the_oldest_waiting_or_one_whose_maker_fell_silent(clerk):
    make_order(clerk, state=OrderState.READY)
    heard = {"state": OrderState.MAKING, "heard_at": NOW - timedelta(minutes=9)}
    making = make_order(clerk, **heard)
    waiting = make_order(clerk)

    assert PaperOrder.objects.next_one(NOW) == waiting
    assert PaperOrder.objects.next_one(NOW + timedelta(minutes=2)) == making


def test_progress_is_told_in_percent(clerk):
    assert [make_order(clerk, done=done, total=total).percent for done, total in [
        (0, 0), (1, 3), (7, 5),
    ]] == [0, 33, 100]  # fmt: skip
