"""What has to be put right, until it is struck off: replaces 整改台账, 环保督查件台账 and 销号表.

Items of inspections and cases of inspectorates (环保督查件) go the same way: 整改中 → 已报完成 →
已验收 → 已销号. Only the methods of `Rectification` change the state; each writes a record.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import scoped_through
from inspections.models.inspecting import Inspection
from inspections.models.pressing import (
    MoveRefused,
    RectificationQuerySet,
    RectificationState,
    Source,
)
from representatives.models import GroupMembership, Home, RepGroup, Representative, Village
from suggestions.models import HandlingUnit

TITLE_MAX = 30  # characters of the problem in the name of an item


class Rectification(models.Model):
    """One item with its demand, deadline and unit; numbered within its year."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="rectifications", verbose_name="代表之家"
    )
    source = models.CharField("来源", max_length=12, choices=Source)
    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rectifications",
        verbose_name="视察检查",
    )
    year = models.PositiveSmallIntegerField("年份", editable=False)
    serial = models.PositiveSmallIntegerField("顺序号", editable=False)
    # Of a case that an inspectorate handed down.
    inspectorate = models.CharField(
        "督查（督察）单位", max_length=60, blank=True, help_text="例：自治区生态环境保护督察组"
    )
    batch = models.CharField("批次", max_length=30, blank=True, help_text="例：第十二批")
    case_number = models.CharField("督查件编号", max_length=40, blank=True)
    received_on = models.DateField("收到（发现）日期")
    problem = models.TextField("问题", max_length=3000)
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rectifications",
        verbose_name="村（社区）",
    )
    place = models.CharField("地点", max_length=120, blank=True)
    demand = models.TextField("整改要求", max_length=3000)
    measures = models.TextField("整改措施", max_length=3000, blank=True)
    unit = models.ForeignKey(
        HandlingUnit,
        on_delete=models.PROTECT,
        related_name="rectifications",
        verbose_name="责任单位",
    )
    due_on = models.DateField("整改期限", help_text="这一天还算期限之内")
    group = models.ForeignKey(
        RepGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rectifications",
        verbose_name="督查小组",
        help_text="分组分项：由哪个代表小组盯这一件",
    )
    supervisors = models.ManyToManyField(
        Representative, blank=True, related_name="rectifications", verbose_name="督查代表"
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=RectificationState,
        default=RectificationState.OPEN,
        editable=False,
    )
    completed_on = models.DateField("完成日期", null=True, blank=True, editable=False)
    accepted_on = models.DateField("验收日期", null=True, blank=True, editable=False)
    struck_off_on = models.DateField("销号日期", null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改事项"
        ordering = ("-year", "-serial")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "year", "serial"], name="rectification_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(source="inspection") | Q(inspection__isnull=False),
                name="rectification_names_its_inspection",
                violation_error_message="视察检查发现的，要选是哪一次视察检查。",
            ),
            models.CheckConstraint(
                condition=~Q(source="inspectorate") | ~Q(inspectorate="") & ~Q(case_number=""),
                name="inspectorate_case_is_numbered",
                violation_error_message="环保督查件要填督查单位和督查件编号。",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("received_on")),
                name="rectification_due_not_before_receipt",
                violation_error_message="整改期限不能早于收到（发现）日期。",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="open", completed_on=None, accepted_on=None, struck_off_on=None)
                    | Q(
                        state="reported",
                        completed_on__isnull=False,
                        accepted_on=None,
                        struck_off_on=None,
                    )
                    | Q(
                        state="accepted",
                        completed_on__isnull=False,
                        accepted_on__isnull=False,
                        struck_off_on=None,
                    )
                    | Q(
                        state="struck_off",
                        completed_on__isnull=False,
                        accepted_on__isnull=False,
                        struck_off_on__isnull=False,
                    )
                ),
                name="rectification_days_fit_its_state",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "state", "due_on"], name="rectification_open_due"),
        ]

    def __str__(self):
        rest = "……" if len(self.problem) > TITLE_MAX else ""
        return f"{self.number} {self.problem[:TITLE_MAX]}{rest}"

    def save(self, *args, **kwargs):
        if self.serial is None:
            with transaction.atomic():
                self._take_number()
                return super().save(*args, **kwargs)
        return super().save(*args, **kwargs)

    def _take_number(self):
        # Locks the Home until the end: two that come at once get different numbers.
        Home.objects.filter(pk=self.home_id).update(name=models.F("name"))
        self.year = self.received_on.year
        rows = Rectification.objects.filter(home=self.home_id, year=self.year)
        self.serial = (rows.aggregate(last=models.Max("serial"))["last"] or 0) + 1

    @property
    def number(self):
        """“整改2026-003”."""
        return f"整改{self.year}-{self.serial:03d}"

    @property
    def is_environmental(self):
        return self.source == Source.INSPECTORATE

    @property
    def from_where(self):
        """Where it came from, as it is said in a list."""
        if self.is_environmental:
            return f"{self.inspectorate}{self.batch} {self.case_number}"
        return str(self.inspection) if self.inspection_id else self.get_source_display()

    @property
    def where(self):
        """The village and the place."""
        return "，".join(filter(None, [self.village.name if self.village_id else "", self.place]))

    def watchers(self):
        """The representatives who supervise it: those named, else those of the group."""
        named = list(self.supervisors.all())
        if named or not self.group_id:
            return named
        rows = GroupMembership.objects.filter(group=self.group_id, ended_on=None)
        return [row.representative for row in rows.select_related("representative")]

    def is_late(self, today):
        """Whether it was or is being put right after the last day."""
        return (self.completed_on or today) > self.due_on

    @property
    def is_on_time(self):
        """Whether it was done in time; None as long as it is not done."""
        return self.completed_on <= self.due_on if self.completed_on else None

    @transaction.atomic
    def report_done(self, on, *, by, note):
        """The unit reports that it is done `on` (a date). Raises `MoveRefused`."""
        self._move(
            [RectificationState.OPEN], RectificationState.REPORTED, by, note, completed_on=on
        )

    report_done.alters_data = True

    @transaction.atomic
    def accept(self, on, *, by, note=""):
        """Accept it after a check that found it done. Raises `MoveRefused`."""
        checked = self.checks.filter(on__gte=self.completed_on or on).order_by("-on", "-pk").first()
        if checked is None or not checked.found_done:
            raise MoveRefused(
                "完成以后还没有“整改到位”的核查记录，请先登记代表小组的核查，再验收。"
            )
        self._move(
            [RectificationState.REPORTED], RectificationState.ACCEPTED, by, note, accepted_on=on
        )

    accept.alters_data = True

    @transaction.atomic
    def strike_off(self, on, *, by, note):
        """Strike it off (销号): `note` names who approved that. Raises `MoveRefused`."""
        self._move(
            [RectificationState.ACCEPTED], RectificationState.STRUCK_OFF, by, note, struck_off_on=on
        )

    strike_off.alters_data = True

    @transaction.atomic
    def send_back(self, *, by, note):
        """It is not done after all: back to work, with the reason. Raises `MoveRefused`."""
        self._move(
            [RectificationState.REPORTED, RectificationState.ACCEPTED],
            RectificationState.OPEN,
            by,
            note,
            completed_on=None,
            accepted_on=None,
        )

    send_back.alters_data = True

    @transaction.atomic
    def postpone(self, due_on, *, by, note):
        """Move the last day, with the reason. Raises `MoveRefused`."""
        if due_on <= self.due_on:
            raise MoveRefused("新的期限要晚于现在的期限。")
        self._move([RectificationState.OPEN], RectificationState.OPEN, by, note, due_on=due_on)

    postpone.alters_data = True

    @transaction.atomic
    def hand_on(self, giver, taker, *, by):
        """`taker` (or nobody) supervises it in the place of `giver`, which its course says."""
        self.hold()
        self.refuse_when_struck_off()
        self.supervisors.remove(giver)
        if taker is not None:
            self.supervisors.add(taker)
        to = f"由{taker.name}接着督查" if taker else "不再指名督查"
        self.records.create(
            state=self.state, by=by, by_name=str(by), due_before=self.due_on,
            note=f"换届交接：{giver.name}任期届满，{to}。",
        )  # fmt: skip

    hand_on.alters_data = True

    def hold(self):
        """Let whoever changes the same item wait for this transaction."""
        Rectification.objects.filter(pk=self.pk).update(state=models.F("state"))
        self.refresh_from_db(fields=["state", "completed_on", "accepted_on", "struck_off_on"])

    def refuse_when_struck_off(self):
        """What was struck off is closed. Raises `MoveRefused`."""
        if self.state == RectificationState.STRUCK_OFF:
            raise MoveRefused("这一件已经销号，不能再改。")

    def _move(self, expected, state, by, note, **days):
        """Write the state and its record; of two at once one wins."""
        rows = Rectification.objects.filter(pk=self.pk, state__in=expected, due_on=self.due_on)
        before = self.due_on
        if not rows.update(state=state, **days):
            raise MoveRefused("这一件的状态刚刚变了，请刷新页面再看。")
        self.refresh_from_db()
        self.save()  # for its history
        self.records.create(state=state, by=by, by_name=str(by), note=note, due_before=before)


class RectificationRecord(models.Model):
    """What happened to an item: appended, never changed."""

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="records", verbose_name="整改事项"
    )
    state = models.CharField("状态", max_length=10, choices=RectificationState)
    # The last day as it was before; different from the item's own where it was moved.
    due_before = models.DateField("原期限", null=True)
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField("经手人", max_length=50)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = scoped_through("rectification__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改经过"
        ordering = ("pk",)

    def __str__(self):
        return f"{self.get_state_display()} {self.note}".strip()
