"""How gunicorn serves daihome: one box, no proxy needed, nothing of a person in its log."""

import re
from urllib.parse import quote

from gunicorn.glogging import Logger

wsgi_app = "daihome.wsgi"
workers = 2
threads = 4
timeout = 60
# Loaded once and shared: a renewed worker serves at once, and two take little more than one.
preload_app = True
# A worker is renewed now and then, so that memory used by big papers goes back; not both at once.
max_requests = 2000
max_requests_jitter = 200
# Whether a proxy may speak for the client is decided by TRUSTED_PROXY in the settings alone.
forwarded_allow_ips = ""
control_socket_disable = True
accesslog = "-"
access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(L)s"

# Codes and one-time tokens are parts of addresses; in a log they would open what they protect.
SECRET_PART = re.compile(r"(?<=/)[\w-]{16,}(?=/|$)")
QUERY = re.compile(r"\?\S*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
LONGEST_PATH = 200


def loggable_path(path):
    """`path` (decoded, as WSGI gives it) in ASCII, on one line, without secrets, not endless."""
    readable = quote(SECRET_PART.sub("***", path or "-"), safe="/*.-_~:", encoding="latin-1")
    return readable[:LONGEST_PATH]


def loggable_line(message):
    """A line for the error log without what a client put into its request line or headers."""
    if message.startswith("Invalid request from ip="):
        return "Invalid request"
    return SECRET_PART.sub("***", QUERY.sub("", CONTROL.sub(" ", message)))


class PlainLogger(Logger):
    """gunicorn's logger; paths are made harmless and query strings never arrive."""

    def setup(self, cfg):
        super().setup(cfg)
        self.error_log.filters.clear()
        self.error_log.addFilter(self._clean)

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return {**atoms, "U": loggable_path(environ.get("PATH_INFO"))}

    @staticmethod
    def _clean(record):
        record.msg, record.args = loggable_line(record.getMessage()), ()
        return True


logger_class = PlainLogger
