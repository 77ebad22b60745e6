"""Where the words of a PDF stand, in mm from the upper left corner of their page."""

import html
import re
from itertools import accumulate, pairwise
from typing import NamedTuple

from tests.daihome.tools.papers import poppler

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
POINT, LEFT, SLACK = 25.4 / 72, 25, 0.5
# Boxes are as high as their font, lines may be set closer.
COVERED = 0.4


class Word(NamedTuple):
    """A word with its box, and the size of its page."""

    page: int
    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_on(pdf):
    """All words of a PDF."""
    # Poppler writes rare characters of the title as halves of UTF-16.
    pages = PAGE.findall(poppler("pdftotext", pdf, "-bbox").decode(errors="replace"))
    return [
        Word(number, *(float(side) * POINT for side in (*size, *box)), html.unescape(text))
        for number, (*size, words) in enumerate(pages, start=1)
        for *box, text in WORD.findall(words)
    ]


def columns_mm(register):
    """(left, right) of each column on paper."""
    edges = [*accumulate([LEFT, *(column.width for column in register.columns)])]
    return [*pairwise(edges)]


def outside(words, columns, top, bottom):
    """Words below the labels and above the foot that are not within one column."""
    body = [word for word in words if word.page > 1 and top < word.top < bottom]
    return [word for word in body if not any(_within(word, *column) for column in columns)]


def _within(word, left, right):
    return left - SLACK <= word.left and word.right <= right + SLACK


def off_page(words, margin=3):
    """Words nearer than `margin` mm to an edge of their page, or beyond it."""
    return [
        word
        for word in words
        if min(word.left, word.top) < margin
        or word.right > word.width - margin
        or word.bottom > word.height - margin
    ]


def crossing(words):
    """Pairs of words on one page of which one covers a good part of the other."""
    return [
        (one.text, other.text)
        for place, one in enumerate(words)
        for other in words[place + 1 :]
        if one.page == other.page and _covered(one, other) > COVERED
    ]


def _covered(one, other):
    """Which part of the smaller word lies under the other."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or high <= 0:
        return 0
    areas = [(word.right - word.left) * (word.bottom - word.top) for word in (one, other)]
    return wide * high / max(min(areas), 0.01)
