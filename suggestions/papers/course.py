"""登记表 and 办理过程 of a case file: what was said, and what happened to it, in order."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from suggestions.papers.assignments import additions, enclosures
from suggestions.papers.common import Head, Paper, kind_of, matter_head, printed
from suggestions.pipeline import ANSWERED_AT_ONCE


@dataclass(frozen=True)
class Intake:
    """What the receipt acknowledged, in the person's own words; neither person nor query code."""

    head: Head
    heading: str
    received_on: datetime.date
    channel: str
    identity_mode: str
    nature: str
    disposal: str
    summary: str
    content: str
    added: list
    enclosures: str
    explanation: str
    told: list[str]


def intake(suggestion) -> Paper:
    """The 登记表 of a matter."""
    nature = [suggestion.get_nature_display(), str(suggestion.category or "")]
    at_once = suggestion.disposal in ANSWERED_AT_ONCE
    form = Intake(
        head=matter_head(suggestion),
        heading=f"{kind_of(suggestion)}登记表",
        received_on=suggestion.received_on,
        channel=suggestion.get_channel_display(),
        identity_mode=suggestion.get_identity_mode_display(),
        nature="　".join(filter(None, nature)),
        disposal=suggestion.get_disposal_display(),
        summary=printed(suggestion.summary),
        content=printed(suggestion.content),
        added=additions(suggestion),
        enclosures=enclosures(suggestion),
        explanation=printed(suggestion.explanation) if at_once else "",
        told=[printed(str(row)) for row in suggestion.notifications.all()],
    )
    return Paper("print/intake.html", {"form": form})


@dataclass(frozen=True)
class Happening:
    """One line of the 办理过程: a step or what happened beside the steps."""

    at: datetime.datetime
    what: str
    who: str
    text: str
    round_no: int
    is_step: bool


def happenings(suggestion) -> list[Happening]:
    """Steps and events by time; a step before what happened in the same moment."""
    steps = [
        Happening(row.at, row.get_to_step_display(), row.by_name, _said(row), row.round_no, True)
        for row in suggestion.records.order_by("seq")
    ]
    events = [
        Happening(
            row.at, row.get_kind_display(), row.by_name, printed(row.text), row.round_no, False
        )
        for row in suggestion.events.all()
    ]
    return sorted([*steps, *events], key=lambda one: (one.at, not one.is_step))


def _said(record):
    """The note and the facts of a step."""
    facts = "；".join(f"{name}：{value}" for name, value in record.facts.items() if value)
    return printed("\n".join(filter(None, [record.note, facts])))


def course(suggestion) -> Paper:
    """办理过程: the record of a matter, step by step."""
    facts = {
        "home": suggestion.home,
        "heading": "办理过程记录",
        "number": f"编号：{suggestion.number}",
        "left": kind_of(suggestion),
        "printed_on": timezone.localdate(),
        "happenings": happenings(suggestion),
    }
    return Paper("print/file_course.html", facts)
