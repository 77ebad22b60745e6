"""The own page of an activity that is an inspection, a meeting of the presidium or a session."""

from dataclasses import dataclass

from django import template

from inspections.models import CongressSession, Inspection, PresidiumMeeting
from inspections.pages import link_of
from inspections.presidium.pages import address_of
from representatives.models import Base

register = template.Library()

# base of the activity -> (what it is, model, function that gives the address)
ROOMS = {
    Base.INSPECTION: ("视察检查的页面", Inspection, link_of),
    Base.PRESIDIUM: ("主席团会议的页面（议题、决定、纪要）", PresidiumMeeting, address_of),
    Base.CONGRESS: ("大会的页面（请假、报告、缺席）", CongressSession, address_of),
}


@dataclass(frozen=True)
class Room:
    label: str
    link: str


@register.simple_tag
def room_of(activity):
    """The `Room` of an activity, or None for one that has no other page. One query at most."""
    label, model, address = ROOMS.get(activity.kind.base, ("", None, None))
    row = model and model.objects.filter(activity=activity.pk).first()
    return Room(label, address(row)) if row else None
