"""Rules in force, boards that hang, and the numbers of official documents."""

from datetime import date

import pytest
from django.db import IntegrityError

from representatives.models import HomeRule, OfficialDocument, WallBoard
from tests import factories


def make_rule(home, **fields):
    defaults = {
        "kind": "reception",
        "title": "接待选民和群众制度",
        "text": "一、接待时间\n每逢双月十五日接待选民。",
        "effective_on": date(2026, 1, 1),
    }
    return HomeRule.objects.create(home=home, **defaults | fields)


def make_document(home, **fields):
    defaults = {"kind": "notice", "title": "关于举行代表接待日活动的通知", "body": "现通知如下。"}
    return OfficialDocument.objects.create(home=home, **defaults | fields)


def test_new_version_replaces_the_old_one_on_its_day(home):
    old = make_rule(home, superseded_on=date(2026, 6, 1))
    new = make_rule(home, version=2, effective_on=date(2026, 6, 1))

    assert list(HomeRule.objects.in_force(date(2026, 5, 31))) == [old]
    assert list(HomeRule.objects.in_force(date(2026, 6, 1))) == [new]
    with pytest.raises(IntegrityError):
        make_rule(home, version=2)


def test_board_hangs_from_up_to_down(home):
    board = WallBoard.objects.create(
        home=home, venue=factories.make_venue(home), board="flow", width=600, height=900,
        up_on=date(2026, 3, 1), down_on=date(2026, 4, 1),
    )  # fmt: skip

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [board in WallBoard.objects.hanging(day) for day in days] == [False, True, True, False]


def test_documents_are_numbered_by_kind_and_year_and_issued_once(home, other_home):
    now, day = factories.moment(2026, 4, 1), date(2026, 4, 1)
    letters = [make_document(home), make_document(home, kind="letter"), make_document(other_home)]
    for letter in letters:
        assert letter.issue(now, day)
    second = make_document(home)

    assert second.issue(now, day)
    assert not second.issue(now, day)
    assert [letter.serial for letter in [*letters, second]] == [1, 1, 1, 2]
    assert (second.year, second.signed_on) == (2026, day)
