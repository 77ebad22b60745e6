"""Ending a term: the date, the mandates, the groups, the files. Called inside one transaction."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from representatives.handover.people import still_in_roles
from representatives.models import (
    EndReason,
    Mandate,
    MandateState,
    PerformanceFile,
    TermHandover,
)


class HandedOver(Exception):
    """The hand-over is not possible (any more); the text is a Chinese sentence for the person."""


DONE = "这一届已经交接过了，没有再做一次。请看交接的结果。"
TOO_EARLY = "新的一届从{day}起，到那一天才能交接。现在可以先打印清单核对。"


def begin(sides, *, by, at, today):
    """Write that the term is handed over; only one of several clicks can. Raises `HandedOver`."""
    if today < sides.day:
        raise HandedOver(TOO_EARLY.format(day=sides.day))
    try:
        with transaction.atomic():
            return TermHandover.objects.create(
                home=sides.ending.home, ending=sides.ending, following=sides.following,
                at=at, by=by, by_name=str(by),
            )  # fmt: skip
    except IntegrityError:
        raise HandedOver(DONE) from None


def close_term(sides, *, by, today):
    """The old term ends on the day on which the new one begins, with all that depends on it."""
    sides.ending.ends_on = sides.day
    sides.ending.save()
    for mandate in Mandate.objects.filter(term=sides.ending):
        if mandate.state != MandateState.ENDED:
            _end(mandate, sides.day)
        _close_file(mandate, sides, by, today)
    _leave_groups(sides)


def _end(mandate, day):
    mandate.state = MandateState.ENDED
    mandate.ended_on = max(day, mandate.started_on)
    mandate.end_reason = EndReason.TERM_OVER
    mandate.save()


def _close_file(mandate, sides, by, today):
    file, _created = PerformanceFile.objects.get_or_create(mandate=mandate)
    if file.closed_on is None:
        file.closed_on, file.closed_by = today, by
        file.closing_note = f"{sides.ending}任期届满，换届交接时封存。"
        file.save()


def _leave_groups(sides):
    """They leave their groups on that day; a role of convener includes its last day."""
    members, roles = still_in_roles(sides)
    _end_rows(members, sides.day)
    _end_rows(roles, sides.day - timedelta(days=1))


def _end_rows(rows, last):
    for row in rows:
        row.ended_on = max(last, row.started_on)
        row.save()
