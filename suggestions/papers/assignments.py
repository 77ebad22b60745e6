"""The assignment sheet (交办单) that a unit gets in hand."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from daihome.tools.paper import qr_svg
from suggestions.clocks.clock_words import basis_of, verb_of
from suggestions.models import UnitLink
from suggestions.models.clocks import REPLYING
from suggestions.papers.common import (
    Paper,
    is_proposal,
    kind_of,
    printed,
    signers,
    tracking_address,
    unit_address,
)


@dataclass(frozen=True)
class AssignmentSheet:
    """交办单: what one unit gets in hand (DOMAIN.md 3). Texts are free of numbers of persons."""

    suggestion: object
    home: object
    assignment: object
    heading: str
    title: str
    summary: str
    content: str
    added: list[tuple[datetime.date, str]]
    enclosures: str
    lead: str
    joined: list[str]
    main_unit: str
    assisting: list[str]
    basis: str
    days: list
    classes: list
    link: str
    # The last day of the link with which the unit answers; None for a sheet without it.
    link_ends_on: datetime.date | None
    printed_on: datetime.date

    @property
    def is_proposal(self) -> bool:
        return is_proposal(self.suggestion)

    @property
    def qr(self) -> SafeString:
        return qr_svg(self.link, title="答复页的二维码" if self.link_ends_on else "查询页的二维码")


def assignment_sheet(assignment, base_url, with_link=False) -> AssignmentSheet:
    """The facts of the 交办单 of one unit.

    Its QR opens the look-up page with the number, never the query code; `with_link` it is the
    page on which the unit answers: for those only who may hand the matter over.
    """
    suggestion = assignment.suggestion
    units = suggestion.assignments.filter(round_no=assignment.round_no).select_related("unit")
    together = [row for row in units if row.returned_on == assignment.returned_on]
    names = signers(suggestion) if is_proposal(suggestion) else []
    clock = reply_clock_of(assignment)
    link = UnitLink.objects.of(assignment) if with_link else None
    return AssignmentSheet(
        suggestion=suggestion,
        home=suggestion.home,
        assignment=assignment,
        heading=f"{kind_of(suggestion)}{verb_of(assignment)}单",
        title=printed(suggestion.title),
        summary=printed(suggestion.summary),
        content=printed(suggestion.content),
        added=additions(suggestion),
        enclosures=enclosures(suggestion),
        lead="".join(names[:1]),
        joined=names[1:],
        main_unit="、".join(row.unit.name for row in together if row.role == "main"),
        assisting=[row.unit.name for row in together if row.role == "assist"],
        basis=basis_of(assignment),
        days=days_of(clock) if clock else [],
        classes=list(suggestion.home.reply_classes.filter(is_active=True)),
        link=unit_address(assignment, base_url)
        if link
        else tracking_address(base_url, suggestion.number),
        link_ends_on=link.ends_on if link else None,
        printed_on=timezone.localdate(),
    )


def assignment_paper(assignment, base_url, with_link=False) -> Paper:
    """The 交办单 of one unit, A4."""
    return Paper(
        "print/assignment.html", {"sheet": assignment_sheet(assignment, base_url, with_link)}
    )


def assignment_pdf(assignment, base_url, with_link=False) -> bytes:
    """The 交办单 of one unit as PDF. Raises MissingGlyphs."""
    return assignment_paper(assignment, base_url, with_link).pdf()


def additions(suggestion):
    """(day, words) of what the voter added before the sheet is printed."""
    rows = suggestion.supplements.all()
    return [(row.at, printed(row.text)) for row in rows]


def enclosures(suggestion):
    """What the unit gets beside the sheet: 图片2张、文件1份; "" for nothing."""
    kinds = suggestion.attachments.kept().filter(reply=None).values_list("kind", flat=True)
    pictures = sum(kind == "picture" for kind in kinds)
    counted = ((pictures, "图片", "张"), (len(kinds) - pictures, "文件", "份"))
    return "、".join(f"{name} {number} {unit}" for number, name, unit in counted if number)


def reply_clock_of(assignment):
    """The stored `DueDate` of the answer, running or stopped, or None."""
    return assignment.due_dates.filter(clock__in=REPLYING).order_by("pk").last()


def days_of(clock):
    """(month, its 31 places) with every day of the clock: each (number, what it is).

    A day is "start", "count", "skip" or "due"; a place outside the clock is "".
    """
    months = {}
    notes = clock.explanation()
    if notes[-1].date != clock.due_on:
        return []
    for place, note in enumerate(notes):
        row = months.setdefault((note.date.year, note.date.month), [("", "")] * 31)
        kind = "count" if note.counted else "skip" if place else "start"
        row[note.date.day - 1] = (note.date.day, "due" if note is notes[-1] else kind)
    return [(f"{year}年{month}月", row) for (year, month), row in months.items()]
