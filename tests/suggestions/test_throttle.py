"""Limits per address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from suggestions.models import RateLimit
from suggestions.voters import throttle
from tests.racing import race, real_database


@pytest.fixture
def visit(rf, settings):
    """`visit(**headers)` gives a request of a visitor while limits are on."""
    settings.THROTTLE = True
    return lambda **meta: rf.get("/", **meta)


def test_counts_each_purpose_and_address_apart(visit, db):
    one, other = visit(REMOTE_ADDR="192.0.2.1"), visit(REMOTE_ADDR="192.0.2.2")

    assert [throttle.count(one, "submit") for _ in range(3)] == [1, 2, 3]
    assert throttle.count(one, "park", 4) == 4
    assert throttle.count(other, "submit") == 1
    assert throttle.counted(one, "submit") == 3


def test_switched_off_counts_nothing(rf, db, settings):
    settings.THROTTLE = False

    assert throttle.count(rf.get("/"), "submit") == 0
    assert not RateLimit.objects.exists()


def test_old_counts_are_swept(visit, db):
    RateLimit.objects.create(digest="x", hour=timezone.now() - timedelta(days=2))

    throttle.count(visit(), "submit")

    assert not RateLimit.objects.filter(digest="x").exists()


@pytest.mark.parametrize(("trusted", "address"), [(False, "192.0.2.1"), (True, "198.51.100.7")])
def test_forwarded_address_counts_only_behind_a_trusted_proxy(visit, settings, trusted, address):
    settings.TRUSTED_PROXY = trusted
    request = visit(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")

    assert throttle.visitor_address(request) == address


def test_one_household_is_one_address(visit):
    addresses = [visit(REMOTE_ADDR=f"2001:db8::{n}") for n in (1, "ffff")]

    assert len({throttle.visitor_address(one) for one in addresses}) == 1


@pytest.mark.parametrize("nonsense", ["", "unix:", "999.1.1.1"])
def test_missing_address_is_still_limited(visit, db, nonsense):
    assert throttle.count(visit(REMOTE_ADDR=nonsense), "submit") == 1


@pytest.mark.django_db(transaction=True)
def test_count_is_exact_under_contention(visit, tmp_path_factory):
    with real_database(tmp_path_factory.mktemp("race")):
        sums = race(12, lambda _n: throttle.count(visit(), "submit"))

    assert sorted(sums) == list(range(1, 13))
