"""What a Home must have (八有 …) as data, and the self-check of each venue.

Replaces 自查表 and 整改清单 (DOMAIN.md 1.2, 2); equipment and funds: `holdings.py`.
"""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet, scoped_through
from daihome.tools.stored import StoredFile, files_through
from representatives.models.home import Home, Venue
from representatives.models.targets import Span


class EvidenceKind(models.TextChoices):
    """Where the proof of an item is found; all but the last two are looked up by the system."""

    REGISTER = "register", "登记簿里有记录"
    BOARD = "board", "墙上有版面"
    RULE = "rule", "有施行的制度"
    EQUIPMENT = "equipment", "设备台账里有"
    FUND = "fund", "专项资金台账里有"
    VENUE = "venue", "场所资料已填"
    PHOTO = "photo", "现场照片"
    LOOK = "look", "现场查看"


class FacilityStandard(models.Model):
    """One standard: 八有, 七有, 七簿八上墙 …; a Home may follow several."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="standards", verbose_name="代表之家"
    )
    name = models.CharField("标准", max_length=60, help_text="例：“八有”建设标准")
    legal_basis = models.CharField(
        "依据", max_length=200, blank=True, help_text="例：县人大常委会文件"
    )
    is_active = models.BooleanField("启用", default=True)
    order = models.PositiveSmallIntegerField("排列顺序", default=10)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "建设标准"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="standard_unique_in_home",
                violation_error_message="已经有同名的标准。",
            )
        ]

    def __str__(self):
        return self.name


class StandardItem(models.Model):
    """One thing that must be there, where its proof is and how often it must be renewed."""

    standard = models.ForeignKey(
        FacilityStandard, on_delete=models.CASCADE, related_name="items", verbose_name="标准"
    )
    name = models.CharField("项目", max_length=60, help_text="例：有牌子")
    requirement = models.CharField("要求", max_length=300, blank=True)
    evidence = models.CharField(
        "依据从哪里来", max_length=10, choices=EvidenceKind, default=EvidenceKind.LOOK
    )
    # Slug of a register or board, kind of a rule, word of an equipment, field of the venue.
    evidence_key = models.CharField("具体是哪一项", max_length=40, blank=True)
    at_least = models.PositiveSmallIntegerField("至少", default=1)
    span = models.CharField(
        "多久要有一次", max_length=8, choices=Span, blank=True, help_text="长期有就行的不选"
    )
    is_active = models.BooleanField("启用", default=True)
    note = models.CharField("说明", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("排列顺序", default=10)

    history = HistoricalRecords()
    objects = scoped_through("standard__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标准项目"
        ordering = ("standard", "order", "pk")

    def __str__(self):
        return self.name


class SelfCheckQuerySet(ScopedQuerySet):
    def closed(self):
        return self.filter(closed_at__isnull=False)

    def latest(self):
        """Of each venue and standard the last closed one."""
        newer = SelfCheck.objects.closed().filter(
            Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")),
            venue=OuterRef("venue"),
            standard=OuterRef("standard"),
        )
        return self.closed().filter(~Exists(newer))


class SelfCheck(models.Model):
    """One self-check of one venue against one standard."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="self_checks", verbose_name="代表之家"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="self_checks", verbose_name="场所"
    )
    standard = models.ForeignKey(
        FacilityStandard, on_delete=models.PROTECT, related_name="self_checks", verbose_name="标准"
    )
    on = models.DateField("自查日期")
    checked_by = models.CharField("自查人", max_length=50)
    # Nothing is changed any more since then but the corrections.
    closed_at = models.DateTimeField("完成时间", null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自查"
        ordering = ("-on", "-pk")

    def __str__(self):
        return f"{self.venue} {self.standard} {self.on}"

    @property
    def is_closed(self):
        return self.closed_at is not None

    def previous(self):
        """The last closed self-check of the same venue before this one, or None."""
        rows = SelfCheck.objects.closed().filter(venue=self.venue_id, standard=self.standard_id)
        earlier = Q(on__lt=self.on) | Q(on=self.on, pk__lt=self.pk or 0)
        return rows.filter(earlier).order_by("-on", "-pk").first()

    @transaction.atomic
    def close(self, now):
        """Nothing but corrections is entered from now on.

        False when it is closed already, or when an item has no answer yet.
        """
        # Locks the row: an answer taken back at the same moment waits.
        held = SelfCheck.objects.select_for_update().filter(pk=self.pk, closed_at=None)
        if not held.exists() or self.checks.filter(state=CheckState.OPEN).exists():
            return False
        self.closed_at = now
        self.save(update_fields=["closed_at"])
        return True

    close.alters_data = True


class CheckState(models.TextChoices):
    OPEN = "open", "未查"
    MET = "met", "达标"
    PARTLY = "partly", "部分达标"
    UNMET = "unmet", "未达标"


FALLS_SHORT = (CheckState.PARTLY, CheckState.UNMET)


class StandardCheckQuerySet(scoped_through("self_check__home")):
    def gaps(self):
        """What is missing and not corrected yet, of closed self-checks that were not repeated."""
        newer = SelfCheck.objects.closed().filter(
            Q(on__gt=OuterRef("self_check__on"))
            | Q(on=OuterRef("self_check__on"), pk__gt=OuterRef("self_check")),
            venue=OuterRef("self_check__venue"),
            standard=OuterRef("self_check__standard"),
        )
        rows = self.filter(state__in=FALLS_SHORT, corrected_on=None)
        return rows.filter(~Exists(newer), self_check__closed_at__isnull=False)

    def due(self, day):
        """Corrections that should be done by `day`."""
        return self.gaps().filter(correct_by__lte=day)


class StandardCheck(models.Model):
    """The answer to one item: what the system found, what people saw, and the correction."""

    self_check = models.ForeignKey(
        SelfCheck, on_delete=models.CASCADE, related_name="checks", verbose_name="自查"
    )
    item = models.ForeignKey(
        StandardItem, on_delete=models.PROTECT, related_name="checks", verbose_name="项目"
    )
    state = models.CharField("结论", max_length=8, choices=CheckState, default=CheckState.OPEN)
    # What follows from what the system found; empty where it cannot know. People decide.
    proposed = models.CharField(
        "系统的看法", max_length=8, choices=CheckState, blank=True, editable=False
    )
    # What the system found on that day, as a sentence; empty where it cannot know.
    found = models.CharField("系统查到", max_length=300, blank=True)
    note = models.CharField("现场情况", max_length=300, blank=True)
    correction = models.CharField("整改措施", max_length=300, blank=True)
    correct_by = models.DateField("整改期限", null=True, blank=True)
    corrected_on = models.DateField("整改完成日期", null=True, blank=True)

    history = HistoricalRecords()
    objects = StandardCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自查项目"
        ordering = ("self_check", "item__order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["self_check", "item"], name="item_checked_once")
        ]

    def __str__(self):
        return f"{self.item}：{self.get_state_display()}"

    @property
    def falls_short(self):
        return self.state in FALLS_SHORT

    def is_overdue(self, today):
        """Whether a correction of a closed self-check is late."""
        is_waiting = self.falls_short and self.corrected_on is None
        return is_waiting and self.correct_by is not None and self.correct_by < today


class CheckPhoto(StoredFile):
    """A photo that proves an item."""

    check_of = models.ForeignKey(
        StandardCheck, on_delete=models.CASCADE, related_name="photos", verbose_name="自查项目"
    )

    address = "check_photo"
    objects = files_through("check_of__self_check__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自查照片"
        ordering = ("pk",)
