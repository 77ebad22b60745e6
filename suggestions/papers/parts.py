"""Which papers a case file holds, in the order in which they are bound."""

import datetime
from dataclasses import dataclass

from suggestions.models import (
    Assignment,
    Commitment,
    ExtensionRequest,
    Press,
    Reply,
    ReplyState,
)
from suggestions.papers.assignments import assignment_paper, verb_of
from suggestions.papers.common import Paper, kind_of
from suggestions.papers.course import course, intake
from suggestions.papers.enclosures import LEAVES_MAX, enclosure
from suggestions.papers.evaluations import survey
from suggestions.papers.presses import press_sheet
from suggestions.papers.promises import promise_receipt
from suggestions.papers.replies import reply_paper
from suggestions.papers.units import extension_form, return_form

PRINTED = (ReplyState.APPROVED, ReplyState.PUBLISHED)


@dataclass(frozen=True)
class Part:
    """One entry of the 卷内目录 with the paper behind it."""

    title: str
    author: str
    day: datetime.date
    paper: Paper
    doc_no: str = ""
    foreign: bytes = b""
    why_not: str = ""


def parts_of(suggestion, base_url, *, with_telling=True) -> list[Part]:
    """The papers of a matter: what came, what each unit had and did, the verdicts, the course.

    Without `with_telling` no attachment that shows who the voter is.
    """
    room = _Room(with_telling)
    first = Part(
        f"{kind_of(suggestion)}登记表",
        _who(suggestion),
        suggestion.received_on,
        intake(suggestion),
        suggestion.number,
    )
    sent = suggestion.attachments.kept().filter(reply=None)
    return [
        first,
        *room.enclosed(suggestion, sent, suggestion.received_on),
        *_handled(suggestion, base_url, room),
        *_judged(suggestion),
        *_promised(suggestion),
        Part(
            "办理过程记录",
            suggestion.home.name,
            suggestion.records.last().at.date(),
            course(suggestion),
        ),
    ]


class _Room:
    """How many pages of foreign PDFs one file still takes."""

    def __init__(self, with_telling):
        self.left, self.with_telling = LEAVES_MAX, with_telling

    def enclosed(self, suggestion, rows, day):
        for row in rows:
            row.suggestion = suggestion
            found = enclosure(row, self.left, with_telling=self.with_telling)
            self.left -= found.leaves if found.foreign else 0
            yield Part(
                f"附件：{found.paper.facts['name']}",
                row.get_source_display(),
                day,
                found.paper,
                foreign=found.foreign,
                why_not=found.why_not,
            )


def _who(suggestion):
    if suggestion.kind == "proposal" and suggestion.representative:
        return suggestion.representative.name
    return "反映人"


def _handled(suggestion, base_url, room):
    """Round by round and unit by unit: sheet, return, extensions, presses, letters with scans."""
    rows = Assignment.objects.filter(suggestion=suggestion).select_related("unit")
    congress = suggestion.home.congress_name
    for row in rows.order_by("round_no", "handed_on", "-role", "pk"):
        row.suggestion = suggestion
        title = f"{kind_of(suggestion)}{verb_of(row)}单（{row.unit}，{row.get_role_display()}）"
        yield Part(
            title, congress, row.handed_on, assignment_paper(row, base_url), suggestion.number
        )
        if row.returned_on:
            yield Part("退办申请", row.unit.name, row.returned_on, return_form(row))
        yield from _asked(row)
        yield from _answered(row, room)


def _asked(assignment):
    unit = assignment.unit.name
    for row in ExtensionRequest.objects.filter(assignment=assignment).select_related("decided_by"):
        row.assignment = assignment
        yield Part("延期答复申请", unit, row.asked_on, extension_form(row))
    for row in Press.objects.filter(assignment=assignment):
        row.assignment = assignment
        paper = press_sheet(row)
        title = f"{paper.facts['form'].heading}（送{unit}）"
        congress = assignment.suggestion.home.congress_name
        yield Part(title, congress, row.issued_on, paper, row.doc_no)


def _answered(assignment, room):
    rows = Reply.objects.filter(assignment=assignment, state__in=PRINTED)
    for row in rows.select_related("reply_class").order_by("seq"):
        row.assignment, row.suggestion = assignment, assignment.suggestion
        paper = reply_paper(row)
        title = paper.facts["letter"].heading
        yield Part(title, assignment.unit.name, row.replied_on, paper, row.doc_no)
        yield from room.enclosed(row.suggestion, row.attachments.kept(), row.replied_on)


def _judged(suggestion):
    for row in suggestion.satisfactions.order_by("round_no", "pk"):
        row.suggestion = suggestion
        paper = survey(suggestion, row, copies=("存档",))
        title = f"办理征询意见表（第{row.round_no}轮）"
        yield Part(title, row.get_party_display(), row.given_on, paper)


def _promised(suggestion):
    rows = Commitment.objects.filter(suggestion=suggestion)
    for row in rows.select_related("reply__assignment__unit", "closing_reply"):
        row.suggestion = suggestion
        day = row.closing_reply.replied_on if row.closing_reply else row.reply.replied_on
        unit = row.reply.assignment.unit.name
        yield Part("承诺事项落实回执", unit, day, promise_receipt(row))
