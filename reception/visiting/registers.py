"""The books of visits, aid, pairings and donations (columns: DOMAIN.md section 3 and 1.5)."""

from django.db.models import Prefetch

from daihome.tools.registers import CUT, ORDINAL, Column, Register
from daihome.tools.text import mask_personal_data
from reception import ended
from reception.models import AidPairing, Donation, RaisedMatter, Visit, VisitKind
from suggestions.models import IdentityMode

WORDS_MAX, ANSWER_MAX = 120, 80
OF_PEOPLE = {
    "group": "representatives__memberships__group",
    "village": "village",
    "representative": "representatives",
}
OF_ONE = {
    "group": "representative__memberships__group",
    "village": "village",
    "representative": "representative",
}


def visits_of(kind):
    """A function that gives the visits of that kind in a Home, in the order of the book."""

    def rows(home):
        raised = RaisedMatter.objects.select_related("suggestion__identity").prefetch_related(
            "suggestion__satisfactions", "suggestion__notifications"
        )
        found = Visit.objects.of(home).filter(kind=kind).order_by("on", "pk")
        found = found.select_related("village", "grid__village", "talked_with", "pairing")
        return found.prefetch_related("representatives", "items", Prefetch("raised", raised))

    return rows


def short(name, most=WORDS_MAX):
    """A function that gives the text `name` without numbers of persons, cut where it is long."""

    def of(row):
        text = mask_personal_data(getattr(row, name))
        return text if len(text) <= most else text[:most] + CUT

    return of


def people(row):
    return [person.name for person in row.representatives.all()]


def voter(row):
    """张*, a code, or 保密 where the voter asked for it; how many came with them."""
    modes = {matter.identity_mode for matter in ended.matters_of(row)}
    name = "保密" if IdentityMode.CONFIDENTIAL in modes else row.person_shown
    more = f"{row.people}人" if row.people > 1 else ""
    return "\n".join(filter(None, [name, more])) or "未留名"


def where(row):
    """Village, and grid or place below it."""
    cell = row.grid and (row.grid.name or f"{row.grid.code}号网格")
    return "\n".join(filter(None, [row.village.name, cell, row.place]))


def passed_on(row):
    """Where it went: into the pipeline, or answered at once."""
    if row.raised.all():
        return "转为意见办理"
    return "当面答复" if row.answer else ""


def numbers(row):
    return "\n".join(matter.number for matter in ended.matters_of(row))


def outcome(row):
    """How its matters stand and whom one has told, else what became of it in the visitor's words."""
    return "\n".join([*ended.results(row), *ended.told(row)]) or short("follow_up", ANSWER_MAX)(row)


def feedback(row):
    """How the voter was told of each matter (whose numbers stand beside it), else what is planned."""
    return "\n".join(ended.feedback(row)) or short("follow_up", ANSWER_MAX)(row)


# What voters said on a reception day stands in a book of its own (接待选民记录簿): a book has one
# queryset, and its choices and links read columns that the two kinds of rows do not share.
CONTACTS = Register(
    slug="contacts",
    title="代表联系选民登记本",
    rows=visits_of(VisitKind.CONTACT),
    date_field="on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("日期", "on", 20, "center"),
        Column("联系代表", people, 19),
        Column("联系\n方式", "get_way_display", 13, "center"),
        Column("选民姓名\n（可代号）", voter, 20, "center", words=True),
        Column("村组、网格", where, 27, words=True),
        Column("反映内容", short("content"), 49, words=True),
        Column("答复或解释", short("answer", ANSWER_MAX), 34, words=True),
        Column("转交去向", passed_on, 16, "center"),
        Column("编号", numbers, 25, "center"),
        Column("反馈情况", feedback, 23, words=True),
    ),
    signatures=("代表签名",),
    retention="长期",
    choices=OF_PEOPLE,
)

TALKS = Register(
    slug="talks",
    title="代表谈心走访登记簿",
    rows=visits_of(VisitKind.TALK),
    date_field="on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("日期", "on", 20, "center"),
        Column("走访人", people, 20),
        Column("谈话代表", "talked_with.name", 20, "center"),
        Column("地点", where, 28, words=True),
        Column("谈话内容", short("content"), 66, words=True),
        Column("答复或解释", short("answer", ANSWER_MAX), 36, words=True),
        Column("转出的意见", numbers, 26, "center"),
        Column("后续", outcome, 30, words=True),
    ),
    signatures=("走访人", "谈话代表"),
    retention="长期",
    choices=OF_PEOPLE,
)


def helped(row):
    """Whom, by which kind, and the name masked."""
    kind = row.get_beneficiary_display()
    name = row.person_shown or (row.pairing.person_shown if row.pairing else "")
    return "\n".join(filter(None, [kind, name]))


def given(row):
    return "\n".join(f"{item.get_help_display()}：{item}" for item in row.items.all())


def value(row):
    """What was given in yuan; None where nothing was valued."""
    values = [item.value for item in row.items.all() if item.value is not None]
    return sum(values) if values else None


AID = Register(
    slug="aid",
    title="走访慰问台账",
    rows=visits_of(VisitKind.AID),
    date_field="on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("日期", "on", 20, "center"),
        Column("时机", "occasion", 16, "center"),
        Column("慰问代表", people, 22),
        Column("对象", helped, 30, words=True),
        Column("村组", where, 28, words=True),
        Column("人数", "people", 13, "center", total="people"),
        Column("帮扶方式、内容和数量", given, 55, words=True),
        Column("折合金额\n（元）", value, 24, "number", total="items__value"),
        Column("了解到的情况", short("content", ANSWER_MAX), 38, words=True),
    ),
    signatures=("经办人", "审核人"),
    retention="长期",
    choices=OF_PEOPLE,
)


def pairings_of(home):
    rows = AidPairing.objects.of(home).select_related("representative", "village")
    return rows.prefetch_related("visits").order_by("started_on", "pk")


PAIRINGS = Register(
    slug="pairings",
    title="结对帮扶台账",
    rows=pairings_of,
    date_field="started_on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("帮扶代表", "representative.name", 22, "center"),
        Column("对象", "get_beneficiary_display", 34),
        Column("姓名\n（可代号）", "person_shown", 20, "center", words=True),
        Column("村组", "village.name", 28),
        Column("帮扶措施", short("plan"), 62, words=True),
        Column("结对\n日期", "started_on", 20, "center"),
        Column("结束\n日期", "ended_on", 20, "center"),
        Column("走访\n次数", lambda row: len(row.visits.all()), 12, "center"),
        Column("成效", "result", 28, words=True),
    ),
    signatures=("填表人", "审核人"),
    retention="长期",
    choices=OF_ONE,
)


def donations_of(home):
    rows = Donation.objects.of(home).select_related("representative", "village")
    return rows.order_by("on", "pk")


DONATIONS = Register(
    slug="donations",
    title="代表捐赠台账",
    rows=donations_of,
    date_field="on",
    columns=(
        Column("序号", ORDINAL, 11, "center"),
        Column("日期", "on", 20, "center"),
        Column("捐赠代表", "representative.name", 22, "center"),
        Column("用途", "purpose", 45, words=True),
        Column("受益村", "village.name", 24),
        Column("接收单位", "receiver", 30, words=True),
        Column("现金\n（元）", "money", 24, "number", total="money"),
        Column("物资", "goods", 37, words=True),
        Column("物资折合\n（元）", "goods_value", 24, "number", total="goods_value"),
        Column("凭证", "voucher", 20, words=True),
    ),
    signatures=("经办人", "审核人"),
    retention="长期",
    choices=OF_ONE,
)

REGISTERS = (CONTACTS, TALKS, AID, PAIRINGS, DONATIONS)
