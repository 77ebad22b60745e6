"""What the cells of a list of representatives mean: months, spans, levels, states. Pure.

Everything raises ValidationError with a sentence; empty text gives None or "".
"""

import re
from datetime import date

from django.core.exceptions import ValidationError

from daihome.tools.figures import check_day, clean_day
from daihome.tools.text import half_width
from representatives.models import EndReason, Level, MandateState, Representative, SuspensionReason

FIRST_BIRTH_YEAR = 1900
DIGITS = "零一二三四五六七八九"
MONTH = re.compile(r"([0-9]{4})(?:[-./]([0-9]{1,2})|年([0-9]{1,2})月?|([0-9]{2}))")
SPAN_MARK = re.compile(r"(?<=[0-9年月日号])(?:至今|至|到|--+|~+|-(?=[0-9]{4}))")
# The tenth month typed as a number loses its nought: 1975.10 arrives as 1975.1.
AMBIGUOUS_MONTH = re.compile(r"[0-9]{4}\.1")

SEXES = {"男": Representative.Sex.MALE, "女": Representative.Sex.FEMALE}
STATES = {
    "在任": MandateState.ACTIVE,
    "在职": MandateState.ACTIVE,
    "正常": MandateState.ACTIVE,
    "暂停": MandateState.SUSPENDED,
    "暂停执行职务": MandateState.SUSPENDED,
    "终止": MandateState.ENDED,
    "资格终止": MandateState.ENDED,
    "代表资格终止": MandateState.ENDED,
    "离任": MandateState.ENDED,
}
END_WORDS = {
    "届满": EndReason.TERM_OVER,
    "换届": EndReason.TERM_OVER,
    "迁出": EndReason.MOVED,
    "调离": EndReason.MOVED,
    "辞职": EndReason.RESIGNED,
    "辞去": EndReason.RESIGNED,
    "两次": EndReason.ABSENT_TWICE,
    "罢免": EndReason.RECALLED,
    "国籍": EndReason.NATIONALITY,
    "政治权利": EndReason.RIGHTS,
    "行为能力": EndReason.CAPACITY,
    "去世": EndReason.DIED,
    "逝世": EndReason.DIED,
    "病故": EndReason.DIED,
    "死亡": EndReason.DIED,
}
SUSPENSION_WORDS = {
    "羁押": SuspensionReason.PENDING_CASE,
    "侦查": SuspensionReason.PENDING_CASE,
    "起诉": SuspensionReason.PENDING_CASE,
    "审判": SuspensionReason.PENDING_CASE,
    "服刑": SuspensionReason.SERVING,
    "管制": SuspensionReason.SERVING,
    "拘役": SuspensionReason.SERVING,
}


def compact(text: str) -> str:
    """`text` half width and without any blank."""
    return re.sub(r"\s", "", half_width(text))


def birth_month(text: str, today: date) -> date | None:
    """The first day of the month of birth: 1975-03, 1975.03, 1975年3月, 197503, or a whole date."""
    typed = compact(text)
    if not typed:
        return None
    if AMBIGUOUS_MONTH.fullmatch(typed):
        raise ValidationError("分不清是 1 月还是 10 月。请写成“1975-01”或“1975-10”的样子。")
    month = _month(typed) or _day(typed).replace(day=1)
    if not FIRST_BIRTH_YEAR <= month.year <= today.year - 18:
        raise ValidationError("按这个出生年月，代表未满十八周岁或者年份不对。请核对。")
    return month


def _month(typed):
    match = MONTH.fullmatch(typed)
    if not match:
        return None
    year, *months = match.groups()
    try:
        return date(int(year), int(next(filter(None, months))), 1)
    except ValueError as error:
        raise ValidationError("没有这个月份。请写成“1975-03”的样子。") from error


def _day(typed):
    # Born before 1949 is no mistake here, so the limits of other dates do not hold.
    match = re.fullmatch(r"(19[0-4][0-9])[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?", typed)
    if not match:
        return clean_day(typed, from_sheet=True)
    try:
        return date(*map(int, match.groups()))
    except ValueError as error:
        raise ValidationError("日历上没有这一天。请核对出生年月。") from error


def day_or_month(text: str) -> date | None:
    """A date; of a month alone its first day."""
    typed = compact(text)
    if not typed:
        return None
    if AMBIGUOUS_MONTH.fullmatch(typed):
        raise ValidationError("分不清是 1 月还是 10 月。请写成“2021-01”或“2021-10”的样子。")
    month = _month(typed)
    return check_day(month) if month else clean_day(typed, from_sheet=True)


def span(text: str) -> tuple[date | None, date | None]:
    """First and last day of 2021-10至2026-10, 2021.10.20-2026.10.19, 2021年10月至今; end may lack."""
    typed = compact(text)
    if not typed:
        return None, None
    parts = [part for part in SPAN_MARK.split(typed) if part]
    if len(parts) > 2:
        raise ValidationError("请写成“2021-10至2026-10”的样子。")
    days = [day_or_month(part) for part in parts]
    start, end = days[0], days[1] if len(days) == 2 else None
    if end and end <= start:
        raise ValidationError("结束的日期早于开始的日期。请核对任期。")
    return start, end


def level(text: str) -> str:
    """镇级, 乡镇, 镇人大代表 → township; 县级, 区, 旗 → county; empty → township."""
    typed = compact(text)
    county, township = bool(re.search("[县区旗市]", typed)), bool(re.search("[镇乡]", typed))
    if county and township:
        raise ValidationError("同时是县级和镇级代表的，请分成两行，每行写一级。")
    if typed and not county and not township:
        raise ValidationError("请写“县级”或“镇级”。")
    return Level.COUNTY if county else Level.TOWNSHIP


def sex(text: str) -> str:
    """男, 女, 男性 → m, f."""
    typed = compact(text).removesuffix("性")
    if typed and typed not in SEXES:
        raise ValidationError("请写“男”或“女”。")
    return SEXES.get(typed, "")


def ethnicity(text: str) -> str:
    """汉 → 汉族; anything longer than two characters as it stands."""
    typed = compact(text)
    return f"{typed}族" if 1 <= len(typed) <= 3 and not typed.endswith("族") else typed


def state(text: str) -> str:
    """在任, 暂停, 终止 as a MandateState; empty text gives ""."""
    typed = compact(text)
    if typed and typed not in STATES:
        raise ValidationError("请写“在任”“暂停”或“终止”。")
    return STATES.get(typed, "")


def end_reason(text: str) -> str:
    """辞职, 迁出, 去世, … as an EndReason; empty text gives ""."""
    return _by_word(
        text, END_WORDS, "请按代表法第六十二条写，例：辞职、迁出、罢免、去世、任期届满。"
    )


def suspension_reason(text: str) -> str:
    """被羁押, 正在服刑, … as a SuspensionReason; empty text gives ""."""
    return _by_word(
        text, SUSPENSION_WORDS, "请按代表法第六十一条写，例：因刑事案件被羁押、正在服刑。"
    )


def _by_word(text, words, sentence):
    typed = compact(text)
    found = next((reason for word, reason in words.items() if word in typed), "")
    if typed and not found:
        raise ValidationError(sentence)
    return found


def number_in(text: str) -> int | None:
    """The number in 第十九届, 第19届, 第三选区, 3; None when there is none."""
    typed = compact(text)
    if match := re.search("[0-9]{1,3}", typed):
        return int(match[0])
    match = re.search(f"[{DIGITS[1:]}]?十[{DIGITS[1:]}]?|[{DIGITS[1:]}]", typed)
    if not match:
        return None
    tens, has_ten, ones = match[0].rpartition("十")
    ten = (DIGITS.index(tens) if tens else 1) * 10 if has_ten else 0
    return ten + (DIGITS.index(ones) if ones else 0)


def chinese_number(number: int) -> str:
    """19 → 十九; numbers under 100."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")
