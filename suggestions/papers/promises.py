"""承诺事项落实回执: what became of a promise."""

import datetime
from dataclasses import dataclass

from suggestions.papers.common import Head, Paper, is_proposal, printed, unit_head


@dataclass(frozen=True)
class PromiseReceipt:
    """What was promised and by when; what became of it as soon as the unit answered again."""

    head: Head
    content: str
    doc_no: str
    promised_at: datetime.date
    promised_on: datetime.date
    party: str
    is_kept: bool | None = None
    outcome: str = ""
    answered_on: datetime.date | None = None
    heading: str = "承诺事项落实回执"

    @property
    def states(self):
        """(is it ticked, label): kept, or promised anew."""
        return [(self.is_kept is True, "已经落实"), (self.is_kept is False, "没有落实，重新承诺")]


def promise_receipt(commitment) -> Paper:
    """The 承诺事项落实回执 of one promise, with the second answer if it was published."""
    reply, closing = commitment.reply, commitment.closing_reply
    assignment = reply.assignment
    assignment.suggestion = commitment.suggestion
    form = PromiseReceipt(
        head=unit_head(assignment),
        content=printed(commitment.content),
        doc_no=reply.doc_no,
        promised_at=reply.replied_on,
        promised_on=commitment.promised_on,
        party="代表" if is_proposal(commitment.suggestion) else "反映人",
        is_kept=commitment.is_kept,
        outcome=printed(closing.text) if closing else "",
        answered_on=closing.replied_on if closing else None,
    )
    return Paper("print/promise.html", {"form": form})
