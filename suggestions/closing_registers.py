"""The book of what comes last: 归档清单, signed when the archive takes it over."""

from daihome.tools.registers import ORDINAL, Column, Register
from suggestions.registers import CHOICES, file_number, rows_of, title, units


def archived_of(home):
    """Archived matters in the order of filing."""
    rows = rows_of(home).exclude(archived_on=None)
    return rows.order_by("archived_on", "pk")


ARCHIVED = Register(
    slug="archived",
    title="归档清单",
    rows=archived_of,
    date_field="archived_on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("年度—\n卷号", file_number, 20, "center"),
        Column("盒号", "volume.box", 24, "center"),
        Column("编号", "number", 28, "center"),
        Column("题名", title, 70, words=True),
        Column("承办单位", units, 36),
        Column("收到\n日期", "received_on", 22, "center"),
        Column("归档\n日期", "archived_on", 22, "center"),
        Column("保管\n期限", "get_retention_display", 14, "center"),
        Column("页数", lambda row: "", 10),
    ),
    signatures=("移交人", "接收人"),
    retention="永久",
    choices=CHOICES,
)

CLOSING = (ARCHIVED,)
