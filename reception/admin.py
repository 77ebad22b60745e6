"""The staff's pages of this room; importing registers them."""

from reception.desk import desk_admin  # noqa: F401
from reception.letters import admin as letters_admin  # noqa: F401
from reception.staff import admin  # noqa: F401
from reception.visiting import aid_admin, visit_admin  # noqa: F401
