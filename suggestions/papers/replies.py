"""The reply letter (答复函) of a unit."""

from dataclasses import dataclass

from suggestions import letters
from suggestions.papers.common import Paper, is_proposal, printed, signers


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
    promise: str
    contact: str
    phone: str
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
        heading=letters.heading(
            title, suggestion.number, is_proposal(suggestion), reply.is_followup
        ),
        to=letters.salutation(names),
        opening=letters.opening(reply.text, title, suggestion.number, names),
        body=letters.paragraphs(reply.text),
        promise=promise_of(reply),
        contact=reply.handler or unit.contact,
        phone=reply.handler_phone or unit.phone,
        copies=letters.copies(suggestion.home, unit),
    )


def promise_of(reply):
    """The promise in a sentence, or "" where the class promises nothing."""
    if not reply.reply_class.needs_commitment or reply.promised_on is None:
        return ""
    return letters.promise(printed(reply.promise), reply.promised_on)


def reply_paper(reply) -> Paper:
    """The 答复函, A4."""
    letter = reply_letter(reply)
    facts = {"letter": letter, "signer": letter.unit.name, "signed_on": reply.replied_on}
    return Paper("print/reply_letter.html", facts)


def reply_letter_pdf(reply) -> bytes:
    """The 答复函 as PDF. Raises MissingGlyphs."""
    return reply_paper(reply).pdf()
