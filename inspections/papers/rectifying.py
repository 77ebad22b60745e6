"""Papers of items to be put right: 整改通知单, 销号申请表, 整改情况表 of a batch."""

from dataclasses import dataclass
from datetime import date

from daihome.tools.paper import render_pdf
from inspections.models import RectificationFile, RectificationState
from inspections.papers.sheets import Sheet, Sign, form_pdf
from representatives.activities.papers import printed, smaller

PICTURES_MAX = 2  # of each side
NOTICE_NOTES = (
    "请在期限以内整改完成，书面报告完成情况，附整改后的照片。",
    "完成以后由代表小组核查，核查到位再申请验收、销号。确实不能按期完成的，请在期限以前说明理由，申请延长。",
)


def notice_pdf(row) -> bytes:
    """整改通知单 to the unit."""
    sheet = Sheet(
        home=row.home,
        heading="整改通知单",
        above=f"送：{row.unit}",
        number=row.number,
        pairs=_facts(row),
        texts=[
            ("问　　题", printed(row.problem), "middle"),
            ("整改要求", printed(row.demand), "middle"),
            ("整改措施\n（单位填）", printed(row.measures), "middle"),
        ],
        signs=[
            Sign("交办机关（章）", row.home.congress_name),
            Sign("责任单位签收", str(row.unit)),
        ],
        notes=NOTICE_NOTES,
    )
    return form_pdf([sheet])


def strike_off_pdf(row) -> bytes:
    """销号申请表: what was done, who checked it, and the signatures it needs."""
    pictures = {}
    sheet = Sheet(
        home=row.home,
        heading="销号申请表",
        number=row.number,
        pairs=[
            *_facts(row),
            ("完成日期", _day(row.completed_on), "验收日期", _day(row.accepted_on)),
        ],
        texts=[
            ("问　　题", printed(row.problem), ""),
            ("整改要求", printed(row.demand), ""),
            ("整改措施", printed(row.measures), ""),
            ("完成情况", printed(completed(row)), "low"),
            ("核查情况", printed(checked(row)), "low"),
            ("成　　效", outcomes(row), ""),
        ],
        shown=_shown(row, pictures),
        signs=[
            Sign("责任单位申请（章）", str(row.unit)),
            Sign("督查小组意见（签名）", str(row.group or "")),
            Sign("主席团意见（章）", row.home.congress_name, row.struck_off_on, approved(row)),
        ],
        notes=("附：整改前后照片、责任单位的完成报告、核查记录。",),
    )
    return form_pdf([sheet], pictures)


def _facts(row):
    source = [row.inspectorate, row.batch] if row.is_environmental else [row.from_where]
    return [
        ("来　　源", printed(" ".join(filter(None, source))), "督查件编号", row.case_number),
        ("责任单位", row.unit, "地　　点", printed(row.where)),
        ("收到日期", _day(row.received_on), "整改期限", _day(row.due_on)),
        ("督查小组", row.group or "", "督查代表", "、".join(p.name for p in row.watchers())),
    ]


def completed(row) -> str:
    """What the unit said when it was done, the last time."""
    return _last_note(row, RectificationState.REPORTED)


def approved(row) -> str:
    """Who approved that it was struck off."""
    return printed(_last_note(row, RectificationState.STRUCK_OFF))


def _last_note(row, state):
    notes = [record.note for record in row.records.all() if record.state == state]
    return notes[-1] if notes else ""


def checked(row) -> str:
    """Each check: the day, what was found, who looked."""
    return "\n".join(
        f"{one.on:%Y-%m-%d} {one.get_result_display()}：{one.found}（{one.who}）"
        for one in row.checks.all()
    )


def outcomes(row) -> str:
    return printed("、".join(str(one) for one in row.outcomes.all()))


def _shown(row, pictures):
    """(name, caption) of the first pictures before and after; their bytes go into `pictures`."""
    found = []
    for use in (RectificationFile.Use.BEFORE, RectificationFile.Use.AFTER):
        rows = row.files.filter(use=use, kind="picture").exclude(file="").order_by("pk")
        for file in rows[:PICTURES_MAX]:
            drawn = smaller(file.file)
            if drawn:
                pictures[f"p{file.pk}"] = drawn
                found.append((f"p{file.pk}", printed(f"{use.label}　{file.caption}".strip())))
    return found


def _day(day: date | None):
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@dataclass(frozen=True)
class Line:
    """One item in the table of a batch."""

    item: object
    problem: str
    outcomes: str
    is_late: bool


def batch_pdf(items, batch: str, counts, sums, today: date) -> bytes:
    """整改情况表: each item with its state, then the sums."""
    lines = [
        Line(item, printed(item.problem), outcomes(item), item.is_late(today)) for item in items
    ]
    facts = {"home": items[0].home, "lines": lines, "batch": printed(batch), "today": today}
    facts |= {"counts": counts, "sums": [printed(one) for one in sums]}
    return render_pdf("print/inspections/batch.html", facts)


PAPERS = {"notice": ("整改通知单", notice_pdf), "strike-off": ("销号申请表", strike_off_pdf)}
