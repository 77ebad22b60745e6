"""Who is asked to come, and telling them: exactly once for each version of time and place."""

import zlib

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from daihome.tools.workdays import WEEKDAYS
from representatives import posting
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    GroupMembership,
    Mandate,
    Message,
    Representative,
    User,
)

OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)


def everybody(activity, today):
    """Who may be asked: representatives of the Home in office, in the order of names."""
    return Representative.objects.of(activity.home).in_office(today).by_pinyin()


def chosen_people(activity, today, *, everyone=False, levels=(), groups=(), people=()):
    """The representatives in office whom any of the choices names; each once."""
    rows = everybody(activity, today)
    if everyone:
        return list(rows)
    of_groups = GroupMembership.objects.filter(ended_on=None, group__in=groups)
    of_levels = Mandate.objects.in_office(today).filter(level__in=levels)
    named = Q(pk__in=[person.pk for person in people])
    for chosen in (of_groups, of_levels):
        named |= Q(pk__in=chosen.values("representative"))
    return list(rows.filter(named))


def invitation_link(activity):
    """The page of the portal on which the representative reads and answers it."""
    return reverse("my:activity", args=[activity.pk])


def when_words(activity):
    """4月15日（星期三）9:00, as it is said in a notice."""
    local = timezone.localtime(activity.starts_at)
    day = f"{local.year}年{local.month}月{local.day}日（星期{WEEKDAYS[local.weekday()]}）"
    return f"{day}{local.hour}:{local.minute:02}"


def _occasion(activity):
    return f"activity:{activity.pk}:invited:"


def _cancelled(activity):
    return f"activity:{activity.pk}:cancelled:"


def _key(activity):
    """Names this version of when and where: a moved activity is news for everybody.

    So is one that is on again after everybody was told that it is off.
    """
    off = Message.objects.filter(key__startswith=_cancelled(activity)).values("key").distinct()
    version = f"{activity.starts_at.timestamp():.0f} {activity.where} {off.count()}"
    return f"{_occasion(activity)}{zlib.crc32(version.encode())}"


def is_told(activity):
    """Whether the newest notice says when and where it is now."""
    told = Message.objects.filter(key=_key(activity)).exists()
    return told or not Message.objects.filter(key__startswith=_occasion(activity)).exists()


@transaction.atomic
def announce(activity, now):
    """Tell all who are expected and not told yet; returns to how many a message went.

    None when somebody else has cancelled or recorded it since.
    """
    rows = Activity.objects.filter(pk=activity.pk, state__in=OPEN)
    if not rows.update(state=ActivityState.ANNOUNCED):
        return None
    moved = not is_told(activity)
    activity.state = ActivityState.ANNOUNCED
    activity.announced_at = activity.announced_at or now
    activity.save(update_fields=["state", "announced_at"])
    if moved:
        # They have read of another time or place.
        activity.attendances.update(read_at=None)
    title = f"{'有变化' if moved else '通知'}：{activity.title}"
    return _tell(activity, _key(activity), title, now)


def _tell(activity, key, title, now, text=None):
    return posting.post(
        key,
        home=activity.home,
        title=title,
        text=text
        or f"{when_words(activity)}，{activity.where}。请打开看安排，能不能来都请说一声。",
        link=invitation_link(activity),
        users=invited_accounts(activity),
        now=now,
    )


def invited_accounts(activity):
    """Accounts of those who are expected."""
    expected = Attendance.objects.filter(activity=activity).exclude(state=AttendanceState.LEAVE)
    return User.objects.filter(representative__attendances__in=expected, is_active=True)


def tell_cancelled(activity, now):
    """Tell those who were told to come that it does not take place."""
    title = f"取消：{activity.title}"
    text = f"原定{when_words(activity)}的活动取消了。原因：{activity.cancel_reason}"
    return _tell(activity, f"{_cancelled(activity)}{now:%Y%m%d%H%M%S}", title, now, text)


def tell_removed(activity, user, now):
    """Tell somebody who was told to come that it is not for them."""
    return posting.post(
        f"activity:{activity.pk}:removed:{now:%Y%m%d%H%M}",
        home=activity.home,
        title=f"不用参加：{activity.title}",
        text=f"{when_words(activity)}的活动不用您参加了。",
        users=[user],
        now=now,
    )
