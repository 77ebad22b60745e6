"""The book of reports to voters: 代表述职登记簿."""

from daihome.tools.registers import Column, Register
from representatives.models import DutyReport


def reports_of(home):
    rows = DutyReport.objects.of(home).select_related("representative", "district")
    return rows.order_by("on", "pk")


REPORTS = Register(
    slug="reports",
    title="代表述职登记簿",
    rows=reports_of,
    date_field="on",
    columns=(
        Column("述职\n日期", "on", 22, "center"),
        Column("述职人", "representative.name", 20, "center"),
        Column("选区", "district.name", 25),
        Column("地点", "place", 28, words=True),
        Column("到会\n选民", "present", 13, "center"),
        Column("满意", "satisfied", 12, "center"),
        Column("基本\n满意", "basic", 12, "center"),
        Column("不满意", "unsatisfied", 14, "center"),
        Column("弃权\n废票", "void", 12, "center"),
        Column("选民意见", "opinions", 47, words=True),
        Column("整改和结果", "result", 36, words=True),
        Column("主持人", "host", 16, "center", words=True),
    ),
    signatures=("主持人", "监票人", "计票人"),
    retention="长期",
    choices={
        "representative": "representative",
        "group": "representative__memberships__group",
    },
)

REGISTERS = (REPORTS,)
