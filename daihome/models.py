"""Papers that take long, ordered and fetched when ready; scans of signed volumes of registers."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from daihome.tools.registers import Period
from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredFile, StoredFiles
from representatives.models import Home, Role

SILENT_MINUTES = 10  # after so long without a word its maker is taken for dead
KEPT_DAYS = 7


class OrderState(models.TextChoices):
    WAITING = "waiting", "等待制作"
    MAKING = "making", "正在制作"
    READY = "ready", "已做好"
    FAILED = "failed", "没有做成"


class PaperOrderQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Each person fetches the own ones: a paper shows what its orderer may see."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def next_one(self, now):
        """The oldest that waits, or that a dead maker left behind; None when there is none."""
        silent = now - timedelta(minutes=SILENT_MINUTES)
        rows = self.filter(
            Q(state=OrderState.WAITING) | Q(state=OrderState.MAKING, heard_at__lt=silent)
        )
        return rows.order_by("pk").first()


class PaperOrder(models.Model):
    """One order: which paper, with which parameters, how far it is, and the finished file.

    The file appears under its name only when it is whole: a crash leaves none.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="paper_orders", verbose_name="代表之家"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="paper_orders",
        verbose_name="要的人",
    )
    paper = models.CharField("文书", max_length=40)
    title = models.CharField("名称", max_length=120)
    # What the maker needs besides: plain values only.
    parameters = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=8, choices=OrderState, default=OrderState.WAITING)
    # How often somebody began with it: what kills its maker each time is given up.
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("共", default=0)
    # Of its maker, each time a piece is done.
    heard_at = models.DateTimeField("最近进展", null=True)
    ordered_at = models.DateTimeField("要的时间")
    ready_at = models.DateTimeField("做好时间", null=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField("字节", default=0)
    error = models.CharField("原因", max_length=300, blank=True)

    objects = PaperOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待取文书"
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=["state"], condition=Q(state__in=["waiting", "making"]), name="orders_open"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def percent(self):
        """How far it is, 0 to 100."""
        return min(100 * self.done // self.total, 100) if self.total else 0


class ArchivePackage(models.Model):
    """That a package (年度归档包) was made: replaces the hand-over list of the archive room.

    The file goes after KEPT_DAYS; its hash stays, so that a copy can be held against it.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="packages", verbose_name="代表之家"
    )
    # Its kind, a key of MAKERS.
    paper = models.CharField("种类", max_length=40)
    number = models.CharField("编号", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    made_at = models.DateTimeField("制作时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="制作人"
    )
    # While its file can still be fetched, by its orderer.
    order = models.OneToOneField(
        PaperOrder,
        on_delete=models.SET_NULL,
        null=True,
        related_name="package",
        verbose_name="待取文书",
    )
    files = models.PositiveIntegerField("文件数")
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("SHA-256", max_length=64)
    # Chinese sentences: what is missing or does not agree.
    problems = models.JSONField("要注意的", default=list, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "归档包"
        ordering = ("-made_at", "-pk")

    def __str__(self):
        return self.number


class SignedVolumeQuerySet(StoredFiles, ScopedQuerySet):
    def visible_to(self, user):
        """Staff of the Home; of what a convener or an auditor may not read on screen no paper either.

        A volume may hold rows of every group, so a convener sees those that they put there.
        """
        rows = super().visible_to(user)
        if user.is_authenticated and user.role in (Role.REPRESENTATIVE, Role.UNIT):
            return rows.none()
        if user.is_authenticated and user.role == Role.CONVENER:
            return rows.filter(by=user)
        if user.is_authenticated and not user.sees_all_homes and user.role == Role.AUDITOR:
            return rows.filter(is_restricted=False)
        return rows

    def of_book(self, register, home, period):
        """Volumes of a register that have a day in common with `period`, the newest period first."""
        rows = self.of(home).filter(register=register.slug)
        return rows.filter(start__lte=period.end, end__gte=period.start)

    def in_force(self):
        """Those that nothing better has taken the place of."""
        return self.filter(replaced_at=None)

    @transaction.atomic
    def keep(self, stored, *, by, replaces, is_restricted, **book):
        """Write the pairs of `stored_files` as one volume; `replaces`: instead of what is there."""
        if replaces:
            same = self.in_force().filter(**book)
            same.update(replaced_at=timezone.now(), replaced_by=by)
        self.attach(stored, by=by, is_restricted=is_restricted, **book)


class SignedVolume(StoredFile):
    """The scan of a printed volume of a register that was signed (填表人、审核人): the paper original.

    Which book it is: the register's slug, the period, what it was narrowed to (`chosen`: keys by
    name of the choice, `about` in words) and the number of the volume.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="signed_volumes", verbose_name="代表之家"
    )
    register = models.SlugField("登记簿", max_length=30)
    start = models.DateField("从")
    end = models.DateField("到")
    chosen = models.JSONField(default=dict)
    about = models.CharField("范围", max_length=200, blank=True)
    volume = models.PositiveSmallIntegerField("第几册", default=1)
    # Holds matters that only clerk, chair and administrator may read.
    is_restricted = models.BooleanField("有需要保密的内容", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="存入人"
    )
    # Set when a better scan took its place; the file stays.
    replaced_at = models.DateTimeField("换掉时间", null=True, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="换掉的人",
    )

    objects = SignedVolumeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记簿签字原件"
        ordering = ("-start", "-end", "about", "volume", "pk")
        indexes = [models.Index(fields=["home", "register", "start"], name="signed_volume_book")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")), name="signed_volume_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(volume__gte=1), name="signed_volume_from_1"),
        ]

    @property
    def period(self):
        """Its `Period`; of a whole year with the year's own label."""
        year = Period.of_year(self.start.year)
        is_year = (year.start, year.end) == (self.start, self.end)
        return year if is_year else Period.between(self.start, self.end)
