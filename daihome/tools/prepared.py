"""Queries whose statement is built once: for small tables that nearly every request reads.

The ORM takes longer to build such a statement than the database to answer it. Only for columns
whose plain database value is the Python value (text, numbers, dates, booleans), never for
date-times, encrypted or JSON columns.
"""

from django.db import connection

# Filter by this primary key where the real one is known only when the rows are fetched.
KEY = -1


def statement(queryset):
    """SQL and parameters of a `values_list` queryset; keep them with `functools.lru_cache`."""
    return queryset.query.sql_with_params()


def fetch(prepared, key=None):
    """The rows that `prepared` gives now, as a tuple of tuples; `key` takes the place of KEY."""
    sql, parameters = prepared
    parameters = [key if value == KEY else value for value in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return tuple(cursor.fetchall())
