"""Reception days as everybody may read them: page, calendar feed and papers have the same facts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils import timezone

from daihome.tools.workdays import WEEKDAYS
from reception.models import ReceptionDay
from representatives.models import ActivityState, Attendance, Mandate, MandateState


@dataclass(frozen=True)
class Receiver:
    """Somebody who receives voters: the name, and the public page."""

    name: str
    address: str


@dataclass(frozen=True)
class PublicDay:
    """One reception day. `moved` says from which day and why, `cancelled` why it does not happen."""

    pk: int
    on: date
    starts_at: datetime
    ends_at: datetime
    place: str
    place_address: str
    place_link: str
    receivers: tuple[Receiver, ...]
    group: str
    theme: str
    moved: str
    is_cancelled: bool
    cancelled: str

    @property
    def weekday(self) -> str:
        return f"星期{WEEKDAYS[self.on.weekday()]}"

    @property
    def hours(self) -> str:
        starts, ends = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{starts:%-H:%M}—{ends:%-H:%M}"

    @property
    def names(self) -> str:
        return "、".join(one.name for one in self.receivers)


def public_days(home, first, last, *, person=None, venue=None):
    """The days of `home` from `first` to `last`, both included, in their order (three queries).

    Only those of `person` (a representative on duty) or at `venue`, where given. Names are those of
    public representatives who are in office on the day.
    """
    rows = ReceptionDay.objects.of(home).between(first, last).with_activity()
    if person:
        turns = Attendance.objects.on_duty().filter(representative=person)
        rows = rows.filter(activity__in=turns.values("activity"))
    if venue:
        rows = rows.filter(activity__venue=venue)
    turns = Attendance.objects.on_duty().select_related("representative").order_by("pk")
    rows = rows.prefetch_related(
        Prefetch("activity__attendances", turns, to_attr="turns"),
        Prefetch("activity__turns__representative__mandates", _mandates(), to_attr="held"),
    )
    return [_public(row) for row in rows]


def _mandates():
    return Mandate.objects.filter(state=MandateState.ACTIVE)


def _public(row):
    activity, venue = row.activity, row.activity.venue
    shown = venue if venue and venue.is_public else None
    is_cancelled = activity.state == ActivityState.CANCELLED
    return PublicDay(
        pk=row.pk,
        on=row.on,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at or activity.starts_at,
        place=activity.where,
        place_address=shown.address if shown else "",
        place_link=shown.get_absolute_url() if shown else "",
        receivers=tuple(_receivers(activity.turns, row.on)),
        group=activity.group.name if activity.group_id else "",
        theme=row.theme,
        moved=_moved(row),
        is_cancelled=is_cancelled,
        cancelled=activity.cancel_reason if is_cancelled else "",
    )


def _receivers(turns, on):
    for turn in turns:
        person = turn.representative
        if person.is_public and any(_covers(mandate, on) for mandate in person.held):
            yield Receiver(person.name, person.get_absolute_url())


def _covers(mandate, on):
    return mandate.started_on <= on and (mandate.ended_on is None or mandate.ended_on > on)


def _moved(row):
    """10月1日是国庆节放假，顺延到10月9日; of a day moved without a word at least from where."""
    if row.moved_why or row.nominal_on == row.on:
        return row.moved_why
    year = "" if row.nominal_on.year == row.on.year else f"{row.nominal_on.year}年"
    return f"原定{year}{row.nominal_on.month}月{row.nominal_on.day}日"


def next_days(days, now):
    """Those of the next date on which somebody receives and is not done yet; [] when none is known."""
    ahead = [day for day in days if not day.is_cancelled and day.ends_at > now]
    return [day for day in ahead if day.on == ahead[0].on]


def nearest(days, now):
    """For the box at the top of a page: the next date's days, and what is cancelled today."""
    today = timezone.localdate(now)
    cancelled = [day for day in days if day.is_cancelled and day.on == today]
    return {"next": next_days(days, now), "cancelled_today": cancelled}


def patterns_in_use(home, today):
    """How the Home receives: patterns that hold today or begin later."""
    rows = home.reception_patterns.filter(is_active=True)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)).select_related("venue")
