"""R1 代表基本信息台帐: everybody who has or had a mandate (DOMAIN.md section 3)."""

from django.db.models import Prefetch

from daihome.tools.pinyin import Pinyin
from daihome.tools.registers import ORDINAL, Column, Register
from daihome.tools.text import mask_phone
from representatives.models import GroupMembership, Mandate


def mandates_of(home):
    """One row for each mandate, people by name, each with the present groups."""
    present = GroupMembership.objects.filter(ended_on=None).select_related("group")
    rows = Mandate.objects.of(home).select_related("representative__home", "term", "district")
    groups = Prefetch("representative__memberships", present, to_attr="present_memberships")
    return rows.prefetch_related(groups).order_by(
        Pinyin("representative__name"), "representative", "started_on", "pk"
    )


def born(mandate):
    day = mandate.representative.born_on
    return f"{day:%Y-%m}" if day else ""


def groups(mandate):
    return [row.group.name for row in mandate.representative.present_memberships]


def phone(mandate):
    """As lists show it: whole only where its owner agreed to publish it."""
    person = mandate.representative
    return person.public_phone or mask_phone(person.phone)


def days(mandate):
    end = f"至{mandate.ended_on}" if mandate.ended_on else "起"
    return f"{mandate.started_on}{end}"


REPRESENTATIVES = Register(
    slug="representatives",
    title="代表基本信息台帐",
    rows=mandates_of,
    date_field="started_on",
    is_stock=True,
    columns=(
        Column("序号", ORDINAL, 10, "center"),
        Column("姓名", "representative.name", 17, "center"),
        Column("性别", "representative.get_sex_display", 9, "center"),
        Column("民族", "representative.ethnicity", 13, "center"),
        Column("出生\n年月", born, 17, "center"),
        Column("政治\n面貌", "representative.party", 15, "center"),
        Column("文化\n程度", "representative.education", 13, "center"),
        Column("工作单位及职务", "representative.post", 28, words=True),
        Column("代表\n层级", "get_level_display", 12, "center"),
        Column("选区", "district.name", 15, "center"),
        Column("代表\n小组", groups, 17),
        Column("代表证号", "credential_no", 17, "center"),
        Column("联系\n电话", phone, 23, "center"),
        Column("届次", lambda row: f"第{row.term.number}届", 12, "center"),
        Column("任期起止", days, 19, "center"),
        Column("状态", "get_state_display", 11, "center"),
        Column("备注", "representative.note", 9, words=True),
    ),
    retention="长期",
    choices={
        "representative": "representative",
        "group": "representative__memberships__group",
        "village": "representative__village",
    },
)
