"""Where the words of a PDF stand, in mm from the upper left corner of their page."""

import html
import re
from itertools import accumulate, pairwise
from typing import NamedTuple

from tests.daihome.tools.papers import poppler

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
POINT, LEFT, SLACK = 25.4 / 72, 25, 0.5


class Word(NamedTuple):
    """A word with its box."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_on(pdf):
    """All words of a PDF."""
    pages = PAGE.findall(poppler("pdftotext", pdf, "-bbox").decode())
    return [
        Word(number, *(float(side) * POINT for side in box), html.unescape(text))
        for number, (_width, _height, words) in enumerate(pages, start=1)
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
