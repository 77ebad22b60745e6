"""Papers of an inspection: 视察方案, 视察记录, 视察报告, 意见转交单 (DOMAIN.md 1.7)."""

from dataclasses import dataclass
from datetime import date

from daihome.tools.paper import render_pdf
from inspections.deadlines import OPINION_BASIS
from inspections.papers.sheets import Sheet, Sign, form_pdf
from representatives.activities import cells
from representatives.activities.papers import paragraphs, pictures_of, printed


def plan_pdf(row) -> bytes:
    """视察方案: what is looked at, when, by whom."""
    activity, home = row.activity, row.home
    sheet = Sheet(
        home=home,
        heading=f"{_word(row)}方案",
        number=f"计划编号：{row.plan_no}" if row.plan_no else "",
        pairs=[*_opening(row), ("参加人数", f"代表{_asked(activity)}人", *_unit(row))],
        texts=[
            ("参加代表", cells.asked(activity), ""),
            ("安　　排", printed(activity.agenda), "middle"),
            ("要　　求", PLAN_DEMANDS, ""),
        ],
        signs=[Sign("主席团审定（章）", home.congress_name)],
    )
    return form_pdf([sheet])


def _asked(activity):
    return sum(not one.barred for one in activity.attendances.all())


PLAN_DEMANDS = (
    "1. 与受检对象有利害关系的代表应当回避，请事先提出。\n"
    "2. 代表视察不直接处理问题，发现的问题和意见由主席团转交有关单位研究处理。\n"
    "3. 不能参加的，请事先请假，说明原因。"
)


def record_pdf(rows) -> bytes:
    """视察记录, one a page."""
    pictures = {}
    return form_pdf([_record(row, pictures) for row in rows], pictures)


def _record(row, pictures) -> Sheet:
    activity = row.activity
    return Sheet(
        home=row.home,
        heading=f"{_word(row)}记录",
        number=f"计划编号：{row.plan_no}" if row.plan_no else "",
        pairs=[*_opening(row), ("人　　数", cells.numbers(activity), *_unit(row))],
        texts=[
            ("参加代表", cells.names(activity, cells.PRESENT), ""),
            ("请假、缺席", printed(_excused(activity)), ""),
            ("回　　避", printed(recused(row)) or "没有", ""),
            ("听取的汇报", printed(row.report_heard), "low"),
            ("发现的情况", printed(row.findings), "low"),
            ("意见和建议", printed(row.opinions), "low"),
        ],
        shown=pictures_of(activity, pictures),
        under=("带队人", "受检单位负责人", "记录人"),
    )


def recused(row) -> str:
    """Who stayed away, and why."""
    return "；".join(f"{one.representative.name}（{one.reason}）" for one in row.recusals.all())


def _excused(activity):
    """On leave or absent, without those who are recused: they stand in a box of their own."""
    there = [one for one in cells.of_state(activity, cells.LEAVE, cells.ABSENT) if not one.barred]
    said = [
        f"{one.representative.name}（{one.get_state_display()}"
        f"{'：' + one.leave_reason if one.leave_reason else ''}）"
        for one in there
    ]
    return "、".join(said) or "没有"


def transfer_pdf(row) -> bytes:
    """意见转交单 to the unit, with room for its answer."""
    home = row.home
    sheet = Sheet(
        home=home,
        heading=f"{_word(row)}意见转交单",
        above=f"送：{row.unit or ''}",
        pairs=[
            ("转交日期", _day(row.sent_on), "应反馈日期", _day(row.answer_due_on)),
            ("视察名称", printed(row.activity.title), "视察时间", cells.moment(row.activity)),
            ("受检对象", printed(row.object), "带 队 人", row.leader or ""),
        ],
        texts=[
            ("发现的情况", printed(row.findings), "low"),
            ("意见和建议", printed(row.opinions), "middle"),
            ("单位反馈", printed(row.answer), "middle"),
        ],
        signs=[
            Sign("转交机关（章）", home.congress_name, row.sent_on),
            Sign("反馈单位（章）", str(row.unit or ""), row.answered_on),
        ],
        under=("签收人", "签收日期"),
        notes=(f"依据：{OPINION_BASIS}",),
    )
    return form_pdf([sheet])


@dataclass(frozen=True)
class Report:
    """视察报告 as a letter of the presidium: an opening, then headed parts."""

    heading: str
    opening: str
    parts: list[tuple[str, list[str]]]


def report_pdf(row) -> bytes:
    """视察报告: what was written as the report, else what stands in the record."""
    signer = f"{row.home.congress_name}{_word(row)}组"
    facts = {"report": report_of(row), "home": row.home, "signer": signer}
    signed_on = row.sent_on or row.activity.on
    return render_pdf("print/inspections/report.html", facts | {"signed_on": signed_on})


def report_of(row) -> Report:
    parts = [("", paragraphs(row.report))]
    if not row.report:
        found = [
            ("听取汇报的情况", row.report_heard),
            ("发现的情况", row.findings),
            ("意见和建议", row.opinions),
        ]
        written = [(label, paragraphs(text)) for label, text in found if text]
        parts = [
            (f"{'一二三'[place]}、{label}", lines) for place, (label, lines) in enumerate(written)
        ]
    return Report(f"关于“{printed(row.activity.title)}”的报告", _told(row), parts)


def _told(row):
    """When, who, what and how, in one sentence."""
    on, count = row.activity.on, cells.count(row.activity, cells.PRESENT)
    led = f"由{row.leader}代表带队，" if row.leader else ""
    ways = f"，采取{row.approach_words}的方式" if row.approach_words else ""
    return (
        f"{on.year}年{on.month}月{on.day}日，{row.home.congress_name}组织代表{count}人，{led}"
        f"对{printed(row.object)}进行了{row.kind}{ways}。现将有关情况报告如下："
    )


def _word(row):
    """What people call it: 视察, 检查, 调研."""
    return {"visit": "视察", "check": "检查", "study": "调研"}[row.kind.base]


def _opening(row):
    activity = row.activity
    return [
        (
            "名　　称",
            printed(activity.title),
            "类　　别",
            f"{row.kind}（{row.get_form_display()}）",
        ),
        ("时　　间", cells.moment(activity), "地　　点", printed(activity.where)),
        ("受检对象", printed(row.object), "带 队 人", row.leader or ""),
        ("方　　式", row.approach_words, "组 织 者", printed(activity.organiser)),
    ]


def _unit(row):
    return ("主管单位", row.unit or "")


def _day(day: date | None):
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


PAPERS = {
    "plan": ("视察方案", plan_pdf),
    "record": ("视察记录", lambda row: record_pdf([row])),
    "report": ("视察报告", report_pdf),
    "transfer": ("意见转交单", transfer_pdf),
}
