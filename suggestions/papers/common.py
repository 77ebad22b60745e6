"""What the papers of a matter share: addresses for QR codes, names of signers, words made printable."""

from urllib.parse import urlencode, urljoin

from django.urls import reverse

from daihome.tools.fonts import spell_out
from daihome.tools.text import mask_personal_data
from suggestions.models import Kind, UnitLink
from suggestions.pipeline import Disposal


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
