"""What a Home defines for itself: categories, handling units, classes of reply."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.pinyin import Pinyin
from daihome.tools.scope import ScopedQuerySet
from representatives.models import Home


class ReferenceQuerySet(ScopedQuerySet):
    def active(self):
        """Rows offered for new matters."""
        return self.filter(is_active=True)


class Category(models.Model):
    """A field of life in the residents' words; two levels, at most 20 on top, always “其他”."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="categories", verbose_name="代表之家"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级分类",
        help_text="不选就是一级分类；只分两级",
    )
    name = models.CharField("名称", max_length=30, help_text="用群众的话，例：村里的路")
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见分类"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "parent", "name"],
                name="category_unique_under_parent",
                violation_error_message="这一级已经有同名的分类。",
            ),
            # Without a parent the rule above holds nothing: NULL differs from NULL.
            models.UniqueConstraint(
                fields=["home", "name"],
                condition=Q(parent=None),
                name="top_category_unique_in_home",
                violation_error_message="已经有同名的一级分类。",
            ),
        ]

    def __str__(self):
        return f"{self.parent.name}／{self.name}" if self.parent_id else self.name

    def clean(self):
        super().clean()
        if self.parent_id and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": "分类只有两级，请选择一个一级分类作为上级。"})


class HandlingUnit(models.Model):
    """A unit that handles matters (承办单位名录)."""

    class UnitLevel(models.TextChoices):
        VILLAGE = "village", "村（社区）"
        TOWNSHIP = "township", "乡镇"
        COUNTY = "county", "县级"
        ABOVE = "above", "县级以上"

    class Branch(models.TextChoices):
        GOVERNMENT = "government", "政府及其部门"
        SUPERVISION = "supervision", "监察委员会"
        COURT = "court", "法院"
        PROCURATORATE = "procuratorate", "检察院"
        OTHER = "other", "其他"

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="handling_units", verbose_name="代表之家"
    )
    name = models.CharField("单位名称", max_length=60, help_text="例：汐子镇农业农村办公室")
    level = models.CharField("层级", max_length=10, choices=UnitLevel, default=UnitLevel.TOWNSHIP)
    branch = models.CharField("系统", max_length=14, choices=Branch, default=Branch.GOVERNMENT)
    leader = models.CharField("负责人", max_length=50, blank=True)
    contact = models.CharField("联系人", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True, help_text="印在交办单上")
    email = models.EmailField("办公邮箱", blank=True, help_text="到期提醒发到这里；没有可以不填")
    accounts = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="handling_units",
        verbose_name="单位账号",
        help_text="角色是“承办单位”的账号。没有账号的单位用交办单上的二维码答复",
    )
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办单位"
        ordering = ("home", "order", Pinyin("name"), "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="unit_unique_in_home",
                violation_error_message="已经有同名的承办单位。",
            )
        ]

    def __str__(self):
        return self.name


class ReplyClass(models.Model):
    """A class of reply as the Home defines it, usually A to D (DOMAIN.md 4.5)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="reply_classes", verbose_name="代表之家"
    )
    code = models.CharField("代号", max_length=4, help_text="印在答复函右上角，例：A")
    label = models.CharField("含义", max_length=60, help_text="例：已经解决或者采纳")
    counts_as_resolved = models.BooleanField("算作已解决", default=False)
    needs_commitment = models.BooleanField(
        "要写承诺日期",
        default=False,
        help_text="选中后，单位要写明哪天前办好，到期必须再次答复",
    )
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复类别"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "code"],
                name="reply_class_unique_in_home",
                violation_error_message="已经有这个代号的答复类别。",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="reply_class_has_code"),
        ]

    def __str__(self):
        return f"{self.code} {self.label}"
