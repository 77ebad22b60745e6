"""Queries whose statement is built once, for what nearly every request of the public reads.

The ORM takes several times longer to build such a statement than the database to answer it.
"""

from django.db import connection

# Filter by this primary key where the real one is known only when the rows are fetched.
KEY = -1


def statement(queryset):
    """SQL and parameters of a queryset; keep them with `functools.lru_cache`."""
    return queryset.query.sql_with_params()


def fetch(prepared, key=None):
    """The rows of a `values_list` now, as a tuple of tuples; `key` takes the place of KEY.

    Only for columns whose plain database value is the Python value (text, numbers, dates,
    booleans), never for date-times, encrypted or JSON columns.
    """
    sql, parameters = prepared
    with connection.cursor() as cursor:
        cursor.execute(sql, _with_key(parameters, key))
        return tuple(cursor.fetchall())


def objects(model, prepared, key=None):
    """The objects of `model` that a queryset without `select_related` gives now, as a list."""
    sql, parameters = prepared
    return list(model.objects.raw(sql, _with_key(parameters, key)))


def _with_key(parameters, key):
    # A column of text has made a text of KEY.
    return [key if value in (KEY, str(KEY)) else value for value in parameters]
