"""Working days and deadlines as data: each Home's clocks with their legal basis (DOMAIN.md 4.2-4.3)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from daihome.tools import prepared, workdays
from daihome.tools.scope import ScopedQuerySet
from representatives.models import Home
from suggestions.clocks.policies import DEFAULT_POLICIES, Clock, ClockUnit

DAYS_LIST = r"^\d{1,3}([、，,\s]+\d{1,3})*$"
DAYS_LIST_SAYS = "请写天数，几次就写几个，用顿号分开，例：15、7、1。"


class SpecialDayQuerySet(models.QuerySet):
    def calendar(self):
        """The national calendar as a `workdays.Calendar` (one query)."""
        rows = self.values_list("date", "is_workday", "name")
        return workdays.Calendar({day: (is_workday, name) for day, is_workday, name in rows})

    def calendar_from(self, start):
        """The calendar from the year of `start` on: all that a deadline from then can meet."""
        rows = prepared.fetch(_days_statement(start.year))
        return workdays.Calendar({day: (is_workday, name) for day, is_workday, name in rows})


class SpecialDay(models.Model):
    """A day off on a weekday, or a make-up working day on a weekend (调休); national."""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班", help_text="调休上班选中，放假不选")
    name = models.CharField("说明", max_length=30, help_text="例：国庆节、国庆节调休")

    history = HistoricalRecords()
    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ("-date",)

    def __str__(self):
        return f"{self.date} {self.name}"


@lru_cache(maxsize=8)
def _days_statement(year):
    rows = SpecialDay.objects.filter(date__year__gte=year)
    return prepared.statement(rows.values_list("date", "is_workday", "name"))


@dataclass(frozen=True)
class Deadline:
    """One due date with everything that it rests on. `start` is excluded, `due` included."""

    start: date
    due: date
    length: str
    legal_basis: str
    explanation: list


class DeadlinePolicyQuerySet(ScopedQuerySet):
    def for_clock(self, home, clock):
        """The Home's own policy for `clock`, else the national default (not saved)."""
        return self.for_clocks(home, [clock])[clock]

    def for_clocks(self, home, clocks):
        """Clock → policy for some clocks, as `for_clock`; one query. None of them is for saving."""
        own = {row[0]: dict(zip(TERMS, row, strict=True)) for row in _own_policies(home.pk)}
        terms = {
            clock: own.get(clock) or {"clock": clock} | DEFAULT_POLICIES[clock] for clock in clocks
        }
        return {clock: DeadlinePolicy(home=home, **terms[clock]) for clock in clocks}


class DeadlinePolicy(models.Model):
    """How long one kind of act may take in this Home, and why."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="deadline_policies", verbose_name="代表之家"
    )
    clock = models.CharField("时限", max_length=16, choices=Clock)
    number = models.PositiveSmallIntegerField("数", help_text="例：3")
    unit = models.CharField("单位", max_length=10, choices=ClockUnit)
    rolls_forward = models.BooleanField(
        "遇节假日顺延", default=True, help_text="最后一天是节假日的，顺延到下一个工作日"
    )
    start_event = models.CharField("从何时起算", max_length=30, help_text="例：交办之日")
    legal_basis = models.CharField(
        "依据", max_length=120, help_text="印在交办单上，例：代表法第五十一条"
    )
    # In the same unit as `number`, from the same first day.
    max_number = models.PositiveSmallIntegerField(
        "延期后最长",
        null=True,
        blank=True,
        help_text="连同延期最多多少（单位同上），例：6。不填就是不能延期",
    )
    remind_before = models.CharField(
        "提前几天提醒",
        max_length=40,
        blank=True,
        validators=[RegexValidator(DAYS_LIST, DAYS_LIST_SAYS)],
        help_text="日历天，几次就写几个，例：15、7、1。不填不提醒",
    )
    remind_after = models.CharField(
        "逾期几天提醒",
        max_length=40,
        blank=True,
        validators=[RegexValidator(DAYS_LIST, DAYS_LIST_SAYS)],
        help_text="日历天，例：1、7、15。不填不提醒",
    )

    history = HistoricalRecords()
    objects = DeadlinePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理时限"
        ordering = ("home", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "clock"],
                name="policy_unique_in_home",
                violation_error_message="这个时限已经设置过，请直接修改那一条。",
            ),
            models.CheckConstraint(
                condition=models.Q(number__range=(1, 400)),
                name="policy_number_1_to_400",
                violation_error_message="数要在 1 到 400 之间。",
            ),
            models.CheckConstraint(
                condition=models.Q(max_number=None)
                | models.Q(max_number__gte=models.F("number"), max_number__lte=400),
                name="policy_longest_not_shorter",
                violation_error_message="延期后最长的数不能小于原来的数，也不能超过 400。",
            ),
        ]

    def __str__(self):
        return f"{self.get_clock_display()}：{self.length}"

    @property
    def length(self):
        """For people, e.g. “3个月”."""
        return f"{self.number}{self.get_unit_display()}"

    @property
    def thresholds(self):
        """Days from the due date on which somebody is reminded, in order; before it is negative."""
        before = sorted(-int(day) for day in re.findall(r"\d+", self.remind_before))
        return [*before, *sorted(int(day) for day in re.findall(r"\d+", self.remind_after))]

    def due(self, start, calendar):
        """The due date alone, without how it came about."""
        return calendar.due(start, self.number, self.unit, roll=self.rolls_forward)

    def deadline(self, start, calendar=None):
        """The `Deadline` that begins on the date `start`; `calendar` saves the query."""
        calendar = calendar or SpecialDay.objects.calendar_from(start)
        explanation = calendar.explain(start, self.number, self.unit, roll=self.rolls_forward)
        due = explanation[-1].date
        return Deadline(start, due, self.length, self.legal_basis, explanation)


TERMS = (
    "clock", "number", "unit", "rolls_forward", "start_event", "legal_basis", "max_number",
    "remind_before", "remind_after",
)  # fmt: skip


def _own_policies(home_id):
    return prepared.fetch(_policies_statement(home_id))


@lru_cache(maxsize=64)
def _policies_statement(home_id):
    return prepared.statement(DeadlinePolicy.objects.filter(home=home_id).values_list(*TERMS))
