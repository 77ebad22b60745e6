"""Reception days, visits, aid and the letter box, one file per noun family."""

from reception.models.aid import AidItem, AidPairing, Donation, Help
from reception.models.days import DayClosed, ReceptionDay
from reception.models.mailbox import (
    Mailbox,
    MailboxOpening,
    MailItem,
    MailOutcome,
    MailScan,
    OpeningScan,
)
from reception.models.patterns import Cycle, How, OnDayOff, Ordinal, ReceptionPattern, Weekday
from reception.models.raising import RaisedMatter
from reception.models.records import ReceptionRecord, RecordFile
from reception.models.swaps import RosterSwap, SwapState, take_over
from reception.models.visits import Beneficiary, FormUsed, Visit, VisitKind, VisitPicture, Way

__all__ = [
    "AidItem",
    "AidPairing",
    "Beneficiary",
    "Cycle",
    "DayClosed",
    "Donation",
    "FormUsed",
    "Help",
    "How",
    "MailItem",
    "MailOutcome",
    "MailScan",
    "Mailbox",
    "MailboxOpening",
    "OnDayOff",
    "OpeningScan",
    "Ordinal",
    "RaisedMatter",
    "ReceptionDay",
    "ReceptionPattern",
    "ReceptionRecord",
    "RecordFile",
    "RosterSwap",
    "SwapState",
    "Visit",
    "VisitKind",
    "VisitPicture",
    "Way",
    "Weekday",
    "take_over",
]
