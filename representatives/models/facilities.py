"""What a Home must have (八有 …) as data, the self-check of each venue, equipment and funds.

Replaces 自查表, 整改清单, 设备台账 and 专项资金台账 (DOMAIN.md 1.2, 2).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
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
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自查"
        ordering = ("-on", "-pk")

    def __str__(self):
        return f"{self.venue} {self.standard} {self.on}"


class CheckState(models.TextChoices):
    OPEN = "open", "未查"
    MET = "met", "达标"
    PARTLY = "partly", "部分达标"
    UNMET = "unmet", "未达标"


class StandardCheckQuerySet(scoped_through("self_check__home")):
    def gaps(self):
        """What is missing and not corrected yet."""
        states = (CheckState.PARTLY, CheckState.UNMET)
        return self.filter(state__in=states, corrected_on=None, self_check__closed_at__isnull=False)


class StandardCheck(models.Model):
    """The answer to one item: what the system found, what people saw, and the correction."""

    self_check = models.ForeignKey(
        SelfCheck, on_delete=models.CASCADE, related_name="checks", verbose_name="自查"
    )
    item = models.ForeignKey(
        StandardItem, on_delete=models.PROTECT, related_name="checks", verbose_name="项目"
    )
    state = models.CharField("结论", max_length=8, choices=CheckState, default=CheckState.OPEN)
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


class EquipmentState(models.TextChoices):
    IN_USE = "in_use", "在用"
    BROKEN = "broken", "待修"
    GONE = "gone", "报废或调出"


class Equipment(models.Model):
    """One line of the inventory: 电脑, 打印机, 办公桌椅, 档案柜, 图书 … (the seed's own list)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="equipment", verbose_name="代表之家"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="equipment", verbose_name="放在哪个场所"
    )
    name = models.CharField("名称", max_length=40, help_text="例：电脑")
    model = models.CharField("规格型号", max_length=60, blank=True)
    quantity = models.PositiveIntegerField("数量", default=1)
    unit = models.CharField("单位", max_length=8, default="件")
    value = models.DecimalField(
        "金额（元）", max_digits=12, decimal_places=2, null=True, blank=True, help_text="总价"
    )
    bought_on = models.DateField("购置日期", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=EquipmentState, default=EquipmentState.IN_USE
    )
    keeper = models.CharField("保管人", max_length=50, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "设备"
        ordering = ("venue__order", "name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="equipment_at_least_one",
                violation_error_message="数量至少是 1。",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="equipment_value_not_negative",
                violation_error_message="金额不能是负数。",
            ),
        ]

    def __str__(self):
        return self.name


class FundKind(models.TextChoices):
    GRANTED = "granted", "拨入"
    SPENT = "spent", "支出"


class FundEntry(models.Model):
    """One line of the special funds (专项资金): granted or spent, with its voucher."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="funds", verbose_name="代表之家"
    )
    kind = models.CharField("收支", max_length=8, choices=FundKind)
    on = models.DateField("日期")
    # The budget year; a grant may come in the year before.
    year = models.PositiveSmallIntegerField("年度", help_text="例：2026")
    what = models.CharField("来源或用途", max_length=100, help_text="例：县财政专项经费")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    voucher = models.CharField("凭证号", max_length=40, blank=True)
    handler = models.CharField("经手人", max_length=50, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项资金"
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="fund_amount_is_positive",
                violation_error_message="金额要大于 0。",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1980, 2100)),
                name="fund_year_1980_to_2100",
                violation_error_message="年度请填四位数，例：2026。",
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.what} {self.amount}"


class FundVoucher(StoredFile):
    """A scan of a receipt."""

    entry = models.ForeignKey(
        FundEntry, on_delete=models.PROTECT, related_name="vouchers", verbose_name="专项资金"
    )

    address = "fund_voucher"
    objects = files_through("entry__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "凭证"
        ordering = ("pk",)
