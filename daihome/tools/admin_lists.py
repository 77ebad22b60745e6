"""Lists of the staff's pages: counting with a limit, filters over own rows only."""

import re

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from daihome.tools.figures import FIRST_YEAR, LAST_YEAR
from daihome.tools.pages import COUNT_CAP

# What the filters of a list put behind the name of their field.
FILTER_LOOKUPS = {"", "exact", "isnull", "id__exact", "pk__exact"}
DATE_LOOKUPS = {"year", "month", "day"}
# No key has so many digits, and SQLite cannot even look for it.
TOO_LARGE = re.compile(r"\s*[+-]?\d{19,}\s*")


class CappedPaginator(Paginator):
    """Counts at most one row further than the cap: a count costs the same however many there are."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[: COUNT_CAP + 1].count()


class OwnRowsFilter(admin.RelatedFieldListFilter):
    """A filter by a related row that offers, and accepts, only rows the user may see."""

    def __init__(self, field, request, *args, **kwargs):
        super().__init__(field, request, *args, **kwargs)
        offered = {str(pk) for pk, _label in self.lookup_choices}
        if not offered.issuperset(self.lookup_val or ()):
            raise IncorrectLookupParameters("No such row.")

    def field_choices(self, field, request, model_admin):
        rows = field.remote_field.model._default_manager.visible_to(request.user)
        return [(row.pk, str(row)) for row in rows]


def is_filter_lookup(lookup, value, paths, date_path=None):
    """Whether the query string asks for something that one of the list's own filters offers."""
    if TOO_LARGE.fullmatch(str(value)):
        return False
    for path in paths:
        if lookup == path or lookup.removeprefix(f"{path}__") in FILTER_LOOKUPS:
            return True
    if date_path and lookup.removeprefix(f"{date_path}__") in DATE_LOOKUPS:
        return _is_date_part(lookup, value)
    return False


def _is_date_part(lookup, value):
    if not re.fullmatch("[0-9]{1,4}", str(value), re.ASCII):
        return False
    return not lookup.endswith("__year") or FIRST_YEAR <= int(value) <= LAST_YEAR


def are_keys(values):
    """Whether all posted values can be primary keys."""
    return all(re.fullmatch("[0-9]{1,18}", value, re.ASCII) for value in values)
