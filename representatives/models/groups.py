"""Representatives' groups and conveners: replace the organisation chart."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet, scoped_through
from representatives.models.home import Home


class RepGroup(models.Model):
    """A group of at least three representatives (地方组织法第四十三条); joint across levels if so set."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="groups", verbose_name="代表之家"
    )
    name = models.CharField("名称", max_length=60, help_text="例：第一代表小组")
    is_joint = models.BooleanField(
        "县镇联合编组",
        default=False,
        help_text="县级代表与镇级代表混合编组时选中（代表法第二十七条）",
    )
    venue = models.ForeignKey(
        "representatives.Venue",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name="活动场所",
    )
    term = models.ForeignKey(
        "representatives.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name="届次",
    )
    villages = models.ManyToManyField(
        "representatives.Village",
        blank=True,
        related_name="groups",
        verbose_name="联系的村（社区）",
    )
    founded_on = models.DateField("成立日期", null=True, blank=True)
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表小组"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="group_unique_in_home",
                violation_error_message="已经有同名的代表小组。",
            )
        ]

    def __str__(self):
        return self.name


class GroupMembership(models.Model):
    """Who belongs to which group, from when to when."""

    group = models.ForeignKey(
        RepGroup, on_delete=models.CASCADE, related_name="memberships", verbose_name="代表小组"
    )
    representative = models.ForeignKey(
        "representatives.Representative",
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="代表",
    )
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True, blank=True)

    history = HistoricalRecords()
    objects = scoped_through("group__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "小组成员"
        ordering = ("group", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["representative"],
                condition=Q(ended_on=None),
                name="one_present_group_per_representative",
                violation_error_message="这位代表现在已经在一个小组里，请先填那一条的“止”。",
            )
        ]

    def __str__(self):
        return f"{self.group}：{self.representative}"


class ConvenerQuerySet(ScopedQuerySet):
    def on(self, today):
        """Conveners in office on `today` (both days included)."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=today), started_on__lte=today)

    def groups_led(self, user, today):
        """Keys of the groups that `user` convenes on `today`; None for the convener of a Home."""
        roles = self.on(today).filter(representative__user=user)
        return None if roles.filter(group=None).exists() else roles.values("group")


class Convener(models.Model):
    """The role of convener (召集人) over the Home or over one group, with dates."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="conveners", verbose_name="代表之家"
    )
    group = models.ForeignKey(
        RepGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conveners",
        verbose_name="代表小组",
        help_text="不选就是整个代表之家的召集人",
    )
    representative = models.ForeignKey(
        "representatives.Representative",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="convener_roles",
        verbose_name="代表",
    )
    name = models.CharField("姓名", max_length=50, blank=True, help_text="不是代表的召集人填这里")
    post = models.CharField("职务", max_length=60, blank=True, help_text="例：镇人大主席")
    is_deputy = models.BooleanField("副召集人", default=False)
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True, blank=True)

    history = HistoricalRecords()
    objects = ConvenerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "召集人"
        ordering = ("home", "group__order", "is_deputy", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(representative__isnull=False) | ~Q(name=""),
                name="convener_has_a_name",
                violation_error_message="请选择代表，或者填写召集人姓名。",
            )
        ]

    def __str__(self):
        return self.display_name

    @property
    def display_name(self):
        return self.representative.name if self.representative_id else self.name

    def clean(self):
        super().clean()
        if self.group_id and self.group.home_id != self.home_id:
            raise ValidationError({"group": "这个小组不属于所选的代表之家，请重新选择。"})
