"""What the papers of a matter share: their head, addresses for QR codes, words made printable."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from django.urls import reverse
from django.utils import timezone

from daihome.tools.fonts import spell_out
from daihome.tools.paper import render_pdf
from daihome.tools.text import mask_personal_data
from suggestions.models import Kind, UnitLink
from suggestions.pipeline import Disposal


@dataclass(frozen=True)
class Paper:
    """A template with its facts: a PDF by itself, or some pages of a case file."""

    template: str
    facts: dict
    pictures: Mapping[str, bytes] | None = None

    def pdf(self) -> bytes:
        """The paper as PDF. Raises MissingGlyphs."""
        return render_pdf(self.template, self.facts, pictures=self.pictures)


@dataclass(frozen=True)
class Head:
    """What a form says of its matter and unit; all empty on a form to be filled in by hand."""

    home: object
    printed_on: datetime.date
    number: str = ""
    kind: str = ""
    title: str = ""
    village: str = ""
    lead: str = ""
    joined: list[str] = field(default_factory=list)
    unit: str = ""
    role: str = ""
    round_no: int = 1
    handed_on: datetime.date | None = None
    due_on: datetime.date | None = None
    return_by: datetime.date | None = None


def blank_head(home):
    """The head of an empty form."""
    return Head(home, timezone.localdate())


def matter_head(suggestion, **more):
    """The head of a form about the whole matter."""
    names = signers(suggestion) if is_proposal(suggestion) else []
    return Head(
        home=suggestion.home,
        printed_on=timezone.localdate(),
        number=suggestion.number,
        kind=kind_of(suggestion),
        title=printed(suggestion.heading),
        village=suggestion.village.name,
        lead="".join(names[:1]),
        joined=names[1:],
        **more,
    )


def unit_head(assignment):
    """The head of a form about what one unit does with it."""
    return matter_head(
        assignment.suggestion,
        unit=assignment.unit.name,
        role=assignment.get_role_display(),
        round_no=assignment.round_no,
        handed_on=assignment.handed_on,
        due_on=assignment.due_on,
        return_by=assignment.return_by,
    )


def kind_of(suggestion):
    """代表建议 or 选民意见, as the papers call it."""
    return "代表建议" if is_proposal(suggestion) else "选民意见"


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


def without_identity(suggestion):
    """A function that takes the voter's own name, telephone and address out of a text.

    People write them into what they say; a paper outlives the time for which they may be kept.
    """
    identity = getattr(suggestion, "identity", None)
    lead = suggestion.representative.name if suggestion.representative_id else ""
    known = [identity.name, identity.phone, identity.address] if identity else []
    known = [value for value in known if len(value) > 1 and value != lead]

    def clean(text):
        for value in known:
            text = text.replace(value, "（已隐去）")
        return text

    return clean
