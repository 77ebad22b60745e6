"""Reminders of reception days and activities; run by `manage.py remind`.

Each person hears of each day once at each threshold of the Home (“7、1” days before). A run that
comes late tells what is still ahead, once, by the nearest threshold; of a day that has begun nobody
is reminded any more.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from daihome.tools.workdays import WEEKDAYS
from reception.models import ReceptionDay, ReceptionPattern
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    Base,
    Home,
    Message,
)
from representatives.posting import post
from suggestions.clocks.reminders import Receivers
from suggestions.models import SpecialDay

logger = logging.getLogger(__name__)
COMING = (ActivityState.PLANNED, ActivityState.ANNOUNCED)
# No longer holiday ends in less: so much earlier the last working day before a day can be.
LONGEST_HOLIDAY = 14
MOST_DAYS = 99


@dataclass(frozen=True)
class Letter:
    """One message to some people; `posting.post` writes it once for each of them."""

    key: str
    users: tuple
    title: str
    text: str
    link: str
    groups: bool = False


@dataclass
class Run:
    """What a run posted, or with `dry_run` would post; `failed` says of which activities not."""

    now: object
    dry_run: bool = False
    posted: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.today = timezone.localdate(self.now)
        self._staff = {}

    def remind(self):
        """Everything ahead: turns at reception days, notices that are due, invitations."""
        self._post_all(_coming_days(self.now, self.today), self._of_day)
        calendar = SpecialDay.objects.calendar()
        unannounced = _unannounced(self.now, self.today)
        self._post_all(unannounced, lambda day: self._of_notice(day, calendar))
        self._post_all(_coming_activities(self.now, self.today), self._of_activity)

    def staff_of(self, home):
        if home.pk not in self._staff:
            self._staff[home.pk] = Receivers.of(home)
        return self._staff[home.pk]

    def _of_day(self, day):
        left = (day.on - self.today).days
        threshold = nearest(day.home.reception_thresholds, left)
        if threshold is None:
            return
        turns = day.activity.turns
        key = f"reception:{day.pk}:{day.on:%Y%m%d}:{threshold}"
        when, facts = in_words(day.on, left), _facts(day.activity)
        yield Letter(
            f"{key}:duty", _users(turns), f"{when}您接待选民",
            f"{facts}\n接待代表：{_names(turns)}\n去不了的，请尽早找人换班，或者告诉工作人员。",
            reverse("my:receptions"),
        )  # fmt: skip
        yield Letter(
            f"{key}:staff", self.staff_of(day.home).clerks, f"{when}是代表接待日",
            f"{facts}\n接待代表：{_names(turns)}", _staff_page(day), groups=True,
        )  # fmt: skip

    def _of_notice(self, day, calendar):
        """Asked on the last working day on which the notice is in time, and again when it is late."""
        last = day.announce_by
        while not calendar.is_workday(last):
            last -= timedelta(days=1)
        if self.today < last:
            return
        left = (day.on - self.today).days
        is_late = self.today > day.announce_by
        said = (
            f"公告晚了：{in_words(day.on, left)}接待，还没有公告"
            if is_late
            else f"今天要公告：{in_words(day.on, left)}接待"
        )
        text = f"{_facts(day.activity)}\n接待代表：{_names(day.activity.turns)}\n"
        text += f"按规定最迟{day.announce_by.month}月{day.announce_by.day}日公告。"
        key = f"notice:{day.pk}:{day.on:%Y%m%d}:{'late' if is_late else 'due'}"
        yield Letter(key, self.staff_of(day.home).clerks, said, text, _staff_page(day))

    def _of_activity(self, activity):
        left = (activity.on - self.today).days
        threshold = nearest(activity.home.activity_thresholds, left)
        if threshold is None:
            return
        key = f"activity:{activity.pk}:{activity.on:%Y%m%d}:{threshold}"
        title = f"{in_words(activity.on, left)}：{activity.title}"
        link = reverse("my:activity", args=[activity.pk])
        yield Letter(key, _users(activity.turns), title, _facts(activity), link)

    def _post_all(self, rows, letters):
        for row in rows:
            try:
                self._post(row, list(letters(row)))
            except Exception as error:
                # The kind only: no text of an activity belongs into a log.
                name = f"{row._meta.verbose_name}{row.pk}"
                logger.error("Reminding of %s failed: %s", row._meta.label, type(error).__name__)
                self.failed.append(name)

    def _post(self, row, letters):
        """All letters of one row in one transaction."""
        with transaction.atomic():
            for letter in letters:
                if self.dry_run:
                    self.posted += _unsent(letter)
                    continue
                self.posted += post(
                    letter.key, home=row.home, title=letter.title, text=letter.text,
                    link=letter.link, users=letter.users, groups=letter.groups, now=self.now,
                )  # fmt: skip


def nearest(thresholds, left):
    """The smallest threshold reached with `left` days to go, None before the first one."""
    return next((days for days in thresholds if left <= days), None)


def in_words(on, left):
    """今天; 明天（4月15日）; 4月15日（星期三，还有7天）."""
    day = f"{on.month}月{on.day}日"
    if left < 2:
        return f"明天（{day}）" if left else "今天"
    return f"{day}（星期{WEEKDAYS[on.weekday()]}，还有{left}天）"


def _coming_days(now, today):
    last = today + timedelta(days=_farthest("reception_thresholds"))
    rows = ReceptionDay.objects.between(today, last)
    rows = rows.filter(activity__state__in=COMING, activity__starts_at__gt=now)
    rows = rows.select_related("home", "pattern", "activity__venue")
    return rows.prefetch_related(Prefetch("activity__attendances", _on_duty(), to_attr="turns"))


def _unannounced(now, today):
    noticed = ReceptionPattern.objects.values_list("notice_days", flat=True)
    ahead = min(max(noticed, default=0), MOST_DAYS) + LONGEST_HOLIDAY
    rows = ReceptionDay.objects.between(today, today + timedelta(days=ahead))
    rows = rows.filter(activity__state=ActivityState.PLANNED, activity__announced_at=None)
    rows = rows.filter(activity__starts_at__gt=now)
    rows = rows.select_related("home", "pattern", "activity__venue")
    return rows.prefetch_related(Prefetch("activity__attendances", _on_duty(), to_attr="turns"))


def _coming_activities(now, today):
    last = now + timedelta(days=_farthest("activity_thresholds") + 1)
    rows = Activity.objects.filter(state=ActivityState.ANNOUNCED, is_tentative=False)
    rows = rows.filter(starts_at__gt=now, starts_at__lte=last)
    rows = rows.exclude(kind__base=Base.RECEPTION).select_related("home", "venue")
    invited = _with_user(Attendance.objects.filter(state=AttendanceState.EXPECTED))
    return rows.prefetch_related(Prefetch("attendances", invited, to_attr="turns"))


def _farthest(thresholds):
    """How many days ahead the first reminder of any Home is due."""
    return max(
        (max(getattr(home, thresholds), default=0) for home in Home.objects.all()), default=0
    )


def _on_duty():
    return _with_user(Attendance.objects.on_duty())


def _with_user(rows):
    return rows.select_related("representative__user").order_by("pk")


def _users(turns):
    users = (turn.representative.user for turn in turns)
    return tuple(user for user in users if user and user.is_active)


def _names(turns):
    return "、".join(turn.representative.name for turn in turns) or "还没有安排，请尽快排班"


def _facts(activity):
    starts = timezone.localtime(activity.starts_at)
    ends = f"—{timezone.localtime(activity.ends_at):%-H:%M}" if activity.ends_at else ""
    where = f"\n地点：{activity.where}" if activity.where else ""
    return f"时间：{starts.month}月{starts.day}日 {starts:%-H:%M}{ends}{where}"


def _staff_page(day):
    return reverse("admin:reception_receptionday_change", args=[day.pk])


def _unsent(letter):
    there = Message.objects.filter(key=letter.key, user__in=letter.users)
    return len(set(letter.users)) - there.count()
