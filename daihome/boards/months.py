"""Months and years as subjects of boards."""

import re
from datetime import date, datetime, timedelta

from daihome.tools.registers import midnight


def first_of(day: date) -> date:
    return day.replace(day=1)


def before(day: date) -> date:
    """The first day of the month before that of `day`."""
    return first_of(first_of(day) - timedelta(days=1))


def after(month: date) -> date:
    """The first day of the month after the one that begins on `month`."""
    return first_of(month + timedelta(days=31))


def months(today: date, count: int) -> list[date]:
    """The last `count` whole months, the latest first."""
    found = [before(today)]
    while len(found) < count:
        found.append(before(found[-1]))
    return found


def month_of(subject: str) -> date | None:
    """The first day of “2026-10”; None when it is no month."""
    named = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", subject)
    return date(int(named[1]), int(named[2]), 1) if named else None


def named(month: date) -> str:
    return f"{month.year}年{month.month}月"


def moments(month: date) -> tuple[datetime, datetime]:
    """When the month begins and when the next one does."""
    return midnight(month), midnight(after(month))
