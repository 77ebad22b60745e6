"""One matter with one number and one timeline, from whichever channel to the archive.

Replaces 代表意见建议登记本 (R5) and 选民意见反馈簿 (R7).
"""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from daihome.tools.text import mask_personal_data
from daihome.tools.vault import EncryptedTextField
from representatives.models import Home, Representative, Venue, Village
from suggestions import codes, moves
from suggestions.models.archive import ArchiveVolume, Retention
from suggestions.models.choices import (
    Channel,
    Disclosure,
    IdentityMode,
    Kind,
    Nature,
    OwnerLevel,
)
from suggestions.models.clocks import SHOWN
from suggestions.models.disclosing import check_may_be_public, disclose
from suggestions.models.events import CaseEvent
from suggestions.models.handing import Handing
from suggestions.models.proposing import Proposing
from suggestions.models.queries import SuggestionQuerySet
from suggestions.models.records import StepRecord
from suggestions.models.reference import Category
from suggestions.models.voter_side import VoterSide
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken, next_steps
from suggestions.sorting import search

CONTENT_MAX = 5000
HEADING_MAX = 30
HEADING_SOURCE = 120  # characters looked at for it; no number of a person is longer than 60


class Suggestion(VoterSide, Proposing, Handing, models.Model):
    """A matter that somebody told their representative. `step` is written by `advance` only."""

    # db_index=False: an index below begins with the same column, and each one costs every insert.
    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="suggestions", db_index=False
    )
    number = models.CharField("编号", max_length=24, unique=True)
    # The form's one-time key: the same form sent twice is one matter.
    key = models.CharField(max_length=64, unique=True, editable=False)
    query_code = EncryptedTextField(editable=False)
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.OPINION)
    channel = models.CharField("渠道", max_length=16, choices=Channel, default=Channel.WEB)
    received_at = models.DateTimeField("收到时间")
    title = models.CharField("标题", max_length=100, blank=True)
    # The voter's own words, kept for ever as they came.
    content = models.TextField("反映内容", max_length=CONTENT_MAX)
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        related_name="suggestions",
        db_index=False,
        verbose_name="村（社区）",
    )
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name="场所",
    )
    # Whom the voter chose, later who leads a proposal or tells the voter.
    representative = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        db_index=False,
        verbose_name="联系代表",
    )
    identity_mode = models.CharField(
        "身份", max_length=14, choices=IdentityMode, default=IdentityMode.ANONYMOUS
    )
    step = models.PositiveSmallIntegerField("环节", choices=Step, default=Step.RECEIVE)
    round_no = models.PositiveSmallIntegerField("办理轮次", default=1)
    # The last day of the present clock, included; None when no clock runs.
    due_on = models.DateField("限期", null=True, blank=True)
    # Since when the clocks stand still because the voter was asked something.
    paused_on = models.DateField("暂停自", null=True, blank=True, editable=False)
    # The voter asked for news, and nothing has happened since.
    chased_on = models.DateField("催问日期", null=True, blank=True, editable=False)
    # The voter asked to take it back, and nobody has answered yet; then: since when it is stopped.
    withdrawal_asked_on = models.DateField("申请撤回日期", null=True, blank=True, editable=False)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True, editable=False)
    summary = models.CharField("摘要", max_length=200, blank=True)
    nature = models.CharField("类别", max_length=10, choices=Nature, blank=True)
    is_urgent = models.BooleanField("紧急", default=False)
    disposal = models.CharField("处理方式", max_length=12, choices=Disposal, blank=True)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name="分类",
    )
    owner_level = models.CharField("权限层级", max_length=10, choices=OwnerLevel, blank=True)
    is_complex = models.BooleanField("涉及面广、处理难度大", default=False)
    # For the voter: why it cannot be done, where to go, or why it is not accepted.
    explanation = models.TextField("答复或说明", max_length=2000, blank=True)
    # Set while a clerk's classification waits for the chair, where the Home wants that.
    classification_by = models.ForeignKey(
        "representatives.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="分类提出人",
    )
    volume = models.ForeignKey(
        ArchiveVolume,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name="档案卷",
    )
    retention = models.CharField("保管期限", max_length=10, choices=Retention, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    # One wish out of a letter with several; the letter itself stays with that matter.
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="拆分自",
    )
    # For clerk, chair and administrator of the Home only.
    is_restricted = models.BooleanField("涉密或者需要保密", default=False)
    disclosure = models.CharField(
        "公开范围", max_length=10, choices=Disclosure, default=Disclosure.PUBLIC
    )
    is_published = models.BooleanField("公开办理结果", default=False)
    public_title = models.CharField("公开标题", max_length=100, blank=True)
    public_result = models.TextField("公开的办理结果", max_length=1000, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见建议"
        ordering = ("-pk",)
        permissions = [
            ("confirm_classification", "审定分类"),
            ("supervise_suggestion", "督办"),
            ("publish_suggestion", "公开办理结果"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(step__range=(1, 7)), name="step_is_one_of_seven"),
            models.CheckConstraint(condition=~Q(content=""), name="matter_has_content"),
            models.CheckConstraint(
                condition=Q(step__lt=7) | Q(archived_on__isnull=False, volume__isnull=False),
                name="archived_matter_has_volume_and_date",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | ~Q(public_title=""),
                name="published_matter_has_public_title",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False)
                | Q(is_restricted=False) & ~Q(disclosure=Disclosure.NOT_PUBLIC),
                name="published_matter_may_be_public",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "-id"], name="suggestion_newest"),
            models.Index(
                fields=["home", "step", "due_on", "id", "disposal"], name="suggestion_work"
            ),
            models.Index(fields=["home", "step", "-id"], name="suggestion_step"),
            models.Index(fields=["home", "received_at"], name="suggestion_received"),
            models.Index(fields=["village", "-id"], name="suggestion_village"),
            models.Index(fields=["representative", "-id"], name="suggestion_representative"),
            models.Index(
                fields=["home", "-id"], condition=Q(is_published=True), name="suggestion_published"
            ),
            models.Index(
                fields=["home", "chased_on"],
                condition=Q(chased_on__isnull=False),
                name="suggestion_chased",
            ),
            models.Index(
                fields=["home", "withdrawal_asked_on"],
                condition=Q(withdrawal_asked_on__isnull=False),
                name="suggestion_withdrawal",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.heading}"

    @property
    def heading(self):
        """What a list and a browser's title show: the title, else the summary, else the first words.

        Without numbers of persons, masked before the cut: half a number would not be known as one.
        """
        if self.title or self.summary:
            return mask_personal_data(self.title or self.summary)
        words = mask_personal_data(self.content[:HEADING_SOURCE])
        return words[:HEADING_MAX] + "……" * (len(words) > HEADING_MAX)

    @property
    def received_on(self):
        """The local date of receipt; clocks start from it."""
        return timezone.localdate(self.received_at)

    @property
    def printed_code(self):
        """The query code as it is printed, in groups of four."""
        return codes.grouped(self.query_code)

    @property
    def next_steps(self):
        """Steps allowed now on this matter's road (`pipeline.next_steps`)."""
        return next_steps(self.step, self.disposal, self.withdrawn_on is not None)

    def days_left(self, today):
        """Calendar days to the end of the present clock, negative when late, None without one."""
        return (self.due_on - today).days if self.due_on and self.step < Step.ARCHIVE else None

    def main_assignment(self):
        """The main unit's assignment of the present round that was not returned, or None."""
        rows = self.assignments.filter(round_no=self.round_no, role="main", returned_on=None)
        return rows.select_related("unit").first()

    def advance(self, to, *, by, by_name="", note="", at=None, **facts):
        """Take the step `to`: the one door for every change of `step`.

        `by` is the acting user (None for a unit without account, named by `by_name`), `at` an
        aware datetime (now when left out); `facts` are what
        `suggestions/moves.py` names for this step. One transaction: the guarded update that only
        one of several clicks can win, the step's own rows, the record.

        Raises `StepTaken` when somebody moved the matter since it was loaded, `StepRefused`
        when the rules do not allow the step or a fact is missing; nothing is changed then.
        """
        if to not in self.next_steps:
            raise StepRefused(moves.not_allowed(self, to))
        at = at or timezone.now()
        before = self.step
        try:
            with transaction.atomic():
                self.claim(step=before, round_no=self.round_no)
                outcome = moves.take(self, before, to, by, timezone.localdate(at), note, facts)
                self.step = to
                self.save(update_fields=[*outcome.changed, "step"])
                if "summary" in outcome.changed:
                    search.index(self.pk)
                if "representative" in outcome.changed:
                    self.settle_duty()
                self.settle_due()
                return self.record(
                    before, to, by=by, by_name=by_name, at=at, note=note, outcome=outcome
                )
        except StepRefused:
            self.refresh_from_db()  # nothing of the refused step stays in memory either
            raise

    advance.alters_data = True

    def claim(self, **expected):
        """Lock the row as `expected` and read it anew, inside `atomic()`; else raises `StepTaken`.

        Of several clicks at once one finds it so; it is then locked until the transaction ends,
        on PostgreSQL by this update, on SQLite by `BEGIN IMMEDIATE`.
        """
        if not Suggestion.objects.filter(pk=self.pk, **expected).update(step=models.F("step")):
            raise StepTaken(moves.TAKEN)
        self.refresh_from_db()

    claim.alters_data = True

    def settle_due(self):
        """Let `due_on` repeat the earliest running clock that lists show, or None."""
        running = self.due_dates.running().filter(clock__in=SHOWN)
        mine = running.filter(Q(assignment=None) | Q(assignment__role="main"))
        due_on = mine.aggregate(first=models.Min("due_on"))["first"]
        if due_on != self.due_on:
            self.due_on = due_on
            self.save(update_fields=["due_on"])

    settle_due.alters_data = True

    def tell(self, kind, *, by, text="", public_text="", by_name="", at=None, **fields):
        """Append a `CaseEvent` of what happened beside the steps."""
        self.quiet_chase(kind)
        return CaseEvent.objects.create(
            suggestion=self,
            kind=kind,
            round_no=self.round_no,
            by=by,
            by_name=by_name or str(by or ""),
            at=at or timezone.now(),
            text=text,
            public_text=public_text,
            **fields,
        )

    tell.alters_data = True

    def record(self, before, to, *, by, at, note, outcome, by_name=""):
        """Append the record of one move; used by `advance` and `receive` only."""
        self.quiet_chase()
        return StepRecord.objects.create(
            suggestion=self,
            from_step=before,
            to_step=to,
            round_no=self.round_no,
            by=by,
            by_name=by_name or (str(by) if by else outcome.by_name),
            at=at,
            note=note,
            public_text=outcome.public_text,
            facts=outcome.facts,
        )

    def propose_classification(self, *, by, **facts):
        """Keep a clerk's classification for the chair to confirm; the step does not change.

        Raises `StepTaken` when the matter no longer waits for it, `StepRefused` when a fact is
        missing; nothing is changed then.
        """
        try:
            with transaction.atomic():
                self.claim(step=Step.SORT)
                today = timezone.localdate()
                outcome = moves.classify(self, Step.SORT, by, today, "", **facts)
                self.classification_by = by
                self.save(update_fields=outcome.changed)
                self.settle_duty()
        except StepRefused:
            self.refresh_from_db()
            raise

    propose_classification.alters_data = True

    disclose = disclose

    def publish_result(self, title, result):
        """Show title and result on the Home's page of results.

        Raises `StepRefused` too early, or where the matter may not be public.
        """
        if self.step < Step.FEEDBACK:
            raise StepRefused("还没有告知选民，先登记反馈，再公开办理结果。")
        with transaction.atomic():
            self.claim()
            check_may_be_public(self)
            self.is_published, self.public_title, self.public_result = True, title, result
            self.save(update_fields=["is_published", "public_title", "public_result"])
            search.index(self.pk)

    publish_result.alters_data = True

    def withdraw_result(self):
        """Take the result off the public page; its text stays for another time."""
        self.is_published = False
        self.save(update_fields=["is_published"])

    withdraw_result.alters_data = True
