"""Do pages stay as fast with 100,000 matters as with 1,000?

    python bench/lists.py                                   two servers of its own, SQLite
    python bench/lists.py --small postgres://… --large postgres://…   two empty databases
    python bench/lists.py --many 20000                      another size for the large one

Loads both with `seed_load`, opens each page in turn on the small and on the large one, and prints
the medians and their ratio. The goal is at most 1.2; exit code 1 when a page misses it.
"""

import argparse
import re
import statistics
import sys
import time

from browsing import STAFF, Browser, Server, sign_in, submit, track

FEW, MANY, ROUNDS, WARM_UP, GOAL = 1000, 100_000, 60, 5, 1.2
CASES = "/admin/suggestions/suggestion/"


def pages(server):
    """Name → a function without arguments that opens that page once and checks it."""
    staff, voter = Browser(server.base), Browser(server.base)
    sign_in(staff, *server.account("clerk"))
    number, code = submit(voter, "村东头的路灯坏了，晚上看不见路，请派人来修。")
    listing = staff.get(CASES)
    case = next(link for link in listing.links if re.search(r"/suggestion/\d+/", link))
    return {
        "work list": lambda: _open(staff, STAFF),
        "staff list": lambda: _open(staff, CASES),
        "case page": lambda: _open(staff, _path(listing.address, case)),
        "tracking page": lambda: _track(voter, number, code),
    }


def _path(address, link):
    return link if link.startswith("/") else f"{CASES}{link}" if "://" not in link else link


def _open(browser, address):
    status, _headers, data = browser.raw("GET", address)
    if status != 200 or not data:
        raise RuntimeError(f"{address}: {status}")


def _track(browser, number, code):
    page = track(browser, number, code)
    if page.status != 200 or number not in page.text:
        raise RuntimeError(f"tracking: {page.status}")


def measure(small, large):
    """Name → (median seconds on the small one, on the large one), taken in turn."""
    both = [pages(small), pages(large)]
    found = {}
    for name in both[0]:
        times = [[], []]
        for round_no in range(ROUNDS + WARM_UP):
            for side, actions in enumerate(both):
                started = time.perf_counter()
                actions[name]()
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
    print(f"{'page':<16}{FEW:>10,}{given.many:>12,}{'ratio':>8}")
    for name, (few, many) in found.items():
        print(f"{name:<16}{few * 1000:>7.1f} ms{many * 1000:>9.1f} ms{many / few:>8.2f}")
    return any(many / few > GOAL for few, many in found.values())


if __name__ == "__main__":
    sys.exit(main())
