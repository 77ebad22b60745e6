"""Inspections, what is to be put right, special reports, the presidium and the congress."""

from inspections.models.checking import Check, CheckResult, Outcome, RectificationFile
from inspections.models.congress import CongressSession, SessionLeave, SessionReport
from inspections.models.deciding import Decision
from inspections.models.inspecting import (
    Approach,
    Inspection,
    InspectionBase,
    InspectionForm,
    InspectionKind,
    Recusal,
)
from inspections.models.presidium import PresidiumMeeting, PresidiumMember, PresidiumRule, Seat
from inspections.models.pressing import MoveRefused, RectificationState, Source
from inspections.models.raising import FoundMatter
from inspections.models.rectifying import Rectification, RectificationRecord
from inspections.models.requests import PresidiumRequest, RequestState
from inspections.models.special_reports import SpecialReport, SpecialReportFile

__all__ = [
    "Approach",
    "Check",
    "CheckResult",
    "CongressSession",
    "Decision",
    "FoundMatter",
    "Inspection",
    "InspectionBase",
    "InspectionForm",
    "InspectionKind",
    "MoveRefused",
    "Outcome",
    "PresidiumMeeting",
    "PresidiumMember",
    "PresidiumRequest",
    "PresidiumRule",
    "Rectification",
    "RectificationFile",
    "RectificationRecord",
    "RectificationState",
    "Recusal",
    "RequestState",
    "Seat",
    "SessionLeave",
    "SessionReport",
    "Source",
    "SpecialReport",
    "SpecialReportFile",
]
