"""`check_data` finds what was damaged and stays quiet otherwise; `purge_identities` keeps the case."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from PIL import Image

from daihome import integrity
from daihome.tools import parking
from daihome.tools.uploads import Upload, clean_upload
from representatives.imports import pending
from suggestions.models import (
    Assignment,
    NumberCounter,
    Reply,
    Suggestion,
    UnitLink,
    VoterIdentity,
    VoterNotification,
)
from suggestions.pipeline import Step
from tests.factories import make_suggestion

WHO = {"name": "张三", "phone": "13800476001"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(integrity, "SETTLING_SECONDS", 0)


def check():
    """What `check_data` prints; empty when it finds nothing."""
    out = io.StringIO()
    try:
        call_command("check_data", stdout=out)
    except CommandError:
        return out.getvalue()
    return ""


def picture():
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "PNG")
    return clean_upload(SimpleUploadedFile("路.png", data.getvalue()))


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def archived(home):
    return make_suggestion(
        home, step=Step.ARCHIVE, identity=WHO, identity_mode="named", uploads=[picture()]
    )


def test_sound_data_has_no_finding(archived, home):
    make_suggestion(home, step=Step.SUPERVISE)
    make_suggestion(home)

    assert check() == ""


def test_changed_record_is_found(archived):
    raw("UPDATE suggestions_steprecord SET note = %s WHERE seq = 3", "改过")

    assert f"{archived.number}：第3条环节记录与登记时不一致" in check()


def test_lost_record_is_found(archived):
    raw("DELETE FROM suggestions_steprecord WHERE seq = 4")

    assert f"{archived.number}：第5条环节记录接不上前一条" in check()


def test_step_without_its_record_is_found(home):
    matter = make_suggestion(home)
    Suggestion.objects.update(step=Step.SORT)

    assert f"{matter.number}：现在的环节是“梳理”" in check()


def test_number_that_the_counter_did_not_give_is_found(archived):
    NumberCounter.objects.update(last=7)

    assert "编号发到 7 号，现有意见 1 件" in check()


def test_lost_and_changed_and_stray_files_are_found(archived, settings):
    stored = Path(archived.attachments.get().file.path)
    stored.write_bytes(b"changed")
    (stored.parent / "stray.png").write_bytes(b"x")

    changed = check()
    stored.unlink()
    lost = check()

    assert "的内容变了" in changed
    assert "stray.png 没有任何记录用到" in changed
    assert "不在了" in lost


def test_parked_files_are_stray_after_a_day(home, settings):
    parked = parking.park(picture())

    fresh = check()
    old = time.time() - parking.VALID_SECONDS - 60
    os.utime(Path(settings.MEDIA_ROOT) / parked.path, (old, old))

    assert fresh == ""
    assert parked.path in check()


def test_untold_and_unassigned_matters_are_found(home):
    told = make_suggestion(home, step=Step.FEEDBACK)
    handled = make_suggestion(home, step=Step.SUPERVISE)
    VoterNotification.objects.all().delete()
    handled.due_dates.exclude(assignment=None).delete()
    UnitLink.objects.all().delete()
    Assignment.objects.filter(suggestion=handled).delete()

    text = check()

    assert f"{told.number}：已反馈或存档" in text
    assert f"{handled.number}：正在办理，却没有主办单位" in text


def test_reply_and_clock_that_disagree_are_found(archived):
    Assignment.objects.update(on_time=False)
    Reply.objects.update(state="draft")

    text = check()

    assert "是否按期的记录与日期对不上" in text
    assert f"{archived.number}：已反馈，却没有公布的答复" in text


def test_value_that_no_key_opens_is_found(archived):
    raw("UPDATE suggestions_voteridentity SET phone = %s", "13800476001")

    text = check()

    assert "“电话”打不开" in text
    assert "13800476001" not in text


def test_identities_past_their_date_are_found_and_purged(archived, home):
    kept = make_suggestion(home, identity=WHO, identity_mode="named")
    yesterday = timezone.localdate() - timedelta(days=1)
    VoterIdentity.objects.filter(suggestion=archived).update(purge_on=yesterday)

    before = check()
    out = io.StringIO()
    call_command("purge_identities", stdout=out)

    assert "身份信息已过清除日期" in before
    assert out.getvalue().strip() == "已清除 1 条到期的身份信息。"
    gone = VoterIdentity.objects.get(suggestion=archived)
    assert (gone.name, gone.phone, gone.phone_index) == ("", "", "")
    assert VoterIdentity.objects.get(suggestion=kept).phone == WHO["phone"]
    assert check() == ""


def test_purging_takes_what_was_put_aside_and_forgotten(db):
    parked = parking.park(Upload("信.pdf", "pdf", "application/pdf", ContentFile(b"%PDF-"), "0"))
    kept = pending.keep("姓名,电话".encode())
    paths = [parked.path, f"{pending.FOLDER}/{kept}"]
    for path in paths:
        os.utime(default_storage.path(path), (0, 0))

    call_command("purge_identities", stdout=io.StringIO())

    assert not [path for path in paths if default_storage.exists(path)]
