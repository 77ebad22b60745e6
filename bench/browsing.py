"""A small browser for measuring, and a server to measure: standard library only.

Used by the other scripts in this folder. Knows nothing of the code, only the addresses, field
names and commands that the project promises to the outside.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

ROOT = Path(__file__).resolve().parent.parent
FORM, TRACK, STAFF = "/suggestions/new/", "/suggestions/track/", "/admin/"
REDIRECTS = (301, 302, 303)


class Page(HTMLParser):
    """The forms, links and ids of one page."""

    def __init__(self, status, address, text):
        super().__init__()
        self.status, self.address, self.text = status, address, text
        self.forms, self.links, self.by_id = [], [], {}
        self._select = self._id = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "fields": {}, "options": {}})
        elif tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif self.forms and given.get("name"):
            self._field(tag, given)
        elif tag == "option" and self._select and given.get("value"):
            self.forms[-1]["options"].setdefault(self._select, []).append(given["value"])
        if given.get("id"):
            self._id = given["id"]

    def _field(self, tag, given):
        form, name = self.forms[-1], given["name"]
        if tag == "select":
            self._select = name
            form["fields"].setdefault(name, "")
        elif tag == "textarea":
            form["fields"][name] = ""
        elif tag == "input":
            self._input(form, name, given)

    @staticmethod
    def _input(form, name, given):
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            form["options"].setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form["fields"][name] = given.get("value", "on")
        elif kind not in ("file", "submit", "button"):
            form["fields"][name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        self._id = None

    def handle_data(self, data):
        if self._id:
            self.by_id[self._id] = self.by_id.get(self._id, "") + data.strip()

    def form_with(self, field):
        """The form that has a field of this name."""
        found = [form for form in self.forms if field in form["fields"]]
        if not found:
            raise RuntimeError(f"{self.address} ({self.status}) has no form with “{field}”")
        return found[0]


class Browser:
    """One visitor with cookies and one open connection."""

    def __init__(self, base):
        self.base = urlsplit(base)
        self.cookies = {}
        self.connection = None

    def get(self, address):
        """The page at `address` (redirects followed)."""
        return self._open("GET", address)

    def post(self, address, fields):
        """The page that answers to these form fields."""
        return self._open("POST", address, urlencode(fields))

    def raw(self, method, address, body=None):
        """(status, headers, bytes) of one request, nothing parsed, no redirect followed."""
        headers = {"Host": self.base.netloc, "Accept-Encoding": "identity"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"{self.base.scheme}://{self.base.netloc}"
        answer = self._send(method, address, body, headers)
        data = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: crumb.value for name, crumb in SimpleCookie(line).items()}
        return answer.status, answer.headers, data

    def _send(self, method, address, body, headers):
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.base.netloc, timeout=60)
            try:
                self.connection.request(method, address, body, headers)
                return self.connection.getresponse()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # The server closed a kept connection before it read anything.
                self.connection.close()
                self.connection = None
                if attempt == 2 or method == "POST":
                    raise
        raise AssertionError

    def _open(self, method, address, body=None):
        address = urljoin(self.base.geturl() + "/", address)
        for _ in range(6):
            parts = urlsplit(address)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            status, headers, data = self.raw(method, target, body)
            if status not in REDIRECTS:
                return Page(status, address, data.decode("utf-8", "replace"))
            address, method, body = urljoin(address, headers["Location"]), "GET", None
        raise RuntimeError(f"Too many redirects at {address}")


def filled(browser, words, village=None):
    """The fields of a freshly opened public form with `words` in it, ready to be sent."""
    form = browser.get(FORM).form_with("content")
    village = village or next(value for value in form["options"]["village"] if value)
    return {**form["fields"], "content": words, "village": village}


def submit(browser, words):
    """Send a matter through the public form; returns (number, query code)."""
    page = browser.post(FORM, filled(browser, words))
    return receipt(page)


def receipt(page):
    """Number and query code of the page of success."""
    if page.status != 200 or not page.by_id.get("case-number"):
        raise RuntimeError(f"The form was not accepted ({page.status}): {page.text[:2000]}")
    return page.by_id["case-number"], page.by_id["query-code"]


def track(browser, number, code):
    """The page of a matter, looked up with number and query code."""
    form = browser.get(TRACK).form_with("code")
    return browser.post(TRACK, {**form["fields"], "number": number, "code": code})


def sign_in(browser, username, password):
    """Sign in on the staff's side."""
    page = browser.get(STAFF)
    form = page.form_with("password")
    page = browser.post(
        urljoin(page.address, form["action"]),
        {**form["fields"], "username": username, "password": password},
    )
    if page.status != 200 or any("password" in form["fields"] for form in page.forms):
        raise RuntimeError(f"Signing in failed ({page.status}) at {page.address}")
    return page


class Server:
    """A server of its own for one measurement, with the demonstration township in it.

    On SQLite in a temporary folder; with `url` on that (empty) PostgreSQL database.
    """

    def __init__(self, url=""):
        self.folder = Path(tempfile.mkdtemp(prefix="daihome-bench-"))
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": url,
            "HOST": "127.0.0.1",
            "THROTTLE": "0",
            "DEBUG": "0",
        }
        self.process = None

    def __enter__(self):
        self.manage("migrate", "--noinput", "--verbosity", "0")
        self.manage("demo", "--if-empty")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.start([sys.executable, "-m", "gunicorn", "--config", "script/gunicorn.conf.py"])
        return self

    def start(self, command):
        """Serve with this gunicorn command line and wait until it answers."""
        log = (self.folder / "server.log").open("wb")
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text())

    def manage(self, *arguments):
        """Run a command of manage.py."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def account(self, username):
        """(user name, password) of a demonstration account."""
        text = (self.folder / "demo-accounts.txt").read_text(encoding="utf-8")
        return username, re.search(rf"^{username}\s+(\S+)", text, re.MULTILINE)[1]

    def __exit__(self, *problem):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port():
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
