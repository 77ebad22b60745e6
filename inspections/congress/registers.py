"""人代会出席情况表: who came to which session, who was excused."""

from django.db.models import Prefetch
from django.urls import reverse

from daihome.tools.registers import ORDINAL, Column, Register
from representatives.activities import cells
from representatives.models import Attendance, AttendanceState, GroupMembership


def attendances_of(home):
    """Everybody called to the sessions that were held, session by session."""
    groups = GroupMembership.objects.filter(ended_on=None).select_related("group")
    rows = Attendance.objects.of(home).filter(
        activity__congress_session__isnull=False, activity__state="held"
    )
    rows = rows.select_related("representative", "activity__congress_session", "session_leave")
    rows = rows.prefetch_related(
        Prefetch("representative__memberships", groups, to_attr="present_memberships")
    )
    return rows.order_by("activity__starts_at", "part", "pk")


def group_name(row):
    return "、".join(one.group.name for one in row.representative.present_memberships)


def approval(row):
    """Whether a leave was approved."""
    if row.state != AttendanceState.LEAVE:
        return ""
    return "批准" if hasattr(row, "session_leave") else "没有批"


ATTENDANCE = Register(
    slug="congress-attendance",
    title="人代会出席情况表",
    rows=attendances_of,
    date_field="activity__starts_at",
    date_is_time=True,
    orientation="portrait",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("日期", "activity.on", 22, "center"),
        Column("会议", "activity.title", 38, words=True),
        Column("姓名", "representative.name", 18, "center"),
        Column("代表小组", group_name, 24),
        Column("出席", "get_state_display", 14, "center"),
        Column("请假原因", lambda row: cells.cut(row.leave_reason), 27, words=True),
        Column("批准", approval, 16, "center"),
    ),
    signatures=("登记人", "主席"),
    retention="永久",
    choices={
        "group": "representative__memberships__group",
        "representative": "representative",
    },
    link=lambda row: reverse(
        "admin:inspections_congresssession_change", args=[row.activity.congress_session.pk]
    ),
)

REGISTERS = (ATTENDANCE,)
