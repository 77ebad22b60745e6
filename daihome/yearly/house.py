"""Lists of what the Home is and has: people, places, groups, equipment, funds, self-checks."""

from collections import Counter

from django.db.models import Count as Rows
from django.db.models import Q
from django.urls import reverse

from daihome.yearly.listing import Listing, Year
from representatives.models import (
    CheckState,
    Equipment,
    FundEntry,
    Level,
    Mandate,
    RepGroup,
    SelfCheck,
    Target,
    Venue,
)

YES, NO = "是", "否"


def _admin(name):
    return lambda year: reverse(f"admin:{name}_changelist")


def _people(year: Year):
    """One row a person in office on the last day, whatever the number of mandates."""
    mandates = Mandate.objects.of(year.home).in_office(year.end)
    rows = mandates.select_related("representative", "district").order_by("representative")
    found = {}
    for row in rows:
        found.setdefault(row.representative, []).append(row)
    for person, held in sorted(found.items(), key=lambda pair: pair[0].name):
        levels = {row.level for row in held}
        districts = "、".join(dict.fromkeys(str(row.district) for row in held if row.district))
        yield (
            year.name(person),
            YES if Level.COUNTY in levels else NO,
            YES if Level.TOWNSHIP in levels else NO,
            districts,
            min(row.started_on for row in held),
        )


PEOPLE = Listing(
    "people",
    "在任代表",
    ("姓名", "县级代表", "镇级代表", "选区", "任职起"),
    _people,
    _admin("representatives_representative"),
)


def _venues(year):
    rows = Venue.objects.of(year.home).select_related("kind", "village")
    there = Q(founded_on=None) | Q(founded_on__lte=year.end)
    for row in rows.filter(there).order_by("kind__order", "order", "pk"):
        yield row.name, row.kind.name, str(row.village or ""), row.founded_on, row.keeper


VENUES = Listing(
    "venues",
    "场所",
    ("名称", "类型", "村（社区）", "设立日期", "负责人"),
    _venues,
    _admin("representatives_venue"),
)


def _groups(year):
    still = Q(memberships__ended_on=None) | Q(memberships__ended_on__gt=year.end)
    members = Rows("memberships", filter=still & Q(memberships__started_on__lte=year.end))
    rows = RepGroup.objects.of(year.home).filter(is_active=True).annotate(members=members)
    for row in rows.order_by("order", "pk"):
        yield row.name, YES if row.is_joint else NO, row.members


GROUPS = Listing(
    "groups",
    "代表小组",
    ("小组", "县镇联合编组", "成员人数"),
    _groups,
    _admin("representatives_repgroup"),
)


def _funds(year):
    rows = FundEntry.objects.of(year.home).filter(year=year.year, on__lte=year.end)
    for row in rows.order_by("on", "pk"):
        granted = row.amount if row.kind == "granted" else None
        spent = row.amount if row.kind == "spent" else None
        yield row.on, row.what, granted, spent, row.voucher, row.handler


FUNDS = Listing(
    "funds",
    "专项资金",
    ("日期", "来源或用途", "拨入（元）", "支出（元）", "凭证号", "经手人"),
    _funds,
    _admin("representatives_fundentry"),
)


def _equipment(year):
    rows = Equipment.objects.of(year.home).exclude(state="gone").select_related("venue")
    there = Q(bought_on=None) | Q(bought_on__lte=year.end)
    for row in rows.filter(there).order_by("venue__order", "name", "pk"):
        yield row.venue.name, row.name, row.quantity, row.unit, row.value, row.bought_on


EQUIPMENT = Listing(
    "equipment",
    "设备",
    ("场所", "名称", "数量", "单位", "金额（元）", "购置日期"),
    _equipment,
    _admin("representatives_equipment"),
)


def _self_checks(year):
    """The latest closed self-check of each venue and standard."""
    rows = SelfCheck.objects.of(year.home).filter(
        on__range=(year.start, year.end), closed_at__isnull=False
    )
    rows = rows.select_related("venue", "standard").prefetch_related("checks")
    last = {(row.venue_id, row.standard_id): row for row in rows.order_by("on", "pk")}
    for row in last.values():
        states = Counter(check.state for check in row.checks.all())
        missing = states[CheckState.PARTLY] + states[CheckState.UNMET]
        met = states[CheckState.MET]
        yield row.venue.name, row.standard.name, row.on, met, missing, NO if missing else YES


SELF_CHECKS = Listing(
    "self-checks",
    "自查",
    ("场所", "标准", "自查日期", "达标项", "没有达标项", "全部达标"),
    _self_checks,
    _admin("representatives_selfcheck"),
)


def _targets(year):
    for row in Target.objects.of(year.home).filter(is_active=True):
        yield row.get_measure_display(), row.number, row.get_span_display(), row.legal_basis


TARGETS = Listing(
    "targets",
    "履职指标",
    ("指标", "至少", "多长时间", "依据"),
    _targets,
    _admin("representatives_target"),
)

LISTINGS = (PEOPLE, VENUES, GROUPS, FUNDS, EQUIPMENT, SELF_CHECKS, TARGETS)
