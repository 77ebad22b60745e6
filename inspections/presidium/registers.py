"""The books of the presidium: meetings, requests, decisions (DOMAIN.md 1.7)."""

from django.db.models import Prefetch

from daihome.tools.registers import ORDINAL, Column, Register
from inspections.models import Decision, PresidiumMeeting, PresidiumMember, PresidiumRequest
from representatives.activities import cells
from representatives.models import Attendance


def meetings_of(home):
    """Meetings that were held, with who was on their lists and who was a member then."""
    people = Attendance.objects.select_related("representative").order_by("part", "pk")
    rows = PresidiumMeeting.objects.of(home).filter(activity__state="held")
    rows = rows.select_related("term", "activity__venue").prefetch_related(
        Prefetch("activity__attendances", people),
        Prefetch("term__presidium", PresidiumMember.objects.order_by("pk")),
        Prefetch("decisions", Decision.objects.order_by("pk")),
    )
    return rows.order_by("activity__starts_at", "pk")


def present_of(meeting):
    """How many members were there, from rows fetched before (`PresidiumMeeting.present`)."""
    day = meeting.activity.on
    members = {
        row.representative_id
        for row in meeting.term.presidium.all()
        if row.started_on <= day and (row.ended_on is None or row.ended_on > day)
    }
    there = cells.of_state(meeting.activity, cells.PRESENT)
    return sum(row.part == "member" and row.representative_id in members for row in there)


def decided(meeting):
    return "；".join(f"{row.title}（{row.result}）" for row in meeting.decisions.all())


MEETINGS = Register(
    slug="presidium-meetings",
    title="主席团会议登记簿",
    rows=meetings_of,
    date_field="activity__starts_at",
    date_is_time=True,
    columns=(
        Column("第几次", "number", 13, "center"),
        Column("时间", lambda row: cells.moment(row.activity), 24, "center"),
        Column("地点", "activity.where", 22),
        Column("主持", "activity.host", 16, "center"),
        Column("全体\n成员", "members", 13, "center"),
        Column("实到\n成员", present_of, 13, "center"),
        Column("过半数", lambda row: present_of(row) >= row.majority, 15, "center"),
        Column("列席", lambda row: cells.observers(row.activity), 28, words=True),
        Column("请假、缺席", lambda row: cells.cut(cells.excused(row.activity)), 31, words=True),
        Column("议题", lambda row: cells.cut(row.activity.agenda), 41, words=True),
        Column("决定", lambda row: cells.cut(decided(row)), 41, words=True),
    ),
    signatures=("主持人", "记录人"),
    retention="永久",
)


def requests_of(home):
    rows = PresidiumRequest.objects.of(home).select_related("group", "meeting__activity")
    rows = rows.prefetch_related(
        "requesters", Prefetch("decisions", Decision.objects.order_by("pk"))
    )
    return rows.order_by("received_on", "pk")


def people(row):
    return [person.name for person in row.requesters.all()]


def ending(row):
    """What became of it: the decisions, else the answer."""
    found = "；".join(f"{one.title}（{one.result}）" for one in row.decisions.all())
    return cells.cut(found or row.answer)


REQUESTS = Register(
    slug="presidium-requests",
    title="代表请求登记簿",
    rows=requests_of,
    date_field="received_on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("收到日期", "received_on", 22, "center"),
        Column("请求事项", "subject", 38, words=True),
        Column("理由", lambda row: cells.cut(row.reasons), 48, words=True),
        Column("提出代表", people, 34),
        Column("人数", lambda row: len(people(row)), 12, "center"),
        Column("代表小组", "group.name", 22),
        Column("状态", "get_state_display", 18, "center"),
        Column("列入会议", lambda row: row.meeting and row.meeting.activity.on, 22, "center"),
        Column("决定或答复", ending, 30, words=True),
    ),
    signatures=("登记人", "主席"),
    retention="永久",
    choices={"group": "group", "representative": "requesters"},
)


def decisions_of(home):
    rows = Decision.objects.of(home)
    rows = rows.select_related("meeting__activity", "executor", "session__activity")
    return rows.order_by("meeting__activity__starts_at", "pk")


def congress(row):
    """Whether the congress has to approve it, and whether it did."""
    if not row.needs_congress:
        return "不需要"
    return f"{row.congress_on}\n已批准" if row.congress_on else "须提请，还没有"


DECISIONS = Register(
    slug="presidium-decisions",
    title="主席团决定登记簿",
    rows=decisions_of,
    date_field="meeting__activity__starts_at",
    date_is_time=True,
    columns=(
        Column("序号", ORDINAL, 10, "center"),
        Column("会议日期", "meeting.activity.on", 22, "center"),
        Column("决定事项", "title", 26, words=True),
        Column("决定内容", lambda row: cells.cut(row.text, 100), 28, words=True),
        Column("赞\n成", "votes_for", 10, "center"),
        Column("反\n对", "votes_against", 10, "center"),
        Column("弃\n权", "votes_abstained", 10, "center"),
        Column("结果", "result", 12, "center"),
        Column("执行单位", "executor.name", 18),
        Column("应完成\n日期", "due_on", 22, "center"),
        Column("完成日期", "done_on", 22, "center"),
        Column("成效", lambda row: cells.cut(row.effect, 80), 23, words=True),
        Column("金额（元）", "amount", 22, "right", total="amount"),
        Column("提请大会", congress, 22, "center"),
    ),
    signatures=("主席", "登记人"),
    retention="永久",
)

REGISTERS = (MEETINGS, REQUESTS, DECISIONS)
