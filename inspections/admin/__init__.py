"""The staff's pages of inspections, what is to be put right, and special reports, the presidium and
the congress; importing registers them."""

from inspections.admin.inspecting import InspectionAdmin, InspectionKindAdmin
from inspections.admin.rectifying import RectificationAdmin
from inspections.admin.special_reports import SpecialReportAdmin
from inspections.congress.admin import CongressSessionAdmin
from inspections.presidium.admin import (
    DecisionAdmin,
    PresidiumMeetingAdmin,
    PresidiumMemberAdmin,
    PresidiumRequestAdmin,
    PresidiumRuleAdmin,
)

__all__ = [
    "CongressSessionAdmin",
    "DecisionAdmin",
    "InspectionAdmin",
    "InspectionKindAdmin",
    "PresidiumMeetingAdmin",
    "PresidiumMemberAdmin",
    "PresidiumRequestAdmin",
    "PresidiumRuleAdmin",
    "RectificationAdmin",
    "SpecialReportAdmin",
]
