"""Working days and calendar months, and how a due date came about day by day.

民法典 Art. 201-203 as the general rule: the first day does not count; a month ends on the
corresponding day, or on the last day of a shorter month; a last day that is a day off moves on to
the next working day. Make-up working days (调休) are working days.
"""

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
SATURDAY = 5


class DayNote(NamedTuple):
    """One line of an explanation."""

    date: date
    counted: bool
    why: str


@dataclass(frozen=True)
class Calendar:
    """The days that differ from an ordinary week: date → works?, or date → (works?, name)."""

    days: Mapping[date, bool | tuple[bool, str]]

    def knows(self, year: int) -> bool:
        """Whether the holiday table of `year` is there; else weekends are all that is known."""
        return any(day.year == year for day in self.days)

    def is_workday(self, day: date) -> bool:
        works, _ = self._special(day)
        return day.weekday() < SATURDAY if works is None else works

    def describe(self, day: date) -> str:
        """What kind of day it is, in Chinese: 国庆节放假, 春节调休上班, 周六休息, 工作日."""
        works, name = self._special(day)
        if works is not None:
            name = name.removesuffix("放假").removesuffix("上班").removesuffix("调休")
            return f"{name}调休上班" if works else f"{name}放假"
        if day.weekday() < SATURDAY:
            return "工作日"
        unknown = "" if self.knows(day.year) else f"（{day.year}年放假安排未录入）"
        return f"周{WEEKDAYS[day.weekday()]}休息{unknown}"

    def add_workdays(self, start: date, number: int) -> date:
        """The last of `number` working days after `start`; `start` itself for 0."""
        day = start
        while number > 0:
            day += ONE_DAY
            number -= self.is_workday(day)
        return day

    def add_days(self, start: date, number: int) -> date:
        """`number` calendar days after `start`, days off counted."""
        return start + number * ONE_DAY

    def add_months(self, start: date, number: int) -> date:
        """The corresponding day `number` months later, clamped to the end of a shorter month."""
        year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
        last = months.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, last))

    def roll_forward(self, day: date) -> date:
        """`day` if it is a working day, else the next one."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def due(self, start: date, number: int, unit: str, *, roll: bool = True) -> date:
        """The last day of `explain`, without the explanation."""
        if unit == "workdays":
            return self.add_workdays(start, number)
        add = {"days": self.add_days, "months": self.add_months}[unit]
        end = add(start, number)
        return self.roll_forward(end) if roll else end

    def explain(self, start: date, number: int, unit: str, *, roll: bool = True) -> list[DayNote]:
        """Each day of a clock of `number` "days", "workdays" or "months"; the last one is due."""
        if unit == "workdays":
            return self.explain_workdays(start, number)
        explain = {"days": self.explain_days, "months": self.explain_months}[unit]
        return explain(start, number, roll=roll)

    def explain_workdays(self, start: date, number: int) -> list[DayNote]:
        """Each day from `start` to the last of `number` working days."""
        notes = [_first(start)]
        while number > 0:
            day = notes[-1].date + ONE_DAY
            works = self.is_workday(day)
            number -= works
            notes.append(DayNote(day, works, self.describe(day)))
        return notes

    def explain_days(self, start: date, number: int, *, roll: bool = True) -> list[DayNote]:
        """Each day from `start` to `number` calendar days later, and on to a working day."""
        end = self.add_days(start, number)
        return self._explain_to(start, end, f"第 {number} 天", roll)

    def explain_months(self, start: date, number: int, *, roll: bool = True) -> list[DayNote]:
        """Each day from `start` to `number` months later, and on to a working day."""
        end = self.add_months(start, number)
        target = f"第 {number} 个月的对应日"
        if end.day < start.day:
            target = f"{end.month}月没有{start.day}日，以{end.month}月最后一天为对应日"
        return self._explain_to(start, end, target, roll)

    def _special(self, day: date) -> tuple[bool | None, str]:
        entry = self.days.get(day)
        return entry if isinstance(entry, tuple) else (entry, "")

    def _explain_to(self, start: date, end: date, target: str, roll: bool) -> list[DayNote]:
        notes = [_first(start)]
        while notes[-1].date < end:
            day = notes[-1].date + ONE_DAY
            notes.append(DayNote(day, True, f"计入（{self.describe(day)}，连续计算）"))
        if notes[1:]:
            notes[-1] = DayNote(end, True, f"{target}（{self.describe(end)}）")
        while roll and not self.is_workday(notes[-1].date):
            day = notes[-1].date + ONE_DAY
            notes.append(DayNote(day, False, f"届满日休息，顺延（{self.describe(day)}）"))
        return notes


def _first(start: date) -> DayNote:
    return DayNote(start, False, "起算日，当天不计")
