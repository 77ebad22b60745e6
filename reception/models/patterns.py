"""How the Home announces its reception days (接待规则): every second month on day N, and the like."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from reception import dates
from representatives.models import Home, RepGroup, Venue


class Cycle(models.TextChoices):
    EVERY = "every", "每月"
    ODD = "odd", "单月"
    EVEN = "even", "双月"
    QUARTER = "quarter", "每季度末月"


class How(models.TextChoices):
    DAYS = "days", "固定日子（几号）"
    WEEKDAY = "weekday", "固定星期几"
    MARKET = "market", "逢集（圩日）"
    APPOINTMENT = "appointment", "预约接待"


class Ordinal(models.IntegerChoices):
    EVERY = 0, "每个"
    FIRST = 1, "第一个"
    SECOND = 2, "第二个"
    THIRD = 3, "第三个"
    FOURTH = 4, "第四个"
    LAST = -1, "最后一个"


class Weekday(models.IntegerChoices):
    """As in `date.weekday()`."""

    MONDAY = 0, "星期一"
    TUESDAY = 1, "星期二"
    WEDNESDAY = 2, "星期三"
    THURSDAY = 3, "星期四"
    FRIDAY = 4, "星期五"
    SATURDAY = 5, "星期六"
    SUNDAY = 6, "星期日"


class OnDayOff(models.TextChoices):
    NEXT = "next", "顺延到下一个工作日"
    PREVIOUS = "previous", "提前到前一个工作日"
    WEEK = "week", "推迟一周"
    STAY = "stay", "照常接待"
    SKIP = "skip", "停一次"


NUMBERS = RegexValidator(
    r"^\d{1,2}([、，,\s]+\d{1,2})*$", "请写数字，有几个就写几个，用顿号分开，例：9、19。"
)


class ReceptionPattern(models.Model):
    """One rule from which reception days follow; `reception/dates.py` counts them."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="reception_patterns", verbose_name="代表之家"
    )
    name = models.CharField("名称", max_length=60, help_text="例：代表接待日")
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        related_name="reception_patterns",
        verbose_name="接待地点",
    )
    cycle = models.CharField("哪些月份", max_length=8, choices=Cycle, default=Cycle.EVEN)
    how = models.CharField("怎么定日子", max_length=12, choices=How, default=How.DAYS)
    days = models.CharField(
        "几号或逢几",
        max_length=40,
        blank=True,
        validators=[NUMBERS],
        help_text="固定日子写几号，例：15；两天写 9、19。逢集写尾数，例：3、6、9",
    )
    weekday = models.PositiveSmallIntegerField("星期几", choices=Weekday, null=True, blank=True)
    ordinal = models.SmallIntegerField("第几个", choices=Ordinal, default=Ordinal.EVERY)
    is_lunar = models.BooleanField(
        "按农历", default=False, help_text="只用于逢集：集日按农历算的选中"
    )
    on_day_off = models.CharField(
        "遇节假日", max_length=10, choices=OnDayOff, default=OnDayOff.NEXT
    )
    starts = models.TimeField("开始时间", help_text="例：9:00")
    ends = models.TimeField("结束时间", help_text="例：11:00")
    seats = models.PositiveSmallIntegerField("每次几名代表", default=2)
    in_rotation = models.BooleanField(
        "各小组轮流",
        default=True,
        help_text="选中后每次由一个小组接待，各组轮流；不选就全体代表轮流",
    )
    own_group = models.BooleanField(
        "由本地小组接待", default=False, help_text="选中后由联系接待地点所在村的小组接待"
    )
    county_seats = models.PositiveSmallIntegerField(
        "其中县级代表至少", default=0, help_text="0 就是县、镇代表一样轮流"
    )
    notice_days = models.PositiveSmallIntegerField(
        "提前几天公告", default=3, help_text="日历天。晚于这个时间公告的，标红并计数"
    )
    liaison = models.CharField("联络员", max_length=50, blank=True)
    theme = models.CharField("主题", max_length=60, blank=True, help_text="可不填")
    legal_basis = models.CharField(
        "依据", max_length=120, blank=True, help_text="例：本镇《代表接待选民制度》第二条"
    )
    starts_on = models.DateField("从哪天起", help_text="例：2026-01-01")
    ends_on = models.DateField("到哪天止", null=True, blank=True, help_text="一直用的不填")
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待规则"
        ordering = ("home", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")),
                name="pattern_ends_after_it_starts",
                violation_error_message="结束时间要晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 20), county_seats__lte=models.F("seats")),
                name="pattern_seats_1_to_20",
                violation_error_message="每次 1 至 20 名代表，其中县级代表不能多于总数。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="pattern_ends_on_not_before_start",
                violation_error_message="结束日期早于开始日期，请改正。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.how in (How.DAYS, How.MARKET):
            self._check_days()
        if self.how == How.WEEKDAY and self.weekday is None:
            raise ValidationError({"weekday": "请选择星期几。"})
        if self.venue_id and self.venue.home_id != self.home_id:
            raise ValidationError({"venue": "这个场所不属于所选的代表之家，请重新选择。"})

    def _check_days(self):
        low, high = (1, 31) if self.how == How.DAYS else (0, 10)
        if not self.numbers:
            raise ValidationError({"days": "请写几号或逢几，例：15。"})
        if [number for number in self.numbers if not low <= number <= high]:
            raise ValidationError({"days": f"这里的数要在 {low} 到 {high} 之间，请改正。"})

    def own_groups(self):
        """Groups that look after the village of the venue."""
        return RepGroup.objects.filter(
            home=self.home, is_active=True, villages=self.venue.village
        ).distinct()

    @property
    def numbers(self):
        """The numbers in `days`."""
        return [int(number) for number in re.findall(r"\d+", self.days)]

    @property
    def rule(self):
        """The pattern without the Home and its hours: what `reception.dates` counts with."""
        market = self.how == How.MARKET
        days = {number % 10 for number in self.numbers} if market else set(self.numbers)
        return dates.Rule(
            how=self.how,
            cycle=self.cycle,
            days=tuple(sorted(days)),
            weekday=self.weekday or 0,
            ordinal=self.ordinal,
            lunar=self.is_lunar,
            day_off=self.on_day_off,
        )

    @property
    def hours(self):
        return f"{self.starts:%-H:%M}—{self.ends:%-H:%M}"

    @property
    def in_words(self):
        """每逢双月15日 9:00—11:00，遇节假日顺延."""
        moved = self.rule.day_off_in_words()
        return f"{self.rule.in_words()} {self.hours}" + (f"，{moved}" if moved else "")

    def planned_days(self, first, last, calendar):
        """The `PlannedDay`s from `first` to `last` within the time for which the rule holds."""
        first, last = max(first, self.starts_on), min(last, self.ends_on or last)
        return dates.planned_days(self.rule, first, last, calendar) if first <= last else []
