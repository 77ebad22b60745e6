"""The books that activities fill by themselves: R2, R6, R8, R9 and the study record.

Their columns and signatures: DOMAIN.md section 3.
"""

from django.urls import reverse
from django.utils import timezone

from daihome.tools.registers import ORDINAL, Column, Register
from representatives.activities import cells
from representatives.models import MINUTED, Attendance, AttendanceState, Base


def signed_of(home):
    """Who was on the list of each activity that was held, activity by activity."""
    rows = cells.with_groups(Attendance.objects.of(home)).filter(activity__state="held")
    return rows.order_by("activity__starts_at", "activity", "part", "pk")


def group_name(row):
    return "、".join(one.group.name for one in row.representative.present_memberships)


def signature(row):
    """How somebody signed: the paper one with the name lies in the file of the activity."""
    return row.get_signed_by_display() if row.state == AttendanceState.PRESENT else ""


def signed_time(row):
    """The time of day: the date stands before it."""
    return f"{timezone.localtime(row.signed_at):%H:%M}" if row.signed_at else ""


def remark(row):
    """Why somebody was not there, and as what they were."""
    said = "" if row.state == AttendanceState.PRESENT else row.get_state_display()
    reason = cells.cut(row.leave_reason)
    part = row.get_part_display() if row.part != "member" else ""
    return "，".join(filter(None, [f"{said}：{reason}" if reason else said, part, row.note]))


ATTENDANCE = Register(
    slug="attendance",
    title="代表活动签到簿",
    rows=signed_of,
    date_field="activity__starts_at",
    date_is_time=True,
    orientation="portrait",
    columns=(
        Column("序号", ORDINAL, 10, "center"),
        Column("活动\n日期", "activity.on", 21, "center"),
        Column("活动名称", "activity.title", 40, words=True),
        Column("姓名", "representative.name", 18, "center"),
        Column("代表小组", group_name, 26),
        Column("签名", signature, 17, "center"),
        Column("签到时间", signed_time, 17, "center"),
        Column("备注", remark, 21, words=True),
    ),
    signatures=("记录人",),
    choices={
        "group": "representative__memberships__group",
        "representative": "representative",
    },
    link=lambda row: reverse("admin:representatives_activity_people", args=[row.activity_id]),
)

GROUP = Register(
    slug="group-activities",
    title="代表小组活动登记本",
    rows=lambda home: cells.recorded_of(home, Base.GROUP),
    date_field="starts_at",
    date_is_time=True,
    columns=(
        Column("时间", cells.moment, 24, "center"),
        Column("小组", "group.name", 20),
        Column("地点", "where", 22),
        Column("主题", "title", 28, words=True),
        Column("主持人", "host", 15, "center"),
        Column("记录人", "recorder", 15, "center"),
        Column("参加代表", lambda row: cells.names(row, cells.PRESENT), 34),
        Column("缺席及原因", lambda row: cells.cut(cells.excused(row)), 24, words=True),
        Column("活动内容", cells.shortened("content"), 38, words=True),
        Column("形成意见建议", cells.shortened("outcome", 120), 26, words=True),
        Column("附图", cells.pictures, 11, "center"),
    ),
    signatures=("召集人", "记录人"),
    choices={"group": "group"},
)

LOG = Register(
    slug="activity-log",
    title="“代表之家”活动记录本",
    rows=cells.recorded_of,
    date_field="starts_at",
    date_is_time=True,
    orientation="portrait",
    columns=(
        Column("日期", "on", 22, "center"),
        Column("活动\n类别", "kind.name", 18),
        Column("主题", "title", 27, words=True),
        Column("组织者", "organiser", 19),
        Column("参加\n人数", cells.came, 12, "center"),
        Column("内容", cells.shortened("content", 120), 34, words=True),
        Column("成效", cells.shortened("outcome", 120), 27, words=True),
        Column("照片", cells.pictures, 11, "center"),
    ),
    signatures=("记录人",),
)

MEETINGS = Register(
    slug="meetings",
    title="会议记录",
    rows=lambda home: cells.recorded_of(home, *MINUTED),
    date_field="starts_at",
    date_is_time=True,
    columns=(
        Column("时间", cells.moment, 24, "center"),
        Column("会议名称", "title", 26, words=True),
        Column("地点", "where", 16),
        Column("主持", "host", 13, "center"),
        Column("出席", lambda row: cells.present_as(row, observers=False), 40),
        Column("列席", cells.observers, 16, words=True),
        Column("请假", lambda row: cells.cut(cells.leaves(row)), 18, words=True),
        Column("缺席", lambda row: cells.names(row, cells.ABSENT), 12),
        Column("记录", "recorder", 13, "center"),
        Column("议题", cells.shortened("agenda", 100), 22, words=True),
        Column("发言", cells.shortened("content"), 24, words=True),
        Column("决定", cells.shortened("decisions", 120), 20, words=True),
        Column("表决", cells.votes, 13, "center"),
    ),
    signatures=("主持人", "记录人"),
    retention="永久",
)

STUDIES = Register(
    slug="studies",
    title="学习记录",
    rows=lambda home: cells.recorded_of(home, Base.STUDY),
    date_field="starts_at",
    date_is_time=True,
    columns=(
        Column("时间", cells.moment, 24, "center"),
        Column("地点", "where", 24),
        Column("学习主题", "title", 30, words=True),
        Column("学习资料", cells.materials, 24, words=True),
        Column("主讲人", "lecturer", 16, "center"),
        Column("学时", cells.hours, 12, "center"),
        Column("参加代表", lambda row: cells.names(row, cells.PRESENT), 56),
        Column("请假、缺席", lambda row: cells.cut(cells.excused(row)), 27, words=True),
        Column("学习内容", cells.shortened("content"), 44, words=True),
    ),
    signatures=("记录人",),
)

ACTIVITY_BOOKS = (ATTENDANCE, GROUP, LOG, MEETINGS, STUDIES)
