"""The books of promises: 承诺事项台账, and 未兑现承诺一览表 for those whose day has passed."""

from django.utils import timezone

from daihome.tools.registers import Column, Register
from suggestions.models.replies import Commitment


def promises_of(home):
    """Every promise in a published reply, by its day, with all that a cell needs."""
    rows = Commitment.objects.of(home).select_related(
        "suggestion", "reply__assignment__unit", "closing_reply", "notification"
    )
    return rows.defer("suggestion__query_code", "suggestion__key").order_by("promised_on", "pk")


def unkept_of(home):
    """Those whose day has passed without an answer, and those answered as not done."""
    return promises_of(home).unkept(timezone.localdate())


def answered_on(row):
    return row.closing_reply.replied_on if row.closing_reply else None


def kept(row):
    """Whether the promise was kept, in a word."""
    if row.closing_reply is None:
        return "还没有答复" if days_late(row) else "没到期"
    return "已兑现" if row.is_kept else "没办完"


def days_late(row):
    """Calendar days from the promised day to the second answer or today; None in time."""
    late = ((answered_on(row) or timezone.localdate()) - row.promised_on).days
    return late if late > 0 else None


def told(row):
    found = getattr(row, "notification", None)
    return str(found) if found else ""


COLUMNS = (
    Column("编号", "suggestion.number", 27, "center"),
    Column("什么事", "suggestion.heading", 43, words=True),
    Column("承诺单位", "reply.assignment.unit.name", 28),
    Column("承诺事项", "content", 53, words=True),
    Column("承诺\n日期", "promised_on", 21, "center"),
    Column("再次答复\n日期", answered_on, 21, "center"),
    Column("兑现\n情况", kept, 20, "center"),
    Column("逾期\n天数", days_late, 13, "center"),
    Column("告知日期\n及方式", told, 31, "center"),
)

CHOICES = {"representative": "suggestion__representative", "village": "suggestion__village"}

PROMISES = Register(
    slug="promises",
    title="承诺事项台账",
    rows=promises_of,
    date_field="promised_on",
    columns=COLUMNS,
    signatures=("登记人",),
    retention="永久",
    choices=CHOICES,
)

UNKEPT = Register(
    slug="unkept",
    title="未兑现承诺一览表",
    rows=unkept_of,
    date_field="promised_on",
    columns=COLUMNS,
    signatures=("填表人", "主席"),
    retention="永久",
    choices=CHOICES,
)
