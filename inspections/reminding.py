"""Reminders of last days of what has to be put right and of answers; run by `manage.py remind`.

Each person hears of each last day once at each threshold: seven days before, on the day, and every
week after. A run that comes late tells by the latest threshold, once; what is done is left alone.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from daihome.tools.text import mask_personal_data
from inspections.models import Inspection, Rectification, RectificationState, SpecialReport
from inspections.pages import link_of
from representatives.models import Message
from representatives.posting import post
from suggestions.clocks.reminders import Receivers

logger = logging.getLogger(__name__)
FIRST, WEEK = -7, 7
WORDS_MAX = 60


@dataclass(frozen=True)
class Letter:
    """One message to some people; `posting.post` writes it once for each of them."""

    key: str
    users: tuple
    link: str


def threshold_of(due_on, today):
    """The latest threshold reached: -7, 0, 7, 14, … days after `due_on`; None before the first."""
    passed = (today - due_on).days
    if passed < FIRST:
        return None
    return FIRST if passed < 0 else passed // WEEK * WEEK


@dataclass
class Run:
    """What a run posted, or with `dry_run` would post; `failed` says of which rows not."""

    now: object
    dry_run: bool = False
    posted: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.today = timezone.localdate(self.now)
        self._staff = {}

    def remind(self):
        """Everything that somebody owes, with a week or less to go."""
        for row, due_on in _owed(self.today):
            try:
                self._remind(row, due_on)
            except Exception as error:
                # The kind only: what was found does not belong into a log.
                name = f"{row._meta.verbose_name}{row.pk}"
                logger.error("Reminding of %s failed: %s", row._meta.label, type(error).__name__)
                self.failed.append(name)

    def _remind(self, row, due_on):
        threshold = threshold_of(due_on, self.today)
        if threshold is None:
            return
        key = f"{row._meta.model_name}:{row.pk}:{due_on:%Y%m%d}:{threshold}"
        title, text = title_of(row, due_on, self.today), text_of(row, due_on)
        with transaction.atomic():
            for letter in self._letters(key, row):
                self.posted += self._post(letter, row.home, title, text)

    def _letters(self, key, row):
        """To staff, and to the representatives who supervise an item."""
        staff = self._staff_of(row.home)
        yield Letter(f"{key}:staff", (*staff.clerks, *staff.chairs), link_of(row))
        if isinstance(row, Rectification):
            users = (person.user for person in row.watchers())
            watching = tuple(user for user in users if user and user.is_active)
            yield Letter(f"{key}:rep", watching, reverse("my:rectification", args=[row.pk]))

    def _post(self, letter, home, title, text):
        if self.dry_run:
            there = Message.objects.filter(key=letter.key, user__in=letter.users)
            return len(set(letter.users)) - there.count()
        said = {"home": home, "title": title, "text": text, "link": letter.link}
        return post(letter.key, users=letter.users, now=self.now, **said)

    def _staff_of(self, home):
        if home.pk not in self._staff:
            self._staff[home.pk] = Receivers.of(home)
        return self._staff[home.pk]


def _owed(today):
    """(row, last day) of all that is owed: items, answers to opinions and to special reports."""
    last = today - timedelta(days=FIRST)
    items = Rectification.objects.filter(state=RectificationState.OPEN, due_on__lte=last)
    items = items.select_related("home", "unit").prefetch_related("supervisors__user")
    yield from ((row, row.due_on) for row in items.order_by("pk"))
    for rows in (Inspection.objects.select_related("activity"), SpecialReport.objects):
        waits = rows.filter(sent_on__isnull=False, answered_on=None, answer_due_on__lte=last)
        waits = waits.select_related("home", "unit")
        yield from ((row, row.answer_due_on) for row in waits.order_by("pk"))


def title_of(row, due_on, today):
    """整改2026-004：还有7天到期."""
    left = (due_on - today).days
    when = f"已逾期{-left}天" if left < 0 else f"还有{left}天到期" if left else "今天到期"
    name = row.number if isinstance(row, Rectification) else f"{row}的意见反馈"
    return f"{name}：{when}"


def text_of(row, due_on):
    """What is owed, by whom, until when."""
    about = row.problem if isinstance(row, Rectification) else str(row)
    about = mask_personal_data(about)[:WORDS_MAX]
    what = "整改期限" if isinstance(row, Rectification) else "应反馈日期"
    return f"{about}\n责任单位：{row.unit}\n{what}：{due_on.year}年{due_on.month}月{due_on.day}日。"
