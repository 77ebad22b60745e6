"""The assignment sheet (交办单) that a unit gets in hand."""

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString

from daihome.tools.paper import qr_svg, render_pdf
from suggestions.clock_words import basis_of, verb_of
from suggestions.papers.common import is_proposal, printed, signers, tracking_address


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
    classes: list
    link: str

    @property
    def is_proposal(self) -> bool:
        return is_proposal(self.suggestion)

    @property
    def qr(self) -> SafeString:
        return qr_svg(self.link, title="查询页的二维码")


def assignment_sheet(assignment, base_url) -> AssignmentSheet:
    """The facts of the 交办单 of one unit; its QR carries the number, never the query code."""
    suggestion = assignment.suggestion
    units = suggestion.assignments.filter(round_no=assignment.round_no).select_related("unit")
    together = [row for row in units if row.returned_on == assignment.returned_on]
    names = signers(suggestion) if is_proposal(suggestion) else []
    kind = "代表建议" if is_proposal(suggestion) else "选民意见"
    return AssignmentSheet(
        suggestion=suggestion,
        home=suggestion.home,
        assignment=assignment,
        heading=f"{kind}{verb_of(assignment)}单",
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
        classes=list(suggestion.home.reply_classes.filter(is_active=True)),
        link=tracking_address(base_url, suggestion.number),
    )


def assignment_pdf(assignment, base_url) -> bytes:
    """The 交办单 of one unit, A4. Raises MissingGlyphs."""
    return render_pdf("print/assignment.html", {"sheet": assignment_sheet(assignment, base_url)})


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
