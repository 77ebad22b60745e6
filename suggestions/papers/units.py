"""What a unit hands in: 签收回执, 退办申请 and 延期申请; filled from the records, or with the head only."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from suggestions.papers.assignments import enclosures, verb_of
from suggestions.papers.common import Head, Paper, blank_head, kind_of, printed, unit_head


@dataclass(frozen=True)
class Acknowledgement:
    """签收回执: one for each unit; what was signed already is filled in."""

    head: Head
    sheet: str = "交办单"
    enclosures: str = ""
    signed_by: str = ""
    signed_on: datetime.date | None = None
    heading: str = "交办事项签收回执"


def acknowledgement(assignment) -> Paper:
    """The 签收回执 of one unit."""
    form = Acknowledgement(
        head=unit_head(assignment),
        sheet=f"{kind_of(assignment.suggestion)}{verb_of(assignment)}单",
        enclosures=enclosures(assignment.suggestion),
        signed_by=assignment.acknowledged_by,
        signed_on=assignment.acknowledged_on,
    )
    return Paper("print/acknowledgement.html", {"form": form})


def blank_acknowledgement(home) -> Paper:
    return Paper("print/acknowledgement.html", {"form": Acknowledgement(blank_head(home))})


@dataclass(frozen=True)
class ReturnForm:
    """退办申请: why it is not theirs, and whose it may be (DOMAIN.md 3)."""

    head: Head
    reason: str = ""
    proposal: str = ""
    returned_on: datetime.date | None = None
    heading: str = "退办申请"


def return_form(assignment) -> Paper:
    """The 退办申请 of one unit; its reason is empty as long as nothing was returned."""
    form = ReturnForm(
        head=unit_head(assignment),
        reason=printed(assignment.return_reason),
        proposal=printed(assignment.return_proposal),
        returned_on=assignment.returned_on,
    )
    return Paper("print/return.html", {"form": form})


def blank_return(home) -> Paper:
    return Paper("print/return.html", {"form": ReturnForm(blank_head(home))})


@dataclass(frozen=True)
class ExtensionForm:
    """延期申请: until when and why, who agreed, what was decided (DOMAIN.md 3 and 4.2)."""

    head: Head
    basis: str = ""
    longest: datetime.date | None = None
    until: datetime.date | None = None
    reason: str = ""
    consent: str = ""
    asked_by: str = ""
    asked_on: datetime.date | None = None
    is_granted: bool = False
    is_refused: bool = False
    remark: str = ""
    decided_by: str = ""
    decided_on: datetime.date | None = None
    heading: str = "延期答复申请"


def extension_form(request) -> Paper:
    """The 延期申请 that a unit made, with the decision if there is one."""
    form = ExtensionForm(
        head=unit_head(request.assignment),
        until=request.until,
        reason=printed(request.reason),
        consent=printed(request.consent),
        asked_by=request.asked_by_name,
        asked_on=request.asked_on,
        is_granted=request.state == request.State.GRANTED,
        is_refused=request.state == request.State.REFUSED,
        remark=printed(request.remark),
        decided_by=str(request.decided_by or ""),
        decided_on=timezone.localdate(request.decided_at) if request.decided_at else None,
        **_limits(request.assignment),
    )
    return Paper("print/extension.html", {"form": form})


def open_extension(assignment) -> Paper:
    """A 延期申请 with the matter's head and the latest day that may be asked for, else empty."""
    form = ExtensionForm(head=unit_head(assignment), **_limits(assignment))
    return Paper("print/extension.html", {"form": form})


def blank_extension(home) -> Paper:
    return Paper("print/extension.html", {"form": ExtensionForm(blank_head(home))})


def _limits(assignment):
    clock = assignment.reply_clock
    return {"basis": clock.basis, "longest": clock.longest()} if clock else {}
