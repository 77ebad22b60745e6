"""The staff’s pages of matters and of what they refer to."""

from suggestions.clocks import calendar_admin  # noqa: F401 - importing registers their pages
from suggestions.staff import case_admin, reference_admin, template_admin  # noqa: F401 - importing registers their pages
