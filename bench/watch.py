"""How long do the chair's page, the statistics and the public numbers take with 100,000 matters?

    python bench/watch.py                                   two servers of its own, SQLite
    python bench/watch.py --small postgres://… --large postgres://…   two empty databases
    python bench/watch.py --many 20000                      another size for the large one

Loads both with `seed_load`, opens each page in turn, and prints the medians and their ratio.
These pages count all matters of a year, so their time grows; the goal is that a page stays under
a second. “anew” is opened after something was recorded: then nothing is remembered. Exit code 1
when a page misses the goal.
"""

import argparse
import statistics
import sys
import time

from browsing import Browser, Server, sign_in, submit
from lists import FEW, MANY, _open

ROUNDS, WARM_UP, GOAL_SECONDS = 10, 2, 1.0
STATISTICS = "/admin/watch/statistics/"
PAGES = {
    "chair's page": "/admin/watch/",
    "late list": "/admin/suggestions/suggestion/?watch=late",
    "silent list": "/admin/suggestions/suggestion/?watch=silent",
    "late register": "/admin/registers/late/",
    **{f"by {by}": f"{STATISTICS}?by={by}" for by in ("unit", "category", "village", "month")},
    "public results": "/homes/{slug}/results/",
}
ANEW = ("by unit", "by month", "public results")


def actions(server):
    """Name → (prepare, a function that opens that page once and checks it)."""
    staff, voter = Browser(server.base), Browser(server.base)
    sign_in(staff, *server.account("clerk"))
    slug = next(link for link in staff.get("/").links if link.startswith("/homes/")).split("/")[2]
    found = {
        name: (lambda: None, lambda address=address: _open(staff, address.format(slug=slug)))
        for name, address in PAGES.items()
    }
    for name in ANEW:
        found[f"{name}, anew"] = (lambda: submit(voter, "路灯坏了，请来修。"), found[name][1])
    return found


def measure(small, large):
    """Name → (median seconds on the small one, on the large one), taken in turn."""
    both, found = [actions(small), actions(large)], {}
    for name in both[0]:
        times = [[], []]
        for round_no in range(ROUNDS + WARM_UP):
            for side, pages in enumerate(both):
                prepare, opened = pages[name]
                prepare()
                started = time.perf_counter()
                opened()
                if round_no >= WARM_UP:
                    times[side].append(time.perf_counter() - started)
        found[name] = tuple(statistics.median(side) for side in times)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", default="", help="database address for the small one")
    parser.add_argument("--large", default="", help="database address for the large one")
    parser.add_argument("--many", type=int, default=MANY)
    given = parser.parse_args()
    with Server(given.small) as small, Server(given.large) as large:
        small.manage("seed_load", str(FEW))
        large.manage("seed_load", str(given.many))
        found = measure(small, large)
    print(f"{'page':<24}{FEW:>10,}{given.many:>12,}{'ratio':>8}")
    for name, (few, many) in found.items():
        print(f"{name:<24}{few * 1000:>7.1f} ms{many * 1000:>9.1f} ms{many / few:>8.2f}")
    return any(many > GOAL_SECONDS for _few, many in found.values())


if __name__ == "__main__":
    sys.exit(main())
