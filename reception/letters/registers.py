"""R10 代表信箱开箱登记: every opening with the numbers of its letters and what became of them."""

from collections import Counter

from daihome.tools.registers import Column, Register
from reception.models import MailboxOpening, MailOutcome


def openings_of(home):
    rows = MailboxOpening.objects.of(home).select_related("mailbox").prefetch_related("items")
    return rows.order_by("opened_at", "pk")


def numbers(opening):
    """The first and the last number of its letters."""
    found = [item.number for item in opening.items.all()]
    return "\n至 ".join(dict.fromkeys([found[0], found[-1]])) if found else "无信"


def outcomes(opening):
    """How many letters went where."""
    counts = Counter(item.outcome for item in opening.items.all())
    return "\n".join(
        f"{MailOutcome(key).label} {counts[key]} 封" for key in MailOutcome if counts[key]
    )


LETTER_BOX = Register(
    slug="letter-box",
    title="代表信箱开箱登记",
    rows=openings_of,
    date_field="opened_at",
    date_is_time=True,
    columns=(
        Column("开箱日期", "opened_at", 32, "center"),
        Column("信箱", "mailbox.name", 46),
        Column("开箱人一", "opener", 24, "center", words=True),
        Column("开箱人二", "second_opener", 24, "center", words=True),
        Column("件数", "count", 14, "center"),
        Column("编号起止", numbers, 42, "center"),
        Column("处理去向", outcomes, 50),
        Column("备注", "remark", 25, words=True),
    ),
    signatures=("开箱人一", "开箱人二"),
    retention="长期",
)
