"""The books of matters: R5 代表意见建议登记本 and R7 选民意见反馈簿 (columns: DOMAIN.md section 3).

Everything that a cell needs is fetched with the rows, so a book takes the same number of queries
whatever its length. No cell names the voter; their words come without numbers of persons.
"""

from django.db.models import Prefetch, Q
from django.utils import timezone

from daihome.tools.registers import CUT, Column, Register
from daihome.tools.text import mask_personal_data
from suggestions.models import (
    Assignment,
    Cosigner,
    IdentityMode,
    Kind,
    Reply,
    ReplyState,
    Suggestion,
)
from suggestions.pipeline import Disposal
from suggestions.promise_registers import PROMISES, UNKEPT

# Characters of a text in one cell: the book stays readable, the case has it all.
WORDS_MAX, RESULT_MAX = 120, 60
ROLES = Assignment.Role.values
SIGNERS_MAX = 5  # representatives named in one cell; of more, how many

FETCHED = (
    Prefetch("assignments", Assignment.objects.select_related("unit").order_by("-role", "pk")),
    Prefetch(
        "replies", Reply.objects.exclude(state=ReplyState.DRAFT).select_related("reply_class")
    ),
    "satisfactions",
    "notifications",
)


def rows_of(home):
    """Matters of `home` in the order of the book, without what no cell shows."""
    rows = Suggestion.objects.of(home).select_related(
        "village", "representative", "category__parent", "volume"
    )
    return rows.prefetch_related(*FETCHED).defer("query_code", "key").order_by("pk")


def proposals_of(home):
    """代表建议: proposed by representatives, or made one at classification."""
    signed = Cosigner.objects.exclude(confirmed_at=None).select_related("representative")
    rows = rows_of(home).filter(Q(kind=Kind.PROPOSAL) | Q(disposal=Disposal.PROPOSAL))
    return rows.prefetch_related(Prefetch("cosigners", signed))


def opinions_of(home):
    """选民意见, from every channel."""
    rows = rows_of(home).filter(kind=Kind.OPINION).select_related("identity")
    return rows.defer("identity__phone", "identity__address")


def present(row):
    """The assignments of the present round that were not returned, the main unit first."""
    return [
        one
        for one in row.assignments.all()
        if one.round_no == row.round_no and one.returned_on is None
    ]


def main(row):
    """The main unit's present assignment, or None."""
    return next((one for one in present(row) if one.role == Assignment.Role.MAIN), None)


def of_main(name):
    """A function that gives the field `name` of the main unit's present assignment."""
    return lambda row: getattr(main(row), name, None)


def answer(row):
    """The main unit's approved reply of the present round, or None."""
    assignment = main(row)
    answers = (
        one for one in row.replies.all() if assignment and one.assignment_id == assignment.pk
    )
    return next(answers, None)


def of_round(rows, row):
    """That one of `rows` which belongs to the present round, or None."""
    return next((one for one in rows if one.round_no == row.round_no), None)


def title(row):
    return mask_personal_data(row.title or row.summary or shortened(row.content))


def proposers(row):
    """The lead, and below those who confirmed that they sign with them."""
    names = [one.representative.name for one in row.cosigners.all()]
    more = f"等{len(names)}人" if len(names) > SIGNERS_MAX else ""
    joined = f"附议：{'、'.join(names[:SIGNERS_MAX])}{more}" if names else ""
    lead = row.representative.name if row.representative else ""
    return "\n".join(filter(None, [lead, joined]))


def source(row):
    return "代表自提" if row.kind == Kind.PROPOSAL else "选民意见"


def units(row):
    """The main unit, and below those that assist."""
    names = {role: [one.unit.name for one in present(row) if one.role == role] for role in ROLES}
    joined = f"协办：{'、'.join(names['assist'])}" if names["assist"] else ""
    return "\n".join([*names["main"], *filter(None, [joined])])


def reply_code(row):
    return answer(row).reply_class.code if answer(row) else ""


def rounds(row):
    """Empty until it is handed over for the first time."""
    return row.round_no if row.assignments.all() else ""


def verdict(row):
    given = (one for one in row.satisfactions.all() if one.party == row.deciding_party)
    found = of_round(given, row)
    return found.get_level_display() if found else ""


def file_number(row):
    return f"{row.volume.year}-{row.volume.number}" if row.volume else ""


def receiver(row):
    """The representative, or the way by which it came without one."""
    return row.representative.name if row.representative else f"（{row.get_channel_display()}）"


def voter(row):
    """张*, 匿名 or 保密: a book lies open on the table."""
    if row.identity_mode == IdentityMode.ANONYMOUS:
        return "匿名"
    if row.identity_mode == IdentityMode.CONFIDENTIAL:
        return "保密"
    identity = getattr(row, "identity", None)
    if identity and identity.purged_at:
        return "已清除"
    return identity.masked_name if identity and identity.name else "未留名"


def shortened(text, most=WORDS_MAX):
    """`text` without numbers of persons, then cut where it is long.

    In this order: the half of a number that a cut has left would no longer be known as one.
    """
    text = mask_personal_data(text)
    return text if len(text) <= most else text[:most] + CUT


def result(row):
    """How it ended: the class of the reply and its words, else the Home's own answer."""
    if row.withdrawn_on:
        return "反映人撤回"
    found = answer(row)
    if found:
        return f"{found.reply_class.code}：{shortened(found.text, RESULT_MAX)}"
    return shortened(row.explanation, RESULT_MAX)


def told(row):
    found = of_round(row.notifications.all(), row)
    return str(found) if found else ""


CHOICES = {
    "representative": "representative",
    "group": "representative__memberships__group",
    "village": "village",
}

SUGGESTIONS = Register(
    slug="suggestions",
    title="代表意见建议登记本",
    rows=proposals_of,
    date_field="received_at",
    date_is_time=True,
    columns=(
        Column("编号", "number", 25, "center"),
        Column("提出\n日期", "received_on", 19, "center"),
        Column("建议标题", title, 37, words=True),
        Column("提出代表\n（领衔附议）", proposers, 24),
        Column("来源", source, 10, "center"),
        Column("分类", "category.name", 14),
        Column("交办\n日期", of_main("handed_on"), 19, "center"),
        Column("承办单位", units, 22),
        Column("应答复\n日期", of_main("due_on"), 19, "center"),
        Column("实际答复\n日期", of_main("answered_on"), 19, "center"),
        Column("答复\n类别", reply_code, 9, "center"),
        Column("满意度", verdict, 17, "center"),
        Column("办理\n轮次", rounds, 9, "center"),
        Column("归档号", file_number, 14, "center"),
    ),
    signatures=("登记人",),
    retention="永久",
    choices=CHOICES,
)

FEEDBACK = Register(
    slug="feedback",
    title="选民意见反馈簿",
    rows=opinions_of,
    date_field="received_at",
    date_is_time=True,
    columns=(
        Column("编号", "number", 25, "center"),
        Column("接待\n日期", "received_on", 19, "center"),
        Column("接待\n代表", receiver, 18),
        Column("反映人", voter, 13, "center", words=True),
        Column("村组", "village", 18),
        Column("反映内容", lambda row: shortened(row.content), 44, words=True),
        Column("类别", "get_nature_display", 10, "center"),
        Column("处理方式", "get_disposal_display", 18),
        Column("承办单位", units, 22),
        Column("办理结果", result, 34, words=True),
        Column("告知日期\n及方式", told, 19, "center"),
        Column("反映人\n评价", verdict, 17, "center"),
    ),
    signatures=("接待代表", "经办人"),
    retention="永久",
    choices=CHOICES,
)


def late_of(home):
    """Units that answered late or owe an answer, in the order of their last days."""
    rows = Assignment.objects.of(home).late(timezone.localdate())
    return rows.select_related("suggestion__village", "unit").order_by("due_on", "pk")


def days_late(row):
    return ((row.answered_on or timezone.localdate()) - row.due_on).days


LATE = Register(
    slug="late",
    title="逾期办理情况一览表",
    rows=late_of,
    date_field="due_on",
    columns=(
        Column("编号", "suggestion.number", 28, "center"),
        Column("承办单位", "unit.name", 36),
        Column("主办\n协办", "get_role_display", 13, "center"),
        Column("办理\n轮次", "round_no", 12, "center"),
        Column("什么事", lambda row: title(row.suggestion), 56, words=True),
        Column("交办\n日期", "handed_on", 22, "center"),
        Column("限办\n日期", "due_on", 22, "center"),
        Column("答复\n日期", lambda row: row.answered_on or "还没有答复", 22, "center"),
        Column("逾期\n天数", days_late, 14, "center"),
        Column("备注", lambda row: "", 32),
    ),
    signatures=("填表人", "主席"),
    retention="永久",
    choices={"village": "suggestion__village"},
)

REGISTERS = (SUGGESTIONS, FEEDBACK, LATE, PROMISES, UNKEPT)
