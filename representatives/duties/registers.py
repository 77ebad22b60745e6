"""The books of duties: R4 代表履职登记本, one for each representative, and all of a Home in one."""

from daihome.tools.registers import Column, Register
from daihome.tools.text import mask_personal_data
from representatives.duties.pages import SOURCES
from representatives.models import DutyRecord, DutyState

CHOICES = {
    "representative": "representative",
    "group": "representative__memberships__group",
    "village": "representative__village",
}


def duties_of(home):
    """What counts or waits to be confirmed, in the order of days; what was sent back is not yet."""
    rows = DutyRecord.objects.of(home).exclude(state=DutyState.SENT_BACK)
    rows = rows.select_related("representative", "category").prefetch_related("files")
    return rows.order_by("on", "pk")


def masked(name):
    """A function that gives the text `name` without numbers of persons: a visit's words repeat here."""

    def of(record):
        return mask_personal_data(getattr(record, name))

    return of


def evidence(record):
    """What proves it: as typed, how many files lie there, or where the house recorded it."""
    label, _address = SOURCES.get(record.key.partition(":")[0], ("", ""))
    files = len(record.files.all())
    said = [
        mask_personal_data(record.evidence),
        f"附件{files}个" if files else "",
        f"见{label}记录" if label else "",
    ]
    return "，".join(filter(None, said))


def confirmer(record):
    """Who stands for it, or that nobody does yet."""
    waits = record.state == DutyState.WAITING
    return record.get_state_display() if waits else record.confirmed_by_name


DUTY = Register(
    slug="duty",
    title="代表履职登记本",
    rows=duties_of,
    date_field="on",
    orientation="portrait",
    columns=(
        Column("日期", "on", 22, "center"),
        Column("履职类别", "category.name", 23),
        Column("履职内容", masked("content"), 54, words=True),
        Column("地点", masked("place"), 20, words=True),
        Column("证明材料", evidence, 21, words=True),
        Column("天数", "days", 11, "center"),
        Column("确认人", confirmer, 19, "center", words=True),
    ),
    signatures=("代表签名", "小组召集人确认"),
    retention="长期",
    choices=CHOICES,
    each="representative",
)

DUTIES = Register(
    slug="duties",
    title="代表履职登记总表",
    rows=duties_of,
    date_field="on",
    columns=(
        Column("日期", "on", 22, "center"),
        Column("代表", "representative.name", 22, "center"),
        Column("履职类别", "category.name", 30),
        Column("履职内容", masked("content"), 88, words=True),
        Column("地点", masked("place"), 32, words=True),
        Column("证明材料", evidence, 30, words=True),
        Column("天数", "days", 11, "center"),
        Column("确认人", confirmer, 22, "center", words=True),
    ),
    signatures=("填表人", "主席"),
    retention="长期",
    choices=CHOICES,
)

REGISTERS = (DUTY, DUTIES)
