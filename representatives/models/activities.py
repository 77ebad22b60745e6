"""Activities: replace 代表小组活动登记本 (R6), “代表之家”活动记录本 (R8) and 会议记录 (R9).

Study, group activity, meeting, publicity, service, reception day: one table, one form of
attendance (`attending.py`), so that what is written once stands in every book.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from daihome.tools.registers import ONE_DAY, midnight
from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredBy, files_through
from representatives.models.accounts import Role
from representatives.models.activity_kinds import OPEN_BASES, ActivityKind, Base
from representatives.models.duty import DutyRecord, DutySource
from representatives.models.groups import Convener, RepGroup
from representatives.models.home import Home, Venue, new_code

# Who should come wants to know this long before.
ANNOUNCED_BEFORE = timedelta(days=7)

# Every base counts as duty of those who were there, under the category of the same name.
DUTY_OF = {base: DutySource(base.value) for base in Base}


class HomeFunction(models.TextChoices):
    """The seed's five “homes”: what the Home is to a representative."""

    STUDY = "study", "学习在家中"
    OFFICE = "office", "办公在家中"
    INFORMED = "informed", "知情在家中"
    DELIBERATE = "deliberate", "议政在家中"
    SERVE = "serve", "服务在家中"


class ActivityState(models.TextChoices):
    PLANNED = "planned", "计划"
    ANNOUNCED = "announced", "已通知"
    HELD = "held", "已举行"
    CANCELLED = "cancelled", "取消"


class ActivityQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Staff of the Home all; a group's convener the Home's and the own groups'; a
        representative those they are invited to."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            # An account without a person is invited to nothing: None would match empty lists.
            invited = Q(attendances__representative=user.represents)
            return rows.filter(invited) if user.represents else rows.none()
        if user.is_authenticated and user.role == Role.CONVENER:
            groups = Convener.objects.groups_led(user, timezone.localdate())
            return rows if groups is None else rows.filter(Q(group=None) | Q(group__in=groups))
        return rows

    def kept_by(self, user):
        """Those that `user` may plan and record: a group's convener only the own groups'."""
        if not user.has_perm("representatives.change_activity"):
            return self.none()
        if user.role != Role.CONVENER:
            return self
        groups = Convener.objects.groups_led(user, timezone.localdate())
        return self if groups is None else self.filter(group__in=groups)

    def coming(self, today):
        """Planned or announced for `today` or later, the next first."""
        open_states = (ActivityState.PLANNED, ActivityState.ANNOUNCED)
        rows = self.filter(state__in=open_states, starts_at__gte=midnight(today))
        return rows.order_by("starts_at", "pk")

    def held(self):
        return self.filter(state=ActivityState.HELD)

    def for_everybody(self):
        """What was held and everybody may read of, the latest first (two queries).

        Each with its public pictures as `shown_files`; `is_pictured` where there is one.
        """
        pictures = ActivityFile.objects.public()
        rows = self.held().annotate(is_pictured=Exists(pictures.filter(activity=OuterRef("pk"))))
        rows = rows.filter(Q(kind__base__in=OPEN_BASES) | Q(is_pictured=True))
        rows = rows.select_related("venue").order_by("-starts_at", "-pk")
        return rows.prefetch_related(Prefetch("files", pictures, to_attr="shown_files"))

    def within(self, start, end):
        """Those that begin on a day between two dates, both included."""
        return self.filter(starts_at__gte=midnight(start), starts_at__lt=midnight(end + ONE_DAY))

    def unrecorded(self, today):
        """Whose day (of a tentative one: month) is over, and nobody wrote down how it went."""
        open_states = (ActivityState.PLANNED, ActivityState.ANNOUNCED)
        past = self.filter(state__in=open_states, starts_at__lt=midnight(today))
        this_month = Q(is_tentative=True, starts_at__gte=midnight(today.replace(day=1)))
        return past.exclude(this_month).exclude(kind__base=Base.RECEPTION)

    def unannounced(self, today):
        """Of the next days, but those who should come have not been told."""
        soon = self.filter(state=ActivityState.PLANNED, is_tentative=False)
        return soon.within(today, today + ANNOUNCED_BEFORE).exclude(kind__base=Base.RECEPTION)


class Activity(models.Model):
    """One activity from the yearly plan to its record; a reception day has one too.

    `save` is followed by `settle` wherever something changes that a duty record repeats.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="activities", verbose_name="代表之家"
    )
    kind = models.ForeignKey(
        ActivityKind, on_delete=models.PROTECT, related_name="activities", verbose_name="活动类别"
    )
    group = models.ForeignKey(
        RepGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="代表小组",
        help_text="小组自己的活动选小组；全体代表的活动不选",
    )
    title = models.CharField("主题", max_length=100, help_text="例：学习新修改的代表法")
    home_function = models.CharField("五个“家”", max_length=12, choices=HomeFunction, blank=True)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    # Of a plan that names only the month.
    is_tentative = models.BooleanField(
        "只定月份", default=False, help_text="年度计划里日子还没定的选中，定了再取消"
    )
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="场所",
    )
    place = models.CharField("地点", max_length=120, blank=True, help_text="不在场所里办的填这里")
    organiser = models.CharField("组织者", max_length=60, blank=True, help_text="例：镇人大主席团")
    agenda = models.TextField(
        "安排（议题）", max_length=3000, blank=True, help_text="通知里给参加人看；会议的写议题"
    )
    code = models.SlugField("签到码", max_length=16, unique=True, default=new_code, editable=False)
    state = models.CharField(
        "状态", max_length=10, choices=ActivityState, default=ActivityState.PLANNED
    )
    announced_at = models.DateTimeField("通知时间", null=True, blank=True, editable=False)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    # --- the record, filled in after it was held
    host = models.CharField("主持人", max_length=50, blank=True)
    recorder = models.CharField("记录人", max_length=50, blank=True)
    lecturer = models.CharField("主讲人", max_length=50, blank=True)
    hours = models.DecimalField(
        "学时", max_digits=4, decimal_places=1, null=True, blank=True, help_text="学习的填，例：2"
    )
    days = models.DecimalField(
        "折合天数",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="记入每人履职登记的天数；不填按履职类别的折合天数",
    )
    others = models.CharField(
        "列席和其他参加人员", max_length=300, blank=True, help_text="例：镇财政所王所长、村民 12 人"
    )
    others_count = models.PositiveSmallIntegerField("其他参加人数", default=0)
    content = models.TextField("活动内容（发言）", max_length=20000, blank=True)
    decisions = models.TextField("决定事项", max_length=5000, blank=True)
    votes_for = models.PositiveSmallIntegerField("赞成", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("反对", null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("弃权", null=True, blank=True)
    outcome = models.TextField("成效、形成的意见建议", max_length=5000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="登记人",
    )
    # How long after the fact it was written down is shown to the chair.
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True, editable=False)
    materials = models.ManyToManyField(
        "representatives.StudyMaterial",
        blank=True,
        related_name="activities",
        verbose_name="学习资料",
    )

    history = HistoricalRecords()
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="activity_ends_after_it_starts",
                violation_error_message="结束时间要晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="cancelled_activity_has_reason",
                violation_error_message="取消的活动要写原因。",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "starts_at"], name="activity_home_start"),
            models.Index(fields=["group", "starts_at"], name="activity_group_start"),
        ]

    def __str__(self):
        return self.title

    @property
    def on(self):
        """The local date on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def where(self):
        """The place as people say it."""
        return self.place or (self.venue.name if self.venue_id else "")

    @property
    def is_held(self):
        return self.state == ActivityState.HELD

    @property
    def is_reception(self):
        """Whether it is a reception day, which has pages and rules of its own."""
        return self.kind.base == Base.RECEPTION

    def may_be_kept_by(self, user):
        """Whether it is one of those that `user` may plan and record (`kept_by`)."""
        if user.role == Role.CONVENER:
            return Activity.objects.filter(pk=self.pk).kept_by(user).exists()
        return user.has_perm("representatives.change_activity")

    @transaction.atomic
    def settle(self):
        """Let the duty records of those who were there say what this activity says now.

        Also where attendance changed; the Home's books read the activity itself.
        """
        present = [row.representative for row in self.attendances.present()] if self.is_held else []
        DutyRecord.objects.follow(
            f"activity:{self.pk}",
            self.home,
            present,
            source=DUTY_OF[self.kind.base],
            on=self.on,
            content=self.title,
            place=self.where,
            days=self.days,
            by_name=self.recorder or str(self.recorded_by or ""),
        )

    settle.alters_data = True


class ActivityFileQuerySet(files_through("activity__home")):
    def public(self):
        """Pictures of what was held that staff put before everybody."""
        return self.filter(
            is_public=True, kind="picture", use=ActivityFile.Use.PICTURE,
            activity__state=ActivityState.HELD, activity__home__is_open=True,
        )  # fmt: skip


class ActivityFile(StoredBy):
    """A picture, the signed sign-in sheet or record, or the minutes of an activity."""

    class Use(models.TextChoices):
        PICTURE = "picture", "照片"
        SIGN_IN = "sign_in", "签到表"
        MINUTES = "minutes", "会议材料"
        SIGNED = "signed", "签字的登记本、记录"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="files")
    use = models.CharField("用途", max_length=10, choices=Use, default=Use.PICTURE)
    caption = models.CharField("说明", max_length=60, blank=True)
    is_public = models.BooleanField(
        "对外公开",
        default=False,
        help_text="只用于照片：选中后登在首页的“最近活动”里，先看有没有拍到群众",
    )

    address = "activity_file"
    objects = ActivityFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动图片和材料"
        ordering = ("pk",)
