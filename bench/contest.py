"""Many at once: nothing lost, nothing twice.

    python bench/contest.py                            a server of its own, SQLite
    DATABASE_URL=postgres://… python bench/contest.py  the same on an empty PostgreSQL database
    python bench/contest.py --base http://127.0.0.1:8000   a server that runs already (THROTTLE=0)

200 matters from 8 clients at once must get 200 different numbers, each must be found again with
its number and query code and show its own words; the same form sent 20 times at once must make
one matter. Prints what it found; exit code 1 when something is wrong.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from types import SimpleNamespace

from browsing import FORM, Browser, Server, filled, receipt, submit, track

MATTERS, CLIENTS, REPEATS = 200, 8, 20


def words(serial):
    """What matter `serial` says."""
    return f"村东头的路灯坏了，晚上看不见路，请派人来修。第{serial}件，字号{serial * 7919}。"


def send_share(base, serials):
    """One client: sends its share; returns (serial, number, code) of each."""
    browser = Browser(base)
    return [(serial, *submit(browser, words(serial))) for serial in serials]


def find_share(base, share):
    """One client: looks its share up again; returns the serials that were not found."""
    browser = Browser(base)
    pages = ((serial, track(browser, number, code)) for serial, number, code in share)
    return [serial for serial, page in pages if words(serial) not in page.text]


def many_matters(base):
    """200 matters from 8 clients; returns a list of what is wrong."""
    shares = [range(client, MATTERS, CLIENTS) for client in range(CLIENTS)]
    started = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        sent = list(pool.map(send_share, [base] * CLIENTS, shares))
        seconds = time.monotonic() - started
        lost = [serial for part in pool.map(find_share, [base] * CLIENTS, sent) for serial in part]
    numbers = {number for share in sent for _serial, number, _code in share}
    print(f"{MATTERS} matters in {seconds:.1f} s: {len(numbers)} numbers, {len(lost)} lost")
    wrong = [f"matter {serial} was not found again" for serial in lost]
    return wrong + ([] if len(numbers) == MATTERS else ["numbers were given twice"])


def one_form_many_times(base):
    """The same form 20 times at once; returns a list of what is wrong."""
    first = Browser(base)
    fields = filled(first, words(MATTERS))

    def send(_attempt):
        browser = Browser(base)
        browser.cookies = dict(first.cookies)
        return receipt(browser.post(FORM, fields))

    with ThreadPoolExecutor(REPEATS) as pool:
        answers = set(pool.map(send, range(REPEATS)))
    print(f"the same form {REPEATS} times at once: {len(answers)} number")
    return [] if len(answers) == 1 else [f"one form made {len(answers)} matters"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", help="address of a running server")
    base = parser.parse_args().base
    own = nullcontext(SimpleNamespace(base=base)) if base else Server(os.getenv("DATABASE_URL", ""))
    with own as server:
        wrong = many_matters(server.base) + one_form_many_times(server.base)
        if not base:
            server.manage("check_data")
    print("\n".join(wrong) or "all is well")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
