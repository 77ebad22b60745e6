"""Sorting Chinese names as people look them up: by pinyin, on both databases.

PostgreSQL has the ICU collation `zh-Hans-x-icu`. SQLite sorts by GB18030 bytes, whose first
3,755 characters stand in pinyin order; rarer ones follow by radical.
"""

from django.db.models import Func


class Pinyin(Func):
    """Order-by expression: `queryset.order_by(Pinyin("name"))`."""

    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="gb18030_key", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = '%(expressions)s COLLATE "zh-Hans-x-icu"'
        return self.as_sql(compiler, connection, template=template, **context)


def gb18030_key(text):
    """Bytes that sort like the GB18030 encoding of `text`; None stays None."""
    return None if text is None else text.encode("gb18030", "replace")


def register_functions(connection, **kwargs):
    """Receiver of `connection_created`: teach each new SQLite connection the sort key."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("gb18030_key", 1, gb18030_key, deterministic=True)
