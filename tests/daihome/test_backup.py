"""A drill: back up, lose everything, restore, and find it as it was; damaged files touch nothing."""

import io
import json
import shutil
import stat
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from daihome import integrity
from daihome.backups import BackupError, archive, databases, making, restoring
from representatives.models import Home
from suggestions.models import StepRecord, Suggestion, VoterIdentity
from suggestions.pipeline import Step
from tests.daihome.test_check_data import WHO, picture
from tests.factories import make_home, make_suggestion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "uploads"
    monkeypatch.setattr(integrity, "SETTLING_SECONDS", 0)
    if connection.vendor != "sqlite":
        try:
            databases.check_tools()
        except BackupError:
            pytest.skip("pg_dump is not installed")


@pytest.fixture
def matter():
    return make_suggestion(
        make_home(), step=Step.ARCHIVE, identity=WHO, identity_mode="named", uploads=[picture()]
    )


def run(*args, **options):
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def back_up(tmp_path):
    run("backup", tmp_path / "backups")
    return next((tmp_path / "backups").glob("daihome-*.tar"))


def lose_everything(settings):
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def test_drill(matter, settings, tmp_path):
    Session.objects.create(session_key="k", session_data="d", expire_date=timezone.now())
    records = list(StepRecord.objects.values_list("digest", flat=True))
    kept = back_up(tmp_path)
    lose_everything(settings)

    said = run("restore", kept)

    assert "核对完毕，没有发现问题。" in said
    again = Suggestion.objects.get()
    assert (again.number, again.query_code) == (matter.number, matter.query_code)
    assert again.identity.phone == WHO["phone"]
    assert Path(again.attachments.get().file.path).read_bytes()
    assert list(StepRecord.objects.values_list("digest", flat=True)) == records
    assert not Session.objects.exists()
    make_suggestion(again.home)  # sequences and counters go on where they were
    assert Suggestion.objects.count() == 2


def test_backup_is_one_private_file_without_keys(matter, settings, tmp_path):
    said = run("backup", tmp_path / "backups")

    kept = list((tmp_path / "backups").iterdir())
    assert len(kept) == 1
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    assert "加密密钥不在备份里" in said
    with tarfile.open(kept[0]) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names[0] == "database"
    assert names[-1] == "manifest.json"
    assert {name.split("/")[0] for name in names[1:-1]} == {"uploads"}
    assert manifest["counts"]["suggestions_suggestion"] == 1
    assert manifest["chain"]["matters"] == 1
    content = kept[0].read_bytes()
    for key in settings.VAULT_KEYS.values():
        assert key not in content
    assert WHO["phone"].encode() not in content


def test_restore_refuses_to_replace_unless_forced(matter, settings, tmp_path):
    kept = back_up(tmp_path)
    later = make_suggestion(matter.home)

    with pytest.raises(CommandError, match="已有数据"):
        run("restore", kept)
    assert Suggestion.objects.count() == 2

    run("restore", kept, force=True)
    assert not Suggestion.objects.filter(pk=later.pk).exists()
    saved = next((settings.DATA_DIR / "before-restore").glob("*.tar"))
    assert archive.read_manifest(saved)["counts"]["suggestions_suggestion"] == 2


def test_identities_purged_after_the_backup_do_not_come_back(matter, settings, tmp_path):
    VoterIdentity.objects.update(purge_on=timezone.localdate() - timedelta(days=1))
    kept = back_up(tmp_path)
    lose_everything(settings)

    said = run("restore", kept)

    assert "再次清除了 1 条" in said
    assert VoterIdentity.objects.get().phone == ""


def damage(path, name):
    data = bytearray(path.read_bytes())
    if name == "cut off":
        data = data[: len(data) * 2 // 3]
    if name == "changed":
        data[1024 + 600] ^= 1
    if name == "empty":
        data = bytearray()
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["cut off", "changed", "empty"])
def test_damaged_backup_touches_nothing(matter, tmp_path, name):
    kept = back_up(tmp_path)
    damage(kept, name)

    with pytest.raises(CommandError, match="备份文件"):
        run("restore", kept, force=True)

    assert Suggestion.objects.get() == matter
    assert Path(matter.attachments.get().file.path).exists()


@pytest.mark.parametrize("name", ["../outside", "uploads/../../outside", "/etc/outside", "other"])
def test_backup_with_foreign_members_is_refused(matter, tmp_path, name):
    path = tmp_path / "made.tar"
    writer = archive.Writer(path)
    stray = tmp_path / "stray"
    stray.write_text("x")
    writer.add("database", stray)
    writer.add(name, stray)
    writer.finish({"database": connection.vendor})

    with pytest.raises(BackupError, match="不认识的内容"):
        restoring.check(path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"database": "oracle"}, "DATABASE_URL"),
        ({"vault_keys": ["deadbeef"]}, "vault_key"),
        ({"migrations": [["suggestions", "9999_from_the_future"]]}, "更新的程序版本"),
    ],
)
def test_backup_that_does_not_fit_is_refused(db, tmp_path, change, sentence):
    path, source = tmp_path / "made.tar", tmp_path / "database"
    source.write_text("x")
    fits = {"database": connection.vendor, "vault_keys": [], "migrations": []}
    writer = archive.Writer(path)
    writer.add("database", source)
    writer.finish(fits)
    other = archive.Writer(tmp_path / "other.tar")
    other.add("database", source)
    other.finish(fits | change)

    assert restoring.check(path)
    with pytest.raises(BackupError, match=sentence):
        restoring.check(tmp_path / "other.tar")


def test_failed_backup_leaves_nothing_behind(matter, tmp_path, monkeypatch):
    def full(target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(databases, "dump", full)

    with pytest.raises(CommandError, match="磁盘空间"):
        run("backup", tmp_path / "backups")

    assert list((tmp_path / "backups").iterdir()) == []
    assert making.counts()["representatives_home"] == Home.objects.count() == 1
