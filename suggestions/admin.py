"""The staff’s pages of matters and of what they refer to."""

from suggestions import case_admin, reference_admin  # noqa: F401 - importing registers their pages
