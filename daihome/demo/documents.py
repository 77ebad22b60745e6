"""Letters of the presidium: an announcement, a notice, a letter to a county office, minutes, a draft."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from reception.models import ReceptionDay
from reception.staff import rosters
from reception.staff.letter_views import draft_of_day
from representatives.activities import cells
from representatives.documents import drafting
from representatives.models import Activity, Base, DocumentKind, Role

CODE = "汐人大"
ROAD = """今年以来，代表在联系走访中多次听到北山咀、公营子两村群众反映：县道至北山咀村的路段，汛期以后路基下沉、路面破损，夜间没有标志，学生上学和农产品外运都不方便。主席团组织代表到现场看过，情况属实。
一、请尽快修补破损路段
（一）危险地段先立警示标志。沟边急弯两处没有护栏，请先设标志和反光桩。
（二）路面和路基一并处理。只补路面，雨季还会下沉。
二、请把这条路列入明年的养护计划
请将研究的意见和时间安排函告我们，以便向代表和群众反馈。"""
SUMMARY = """年底以前，各代表小组要对照年度计划，总结一年的活动和联系选民的情况。
一、总结什么
学习、活动、接待、走访各几次，听到多少意见，办成几件，还有什么没有办成。
二、怎样报
小组召集人写一页，12月20日以前交到代表之家。"""


def make_documents(town):
    """Four that were issued, each on its day, and a draft."""
    town.home.document_code = CODE
    town.home.save()
    clerk = town.users[Role.CLERK]
    for draft, day in filter(
        None, [_announcement(town), _notice(town), _letter(town), *_minutes(town)]
    ):
        draft.written_by = clerk
        draft.save()
        draft.issue(timezone.make_aware(datetime.combine(day, time(10))), day)
    drafting.draft_from(
        town.home, DocumentKind.NOTICE, "关于做好代表小组年度工作总结的通知",
        to="各代表小组", body=SUMMARY, written_by=clerk,
    ).save()  # fmt: skip


def _announcement(town):
    days = ReceptionDay.objects.of(town.home).not_cancelled()
    day = days.between(town.today - timedelta(days=120), town.today).last()
    if day is None:
        return None
    (each,) = rosters.roster_days(ReceptionDay.objects.filter(pk=day.pk), town.today)
    return draft_of_day(each, town.today), day.on - timedelta(days=7)


def _held(town, base):
    rows = Activity.objects.of(town.home).held().filter(kind__base=base)
    return cells.with_people(rows.order_by("-starts_at"))


def _notice(town):
    study = _held(town, Base.STUDY).first()
    if study is None:
        return None
    draft = drafting.from_activity(study, DocumentKind.NOTICE, town.today)
    draft.copies, draft.is_public = "镇党委、镇政府", True
    return draft, study.on - timedelta(days=7)


def _letter(town):
    draft = drafting.draft_from(
        town.home, DocumentKind.LETTER, "关于商请维修北山咀村至公营子村道路的函",
        to="县交通运输局", body=ROAD, copies="县人大常委会代表工作委员会",
        enclosures="代表现场查看记录\n选民意见汇总表", contact=f"联系电话：{town.home.phone}",
    )  # fmt: skip
    return draft, town.today - timedelta(days=46)


def _minutes(town):
    for meeting in _held(town, Base.MEETING)[:1]:
        draft = drafting.from_activity(meeting, DocumentKind.MINUTES, town.today)
        draft.copies = "县人大常委会，镇党委、镇政府"
        yield draft, meeting.on + timedelta(days=2)
