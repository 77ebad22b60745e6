"""Slips with which those invited to an activity sign in at the door."""

from django.urls import reverse
from django.utils import timezone

from daihome.cards.declaring import Box, Card
from daihome.tools.board_setting import Size
from daihome.tools.workdays import WEEKDAYS


def slip_facts(home, today, people, activity):
    """The activity on everybody's own slip, with the code that opens its page."""
    starts = timezone.localtime(activity.starts_at)
    when = f"{starts.year}年{starts.month}月{starts.day}日"
    same = {
        "title": activity.title,
        "when": f"{when}（星期{WEEKDAYS[starts.weekday()]}）{starts:%-H:%M}",
        "where": activity.where,
        "links": {"door": reverse("door", args=[activity.code])},
    }
    return [{**same, "name": person.name} for person in people]


CARDS = (
    Card(
        slug="sign-in",
        name="活动签到条",
        about="people",
        template="cards/slip.html",
        facts=slip_facts,
        sizes={"90×54毫米": Size(90, 54)},
        unit=2.6,
        boxes={"name": Box(0.56, 0.17, 2.6)},
        needs_activity=True,
        words="一次活动每人一条，扫码签到，每张A4十条。",
        order=32,
    ),
)
