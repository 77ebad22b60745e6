"""The case and everything that belongs to it, one file per noun family."""

from suggestions.models.archive import ArchiveVolume, Retention
from suggestions.models.calendar import Clock, ClockUnit, Deadline, DeadlinePolicy, SpecialDay
from suggestions.models.case import Suggestion
from suggestions.models.choices import Channel, IdentityMode, Kind, Nature, OwnerLevel
from suggestions.models.feedback import Satisfaction, SatisfactionLevel, ToldWay, VoterNotification
from suggestions.models.handling import Assignment, DeliveryMode, Reply, ReplyState
from suggestions.models.identity import UnmaskRecord, VoterIdentity
from suggestions.models.papers import Attachment, Cosigner, Supplement
from suggestions.models.records import NumberCounter, RateLimit, StepRecord
from suggestions.models.reference import Category, HandlingUnit, ReplyClass
from suggestions.models.searching import SearchEntry

__all__ = [
    "ArchiveVolume",
    "Assignment",
    "Attachment",
    "Category",
    "Channel",
    "Clock",
    "ClockUnit",
    "Cosigner",
    "Deadline",
    "DeadlinePolicy",
    "DeliveryMode",
    "HandlingUnit",
    "IdentityMode",
    "Kind",
    "Nature",
    "NumberCounter",
    "OwnerLevel",
    "RateLimit",
    "Reply",
    "ReplyClass",
    "ReplyState",
    "Retention",
    "Satisfaction",
    "SatisfactionLevel",
    "SearchEntry",
    "SpecialDay",
    "StepRecord",
    "Suggestion",
    "Supplement",
    "ToldWay",
    "UnmaskRecord",
    "VoterIdentity",
    "VoterNotification",
]
