"""Facts of an official letter as the paper takes them (GB/T 9704-2012; DOMAIN.md section 6)."""

import datetime
import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from daihome.tools.board_setting import title_parts
from daihome.tools.headed_text import LONGEST, parts_of
from daihome.tools.paper import render_pdf
from representatives.models import DocumentKind

IMPRINTED = (DocumentKind.NOTICE, DocumentKind.REPORT, DocumentKind.MINUTES)
TEMPLATE = "print/documents/letter.html"
TITLE_LINE = 19  # characters of 22 pt in a line; 20 would touch both margins
SHORTEST_END = 4  # characters: a shorter last part is not left alone in a line
MARK_OF_MINUTES = "会议纪要"
# “一、时间：…” and “（一）…。…”: what is before the first stop is the heading.
_RUN_IN = re.compile(
    rf"((?:(?P<first>[一二三四五六七八九十]{{1,3}}、)|（[一二三四五六七八九十]{{1,3}}）)"
    rf"[^。：]{{1,{LONGEST}}}[。：])(?P<rest>.+)"
)
HEADINGS = {"first": "h2", "second": "h3"}


class Paragraph(NamedTuple):
    """`tag` is h2, h3 or p; `lead` in the face `face` stands before `text`."""

    tag: str
    text: str
    lead: str = ""
    face: str = ""


@dataclass(frozen=True)
class Letter:
    """One letter; `mark` is the red name above it, `number` empty as long as it has none."""

    kind: str
    mark: str
    series: str
    number: str
    title: str
    heading: list[str]
    to: str
    body: list[Paragraph]
    enclosures: list[str]
    people: list[tuple[str, str]]
    contact: str
    copies: str
    imprinted: bool
    issued_on: datetime.date
    is_draft: bool

    @property
    def is_letter(self) -> bool:
        """信函格式 instead of 文件格式."""
        return self.kind == DocumentKind.LETTER

    @property
    def is_minutes(self) -> bool:
        return self.kind == DocumentKind.MINUTES


def letter_facts(document, today: datetime.date) -> dict:
    """What the template takes; a draft without a date is dated `today`."""
    kind, signer = document.kind, document.signed_by
    is_minutes = kind == DocumentKind.MINUTES
    people = (
        ("出席", document.present), ("请假", document.excused), ("列席", document.observers),
    )  # fmt: skip
    signed_on = document.signed_on or today
    letter = Letter(
        kind=kind,
        mark=f"{signer}{MARK_OF_MINUTES}" if is_minutes else signer,
        series=document.series,
        number=document.number,
        title=document.title,
        heading=title_lines(document.title),
        to=document.to.rstrip("：:，, "),
        body=[_paragraph(part) for part in parts_of(document.body)],
        enclosures=_lines(document.enclosures),
        people=[(word, _one_line(said)) for word, said in people if said] if is_minutes else [],
        contact=document.contact.strip("（）()"),
        copies=document.copies.rstrip("。"),
        imprinted=kind in IMPRINTED or bool(document.copies),
        issued_on=document.issued_on or signed_on,
        is_draft=not document.is_issued,
    )
    return {"letter": letter, "signer": signer, "signed_on": signed_on, "mark": letter.mark}


def letter_pdf(document, today: datetime.date) -> bytes:
    """The letter as PDF. Raises MissingGlyphs."""
    return render_pdf(TEMPLATE, letter_facts(document, today))


def file_name(document) -> str:
    """A name that says number or kind, and no person."""
    return f"{document.number or document.get_kind_display() + '草稿'}.pdf"


def title_lines(title: str) -> list[str]:
    """The title in as few lines as it needs, broken by meaning, as even as that allows."""
    parts = list(_short_enough(_joined(title_parts(title))))
    count = len(_filled(parts, TITLE_LINE))
    for line in range(math.ceil(len(title) / count), TITLE_LINE + 1):
        lines = _filled(parts, line)
        if len(lines) == count:
            return lines
    return _filled(parts, TITLE_LINE)


def _joined(parts):
    """Without a last line of two or three characters, as 的 and 通知 would be."""
    if len(parts) > 1 and len(parts[-1]) < SHORTEST_END:
        return [*parts[:-2], parts[-2] + parts[-1]]
    return parts


def _short_enough(parts):
    for part in parts:
        for start in range(0, len(part), TITLE_LINE):
            yield part[start : start + TITLE_LINE]


def _filled(parts, line):
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) > line:
            lines.append("")
        lines[-1] += part
    return lines


def _paragraph(part):
    run_in = _RUN_IN.match(part.text)
    if run_in and part.kind != "article":
        face = "hei" if run_in["first"] else "kai"
        return Paragraph("p", run_in["rest"], run_in[1], face)
    if part.kind in HEADINGS:
        return Paragraph(HEADINGS[part.kind], part.text)
    return Paragraph("p", part.lead + ("　" if part.lead else "") + part.text)


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _one_line(text):
    return "，".join(_lines(text))
