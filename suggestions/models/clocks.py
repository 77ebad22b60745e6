"""The running clocks of a matter, what moved them, and questions that make them stand still.

Every last day of DOMAIN.md 4.2-4.4 is one `DueDate`. `Suggestion.due_on`, `Assignment.due_on` and
`Assignment.return_by` repeat the present ones for lists and books; they are written here only.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When

from daihome.tools.scope import scoped_through
from suggestions.clocks import clockwork
from suggestions.clocks.policies import Clock, ClockUnit
from suggestions.models.calendar import DeadlinePolicy, SpecialDay
from suggestions.models.events import EventKind
from suggestions.pipeline import HANDLED, Step, StepRefused

# The clock that a list of matters shows; the others are looked up where they matter.
SHOWN = (
    Clock.SORT, Clock.DELIVER, Clock.REDELIVER, Clock.REPLY, Clock.REPLY_COMPLEX, Clock.REDO,
    Clock.REVISE,
)  # fmt: skip
REPLYING = (Clock.REPLY, Clock.REPLY_COMPLEX, Clock.REDO, Clock.ASSIST)
# While the voter is asked something these stand still.
PAUSABLE = (
    Clock.DELIVER, Clock.REDELIVER, Clock.RETURN, Clock.CONTACT, Clock.REVISE, *REPLYING,
)  # fmt: skip

BATCH = 500


class DueDateQuerySet(scoped_through("suggestion__home")):
    def running(self):
        return self.filter(stopped_on=None)

    def owed(self):
        """Those that somebody can be late with; returning is a right, not a duty."""
        return self.exclude(clock=Clock.RETURN)

    def overdue(self, today):
        """Running, owed, over before `today`, and not standing still."""
        rows = self.running().owed().filter(due_on__lt=today)
        return rows.exclude(clock__in=PAUSABLE, suggestion__paused_on__isnull=False)

    def stop(self, on):
        """Stop the running ones on the day `on`; whether in time is fixed and never changes."""
        in_time = Case(When(due_on__gte=on, then=Value(True)), default=Value(False))
        return self.running().update(stopped_on=on, on_time=in_time)

    def begin(self, suggestion, clock, start, **fields):
        """Write the clock that starts on `start` by the Home's policy; returns the `DueDate`."""
        policy = DeadlinePolicy.objects.for_clock(suggestion.home, clock)
        row = self.model.by_policy(policy, start, SpecialDay.objects.calendar_from(start), **fields)
        row.suggestion, row.round_no = suggestion, suggestion.round_no
        row.save(force_insert=True)
        return row

    def begin_once(self, suggestion, clock, start):
        """`begin`, unless such a clock of the matter runs already. With the matter held."""
        if not self.running().filter(clock=clock, assignment=None).exists():
            self.begin(suggestion, clock, start)

    def recount(self, days, *, by, reason):
        """Move the due dates of open matters that the changed calendar `days` touch.

        Each moved one gets a `DueChange` with `reason`; stopped clocks stay as they are. Returns
        how many moved. Call inside the transaction that changes the calendar.
        """
        if not days:
            return 0
        calendar, moved = SpecialDay.objects.calendar(), 0
        touched = self.running().filter(start_on__lt=max(days), due_on__gte=min(days))
        matters = touched.order_by("suggestion").values_list("suggestion", flat=True).distinct()
        keys = list(matters)
        for place in range(0, len(keys), BATCH):
            for row in touched._held(keys[place : place + BATCH]):
                moved += row.move(calendar, DueChange.Cause.CALENDAR, by=by, text=reason)
        return moved

    def _held(self, matters):
        """Rows of these matters, which nobody else changes before the transaction ends."""
        # In the order of their keys, as everywhere: who holds one never waits for a smaller one.
        rows = DueDate.suggestion.field.related_model.objects.filter(pk__in=matters)
        held = {row.pk: row for row in rows.order_by("pk").select_for_update()}
        for row in self.filter(suggestion__in=matters).select_related("assignment"):
            row.suggestion = held[row.suggestion_id]
            yield row


class DueDate(models.Model):
    """One clock: its terms as they were when it began, its last day, and how it ended."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="due_dates"
    )
    assignment = models.ForeignKey(
        "suggestions.Assignment",
        on_delete=models.PROTECT,
        null=True,
        related_name="due_dates",
    )
    clock = models.CharField("时限", max_length=16, choices=Clock)
    round_no = models.PositiveSmallIntegerField("办理轮次", default=1)
    start_on = models.DateField("起算日期")
    number = models.PositiveSmallIntegerField("数")
    unit = models.CharField("单位", max_length=10, choices=ClockUnit)
    rolls_forward = models.BooleanField("遇节假日顺延", default=True)
    max_number = models.PositiveSmallIntegerField("延期后最长", null=True)
    start_event = models.CharField("从何时起算", max_length=30)
    legal_basis = models.CharField("依据", max_length=120)
    # Days to add because the voter was asked: working days where `unit` is such, else calendar days.
    paused_days = models.PositiveSmallIntegerField("暂停天数", default=0)
    # The last day that a decision set: an extension granted, a promise made.
    set_to = models.DateField("指定日期", null=True)
    due_on = models.DateField("最后一天")
    # Both set when the clock stops, never changed afterwards.
    stopped_on = models.DateField("停止日期", null=True)
    on_time = models.BooleanField("按期", null=True)

    objects = DueDateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        ordering = ("suggestion_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "clock"],
                condition=Q(stopped_on=None, assignment=None) & ~Q(clock=Clock.PROMISE),
                name="one_running_clock_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["assignment", "clock"],
                condition=Q(stopped_on=None) & ~Q(clock=Clock.PROMISE),
                name="one_running_clock_of_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on=None, on_time=None)
                | Q(stopped_on__isnull=False, on_time__isnull=False),
                name="stopped_clock_says_in_time_or_not",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("start_on")), name="due_after_start"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(stopped_on=None), name="due_date_running")
        ]

    def __str__(self):
        return f"{self.get_clock_display()}：{self.due_on}"

    @classmethod
    def by_policy(cls, policy, start, calendar, **fields):
        """An unsaved clock from `start` with the terms of `policy`; `set_to` fixes its last day."""
        names = ("clock", "number", "unit", "rolls_forward", "max_number", "start_event")
        row = cls(start_on=start, **{name: getattr(policy, name) for name in names} | fields)
        row.legal_basis = policy.legal_basis
        row.due_on = clockwork.last_day(calendar, row.terms)
        return row

    @property
    def length(self):
        """For people, e.g. “3个月”."""
        return f"{self.number}{self.get_unit_display()}"

    @property
    def basis(self):
        """In one line for a paper: how long, from when, by what rule."""
        return f"{self.start_event}起{self.length}，{self.legal_basis}"

    @property
    def terms(self):
        """What the pure `clockwork` counts."""
        why = "承诺的期限内" if self.clock == Clock.PROMISE else "批准的延期"
        number = 0 if self.clock == Clock.PROMISE else self.number
        return clockwork.Terms(
            self.start_on, number, self.unit, self.rolls_forward, self.paused_days, self.set_to, why
        )

    def explanation(self, calendar=None):
        """Each day from the first to the last, counted or not and why (`DayNote`)."""
        return clockwork.explain(
            calendar or SpecialDay.objects.calendar_from(self.start_on), self.terms
        )

    def longest(self, calendar=None):
        """The last day that an extension may reach, or None when there can be none."""
        if self.max_number is None or self.set_to:
            return None
        calendar = calendar or SpecialDay.objects.calendar_from(self.start_on)
        terms = clockwork.Terms(
            self.start_on, self.max_number, self.unit, self.rolls_forward, self.paused_days
        )
        return clockwork.last_day(calendar, terms)

    def move(self, calendar, cause, *, by, text):
        """Work out the last day anew; True, with a `DueChange`, when it moved. For a running one."""
        before, self.due_on = self.due_on, clockwork.last_day(calendar, self.terms)
        if before == self.due_on:
            return False
        self.save(update_fields=["due_on", "paused_days", "set_to"])
        self.changes.create(
            cause=cause, text=text, before=before, after=self.due_on, by=by, by_name=str(by or "")
        )
        self._repeat()
        return True

    def _repeat(self):
        """Write the new day where lists and books look for it."""
        column = {Clock.RETURN: "return_by"} | dict.fromkeys(REPLYING, "due_on")
        if self.assignment_id and self.clock in column:
            name = column[self.clock]
            setattr(self.assignment, name, self.due_on)
            self.assignment.save(update_fields=[name])
        if self.is_shown:
            self.suggestion.due_on = self.due_on
            self.suggestion.save(update_fields=["due_on"])

    @property
    def is_shown(self):
        """Whether `Suggestion.due_on` repeats this clock: of units only the main one's."""
        main = self.assignment is None or self.assignment.role == "main"
        return self.clock in SHOWN and main


class DueChange(models.Model):
    """Why a last day moved, from which day to which. Never changed, never deleted."""

    class Cause(models.TextChoices):
        EXTENSION = "extension", "批准延期"
        PAUSE = "pause", "暂停后补回"
        CALENDAR = "calendar", "放假安排有变"

    due_date = models.ForeignKey(DueDate, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField("时间", auto_now_add=True)
    cause = models.CharField("原因", max_length=10, choices=Cause)
    text = models.CharField("说明", max_length=300)
    before = models.DateField("原来")
    after = models.DateField("现在")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField("经手人", max_length=60, blank=True)

    objects = scoped_through("due_date__suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限变动"
        ordering = ("pk",)

    def __str__(self):
        return f"{self.get_cause_display()}：{self.before} → {self.after}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Changes of due dates are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Changes of due dates are append-only.")


class PauseQuerySet(scoped_through("suggestion__home")):
    def open(self):
        return self.filter(ended_on=None)

    def ask(self, suggestion, *, by, question, answer_by, on):
        """Ask the voter and let the clocks stand still; returns the `Pause`.

        Raises `StepRefused` when a clock is late already, `StepTaken` when one question is open.
        """
        with transaction.atomic():
            suggestion.claim(paused_on=None, step__in=(Step.SORT, Step.CLASSIFY, *HANDLED))
            if suggestion.due_dates.overdue(on).filter(clock__in=(*SHOWN, Clock.ASSIST)).exists():
                raise StepRefused("限期已经过了，不能再暂停计时。请抓紧办理，并把情况告诉反映人。")
            pause = self.create(
                suggestion=suggestion,
                question=question,
                asked_on=on,
                answer_by=answer_by,
                asked_by=by,
            )
            suggestion.paused_on = on
            suggestion.save(update_fields=["paused_on"])
            suggestion.tell(
                EventKind.PAUSED,
                by=by,
                text=f"{question}（请在{answer_by}前回答）",
                public_text=f"需要您补充：{question}",
            )
        return pause


class Pause(models.Model):
    """The voter was asked something; until the answer the clocks stand still."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="pauses"
    )
    question = models.TextField("问反映人什么", max_length=500)
    asked_on = models.DateField("提问日期")
    answer_by = models.DateField("请在哪天前回答")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField("反映人的回答", max_length=2000, blank=True)
    ended_on = models.DateField("结束日期", null=True)
    ended_why = models.CharField("怎样结束", max_length=100, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "暂停"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion"], condition=Q(ended_on=None), name="one_open_question"
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gte=F("asked_on")), name="answer_after_question"
            ),
        ]

    def __str__(self):
        return self.question[:30]

    def end(self, on, *, why, answer="", by=None):
        """Let the clocks go on: each ends later by the days from the question to the day `on`.

        Raises `StepTaken` when it ended already. A silence ends on `answer_by`. Inside `atomic()`.
        """
        suggestion = self.suggestion
        suggestion.claim(paused_on__isnull=False)
        calendar = SpecialDay.objects.calendar_from(self.asked_on)
        # A clock that was over before the question gets nothing back.
        running = suggestion.due_dates.running().filter(due_on__gte=self.asked_on)
        for row in running.filter(clock__in=PAUSABLE):
            self._give_back(row, on, calendar, by, why)
        self.answer, self.ended_on, self.ended_why = answer, on, why
        self.save(update_fields=["answer", "ended_on", "ended_why"])
        suggestion.tell(EventKind.RESUMED, by=by, text=why, public_text="计时继续。")
        suggestion.refresh_from_db(fields=["due_on"])
        suggestion.paused_on = None
        suggestion.save(update_fields=["paused_on"])

    end.alters_data = True

    def _give_back(self, row, on, calendar, by, why):
        since = max(self.asked_on, row.start_on)
        row.paused_days += clockwork.paused_between(calendar, since, on, row.unit)
        row.suggestion = self.suggestion
        row.move(calendar, DueChange.Cause.PAUSE, by=by, text=f"{self.asked_on}问了反映人。{why}")
