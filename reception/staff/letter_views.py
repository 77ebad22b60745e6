"""Official announcements (公告) drafted from a reception day or from the table of a year."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST

from reception.models import ReceptionDay
from reception.papers import notices
from reception.staff import rosters
from reception.staff.pages import chosen_home, day_page
from representatives.documents.drafting import draft_from
from representatives.documents.pages import opened
from representatives.models import DocumentKind


@require_POST
@day_page("view_receptionday")
def of_day(request, day):
    """A draft of the announcement of one day; 404 for one that is off."""
    today = timezone.localdate()
    (each,) = rosters.roster_days(ReceptionDay.objects.filter(pk=day.pk), today)
    if each.is_cancelled:
        raise Http404
    return opened(request, draft_of_day(each, today))


@require_POST
def of_year(request, year):
    """A draft of the announcement of all days of a year of the Home that `?home=` names."""
    if not request.user.has_perm("reception.view_receptionday"):
        raise PermissionDenied
    if not datetime.MINYEAR < year < datetime.MAXYEAR:
        raise Http404
    home, today = chosen_home(request), timezone.localdate()
    rows = ReceptionDay.objects.visible_to(request.user).of(home).not_cancelled()
    days = rosters.days_of_year(rows, year, today)
    if not days:
        raise Http404
    return opened(request, draft_of_year(home, year, days))


def draft_of_day(each, today):
    """The same facts as the plain notice on the door (`notices.notice`)."""
    facts = notices.notice(each, today).facts["notice"]
    people = facts.people or "另行公布"
    lines = [
        "人大代表接待选民的时间、地点和有关事项公告如下，欢迎前来反映情况、提出意见建议。",
        f"一、时间：{facts.when}{f'（{facts.moved}）' if facts.moved else ''}。",
        f"二、地点：{facts.where}。",
        f"三、接待代表：{people}。",
        f"四、受理内容：{'；'.join(facts.accepted)}。",
        f"五、怎样办理：{facts.ends}",
        f"六、说明：{facts.no_cases}",
    ]
    day = each.day.on
    return draft_from(
        facts.home, DocumentKind.ANNOUNCEMENT,
        f"关于{day.year}年{day.month}月{day.day}日人大代表接待选民的公告",
        to=f"{facts.home.town}选民", body="\n".join(lines), contact=facts.contact,
        activity=each.day.activity,
    )  # fmt: skip


def draft_of_year(home, year, days):
    opening = (
        f"{year}年人大代表接待选民的日期、地点和接待代表公告如下，欢迎前来反映情况、提出意见建议。"
        "日期有变动的，另行公告。"
    )
    phone = f"联系电话：{home.phone}" if home.phone else ""
    return draft_from(
        home, DocumentKind.ANNOUNCEMENT, f"关于{year}年人大代表接待日安排的公告",
        to=f"{home.town}选民", body="\n".join([opening, *map(_day, days)]), contact=phone,
    )  # fmt: skip


def _day(each):
    """1月15日（星期四）9:00—11:00，汐子镇人大代表之家：王秀英、李明。"""
    on, people = each.day.on, "、".join(each.names) or "另行公布"
    hours, where = notices.hours(each.day), each.day.activity.where
    return f"{on.month}月{on.day}日（{each.weekday}）{hours}，{where}：{people}。"
