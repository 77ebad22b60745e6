"""Calendar feeds: the Home's reception days, a representative's, and one's own calendar.

A feed is fetched again and again by telephones, so that an entry keeps its UID, and says by its
sequence and time of change when it is another than before.
"""

from datetime import timedelta

from django.core import signing
from django.db.models import Count, Max, Q
from django.utils import timezone

from daihome.tools.ical import Entry, calendar
from reception.models import ReceptionDay
from reception.public_days import public_days
from representatives.models import Activity, ActivityState, Attendance, AttendanceState, Part, User

DAYS_BACK, DAYS_AHEAD = timedelta(days=92), timedelta(days=731)
TOKENS = signing.Signer(salt="reception.feeds.my_calendar")
ALARM = timedelta(days=1)
TOLD = (ActivityState.ANNOUNCED, ActivityState.HELD, ActivityState.CANCELLED)


def home_feed(home, days, base_url):
    """The Home's days (`public_days`) as a calendar; links begin with `base_url`."""
    return _of_days(f"{home.name}接待日", f"{_mark(home)}-reception", home, days, base_url)


def person_feed(person, base_url, today):
    """The days on which one representative receives voters."""
    days = public_days(person.home, today - DAYS_BACK, today + DAYS_AHEAD, person=person)
    name, uid = f"{person.name}代表接待日", f"{_mark(person.home)}-reception-{person.code}"
    return _of_days(name, uid, person.home, days, base_url)


def _of_days(name, uid, home, days, base_url):
    changes = _changes(days)
    entries = [_entry(home, day, changes.get(day.pk), base_url) for day in days]
    return calendar(name, f"{uid}@daihome", entries)


def _entry(home, day, change, base_url):
    sequence, changed_at = change or (0, day.starts_at)
    return Entry(
        uid=f"{_mark(home)}-reception-{day.pk}@daihome",
        title=f"代表接待选民（{day.place}）" if day.place else "代表接待选民",
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        changed_at=changed_at,
        sequence=sequence,
        place=" ".join(filter(None, (day.place, day.place_address))),
        text=_text(home, day),
        link=f"{base_url.rstrip('/')}/homes/{home.slug}/reception/",
        is_cancelled=day.is_cancelled,
    )


def _text(home, day):
    said = (
        f"取消：{day.cancelled}。" if day.is_cancelled else "",
        f"接待代表：{day.names}" if day.names else "",
        f"主题：{day.theme}" if day.theme else "",
        day.moved,
        f"电话：{home.phone}" if home.phone else "",
    )
    return "\n".join(filter(None, said))


def _mark(home):
    """Printed on every matter of the Home, so that it never changes."""
    return home.number_prefix.lower()


def _changes(days):
    """Key of a day → (how often it was changed, when last), by the day, its activity and roster."""
    activities = dict(
        ReceptionDay.objects.filter(pk__in=[day.pk for day in days]).values_list("activity", "pk")
    )
    of_days = _history(ReceptionDay, "id", activities.values())
    of_activities = _history_of_activities(activities)
    return {
        pk: (of_days[pk][0] + written[0], max(of_days[pk][1], written[1]))
        for activity, pk in activities.items()
        if (written := of_activities.get(activity)) and pk in of_days
    }


def _history_of_activities(keys):
    """Key of an activity → (how often, when last), its roster included."""
    found = _history(Activity, "id", keys)
    turns = _history(Attendance, "activity_id", keys)
    for key, (times, last) in turns.items():
        if key in found:
            found[key] = (found[key][0] + times, max(found[key][1], last))
    return found


def _history(model, column, keys):
    rows = model.history.filter(**{f"{column}__in": list(keys)}).order_by().values_list(column)
    return {
        key: (times - 1 if column == "id" else times, last)
        for key, times, last in rows.annotate(Count("pk"), Max("history_date"))
    }


# --- One's own calendar -----------------------------------------------------------------------


def token_of(user):
    """What the address of somebody's own calendar ends in; another one after `renew`."""
    return TOKENS.sign(f"{user.pk}-{user.calendar_version}").replace(":", ".")


def owner_of(token):
    """The representative whose calendar this is, or None: wrong, renewed or closed."""
    try:
        pk, _, version = TOKENS.unsign(token.replace(".", ":")).partition("-")
    except signing.BadSignature:
        return None
    users = User.objects.filter(pk=pk, calendar_version=version, is_active=True)
    user = users.select_related("representative__home").first()
    return user and user.represents


def renew(user):
    """Make the address that was given out so far worthless."""
    user.calendar_version += 1
    user.save(update_fields=["calendar_version"])


def own_feed(person, base_url, today):
    """Turns at reception days and what `person` was invited to, with an alarm a day before."""
    rows = _own_rows(person, today)
    changes = _history_of_activities([row.activity_id for row in rows])
    entries = [_own_entry(person.home, row, changes.get(row.activity_id), base_url) for row in rows]
    uid = f"{_mark(person.home)}-own-{person.code}@daihome"
    return calendar(f"{person.name}的履职日历", uid, entries)


def _own_rows(person, today):
    now = timezone.now()
    start, end = now - DAYS_BACK, now + DAYS_AHEAD
    rows = person.attendances.exclude(state=AttendanceState.LEAVE)
    rows = rows.filter(Q(part=Part.DUTY) | Q(activity__state__in=TOLD))
    rows = rows.filter(activity__is_tentative=False, activity__starts_at__range=(start, end))
    return list(rows.select_related("activity__venue").order_by("activity__starts_at", "pk"))


def _own_entry(home, row, change, base_url):
    activity = row.activity
    sequence, changed_at = change or (0, activity.starts_at)
    is_cancelled = activity.state == ActivityState.CANCELLED
    is_turn = row.part == Part.DUTY
    page = "receptions/" if is_turn else f"activities/{activity.pk}/"
    return Entry(
        uid=f"{_mark(home)}-activity-{activity.pk}@daihome",
        title="接待选民" if is_turn else activity.title,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at or activity.starts_at + timedelta(hours=2),
        changed_at=changed_at,
        sequence=sequence,
        place=activity.where,
        text=f"取消：{activity.cancel_reason}。" if is_cancelled else "",
        link=f"{base_url.rstrip('/')}/my/{page}",
        is_cancelled=is_cancelled,
        alarm_before=ALARM,
    )
