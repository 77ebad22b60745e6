"""Rules of what the presidium decides and of what has to be put right."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from inspections.models import Check, Decision, FoundMatter, Inspection, MoveRefused, Rectification
from representatives.models import DutyRecord
from tests import factories


def _decide(home, members, present, votes_for, **fields):
    meeting = factories.make_presidium_meeting(home, members, present)
    decision = Decision(
        home=home, meeting=meeting, title="还债", text="用于偿还镇里的债务。",
        votes_for=votes_for, **fields,
    )  # fmt: skip
    decision.full_clean()
    decision.save()
    return decision


@pytest.mark.parametrize(("votes", "carried"), [(4, False), (5, True)])
def test_a_decision_needs_more_than_half_of_all_members(home, votes, carried):
    members = factories.make_presidium(home, size=9)

    assert _decide(home, members, 9, votes).is_carried is carried


def test_half_of_an_even_presidium_is_not_enough(home):
    members = factories.make_presidium(home, size=8)

    assert _decide(home, members, 8, 4).is_carried is False
    assert _decide(home, members, 8, 5).is_carried is True


def test_without_a_quorum_nothing_is_decided(home):
    members = factories.make_presidium(home, size=9)

    with pytest.raises(ValidationError, match="只有 4 人，不到全体 9 人的过半数（5 人）"):
        _decide(home, members, 4, 4)
    assert Decision.objects.count() == 0


def test_more_votes_than_people_are_refused(home):
    members = factories.make_presidium(home, size=9)

    with pytest.raises(ValidationError, match="合计 7 票，出席的只有 6 人"):
        _decide(home, members, 6, 6, votes_against=1)


def test_later_members_do_not_change_what_was_decided(home):
    members = factories.make_presidium(home, size=5)
    decision = _decide(home, members, 5, 3)
    factories.make_presidium(home, size=6, term=members[0].term)

    decision.save()

    assert decision.is_carried is True


def test_members_of_a_day(home):
    first, second = factories.make_presidium(home, size=2)
    first.ended_on = date(2026, 4, 15)
    first.save()
    rows = type(first).objects.of(home)

    assert set(rows.on(date(2026, 4, 14))) == {first, second}
    assert set(rows.on(date(2026, 4, 15))) == {second}


def test_items_are_numbered_within_their_year(home, other_home):
    numbers = [
        factories.make_rectification(one, received_on=date(year, 1, 1)).number
        for one, year in ((home, 2026), (home, 2026), (other_home, 2026), (home, 2025))
    ]

    assert numbers == ["整改2026-001", "整改2026-002", "整改2026-001", "整改2025-001"]


def test_an_item_is_struck_off_only_after_a_check_that_found_it_done(home, clerk):
    item = factories.make_rectification(home)
    item.report_done(date(2026, 6, 20), by=clerk, note="石料已清走")

    with pytest.raises(MoveRefused, match="先登记代表小组的核查"):
        item.accept(date(2026, 6, 21), by=clerk)
    with pytest.raises(MoveRefused):
        item.strike_off(date(2026, 6, 21), by=clerk, note="县环保局同意")
    Check.objects.create(
        rectification=item, on=date(2026, 6, 22), result="not_done", found="还剩一堆"
    )
    with pytest.raises(MoveRefused, match="先登记代表小组的核查"):
        item.accept(date(2026, 6, 22), by=clerk)
    Check.objects.create(rectification=item, on=date(2026, 6, 25), result="done", found="清干净了")
    item.accept(date(2026, 6, 25), by=clerk)
    item.strike_off(date(2026, 7, 1), by=clerk, note="县环保局同意")

    assert (item.state, item.is_on_time) == ("struck_off", True)
    assert [row.state for row in item.records.all()] == ["reported", "accepted", "struck_off"]
    with pytest.raises(MoveRefused):
        item.send_back(by=clerk, note="又堆上了")


def test_of_two_who_report_the_same_item_one_is_told(home, clerk):
    item = factories.make_rectification(home)
    same = Rectification.objects.get(pk=item.pk)
    item.report_done(date(2026, 6, 20), by=clerk, note="好了")

    with pytest.raises(MoveRefused, match="状态刚刚变了"):
        same.report_done(date(2026, 6, 21), by=clerk, note="好了")
    assert item.records.count() == 1


def test_overdue_items_and_a_later_day(home, clerk):
    item = factories.make_rectification(home, due_on=date(2026, 6, 30))
    rows = Rectification.objects.of(home)

    assert not rows.overdue(date(2026, 6, 30)).exists()
    assert rows.overdue(date(2026, 7, 1)).get() == item
    with pytest.raises(MoveRefused, match="晚于现在的期限"):
        item.postpone(date(2026, 6, 30), by=clerk, note="下雨")
    item.postpone(date(2026, 7, 31), by=clerk, note="下雨")
    assert not rows.overdue(date(2026, 7, 1)).exists()
    assert item.records.get().due_before == date(2026, 6, 30)


def test_who_inspected_has_a_duty_record(home):
    person = factories.make_representative(home)
    inspection = factories.make_inspection(home, [person])
    inspection.activity.state = "held"
    inspection.activity.save()
    inspection.activity.attendances.update(state="present")
    inspection.activity.settle()

    record = DutyRecord.objects.get(representative=person)
    assert (record.category.source, record.content) == ("inspection", "检查石矿安全生产")


def test_what_was_found_goes_into_the_pipeline_once(home, clerk):
    inspection = factories.make_inspection(home)
    village = factories.make_village(home)
    said = {"key": "found-1", "by": clerk, "content": "矿区的路没有护栏。", "village": village}

    first, created = FoundMatter.objects.raise_matter(inspection, **said)
    again, created_again = FoundMatter.objects.raise_matter(inspection, **said)

    assert (created, created_again, again.pk) == (True, False, first.pk)
    assert first.channel == "inspection"
    assert [row.suggestion for row in inspection.matters.all()] == [first]


def test_another_home_sees_none_of_it(home, other_clerk):
    factories.make_inspection(home)
    factories.make_rectification(home)
    factories.make_presidium_meeting(home, factories.make_presidium(home))

    assert not Inspection.objects.visible_to(other_clerk).exists()
    assert not Rectification.objects.visible_to(other_clerk).exists()
    assert not Decision.objects.visible_to(other_clerk).exists()
