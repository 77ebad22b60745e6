"""Reminders of decisions, reports, meetings that a quarter lacks and absences; by `manage.py remind`.

Each receiver hears of each row once at each threshold: days before its last day, and after it. A
run that comes late tells by the nearest threshold.
"""

import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from daihome.tools.registers import prose_date
from inspections.congress.telling import absence_letters
from inspections.models import Decision, SessionReport
from inspections.presidium.chores import homes_short_of_meetings
from inspections.presidium.pages import address_of
from representatives.models import Home, Message
from representatives.posting import post
from representatives.progress import quarter_of
from suggestions.clocks.reminders import Receivers

logger = logging.getLogger(__name__)
# Days left at which people hear of it; below nought: days after the last one.
THRESHOLDS = (-90, -30, -1, 1, 7)
QUARTER_THRESHOLDS = (10, 30)


def nearest(thresholds, left):
    """The smallest threshold reached with `left` days to go, None before the first one."""
    return next((days for days in thresholds if left <= days), None)


def in_words(due, left):
    """今天到期; 还有7天到期; 过期3天."""
    if left == 0:
        return "今天到期"
    return f"还有{left}天到期" if left > 0 else f"过期{-left}天"


@dataclass(frozen=True)
class Letter:
    """One message to some people; `posting.post` writes it once for each of them."""

    key: str
    title: str
    text: str
    link: str = ""
    users: tuple = ()
    emails: tuple = ()


@dataclass
class Run:
    """What a run posted, or with `dry_run` would post; `failed` says of what it could not."""

    now: object
    dry_run: bool = False
    posted: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.today = timezone.localdate(self.now)
        self._staff = {}

    def remind(self):
        """Decisions and reports by their last day; then what each Home's presidium owes."""
        decisions = Decision.objects.open().exclude(due_on=None)
        joined = ("home", "executor", "meeting__activity")
        self._post_all(decisions.select_related(*joined), self._of_decision)
        reports = SessionReport.objects.filter(given_on=None)
        reports = reports.select_related("session__home", "session__activity")
        self._post_all(reports, self._of_report)
        self._post_all(homes_short_of_meetings(Home.objects.all(), self.today), self._of_quarter)
        self._post_all(Home.objects.all(), self._of_absences)

    def _staff_of(self, home):
        if home.pk not in self._staff:
            self._staff[home.pk] = Receivers.of(home)
        return self._staff[home.pk]

    def _of_decision(self, decision):
        left = (decision.due_on - self.today).days
        threshold = nearest(THRESHOLDS, left)
        if threshold is None:
            return
        unit, home = decision.executor, decision.home
        key = f"decision:{decision.pk}:{decision.due_on:%Y%m%d}:{threshold}"
        title = f"主席团决定{in_words(decision.due_on, left)}：{decision.title}"
        text = f"应在{prose_date(decision.due_on)}前完成。{f'执行单位：{unit}。' if unit else ''}"
        staff = self._staff_of(home)
        people = staff.clerks if left >= 0 else {*staff.clerks, *staff.chairs}
        yield Letter(f"{key}:staff", title, text, address_of(decision), tuple(people))
        if unit:
            told = f"{text}完成以后请告诉镇人大主席团。"
            accounts = tuple(unit.accounts.filter(is_active=True))
            yield Letter(f"{key}:unit", title, told, "", accounts, (unit.email,))

    def _of_report(self, report):
        left = (report.due_on - self.today).days
        threshold = nearest(THRESHOLDS, left)
        if threshold is None:
            return
        session = report.session
        yield Letter(
            f"session-report:{report.pk}:{report.due_on:%Y%m%d}:{threshold}",
            f"大会报告{in_words(report.due_on, left)}：{report.title}",
            f"{session}。报告人：{report.reporter or '没有登记'}。",
            address_of(session), self._staff_of(session.home).clerks,
        )  # fmt: skip

    def _of_quarter(self, home):
        start, end = quarter_of(self.today)
        threshold = nearest(QUARTER_THRESHOLDS, (end - self.today).days)
        if threshold is None:
            return
        staff = self._staff_of(home)
        yield Letter(
            f"presidium-quarter:{home.pk}:{start:%Y%m%d}:{threshold}",
            f"这个季度还要开主席团会议，{end.month}月{end.day}日以前",
            f"按履职指标，每季度至少 {home.wanted} 次，办了 {home.held} 次，已经安排 {home.coming} 次。",
            reverse("admin:inspections_presidium"), tuple({*staff.clerks, *staff.chairs}),
        )  # fmt: skip

    def _of_absences(self, home):
        for key, users, title, text, link in absence_letters(home):
            yield Letter(key, title, text, link, users)

    def _post_all(self, rows, letters):
        for row in rows:
            try:
                self._post(row, list(letters(row)))
            except Exception as error:
                # The kind only: no text of a decision belongs into a log.
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
                    letter.key, home=_home_of(row), title=letter.title, text=letter.text,
                    link=letter.link, users=letter.users, emails=letter.emails, now=self.now,
                )  # fmt: skip


def _home_of(row):
    if isinstance(row, Home):
        return row
    return row.session.home if isinstance(row, SessionReport) else row.home


def _unsent(letter):
    there = Message.objects.filter(key=letter.key, user__in=letter.users)
    return len(set(letter.users)) - there.count()
