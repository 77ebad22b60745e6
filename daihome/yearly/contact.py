"""Lists of the contact with voters: receptions, visits, aid, study, activities, reports."""

from django.db.models import Count as Rows
from django.db.models import Q, Sum
from django.urls import reverse

from daihome.tools.registers import ONE_DAY, midnight
from daihome.yearly.house import NO, YES
from daihome.yearly.listing import Listing, Year
from reception.models import (
    AidItem,
    Donation,
    RaisedMatter,
    ReceptionDay,
    ReceptionRecord,
    Visit,
    VisitKind,
)
from representatives.models import Activity, ActivityState, AttendanceState, Base, DutyReport


def book_page(slug):
    """The page of a book in the days of the year."""

    def page(year: Year):
        days = f"start={year.period.start}&end={year.period.end}"
        return f"{reverse('register', args=[slug])}?home={year.home.slug}&{days}"

    return page


def _receptions(year):
    days = ReceptionDay.objects.of(year.home).between(year.start, year.end)
    days = days.filter(activity__state=ActivityState.HELD).with_activity()
    there = Q(activity__attendances__part="duty", activity__attendances__state="present")
    days = days.annotate(
        visitors=Rows("records", distinct=True),
        receivers=Rows("activity__attendances", filter=there, distinct=True),
    )
    raised = RaisedMatter.objects.filter(record__day__in=days.values("pk"))
    matters = dict(raised.order_by().values_list("record__day").annotate(number=Rows("pk")))
    for day in days:
        yield day.on, day.activity.where, day.receivers, day.visitors, matters.get(day.pk, 0)


RECEPTIONS = Listing(
    "receptions",
    "接待日",
    ("日期", "地点", "接待代表人数", "来访登记", "转入办理的意见"),
    _receptions,
    lambda year: reverse("admin:reception_receptionday_changelist"),
)


def _records(year):
    rows = ReceptionRecord.objects.of(year.home).filter(
        at__gte=midnight(year.start), at__lt=midnight(year.end + ONE_DAY)
    )
    rows = rows.select_related("village", "day__activity").prefetch_related("receivers")
    for row in rows.order_by("at", "pk"):
        village = str(row.village or "")
        yield row.number, row.at, year.names(row.receivers.all()), village, row.people


RECORDS = Listing(
    "reception-records",
    "接待记录",
    ("编号", "接待时间", "接待代表", "村（社区）", "来访人数"),
    _records,
    lambda year: reverse("admin:reception_receptionrecord_changelist"),
)


def _visits(year):
    rows = Visit.objects.of(year.home).filter(on__range=(year.start, year.end))
    rows = rows.select_related("village").prefetch_related("representatives")
    for row in rows.order_by("on", "pk"):
        people = row.people if row.kind == VisitKind.CONTACT else None
        yield (
            row.on,
            row.get_kind_display(),
            year.names(row.representatives.all()),
            row.get_way_display(),
            str(row.village),
            people,
            YES if row.is_hot else NO,
        )


VISITS = Listing(
    "visits",
    "走访",
    ("日期", "种类", "代表", "联系方式", "村（社区）", "联系选民（人次）", "热点"),
    _visits,
    book_page("contacts"),
)


def _aid(year):
    rows = AidItem.objects.filter(visit__home=year.home, visit__on__range=(year.start, year.end))
    rows = rows.select_related("visit__village").order_by("visit__on", "pk")
    for row in rows:
        visit = row.visit
        said = (row.get_help_display(), row.what, row.value)
        yield visit.on, str(visit.village), visit.occasion, *said


AID = Listing(
    "aid",
    "走访慰问",
    ("日期", "村（社区）", "时机", "帮助方式", "内容", "折合金额（元）"),
    _aid,
    book_page("aid"),
)


def _donations(year):
    rows = Donation.objects.of(year.home).filter(on__range=(year.start, year.end))
    for row in rows.select_related("representative").order_by("on", "pk"):
        yield (
            row.on,
            year.name(row.representative),
            row.purpose,
            row.goods,
            row.money + row.goods_value,
        )


DONATIONS = Listing(
    "donations",
    "捐赠",
    ("日期", "代表", "用途", "物资", "合计金额（元）"),
    _donations,
    book_page("donations"),
)


def held(year, *bases):
    """Activities of these bases that were held, with `present`, the number of who came."""
    rows = Activity.objects.of(year.home).held().within(year.start, year.end)
    present = Rows("attendances", filter=Q(attendances__state=AttendanceState.PRESENT))
    rows = rows.filter(kind__base__in=bases).annotate(present=present)
    return rows.select_related("kind", "group", "venue").order_by("starts_at", "pk")


def _activities(year):
    bases = (Base.STUDY, Base.GROUP, Base.MEETING, Base.PUBLICITY, Base.SERVICE)
    for row in held(year, *bases):
        base = row.kind.get_base_display()
        yield row.on, base, row.title, str(row.group or ""), row.where, row.present


ACTIVITIES = Listing(
    "activities",
    "活动",
    ("日期", "类别", "主题", "代表小组", "地点", "到会代表"),
    _activities,
    book_page("activity-log"),
)


def _reports(year):
    rows = DutyReport.objects.of(year.home).filter(on__range=(year.start, year.end))
    for row in rows.select_related("representative").order_by("on", "pk"):
        if row.is_held:
            votes = (row.satisfied, row.basic, row.unsatisfied)
            yield row.on, year.name(row.representative), row.present, *votes


REPORTS = Listing(
    "voter-reports",
    "向选民述职",
    ("日期", "述职代表", "到会选民", "满意", "基本满意", "不满意"),
    _reports,
    book_page("reports"),
)


def _duty(year):
    """One row a person with the days of duty of the year."""
    rows = year.home.duty_records.confirmed().filter(on__range=(year.start, year.end))
    rows = rows.order_by().values_list("representative", "representative__name")
    counted = rows.annotate(number=Rows("pk"), days=Sum("days"))
    for _key, name, number, days in sorted(counted, key=lambda row: (-row[3], row[1], row[0])):
        yield name, number, days


DUTY = Listing("duty", "履职登记", ("代表", "次数", "天数"), _duty, book_page("duties"))

LISTINGS = (
    RECEPTIONS, RECORDS, VISITS, AID, DONATIONS, ACTIVITIES, REPORTS, DUTY,
)  # fmt: skip
