"""Many at once, each with its own connection to the real database.

Django's test database on SQLite lives in memory, where connections share one cache and lock each
other out as no file does; there the race runs on a copy in a file.
"""

import sqlite3
from contextlib import closing, contextmanager
from threading import Barrier, Thread

from django.db import connection, connections


def race(number, press):
    """Run `press(n)` in `number` threads started together; their results in order.

    Use with `django_db(transaction=True)`, inside `real_database`. An exception is its result.
    """
    start, results = Barrier(number), [None] * number

    def run(place):
        start.wait()
        try:
            results[place] = press(place)
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextmanager
def real_database(folder):
    """Threads started inside work on a file in `folder` (SQLite) or on the server (PostgreSQL).

    Take a folder of its own: whitenoise walks through `tmp_path` while files come and go there.
    """
    if connection.vendor != "sqlite":
        yield
        return
    path, settings = folder / "race.sqlite3", connections.settings["default"]
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as file:
        connection.connection.backup(file)
        # Two that connect at once would both want to switch it over, without waiting.
        file.execute("PRAGMA journal_mode=WAL")
    in_memory = settings["NAME"]
    settings["NAME"] = str(path)
    try:
        yield
    finally:
        settings["NAME"] = in_memory
