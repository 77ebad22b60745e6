"""What waits for staff in this room (see `daihome/tools/chores.py`)."""

from daihome.tools.chores import Chore
from inspections.congress.chores import CHORES as CONGRESS
from inspections.models import Inspection, Rectification, RectificationState, SpecialReport
from inspections.presidium.chores import CHORES as PRESIDIUM

ITEMS = "admin:inspections_rectification_changelist"
INSPECTIONS = "admin:inspections_inspection_changelist"
REPORTS = "admin:inspections_specialreport_changelist"
CHANGE_ITEM = "inspections.change_rectification"
CHANGE, CHANGE_REPORT = "inspections.change_inspection", "inspections.change_specialreport"


def _items(user):
    return Rectification.objects.visible_to(user)


CHORES = (
    Chore(
        "逾期没完成的整改事项",
        "催责任单位；确实不能按期的，写明理由延长期限。",
        lambda user, today: _items(user).overdue(today),
        ITEMS,
        CHANGE_ITEM,
        "waiting=late",
    ),
    Chore(
        "七天内到期的整改事项",
        "问一问责任单位能不能按期完成。",
        lambda user, today: _items(user).due_soon(today),
        ITEMS,
        CHANGE_ITEM,
        "waiting=soon",
    ),
    Chore(
        "等核查验收的整改事项",
        "请代表小组到现场核查，到位了再验收。",
        lambda user, today: _items(user).filter(state=RectificationState.REPORTED),
        ITEMS,
        CHANGE_ITEM,
        "waiting=check",
    ),
    Chore(
        "等销号的整改事项",
        "打印销号申请表，批准以后登记销号。",
        lambda user, today: _items(user).filter(state=RectificationState.ACCEPTED),
        ITEMS,
        CHANGE_ITEM,
        "waiting=strike",
    ),
    Chore(
        "视察意见逾期没有反馈",
        "催单位反馈，收到了登记。",
        lambda user, today: Inspection.objects.visible_to(user).unanswered(today),
        INSPECTIONS,
        CHANGE,
        "waiting=answer",
    ),
    Chore(
        "办完没写记录的视察检查",
        "写发现的情况、意见和建议，再转交单位。",
        lambda user, today: Inspection.objects.visible_to(user).unwritten(today),
        INSPECTIONS,
        CHANGE,
        "waiting=record",
    ),
    Chore(
        "专项报告审议意见逾期没有反馈",
        "催报告单位反馈，收到了登记。",
        lambda user, today: SpecialReport.objects.visible_to(user).unanswered(today),
        REPORTS,
        CHANGE_REPORT,
        "waiting=answer",
    ),
    *PRESIDIUM,
    *CONGRESS,
)
