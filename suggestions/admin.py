"""The staff’s pages of matters and of what they refer to."""

from suggestions import (  # noqa: F401 - importing registers their pages
    calendar_admin,
    case_admin,
    reference_admin,
    template_admin,
)
