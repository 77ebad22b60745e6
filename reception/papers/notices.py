"""The notice of a reception day (公告) and the table of a year (接待日安排表), DOMAIN.md section 3."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from daihome.tools.fonts import spell_out
from daihome.tools.workdays import WEEKDAYS
from reception.staff.rosters import RosterDay
from representatives.models import Home
from suggestions.papers.common import Paper

ACCEPTED = (
    "对本{place}经济社会发展和群众生产生活的意见、建议",
    "对人大、政府及其工作人员的批评、意见和建议",
    "法律法规和政策执行中的问题",
)
ENDS = (
    "接待代表认真听取、逐件登记。能当场解释的当场解释；需要办理的，由{congress}转交有关单位办理"
    "并督办，结果由代表告知本人。"
)
NO_CASES = "人大一般不办理具体案件。应当通过诉讼、仲裁、行政复议解决，或者由信访部门受理的，请向有关机关提出。"


@dataclass(frozen=True)
class Notice:
    """What the notice on the wall says of one day."""

    home: Home
    number: str
    when: str
    moved: str
    where: str
    people: str
    theme: str
    accepted: list[str]
    ends: str
    no_cases: str
    contact: str
    signed_on: datetime.date

    @property
    def signer(self) -> str:
        return self.home.congress_name


def notice(each: RosterDay, today: datetime.date) -> Paper:
    """The 公告 of a day: with its number once it is announced, with a line to write before."""
    day, home = each.day, each.day.home
    told = day.activity.announced_at
    facts = Notice(
        home=home,
        number=day.notice_number,
        when=f"{_long(day.on)}（{each.weekday}）{hours(day)}",
        moved=spell_out(day.moved_why, letters=False),
        where=_place(day),
        people="、".join(each.names),
        theme=spell_out(day.theme, letters=False),
        accepted=accepted(home),
        ends=ends(home),
        no_cases=NO_CASES,
        contact=_contact(day),
        signed_on=timezone.localdate(told) if told else today,
    )
    return Paper(
        "print/reception_notice.html",
        {"notice": facts, "signer": facts.signer, "signed_on": facts.signed_on},
    )


def accepted(home: Home) -> list[str]:
    """What is accepted, each without a full stop."""
    place = "镇" if home.town.endswith("镇") else "地"
    return [line.format(place=place) for line in ACCEPTED]


def ends(home: Home) -> str:
    """What happens to what was said."""
    return ENDS.format(congress=home.congress_name)


def year_table(home: Home, year: int, days: list[RosterDay], today: datetime.date) -> Paper:
    """The 接待日安排表 of a year, A3 landscape."""
    rows = [_row(each) for each in days]
    facts = {"home": home, "year": year, "rows": rows, "today": today}
    return Paper("print/reception_year.html", facts)


def _row(each):
    day = each.day
    group = day.activity.group.name if day.activity.group_id else ""
    return {
        "on": day.on,
        "weekday": WEEKDAYS[day.on.weekday()],
        "hours": hours(day),
        "where": spell_out(day.activity.where, letters=False),
        "people": "—" if each.is_cancelled else "、".join(each.names),
        "group": group,
        "liaison": day.liaison,
        "theme": spell_out(day.theme, letters=False),
        "remark": spell_out(each.remark, letters=False),
    }


def hours(day) -> str:
    """9:00—11:00, as the clock shows here."""
    activity = day.activity
    ends = f"—{_clock(activity.ends_at)}" if activity.ends_at else ""
    return f"{_clock(activity.starts_at)}{ends}"


def _clock(moment):
    return f"{timezone.localtime(moment):%-H:%M}"


def _long(day):
    return f"{day.year}年{day.month}月{day.day}日"


def _place(day):
    venue = day.activity.venue
    address = venue.address if venue and not day.activity.place else ""
    return spell_out(f"{day.activity.where}{f'（{address}）' if address else ''}", letters=False)


def _contact(day):
    """Whom to ask: the liaison of the day and the Home's telephone."""
    parts = (f"联络员：{day.liaison}" if day.liaison else "", _phone(day.home))
    return "；".join(filter(None, parts))


def _phone(home):
    return f"联系电话：{home.phone}" if home.phone else ""
