"""Kinds of activity: what the Home calls them, and what they count as."""

from django.db import models
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from representatives.models.home import Home


class Base(models.TextChoices):
    """What an activity is, whatever the Home calls it; the seed's five and what every Home has."""

    STUDY = "study", "学习"
    GROUP = "group", "小组活动"
    MEETING = "meeting", "会议"
    PUBLICITY = "publicity", "宣传"
    SERVICE = "service", "服务"
    RECEPTION = "reception", "接待"
    INSPECTION = "inspection", "视察检查"
    PRESIDIUM = "presidium", "主席团会议"
    CONGRESS = "congress", "人民代表大会会议"


# Planned on pages of their own, which know more of them than an activity does.
OWN_ROOMS = (Base.RECEPTION, Base.INSPECTION, Base.PRESIDIUM, Base.CONGRESS)


# Of a meeting only what somebody published on purpose, by a picture: titles may name a person.
OPEN_BASES = (Base.STUDY, Base.GROUP, Base.PUBLICITY, Base.SERVICE)
# Of these there are minutes (会议记录), of the others a record.
MINUTED = (Base.MEETING, Base.PRESIDIUM, Base.CONGRESS)


class ActivityKindQuerySet(ScopedQuerySet):
    def for_base(self, home, base):
        """The Home's first active kind of `base`; made when there is none."""
        row = self.of(home).filter(base=base, is_active=True).first()
        return row or self.create(home=home, base=base, name=Base(base).label)


class ActivityKind(models.Model):
    """Kinds of activity as data: names are the Home's, what they count as is fixed."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="activity_kinds", verbose_name="代表之家"
    )
    name = models.CharField("名称", max_length=30, help_text="例：小组集中学习")
    base = models.CharField("算作", max_length=10, choices=Base)
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ActivityKindQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动类别"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="activity_kind_unique_in_home",
                violation_error_message="已经有这个活动类别，请直接使用。",
            )
        ]

    def __str__(self):
        return self.name
