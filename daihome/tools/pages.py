"""Keyset paging: page 1 and page 1,000 cost the same, and a new row shifts nothing."""

from django.db.models import Q
from django.utils.functional import cached_property

COUNT_CAP = 1000


class Page:
    """`size` rows newest first, below the row with the primary key `before` (text from the address).

    Newest is the highest key, or the latest `by` where rows are narrowed by that date: then an
    index on it gives the rows in their order. A `before` that is no key means the first page.
    """

    def __init__(self, queryset, before="", size=50, by=""):
        self.before = primary_key(before)
        rows = queryset.order_by(*([f"-{by}", "-pk"] if by else ["-pk"]))
        if self.before:
            rows = rows.filter(self._below(queryset, by))
        found = list(rows[: size + 1])
        self.rows, self.has_next = found[:size], len(found) > size

    def _below(self, queryset, by):
        last = by and queryset.order_by().filter(pk=self.before).values_list(by, flat=True).first()
        if not last:
            return Q(pk__lt=self.before)
        earlier = Q(**{f"{by}__lt": last}) | Q(**{by: last, "pk__lt": self.before})
        return Q(**{f"{by}__lte": last}) & earlier

    def __iter__(self):
        return iter(self.rows)

    @cached_property
    def next_before(self):
        """The `before` of the next page, or None on the last one."""
        return self.rows[-1].pk if self.has_next else None


def capped_count(queryset, cap=COUNT_CAP):
    """How many rows, as people read it: “12” or “1000+”; never counts further than `cap`."""
    found = queryset.order_by()[: cap + 1].count()
    return f"{cap}+" if found > cap else str(found)


def primary_key(text):
    """A key out of an address, or None when `text` is none."""
    usable = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if usable else None
