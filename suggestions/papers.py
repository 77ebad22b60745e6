"""The papers of a matter: receipt, assignment sheet and reply letter.

Each is a frozen dataclass of facts that a template of `templates/print/` draws. None has a field
for the voter's identity, and what the voter wrote is printed without numbers of persons.
"""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from django.urls import reverse
from django.utils.safestring import SafeString

from daihome.tools.fonts import spell_out
from daihome.tools.paper import qr_svg, render_pdf
from daihome.tools.text import mask_personal_data
from suggestions import letters, progress
from suggestions.clock_words import basis_of, verb_of
from suggestions.models import Kind, UnitLink
from suggestions.pipeline import DELIVERED, Disposal, Step


def tracking_address(base_url, number="", code=""):
    """The look-up page, for a QR with `number`; the code stands behind the #, never sent."""
    address = urljoin(base_url, reverse("suggestions:track"))
    query = f"?{urlencode({'number': number})}" if number else ""
    return f"{address}{query}#{code}" if code else f"{address}{query}"


def unit_address(assignment, base_url):
    """The page where the unit answers without an account, for a QR; "" while it has no link."""
    link = UnitLink.objects.of(assignment)
    if link is None:
        return ""
    return urljoin(base_url, reverse("suggestions:unit", args=[link.token]))


def is_proposal(suggestion):
    """Whether it is a 代表建议: proposed by a representative, or made one at classification."""
    return suggestion.kind == Kind.PROPOSAL or suggestion.disposal == Disposal.PROPOSAL


def printed(text):
    """Somebody's words on paper: without numbers of persons; emoji are named, letters stay."""
    return spell_out(mask_personal_data(text), letters=False)


def signers(suggestion):
    """The lead representative and those who confirmed that they sign with them, by name."""
    lead = suggestion.representative
    joined = suggestion.cosigners.exclude(confirmed_at=None).select_related("representative")
    return [*([lead.name] if lead else []), *(row.representative.name for row in joined)]


# --- Receipt ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Receipt:
    """What somebody takes home who said something: no name, no words of the matter."""

    home: object
    heading: str
    number: str
    code: str
    received_on: datetime.date
    village: str
    coming: list[tuple[datetime.date, str]]
    address: str
    link: str

    @property
    def qr(self) -> SafeString:
        return qr_svg(self.link, title="查询办理进度的二维码")


def receipt_of(suggestion, base_url) -> Receipt:
    """The facts of the receipt; `base_url` is the site's public address, with its scheme."""
    kind = "代表建议" if suggestion.kind == Kind.PROPOSAL else "选民意见"
    return Receipt(
        home=suggestion.home,
        heading=f"{kind}回执",
        number=suggestion.number,
        code=suggestion.printed_code,
        received_on=suggestion.received_on,
        village=suggestion.village.name,
        coming=coming(suggestion),
        address=tracking_address(base_url),
        link=tracking_address(base_url, suggestion.number, suggestion.query_code),
    )


def receipt_pdf(suggestion, base_url) -> bytes:
    """The receipt, A6. Raises MissingGlyphs."""
    return render_pdf("print/receipt.html", {"receipt": receipt_of(suggestion, base_url)})


def coming(suggestion):
    """(last day, what happens by then) of what is still to come, the earliest first."""
    if suggestion.due_on is None or suggestion.step >= Step.FEEDBACK:
        return []
    if suggestion.step >= Step.DELIVER:
        return [(suggestion.due_on, f"{suggestion.main_assignment().unit}答复")]
    if suggestion.disposal and suggestion.disposal not in DELIVERED:
        return [(suggestion.due_on, "答复您")]
    days = progress.coming_days(suggestion)
    answer = (days["answered"], f"答复您（交办后{days['reply'].length}内）")
    if suggestion.step > Step.RECEIVE:
        return [(suggestion.due_on, "定好由谁办，交下去办"), answer]
    return [(days["sorted"], "看完，梳理清楚"), (days["handed"], "定好由谁办，交下去办"), answer]


# --- Assignment sheet -------------------------------------------------------------------------


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


# --- Reply letter -----------------------------------------------------------------------------


@dataclass(frozen=True)
class ReplyLetter:
    """答复函: the unit's letter in the layout of GB/T 9704 (DOMAIN.md 3 and 6)."""

    home: object
    reply: object
    unit: object
    heading: str
    to: str
    opening: str
    body: list[tuple[str, str]]
    copies: list[str]

    @property
    def is_draft(self) -> bool:
        return self.reply.state == "draft"


def reply_letter(reply) -> ReplyLetter:
    """The facts of the 答复函; the voter is “反映人”, whatever they left."""
    suggestion, unit = reply.suggestion, reply.assignment.unit
    names = signers(suggestion) if is_proposal(suggestion) else []
    title = printed(suggestion.title)
    return ReplyLetter(
        home=suggestion.home,
        reply=reply,
        unit=unit,
        heading=letters.heading(title, suggestion.number, is_proposal(suggestion)),
        to=letters.salutation(names),
        opening=letters.opening(reply.text, title, suggestion.number, names),
        body=letters.paragraphs(reply.text),
        copies=letters.copies(suggestion.home, unit),
    )


def reply_letter_pdf(reply) -> bytes:
    """The 答复函, A4. Raises MissingGlyphs."""
    letter = reply_letter(reply)
    facts = {"letter": letter, "signer": letter.unit.name, "signed_on": reply.replied_on}
    return render_pdf("print/reply_letter.html", facts)
