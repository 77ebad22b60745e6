"""The case and everything that belongs to it, one file per noun family."""

from suggestions.models.archive import ArchiveVolume, Retention
from suggestions.models.calendar import Clock, ClockUnit, Deadline, DeadlinePolicy, SpecialDay
from suggestions.models.case import Suggestion
from suggestions.models.choices import Channel, Disclosure, IdentityMode, Kind, Nature, OwnerLevel
from suggestions.models.clocks import DueChange, DueDate, Pause
from suggestions.models.events import CaseEvent, EventKind
from suggestions.models.extensions import ExtensionRequest
from suggestions.models.feedback import (
    Party,
    Satisfaction,
    SatisfactionLevel,
    ToldWay,
    VerdictSource,
    VoterNotification,
)
from suggestions.models.handling import Assignment, DeliveryMode
from suggestions.models.identity import UnmaskRecord, VoterIdentity
from suggestions.models.joining import Joining
from suggestions.models.links import SentForm, UnitLink
from suggestions.models.papers import Attachment, Cosigner, Supplement
from suggestions.models.presence import Presence
from suggestions.models.pressing import Press, PressKind
from suggestions.models.records import NumberCounter, RateLimit, StepRecord
from suggestions.models.redaction import RedactedPicture, Redaction
from suggestions.models.reference import Category, HandlingUnit, ReplyClass
from suggestions.models.replies import Commitment, Reply, ReplyState
from suggestions.models.searching import SearchEntry
from suggestions.models.templates import AnswerTemplate, TemplateUse

__all__ = [
    "AnswerTemplate",
    "ArchiveVolume",
    "Assignment",
    "Attachment",
    "CaseEvent",
    "Category",
    "Channel",
    "Clock",
    "ClockUnit",
    "Commitment",
    "Cosigner",
    "Deadline",
    "DeadlinePolicy",
    "DeliveryMode",
    "Disclosure",
    "DueChange",
    "DueDate",
    "EventKind",
    "ExtensionRequest",
    "HandlingUnit",
    "IdentityMode",
    "Joining",
    "Kind",
    "Nature",
    "NumberCounter",
    "OwnerLevel",
    "Party",
    "Pause",
    "Presence",
    "Press",
    "PressKind",
    "RateLimit",
    "RedactedPicture",
    "Redaction",
    "Reply",
    "ReplyClass",
    "ReplyState",
    "Retention",
    "Satisfaction",
    "SatisfactionLevel",
    "SearchEntry",
    "SentForm",
    "SpecialDay",
    "StepRecord",
    "Suggestion",
    "Supplement",
    "TemplateUse",
    "ToldWay",
    "UnitLink",
    "UnmaskRecord",
    "VerdictSource",
    "VoterIdentity",
    "VoterNotification",
]
