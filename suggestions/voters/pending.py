"""What a voter waits for beside the steps: promises with their day, and an answer to a chase."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from suggestions.models import EventKind
from suggestions.outcome import long_day
from suggestions.pipeline import Step


@dataclass(frozen=True)
class Promise:
    """What a unit promised: `ended` says how it ended, else `days_late` since the day."""

    content: str
    on: datetime.date
    unit: str
    ended: str
    days_late: int


@dataclass(frozen=True)
class Chased:
    """When the voter last asked for news, and from when again (None: now)."""

    last: datetime.date | None
    again: datetime.date | None


def promises(suggestion, today):
    """The `Promise`s of published replies, the next one due first."""
    rows = suggestion.commitments.select_related("reply__assignment__unit", "closing_reply")
    return [
        Promise(
            row.content,
            row.promised_on,
            str(row.reply.assignment.unit),
            _how_ended(row),
            0 if row.closing_reply else max(0, (today - row.promised_on).days),
        )
        for row in rows
    ]


def _how_ended(promise):
    if promise.closing_reply is None:
        return ""
    day = long_day(promise.closing_reply.replied_on)
    return f"{day}已经兑现" if promise.is_kept else f"{day}答复没有办完，重新承诺"


def chased(suggestion, events, promised, today):
    """`Chased`, or None where nobody owes the voter anything any more."""
    handled = suggestion.step < Step.FEEDBACK or suggestion.due_on is not None
    owed = handled or any(not one.ended for one in promised)
    if not owed or suggestion.step == Step.ARCHIVE or suggestion.withdrawn_on:
        return None
    days = [timezone.localdate(row.at) for row in events if row.kind == EventKind.CHASED]
    if not days:
        return Chased(None, None)
    again = days[-1] + datetime.timedelta(days=suggestion.home.chase_days)
    return Chased(days[-1], again if today < again else None)
