"""`check_data` holds the books of the representative's year against their sources."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from daihome import integrity
from daihome.management.commands import settle_duties
from reception.models import MailItem, RaisedMatter, Visit
from representatives.models import Activity, Attendance, BlankForm, DutyRecord
from tests import factories
from tests.daihome.test_check_data import check, picture
from tests.suggestions.cases import make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(integrity, "SETTLING_SECONDS", 0)


@pytest.fixture
def year(home):
    """One of everything, as the doors write it."""
    person = factories.make_representative(home, with_account=True)
    activity = factories.make_activity(home, people=[person])
    activity.attendances.get().sign_in(factories.moment(2026, 4, 15), "qr")
    activity.state = "held"
    activity.save()
    activity.settle()
    factories.make_visit(home, [person])
    factories.make_report(home, person)
    make_proposal(home, cosigners=["李建国"])
    factories.make_duty(home, person, uploads=[picture()])
    factories.make_opening(home)
    return person


def test_sound_year_has_no_finding(year):
    assert check() == ""


def test_every_duty_without_its_record_is_found(year):
    DutyRecord.objects.exclude(key="").delete()

    text = check()

    for label, count in (("活动出席", 1), ("走访（", 1), ("述职（", 1), ("代表建议（", 2)):
        assert text.count(label) == count


def test_duties_of_before_are_written_and_false_ones_taken_away(year, monkeypatch):
    monkeypatch.setattr(settle_duties, "BATCH", 1)
    records = DutyRecord.objects.exclude(key="").order_by("key", "representative")
    true = list(records.values_list("key", "representative", "content"))
    records.filter(key__startswith="proposal:").delete()
    DutyRecord.objects.filter(key__startswith="visit:").update(representative=other(year))
    before = check()

    said = [settled(), settled()]

    counted = "已经核对代表建议 1 件、活动 1 件、走访 1 件、述职 1 件"
    assert before.count("请运行 manage.py settle_duties。") == 4
    assert said == [
        f"{counted}；自动登记的履职原有 3 条，现有 5 条。\n",
        f"{counted}；自动登记的履职原有 5 条，现有 5 条。\n",
    ]
    assert list(records.values_list("key", "representative", "content")) == true
    assert check() == ""


def settled():
    out = StringIO()
    call_command("settle_duties", stdout=out)
    return out.getvalue()


def other(person):
    return factories.make_representative(person.home)


def test_record_without_its_source_is_found(year):
    Attendance.objects.update(state="absent")

    assert "找不到它的来源" in check()


def test_open_attendance_and_old_names_and_torn_numbers_are_found(home, year):
    Attendance.objects.update(state="expected")
    Visit.objects.update(purge_on=timezone.localdate())
    MailItem.objects.filter(serial=1).delete()
    sheet = factories.make_sheet(home)
    BlankForm.objects.update(entered_at=timezone.now())

    text = check()

    assert "到没到还没有登记" in text
    assert "的姓名已过清除日期" in text
    assert "来信 1 封，最大号 2" in text
    assert "登记 2 封，编了号的 1 封" in text
    assert f"空白表 {sheet.number}" in text


def test_matter_from_another_home_is_found(home, other_home, year):
    matter = factories.make_suggestion(other_home)
    RaisedMatter.objects.create(suggestion=matter, activity=Activity.objects.first())

    assert f"{matter.number}：意见和它的来源不在同一个代表之家" in check()


def test_changed_and_lost_proof_is_found(year):
    stored = Path(DutyRecord.objects.get(key="").files.get().file.path)
    stored.write_bytes(b"changed")
    changed = check()
    stored.unlink()

    assert "的内容变了" in changed
    assert "不在了" in check()
