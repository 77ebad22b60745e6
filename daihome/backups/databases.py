"""Copying the database out and in: SQLite by its own backup interface, PostgreSQL by pg_dump.

Both give one moment's view while others go on writing.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from daihome.backups import BackupError

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")


def is_sqlite():
    """Whether the present database is SQLite."""
    return connection.vendor == "sqlite"


def dump(target: Path) -> None:
    """Write the database as the present transaction sees it to the file `target`."""
    connection.ensure_connection()
    if is_sqlite():
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            # A copy of its own, without the write-ahead log of the running one.
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    _run(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--file={target}",
    )


def load(source: Path) -> None:
    """Replace everything in the present database by the copy `source`."""
    if is_sqlite():
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
        # Django remembers nothing of the old content, but SQLite's prepared statements might.
        connection.close()
        return
    _drop_tables()
    connection.close()
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={connection.settings_dict['NAME']}",
        str(source),
    )


def check_tools() -> None:
    """Raise BackupError when a program that the present database needs is missing."""
    if not is_sqlite():
        for name in ("pg_dump", "pg_restore"):
            program(name)


def program(name: str) -> str:
    """The path of a PostgreSQL program: on PATH, else where Debian keeps its newest."""
    found = shutil.which(name)
    if found:
        return found
    versions = [path for path in DEBIAN_PROGRAMS.glob("*/bin") if (path / name).exists()]
    if not versions:
        raise BackupError(
            f"找不到 {name}，不能备份或恢复 PostgreSQL。请以 root 运行："
            "apt-get install -y postgresql-client，再试一次。"
        )
    return str(max(versions, key=lambda path: float(path.parent.name)) / name)


def _drop_tables():
    """Tables that the copy does not know would be in the way of later migrations."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")


def _run(name, *arguments):
    done = subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
        [program(name), *arguments], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["没有说明原因"]
        raise BackupError(f"{name} 没有成功：{lines[0]}")


def _environment():
    """The database's address for PostgreSQL's programs; a password never stands in arguments."""
    settings = connection.settings_dict
    options = settings.get("OPTIONS", {})
    known = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"]),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
        "PGSSLMODE": options.get("sslmode", ""),
        "PGSSLROOTCERT": options.get("sslrootcert", ""),
    }
    return {**os.environ, **{name: value for name, value in known.items() if value}}
