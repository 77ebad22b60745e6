"""The books of this room, derived from their rules (DOMAIN.md 1.7 and section 3)."""

from daihome.tools.registers import ORDINAL, Column, Register
from inspections.congress.registers import REGISTERS as CONGRESS
from inspections.models import Inspection, Rectification, RectificationState, SpecialReport
from inspections.pages import link_of
from inspections.presidium.registers import REGISTERS as PRESIDIUM
from representatives.activities import cells

OF_ITEMS = {
    "group": "group",
    "village": "village",
    "representative": "supervisors",
}


def present(row):
    return cells.names(row.activity, cells.PRESENT)


def recused(row):
    """Who stayed away, and why."""
    found = [f"{one.representative.name}（{one.reason}）" for one in row.recusals.all()]
    return cells.cut("；".join(found), 80)


def handed(row):
    """To whom the opinions went, and when they came back."""
    if row.sent_on is None:
        return ""
    back = f"{row.answered_on} 反馈" if row.answered_on else f"应在 {row.answer_due_on} 前反馈"
    return f"{row.sent_on} 转{row.unit}，{back}"


INSPECTIONS = Register(
    slug="inspections",
    title="视察检查登记簿",
    rows=lambda home: (
        Inspection.objects.of(home).held().shown().order_by("activity__starts_at", "pk")
    ),
    date_field="activity__starts_at",
    date_is_time=True,
    columns=(
        Column("日期", "activity.on", 22, "center"),
        Column("类别", "kind.name", 20),
        Column("名称", "activity.title", 26, words=True),
        Column("受检对象", "object", 22, words=True),
        Column("带队人", "leader.name", 15, "center"),
        Column("参加代表", present, 32),
        Column("回避", recused, 22, words=True),
        Column("发现的情况", cells.shortened("findings", 120), 34, words=True),
        Column("意见和建议", cells.shortened("opinions", 120), 34, words=True),
        Column("转交和反馈", handed, 30),
    ),
    signatures=("登记人", "审核人"),
    retention="永久",
    choices={"representative": "activity__attendances__representative"},
    link=link_of,
)


def items_of(home):
    return Rectification.objects.of(home).shown().order_by("received_on", "year", "serial")


def watched(row):
    """The group and the representatives who supervise it."""
    named = "、".join(person.name for person in row.supervisors.all())
    return "：".join(filter(None, [str(row.group or ""), named]))


def outcomes(row):
    return cells.cut("、".join(str(one) for one in row.outcomes.all()), 80)


def in_time(row):
    """Whether it was done in time; nothing as long as it is not done."""
    if row.is_on_time is None:
        return row.get_state_display()
    return "按期" if row.is_on_time else "逾期完成"


def looked_at(row):
    """The last check: when, what was found, who looked."""
    found = list(row.checks.all())
    if not found:
        return ""
    last = found[-1]
    return cells.cut(f"{last.on} {last.get_result_display()}（{last.who}）", 60)


def approved(row):
    """Who approved that it was struck off."""
    notes = [
        record.note for record in row.records.all() if record.state == RectificationState.STRUCK_OFF
    ]
    return cells.cut(notes[-1], 60) if notes else ""


RECTIFICATIONS = Register(
    slug="rectifications",
    title="整改台账",
    rows=items_of,
    date_field="received_on",
    columns=(
        Column("编号", "number", 23, "center"),
        Column("来源", lambda row: cells.cut(row.from_where, 60), 24, words=True),
        Column("收到\n日期", "received_on", 22, "center"),
        Column("问题", cells.shortened("problem", 100), 34, words=True),
        Column("整改要求", cells.shortened("demand", 80), 28, words=True),
        Column("责任单位", "unit.name", 22),
        Column("期限", "due_on", 22, "center"),
        Column("督查小组、代表", watched, 22),
        Column("完成\n日期", "completed_on", 22, "center"),
        Column("销号\n日期", "struck_off_on", 22, "center"),
        Column("状态", "get_state_display", 16, "center"),
    ),
    signatures=("填表人", "审核人"),
    retention="永久",
    choices=OF_ITEMS,
    link=link_of,
)

ENVIRONMENTAL = Register(
    slug="environmental-cases",
    title="环保督查件台账",
    rows=lambda home: items_of(home).environmental(),
    date_field="received_on",
    columns=(
        Column("批次", "batch", 16, "center"),
        Column("督查件\n编号", "case_number", 27, "center"),
        Column("督查单位", "inspectorate", 20),
        Column("收到\n日期", "received_on", 22, "center"),
        Column("问题", cells.shortened("problem", 100), 30, words=True),
        Column("地点", "where", 17, words=True),
        Column("责任单位", "unit.name", 20),
        Column("整改措施", cells.shortened("measures", 80), 28, words=True),
        Column("期限", "due_on", 22, "center"),
        Column("销号\n日期", "struck_off_on", 22, "center"),
        Column("成效", outcomes, 20, words=True),
        Column("按期\n与否", in_time, 13, "center"),
    ),
    signatures=("填表人", "审核人"),
    retention="永久",
    choices=OF_ITEMS,
    link=link_of,
)

STRUCK_OFF = Register(
    slug="struck-off",
    title="销号表",
    rows=lambda home: (
        Rectification.objects.of(home)
        .shown()
        .exclude(struck_off_on=None)
        .order_by("struck_off_on", "year", "serial")
    ),
    date_field="struck_off_on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("编号", "number", 23, "center"),
        Column("督查件\n编号", "case_number", 27, "center"),
        Column("问题", cells.shortened("problem", 80), 29, words=True),
        Column("责任单位", "unit.name", 20),
        Column("期限", "due_on", 22, "center"),
        Column("完成\n日期", "completed_on", 22, "center"),
        Column("核查", looked_at, 24, words=True),
        Column("成效", outcomes, 23, words=True),
        Column("批准", approved, 23, words=True),
        Column("销号\n日期", "struck_off_on", 22, "center"),
        Column("按期\n与否", in_time, 11, "center"),
    ),
    signatures=("责任单位", "督查小组", "主席团"),
    retention="永久",
    choices=OF_ITEMS,
    link=link_of,
)

SPECIAL_REPORTS = Register(
    slug="special-reports",
    title="专项工作报告登记簿",
    rows=lambda home: (
        SpecialReport.objects.of(home).select_related("unit").order_by("heard_on", "pk")
    ),
    date_field="heard_on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("听取\n日期", "heard_on", 22, "center"),
        Column("报告题目", "title", 38, words=True),
        Column("报告单位", "unit.name", 24),
        Column("报告人", "reporter", 16, "center"),
        Column("审议意见", cells.shortened("opinions"), 52, words=True),
        Column("转交\n日期", "sent_on", 22, "center"),
        Column("反馈\n日期", "answered_on", 22, "center"),
        Column("单位反馈", cells.shortened("answer", 120), 34, words=True),
        Column("测评", "votes", 16),
    ),
    signatures=("登记人", "审核人"),
    retention="永久",
    link=link_of,
)

REGISTERS = (
    INSPECTIONS,
    RECTIFICATIONS,
    ENVIRONMENTAL,
    STRUCK_OFF,
    SPECIAL_REPORTS,
    *PRESIDIUM,
    *CONGRESS,
)
