"""The address printed on a 征询意见表, and where a matter stands for whoever opens it.

The token names matter, round and party and is signed; it opens the answer of that round and takes
one verdict. Nothing about the person is in it or behind it.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.core import signing
from django.urls import reverse

from daihome.tools.text import mask_personal_data
from suggestions.models import Suggestion
from suggestions.models.case import HEADING_MAX, HEADING_SOURCE
from suggestions.models.feedback import Party
from suggestions.pipeline import DELIVERED, Step

TOKEN_MAX = 200
_signer = signing.Signer(salt="suggestions.evaluate")

OPEN, GIVEN, EARLY, OVER = "open", "given", "early", "over"


def token_of(suggestion, party):
    """The token for the present round; the same for each copy of the paper."""
    return _signer.sign_object([suggestion.pk, suggestion.round_no, party])


def evaluation_address(suggestion, party, base_url):
    """What the QR on the 征询意见表 opens; `base_url` is the site's, with its scheme."""
    return urljoin(
        base_url, reverse("suggestions:evaluate_link", args=[token_of(suggestion, party)])
    )


@dataclass(frozen=True)
class Asked:
    """What a token asks for: the verdict of one party on one round of one matter."""

    suggestion: Suggestion
    round_no: int
    party: str

    @property
    def verdict(self):
        """The one given, or None."""
        rows = self.suggestion.satisfactions.filter(round_no=self.round_no, party=self.party)
        return rows.first()

    @property
    def state(self):
        """OPEN, GIVEN, EARLY or OVER."""
        here = self.suggestion
        if self.verdict:
            return GIVEN
        if here.round_no != self.round_no or here.step == Step.ARCHIVE:
            return OVER
        return OPEN if here.step == Step.FEEDBACK else EARLY

    @property
    def replies(self):
        """The published replies of that round, the main unit's first."""
        if self.suggestion.disposal not in DELIVERED:
            return []
        rows = self.suggestion.replies.filter(state="published", assignment__round_no=self.round_no)
        rows = rows.select_related("assignment__unit", "reply_class", "commitment")
        return list(rows.order_by("-assignment__role", "pk"))

    @property
    def answer(self):
        """The Home's own answer, where no unit handled it; "" else and before it is settled."""
        here = self.suggestion
        shown = here.step >= Step.FEEDBACK and here.disposal not in DELIVERED
        return here.explanation if shown else ""


def read_token(token):
    """What was asked with `token`, or None when it was not made here."""
    if len(token) > TOKEN_MAX:
        return None
    try:
        pk, round_no, party = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    found = Suggestion.objects.select_related("home").filter(pk=pk).first()
    return found and Asked(found, round_no, Party(party))


def public_heading(suggestion):
    """Title or first words without numbers of persons; never the summary: that is staff's own."""
    if suggestion.title:
        return mask_personal_data(suggestion.title)
    words = mask_personal_data(suggestion.content[:HEADING_SOURCE])
    return words[:HEADING_MAX] + "……" * (len(words) > HEADING_MAX)
