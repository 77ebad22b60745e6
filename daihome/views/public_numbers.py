"""The year's numbers on the Home's public page: the same counting as the staff's statistics.

Villages and categories with few matters are put together: who said what must not be guessed from
a number of one.
"""

from django.utils import timezone

from daihome.tools import charts
from daihome.tools.registers import Period
from suggestions.models import Suggestion
from suggestions.watch.counting import Scope
from suggestions.watch.measures import PROMISE_DEFINITION, definitions
from suggestions.watch.statistics import Line, statistics
from suggestions.watch.watching import BY_SLUG

FEWEST = 5
DIVIDED = {"village": "按村（社区）", "category": "按分类"}
TOGETHER = f"不到{FEWEST}件的，合在一起"


def facts_of(home, asked, today):
    """What the page shows of the year `asked` (text from the address; this year when it is none)."""
    years = years_of(home, today)
    year = int(asked) if asked in map(str, years) else today.year
    scope = Scope.of([home], Period.of_year(year))
    found = {by: statistics(scope, by, today) for by in DIVIDED}
    total, promises = found["village"].total.measures, found["village"].promises
    return {
        "year": year,
        "years": years,
        "today": today,
        "measures": total,
        "promises": promises,
        "definitions": definitions(total),
        "promise_definition": PROMISE_DEFINITION,
        "late_now": BY_SLUG["late"].pick(Suggestion.objects.of(home), today).order_by().count(),
        "late_definition": BY_SLUG["late"].definition,
        "charts": charts.charts(f"{year}年的按期、办成和满意", [(f"{year}年", shares(total))]),
        "tables": [(DIVIDED[by], public_lines(one.lines)) for by, one in found.items()],
    }


def shares(measures):
    """The bars: solved and satisfied side by side, and those that are not satisfied too."""
    rates = {
        "按期": measures.on_time,
        "办成": measures.solved,
        "满意": measures.satisfied,
        "不满意": measures.unsatisfied,
    }
    return [(name, rate.share, f"{rate} {rate.percent}") for name, rate in rates.items()]


def years_of(home, today):
    """The years from the first matter of `home` to this one, the latest first."""
    rows = Suggestion.objects.of(home).order_by("received_at")
    first = rows.values_list("received_at", flat=True).first()
    return list(range(today.year, (timezone.localdate(first) if first else today).year - 1, -1))


def public_lines(lines):
    """(name, received, answered) of each line; few matters never stand alone.

    The small ones are one line; when that line would be small itself, the next larger joins it,
    or it could be worked out from the total.
    """
    lines = sorted(lines, key=lambda line: line.measures.received)
    few = [line for line in lines if line.measures.received < FEWEST]
    rest = lines[len(few) :]
    while few and rest and sum(line.measures.received for line in few) < FEWEST:
        few.append(rest.pop(0))
    shown = [_numbers(line.label, [line]) for line in reversed(rest)]
    together = _numbers(TOGETHER, few)
    return [*shown, together] if together[1] >= FEWEST else shown


def _numbers(label, lines: list[Line]):
    received = sum(line.measures.received for line in lines)
    return label, received, sum(line.measures.answered for line in lines)
