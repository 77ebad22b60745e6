"""On which days the Home receives: a pattern, the working days, and why a day was moved.

The patterns are those that townships announce: the 15th of every even month, the 9th and 19th, every
Monday, the first Tuesday, market days (圩日), by appointment. Days that fall on a day off move by the
Home's rule; make-up working days (调休) are working days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from borax.calendars.lunardate import LunarDate
from dateutil.rrule import DAILY, MONTHLY, rrule, weekday

from daihome.tools.workdays import ONE_DAY, SATURDAY, WEEKDAYS, Calendar

WEEK = timedelta(days=7)
# Longer than any move: what is found in a period does not depend on where the period begins.
MARGIN = timedelta(days=92)
EVERY, LAST = 0, -1
ORDINALS = {EVERY: "每个", 1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", LAST: "最后一个"}
DIGITS = "〇一二三四五六七八九"


class Cycle(StrEnum):
    """In which months there is a reception."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"
    QUARTER = "quarter"


class How(StrEnum):
    """How the days of such a month are found."""

    DAYS = "days"
    WEEKDAY = "weekday"
    MARKET = "market"
    APPOINTMENT = "appointment"


class DayOff(StrEnum):
    """What happens to a date that is a day off."""

    NEXT = "next"
    PREVIOUS = "previous"
    WEEK = "week"
    STAY = "stay"
    SKIP = "skip"


MONTHS = {
    Cycle.EVERY: tuple(range(1, 13)),
    Cycle.ODD: tuple(range(1, 13, 2)),
    Cycle.EVEN: tuple(range(2, 13, 2)),
    Cycle.QUARTER: (3, 6, 9, 12),
}
CYCLE_WORDS = {
    Cycle.EVERY: "每月",
    Cycle.ODD: "每逢单月",
    Cycle.EVEN: "每逢双月",
    Cycle.QUARTER: "每季度末月",
}
DAY_OFF_WORDS = {
    DayOff.NEXT: "遇节假日顺延",
    DayOff.PREVIOUS: "遇节假日提前",
    DayOff.WEEK: "遇节假日推迟一周",
    DayOff.STAY: "节假日照常",
    DayOff.SKIP: "遇节假日停止一次",
}
MOVED_WORDS = {DayOff.NEXT: "顺延到", DayOff.PREVIOUS: "提前到", DayOff.WEEK: "推迟到"}


@dataclass(frozen=True)
class Rule:
    """What the Home has announced.

    `days` are days of the month, or for market days the last digits of the day; `weekday` is 0 for
    Monday, `ordinal` 0 for every one, 1 to 4, or -1 for the last one of the month.
    """

    how: str
    cycle: str = Cycle.EVERY
    days: tuple[int, ...] = ()
    weekday: int = 0
    ordinal: int = EVERY
    lunar: bool = False
    day_off: str = DayOff.NEXT

    @property
    def moves(self) -> bool:
        """Market days are where the people are: they stay on a day off."""
        return self.how != How.MARKET and self.day_off != DayOff.STAY

    def in_words(self) -> str:
        """每逢双月15日; 每月第一个周二; 每逢圩日（农历逢三、六、九）; 预约接待."""
        cycle = CYCLE_WORDS[self.cycle]
        if self.how == How.DAYS:
            return cycle + "、".join(f"{day}日" for day in sorted(self.days))
        if self.how == How.MARKET:
            digits = "、".join(DIGITS[day] if day else "十" for day in sorted(self.days))
            calendar = "农历" if self.lunar else "公历"
            return f"{'' if self.cycle == Cycle.EVERY else cycle}每逢圩日（{calendar}逢{digits}）"
        if self.how == How.APPOINTMENT:
            return "预约接待"
        name = f"周{WEEKDAYS[self.weekday]}"
        if self.ordinal == EVERY:
            return f"每{name}" if self.cycle == Cycle.EVERY else f"{cycle}的每{name}"
        return f"{cycle}{ORDINALS[self.ordinal]}{name}"

    def day_off_in_words(self) -> str:
        """遇节假日顺延; nothing where there are no dates."""
        if self.how == How.APPOINTMENT:
            return ""
        return DAY_OFF_WORDS[self.day_off if self.moves else DayOff.STAY]


@dataclass(frozen=True)
class PlannedDay:
    """The day that the pattern names and the day on which it is held (none: it falls out).

    `why` is the sentence for page and notice, "" for a day that was not moved. `is_provisional`: the
    days off of that year are not entered yet, only weekends were respected.
    """

    nominal: date
    day: date | None
    why: str
    is_provisional: bool = False


def planned_days(rule: Rule, first: date, last: date, calendar: Calendar) -> list[PlannedDay]:
    """The reception days held from `first` to `last`, both included, in their order.

    A date that falls out is told where it would have been. Where two dates move onto one day, or
    one would pass the next, there is one day, and `why` names the other.
    """
    nominals = nominal_dates(rule, first - MARGIN, last + MARGIN)
    planned = [_planned(rule, nominal, calendar) for nominal in nominals]
    days = [_joined(group, calendar) for group in _in_order(planned)]
    return [day for day in days if first <= (day.day or day.nominal) <= last]


def nominal_dates(rule: Rule, first: date, last: date) -> list[date]:
    """The dates that the pattern names, days off or not."""
    if rule.how == How.APPOINTMENT:
        return []
    found = {day for part in _parts(rule) for day in _run(rule, part, first, last)}
    return sorted(day for day in found if not rule.lunar or _is_lunar_market(rule, day))


def _parts(rule: Rule) -> Iterator[dict]:
    """What rrule is asked for; a month without day 31 has it on its last day."""
    if rule.how == How.WEEKDAY:
        yield {"byweekday": weekday(rule.weekday, rule.ordinal or None)}
    elif rule.how == How.DAYS:
        for day in rule.days:
            yield {"bymonthday": tuple(range(min(day, 28), day + 1)), "bysetpos": -1}
    elif rule.lunar:
        yield {"freq": DAILY}
    else:
        yield {"bymonthday": tuple(day for day in range(1, 32) if day % 10 in rule.days)}


def _run(rule: Rule, part: dict, first: date, last: date) -> Iterator[date]:
    start, until = datetime.combine(first, time()), datetime.combine(last, time())
    terms = {"freq": MONTHLY, "dtstart": start, "until": until} | part
    return (moment.date() for moment in rrule(bymonth=MONTHS[rule.cycle], **terms))


def _is_lunar_market(rule: Rule, day: date) -> bool:
    return rule.how != How.MARKET or LunarDate.from_solar(day).day % 10 in rule.days


def _planned(rule: Rule, nominal: date, calendar: Calendar) -> PlannedDay:
    known = not rule.moves or calendar.knows(nominal.year)
    if not rule.moves or calendar.is_workday(nominal):
        return PlannedDay(nominal, nominal, "", not known)
    off = _off(nominal, calendar)
    if rule.day_off == DayOff.SKIP:
        return PlannedDay(nominal, None, f"{off}，这一次不安排接待", not known)
    day = _moved(rule, nominal, calendar)
    why = f"{off}，{MOVED_WORDS[rule.day_off]}{in_words(day, nominal.year)}"
    return PlannedDay(nominal, day, why, not (known and calendar.knows(day.year)))


def _off(nominal: date, calendar: Calendar) -> str:
    return f"{in_words(nominal)}是{calendar.describe(nominal)}"


def _moved(rule: Rule, nominal: date, calendar: Calendar) -> date:
    """The working day onto which a day off moves.

    Whole weeks keep the weekday; from a weekend they would never end, so there it goes on from one
    week later to the next working day.
    """
    day = nominal
    if rule.day_off == DayOff.PREVIOUS:
        while not calendar.is_workday(day):
            day -= ONE_DAY
        return day
    if rule.day_off == DayOff.WEEK:
        day += WEEK
        while nominal.weekday() < SATURDAY and not calendar.is_workday(day):
            day += WEEK
    return calendar.roll_forward(day)


def _in_order(planned: list[PlannedDay]) -> list[list[PlannedDay]]:
    """The dates in groups that share a day: a date moved onto or past the next one joins it."""
    groups: list[list[PlannedDay]] = []
    following = None
    for day in reversed(planned):
        if day.day and following and day.day >= following[0].day:
            following.insert(0, replace(day, day=following[0].day))
            continue
        groups.append([day])
        if day.day:
            following = groups[-1]
    return groups[::-1]


def _joined(group: list[PlannedDay], calendar: Calendar) -> PlannedDay:
    """The one day held for a group of dates: the date that did not move, else the last one."""
    kept = next((day for day in group if day.day == day.nominal), group[-1])
    others = [
        f"{_off(day.nominal, calendar)}，与{in_words(kept.day, day.nominal.year)}的接待合为一天"
        for day in group
        if day is not kept
    ]
    return replace(
        kept,
        why="；".join([*others, kept.why] if kept.why else others),
        is_provisional=any(day.is_provisional for day in group),
    )


def in_words(day: date, year: int | None = None) -> str:
    """6月15日, and with its year where that is not `year`."""
    words = f"{day.month}月{day.day}日"
    return words if year in (None, day.year) else f"{day.year}年{words}"
