"""What waits for staff about duties."""

from daihome.tools.chores import Chore
from representatives.models import DutyRecord


def to_confirm(user, today):
    """Entries by hand that this person may confirm."""
    return DutyRecord.objects.decidable_by(user)


CHORES = (
    Chore(
        "待确认的履职记录",
        "代表自己填报的，确认以后才计入履职登记。",
        to_confirm,
        "admin:representatives_duties",
        "representatives.view_dutyrecord",
    ),
)
