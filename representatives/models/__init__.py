"""People and places, one file per noun family."""

from representatives.models.accounts import Role, User
from representatives.models.activities import (
    Activity,
    ActivityFile,
    ActivityState,
    HomeFunction,
)
from representatives.models.activity_kinds import MINUTED, OWN_ROOMS, ActivityKind, Base
from representatives.models.attending import (
    Attendance,
    AttendanceState,
    Leave,
    Part,
    SignedBy,
)
from representatives.models.blank_forms import BlankForm, FormKind
from representatives.models.documents import DocumentFile, DocumentKind, OfficialDocument
from representatives.models.duty import (
    DutyCategory,
    DutyFile,
    DutyRecord,
    DutySource,
    DutyState,
)
from representatives.models.facilities import (
    FALLS_SHORT,
    CheckPhoto,
    CheckState,
    EvidenceKind,
    FacilityStandard,
    SelfCheck,
    StandardCheck,
    StandardItem,
)
from representatives.models.groups import Convener, GroupMembership, RepGroup
from representatives.models.handover import HandedKind, HandedOn, TermHandover
from representatives.models.holdings import (
    Equipment,
    EquipmentState,
    FundEntry,
    FundKind,
    FundVoucher,
)
from representatives.models.home import Home, Venue, VenueKind
from representatives.models.messages import (
    ChannelKind,
    Delivery,
    DeliveryState,
    Message,
    MessageChannel,
)
from representatives.models.people import (
    EndReason,
    Level,
    Mandate,
    MandateState,
    Representative,
    SuspensionReason,
    Term,
)
from representatives.models.performance import (
    PerformanceFile,
    PerformanceScan,
    PerformanceYear,
)
from representatives.models.places import ElectoralDistrict, GridCell, Village
from representatives.models.reporting import DutyReport, DutyReportFile
from representatives.models.rules import HomeRule, RuleKind
from representatives.models.studying import MaterialFile, MaterialReading, StudyMaterial
from representatives.models.targets import Measure, Span, Target
from representatives.models.walls import WallBoard

__all__ = [
    "FALLS_SHORT",
    "MINUTED",
    "OWN_ROOMS",
    "Activity",
    "ActivityFile",
    "ActivityKind",
    "ActivityState",
    "Attendance",
    "AttendanceState",
    "Base",
    "BlankForm",
    "ChannelKind",
    "CheckPhoto",
    "CheckState",
    "Convener",
    "Delivery",
    "DeliveryState",
    "DocumentFile",
    "DocumentKind",
    "DutyCategory",
    "DutyFile",
    "DutyRecord",
    "DutyReport",
    "DutyReportFile",
    "DutySource",
    "DutyState",
    "ElectoralDistrict",
    "EndReason",
    "Equipment",
    "EquipmentState",
    "EvidenceKind",
    "FacilityStandard",
    "FormKind",
    "FundEntry",
    "FundKind",
    "FundVoucher",
    "GridCell",
    "GroupMembership",
    "HandedKind",
    "HandedOn",
    "Home",
    "HomeFunction",
    "HomeRule",
    "Leave",
    "Level",
    "Mandate",
    "MandateState",
    "MaterialFile",
    "MaterialReading",
    "Measure",
    "Message",
    "MessageChannel",
    "OfficialDocument",
    "Part",
    "PerformanceFile",
    "PerformanceScan",
    "PerformanceYear",
    "RepGroup",
    "Representative",
    "Role",
    "RuleKind",
    "SelfCheck",
    "SignedBy",
    "Span",
    "StandardCheck",
    "StandardItem",
    "StudyMaterial",
    "SuspensionReason",
    "Target",
    "Term",
    "TermHandover",
    "User",
    "Venue",
    "VenueKind",
    "Village",
    "WallBoard",
]
