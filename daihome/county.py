"""The county's view: the Homes side by side, each number beside the whole that it is a part of.

Nothing is ranked and nothing is put into one mark: a small Home with two matters is not better
than a big one with two hundred. Every measure is one query for all Homes.
"""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.db.models import Count, Exists, OuterRef, Sum

from daihome.tools import sheets
from daihome.tools.registers import Period, midnight
from inspections.models import Inspection, PresidiumMeeting, Rectification, Source
from reception.models import ReceptionDay, ReceptionRecord, Visit, VisitKind
from reception.visiting.quotas import WITH_VOTERS
from representatives.models import (
    OWN_ROOMS,
    Activity,
    ActivityState,
    DutyRecord,
    Mandate,
    Village,
)
from suggestions.models import Suggestion
from suggestions.watch.counting import Scope, count
from suggestions.watch.measures import Rate, measure
from suggestions.watch.statistics_sheets import MATTERS, matter_rows

SCHEMA = "daihome-county-1"


@dataclass(frozen=True)
class Column:
    """A number of the table: its key in the export, its label, and what is counted."""

    key: str
    label: str
    definition: str
    is_rate: bool = False


COLUMNS = (
    Column("people", "在任代表", "期末（今年的到今天）在任的代表，县镇两级都任职的算一名。"),
    Column("received", "收到意见", "这一年收到的意见建议，每个编号算一件。"),
    Column("on_time", "按期答复", "主办单位的答复里，在限办日期以内的；总数是全部答复。", True),
    Column("solved", "办成", "有公布答复的意见里，答复类别算作已解决的。", True),
    Column("satisfied", "满意", "反映人作了评价的意见里，评价“满意”的。", True),
    Column("late", "现在逾期", "没有存档、现在这一环节限期已经过了的意见。"),
    Column("receptions", "接待日", "已经举行的接待日。"),
    Column("empty", "没有人来的接待日", "举行了、没有一条来访记录的；总数是举行的接待日。", True),
    Column("contacted", "联系选民", "代表走访联系的选民人次。"),
    Column(
        "silent",
        "没有联系的村",
        "这一年没有代表走访、接待日没有人来、也没有收到意见的村（社区）；总数是全部村（社区）。",
        True,
    ),
    Column("activities", "活动", "已经举行的学习、小组活动、会议、宣传和服务活动。"),
    Column("idle", "没有履职登记的代表", "在任代表里，这一年没有一条已确认的履职登记的。", True),
    Column("inspections", "视察检查", "已经举行的视察、检查、调查。"),
    Column("cases", "逾期的环保督查件", "没有完成整改、期限已经过了的；总数是这一年收到的。", True),
    Column("presidium", "主席团会议", "已经召开的主席团会议。"),
)


@dataclass(frozen=True)
class Township:
    """One Home with its numbers: key of a column → a number or a `Rate` (part of a whole)."""

    home: Any
    numbers: dict[str, int | Rate]

    @property
    def cells(self) -> list[tuple[Column, int | Rate]]:
        """In the order of COLUMNS."""
        return [(column, self.numbers[column.key]) for column in COLUMNS]


@dataclass(frozen=True)
class County:
    """The Homes `homes` in one year, as far as it has gone by `today`."""

    homes: list
    period: Period
    today: date
    townships: list[Township] = field(default_factory=list)

    @property
    def end(self) -> date:
        return min(self.period.end, max(self.today, self.period.start))

    def moments(self, name: str) -> dict:
        """The condition that the time `name` lies in the period."""
        last = midnight(self.end + timedelta(days=1))
        return {f"{name}__gte": midnight(self.period.start), f"{name}__lt": last}

    def days(self, name: str) -> dict:
        """The condition that the date `name` lies in the period."""
        return {f"{name}__range": (self.period.start, self.end)}


def county(homes, year: int, today: date) -> County:
    """Every Home with its numbers, in the order of `homes`."""
    found = County(list(homes), Period.of_year(year), today)
    tallies = [draw(found) for draw in TALLIES]
    for home in found.homes:
        numbers: dict = {}
        for tally in tallies:
            numbers |= tally(home.pk)
        found.townships.append(Township(home, numbers))
    return found


def _by_home(rows, number=None):
    """A function: key of the Home → number of its rows (or `number`)."""
    number = number or Count("pk", distinct=True)
    found = dict(rows.order_by().values_list("home").annotate(number=number))
    return lambda home: found.get(home) or 0


def _matters(of):
    counted = count(Scope.of(of.homes, Period(of.period.start, of.end, "")), "home", of.today)

    def tally(home):
        found = measure(
            [row for row in counted.matters if row.key == home],
            [row for row in counted.answers if row.key == home],
        )
        names = ("received", "on_time", "solved", "satisfied", "late")
        return {name: getattr(found, name) for name in names}

    return tally


def _receptions(of):
    days = ReceptionDay.objects.between(of.period.start, of.end)
    days = days.filter(home__in=of.homes, activity__state=ActivityState.HELD)
    came = ReceptionRecord.objects.filter(day=OuterRef("pk"))
    held, empty = _by_home(days), _by_home(days.filter(~Exists(came)))
    return lambda home: {"receptions": held(home), "empty": Rate(empty(home), held(home))}


def _contacts(of):
    made = Visit.objects.filter(home__in=of.homes, **of.days("on"))
    people = _by_home(made.filter(kind=VisitKind.CONTACT), Sum("people"))
    here = {"village": OuterRef("pk")}
    villages = Village.objects.active().filter(home__in=of.homes)
    silent = villages.filter(
        ~Exists(made.filter(kind__in=WITH_VOTERS, **here)),
        ~Exists(ReceptionRecord.objects.filter(**here, **of.moments("at"))),
        ~Exists(Suggestion.objects.filter(**here, **of.moments("received_at"))),
    )
    whole, part = _by_home(villages), _by_home(silent)
    return lambda home: {"contacted": people(home), "silent": Rate(part(home), whole(home))}


def _people(of):
    mandates = Mandate.objects.in_office(of.end).filter(representative__home__in=of.homes)
    records = DutyRecord.objects.confirmed().filter(home__in=of.homes, **of.days("on"))
    active = set(records.order_by().values_list("representative", flat=True).distinct())
    people: dict[int, set] = {}
    for home, person in mandates.values_list("representative__home", "representative"):
        people.setdefault(home, set()).add(person)

    def tally(home):
        there = people.get(home, set())
        return {"people": len(there), "idle": Rate(len(there - active), len(there))}

    return tally


def _activities(of):
    held = Activity.objects.held().within(of.period.start, of.end).filter(home__in=of.homes)
    activities = _by_home(held.exclude(kind__base__in=OWN_ROOMS))
    inspections = _by_home(Inspection.objects.filter(activity__in=held.values("pk")))
    meetings = _by_home(PresidiumMeeting.objects.filter(activity__in=held.values("pk")))
    return lambda home: {
        "activities": activities(home),
        "inspections": inspections(home),
        "presidium": meetings(home),
    }


def _cases(of):
    cases = Rectification.objects.filter(home__in=of.homes, source=Source.INSPECTORATE)
    cases = cases.filter(**of.days("received_on"))
    received, late = _by_home(cases), _by_home(cases.overdue(of.today))
    return lambda home: {"cases": Rate(late(home), received(home))}


TALLIES = (_people, _matters, _receptions, _contacts, _activities, _cases)


def workbook(of: County) -> BytesIO:
    """The table, every matter without its voter, and what each number means."""
    labels = [("代表之家", 28), ("县（市、区）", 16), ("乡镇（街道）", 16)]
    for column in COLUMNS:
        labels += [(column.label, 14)] + [(f"{column.label}（总数）", 18)] * column.is_rate
    meanings = [(column.label, column.definition) for column in COLUMNS]
    days = ("时间", f"{of.period.start}至{of.end}，{of.today}统计。")
    scope = Scope.of(of.homes, of.period)
    return sheets.write_workbook(
        f"{of.period.label}县级汇总",
        [
            ("汇总", labels, map(_sheet_row, of.townships)),
            ("意见明细", MATTERS, matter_rows(scope, of.today)),
            ("指标说明", (("指标", 20), ("怎样算", 100)), [days, *meanings]),
        ],
    )


def _sheet_row(township):
    home = township.home
    row = [home.name, home.county, home.town]
    for column, value in township.cells:
        row += [value.part, value.whole] if column.is_rate else [value]
    return row


def export(of: County) -> str:
    """The same as JSON: whole numbers, a part beside its whole, days as 2026-11-23."""
    said = {
        "schema": SCHEMA,
        "start": of.period.start.isoformat(),
        "end": of.end.isoformat(),
        "counted_on": of.today.isoformat(),
        "definitions": {column.key: column.definition for column in COLUMNS},
        "homes": [_plain(one) for one in of.townships],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _plain(township):
    home = township.home
    numbers = {
        column.key: {"part": value.part, "whole": value.whole} if column.is_rate else value
        for column, value in township.cells
    }
    return {
        "home": home.slug,
        "name": home.name,
        "county": home.county,
        "town": home.town,
    } | numbers
