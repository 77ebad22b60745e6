"""What waits for staff about sessions of the congress."""

from daihome.tools.chores import Chore
from inspections.congress.absences import to_end
from inspections.models import CongressSession, SessionReport
from representatives.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    Mandate,
    MandateState,
    Part,
)


def leaves(user, today):
    """Leaves asked for sessions that nobody has approved or refused."""
    rows = Attendance.objects.visible_to(user).filter(
        state=AttendanceState.LEAVE, part=Part.MEMBER, session_leave=None,
        activity__congress_session__isnull=False,
    )  # fmt: skip
    return rows.exclude(activity__state=ActivityState.CANCELLED)


def reports(user, today):
    return SessionReport.objects.visible_to(user).owed(today)


def mandates(user, today):
    return to_end(Mandate.objects.visible_to(user).exclude(state=MandateState.ENDED))


def with_leaves(rows):
    """Sessions of `rows` in which a leave waits."""
    waiting = Attendance.objects.filter(
        state=AttendanceState.LEAVE, part=Part.MEMBER, session_leave=None
    )
    return rows.filter(activity__in=waiting.values("activity"))


def with_owed_reports(rows, today):
    """Sessions of `rows` with a report that was not given in time."""
    return rows.filter(pk__in=SessionReport.objects.owed(today).values("session"))


LIST = "admin:inspections_congresssession_changelist"
CHANGE = f"inspections.change_{CongressSession._meta.model_name}"
CHORES = (
    Chore("人代会的请假没有批", "打开会议，批准或者不批准。", leaves, LIST, CHANGE, "waiting=leaves"),
    Chore(
        "过了日子没交的大会报告", "催报告单位；报告过的登记日期。", reports, LIST, CHANGE,
        "waiting=reports",
    ),
    Chore(
        "两次未经批准缺席人代会的代表", "核实签到，依法办理代表资格终止。", mandates,
        "admin:inspections_absences", "representatives.change_mandate",
    ),
)  # fmt: skip
