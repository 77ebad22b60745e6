"""审议意见转交单: the opinions on a special report, to the unit that gave it."""

from inspections.deadlines import OPINION_BASIS
from inspections.papers.sheets import Sheet, Sign, form_pdf
from representatives.activities.papers import printed


def transfer_pdf(row) -> bytes:
    """The sheet with what the unit answered, or room for it."""
    home = row.home
    sheet = Sheet(
        home=home,
        heading="审议意见转交单",
        above=f"送：{row.unit}",
        pairs=[
            ("转交日期", _day(row.sent_on), "应反馈日期", _day(row.answer_due_on)),
            ("听取日期", _day(row.heard_on), "报 告 人", printed(row.reporter)),
        ],
        texts=[
            ("报告题目", printed(row.title), ""),
            ("审议意见", printed(row.opinions), "middle"),
            ("测　　评", row.votes, ""),
            ("单位反馈", printed(row.answer), "middle"),
        ],
        signs=[
            Sign("转交机关（章）", home.congress_name, row.sent_on),
            Sign("反馈单位（章）", str(row.unit), row.answered_on),
        ],
        under=("签收人", "签收日期"),
        notes=(f"依据：{OPINION_BASIS}",),
    )
    return form_pdf([sheet])


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
