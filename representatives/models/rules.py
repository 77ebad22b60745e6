"""The rules of the Home (规章制度) with their versions: what hangs on the wall and is in force."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from daihome.tools.pages import primary_key
from daihome.tools.registers import prose_date
from daihome.tools.scope import ScopedQuerySet
from representatives.models.home import Home


class RuleKind(models.TextChoices):
    """The kinds that the field knows (DOMAIN.md 1.4); a Home may have several of one kind."""

    RIGHTS = "rights", "代表的权利和义务"
    WORK = "work", "工作职责"
    STUDY = "study", "学习培训制度"
    CONTACT = "contact", "联系代表制度"
    RECEPTION = "reception", "接待选民和群众制度"
    ACTIVITY = "activity", "活动制度"
    REPORT = "report", "述职制度"
    INSPECTION = "inspection", "调研视察制度"
    PAIRING = "pairing", "结对帮扶制度"
    SUPERVISION = "supervision", "建议督办制度"
    DUTY = "duty", "值班制度"
    ARCHIVE = "archive", "档案管理制度"
    FLOW = "flow", "工作流程"
    OTHER = "other", "其他制度"


class HomeRuleQuerySet(ScopedQuerySet):
    def in_force(self, day):
        """Those that apply on `day`: in force by then, and not yet replaced."""
        replaced = Q(superseded_on=None) | Q(superseded_on__gt=day)
        return self.filter(replaced, effective_on__lte=day)

    def with_first_version(self):
        """Each with `first_version`, the key of the oldest version of the same rule."""
        same = self.model.objects.filter(home=OuterRef("home"), title=OuterRef("title"))
        return self.annotate(first_version=Subquery(same.order_by("version").values("pk")[:1]))

    def of_subject(self, subject):
        """All versions of the rule of which `subject` (text from an address) names one by key."""
        key = primary_key(subject)
        named = self.model.objects.filter(pk=key, home=OuterRef("home"), title=OuterRef("title"))
        return self.filter(Exists(named)) if key is not None else self.none()


class HomeRule(models.Model):
    """One version of one rule; a new version replaces it from a day on, the old one stays."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="rules", verbose_name="代表之家"
    )
    kind = models.CharField("种类", max_length=12, choices=RuleKind)
    title = models.CharField(
        "名称", max_length=60, help_text="例：汐子镇人大代表接待选民和群众制度"
    )
    text = models.TextField(
        "正文", max_length=10000, help_text="一条一段。“一、”开头的短行印成小标题"
    )
    version = models.PositiveSmallIntegerField("版次", default=1)
    adopted_by = models.CharField(
        "通过机关", max_length=60, blank=True, help_text="例：镇人大主席团"
    )
    adopted_on = models.DateField("通过日期", null=True, blank=True)
    effective_on = models.DateField("施行日期")
    superseded_on = models.DateField(
        "停止施行日期", null=True, blank=True, help_text="有了新版或者废止的填；这一天起不再施行"
    )
    on_wall = models.BooleanField("上墙", default=True)
    order = models.PositiveSmallIntegerField("排列顺序", default=10)

    history = HistoricalRecords()
    objects = HomeRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规章制度"
        ordering = ("home", "order", "kind", "-version", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "title", "version"],
                name="rule_version_unique_in_home",
                violation_error_message="这个制度已经有同一版次，请改版次或者直接修改那一版。",
            ),
            models.CheckConstraint(
                condition=Q(superseded_on=None) | Q(superseded_on__gte=models.F("effective_on")),
                name="rule_superseded_not_before_effective",
                violation_error_message="停止施行日期不能早于施行日期。",
            ),
        ]

    def __str__(self):
        return self.title if self.version == 1 else f"{self.title}（第{self.version}版）"

    @property
    def issued(self):
        """The line under the title: who adopted it when, and from when on it applies."""
        adopted = ""
        if self.adopted_by or self.adopted_on:
            day = prose_date(self.adopted_on) if self.adopted_on else ""
            adopted = f"{day}{self.adopted_by}通过，"
        return f"（{adopted}{prose_date(self.effective_on)}起施行）"

    def is_in_force(self, day):
        return self.effective_on <= day and (self.superseded_on is None or self.superseded_on > day)

    @transaction.atomic
    def revise(self, **fields):
        """A new version with these `fields` that replaces this one from its first day on.

        Raises `ValidationError` when this one is replaced already or the day is not later.
        """
        start = fields["effective_on"]
        held = HomeRule.objects.filter(pk=self.pk, superseded_on=None)
        if start <= self.effective_on:
            raise ValidationError({"effective_on": "新版的施行日期要晚于现在这一版的施行日期。"})
        if not held.update(superseded_on=start):
            raise ValidationError("这一版已经有新版或者已经废止，请打开最新的一版再修订。")
        same = {name: getattr(self, name) for name in ("home", "kind", "title", "on_wall", "order")}
        new = HomeRule.objects.create(version=self.version + 1, **same, **fields)
        self.refresh_from_db()
        self.save()  # the change history does not see `update`
        return new

    revise.alters_data = True
