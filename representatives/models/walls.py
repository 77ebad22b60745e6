"""What hangs on which wall (制度上墙): each board of each place, its size, and when it was printed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from representatives.models.home import Home, Venue


class WallBoardQuerySet(ScopedQuerySet):
    def hanging(self, day):
        """Boards that are up on `day`."""
        down = Q(down_on=None) | Q(down_on__gt=day)
        return self.filter(down, up_on__lte=day)


class WallBoard(models.Model):
    """One board at one place. What it says is drawn from the data when it is printed.

    `board` names its declaration (`daihome/boards/`), `subject` what it is about where there are
    several (a group, a rule, a year; empty: the Home). Out of date means: it would say something
    else today than `printed_digest` remembers.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="wall_boards", verbose_name="代表之家"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="wall_boards", verbose_name="场所"
    )
    board = models.SlugField("版面", max_length=30)
    subject = models.CharField("内容对象", max_length=40, blank=True)
    place = models.CharField("位置", max_length=60, blank=True, help_text="例：进门左手墙")
    width = models.PositiveSmallIntegerField("宽（毫米）")
    height = models.PositiveSmallIntegerField("高（毫米）")
    bleed = models.PositiveSmallIntegerField(
        "出血（毫米）", default=0, help_text="送印刷店一般填 3"
    )
    up_on = models.DateField("上墙日期", null=True, blank=True)
    down_on = models.DateField("撤下日期", null=True, blank=True)
    printed_at = models.DateTimeField("打印时间", null=True, blank=True, editable=False)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="打印人",
    )
    printed_digest = models.CharField(max_length=64, blank=True, editable=False)

    history = HistoricalRecords()
    objects = WallBoardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上墙版面"
        ordering = ("home", "venue__order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(width__range=(50, 3000), height__range=(50, 3000), bleed__lte=20),
                name="board_between_5_and_300_cm",
                violation_error_message="宽和高要在 50 到 3000 毫米之间，出血不超过 20 毫米。",
            ),
            models.CheckConstraint(
                condition=Q(down_on=None) | Q(down_on__gte=models.F("up_on")),
                name="board_down_not_before_up",
                violation_error_message="撤下日期不能早于上墙日期。",
            ),
        ]

    def __str__(self):
        return f"{self.venue} {self.board}"
