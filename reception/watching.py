"""What the chair keeps an eye on in this room: reception days, and entries made long after the fact.

As in `suggestions/watch/watching.py` the number and the list behind it come from the same function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from daihome.tools.local_days import DaysUntil
from daihome.tools.registers import midnight
from reception.models import ReceptionDay, ReceptionRecord, Visit
from representatives.models import Activity, ActivityState, Attendance, DutyRecord, Home

AHEAD = timedelta(days=731)


@dataclass(frozen=True)
class DayFigure:
    """One number. `pick(rows, since, today)` gives the reception days that it counts, as a list."""

    slug: str
    title: str
    definition: str
    pick: Callable


def _announced_late(rows, since, today):
    rows = rows.between(since, today + AHEAD).not_cancelled().select_related("pattern")
    return [day for day in rows if day.is_announced_late(today)]


def _without_visitors(rows, since, today):
    came = ReceptionRecord.objects.filter(day=OuterRef("pk"))
    return list(rows.between(since, today).filter(~Exists(came), closed_at__isnull=False))


def _not_closed(rows, since, today):
    return list(rows.between(since, today).unclosed(today - timedelta(days=1)))


def _without_roster(rows, since, today):
    turns = Attendance.objects.on_duty().filter(activity=OuterRef("activity"))
    return list(rows.between(today, today + AHEAD).not_cancelled().filter(~Exists(turns)))


DAY_FIGURES = (
    DayFigure(
        "announced-late",
        "公告晚了的接待日",
        "没有在规定的天数以前公告的接待日，过了最迟公告日还没有公告的也算。取消的不算。",
        _announced_late,
    ),
    DayFigure(
        "no-visitors",
        "没有人来的接待日",
        "已经结束登记、没有一条来访记录的接待日。没有人来也是情况，次数多了要看看原因。",
        _without_visitors,
    ),
    DayFigure(
        "not-closed",
        "过了没有结束登记的接待日",
        "日子已经过了，还没有人说明来了几个人、办了什么的接待日。取消的不算。",
        _not_closed,
    ),
    DayFigure(
        "no-roster",
        "没有人当班的接待日",
        "从今天起排好的接待日里，没有代表当班，或者当班的都请了假的。取消的不算。",
        _without_roster,
    ),
)
FIGURES_BY_SLUG = {figure.slug: figure for figure in DAY_FIGURES}


@dataclass(frozen=True)
class Written:
    """A kind of entry: the lookup of the day that it is about, and of when it was written."""

    label: str
    model: type
    about: str
    written: str
    is_time: bool
    only: Q


ENTRIES = (
    Written("接待选民记录", ReceptionRecord, "at", "entered_at", True, Q()),
    Written("走访", Visit, "on", "entered_at", False, Q()),
    Written("活动", Activity, "starts_at", "recorded_at", True, Q(state=ActivityState.HELD)),
    Written("自填履职", DutyRecord, "on", "entered_at", False, Q(key="")),
)
LATE_TITLE = "过了很久才登记的"
LATE_DEFINITION = (
    "接待选民记录、走访、活动记录和代表自填的履职，发生以后过了“事后多少天算补记”的天数才写进来的，"
    "按写进来的日子算。纸上先记、后来录入的也算。"
)


def late_entries(kind, user, since, home=None):
    """Rows of `kind` written since then and too long after the fact (each Home says how long)."""
    rows = kind.model.objects.visible_to(user).filter(kind.only)
    rows = rows.filter(**{f"{kind.written}__gte": midnight(since)})
    if home:
        rows = rows.of(home)
    late = Q(pk__in=())
    for days, keys in _days_of_homes().items():
        late |= Q(home__in=keys) & _longer_than(kind, days)
    if not kind.is_time:
        rows = rows.annotate(days_before=DaysUntil(F(kind.written), F(kind.about)))
    return rows.filter(late).order_by(f"-{kind.written}", "-pk").distinct()


def _longer_than(kind, days):
    if kind.is_time:
        after = F(kind.about) + timedelta(days=days + 1)
        return Q(**{f"{kind.written}__gte": after})
    return Q(days_before__lt=-days)


def _days_of_homes():
    homes = {}
    for pk, days in Home.objects.order_by().values_list("pk", "late_entry_days"):
        homes.setdefault(days, []).append(pk)
    return homes


def days_of(user):
    """Reception days that `user` sees, with what a list says of them."""
    return ReceptionDay.objects.visible_to(user).with_activity().select_related("home")
