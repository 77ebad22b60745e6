"""The staff's pages of people, places and accounts."""

from representatives.admin.activities import (
    ActivityAdmin,
    ActivityKindAdmin,
    StudyMaterialAdmin,
    TargetAdmin,
)
from representatives.admin.documents import OfficialDocumentAdmin
from representatives.admin.duties import DutyCategoryAdmin, DutyRecordAdmin
from representatives.admin.holdings import EquipmentAdmin, FundEntryAdmin
from representatives.admin.messages import DeliveryAdmin, MessageChannelAdmin
from representatives.admin.people import ConvenerAdmin, RepGroupAdmin, RepresentativeAdmin
from representatives.admin.places import (
    ElectoralDistrictAdmin,
    GridCellAdmin,
    HomeAdmin,
    TermAdmin,
    VenueAdmin,
    VenueKindAdmin,
    VillageAdmin,
)
from representatives.admin.reports import DutyReportAdmin
from representatives.admin.rules import HomeRuleAdmin
from representatives.admin.users import UserAdmin

__all__ = [
    "ActivityAdmin",
    "ActivityKindAdmin",
    "ConvenerAdmin",
    "DeliveryAdmin",
    "DutyCategoryAdmin",
    "DutyRecordAdmin",
    "DutyReportAdmin",
    "ElectoralDistrictAdmin",
    "EquipmentAdmin",
    "FundEntryAdmin",
    "GridCellAdmin",
    "HomeAdmin",
    "HomeRuleAdmin",
    "MessageChannelAdmin",
    "OfficialDocumentAdmin",
    "RepGroupAdmin",
    "RepresentativeAdmin",
    "StudyMaterialAdmin",
    "TargetAdmin",
    "TermAdmin",
    "UserAdmin",
    "VenueAdmin",
    "VenueKindAdmin",
    "VillageAdmin",
]
