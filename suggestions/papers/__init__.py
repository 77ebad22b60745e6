"""The papers of a matter, one module for each family.

Each paper is a frozen dataclass of facts that a template of `templates/print/` draws. None has a
field for the voter's identity, and what the voter wrote is printed without numbers of persons.
"""

from suggestions.papers.assignments import (
    AssignmentSheet,
    additions,
    assignment_pdf,
    assignment_sheet,
    days_of,
    enclosures,
    reply_clock_of,
)
from suggestions.papers.common import (
    is_proposal,
    printed,
    signers,
    tracking_address,
    unit_address,
)
from suggestions.papers.receipts import Receipt, coming, receipt_of, receipt_pdf
from suggestions.papers.replies import ReplyLetter, reply_letter, reply_letter_pdf

__all__ = [
    "AssignmentSheet",
    "Receipt",
    "ReplyLetter",
    "additions",
    "assignment_pdf",
    "assignment_sheet",
    "coming",
    "days_of",
    "enclosures",
    "is_proposal",
    "printed",
    "receipt_of",
    "receipt_pdf",
    "reply_clock_of",
    "reply_letter",
    "reply_letter_pdf",
    "signers",
    "tracking_address",
    "unit_address",
]
