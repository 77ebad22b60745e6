"""Plain text with headings as officials write it: “一、” and “（一）” at the start of short lines.

What people type stays plain text; a template draws each part by its kind.
"""

import re
from typing import NamedTuple

_NUMBER = "[一二三四五六七八九十百〇零]{1,5}"
_FIRST = re.compile(f"{_NUMBER}、")
_SECOND = re.compile(f"（{_NUMBER}）")
_ARTICLE = re.compile(f"(第{_NUMBER}[条章节])[ 　]*")
LONGEST = 24  # characters of a heading; whatever ends like a sentence is none


class Part(NamedTuple):
    """A paragraph: kind “first”, “second” (headings), “item”, “article” or “plain”; `lead` is bold."""

    kind: str
    text: str
    lead: str = ""


def parts_of(text: str) -> list[Part]:
    """The paragraphs of `text` in order; empty lines go."""
    lines = (line.strip() for line in text.split("\n"))
    return [_part(line) for line in lines if line]


def _part(line):
    is_short = len(line) <= LONGEST and line[-1] not in "。；：，、.;:,"
    if is_short and _FIRST.match(line):
        return Part("first", line)
    if is_short and _SECOND.match(line):
        return Part("second", line)
    article = _ARTICLE.match(line)
    if article:
        return Part("article", line[article.end() :], article[1])
    return Part("item" if _SECOND.match(line) else "plain", line)
