"""What a Home owns and was given: replaces 设备台账 and 专项资金台账 (DOMAIN.md 1.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Sum, When
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredFile, files_through
from representatives.models.home import Home, Venue


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


GRANTED_AMOUNT = Case(When(kind=FundKind.GRANTED, then="amount"))
SPENT_AMOUNT = Case(When(kind=FundKind.SPENT, then="amount"))
SIGNED_AMOUNT = Case(When(kind=FundKind.GRANTED, then="amount"), default=-F("amount"))


class FundQuerySet(ScopedQuerySet):
    def years(self):
        """Rows of year, granted, spent (None without any), the newest year first."""
        rows = self.order_by().values("year")
        sums = {"granted": Sum(GRANTED_AMOUNT), "spent": Sum(SPENT_AMOUNT)}
        return rows.annotate(**sums).order_by("-year")


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
    objects = FundQuerySet.as_manager()

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
