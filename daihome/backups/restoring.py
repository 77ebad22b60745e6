"""Brings a backup back: checks everything first, touches data last."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from daihome.backups import BackupError, archive, databases
from daihome.backups.making import chain_head, counts, make_backup
from reception.visiting.purging import purge_visitors
from representatives.models import Home, User
from suggestions.models import VoterIdentity


def check(path: Path) -> dict:
    """The manifest of a backup that fits this program, this database and these keys.

    Raises BackupError; nothing has been touched then.
    """
    manifest = archive.read_manifest(path)
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"这个备份来自 {manifest['database']}，现在用的是 {connection.vendor}。"
            "请把 DATABASE_URL 设成同一种数据库再恢复。"
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    if any(tuple(name) not in known for name in manifest["migrations"]):
        raise BackupError("这个备份来自更新的程序版本。请先更新本程序，再恢复。")
    if not set(manifest["vault_keys"]) <= set(settings.VAULT_KEYS):
        raise BackupError(
            f"打开这个备份里的电话等资料，需要当时的密钥，现在的 {settings.DATA_DIR}/keys 里没有。"
            "请先把另外保存的 vault_key 放回 keys 文件夹（原有的 vault_key 改名为 vault_key.旧），再恢复。"
        )
    databases.check_tools()
    return manifest


def is_empty() -> bool:
    """Whether there is nothing here yet that a restore would replace."""
    if any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*")):
        return False
    tables = connection.introspection.table_names()
    return not any(
        model._meta.db_table in tables and model.objects.exists() for model in (Home, User)
    )


def safety_backup() -> Path | None:
    """A backup of what is here now, in DATA_DIR; None when it cannot be read any more."""
    try:
        return make_backup(Path(settings.DATA_DIR) / "before-restore")[0]
    except (DatabaseError, BackupError):
        return None


def restore(path: Path, manifest: dict) -> int:
    """Replace database and uploads by those of the checked backup `path`.

    Returns how many identities were purged again whose date has passed since.
    """
    root = Path(settings.MEDIA_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent, prefix=".restore-") as place:
        folder = Path(place)
        archive.extract(path, folder)
        databases.load(folder / archive.DATABASE)
        _compare(manifest)
        (folder / archive.UPLOADS).mkdir(exist_ok=True)
        if root.exists():
            root.rename(folder / "replaced")
        shutil.move(folder / archive.UPLOADS, root)
        root.chmod(0o700)
    call_command("migrate", interactive=False, verbosity=0)
    # Who was signed in then is not signed in now.
    Session.objects.all().delete()
    now = timezone.now()
    today = timezone.localdate(now)
    return VoterIdentity.objects.due_for_purge(today).purge(now) + purge_visitors(today, now)


def _compare(manifest):
    """What came back is what went in."""
    if counts() != manifest["counts"] or chain_head() != manifest["chain"]:
        raise BackupError("恢复后的数据与清单对不上。请换一个备份文件再恢复一次。")
