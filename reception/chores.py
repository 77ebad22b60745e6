"""What waits for staff in this room (see `daihome/tools/chores.py`)."""

from daihome.tools.chores import Chore
from daihome.tools.registers import midnight
from reception.models import ReceptionDay

ADD = "reception.add_receptionrecord"


def of_today(user, today):
    """Reception days of today on which visitors are entered."""
    rows = ReceptionDay.objects.visible_to(user).unclosed(today)
    return rows.filter(activity__starts_at__gte=midnight(today))


def not_closed(user, today):
    """Days before today of which nobody has said how they went."""
    rows = ReceptionDay.objects.visible_to(user).unclosed(today)
    return rows.filter(activity__starts_at__lt=midnight(today))


DESK = (
    Chore("今天的接待日", "登记来访，看谁在岗。", of_today, "desk:days", ADD),
    Chore(
        "没有结束登记的接待日",
        "补登来访，然后结束登记；没有人来的也要结束一次。",
        not_closed,
        "desk:days",
        ADD,
    ),
)

CHORES = (*DESK,)
