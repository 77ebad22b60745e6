"""What a Chinese text can be found by: it has no blanks between words, so every pair of characters.

A two-character word is one pair, a longer one the pairs within it. Single characters are kept as
well; Latin words and numbers are kept whole, because pairs of digits would find everything.
Width, case and compatibility forms make no difference. Nothing here raises.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

LATIN, HAN = "latin", "han"
WORD_MAX = 40  # of a Latin word or number, in characters
QUERY_MAX = 200  # characters looked at
PARTS_MAX = 24  # that a query is looked up by; so many pairs leave nothing to chance
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_PARTS = re.compile("[a-z]+|[0-9]+")


def tokens(text: str) -> list[str]:
    """Everything that `text` is found by, each once, in the order of the text."""
    found = {}
    for kind, run in _runs(text):
        found |= dict.fromkeys(_of_latin(run) if kind == LATIN else [*run, *_pairs(run)])
    return list(found)


def needed(query: str) -> list[str]:
    """The tokens that a text must all have to be found by `query`; none when it has no word."""
    found = {}
    for kind, run in _runs(query[:QUERY_MAX]):
        whole = [run[:WORD_MAX]] if kind == LATIN else _pairs(run) or [run]
        found |= dict.fromkeys(whole)
    return list(found)[:PARTS_MAX]


def pairs(text: str) -> set[str]:
    """The pairs of characters of `text`, for comparing one text with another."""
    return {pair for kind, run in _runs(text) if kind == HAN for pair in _pairs(run)}


def _runs(text: str) -> Iterator[tuple[str, str]]:
    even = _SELECTORS.sub("", unicodedata.normalize("NFKC", text).casefold())
    for kind, chars in groupby(even, _kind):
        if kind:
            yield kind, "".join(chars)


def _kind(char: str) -> str:
    if char.isascii():
        return LATIN if char.isalnum() else ""
    category = unicodedata.category(char)
    # Only what surely separates words: the newest rare characters are in no table of Python yet.
    return "" if category[0] in "PZ" or category in ("Cc", "Cf", "Cs") else HAN


def _pairs(run: str) -> list[str]:
    return [first + second for first, second in pairwise(run)]


def _of_latin(run: str) -> list[str]:
    # XZ2026 is found by itself and by 2026.
    return [run[:WORD_MAX], *(part[:WORD_MAX] for part in _PARTS.findall(run))]
