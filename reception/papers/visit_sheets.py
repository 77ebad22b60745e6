"""联系选民记录表 and 谈心走访记录: one visit a page (columns: DOMAIN.md 1.5 and R3).

The first is also printed blank with a number, for those who write by hand.
"""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.safestring import SafeString

from daihome.tools.paper import qr_svg, render_pdf
from reception import ended
from reception.models import VisitKind, Way
from reception.visiting.registers import passed_on, people, voter, where
from suggestions.papers import printed

TEMPLATE = "print/visit_record.html"
TITLES = {VisitKind.CONTACT: "联系选民记录表", VisitKind.TALK: "谈心走访记录"}


@dataclass(frozen=True)
class VisitSheet:
    """What stands in the boxes; all empty on a sheet to be written on. No voter is named in full."""

    home: object
    printed_on: datetime.date
    number: str = ""
    qr: SafeString = ""
    title: str = TITLES[VisitKind.CONTACT]
    on: datetime.date | None = None
    people: list[str] = field(default_factory=list)
    talked_with: str = ""
    # Label of each way, and whether it is ticked.
    ways: list[tuple[str, bool]] = field(default_factory=list)
    voter: str = ""
    place: str = ""
    content: str = ""
    answer: str = ""
    passed_on: str = ""
    follow_up: str = ""
    results: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def is_blank(self):
        return self.on is None

    @property
    def is_talk(self):
        return self.title == TITLES[VisitKind.TALK]


def sheet_of(visit) -> VisitSheet:
    """The sheet of a contact or talk."""
    return VisitSheet(
        home=visit.home,
        printed_on=timezone.localdate(),
        number=visit.form.number if visit.form else "",
        title=TITLES[visit.kind],
        on=visit.on,
        people=people(visit),
        talked_with=visit.talked_with.name if visit.talked_with else "",
        ways=_ways(visit.way),
        voter=voter(visit).replace("\n", "　"),
        place=printed(where(visit).replace("\n", "　")),
        content=printed(visit.content),
        answer=printed(visit.answer),
        passed_on=passed_on(visit),
        follow_up=printed(visit.follow_up),
        results=ended.results(visit),
        told=[printed(line) for line in ended.feedback(visit)],
    )


def _ways(chosen=""):
    return [(way.label, way == chosen) for way in Way]


def visit_pdf(visit) -> bytes:
    """The sheet of a visit. Raises MissingGlyphs."""
    return render_pdf(TEMPLATE, {"sheets": [sheet_of(visit)]})


def blank_pdf(forms, address_of) -> bytes:
    """One 联系选民记录表 for each `BlankForm`, with the QR of the address where it is entered."""
    today = timezone.localdate()
    sheets = [
        VisitSheet(
            form.home, today, form.number, ways=_ways(),
            qr=qr_svg(address_of(form), title=f"录入{form.number}"),
        )
        for form in forms
    ]  # fmt: skip
    return render_pdf(TEMPLATE, {"sheets": sheets})
