"""Writing down who was there, and that it was held: one transaction, duty records follow."""

from dataclasses import dataclass

from django.db import transaction

from representatives.activities.inviting import OPEN
from representatives.models import Activity, ActivityState, Attendance, AttendanceState


@dataclass(frozen=True)
class Answer:
    """What the clerk said of one person; `was` is what the page showed before."""

    state: str
    reason: str
    was: str

    def of(self, row):
        """(state, reason) for `row`: an answer that was not touched leaves what others signed."""
        if self.state == self.was and self.state != AttendanceState.LEAVE:
            return row.state, row.leave_reason
        return self.state, self.reason


def signed_at(activity, now):
    """When those of a list were there: now while it lasts, else when it began."""
    lasts = activity.starts_at <= now and now <= (activity.ends_at or activity.starts_at)
    return now if lasts else activity.starts_at


@transaction.atomic
def enter(activity, answers, *, by, now, rest="", extra=()):
    """Write down `answers` ({key of attendance: `Answer`}); returns how many rows changed.

    `rest` (PRESENT, ABSENT or nothing) is for those of whom nobody said anything; `extra` are
    people who came without being on the list. `by` says how it was signed (SignedBy).
    """
    at, changed = signed_at(activity, now), 0
    came = {row.pk for row in Attendance.objects.invite(activity, extra)}
    for row in activity.attendances.select_related("representative"):
        asked = answers.get(row.pk)
        if row.barred:
            continue
        state, reason = asked.of(row) if asked else (row.state, row.leave_reason)
        if state == AttendanceState.EXPECTED:
            state = AttendanceState.PRESENT if row.pk in came else rest or state
        if (state, reason) != (row.state, row.leave_reason):
            row.mark(state, reason=reason, at=at, by=by)
            changed += 1
    if changed:
        activity.settle()
    return changed


@transaction.atomic
def close(activity, user, now):
    """It was held: who neither came nor asked leave was absent. False when closed or cancelled."""
    if not Activity.objects.filter(pk=activity.pk, state__in=OPEN).update(state=ActivityState.HELD):
        return False
    for row in activity.attendances.filter(state=AttendanceState.EXPECTED):
        row.mark(AttendanceState.ABSENT)
    activity.state = ActivityState.HELD
    # The first time stays: how late it was written down is shown to the chair.
    activity.recorded_by = activity.recorded_by or user
    activity.recorded_at = activity.recorded_at or now
    activity.save(update_fields=["state", "recorded_by", "recorded_at"])
    activity.settle()
    return True


@transaction.atomic
def cancel(activity, reason):
    """It does not take place, and why. False when it was held or cancelled since."""
    rows = Activity.objects.filter(pk=activity.pk, state__in=OPEN)
    if not rows.update(state=ActivityState.CANCELLED, cancel_reason=reason):
        return False
    activity.state, activity.cancel_reason = ActivityState.CANCELLED, reason
    activity.save(update_fields=["state", "cancel_reason"])
    return True


@transaction.atomic
def reopen(activity):
    """Take a mistaken end back; False when it is open already. Who was absent stays so."""
    rows = Activity.objects.filter(pk=activity.pk).exclude(state__in=OPEN)
    cancelled = activity.state == ActivityState.CANCELLED
    state = ActivityState.PLANNED
    if activity.announced_at and not cancelled:
        state = ActivityState.ANNOUNCED
    if not rows.update(state=state, cancel_reason=""):
        return False
    activity.state, activity.cancel_reason = state, ""
    if cancelled:
        # Whoever was told that it is off has to be told that it is on again.
        activity.announced_at = None
    activity.save(update_fields=["state", "cancel_reason", "announced_at"])
    activity.settle()
    return True
