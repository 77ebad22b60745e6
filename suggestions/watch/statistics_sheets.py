"""The statistics as a workbook: the numbers, and every row from which they are counted.

No cell names a voter. An auditor filters the rows and counts: each number of the first sheet is
the number of rows that the sheet “指标说明” describes.
"""

from datetime import date
from io import BytesIO

from django.db.models import F
from django.utils import timezone

from daihome.tools import sheets
from daihome.tools.text import mask_personal_data
from representatives.models import RepGroup
from suggestions.models import SatisfactionLevel
from suggestions.pipeline import Step
from suggestions.watch.counting import (
    Scope,
    last_reply_field,
    main_unit_field,
    with_days,
    with_facts,
)
from suggestions.watch.measures import PROMISE_DEFINITION, definitions
from suggestions.watch.statistics import BY, Statistics, statistics

SUMMARY = (
    ("分法", 12), ("名称", 30), ("收到", 10), ("已答复", 10), ("现在逾期", 10),
    ("按期答复", 10), ("答复次数", 10), ("按期答复率", 12),
    ("办成", 10), ("有公布的答复", 14), ("办成率", 12),
    ("满意", 10), ("评价了的", 10), ("满意率", 12),
    ("基本满意", 10), ("基本满意率", 12), ("不满意", 10), ("不满意率", 12),
    ("没有评价", 10), ("答复用时（天）", 14), ("告知用时（天）", 14),
)  # fmt: skip
MATTERS = (
    ("编号", 16), ("代表之家", 24), ("收到日期", 13), ("村（社区）", 16), ("代表小组", 20),
    ("分类", 20), ("主办单位", 24), ("环节", 8), ("办理轮次", 10), ("已答复", 8),
    ("公布的答复类别", 14), ("算作已解决", 12), ("首次告知日期", 13), ("收到到告知（天）", 16),
    ("本轮评价", 12), ("现在逾期", 10),
)  # fmt: skip
ANSWERS = (
    ("编号", 16), ("代表之家", 24), ("收到日期", 13), ("村（社区）", 16), ("代表小组", 20),
    ("分类", 20), ("主办单位", 24), ("办理轮次", 10), ("交办日期", 13), ("限办日期", 13),
    ("答复日期", 13), ("按期", 8), ("收到到第一轮答复（天）", 20),
)  # fmt: skip
CLOSED = "（需要保密）"
PROMISES = (("编号", 16), ("承诺", 40), ("承诺完成日期", 14), ("再次答复日期", 14), ("结果", 12))


def workbook(scope: Scope, today: date) -> BytesIO:
    """The workbook of one period, with all ways of dividing."""
    ways = [by for by in BY if by != "home" or len(scope.homes) > 1]
    found = [statistics(scope, by, today) for by in ways]
    return sheets.write_workbook(
        f"办理统计 {scope.period.label}",
        [
            ("汇总", SUMMARY, summary_rows(found)),
            ("意见明细", MATTERS, matter_rows(scope, today)),
            ("主办答复明细", ANSWERS, answer_rows(scope)),
            ("承诺明细", PROMISES, promise_rows(scope, today)),
            ("指标说明", (("指标", 14), ("怎样算", 100)), meaning_rows(found[0], today)),
        ],
    )


def summary_rows(found: list[Statistics]):
    """All together first, then the lines of each way of dividing."""
    yield ["合计", "", *numbers(found[0].total.measures)]
    for one in found:
        for line in one.lines:
            yield [one.heading, line.label, *numbers(line.measures)]


def numbers(of):
    """The measures in the order of SUMMARY; a rate of nothing is empty."""
    cells = [of.received, of.answered, of.late]
    for rate in (of.on_time, of.solved, of.satisfied):
        cells += [rate.part, rate.whole, rate.percent]
    for rate in (of.basic, of.unsatisfied):
        cells += [rate.part, rate.percent]
    return [*cells, of.unjudged, of.days_to_answer, of.days_to_told]


def group_names(scope):
    """Key of a village → names of the groups that keep contact with it."""
    pairs = RepGroup.objects.filter(home__in=scope.homes, is_active=True)
    names = {}
    for village, name in pairs.values_list("villages", "name"):
        names.setdefault(village, []).append(name)
    return names


def matter_rows(scope, today):
    """One row for each matter, as `counting.with_facts` sees it."""
    groups, levels = group_names(scope), dict(SatisfactionLevel.choices)
    rows = with_facts(scope.matters(), today).annotate(
        unit=main_unit_field("unit__name"), code=last_reply_field("reply_class__code")
    )
    names = (
        "number", "home__name", "received_at", "village", "village__name", "category__parent__name",
        "category__name", "unit", "step", "round_no", "answered", "code", "solved", "told_on",
        "days", "verdict", "is_late",
    )  # fmt: skip
    for row in rows.order_by("pk").values_list(*names, named=True).iterator(2000):
        yield [
            *_head(row.number, row.home__name, row.received_at, row.village__name),
            "、".join(groups.get(row.village, [])),
            _category(row.category__parent__name, row.category__name),
            row.unit,
            Step(row.step).label,
            row.round_no,
            row.answered,
            row.code,
            row.solved,
            row.told_on,
            row.days,
            levels.get(row.verdict),
            row.is_late,
        ]


def answer_rows(scope):
    """One row for each answer of a main unit."""
    groups = group_names(scope)
    matter = {
        "number": F("suggestion__number"),
        "home": F("suggestion__home__name"),
        "received": F("suggestion__received_at"),
        "village": F("suggestion__village"),
        "village_name": F("suggestion__village__name"),
        "parent": F("suggestion__category__parent__name"),
        "category": F("suggestion__category__name"),
        "unit_name": F("unit__name"),
    }
    names = (
        *matter, "round_no", "handed_on", "due_on", "answered_on", "on_time", "days",
    )  # fmt: skip
    rows = with_days(scope.answers()).annotate(**matter).order_by("suggestion", "pk")
    for row in rows.values_list(*names, named=True).iterator(2000):
        yield [
            *_head(row.number, row.home, row.received, row.village_name),
            "、".join(groups.get(row.village, [])),
            _category(row.parent, row.category),
            row.unit_name,
            row.round_no,
            *(row.handed_on, row.due_on, row.answered_on, row.on_time, row.days),
        ]


def promise_rows(scope, today):
    """One row for each promise, with what became of it; of a restricted matter without its words."""
    rows = (
        scope.promises()
        .order_by("suggestion", "pk")
        .values_list(
            "suggestion__number", "content", "promised_on", "closing_reply__replied_on", "is_kept",
            "suggestion__is_restricted",
        )
    )  # fmt: skip
    for number, content, promised_on, again_on, is_kept, is_closed in rows.iterator(2000):
        outcome = "已兑现" if is_kept else "没兑现"
        if again_on is None and promised_on >= today:
            outcome = "没到期"
        words = CLOSED if is_closed else mask_personal_data(content)
        yield [number, words, promised_on, again_on, outcome]


def meaning_rows(found, today):
    """What each number means, and for which days it was counted."""
    period = found.scope.period
    yield ["时间", f"{period.start}至{period.end}收到的意见，{today}统计。"]
    yield from definitions(found.total.measures).values()
    yield PROMISE_DEFINITION


def _head(number, home, received_at, village):
    return [number, home, timezone.localdate(received_at), village]


def _category(parent, name):
    return f"{parent}／{name}" if parent else name
