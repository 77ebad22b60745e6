"""Inspections, what is to be put right, special reports, the presidium and the congress."""

from inspections.models.congress import CongressSession, SessionReport
from inspections.models.deciding import Decision, PresidiumRequest, RequestState
from inspections.models.inspecting import (
    Approach,
    Inspection,
    InspectionBase,
    InspectionForm,
    InspectionKind,
    Recusal,
)
from inspections.models.presidium import PresidiumMeeting, PresidiumMember, Seat
from inspections.models.raising import FoundMatter
from inspections.models.rectifying import (
    Check,
    CheckResult,
    MoveRefused,
    Outcome,
    Rectification,
    RectificationFile,
    RectificationRecord,
    RectificationState,
    Source,
)
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
    "Rectification",
    "RectificationFile",
    "RectificationRecord",
    "RectificationState",
    "Recusal",
    "RequestState",
    "Seat",
    "SessionReport",
    "Source",
    "SpecialReport",
    "SpecialReportFile",
]
