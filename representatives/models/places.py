"""Villages, grid cells and electoral districts: replace the wall map's tables."""

from django.db import models
from simple_history.models import HistoricalRecords

from daihome.tools.pinyin import Pinyin
from daihome.tools.scope import ScopedQuerySet
from representatives.models.home import Home


class VillageQuerySet(ScopedQuerySet):
    def active(self):
        """Villages that a voter may choose."""
        return self.filter(is_active=True)

    def by_pinyin(self):
        """In the order in which people look a name up."""
        return self.order_by(Pinyin("name"), "pk")


class Village(models.Model):
    """A village or community of the township; voters choose theirs by name."""

    class Kind(models.TextChoices):
        VILLAGE = "village", "村"
        COMMUNITY = "community", "社区"
        OTHER = "other", "其他"

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="villages", verbose_name="代表之家"
    )
    name = models.CharField("名称", max_length=60, help_text="例：北山咀村")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.VILLAGE)
    stat_code = models.CharField(
        "统计用区划代码",
        max_length=12,
        blank=True,
        help_text="12 位，可不填。各年可能变动，系统只记录，不据此识别村名",
    )
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    is_active = models.BooleanField(
        "启用", default=True, help_text="撤并后取消，旧意见仍保留原村名"
    )

    history = HistoricalRecords()
    objects = VillageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "村（社区）"
        ordering = ("home", Pinyin("name"), "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="village_unique_in_home",
                violation_error_message="已经有同名的村（社区）。",
            )
        ]

    def __str__(self):
        return self.name


class GridCell(models.Model):
    """A grid cell (网格) of a village with its worker and the representatives in it."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="grid_cells", verbose_name="代表之家"
    )
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="grid_cells", verbose_name="村（社区）"
    )
    code = models.CharField("网格编号", max_length=20, help_text="例：01")
    name = models.CharField("网格名称", max_length=60, blank=True, help_text="例：前街网格")
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    worker = models.CharField("网格员", max_length=50, blank=True)
    representatives = models.ManyToManyField(
        "representatives.Representative",
        blank=True,
        related_name="grid_cells",
        verbose_name="入格代表",
    )

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格"
        ordering = ("home", "village", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "code"],
                name="grid_code_unique_in_village",
                violation_error_message="这个村已经有同号的网格。",
            )
        ]

    def __str__(self):
        return f"{self.village}{self.name or self.code + '号网格'}"


class ElectoralDistrict(models.Model):
    """An electoral district (选区) of one term; 1 to 3 seats (选举法第二十五条)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="districts", verbose_name="代表之家"
    )
    term = models.ForeignKey(
        "representatives.Term",
        on_delete=models.PROTECT,
        related_name="districts",
        verbose_name="届次",
    )
    number = models.PositiveSmallIntegerField("选区号", help_text="例：3")
    name = models.CharField("选区名称", max_length=60, help_text="例：第三选区")
    villages = models.ManyToManyField(
        Village, blank=True, related_name="districts", verbose_name="包括的村（社区）"
    )
    voters = models.PositiveIntegerField("选民数", null=True, blank=True)
    seats = models.PositiveSmallIntegerField("应选代表名额", default=2, help_text="1 至 3 名")

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选区"
        ordering = ("home", "-term__number", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "term", "number"],
                name="district_number_unique_in_term",
                violation_error_message="这一届已经有同号的选区。",
            ),
            models.CheckConstraint(
                condition=models.Q(seats__range=(1, 3)),
                name="district_has_1_to_3_seats",
                violation_error_message="每个选区选 1 至 3 名代表（选举法第二十五条），请改正名额。",
            ),
        ]

    def __str__(self):
        return self.name
