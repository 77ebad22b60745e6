"""The database's own journal, where something deleted could still be read."""

from django.db import connection


def wipe():
    """Write SQLite's journal into the database and empty it; elsewhere nothing.

    Call outside a transaction. While somebody reads, the journal stays until the next time.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
