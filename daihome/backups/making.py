"""Makes a backup file while the server goes on working."""

import hashlib
import platform
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone

from daihome.backups import BackupError, archive, databases
from daihome.integrity import CHUNK, steady_view
from daihome.tools.parking import FOLDER as PARKED
from suggestions.models import StepRecord


def make_backup(folder: Path, now=None) -> tuple[Path, dict]:
    """Write one backup file into `folder` (made when missing); returns its path and its facts."""
    databases.check_tools()
    now = now or timezone.now()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        writer = archive.Writer(folder / f"daihome-{timezone.localtime(now):%Y%m%d-%H%M%S}.tar")
    except OSError as error:
        raise BackupError(
            f"不能写入 {folder}（{error.strerror}）。请检查文件夹和权限后再试。"
        ) from error
    try:
        facts = _fill(writer, folder, now)
        return writer.finish(facts), facts
    except DatabaseError as error:
        raise BackupError(
            f"数据库读不出来（{error}）。刚更新过程序的，先运行 manage.py migrate 再备份。"
        ) from error
    except OSError as error:
        raise BackupError(f"备份没有写完（{error.strerror}）。请检查磁盘空间后再试。") from error
    finally:
        writer.discard()


def _fill(writer, folder, now):
    with tempfile.TemporaryDirectory(dir=folder, prefix=".daihome-") as place:
        copy = Path(place) / archive.DATABASE
        with steady_view():
            facts = _facts(now)
            databases.dump(copy)
        writer.add(archive.DATABASE, copy)
    # Files after rows: a row never names a file that came too late for the backup.
    for name, path in _uploads():
        writer.add(f"{archive.UPLOADS}/{name}", path)
    return facts


def _uploads():
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.exists() else ():
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(f"{PARKED}/"):
            yield name, path


def _facts(now):
    return {
        "made_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "versions": {
            "django": django.get_version(),
            "python": platform.python_version(),
            "database": _database_version(),
        },
        # Which keys open the personal data in it; the keys themselves are kept elsewhere.
        "vault_keys": list(settings.VAULT_KEYS),
        "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        "counts": counts(),
        "chain": chain_head(),
    }


def _database_version():
    return ".".join(str(part) for part in connection.get_database_version())


def counts():
    """Rows of every table there is, so that a restore can be compared with its backup."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def chain_head():
    """How many matters have step records, and one hash over the last digest of each."""
    last = StepRecord.objects.values("suggestion").annotate(last=Max("seq"))
    ends = dict(last.values_list("suggestion", "last").iterator(CHUNK))
    total = hashlib.sha256()
    rows = StepRecord.objects.order_by("suggestion_id", "seq")
    for owner, seq, digest in rows.values_list("suggestion_id", "seq", "digest").iterator(CHUNK):
        if ends[owner] == seq:
            total.update(f"{owner}:{seq}:{digest}\n".encode())
    return {"matters": len(ends), "sha256": total.hexdigest()}
