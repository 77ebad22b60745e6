"""The minimum counts of the year over all rooms: for the chair's page and for the portal."""

from reception.progress import COUNTERS as RECEPTION
from representatives import progress
from representatives.models import Convener, GroupMembership, Role

COUNTERS = progress.COUNTERS | RECEPTION


def progress_of(home, today):
    """Every active target of `home` with all its lines (`representatives.progress.Progress`)."""
    return progress.progress(home, today, COUNTERS)


def own_progress(person, today):
    """The targets that count for one representative: pairs of `Progress` and the own `Line`."""
    found = progress_of(person.home, today)
    mine = ((one, one.of(person.pk)) for one in found if progress.kind_of(one.target) == "person")
    return [(one, line) for one, line in mine if line]


def visible_progress(home, user, today):
    """As `progress_of`; a group's convener sees the own groups and their members only."""
    return _seen_by(user, today, progress_of(home, today))


def visible_misses(home, user, today):
    """Quarters of this year in which something was missed, as far as `user` sees it."""
    found = _seen_by(user, today, progress.missed_quarters(home, today, COUNTERS))
    return [one for one in found if one.lines]


def _seen_by(user, today, found):
    if user.role != Role.CONVENER:
        return found
    groups = Convener.objects.groups_led(user, today)
    if groups is None:
        return found
    groups = set(groups.values_list("group", flat=True))
    members = GroupMembership.objects.filter(ended_on=None, group__in=groups)
    people = set(members.values_list("representative", flat=True))
    return progress.only_of(found, {"group": groups, "person": people})
