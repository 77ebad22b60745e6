"""Helping people (扶贫帮困): what was given on a visit, who is paired with whom, donations.

Replace 慰问台账 and the lists of 结对帮扶 and 捐资助学.
"""

from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet, scoped_through
from reception.models.visitors import Visitor, VisitorQuerySet
from reception.models.visits import Beneficiary, Visit
from representatives.models import Home, Representative, Village

VALUE = {"max_digits": 12, "decimal_places": 2}


class Help(models.TextChoices):
    COMFORT = "comfort", "慰问金、慰问品"
    SEED = "seed", "种子"
    FERTILISER = "fertiliser", "化肥"
    SUPPLIES = "supplies", "农用物资"
    KNOWLEDGE = "knowledge", "致富信息、技术"
    WORK = "work", "联系就业"
    SCHOOLING = "schooling", "捐资助学"
    OTHER = "other", "其他"


class AidItem(models.Model):
    """One thing given or done on an aid visit: how much of what, worth how much (元)."""

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="items", verbose_name="走访慰问"
    )
    help = models.CharField("帮助方式", max_length=12, choices=Help)
    what = models.CharField("内容", max_length=60, blank=True, help_text="例：玉米种子、大米")
    quantity = models.DecimalField("数量", max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True, help_text="例：袋、斤、人次")
    value = models.DecimalField("折合金额（元）", null=True, blank=True, **VALUE)

    objects = scoped_through("visit__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶内容"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=(Q(value=None) | Q(value__gte=0))
                & (Q(quantity=None) | Q(quantity__gte=0)),
                name="aid_not_negative",
                violation_error_message="数量和金额不能是负数。",
            )
        ]

    def __str__(self):
        amount = f"{self.quantity.normalize():f}{self.unit}" if self.quantity is not None else ""
        return f"{self.what or self.get_help_display()}{amount}"


class AidPairingQuerySet(VisitorQuerySet, ScopedQuerySet):
    def on(self, day):
        """Pairings that last on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)

    def to_purge(self, today):
        """Only of help that has ended: until then one must know who is helped."""
        return super().to_purge(today).exclude(ended_on=None)


class AidPairing(Visitor):
    """A representative looks after one household or pupil for a time (结对帮扶)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="pairings", verbose_name="代表之家"
    )
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="pairings", verbose_name="代表"
    )
    beneficiary = models.CharField("对象", max_length=10, choices=Beneficiary)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="pairings", verbose_name="村（社区）"
    )
    plan = models.TextField("帮扶措施", max_length=1000, blank=True)
    started_on = models.DateField("结对日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    result = models.CharField("成效", max_length=300, blank=True)

    history = HistoricalRecords(excluded_fields=["person"])
    objects = AidPairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结对帮扶"
        ordering = ("-started_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="pairing_ends_not_before_start",
                violation_error_message="结束日期早于结对日期，请改正。",
            )
        ]

    def __str__(self):
        return f"{self.representative}—{self.village}{self.get_beneficiary_display()}"

    def settle_purge(self):
        """Set the day on which the name goes: it is kept as long as the help lasts, then its time."""
        self.purge_on = None
        if self.ended_on:
            self.keep_until(self.home, self.ended_on)
        if self.person:
            self.purged_at = None

    settle_purge.alters_data = True

    @transaction.atomic
    def hand_on(self, taker, on):
        """End it `on` that day and let `taker` go on as a pairing of their own, which is returned.

        The old row stays as what its representative did.
        """
        on = max(on, self.started_on)
        heir = AidPairing.objects.create(
            home=self.home, representative=taker, beneficiary=self.beneficiary,
            village=self.village, plan=self.plan, person=self.person, started_on=on,
        )  # fmt: skip
        self.ended_on = on
        self.result = self.result or f"换届交接，由{taker.name}继续帮扶"
        self.settle_purge()
        self.save()
        return heir

    hand_on.alters_data = True


class Donation(models.Model):
    """Money or goods that a representative gave or brought (捐赠)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="donations", verbose_name="代表之家"
    )
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="donations", verbose_name="捐赠代表"
    )
    on = models.DateField("日期")
    purpose = models.CharField("用途", max_length=100, help_text="例：村小学购置图书")
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="donations",
        verbose_name="受益村（社区）",
    )
    receiver = models.CharField("接收单位", max_length=60, blank=True, help_text="不写个人姓名")
    money = models.DecimalField("现金（元）", default=0, **VALUE)
    goods = models.CharField("物资", max_length=120, blank=True, help_text="例：图书 300 册")
    goods_value = models.DecimalField("物资折合（元）", default=0, **VALUE)
    voucher = models.CharField("凭证", max_length=60, blank=True, help_text="收据号，可不填")

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "捐赠"
        ordering = ("-on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(money__gte=0, goods_value__gte=0) & (Q(money__gt=0) | ~Q(goods="")),
                name="donation_gives_something",
                violation_error_message="请填写现金金额，或者写明物资；金额不能是负数。",
            )
        ]

    def __str__(self):
        return f"{self.on} {self.purpose}"

    @property
    def total(self):
        """Money and goods together, in yuan."""
        return self.money + self.goods_value
