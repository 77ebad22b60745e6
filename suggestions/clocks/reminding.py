"""One run over all due dates: what was not sent yet is posted, each matter for itself.

Reads in batches, asks for the keys of a whole batch at once, and may run in any number of
processes at the same time: `posting.post` keeps each receiver's message single.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from representatives.models import Delivery, Message
from representatives.posting import post
from suggestions.clocks.policies import DEFAULT_POLICIES
from suggestions.clocks.reminders import (
    Receivers,
    letters,
    owed_until,
    text_of,
    thresholds_reached,
    title_of,
)
from suggestions.models import Clock, DeadlinePolicy, DueDate, Pause, Reply, ReplyState, UnitLink

logger = logging.getLogger(__name__)
BATCH = 200
SILENT = "期满没有回答，继续办理。"


@dataclass
class Run:
    """What a run did, or with `dry_run` would do; `failed` are numbers of matters."""

    now: object
    dry_run: bool = False
    posted: int = 0
    resumed: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.today = timezone.localdate(self.now)
        self._staff, self._policies = {}, {}

    def end_silences(self):
        """Questions whose last day for an answer has passed: the clocks go on from that day."""
        rows = Pause.objects.open().filter(answer_by__lt=self.today)
        for pause in rows.select_related("suggestion__home").order_by("suggestion").iterator(BATCH):
            self._safely(pause.suggestion, self._end_silence, pause)

    def _end_silence(self, pause):
        if not self.dry_run:
            pause.end(pause.answer_by, why=SILENT)
        self.resumed += 1

    def remind(self):
        """Everything owed whose first threshold can have come."""
        rows, last = owed_until(self.today + timedelta(days=_earliest())), 0
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            last = batch[-1].pk
            self._remind(batch)

    def _remind(self, batch):
        units = _Units(batch)
        waiting = []
        for due in batch:
            for letter, threshold in self._letters(due, units):
                waiting.append((due, threshold, letter))
        sent = _known({letter.key for _due, _threshold, letter in waiting})
        for due in batch:
            mine = [row[1:] for row in waiting if row[0] is due and row[2].key not in sent]
            if mine:
                self._safely(due.suggestion, self._post, due, mine, units.of(due))

    def _letters(self, due, units):
        home = due.suggestion.home
        if home.pk not in self._staff:
            self._staff[home.pk] = Receivers.of(home)
            self._policies[home.pk] = DeadlinePolicy.objects.for_clocks(home, list(Clock))
        policy = self._policies[home.pk][due.clock]
        for threshold in thresholds_reached(due, policy.thresholds, self.today):
            who = (self._staff[home.pk], units.of(due), units.token(due))
            for letter in letters(due, threshold, *who):
                yield letter, threshold

    def _post(self, due, waiting, assignment):
        if self.dry_run:
            self.posted += len(waiting)
            return
        # It may have stopped or moved since the batch was read.
        if not DueDate.objects.running().filter(pk=due.pk, due_on=due.due_on).exists():
            return
        unit = assignment.unit.name if assignment else ""
        for threshold, letter in waiting:
            self.posted += post(
                letter.key, home=due.suggestion.home, title=title_of(due, self.today),
                text=text_of(due, threshold, self.today, unit), link=letter.link,
                users=letter.users, emails=letter.emails, groups=letter.groups, now=self.now,
            )  # fmt: skip

    def _safely(self, suggestion, act, *args):
        """One matter in its own transaction; what goes wrong with it stops no other one."""
        try:
            with transaction.atomic():
                act(*args)
        except Exception as error:
            # The kind only: texts and tracebacks may hold what the voter said.
            logger.error("Reminding of %s failed: %s", suggestion.number, type(error).__name__)
            self.failed.append(suggestion.number)


class _Units:
    """Which unit owes each due date of a batch, and its link (two queries)."""

    def __init__(self, batch):
        revised = [due.suggestion_id for due in batch if due.clock == Clock.REVISE]
        rows = Reply.objects.filter(suggestion__in=revised, state=ReplyState.SENT_BACK)
        rows = rows.select_related("assignment__unit").prefetch_related(
            "assignment__unit__accounts"
        )
        self._revising = {reply.suggestion_id: reply.assignment for reply in rows}
        keys = {found.pk for due in batch if (found := self.of(due))}
        links = UnitLink.objects.filter(assignment__in=keys, is_current=True)
        self._tokens = {link.assignment_id: link.token for link in links}

    def of(self, due):
        """The assignment of the unit that owes it, or None."""
        return due.assignment or (
            self._revising.get(due.suggestion_id) if due.clock == Clock.REVISE else None
        )

    def token(self, due):
        found = self.of(due)
        return self._tokens.get(found.pk, "") if found else ""


def _known(keys):
    """Those of `keys` under which something was posted already."""
    return {
        key
        for model in (Message, Delivery)
        for key in model.objects.filter(key__in=keys).values_list("key", flat=True).distinct()
    }


def _earliest():
    """How many days before its last day the first reminder of any clock can be due."""
    own = DeadlinePolicy.objects.exclude(remind_before="")
    policies = [DeadlinePolicy(remind_before=text) for text in _texts(own)]
    return max((-min(policy.thresholds, default=0) for policy in policies), default=0)


def _texts(own):
    defaults = {rule["remind_before"] for rule in DEFAULT_POLICIES.values()}
    return defaults | set(own.values_list("remind_before", flat=True).distinct())
