"""The site's clock moved by whole days, to play the long life of a matter in minutes.

For tests on one's own machine only (`CLOCK_DAYS`). Everything asks `django.utils.timezone.now`,
so it is moved there and nowhere else; what the machine itself dates (files) is compared by
`machine_time`. Sittings and cookies count by the machine's clock and last as long as ever.
"""

from datetime import timedelta

from django.utils import timezone

_machine_now = timezone.now
_shift = timedelta(0)


def move(days):
    """Let `timezone.now` be so many days later (earlier when negative) than the machine's clock."""
    global _shift
    _shift = timedelta(days=days)
    timezone.now = _moved_now if days else _machine_now


def _moved_now():
    return _machine_now() + _shift


def machine_time(moment):
    """The moment of the site's clock as the machine dates it."""
    return moment - _shift
