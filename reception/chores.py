"""What waits for staff in this room (see `daihome/tools/chores.py`)."""

from datetime import timedelta

from django.db.models import Count, F, Q

from daihome.tools.chores import Chore
from daihome.tools.registers import midnight
from reception.letters.chores import CHORES as LETTERS
from reception.models import ReceptionDay
from representatives.models import ActivityState, AttendanceState, Part

ADD, CHANGE = "reception.add_receptionrecord", "reception.change_receptionday"
# So many days ahead a notice is written and a free seat filled without haste.
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)


def of_today(user, today):
    """Reception days of today on which visitors are entered."""
    rows = ReceptionDay.objects.visible_to(user).unclosed(today)
    return rows.filter(activity__starts_at__gte=midnight(today))


def not_closed(user, today):
    """Days before today of which nobody has said how they went."""
    rows = ReceptionDay.objects.visible_to(user).unclosed(today)
    return rows.filter(activity__starts_at__lt=midnight(today))


DESK = (
    Chore("今天的接待日", "登记来访，看谁在岗。", of_today, "desk:days", ADD),
    Chore(
        "没有结束登记的接待日",
        "补登来访，然后结束登记；没有人来的也要结束一次。",
        not_closed,
        "desk:days",
        ADD,
    ),
)


def to_announce(user, today):
    """Days of the coming week that nobody has announced."""
    rows = ReceptionDay.objects.visible_to(user).between(today, today + WEEK)
    return rows.filter(activity__state=ActivityState.PLANNED)


def short_of_people(user, today):
    """Days of the coming month with a free seat."""
    on_duty = Q(activity__attendances__part=Part.DUTY) & ~Q(
        activity__attendances__state=AttendanceState.LEAVE
    )
    rows = ReceptionDay.objects.visible_to(user).between(today, today + MONTH)
    rows = rows.filter(activity__state__in=OPEN)
    seated = Count("activity__attendances", filter=on_duty, distinct=True)
    return rows.annotate(seated=seated).filter(seated__lt=F("seats"))


LIST = "admin:reception_receptionday_changelist"
ROSTER = (
    Chore("要公告的接待日", "核对接待代表，公告并打印张贴。", to_announce, LIST, CHANGE),
    Chore("缺人的接待日", "打开那一天，补一个人。", short_of_people, LIST, CHANGE),
)

CHORES = (*DESK, *ROSTER, *LETTERS)
