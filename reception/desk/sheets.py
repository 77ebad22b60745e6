"""Which numbered forms the house prints, and where what stands on them is entered.

A kind of form is offered for printing when it has a row here; a room that prints one more adds its
own with the same two functions.
"""

from collections.abc import Callable
from dataclasses import dataclass

from representatives.models import FormKind


@dataclass(frozen=True)
class Sheet:
    """`draw(forms, address_of)` gives the PDF of blank forms, each with the QR of its address.

    `entry` is the name of the page on which a form with the key in its address is entered, and
    `entered` that of the row it became, found by the name `row` of the form.
    """

    draw: Callable[..., bytes]
    entry: str
    entered: str
    row: str


def _reception(forms, address_of):
    from reception.papers.record_sheet import blank_pdf  # slow to load

    return blank_pdf(forms, address_of)


def _contact(forms, address_of):
    from reception.papers.visit_sheets import blank_pdf  # slow to load

    return blank_pdf(forms, address_of)


def _opening(forms, address_of):
    from reception.letters.sheet import blank_pdf  # slow to load

    return blank_pdf(forms, address_of)


SHEETS = {
    FormKind.RECEPTION: Sheet(_reception, "desk:paper_entry", "desk:record", "reception_record"),
    FormKind.CONTACT: Sheet(
        _contact, "admin:reception_visit_sheet", "admin:reception_visit_change", "visit"
    ),
    FormKind.LETTER_BOX: Sheet(
        _opening,
        "admin:reception_paper_opening",
        "admin:reception_mailboxopening_change",
        "mailbox_opening",
    ),
}
