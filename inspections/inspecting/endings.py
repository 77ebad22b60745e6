"""What became of that which an inspection found: its matters and how each stands."""

from suggestions.endings import ending_of
from suggestions.registers import rows_of


def endings_of(inspection):
    """An `Ending` for each matter that came of it, in the order of their numbers."""
    rows = rows_of(inspection.home).filter(pk__in=inspection.matters.values("suggestion"))
    return [ending_of(row) for row in rows]
