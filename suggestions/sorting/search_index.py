"""The index of words as each database keeps it: written in few statements, read newest first.

Every token carries its Home (`7.路灯`), so that a word of another Home costs nothing. SQLite's
FTS5 walks a word's matters from the newest back and stops when it has enough. PostgreSQL's GIN
gives all matters of a word or none, so there a token also carries its block of keys
(`7.122.路灯`): the newest blocks are asked first, and a frequent word ends in the first of them.
Neither grows with the number of matters.
"""

from math import ceil

from django.db import connection

from daihome.tools import bigrams

TEXT_MAX = 30_000  # characters of one matter; a tsvector holds a megabyte
BLOCK = 8192  # keys
LEXEMES_MAX = 4000  # in one question to PostgreSQL
TABLE = "suggestions_searchentry"
GRAMS = "suggestions_searchgrams"
PUT_GRAMS = f"INSERT INTO {GRAMS} (rowid, grams) VALUES (%s, %s)"  # noqa: S608
TAKE_GRAMS = f"INSERT INTO {GRAMS} ({GRAMS}, rowid, grams) VALUES ('delete', %s, %s)"  # noqa: S608
ASK_GRAMS = f"""
    SELECT rowid FROM {GRAMS} WHERE {GRAMS} MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s
"""  # noqa: S608
PUT_TEXT = f"INSERT INTO {TABLE} (suggestion_id, body) VALUES (%s, %s)"  # noqa: S608
PUT_VECTOR = f"""
    INSERT INTO {TABLE} (suggestion_id, body) VALUES (%s, array_to_tsvector(%s::text[]))
    ON CONFLICT (suggestion_id) DO UPDATE SET body = EXCLUDED.body
"""  # noqa: S608
# Kept apart from the sorting: else the whole table would be walked backwards for a rare word.
ASK_VECTORS = f"""
    WITH found AS MATERIALIZED (
        SELECT suggestion_id FROM {TABLE} WHERE body @@ %s::tsquery AND suggestion_id < %s
    ) SELECT suggestion_id FROM found ORDER BY suggestion_id DESC LIMIT %s
"""  # noqa: S608
END = 2**63 - 1


def put(rows):
    """Write the entries of new matters: triples of (primary key, Home's key, text)."""
    rows = [(pk, home, text[:TEXT_MAX]) for pk, home, text in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                PUT_VECTOR, [(pk, _lexemes(pk, home, text)) for pk, home, text in rows]
            )
            return
        cursor.executemany(PUT_TEXT, [(pk, text) for pk, _home, text in rows])
        cursor.executemany(PUT_GRAMS, [(pk, _grams(home, text)) for pk, home, text in rows])


def replace(pk, home, text):
    """Write the entry of one matter anew."""
    if connection.vendor != "postgresql":
        _take_out(pk, home)
    put([(pk, home, text)])


def lock(pk):
    """Let nobody else write this entry before the transaction ends (SQLite has one writer)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {TABLE} WHERE suggestion_id = %s FOR UPDATE", [pk])  # noqa: S608


def clear():
    """Forget everything; call inside `atomic()` and write it again."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {GRAMS} ({GRAMS}) VALUES ('delete-all')")  # noqa: S608


def without_words():
    """Primary keys of entries whose tokens SQLite does not have (PostgreSQL keeps them as one)."""
    if connection.vendor == "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT suggestion_id FROM {TABLE} WHERE suggestion_id NOT IN"  # noqa: S608
            f" (SELECT id FROM {GRAMS}_docsize) ORDER BY suggestion_id"
        )
        return [pk for (pk,) in cursor.fetchall()]


def newest(homes, words, before, limit):
    """Primary keys of matters of `homes` that have all the tokens `words`, newest first.

    Below the key `before` (None: from the newest), `limit` at most.
    """
    if not homes or not words:
        return []
    if connection.vendor == "postgresql":
        return _newest_by_blocks(homes, words, before, limit)
    each = [" AND ".join(f'"{home}.{word}"' for word in words) for home in homes]
    match = " OR ".join(f"({both})" for both in each)
    with connection.cursor() as cursor:
        cursor.execute(ASK_GRAMS, [match, before or END, limit])
        return [pk for (pk,) in cursor.fetchall()]


def _newest_by_blocks(homes, words, before, limit):
    found, size = [], 1
    most = max(1, LEXEMES_MAX // (len(homes) * len(words)))
    with connection.cursor() as cursor:
        top = (before - 1 if before else _last_key(cursor)) // BLOCK
        while top >= 0 and len(found) < limit:
            bottom = max(top - min(size, most) + 1, 0)
            query = _tsquery(homes, words, range(bottom, top + 1))
            cursor.execute(ASK_VECTORS, [query, before or END, limit - len(found)])
            keys = [pk for (pk,) in cursor.fetchall()]
            found += keys
            # As many blocks as should have the rest; where there is nothing, far more.
            in_one = len(keys) / (top - bottom + 1)
            top, size = bottom - 1, ceil((limit - len(found)) / in_one) if keys else size * 8
    return found


def _last_key(cursor):
    cursor.execute(f"SELECT COALESCE(MAX(suggestion_id), 0) FROM {TABLE}")  # noqa: S608
    return cursor.fetchone()[0]


def _tsquery(homes, words, blocks):
    each = (
        "&".join(f"'{home}.{block}.{word}'" for word in words) for block in blocks for home in homes
    )
    return "|".join(f"({both})" for both in each)


def _lexemes(pk, home, text):
    return [f"{home}.{pk // BLOCK}.{token}" for token in bigrams.tokens(text)]


def _grams(home, text):
    return " ".join(f"{home}.{token}" for token in bigrams.tokens(text))


def _take_out(pk, home):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body FROM {TABLE} WHERE suggestion_id = %s", [pk])  # noqa: S608
        row = cursor.fetchone()
        if row:
            cursor.execute(TAKE_GRAMS, [pk, _grams(home, row[0])])
            cursor.execute(f"DELETE FROM {TABLE} WHERE suggestion_id = %s", [pk])  # noqa: S608
