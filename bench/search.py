"""Is a word found as fast among 100,000 matters as among 1,000?

    python bench/search.py                                   two servers of its own, SQLite
    python bench/search.py --small postgres://… --large postgres://…   two empty databases
    python bench/search.py --many 1000000                    another size for the large one

Loads both with `seed_load` and opens the staff's list with a word in turn on the small and on the
large one: a word of every matter, of every tenth, of one only (older than all that were loaded),
of none, and two words. Prints the medians and their ratio. The goal is at most 1.2; exit code 1
when a word misses it.
"""

import argparse
import statistics
import sys
import time
from urllib.parse import urlencode

from browsing import Browser, Server, sign_in, submit

FEW, MANY, ROUNDS, WARM_UP, GOAL = 1000, 100_000, 60, 5, 1.2
CASES = "/admin/suggestions/suggestion/"
WORDS = {
    "in every matter": ("测速", True),
    "in every tenth": ("路灯", True),
    "in one, the oldest": ("獬豸", True),
    "in none": ("貔貅", False),
    "two words": ("校车 孩子", True),
    "one character": ("泵", True),
}


def prepare(server, number):
    """Load the server; returns a browser of its clerk."""
    submit(Browser(server.base), "村口的獬豸石像倒了，请派人扶起来。")
    server.manage("seed_load", str(number))
    staff = Browser(server.base)
    sign_in(staff, *server.account("clerk"))
    return staff


def look_for(browser, word, is_there):
    """Open the list with this word; the page says whether something was found."""
    status, _headers, data = browser.raw("GET", f"{CASES}?{urlencode({'q': word})}")
    if status != 200 or ("没有找到".encode() in data) == is_there:
        raise RuntimeError(f"{word}: {status}")


def measure(browsers):
    """Name → (median seconds on the small one, on the large one), taken in turn."""
    found = {}
    for name, (word, is_there) in WORDS.items():
        times = [[], []]
        for round_no in range(ROUNDS + WARM_UP):
            for side, browser in enumerate(browsers):
                started = time.perf_counter()
                look_for(browser, word, is_there)
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
        found = measure([prepare(small, FEW), prepare(large, given.many)])
    print(f"{'word':<20}{FEW:>10,}{given.many:>12,}{'ratio':>8}")
    for name, (few, many) in found.items():
        print(f"{name:<20}{few * 1000:>7.1f} ms{many * 1000:>9.1f} ms{many / few:>8.2f}")
    return any(many / few > GOAL for few, many in found.values())


if __name__ == "__main__":
    sys.exit(main())
