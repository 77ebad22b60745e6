"""What a representative did in some days, chapter by chapter, from all rooms (代表法第五十八条).

A chapter is a few queries, however much there is in it; words of people come masked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from daihome.tools.registers import ONE_DAY, display, midnight
from daihome.tools.text import mask_personal_data
from reception.models import AidPairing, Donation, Visit, VisitKind
from representatives.models import (
    Attendance,
    AttendanceState,
    Base,
    DutyRecord,
    DutyReport,
    HandedKind,
    HandedOn,
    MaterialReading,
)
from suggestions.models import SatisfactionLevel, Suggestion
from suggestions.watch.counting import last_reply_field, main_unit_field, with_facts

# A file is read by more people than a restricted matter.
KEPT_BACK = "（需要保密的建议）"
WORDS_MAX = 60  # characters of what somebody said, in one line of a table


@dataclass(frozen=True)
class Span:
    """The days of one person's file that are looked at, both included; `today` counts lateness."""

    person: Any
    start: date
    end: date
    today: date

    def days(self, name: str) -> dict:
        return {f"{name}__range": (self.start, self.end)}

    def moments(self, name: str) -> dict:
        after = midnight(self.end + ONE_DAY)
        return {f"{name}__gte": midnight(self.start), f"{name}__lt": after}


@dataclass(frozen=True)
class Chapter:
    """One chapter: `draw(span)` yields rows of values; `widths` of the columns in mm, together 170."""

    slug: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    draw: Callable[[Span], Iterable[tuple]]

    def of(self, span: Span) -> "Told":
        return Told(self, [[display(value) for value in row] for row in self.draw(span)])


@dataclass(frozen=True)
class Told:
    """A chapter with its rows, as text."""

    chapter: Chapter
    rows: list[list[str]] = field(default_factory=list)

    @property
    def labelled_after(self) -> int:
        """How many cells of a row are clear without the heading of their column."""
        return 1 if self.chapter.slug == "sums" else 2


def shortened(text: str) -> str:
    """The beginning of what somebody wrote, without numbers of persons."""
    words = " ".join(mask_personal_data(text).split())
    return words if len(words) <= WORDS_MAX else f"{words[:WORDS_MAX]}……"


def _suggestions(span):
    rows = Suggestion.objects.proposed_by(span.person).filter(**span.moments("received_at"))
    given = {
        *HandedOn.objects.filter(giver=span.person, kind=HandedKind.MATTER).values_list(
            "object_id", flat=True
        )
    }
    rows = with_facts(rows, span.today).annotate(
        unit=main_unit_field("unit__name"), code=last_reply_field("reply_class__code")
    )
    levels = dict(SatisfactionLevel.choices)
    for row in rows.order_by("received_at", "pk"):
        led = row.representative_id == span.person.pk or row.pk in given
        role = "领衔" if led else "附议"
        verdict = levels.get(row.verdict, "")
        heading = KEPT_BACK if row.is_restricted else row.heading
        yield row.received_on, row.number, heading, role, row.unit, row.code, verdict


def attended(span, *bases):
    """Attendances at what was held, on whichever side: present, excused, absent."""
    rows = Attendance.objects.filter(
        representative=span.person,
        activity__state="held",
        activity__kind__base__in=bases,
        **span.moments("activity__starts_at"),
    )
    rows = rows.exclude(state=AttendanceState.EXPECTED)
    return rows.select_related("activity__kind", "activity__venue").order_by(
        "activity__starts_at", "pk"
    )


def _came(*bases):
    def draw(span):
        for row in attended(span, *bases):
            activity, state = row.activity, row.get_state_display()
            if row.leave_reason:
                state = f"{state}（{row.leave_reason}）"
            yield activity.on, activity.kind.name, activity.title, activity.where, state

    return draw


def _studies(span):
    found = [
        (row.activity.on, row.activity.kind.name, row.activity.title, row.activity.hours,
         row.get_state_display())
        for row in attended(span, Base.STUDY)
    ]  # fmt: skip
    read = MaterialReading.objects.filter(representative=span.person, **span.moments("read_at"))
    for row in read.select_related("material"):
        on = timezone.localdate(row.read_at)
        found.append((on, "自学", row.material.title, None, "已学"))
    return sorted(found, key=lambda row: row[0])


def _receptions(span):
    turns = attended(span, Base.RECEPTION).filter(part="duty")
    mine = Q(activity__reception_day__records__receivers=span.person)
    counted = Count("activity__reception_day__records", filter=mine, distinct=True)
    for row in turns.annotate(visitors=counted):
        yield row.activity.on, row.activity.where, row.get_state_display(), row.visitors


def _visits(span):
    rows = Visit.objects.of_person(span.person).exclude(kind=VisitKind.AID)
    rows = rows.filter(**span.days("on")).select_related("village").order_by("on", "pk")
    for row in rows:
        way = row.get_way_display()
        said = (row.people, shortened(row.content))
        yield row.on, row.get_kind_display(), way, str(row.village), *said


def _aid(span):
    found = [*_aid_visits(span), *_donations(span), *_pairings(span)]
    return sorted(found, key=lambda row: row[0])


def _aid_visits(span):
    rows = Visit.objects.of_person(span.person).filter(kind=VisitKind.AID, **span.days("on"))
    rows = rows.select_related("village").prefetch_related("items")
    for row in rows:
        items = list(row.items.all())
        given = "、".join(item.what or item.get_help_display() for item in items)
        worth = sum(item.value or 0 for item in items) or None
        yield row.on, "走访慰问", str(row.village), given or shortened(row.content), worth


def _donations(span):
    rows = Donation.objects.filter(representative=span.person, **span.days("on"))
    for row in rows.select_related("village"):
        worth = row.money + row.goods_value
        yield row.on, "捐赠", str(row.village or ""), row.purpose, worth


def _pairings(span):
    rows = AidPairing.objects.filter(representative=span.person, **span.days("started_on"))
    for row in rows.select_related("village"):
        yield row.started_on, "结对帮扶", str(row.village), shortened(row.plan), None


def _reports(span):
    rows = DutyReport.objects.filter(representative=span.person, **span.days("on"))
    for row in rows.order_by("on", "pk"):
        if row.is_held:
            votes = (row.satisfied, row.basic, row.unsatisfied)
            yield row.on, row.place, row.present, *votes


def _others(span):
    """What nothing else in the house records: entered by hand and confirmed."""
    rows = DutyRecord.objects.confirmed().filter(
        representative=span.person, key="", **span.days("on")
    )
    for row in rows.select_related("category").order_by("on", "pk"):
        yield row.on, row.category.name, shortened(row.content), row.days


def _sums(span):
    rows = DutyRecord.objects.confirmed().filter(representative=span.person, **span.days("on"))
    rows = rows.order_by("category__order", "category").values_list("category__name")
    total, days = 0, 0
    for name, number, some in rows.annotate(Count("pk"), Sum("days")):
        total, days = total + number, days + some
        yield name, number, some
    if total:
        yield "合计", total, days


def _handed_on(span):
    rows = HandedOn.objects.filter(
        giver=span.person, **span.days("handover__following__starts_on")
    ).select_related("handover__following", "taker")
    for row in rows.exclude(kind=HandedKind.SEAT).order_by("pk"):
        to = row.taker.name if row.taker else "留在代表之家"
        yield row.handover.following.starts_on, row.get_kind_display(), row.what, to


MEETINGS = (Base.MEETING, Base.PRESIDIUM, Base.CONGRESS, Base.GROUP, Base.PUBLICITY, Base.SERVICE)
CAME = ("日期", "类别", "主题", "地点", "出席")

CHAPTERS = (
    Chapter(
        "suggestions",
        "提出建议",
        ("日期", "编号", "标题", "身份", "主办单位", "答复", "评价"),
        (22, 28, 50, 14, 28, 12, 16),
        _suggestions,
    ),
    Chapter("inspections", "视察调研", CAME, (22, 28, 62, 36, 22), _came(Base.INSPECTION)),
    Chapter(
        "studies",
        "学习培训",
        ("日期", "类别", "主题", "学时", "出席"),
        (22, 30, 84, 14, 20),
        _studies,
    ),
    Chapter("meetings", "参加会议和活动", CAME, (22, 28, 62, 36, 22), _came(*MEETINGS)),
    Chapter(
        "receptions",
        "接待选民",
        ("日期", "地点", "出席", "接待来访（件）"),
        (22, 94, 24, 30),
        _receptions,
    ),
    Chapter(
        "visits",
        "联系群众",
        ("日期", "种类", "方式", "村（社区）", "人数", "反映内容"),
        (22, 20, 16, 26, 12, 74),
        _visits,
    ),
    Chapter(
        "aid",
        "走访慰问和帮扶",
        ("日期", "种类", "村（社区）", "内容", "折合（元）"),
        (22, 22, 30, 72, 24),
        _aid,
    ),
    Chapter(
        "reports",
        "向选民述职",
        ("日期", "地点", "到会选民", "满意", "基本满意", "不满意"),
        (22, 64, 22, 20, 22, 20),
        _reports,
    ),
    Chapter("others", "其他履职", ("日期", "类别", "内容", "天数"), (22, 34, 100, 14), _others),
    Chapter("sums", "履职统计", ("履职类别", "次数", "天数"), (90, 40, 40), _sums),
)


# Only in the file of somebody who went at the end of a term.
HANDED_ON = Chapter(
    "handed-on", "换届移交", ("日期", "种类", "事项", "接收人"), (22, 32, 88, 28), _handed_on
)


def chapters(span: Span) -> list[Told]:
    """All chapters in the order of the file, also the empty ones; the hand-over only if there was one."""
    told = [chapter.of(span) for chapter in CHAPTERS]
    handed = HANDED_ON.of(span)
    return [*told, handed] if handed.rows else told
