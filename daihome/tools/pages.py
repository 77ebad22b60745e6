"""Keyset paging: page 1 and page 1,000 cost the same, and a new row shifts nothing."""

from django.utils.functional import cached_property

COUNT_CAP = 1000


class Page:
    """`size` rows newest first, below the primary key `before` (text from the address).

    A `before` that is no key means the first page.
    """

    def __init__(self, queryset, before="", size=50):
        self.before = _key(before)
        rows = queryset.order_by("-pk")
        if self.before:
            rows = rows.filter(pk__lt=self.before)
        found = list(rows[: size + 1])
        self.rows, self.has_next = found[:size], len(found) > size

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


def _key(text):
    usable = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if usable else None
