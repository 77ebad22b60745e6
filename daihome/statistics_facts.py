"""The facts of the statistics, for the page, the paper and the yearly archive."""

from daihome.tools import charts
from suggestions.watch.counting import Scope
from suggestions.watch.measures import PROMISE_DEFINITION, definitions
from suggestions.watch.statistics import statistics


def facts_of(user, homes, period, by, today):
    """What page and paper show of the matters of `homes`, divided by `by`."""
    found = statistics(Scope.of(homes, period, user), by, today)
    return {
        "found": found,
        "homes": homes,
        "period": period,
        "definitions": definitions(found.total.measures),
        "promise_definition": PROMISE_DEFINITION,
        "charts": drawings(found),
        "signer": homes[0].name if len(homes) == 1 else "全部代表之家",
        "today": today,
    }


def drawings(found):
    """On time, solved and satisfied of every line; solved and satisfied always side by side."""
    return charts.charts(
        f"按{found.heading}的按期答复率、办成率和满意率",
        [(line.label, shares(line.measures)) for line in [found.total, *found.lines]],
    )


def shares(measures):
    """The three bars of one line."""
    names = {"按期": measures.on_time, "办成": measures.solved, "满意": measures.satisfied}
    return [(name, rate.share, f"{rate} {rate.percent}") for name, rate in names.items()]
