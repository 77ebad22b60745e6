"""接待选民记录簿: every visitor of every reception day (columns: DOMAIN.md section 3)."""

from django.urls import reverse

from daihome.tools.registers import CUT, Column, Register
from daihome.tools.text import mask_personal_data
from reception import ended
from reception.models import ReceptionRecord

WORDS_MAX, ANSWER_MAX = 90, 60


def records_of(home):
    """Records of `home` in the order of the book, without what no cell shows."""
    return ReceptionRecord.objects.of(home).shown().defer("phone", "address").order_by("at", "pk")


def short(name, most):
    """A function that gives the text `name` without numbers of persons, cut where it is long."""

    def of(row):
        text = mask_personal_data(getattr(row, name))
        return text if len(text) <= most else text[:most] + CUT

    return of


def receivers(row):
    return [person.name for person in row.receivers.all()]


def visitor(row):
    more = f"\n等{row.people}人" if row.people > 1 else ""
    return f"{row.visitor_shown}{more}"


def result(row):
    return "\n".join(ended.results(row)) or "当场解释答复"


RECORDS = Register(
    slug="receptions",
    title="接待选民记录簿",
    rows=records_of,
    date_field="at",
    date_is_time=True,
    columns=(
        Column("编号", "number", 30, "center"),
        Column("接待时间", "at", 21, "center"),
        Column("接待地点", "day.activity.where", 19),
        Column("接待\n代表", receivers, 18),
        Column("来访人", visitor, 14, "center", words=True),
        Column("村组", "village", 17),
        Column("反映问题", short("content", WORDS_MAX), 37, words=True),
        Column("当场答复", short("answer", ANSWER_MAX), 26, words=True),
        Column("拟办意见", short("proposal", ANSWER_MAX), 18, words=True),
        Column("办理结果", result, 26),
        Column("反馈时间\n及方式", ended.told, 17, words=True),
        Column("来访人\n意见", short("visitor_says", 40), 14, words=True),
    ),
    signatures=("接待代表", "记录人"),
    retention="永久",
    choices={"village": "village", "representative": "receivers"},
    link=lambda row: reverse("desk:record", args=[row.pk]),
)
