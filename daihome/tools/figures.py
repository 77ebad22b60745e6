"""Whole numbers and dates as people write them, exact or refused with a Chinese sentence.

Full-width digits and the usual separators are understood; digits of other scripts, thousands
commas, two-digit years and dates outside 1949 to 2100 are refused, never guessed.
"""

import re
from datetime import date, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from daihome.tools.text import clean_line, half_width

FIRST_YEAR, LAST_YEAR = 1949, 2100
SPREADSHEET_DAY_ZERO = date(1899, 12, 30)

_DAY = re.compile(
    r"([0-9]{4})(?:([-./])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]"
    r"|([0-9]{2})([0-9]{2}))"
)
_SERIAL = re.compile(r"([1-7][0-9]{4})(?:\.0+)?")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:时]([0-5][0-9])(?:分|:00)?")


def clean_whole_number(text: str) -> int | None:
    """A whole number in ASCII or full-width digits; None when nothing is typed."""
    typed = half_width(clean_line(text)).strip()
    if not typed:
        return None
    if not re.fullmatch("[+-]?[0-9]{1,18}", typed):
        raise ValidationError("请填写整数，只用数字，不要写逗号、小数和单位，例如 1200。")
    return int(typed)


def clean_amount(text: str) -> Decimal | None:
    """An amount of at most 12 and 2 digits, ASCII or full-width; None when nothing is typed."""
    typed = half_width(clean_line(text)).strip().replace("。", ".").removesuffix("元").strip()
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", typed):
        raise ValidationError("请填写数字，最多两位小数，不要写逗号和单位，例如 1200 或 35.5。")
    return Decimal(typed)


def clean_day(text: str, *, from_sheet: bool = False, first_year: int = FIRST_YEAR) -> date | None:
    """A date: 2024-2-9, 2024.2.9, 2024/2/9, 2024年2月9日, 20240209; None when nothing is typed.

    `from_sheet` also takes the day number by which spreadsheets keep dates (45331).
    """
    typed = half_width(clean_line(text)).strip().replace("。", ".")
    typed = re.sub(r"\s*([年月日号./-])\s*", r"\1", typed)
    if not typed:
        return None
    if from_sheet and (serial := _SERIAL.fullmatch(typed)):
        return check_day(SPREADSHEET_DAY_ZERO + timedelta(days=int(serial[1])), first_year)
    match = _DAY.fullmatch(typed)
    if not match:
        raise ValidationError(
            "请把日期写成“2024-02-09”或“2024年2月9日”的样子，年份写四位，不带时间。"
        )
    year, _, *places = match.groups()
    month, day = (int(place) for place in places if place)
    try:
        return check_day(date(int(year), month, day), first_year)
    except ValueError as error:
        raise ValidationError(f"日历上没有 {year} 年 {month} 月 {day} 日。请核对日期。") from error


def check_day(day: date, first_year: int = FIRST_YEAR) -> date:
    """`day` itself when it lies within the years that the project knows."""
    if first_year <= day.year <= LAST_YEAR:
        return day
    raise ValidationError(f"日期应在 {first_year} 年到 {LAST_YEAR} 年之间。请核对年份。")


def clean_time(text: str) -> time | None:
    """A time of day to the minute: 9:05, 09：05, 9时05分; None when nothing is typed."""
    typed = half_width(clean_line(text)).strip()
    if not typed:
        return None
    if match := _TIME.fullmatch(typed):
        return time(int(match[1]), int(match[2]))
    raise ValidationError("请把时间写成“09:30”的样子，从 00:00 到 23:59。")
