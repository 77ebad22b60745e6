"""People and places, one file per noun family."""

from representatives.models.accounts import Role, User
from representatives.models.groups import Convener, GroupMembership, RepGroup
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
from representatives.models.places import ElectoralDistrict, GridCell, Village

__all__ = [
    "ChannelKind",
    "Convener",
    "Delivery",
    "DeliveryState",
    "ElectoralDistrict",
    "EndReason",
    "GridCell",
    "GroupMembership",
    "Home",
    "Level",
    "Mandate",
    "MandateState",
    "Message",
    "MessageChannel",
    "RepGroup",
    "Representative",
    "Role",
    "SuspensionReason",
    "Term",
    "User",
    "Venue",
    "VenueKind",
    "Village",
]
