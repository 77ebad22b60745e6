"""The staff's pages of inspections, what is to be put right, and special reports."""

from inspections.admin.inspecting import InspectionAdmin, InspectionKindAdmin
from inspections.admin.rectifying import RectificationAdmin
from inspections.admin.special_reports import SpecialReportAdmin

__all__ = [
    "InspectionAdmin",
    "InspectionKindAdmin",
    "RectificationAdmin",
    "SpecialReportAdmin",
]
