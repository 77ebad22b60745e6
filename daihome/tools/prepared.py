"""Queries whose statement is built once: for small tables that nearly every request reads.

The ORM takes longer to build such a statement than the database to answer it. Only for columns
whose plain database value is the Python value (text, numbers, dates, booleans), never for
date-times, encrypted or JSON columns.
"""

from django.db import connection


def statement(queryset):
    """SQL and parameters of a `values_list` queryset; keep them with `functools.lru_cache`."""
    return queryset.query.sql_with_params()


def fetch(prepared):
    """The rows that `prepared` gives now, as a tuple of tuples."""
    sql, parameters = prepared
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return tuple(cursor.fetchall())
