"""`check_data` holds inspections and items to be put right against their records."""

from datetime import date

import pytest

from daihome import integrity
from inspections.models import Check, Rectification, Recusal
from representatives.models import Attendance, DutyRecord
from tests import factories
from tests.daihome.test_check_data import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(integrity, "SETTLING_SECONDS", 0)


@pytest.fixture
def item(home, clerk):
    """Struck off after it was sent back once and its day was moved."""
    row = factories.make_rectification(home)
    row.report_done(date(2026, 6, 1), by=clerk, note="好了")
    row.send_back(by=clerk, note="还剩一堆")
    row.postpone(date(2026, 7, 31), by=clerk, note="下雨")
    row.report_done(date(2026, 7, 20), by=clerk, note="清完了")
    Check.objects.record(
        row, key="k", by=clerk, on=date(2026, 7, 21), result="done", found="干净", people=[]
    )
    row.accept(date(2026, 7, 22), by=clerk)
    row.strike_off(date(2026, 7, 30), by=clerk, note="县里同意")
    return row


@pytest.fixture
def recusal(home):
    people = [factories.make_representative(home) for _ in range(2)]
    inspection = factories.make_inspection(home, people)
    row, _created = Recusal.objects.recuse(inspection, people[0], "是股东")
    return row


def test_a_sound_course_has_no_finding(item, recusal):
    assert check() == ""


def test_a_state_that_no_record_tells_is_found(item):
    item.records.order_by("-pk").first().delete()

    assert "整改2026-001：现在是“已销号”，和最后一条经过对不上。" in check()


def test_records_out_of_order_are_found(item):
    item.records.filter(state="accepted").delete()

    assert "整改2026-001：经过里“已销号”接不上前一条。" in check()


def test_days_out_of_order_are_found(item):
    Rectification.objects.filter(pk=item.pk).update(accepted_on=date(2026, 8, 20))

    assert "整改2026-001：完成、验收、销号的日期先后不对。" in check()


def test_a_gap_in_the_numbers_is_found(home, item):
    factories.make_rectification(home)
    Rectification.objects.filter(serial=2).update(serial=3)

    assert "整改事项 2 件，最大号 3" in check()


def test_a_recusal_that_the_list_does_not_know_is_found(recusal):
    Attendance.objects.update(barred="", state="expected")

    assert f"回避（序号 {recusal.pk}）：签到名单上没有标出这位代表回避。" in check()


def test_somebody_barred_without_a_recusal_is_found(recusal):
    Recusal.objects.filter(pk=recusal.pk).delete()

    assert "标了回避，却没有回避登记。" in check()


def test_a_duty_of_somebody_recused_is_found(recusal):
    activity = recusal.inspection.activity
    DutyRecord.objects.follow(
        f"activity:{activity.pk}", activity.home, [recusal.representative], source="inspection",
        on=activity.on, content="检查", place="", days=None, by_name="x",
    )  # fmt: skip

    assert f"回避（序号 {recusal.pk}）：回避的代表却记了履职。" in check()
