"""Log lines that can be shown to anybody: one line each, nothing of a person in them."""

import logging
import re

LONG_DIGITS = re.compile(r"\d{7,}")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")


class NoPersonalData(logging.Filter):
    """Drops query strings from request records, so that nothing typed into an address is kept."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(arg) for arg in record.args)
        return True


class OneLine(logging.Formatter):
    """Formats a record without forged line breaks in its message and with long numbers cut.

    Tracebacks keep their lines; the exception's own text is cut like the message.
    """

    def formatMessage(self, record):
        record.message = scrub(CONTROL.sub(" ", record.message))
        return super().formatMessage(record)

    def formatException(self, exc_info):
        return scrub(super().formatException(exc_info))


def scrub(text):
    """`text` with runs of seven or more digits (telephone, identity, card) replaced."""
    return LONG_DIGITS.sub("[数字]", text)


def _without_query(arg):
    return arg.split("?", 1)[0] if isinstance(arg, str) and arg.startswith("/") else arg
