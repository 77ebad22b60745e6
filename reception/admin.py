"""The staff's pages of this room."""

from reception.desk import desk_admin  # noqa: F401 - importing registers their pages
