"""How much of a bare Django form's speed is left to the public form?

    python bench/submit.py [seconds]

One round trip is: open the form, send it, see the matter's page. 8 clients do that on the project
and on a bare one-table Django form, both served by gunicorn with the same workers, in turns within
one run. Prints round trips per second and the ratio. The goal is 0.4; exit code 1 below it.
"""

import multiprocessing
import re
import subprocess
import sys
import time
from urllib.parse import urlencode

from browsing import FORM, ROOT, TRACK, Browser, Server, filled

CLIENTS, TURNS, SECONDS, GOAL = 8, 3, 5, 0.4
WORDS = "村东头的路灯坏了三个月，晚上看不见路，老人容易摔倒，请派人来修。"
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "script/gunicorn.conf.py"]


class BareServer(Server):
    """The bare form, served like the project."""

    def __enter__(self):
        self.environment["PYTHONPATH"] = str(ROOT / "bench")
        command = [sys.executable, "bench/bare.py"]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)
        self.start([*GUNICORN, "--chdir", "bench", "bare:application"])
        return self


def ours(browser):
    """One round trip on the project: form, number and code, the matter's page."""
    form = hidden(browser.raw("GET", FORM))
    answer = send(browser, FORM, {**form, "content": WORDS, "village": browser.village})
    number, code = (_by_id(answer, name) for name in ("case-number", "query-code"))
    token = {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]}
    page = send(browser, TRACK, {**token, "number": number, "code": code})
    if WORDS.encode() not in page:
        raise RuntimeError(page.decode())


def bare(browser):
    """One round trip on the bare form; sending it leads to the page of the row."""
    form = hidden(browser.raw("GET", "/"))
    _status, headers, _data = browser.raw(
        "POST", "/", urlencode({**form, "content": WORDS, "village": "北山咀村"})
    )
    _status, _headers, page = browser.raw("GET", headers["Location"])
    if WORDS.encode() not in page:
        raise RuntimeError(page.decode())


def hidden(answer):
    """The hidden fields of a page; the clients share the processor, so nothing more is read."""
    tags = re.findall(rb"<input[^>]*hidden[^>]*>", answer[2])
    pairs = (re.search(rb'name="([^"]*)" value="([^"]*)"', tag) for tag in tags)
    return {pair[1].decode(): pair[2].decode() for pair in pairs if pair}


def send(browser, address, fields):
    """The page that answers to a form, as bytes."""
    status, _headers, data = browser.raw("POST", address, urlencode(fields))
    if status != 200:
        raise RuntimeError(f"{address}: {status}")
    return data


def _by_id(page, name):
    return re.search(rf'id="{name}"[^>]*>([^<]*)<'.encode(), page)[1].decode().strip()


def client(base, trip, seconds, answers):
    """Round trips of one client for some seconds; puts the number into the queue."""
    browser, done = Browser(base), 0
    if trip is ours:
        browser.village = filled(browser, "")["village"]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        trip(browser)
        done += 1
    answers.put(done)


def rate(base, trip, seconds):
    """Round trips per second of all clients together."""
    answers = multiprocessing.Queue()
    clients = [
        multiprocessing.Process(target=client, args=(base, trip, seconds, answers))
        for _ in range(CLIENTS)
    ]
    started = time.monotonic()
    for process in clients:
        process.start()
    for process in clients:
        process.join()
    if any(process.exitcode for process in clients):
        raise RuntimeError("a client failed")
    return sum(answers.get() for _ in clients) / (time.monotonic() - started)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with Server() as project, BareServer() as plain:
        turns = []
        for turn in range(TURNS + 1):
            pair = rate(project.base, ours, seconds), rate(plain.base, bare, seconds)
            if turn:  # the first turn warms both up
                turns.append(pair)
                print(f"project {pair[0]:6.1f}/s   bare {pair[1]:6.1f}/s   {pair[0] / pair[1]:.2f}")
    ratio = sum(turn[0] for turn in turns) / sum(turn[1] for turn in turns)
    print(f"ratio {ratio:.2f} (goal {GOAL})")
    return ratio < GOAL


if __name__ == "__main__":
    sys.exit(main())
