"""Assignments to units: replace 交办单, 签收单 and 退办申请. Units act through a link or an account."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from daihome.tools.scope import scoped_through
from daihome.tools.stored import stored_files
from representatives.models import Role
from suggestions.clocks.policies import Clock
from suggestions.models.clocks import REPLYING
from suggestions.models.events import EventKind
from suggestions.models.extensions import ExtensionRequest, check_extension
from suggestions.models.papers import Attachment
from suggestions.models.reference import HandlingUnit
from suggestions.models.replies import Reply
from suggestions.pipeline import HANDLED, Step, StepRefused, StepTaken

# What somebody else may have written meanwhile.
HELD = ["returned_on", "answered_on", "acknowledged_on", "contacted_on", "return_by", "due_on"]


class DeliveryMode(models.TextChoices):
    OWN = "own", "送达"
    UPWARD = "upward", "转达"


# Roles that do not see every matter of their Homes.
NARROW = (Role.CONVENER, Role.REPRESENTATIVE, Role.AUDITOR)


class AssignmentQuerySet(scoped_through("suggestion__home")):
    def visible_to(self, user):
        """Of who does not see every matter only those of the matters that they see."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role in NARROW:
            matters = self.model.suggestion.field.related_model.objects
            return rows.filter(suggestion__in=matters.visible_to(user))
        return rows

    def late(self, today):
        """Answered after the last day, or over it without an answer while the matter waits."""
        waiting = Q(
            answered_on=None,
            due_on__lt=today,
            round_no=F("suggestion__round_no"),
            suggestion__step__in=HANDLED,
            suggestion__paused_on=None,
        )
        return self.filter(Q(on_time=False) | waiting, returned_on=None)

    def open(self):
        """Handed over, neither returned nor answered."""
        return self.filter(returned_on=None, answered_on=None)

    def of_account(self, user):
        """What was handed to the units that `user` answers for."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(unit__in=user.handling_units.all())


class Assignment(models.Model):
    """One matter handed to one unit in one round.

    Lateness is computed, never stored, except `on_time`, fixed when the clock stops. The last
    days repeat those of the unit's `DueDate`s. What a unit does by its link has `by=None` and a
    `by_name`.
    """

    class Role(models.TextChoices):
        MAIN = "main", "主办"
        ASSIST = "assist", "协办"

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="assignments"
    )
    unit = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="assignments", verbose_name="承办单位"
    )
    round_no = models.PositiveSmallIntegerField("办理轮次", default=1)
    role = models.CharField("主办／协办", max_length=8, choices=Role, default=Role.MAIN)
    mode = models.CharField("方式", max_length=8, choices=DeliveryMode, default=DeliveryMode.OWN)
    handed_on = models.DateField("交办日期")
    due_on = models.DateField("限办日期")
    legal_basis = models.CharField("依据", max_length=200)
    return_by = models.DateField("可退回至")
    acknowledged_on = models.DateField("签收日期", null=True, blank=True)
    acknowledged_by = models.CharField("签收人", max_length=50, blank=True)
    contacted_on = models.DateField("首次沟通日期", null=True, blank=True)
    contact_note = models.CharField("沟通情况", max_length=200, blank=True)
    returned_on = models.DateField("退回日期", null=True, blank=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    return_proposal = models.CharField("建议转办单位", max_length=60, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    on_time = models.BooleanField("按期", null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办"
        ordering = ("suggestion_id", "round_no", "-role", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "round_no"],
                condition=Q(role="main", returned_on=None),
                name="one_main_unit_per_round",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("handed_on")), name="due_after_handed_over"
            ),
        ]
        indexes = [models.Index(fields=["unit", "due_on"], name="assignment_unit_due")]

    def __str__(self):
        return f"{self.get_role_display()}：{self.unit}"

    @property
    def is_main(self):
        return self.role == self.Role.MAIN

    @property
    def is_open(self):
        """Neither returned nor answered, and of the present round."""
        here = self.suggestion
        present = self.round_no == here.round_no and here.step in HANDLED
        return present and self.returned_on is None and self.answered_on is None

    def may_return(self, today):
        """Whether the unit may still send it back by itself (DOMAIN.md 4.3)."""
        return self.is_open and today <= self.return_by

    def hold(self):
        """Lock the matter and read both anew; raises `StepTaken` when this is not open any more.

        Call inside `atomic()`: of several people at once the others wait here.
        """
        self.suggestion.claim(step__in=HANDLED, round_no=self.round_no)
        self.refresh_from_db(fields=HELD)
        if not self.is_open:
            raise StepTaken("这项交办刚刚已经退回或者答复，您这次没有改动任何内容。请看最新情况。")

    def acknowledge(self, *, on, name, by=None, by_name="", at=None):
        """签收: not an answer. The main unit's takes the matter to 督办; sent twice it is one."""
        with transaction.atomic():
            self.hold()  # a unit that gave it back must not sign for the one that has it now
            if self.is_main and self.suggestion.step == Step.DELIVER:
                facts = {"acknowledged_on": on, "acknowledged_by": name}
                self.suggestion.advance(Step.SUPERVISE, by=by, by_name=by_name, at=at, **facts)
                self.refresh_from_db()
            elif self.acknowledged_on is None:
                self.acknowledged_on, self.acknowledged_by = on, name
                self.save(update_fields=["acknowledged_on", "acknowledged_by"])
                text = f"{self.unit}签收，签收人{name}。"
                self._tell(EventKind.ACKNOWLEDGED, by, by_name, at, text)

    acknowledge.alters_data = True

    def contact(self, *, on, note, by=None, by_name="", at=None):
        """首次沟通: the unit has spoken with the representative or the voter; stops that clock."""
        if not self.handed_on <= on <= timezone.localdate(at):
            raise StepRefused("沟通日期应在交办之日和今天之间，请核对。")
        with transaction.atomic():
            self.hold()
            self.contacted_on, self.contact_note = self.contacted_on or on, note
            self.save(update_fields=["contacted_on", "contact_note"])
            self.due_dates.filter(clock=Clock.CONTACT).stop(on)
            self._tell(EventKind.CONTACTED, by, by_name, at, f"{on}，{note}")

    contact.alters_data = True

    def give_back(self, *, on, reason, proposal="", by=None, by_name="", at=None, today=None):
        """The unit returns it, or after its days the supervisor takes it back (DOMAIN.md 4.3).

        Returned by the main unit the whole round goes back and waits to be classified again.
        Raises `StepRefused` without a reason, on a wrong day, or late without the right.
        """
        with transaction.atomic():
            self.hold()
            late = self._check_return(on, today or timezone.localdate(at), reason, by)
            rows = [self]
            if self.is_main:
                rows = list(self.suggestion.assignments.open().filter(round_no=self.round_no))
            for row in rows:
                row._leave(on, reason, proposal)
            kind = EventKind.TAKEN_BACK if late else EventKind.RETURNED
            public = "承办单位认为不归它办，退了回来，正在重新研究由谁来办。" * self.is_main
            self._tell(kind, by, by_name, at, f"{self.unit}：{reason}", public)
            if self.is_main:
                self.suggestion.due_dates.begin_once(self.suggestion, Clock.REDELIVER, on)
                self.suggestion.settle_due()
            self.refresh_from_db()

    give_back.alters_data = True

    def _check_return(self, on, today, reason, by):
        if not reason:
            raise StepRefused("请写明退回的理由，例：该路段属县公路段养护，不归我单位。")
        if not self.handed_on <= on <= today:
            raise StepRefused("退回日期应在交办之日和今天之间，请核对。")
        late = on > self.return_by
        if late and not (by and by.has_perm("suggestions.supervise_suggestion")):
            day = f"{self.return_by.year}年{self.return_by.month}月{self.return_by.day}日"
            raise StepRefused(f"退回期限是{day}，已经过了。超过期限的，只能由主席决定收回改交。")
        return late

    def _leave(self, on, reason, proposal):
        self.returned_on, self.return_reason, self.return_proposal = on, reason, proposal
        self.save(update_fields=["returned_on", "return_reason", "return_proposal"])
        self.due_dates.all().stop(on)

    def ask_extension(self, *, until, reason, consent, asked_by_name, by=None, at=None):
        """延期申请: once, with reason and consent; the chair decides. Returns the request."""
        if not (reason and consent):
            raise StepRefused("请写明延期的理由，以及代表或反映人是否同意。")
        with transaction.atomic():
            self.hold()
            check_extension(self.reply_clock, until)
            if self.extensions.exclude(state=ExtensionRequest.State.REFUSED).exists():
                raise StepTaken("这项交办已经申请过延期，每件只能延期一次。请看最新情况。")
            found = self.extensions.create(
                until=until, reason=reason, consent=consent, asked_by_name=asked_by_name,
                asked_by=by, asked_on=timezone.localdate(at),
            )  # fmt: skip
            text = f"{self.unit}申请延至{until}：{reason}（{consent}）"
            self._tell(EventKind.EXTENSION_ASKED, by, asked_by_name, at, text)
            return found

    ask_extension.alters_data = True

    @property
    def reply_clock(self):
        """The running clock of the answer, or None."""
        return self.due_dates.running().filter(clock__in=REPLYING).first()

    def answer(self, *, by=None, by_name="", replied_on, uploads=(), at=None, **fields):
        """Keep the unit's reply as a draft and stop its clocks; returns the `Reply`.

        Whether in time is fixed now and never changes. Answering is also signing for it, where
        that was left out. `uploads` are the scanned letter, `fields` the columns of `Reply`.
        Raises `StepTaken` when it was answered already, `StepRefused` when the matter is not
        being handled.
        """
        if replied_on < self.handed_on:
            raise StepRefused("答复日期不能早于交办日期，请核对。")
        with stored_files(uploads, Attachment) as stored, transaction.atomic():
            self._stop_clock(replied_on, at)
            reply = Reply.objects.enter(self, by, by_name, replied_on, stored, at=at, **fields)
            self._tell(EventKind.ANSWERED, by, by_name, at, f"{self.unit}答复，{replied_on}。")
        return reply

    answer.alters_data = True

    def _stop_clock(self, replied_on, at):
        # An assisting unit need not wait until the main one has signed.
        if self.suggestion.step not in ((Step.SUPERVISE,) if self.is_main else HANDLED):
            raise StepRefused("这件意见现在不在督办环节，不能登记答复。请先看最新情况。")
        self.hold()
        for pause in self.suggestion.pauses.open():
            pause.suggestion = self.suggestion
            pause.end(replied_on, why="承办单位已经答复。")
        running = self.due_dates.running()
        clock = running.filter(clock__in=REPLYING).first()
        due_on = clock.due_on if clock else self.due_on
        running.stop(replied_on)
        self.answered_on, self.on_time, self.due_on = replied_on, replied_on <= due_on, due_on
        self.save(update_fields=["answered_on", "on_time"])
        self.suggestion.settle_due()

    def _tell(self, kind, by, by_name, at, text, public_text=""):
        name = by_name or (str(by) if by else str(self.unit))
        self.suggestion.tell(
            kind, by=by, by_name=name, at=at, text=text, public_text=public_text, assignment=self
        )
