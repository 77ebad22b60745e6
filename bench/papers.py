"""How fast are books, and does the public form stay quick while one is made?

    python bench/papers.py                             a server of its own, SQLite
    DATABASE_URL=postgres://… python bench/papers.py   the same on an empty PostgreSQL database

Prints CPU seconds and peak memory of the book of 1,000 rows against one of 100 (each in a process
of its own), of the whole book of 10,000 rows made outside the requests, and the time that the
public form takes alone and while books of 1,000 rows are made. Exit code 1 when a goal is missed.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time

from browsing import FORM, ROOT, Browser, Server, sign_in

FEW, MANY, WHOLE = 100, 1_000, 10_000
CPU_SECONDS, MEGABYTES, FILE_MEGABYTES, FORM_RATIO = 6, 400, 3, 3
VISIT_SECONDS, PAUSE = 10, 0.02
BOOK = "/admin/registers/feedback/book.pdf?start=2000-01-01&end=2099-12-31"
# A child of its own for each book: the peak of memory never goes down again.
CHILD = """
import json, resource, sys, time
import django
django.setup()
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from daihome.orders.whole_books import Asked, whole_book
from daihome.tools import books, paper
from daihome.tools.registers import Period
from daihome.books import BY_SLUG
from representatives.models import User
rows, whole = int(sys.argv[1]), int(sys.argv[2])
user = User.objects.get(username="clerk")
period = Period.between(date(2000, 1, 1), date(2099, 12, 31))
books.ROWS_PER_VOLUME = min(rows, books.ROWS_PER_VOLUME)
paper.lay_out("<p>x").write_pdf()
before = time.process_time()
asked = Asked(BY_SLUG["feedback"], user.home, period, user, {})
if whole:
    file = BytesIO()
    order = SimpleNamespace(parameters=asked.parameters, home=user.home, user=user, title="x")
    whole_book(order, file, lambda done, total: None)
    size = len(file.getvalue())
else:
    size = len(books.book_pdf(asked.register, user.home, period, user))
spent = time.process_time() - before
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"cpu": spent, "peak": peak, "size": size / 1e6}))
"""


def book(server, rows, whole=False):
    """CPU seconds, peak MB and MB of the file of one book."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(rows), str(int(whole))],
        cwd=ROOT,
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "daihome.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def visits(base):
    """Median seconds in which the public form opens, each time for somebody else."""
    times, until = [], time.monotonic() + VISIT_SECONDS
    while time.monotonic() < until:
        started = time.perf_counter()
        if Browser(base).get(FORM).status != 200:
            raise RuntimeError("The public form does not open.")
        times.append(time.perf_counter() - started)
        time.sleep(PAUSE)
    return statistics.median(times)


def form_beside_books(server):
    """(alone, while books are made one after the other), seconds."""
    staff = Browser(server.base)
    sign_in(staff, *server.account("clerk"))
    visits(server.base)
    alone, over = visits(server.base), threading.Event()

    def print_books():
        while not over.is_set():
            if staff.raw("GET", BOOK)[0] != 200:
                raise RuntimeError("The book was not made.")

    printing = threading.Thread(target=print_books)
    printing.start()
    time.sleep(0.5)
    try:
        return alone, visits(server.base)
    finally:
        over.set()
        printing.join()


def main():
    with Server(os.environ.get("DATABASE_URL", "")) as server:
        server.manage("seed_load", str(WHOLE))
        few, many = book(server, FEW), book(server, MANY)
        alone, beside = form_beside_books(server)
        whole = book(server, WHOLE, whole=True)
    for rows, found in ((FEW, few), (MANY, many), (WHOLE, whole)):
        print(
            f"{rows:>7,} rows {found['cpu']:6.2f} CPU s {found['peak']:5.0f} MB {found['size']:6.2f} MB"
        )
    per_row = (many["cpu"] / MANY) / (few["cpu"] / FEW)
    print(f"a row of {MANY:,} takes {per_row:.2f} of a row of {FEW}")
    print(
        f"public form {alone * 1000:.0f} ms, beside books {beside * 1000:.0f} ms: {beside / alone:.2f}"
    )
    return (
        many["cpu"] > CPU_SECONDS
        or many["size"] > FILE_MEGABYTES
        or max(many["peak"], whole["peak"]) > MEGABYTES
        or per_row > 1
        or beside / alone > FORM_RATIO
    )


if __name__ == "__main__":
    sys.exit(main())
