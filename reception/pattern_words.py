"""How a Home receives, in one sentence for voters: 每逢双月15日 9:00—11:00，在镇人大办公室接待."""

from daihome.tools.workdays import WEEKDAYS
from reception.models import Cycle, How, OnDayOff, Ordinal
from representatives.models.policy import days_in

CYCLES = {
    Cycle.EVERY: "每月",
    Cycle.ODD: "每逢单月",
    Cycle.EVEN: "每逢双月",
    Cycle.QUARTER: "每季度末月",
}
DAYS_OFF = {
    OnDayOff.NEXT: "遇节假日顺延到下一个工作日",
    OnDayOff.PREVIOUS: "遇节假日提前到前一个工作日",
    OnDayOff.WEEK: "遇节假日推迟一周",
    OnDayOff.STAY: "节假日照常",
    OnDayOff.SKIP: "遇节假日停一次",
}
DIGITS = "〇一二三四五六七八九"


def when(pattern):
    """每逢双月15日; 每月第一个星期二; 逢集（农历三、六、九）."""
    cycle = CYCLES[pattern.cycle]
    if pattern.how == How.DAYS:
        return cycle + "、".join(f"{day}日" for day in days_in(pattern.days))
    if pattern.how == How.MARKET:
        digits = "、".join(DIGITS[day] if 0 < day < 10 else "十" for day in days_in(pattern.days))
        often = "" if pattern.cycle == Cycle.EVERY else f"{cycle}的"
        return f"{often}圩日（{'农历' if pattern.is_lunar else '公历'}逢{digits}）"
    weekday = f"星期{WEEKDAYS[pattern.weekday]}"
    if pattern.ordinal == Ordinal.EVERY:
        return f"每个{weekday}" if pattern.cycle == Cycle.EVERY else f"{cycle}的每个{weekday}"
    return f"{cycle}{pattern.get_ordinal_display()}{weekday}"


def sentence(pattern):
    """The whole sentence; by appointment, whom to call stands beside it on the page."""
    hours = f"{pattern.starts:%-H:%M}—{pattern.ends:%-H:%M}"
    if pattern.how == How.APPOINTMENT:
        return f"预约接待，请先打电话约好，{hours} 在{pattern.venue.name}见面。"
    return f"{when(pattern)} {hours}，在{pattern.venue.name}接待；{DAYS_OFF[pattern.on_day_off]}。"
