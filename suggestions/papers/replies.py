"""The reply letter (答复函) of a unit."""

from dataclasses import dataclass

from daihome.tools.paper import render_pdf
from suggestions import letters
from suggestions.papers.common import is_proposal, printed, signers


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
