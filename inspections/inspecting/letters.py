"""What an inspection gives to write as an official letter: its opinions, to the unit (函)."""

from daihome.tools.registers import prose_date
from representatives.activities.papers import printed
from representatives.documents.drafting import draft_from
from representatives.models import DocumentKind

BASIS = "《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》第三十一条"


def opinions_letter(row):
    """An unsaved draft of the letter that hands the opinions to the unit."""
    title, on = printed(row.activity.title), prose_date(row.activity.on)
    until = f"并在{prose_date(row.answer_due_on)}前" if row.answer_due_on else "并在三个月内"
    opening = (
        f"{on}，我主席团组织代表对{printed(row.object)}进行了{row.kind}。依照{BASIS}的规定，现将代表"
        f"提出的意见和建议转交你单位，请研究处理，{until}书面反馈办理情况。"
    )
    parts = [("发现的情况", row.findings), ("意见和建议", row.opinions)]
    written = [(label, printed(text)) for label, text in parts if text]
    lines = [f"{'一二'[place]}、{label}\n{text}" for place, (label, text) in enumerate(written)]
    return draft_from(
        row.home, DocumentKind.LETTER, f"关于转交“{title}”意见的函",
        to=row.unit.name, body="\n".join([opening, *lines]), activity=row.activity,
    )  # fmt: skip
