"""What became of that which was heard: the matters of a visit, a visitor, a letter, an activity."""

from suggestions.endings import ending_of
from suggestions.registers import opinions_of


def endings_of(source):
    """An `Ending` for each matter raised from `source`, in the order in which they were raised."""
    rows = opinions_of(source.home).filter(pk__in=source.raised.values("suggestion"))
    return [ending_of(row) for row in rows]
