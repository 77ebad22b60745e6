"""Calendars that a telephone subscribes to (RFC 5545): entries in, bytes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
ZONE = ZoneInfo("Asia/Shanghai")
UTC = ZoneInfo("UTC")
REFRESH = timedelta(hours=6)
# China had summer time until 1991; no calendar of ours reaches back that far.
ZONE_FROM = date(2000, 1, 1)


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar.

    `uid` never changes; `changed_at` and `sequence` grow with each change, so that a calendar that
    has the entry already takes the new one. All times are aware. `link` is a whole address.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    text: str = ""
    link: str = ""
    is_cancelled: bool = False
    alarm_before: timedelta | None = None


def calendar(name: str, uid: str, entries: Iterable[Entry]) -> bytes:
    """The file; the same entries give the same bytes."""
    found = Calendar.new(name=name, uid=uid, prodid="-//daihome//reception//ZH", method="PUBLISH")
    found.refresh_interval = REFRESH
    found.add("X-PUBLISHED-TTL", REFRESH)
    found.add("X-WR-TIMEZONE", ZONE.key)
    for entry in entries:
        found.add_component(_event(entry))
    found.add_missing_timezones(first_date=ZONE_FROM)
    return found.to_ical()


def _event(entry):
    changed = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event = Event.new(
        uid=entry.uid,
        summary=entry.title,
        start=entry.starts_at.astimezone(ZONE),
        end=entry.ends_at.astimezone(ZONE),
        stamp=changed,
        last_modified=changed,
        sequence=entry.sequence,
        status="CANCELLED" if entry.is_cancelled else "CONFIRMED",
        location=entry.place or None,
        description=entry.text or None,
        url=entry.link or None,
    )
    if entry.alarm_before and not entry.is_cancelled:
        event.add_component(_alarm(entry))
    return event


def _alarm(entry):
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", entry.title)
    alarm.add("TRIGGER", -entry.alarm_before)
    return alarm
