"""接待选民记录表: one visitor a page, filled from the record or blank with a number (DOMAIN.md 3)."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.safestring import SafeString

from daihome.tools.paper import qr_svg, render_pdf
from reception import ended
from suggestions.papers import printed

TEMPLATE = "print/reception_record.html"


@dataclass(frozen=True)
class RecordSheet:
    """What stands in the boxes; all empty on a sheet to be written on. Nobody is named in full."""

    home: object
    number: str
    printed_on: datetime.date
    qr: SafeString = ""
    at: datetime.datetime | None = None
    place: str = ""
    receivers: list[str] = field(default_factory=list)
    visitor: str = ""
    people: int | None = None
    village: str = ""
    content: str = ""
    answer: str = ""
    proposal: str = ""
    instruction: str = ""
    results: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    visitor_says: str = ""
    recorder: str = ""

    @property
    def is_blank(self):
        return self.at is None


def sheet_of(record) -> RecordSheet:
    """The sheet of a record (of `ReceptionRecord.objects.shown()`)."""
    return RecordSheet(
        home=record.home,
        number=record.number,
        printed_on=timezone.localdate(),
        at=record.at,
        place=record.day.activity.where,
        receivers=[person.name for person in record.receivers.all()],
        visitor=record.visitor_shown,
        people=record.people,
        village=str(record.village or ""),
        content=printed(record.content),
        answer=printed(record.answer),
        proposal=printed(record.proposal),
        instruction=printed(record.instruction),
        results=ended.results(record),
        told=[printed(text) for text in ended.told(record)],
        visitor_says=printed(record.visitor_says),
        recorder=record.recorder,
    )


def record_pdf(records) -> bytes:
    """One page for each record. Raises MissingGlyphs."""
    return render_pdf(TEMPLATE, {"sheets": [sheet_of(record) for record in records]})


def blank_pdf(forms, address_of) -> bytes:
    """One page for each `BlankForm`, with the QR of the address where it is entered."""
    today = timezone.localdate()
    sheets = [
        RecordSheet(
            form.home, form.number, today, qr_svg(address_of(form), title=f"录入{form.number}")
        )
        for form in forms
    ]
    return render_pdf(TEMPLATE, {"sheets": sheets})
