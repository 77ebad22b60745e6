"""Which other matters belong to a voter's own: parts of the same letter; of others, only that."""

from dataclasses import dataclass
from functools import lru_cache

from daihome.tools import prepared
from suggestions.models import Joining, Suggestion


@dataclass(frozen=True)
class Kin:
    """`parts` are the matters of the same letter but this one; all open with the same code."""

    is_joined: bool
    parts: list


def kin_of(suggestion):
    """The `Kin` for the voter's page (two quick queries)."""
    joined = prepared.fetch(_joined(), suggestion.pk)
    root = suggestion.split_from_id or suggestion.pk
    keys = [pk for (pk,) in prepared.fetch(_parts(), root) if pk != suggestion.pk]
    if suggestion.split_from_id:
        keys.append(root)
    rows = Suggestion.objects.filter(pk__in=keys).select_related("village") if keys else ()
    return Kin(bool(joined), [row for row in rows if row.query_code == suggestion.query_code])


@lru_cache(maxsize=1)
def _joined():
    rows = Joining.objects.open().filter(suggestion=prepared.KEY).order_by()
    return prepared.statement(rows.values_list("pk")[:1])


@lru_cache(maxsize=1)
def _parts():
    rows = Suggestion.objects.filter(split_from=prepared.KEY).order_by("pk")
    return prepared.statement(rows.values_list("pk"))
