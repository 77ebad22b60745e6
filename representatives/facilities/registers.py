"""The ledgers of equipment and special funds, and the book of self-checks (DOMAIN.md 1.2)."""

from datetime import date

from django.db.models import Count, DateField, DecimalField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from daihome.tools.registers import ORDINAL, Column, Register
from representatives.models import Equipment, FundEntry, FundKind, SelfCheck
from representatives.models.holdings import GRANTED_AMOUNT, SIGNED_AMOUNT, SPENT_AMOUNT

# For what nobody knows since when it is there.
LONG_AGO = date(1949, 10, 1)
NAMES_MAX = 90


def equipment_of(home):
    """Everything, also what was given away; each with the day since when it is there."""
    since = Coalesce("bought_on", Value(LONG_AGO, output_field=DateField()))
    rows = Equipment.objects.of(home).annotate(since=since).select_related("venue")
    return rows.order_by("venue__order", "venue", "name", "pk")


def funds_of(home):
    """The entries, each with what was left of its year after it, and the number of its scans."""
    earlier = FundEntry.objects.filter(
        Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lte=OuterRef("pk")),
        home=OuterRef("home"), year=OuterRef("year"),
    )  # fmt: skip
    left = earlier.order_by().values("home").annotate(sum=Sum(SIGNED_AMOUNT)).values("sum")
    money = DecimalField(max_digits=14, decimal_places=2)
    rows = FundEntry.objects.of(home).annotate(left=Subquery(left, output_field=money))
    return rows.annotate(scans=Count("vouchers")).order_by("on", "pk")


def checks_of(home):
    """The closed self-checks with their numbers."""
    states = {name: Count("checks", Q(checks__state=name)) for name in ("met", "partly", "unmet")}
    mended = Count(
        "checks", Q(checks__state__in=("partly", "unmet"), checks__corrected_on__gt=LONG_AGO)
    )
    rows = SelfCheck.objects.of(home).closed().select_related("venue", "standard")
    return (
        rows.annotate(**states, mended=mended).prefetch_related("checks__item").order_by("on", "pk")
    )


def _amount(kind):
    return lambda row: row.amount if row.kind == kind else None


def _left(row):
    """SQLite adds up without decimals."""
    return f"{row.left:.2f}"


def _missing(check):
    """The names of what falls short, cut where there are many."""
    names = "、".join(one.item.name for one in check.checks.all() if one.falls_short)
    return names if len(names) <= NAMES_MAX else f"{names[:NAMES_MAX]}……"


def _mended(check):
    return f"{check.mended}/{check.partly + check.unmet}" if check.partly + check.unmet else "—"


EQUIPMENT = Register(
    slug="equipment",
    title="设备台账",
    rows=equipment_of,
    date_field="since",
    is_stock=True,
    columns=(
        Column("序号", ORDINAL, 12, "center"),
        Column("场所", "venue.name", 46, words=True),
        Column("名称", "name", 30, words=True),
        Column("规格型号", "model", 32, words=True),
        Column("数量", "quantity", 15, "number"),
        Column("单位", "unit", 14, "center", words=True),
        Column("金额\n（元）", "value", 25, "number", total="value"),
        Column("购置\n日期", "bought_on", 23, "center"),
        Column("状态", "get_state_display", 20, "center"),
        Column("保管人", "keeper", 18, "center", words=True),
        Column("备注", "note", 22, words=True),
    ),
    signatures=("保管人", "负责人"),
)

FUNDS = Register(
    slug="funds",
    title="专项资金台账",
    rows=funds_of,
    date_field="on",
    columns=(
        Column("序号", ORDINAL, 12, "center"),
        Column("日期", "on", 24, "center"),
        Column("年度", "year", 15, "center"),
        Column("来源或用途", "what", 60, words=True),
        Column("拨入\n（元）", _amount(FundKind.GRANTED), 27, "number", total=GRANTED_AMOUNT),
        Column("支出\n（元）", _amount(FundKind.SPENT), 27, "number", total=SPENT_AMOUNT),
        Column("年度结余\n（元）", _left, 27, "number"),
        Column("凭证号", "voucher", 24, "center", words=True),
        Column("凭证\n扫描件", "scans", 14, "center"),
        Column("经手人", "handler", 27, "center", words=True),
    ),
    signatures=("经手人", "负责人"),
)

SELF_CHECKS = Register(
    slug="self-checks",
    title="建设标准自查登记簿",
    rows=checks_of,
    date_field="on",
    columns=(
        Column("序号", ORDINAL, 12, "center"),
        Column("自查\n日期", "on", 24, "center"),
        Column("场所", "venue.name", 50, words=True),
        Column("标准", "standard.name", 36, words=True),
        Column("自查人", "checked_by", 24, "center", words=True),
        Column("达标", "met", 14, "center"),
        Column("部分\n达标", "partly", 14, "center"),
        Column("未达标", "unmet", 15, "center"),
        Column("没有达标的项目", _missing, 52, words=True),
        Column("已整改/\n应整改", _mended, 16, "center"),
    ),
    signatures=("自查人", "负责人"),
)

REGISTERS = (EQUIPMENT, FUNDS, SELF_CHECKS)
