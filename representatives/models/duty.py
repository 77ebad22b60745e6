"""What representatives did, by category: replaces 代表履职登记本 (R4; 代表法第五十八条)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredFile, files_through
from representatives.models.accounts import Role
from representatives.models.by_hand import ByHand, EntriesByHand
from representatives.models.groups import Convener, GroupMembership
from representatives.models.home import Home
from representatives.models.people import Representative


class DutySource(models.TextChoices):
    """What the house itself records; each has one category that it falls under."""

    STUDY = "study", "学习培训"
    GROUP = "group", "小组活动"
    MEETING = "meeting", "会议"
    PUBLICITY = "publicity", "宣传"
    SERVICE = "service", "服务群众"
    RECEPTION = "reception", "接待选民"
    CONTACT = "contact", "联系选民"
    TALK = "talk", "谈心走访"
    AID = "aid", "走访慰问、结对帮扶"
    INSPECTION = "inspection", "视察、检查、调查"
    PRESIDIUM = "presidium", "主席团会议"
    CONGRESS = "congress", "出席人民代表大会会议"
    PROPOSAL = "proposal", "提出建议"
    REPORT = "report", "向选民述职"


class DutyCategoryQuerySet(ScopedQuerySet):
    def for_source(self, home, source):
        """The category under which the Home counts what `source` records; made when missing."""
        row = self.of(home).filter(source=source).first()
        return row or self.create(home=home, source=source, name=DutySource(source).label)

    def by_hand(self):
        """Categories that a representative may enter: nothing else in the house records them."""
        return self.filter(source="", is_active=True)


class DutyCategory(models.Model):
    """A category of duty (履职类别) as the Home defines it (DOMAIN.md 5.3)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="duty_categories", verbose_name="代表之家"
    )
    name = models.CharField("类别", max_length=30, help_text="例：化解矛盾纠纷")
    source = models.CharField(
        "自动登记",
        max_length=12,
        choices=DutySource,
        blank=True,
        help_text="选了的由系统从活动、接待、走访里自动登记；不选的由代表自己填，召集人确认",
    )
    days = models.DecimalField(
        "折合天数",
        max_digits=4,
        decimal_places=1,
        default=0.5,
        help_text="每次折合几天，例：0.5。填报时可以改",
    )
    points = models.DecimalField(
        "积分",
        max_digits=4,
        decimal_places=1,
        default=1,
        help_text="每次记几分。只在代表之家启用积分时使用",
    )
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = DutyCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职类别"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="duty_category_unique_in_home",
                violation_error_message="已经有这个履职类别，请直接使用。",
            ),
            models.UniqueConstraint(
                fields=["home", "source"],
                condition=~Q(source=""),
                name="one_duty_category_per_source",
                violation_error_message="这种自动登记已经有一个类别了，请改那一个。",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=0, days__lte=30),
                name="duty_category_days_0_to_30",
                violation_error_message="折合天数要在 0 到 30 之间。",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100),
                name="duty_category_points_0_to_100",
                violation_error_message="积分要在 0 到 100 之间。",
            ),
        ]

    def __str__(self):
        return self.name


class DutyState(models.TextChoices):
    WAITING = "waiting", "待确认"
    CONFIRMED = "confirmed", "已确认"
    SENT_BACK = "sent_back", "退回补充"


class DutyRecordQuerySet(EntriesByHand, ScopedQuerySet):
    def visible_to(self, user):
        """Staff of the Home all; a convener the members of the own groups; a representative their
        own."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            return rows.filter(representative=user.represents)
        if user.is_authenticated and user.role == Role.CONVENER:
            return rows.of_led(user)
        return rows

    def of_led(self, user):
        """Records of those whom the convener `user` leads today, and the own ones."""
        groups = Convener.objects.groups_led(user, timezone.localdate())
        if groups is None:
            return self
        members = GroupMembership.objects.filter(ended_on=None, group__in=groups)
        led = Q(representative__in=members.values("representative"))
        return self.filter(led | Q(representative__user=user))

    def confirmed(self):
        return self.filter(state=DutyState.CONFIRMED)

    def waiting(self):
        return self.filter(state=DutyState.WAITING)

    @transaction.atomic
    def follow(self, key, home, people, *, source, on, content, place="", days=None, by_name=""):
        """Let the records under `key` (e.g. "visit:12") say what their source says now.

        The one door for records that nobody types: a source calls it each time it is written,
        with the `people` (representatives) whose duty it is, none when it no longer counts. `on`
        is a date, `days` a Decimal (the category's own when None), `by_name` who stands for it.
        """
        category = DutyCategory.objects.for_source(home, source)
        said = {
            "home": home,
            "category": category,
            "on": on,
            "content": content[:CONTENT_MAX],
            "place": place[:PLACE_MAX],
            "days": category.days if days is None else days,
            "state": DutyState.CONFIRMED,
            "confirmed_by_name": by_name[:NAME_MAX],
        }
        there = {row.representative_id: row for row in self.filter(key=key)}
        wanted = {person.pk for person in people}
        self.filter(key=key).exclude(representative__in=wanted).delete()
        changed = [row for pk, row in there.items() if pk in wanted and row.take(said)]
        self.bulk_update(changed, list(said))
        new = [self.model(key=key, representative_id=pk, **said) for pk in wanted - there.keys()]
        # Of two that write at the same moment each leaves the other's rows alone.
        self.bulk_create(new, ignore_conflicts=True)


CONTENT_MAX, PLACE_MAX, NAME_MAX = 1000, 120, 50


class DutyRecord(ByHand, models.Model):
    """One act of one representative on one day.

    With a `key` it follows a source in the house (`follow`) and is changed there only; without
    one the representative entered it and the convener confirms it.
    """

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="duty_records")
    representative = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        related_name="duty_records",
        verbose_name="代表",
        db_index=False,
    )
    category = models.ForeignKey(
        DutyCategory, on_delete=models.PROTECT, related_name="records", verbose_name="履职类别"
    )
    on = models.DateField("日期")
    content = models.TextField("履职内容", max_length=CONTENT_MAX)
    place = models.CharField("地点", max_length=PLACE_MAX, blank=True)
    evidence = models.CharField(
        "证明材料", max_length=200, blank=True, help_text="例：会议签到表、调解协议书"
    )
    days = models.DecimalField("天数", max_digits=4, decimal_places=1, default=0.5)
    # Names the source, e.g. "activity:12"; empty for what was entered by hand.
    key = models.CharField(max_length=40, blank=True, editable=False)
    # The form's one-time key of an entry by hand: sent twice, it is one.
    form_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    state = models.CharField("状态", max_length=10, choices=DutyState, default=DutyState.WAITING)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="填报人",
    )
    entered_at = models.DateTimeField("填报时间", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="确认人",
    )
    confirmed_by_name = models.CharField("确认人", max_length=NAME_MAX, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)
    # Why it was sent back, for the representative to read.
    remark = models.CharField("退回原因", max_length=200, blank=True)

    objects = DutyRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职记录"
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "representative"],
                condition=~Q(key=""),
                name="one_duty_record_per_source_and_person",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=0, days__lte=366), name="duty_days_0_to_366"
            ),
        ]
        indexes = [
            models.Index(fields=["home", "on"], name="duty_home_day"),
            models.Index(fields=["representative", "on"], name="duty_person_day"),
            models.Index(fields=["home"], condition=Q(state="waiting"), name="duty_waiting"),
        ]

    def __str__(self):
        return f"{self.on} {self.category}"

    def take(self, said):
        """Set the fields of `said`; whether any was different."""
        changed = [name for name, value in said.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, said[name])
        return bool(changed)


class DutyFile(StoredFile):
    """Proof of an entry by hand: a picture or a scan."""

    record = models.ForeignKey(DutyRecord, on_delete=models.CASCADE, related_name="files")

    objects = files_through("record__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "证明材料"
        ordering = ("pk",)
