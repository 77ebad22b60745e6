"""How long a unit has to answer the opinions of an inspection, and until when a notice is in time.

代表法 (2025) art. 31: what a visit found is handed on and answered. The number of months is a
province's: 浙江 and 山东 three, 重庆 one (DOMAIN.md 1.7), so the day may be set by hand.
"""

from datetime import timedelta

from django.utils import timezone

from inspections.models import InspectionForm
from suggestions.models import SpecialDay

OPINION_MONTHS = 3
OPINION_BASIS = (
    "代表法第三十一条：视察、调研提出的建议、批评和意见，转交有关单位研究处理并反馈。"
    "期限参照浙江、山东等省实施代表法办法：三个月内反馈；本地另有规定的，请直接填应反馈日期。"
)
NOTICE_DAYS = 10
NOTICE_BASIS = "《河南省各级人民代表大会代表视察办法》第六条（其他地方参照）"


def opinion_due(sent_on):
    """Three calendar months after `sent_on`, moved on to a working day."""
    calendar = SpecialDay.objects.calendar_from(sent_on)
    return calendar.due(sent_on, OPINION_MONTHS, "months")


def notice_hint(inspection, today):
    """A sentence where a collective inspection is told too late, or is about to be; else ""."""
    activity = inspection.activity
    if inspection.form != InspectionForm.COLLECTIVE or activity.is_tentative:
        return ""
    announced = activity.announced_at
    last = activity.on - timedelta(days=NOTICE_DAYS)
    told = timezone.localdate(announced) if announced else today
    if told <= last or (activity.is_held and not announced):
        return ""
    said = "通知晚了" if announced else f"现在通知已经不到 {NOTICE_DAYS} 天"
    return (
        f"集中视察应当提前 {NOTICE_DAYS} 天通知代表，最迟{last.month}月{last.day}日，{said}。"
        f"依据：{NOTICE_BASIS}。来得及的请改日子；确有需要的可以照常办。"
    )
