"""Assignments to units and the units' replies: replace 交办单, 签收单 and the reply folder."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from daihome.tools.scope import scoped_through
from suggestions import search
from suggestions.models.papers import Attachment, stored_files
from suggestions.models.reference import HandlingUnit, ReplyClass
from suggestions.pipeline import Step, StepRefused, StepTaken


class DeliveryMode(models.TextChoices):
    OWN = "own", "送达"
    UPWARD = "upward", "转达"


class AssignmentQuerySet(scoped_through("suggestion__home")):
    def open(self):
        """Handed over, neither returned nor answered."""
        return self.filter(returned_on=None, answered_on=None)


class Assignment(models.Model):
    """One matter handed to one unit in one round.

    Lateness is computed, never stored, except `on_time`, fixed when the clock stops.
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
    returned_on = models.DateField("退回日期", null=True, blank=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
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

    def answer(self, *, by, replied_on, uploads=(), **fields):
        """Enter the unit's reply as a draft and stop its clock; returns the `Reply`.

        Whether in time is fixed now and never changes. `uploads` are the scanned letter, `fields`
        the columns of `Reply`. Raises `StepTaken` when it was answered already, `StepRefused`
        when the matter is not being handled.
        """
        if replied_on < self.handed_on:
            raise StepRefused("答复日期不能早于交办日期，请核对。")
        with stored_files(uploads) as stored, transaction.atomic():
            self._stop_clock(replied_on)
            reply = Reply.objects.create(
                assignment=self,
                suggestion_id=self.suggestion_id,
                entered_by=by,
                replied_on=replied_on,
                **fields,
            )
            reply.attach(stored)
        return reply

    answer.alters_data = True

    def _stop_clock(self, replied_on):
        matters = type(self.suggestion).objects.filter(pk=self.suggestion_id, step=Step.SUPERVISE)
        # Locks the matter, so that no step can be taken at the same moment; the main unit's
        # clock stops here, and approving and telling have none of their own.
        due_on = None if self.role == self.Role.MAIN else models.F("due_on")
        if not matters.update(due_on=due_on):
            raise StepRefused("这件意见现在不在督办环节，不能登记答复。请先看最新情况。")
        rows = Assignment.objects.open().filter(pk=self.pk)
        if not rows.update(answered_on=replied_on, on_time=replied_on <= self.due_on):
            raise StepTaken("别人刚刚登记了这个单位的答复，请看最新情况。")
        self.refresh_from_db()


class ReplyState(models.TextChoices):
    DRAFT = "draft", "待审定"
    APPROVED = "approved", "已审定，待公布"
    PUBLISHED = "published", "已公布"


class Reply(models.Model):
    """A unit's answer: draft, approved by somebody who did not write it, published to the voter."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="replies", verbose_name="交办"
    )
    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="replies"
    )
    reply_class = models.ForeignKey(
        ReplyClass, on_delete=models.PROTECT, related_name="replies", verbose_name="答复类别"
    )
    doc_no = models.CharField("文号", max_length=40, blank=True, help_text="例：汐农函〔2026〕3号")
    text = models.TextField("答复内容", max_length=5000)
    signer = models.CharField("签发人", max_length=50, blank=True)
    replied_on = models.DateField("答复日期", help_text="答复函上的日期")
    state = models.CharField("状态", max_length=10, choices=ReplyState, default=ReplyState.DRAFT)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = scoped_through("suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ("pk",)
        permissions = [("approve_reply", "审定和公布答复")]
        constraints = [
            models.UniqueConstraint(fields=["assignment"], name="one_reply_per_assignment")
        ]
        indexes = [models.Index(fields=["state", "suggestion"], name="reply_waiting")]

    def __str__(self):
        return f"{self.assignment.unit}的答复"

    def attach(self, stored):
        """Keep the scanned letter; `stored` comes from `stored_files`."""
        Attachment.objects.attach(
            stored, suggestion_id=self.suggestion_id, reply=self, source="reply"
        )

    def revise(self, by, uploads=(), **fields):
        """Correct a draft; whoever did it counts as its writer. The dates stay as they were.

        Raises `StepTaken` when it is no draft any more.
        """
        with stored_files(uploads) as stored, transaction.atomic():
            self._move(ReplyState.DRAFT, ReplyState.DRAFT, entered_by=by, **fields)
            self.attach(stored)

    revise.alters_data = True

    def approve(self, by, at):
        """Approve a draft. Raises `StepRefused` for its writer, `StepTaken` when it is no draft."""
        if self.entered_by_id == by.pk:
            raise StepRefused("答复要由登记人以外的人审定，请换一位有审定权的人登录后审定。")
        self._move(ReplyState.DRAFT, ReplyState.APPROVED, approved_by=by, approved_at=at)

    approve.alters_data = True

    def publish(self, at):
        """Show an approved reply to the voter. Raises `StepTaken` when it is not approved."""
        self._move(ReplyState.APPROVED, ReplyState.PUBLISHED, published_at=at)

    publish.alters_data = True

    def _move(self, before, after, **changes):
        rows = Reply.objects.filter(pk=self.pk, state=before)
        with transaction.atomic():
            if not rows.update(state=after, **changes):
                raise StepTaken("别人刚刚处理过这份答复，您这次没有改动任何内容。请看最新情况。")
            search.index(self.suggestion_id)
        self.refresh_from_db()
