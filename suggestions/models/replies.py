"""A unit's replies and the promises in them: replace the reply folder and 承诺事项台账."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from daihome.tools.scope import scoped_through
from daihome.tools.stored import stored_files
from suggestions.clocks.policies import Clock
from suggestions.models.calendar import DeadlinePolicy
from suggestions.models.events import EventKind
from suggestions.models.papers import Attachment
from suggestions.models.reference import ReplyClass
from suggestions.pipeline import Step, StepRefused, StepTaken
from suggestions.sorting import search

GONE = "别人刚刚处理过这份答复，您这次没有改动任何内容。请看最新情况。"


class ReplyState(models.TextChoices):
    DRAFT = "draft", "待审定"
    SENT_BACK = "sent_back", "退回修改"
    APPROVED = "approved", "已审定，待公布"
    PUBLISHED = "published", "已公布"


# The states of a reply in which each clock of the matter runs.
WAITING = {
    Clock.APPROVE: (ReplyState.DRAFT, ReplyState.APPROVED),
    Clock.REVISE: (ReplyState.SENT_BACK,),
}


class ReplyQuerySet(scoped_through("suggestion__home")):
    def enter(self, assignment, by, by_name, replied_on, stored, *, at=None, **fields):
        """A new draft of `assignment` with the scanned letter; starts the clock for approving it.

        Call inside `atomic()`, with the matter held.
        """
        suggestion = assignment.suggestion
        check_promise(
            suggestion.home, fields.get("reply_class"), fields.get("promised_on"), replied_on
        )
        last = self.filter(assignment=assignment).order_by("seq").last()
        reply = self.create(
            assignment=assignment,
            suggestion=suggestion,
            seq=last.seq + 1 if last else 1,
            entered_by=by,
            entered_name=by_name,
            replied_on=replied_on,
            **fields,
        )
        reply.attach(stored)
        suggestion.due_dates.begin_once(suggestion, Clock.APPROVE, timezone.localdate(at))
        return reply


class Reply(models.Model):
    """A unit's answer: draft, approved by somebody who did not write it, published to the voter.

    The first of an assignment stops its clock; later ones (再次答复) tell what became of a promise.
    """

    assignment = models.ForeignKey(
        "suggestions.Assignment",
        on_delete=models.PROTECT,
        related_name="replies",
        verbose_name="交办",
    )
    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="replies"
    )
    seq = models.PositiveSmallIntegerField("第几次答复", default=1)
    reply_class = models.ForeignKey(
        ReplyClass, on_delete=models.PROTECT, related_name="replies", verbose_name="答复类别"
    )
    doc_no = models.CharField("文号", max_length=40, blank=True, help_text="例：汐农函〔2026〕3号")
    text = models.TextField("答复内容", max_length=5000)
    promise = models.CharField(
        "承诺事项", max_length=200, blank=True, help_text="例：前街五盏路灯全部换新"
    )
    promised_on = models.DateField("承诺完成日期", null=True, blank=True)
    signer = models.CharField("签发人", max_length=50, blank=True)
    handler = models.CharField("承办人", max_length=50, blank=True)
    handler_phone = models.CharField("联系电话", max_length=30, blank=True)
    replied_on = models.DateField("答复日期", help_text="答复函上的日期")
    state = models.CharField("状态", max_length=10, choices=ReplyState, default=ReplyState.DRAFT)
    # Why it was sent back to be written anew.
    remark = models.CharField("审定意见", max_length=300, blank=True)
    # None when the unit answered by its link; then `entered_name` says who did.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_name = models.CharField("填写人", max_length=120, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ("pk",)
        permissions = [("approve_reply", "审定和公布答复")]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "seq"], name="replies_in_order"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=~Q(state="published"),
                name="one_unpublished_reply_per_assignment",
            ),
        ]
        indexes = [models.Index(fields=["state", "suggestion"], name="reply_waiting")]

    def __str__(self):
        return f"{self.assignment.unit}的答复"

    @property
    def is_followup(self):
        """Whether it answers again to a promise."""
        return self.seq > 1

    @property
    def writer(self):
        """Who wrote it, for people."""
        return self.entered_name or str(self.entered_by or "")

    def attach(self, stored):
        """Keep the scanned letter; `stored` comes from `stored_files`."""
        Attachment.objects.attach(
            stored, suggestion_id=self.suggestion_id, reply=self, source="reply"
        )

    def revise(self, by=None, uploads=(), by_name="", at=None, **fields):
        """Correct a draft or one sent back; whoever did it counts as its writer; dates stay.

        Raises `StepTaken` when it is neither any more.
        """
        with stored_files(uploads, Attachment) as stored, transaction.atomic():
            self.suggestion.claim()
            reply_class = fields.get("reply_class", self.reply_class)
            promised_on = fields.get("promised_on", self.promised_on)
            check_promise(self.suggestion.home, reply_class, promised_on, self.replied_on)
            before = (ReplyState.DRAFT, ReplyState.SENT_BACK)
            self._move(before, ReplyState.DRAFT, entered_by=by, entered_name=by_name, **fields)
            self.attach(stored)
            self._restart(Clock.REVISE, Clock.APPROVE, timezone.localdate(at))

    revise.alters_data = True

    def send_back(self, by, remark, at):
        """Have a draft written anew. Raises `StepRefused` without a remark, `StepTaken` late."""
        if not remark:
            raise StepRefused("请写明哪里要改，单位才知道怎么改。")
        with transaction.atomic():
            self.suggestion.claim()
            self._move((ReplyState.DRAFT,), ReplyState.SENT_BACK, remark=remark)
            self._restart(Clock.APPROVE, Clock.REVISE, timezone.localdate(at))
            self._tell(EventKind.SENT_BACK, by, at, f"{self.assignment.unit}：{remark}")

    send_back.alters_data = True

    def approve(self, by, at):
        """Approve a draft. Raises `StepRefused` for its writer, `StepTaken` when it is no draft."""
        if self.entered_by_id == by.pk:
            raise StepRefused("答复要由登记人以外的人审定，请换一位有审定权的人登录后审定。")
        with transaction.atomic():
            self._move(
                (ReplyState.DRAFT,), ReplyState.APPROVED, approved_by=by, approved_at=at, remark=""
            )
            search.index(self.suggestion_id)  # a draft is not looked into
            self._tell(EventKind.APPROVED, by, at, f"审定了{self.assignment.unit}的答复。")

    approve.alters_data = True

    def publish(self, at, by=None):
        """Show an approved reply to the voter; a promise in it is open from now on.

        Raises `StepTaken` when it is not approved.
        """
        with transaction.atomic():
            self.suggestion.claim()
            self._move((ReplyState.APPROVED,), ReplyState.PUBLISHED, published_at=at)
            today = timezone.localdate(at)
            self._end_approval(today)
            self._tell(EventKind.PUBLISHED, by, at, f"公布了{self.assignment.unit}的答复。")
            self._keep_promises(by, at, today)

    publish.alters_data = True

    def _end_approval(self, today):
        suggestion = self.suggestion
        if not suggestion.replies.exclude(state=ReplyState.PUBLISHED).exists():
            suggestion.due_dates.filter(clock=Clock.APPROVE).stop(today)
        if self.assignment.role == "main" and suggestion.step == Step.SUPERVISE:
            suggestion.due_dates.begin_once(suggestion, Clock.TELL, today)

    def _keep_promises(self, by, at, today):
        for promise in Commitment.objects.open().filter(reply__assignment=self.assignment_id):
            promise.end(self, by, at)
        if self.reply_class.needs_commitment:
            promise = Commitment.objects.create(
                suggestion=self.suggestion,
                reply=self,
                content=self.promise or self.text[:200],
                promised_on=self.promised_on,
            )
            self.suggestion.due_dates.begin(
                self.suggestion, Clock.PROMISE, today, assignment=self.assignment,
                set_to=max(self.promised_on, today),
            )  # fmt: skip
            public = f"承办单位承诺在{_long_day(promise.promised_on)}前办好，到期再次答复。"
            self._tell(EventKind.PROMISED, by, at, str(promise), public)

    def _restart(self, ended, begun, today):
        """One clock of this reply ends, the other begins; which of them runs, the state says."""
        suggestion = self.suggestion
        # Another unit's reply may wait for the same.
        others = suggestion.replies.exclude(pk=self.pk).filter(state__in=WAITING[ended])
        if not others.exists():
            suggestion.due_dates.filter(clock=ended).stop(today)
        suggestion.due_dates.begin_once(suggestion, begun, today)
        suggestion.settle_due()

    def _move(self, before, after, **changes):
        rows = Reply.objects.filter(pk=self.pk, state__in=before)
        if not rows.update(state=after, **changes):
            raise StepTaken(GONE)
        for name in ("state", *changes):
            setattr(self, name, after if name == "state" else changes[name])

    def _tell(self, kind, by, at, text, public_text=""):
        self.suggestion.tell(
            kind, by=by, at=at, text=text, public_text=public_text, assignment=self.assignment
        )


class CommitmentQuerySet(scoped_through("suggestion__home")):
    def open(self):
        """Not answered again yet."""
        return self.filter(closing_reply=None)

    def due(self, today):
        """Open ones whose day has come: back on the work list until answered again."""
        return self.open().filter(promised_on__lte=today)

    def broken(self, today):
        """Open ones whose day has passed (承诺未兑现)."""
        return self.open().filter(promised_on__lt=today)

    def unkept(self, today):
        """Broken ones, and those answered again as not done."""
        return self.filter(Q(closing_reply=None, promised_on__lt=today) | Q(is_kept=False))

    def visible_to(self, user):
        """Those of the matters that `user` may read."""
        matters = self.model._meta.get_field("suggestion").related_model.objects
        return super().visible_to(user).filter(suggestion__in=matters.visible_to(user))


class Commitment(models.Model):
    """A promise in a published reply, open until the unit has answered again (DOMAIN.md 1.6)."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="commitments"
    )
    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="commitment")
    content = models.CharField("承诺内容", max_length=200)
    promised_on = models.DateField("承诺完成日期")
    # The next published reply of the unit: with a class that promises nothing, it is kept.
    closing_reply = models.OneToOneField(
        Reply, on_delete=models.PROTECT, null=True, related_name="closes"
    )
    is_kept = models.BooleanField("已兑现", null=True)
    on_time = models.BooleanField("按期", null=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承诺事项"
        ordering = ("promised_on", "pk")
        indexes = [
            models.Index(
                fields=["promised_on"], condition=Q(closing_reply=None), name="commitment_open"
            )
        ]

    def __str__(self):
        return f"{self.promised_on}前：{self.content}"

    def end(self, reply, by, at):
        """The unit has answered again with `reply`, now published; in time or not is fixed now."""
        self.closing_reply, self.is_kept = reply, not reply.reply_class.needs_commitment
        self.on_time = reply.replied_on <= self.promised_on
        self.save(update_fields=["closing_reply", "is_kept", "on_time"])
        promises = self.suggestion.due_dates.filter(clock=Clock.PROMISE)
        promises.filter(assignment=reply.assignment_id).stop(reply.replied_on)
        said = "已经兑现" if self.is_kept else "没有办完，重新承诺"
        self.suggestion.tell(
            EventKind.PROMISE_ENDED, by=by, at=at, text=f"{self.content}：{said}。",
            public_text=f"承诺的事项有了结果：{said}。", assignment=reply.assignment,
        )  # fmt: skip

    end.alters_data = True

    def tell_voter(self, *, by, told_on=None, way="", untold_reason="", at=None):
        """告知落实情况: the voter was told what became of the promise, or why not.

        Raises `StepRefused` too early or without day and way, `StepTaken` when it was done.
        """
        if not untold_reason and not (told_on and way):
            raise StepRefused("请填告知日期和方式；没能告知的，写明原因。")
        with transaction.atomic():
            self.suggestion.claim(step=Step.FEEDBACK)
            self.refresh_from_db()
            if self.closing_reply_id is None:
                raise StepRefused("承诺还没有结果，请先登记单位的再次答复并公布。")
            if hasattr(self, "notification"):
                raise StepTaken("这项承诺的落实情况已经告知过选民，请看最新情况。")
            found = self.suggestion.notifications.create(
                round_no=self.suggestion.round_no, commitment=self, told_on=told_on,
                way=way if told_on else "", untold_reason="" if told_on else untold_reason,
                by=by, by_name=str(by or ""),
            )  # fmt: skip
            self.suggestion.tell(
                EventKind.FOLLOWED_UP, by=by, at=at, text=str(found),
                public_text="承诺的落实情况已经告知您。" if told_on else "",
            )  # fmt: skip
        return found

    tell_voter.alters_data = True

    def answer_again(self, *, by=None, by_name="", replied_on, uploads=(), at=None, **fields):
        """再次答复: what became of the promise, as a draft to be approved; returns the `Reply`.

        Raises `StepTaken` when it was answered again already.
        """
        assignment = self.reply.assignment
        with stored_files(uploads, Attachment) as stored, transaction.atomic():
            assignment.suggestion.claim()
            waiting = assignment.replies.exclude(state=ReplyState.PUBLISHED)
            if waiting.exists() or not Commitment.objects.open().filter(pk=self.pk).exists():
                raise StepTaken("别人刚刚登记了再次答复，请看最新情况。")
            reply = Reply.objects.enter(
                assignment, by, by_name, replied_on, stored, at=at, **fields
            )
            name = by_name or str(by or assignment.unit)
            text = f"{assignment.unit}再次答复，{replied_on}。"
            assignment.suggestion.tell(
                EventKind.ANSWERED, by=by, by_name=name, at=at, text=text, assignment=assignment
            )
        return reply

    answer_again.alters_data = True


def check_promise(home, reply_class, promised_on, replied_on):
    """Raises `StepRefused` unless a class that promises has a day after the reply, not too far."""
    if reply_class is None or not reply_class.needs_commitment:
        return
    policy = DeadlinePolicy.objects.for_clock(home, Clock.PROMISE)
    longest = policy.deadline(replied_on).due
    if promised_on is None:
        raise StepRefused(f"“{reply_class}”要写明承诺在哪天前办好，到期再次答复。")
    if not replied_on < promised_on <= longest:
        raise StepRefused(
            f"承诺完成日期要在答复日期以后、{longest}以前（{policy.length}内），请核对。"
        )


def _long_day(day):
    return f"{day.year}年{day.month}月{day.day}日"
