"""Lists of what was worked on: matters, inspections, what was put right, the presidium."""

from dataclasses import dataclass

from django.db.models import Count as Rows
from django.db.models import F, Q
from django.urls import reverse

from daihome.tools.registers import Period
from daihome.yearly.contact import book_page
from daihome.yearly.house import NO, YES
from daihome.yearly.listing import Listing
from inspections.models import (
    CongressSession,
    Decision,
    Inspection,
    Outcome,
    PresidiumMeeting,
    PresidiumRequest,
    Rectification,
    RectificationState,
    Source,
    SpecialReport,
)
from representatives.models import Activity, AttendanceState
from suggestions.models import Disclosure, Kind, SatisfactionLevel, Suggestion
from suggestions.pipeline import Step
from suggestions.watch.counting import Scope, last_reply_field, main_unit_field, with_facts
from suggestions.watch.statistics_sheets import promise_rows

NONE = "—"
LEVELS = dict(SatisfactionLevel.choices)


def _scope(year):
    return Scope.of([year.home], Period(year.start, year.end, year.period.label))


def _yes_no(value):
    return NONE if value is None else (YES if value else NO)


@dataclass(frozen=True)
class Matter:
    """What the statistics count of one matter."""

    row: Suggestion
    answers: list[bool]

    @property
    def in_time(self):
        """Whether its main units answered in time in every round; None without an answer."""
        return all(self.answers) if self.answers else None

    @property
    def state(self):
        if self.row.answered:
            return "已答复"
        if self.row.withdrawn_on:
            return "已撤回"
        return "逾期" if self.row.is_late else "正在办理"

    @property
    def verdict(self):
        return LEVELS.get(self.row.verdict, NONE)

    @property
    def results(self):
        row = self.row
        return [_yes_no(one) for one in (row.answered, self.in_time, row.solved)]


def _counted(year, **wanted):
    """The matters received in the year, as `counting.with_facts` sees them."""
    scope = _scope(year)
    answers = {}
    for key, on_time in scope.answers().values_list("suggestion", "on_time"):
        answers.setdefault(key, []).append(on_time)
    rows = (
        with_facts(scope.matters(), year.today)
        .filter(**wanted)
        .annotate(unit=main_unit_field("unit__name"), code=last_reply_field("reply_class__code"))
    )
    rows = rows.select_related("village", "category__parent", "representative")
    for row in rows.order_by("received_at", "pk"):
        yield Matter(row, answers.get(row.pk, []))


def _matters(year):
    for one in _counted(year):
        row = one.row
        yield (
            row.number,
            row.received_on,
            row.get_kind_display(),
            row.get_channel_display(),
            str(row.village or ""),
            str(row.category or ""),
            row.unit or "",
            Step(row.step).label,
            *one.results,
            one.verdict,
            _yes_no(row.is_late),
        )


MATTERS = Listing(
    "matters",
    "意见建议",
    (
        "编号", "收到日期", "种类", "渠道", "村（社区）", "分类", "主办单位", "环节", "已答复",
        "都按期答复", "办成", "评价", "现在逾期",
    ),
    _matters,
    book_page("feedback"),
)  # fmt: skip


def _proposals(year):
    """Suggestions of representatives; the title of one that is not public is not told."""
    for one in _counted(year, kind=Kind.PROPOSAL):
        row = one.row
        is_open = row.disclosure == Disclosure.PUBLIC and not row.is_restricted
        parent = row.category.parent or row.category if row.category else None
        yield (
            row.number,
            row.received_on,
            row.heading if is_open else "（不公开）",
            str(parent or ""),
            row.unit or "",
            one.state,
            f"{row.code}类" if row.code else "",
            *one.results,
            one.verdict,
        )


PROPOSALS = Listing(
    "proposals",
    "代表建议",
    (
        "编号", "收到日期", "标题", "分类", "主办单位", "状态", "答复类别", "已答复", "都按期答复",
        "办成", "评价",
    ),
    _proposals,
    book_page("suggestions"),
)  # fmt: skip


PROMISES = Listing(
    "promises",
    "承诺事项",
    ("编号", "承诺", "承诺完成日期", "再次答复日期", "结果"),
    lambda year: promise_rows(_scope(year), year.today),
    book_page("promises"),
)


def _inspections(year):
    rows = Inspection.objects.of(year.home).within(year.start, year.end)
    rows = rows.filter(activity__state="held").select_related("kind", "activity", "unit")
    there = Q(activity__attendances__state=AttendanceState.PRESENT)
    rows = rows.annotate(present=Rows("activity__attendances", filter=there))
    rows = rows.prefetch_related("activity__attendances__representative")
    for row in rows:
        attendances = row.activity.attendances.all()
        people = [one.representative for one in attendances if one.state == "present"]
        unit = str(row.unit or "")
        kinds = (row.kind.get_base_display(), row.kind.name)
        on, title = row.activity.on, row.activity.title
        yield on, *kinds, title, row.object, row.present, year.names(people), unit, row.answered_on


INSPECTIONS = Listing(
    "inspections",
    "视察检查",
    (
        "日期", "算作", "类别", "主题", "受检对象", "参加代表人次", "参加代表", "主管单位", "反馈日期",
    ),
    _inspections,
    lambda year: reverse("admin:inspections_inspection_changelist"),
)  # fmt: skip


def items_of(year):
    """Items received in the year, or earlier and not struck off before it."""
    rows = Rectification.objects.of(year.home).filter(received_on__lte=year.end)
    over = Q(struck_off_on__lt=year.start)
    return rows.exclude(over).select_related("unit", "group").order_by("year", "serial")


def _items(*sources):
    def draw(year):
        for row in items_of(year).filter(source__in=sources):
            done = row.completed_on and row.completed_on <= year.end
            struck = row.struck_off_on and row.struck_off_on <= year.end
            late = not done and row.due_on < year.end
            yield (
                row.number,
                row.received_on,
                row.batch or NONE,
                row.case_number or NONE,
                row.problem,
                str(row.unit),
                row.due_on,
                row.completed_on if done else None,
                YES if done else NO,
                _yes_no(row.completed_on <= row.due_on if done else None),
                YES if struck else NO,
                YES if late else NO,
            )

    return draw


ITEM_COLUMNS = (
    "编号", "收到日期", "批次", "督查件编号", "问题", "责任单位", "整改期限", "完成日期", "已完成",
    "按期完成", "已销号", "逾期",
)  # fmt: skip
CASES = Listing(
    "cases",
    "环保督查件",
    ITEM_COLUMNS,
    _items(Source.INSPECTORATE),
    lambda year: reverse("admin:inspections_rectification_changelist"),
)
ITEMS = Listing(
    "items",
    "其他整改事项",
    ITEM_COLUMNS,
    _items(Source.INSPECTION, Source.OTHER),
    lambda year: reverse("admin:inspections_rectification_changelist"),
)


def _outcomes(year):
    done = items_of(year).exclude(state=RectificationState.OPEN)
    done = done.filter(completed_on__lte=year.end).order_by().values("pk")
    rows = Outcome.objects.filter(rectification__in=done).select_related("rectification")
    for row in rows.order_by("rectification__year", "rectification__serial", "pk"):
        yield row.rectification.number, row.what, row.quantity, row.unit


OUTCOMES = Listing(
    "outcomes",
    "整改成效",
    ("编号", "什么", "数量", "单位"),
    _outcomes,
    lambda year: reverse("admin:inspections_rectification_changelist"),
)


def _special_reports(year):
    rows = SpecialReport.objects.of(year.home).filter(heard_on__range=(year.start, year.end))
    for row in rows.select_related("unit").order_by("heard_on", "pk"):
        yield row.heard_on, row.title, str(row.unit), row.sent_on, row.answered_on


SPECIAL_REPORTS = Listing(
    "special-reports",
    "专项工作报告",
    ("听取日期", "报告题目", "报告单位", "意见转交日期", "反馈日期"),
    _special_reports,
    lambda year: reverse("admin:inspections_specialreport_changelist"),
)


def _meetings(model):
    def draw(year):
        rows = model.objects.of(year.home).within(year.start, year.end).with_activity()
        there = Q(activity__attendances__state=AttendanceState.PRESENT)
        rows = rows.filter(activity__state="held")
        for row in rows.annotate(present=Rows("activity__attendances", filter=there)):
            yield row.activity.on, row.activity.title, row.number, row.present

    return draw


MEETING_COLUMNS = ("日期", "会议", "第几次", "到会代表")
PRESIDIUM = Listing(
    "presidium",
    "主席团会议",
    MEETING_COLUMNS,
    _meetings(PresidiumMeeting),
    lambda year: reverse("admin:inspections_presidiummeeting_changelist"),
)
SESSIONS = Listing(
    "sessions",
    "人民代表大会会议",
    MEETING_COLUMNS,
    _meetings(CongressSession),
    lambda year: reverse("admin:inspections_congresssession_changelist"),
)


def _requests(year):
    rows = PresidiumRequest.objects.of(year.home)
    rows = rows.filter(received_on__range=(year.start, year.end)).exclude(state="withdrawn")
    rows = rows.select_related("group").prefetch_related("requesters")
    for row in rows.order_by("received_on", "pk"):
        people = list(row.requesters.all())
        state = row.get_state_display()
        group = str(row.group or "")
        yield row.received_on, row.subject, len(people), year.names(people), group, state


REQUESTS = Listing(
    "requests",
    "向主席团的请求",
    ("收到日期", "请求事项", "提出人数", "提出代表", "通过小组", "状态"),
    _requests,
    lambda year: reverse("admin:inspections_presidiumrequest_changelist"),
)


def _decisions(year):
    activities = Activity.objects.within(year.start, year.end).values("pk")
    rows = Decision.objects.of(year.home).filter(meeting__activity__in=activities, is_carried=True)
    rows = rows.select_related("meeting__activity", "executor")
    for row in rows.annotate(on=F("meeting__activity__starts_at")).order_by("on", "pk"):
        votes = (row.votes_for, row.votes_against, row.votes_abstained)
        executor = str(row.executor or "")
        congress = _yes_no(row.congress_on is not None if row.needs_congress else None)
        done = _yes_no(row.done_on is not None and row.done_on <= year.end)
        yield row.meeting.activity.on, row.title, *votes, executor, row.amount, done, congress


DECISIONS = Listing(
    "decisions",
    "主席团决定",
    (
        "日期", "决定事项", "赞成", "反对", "弃权", "执行单位", "涉及金额（元）", "已执行",
        "大会已审查批准",
    ),
    _decisions,
    lambda year: reverse("admin:inspections_decision_changelist"),
)  # fmt: skip

LISTINGS = (
    MATTERS, PROPOSALS, PROMISES, INSPECTIONS, CASES, OUTCOMES, ITEMS, SPECIAL_REPORTS, PRESIDIUM, SESSIONS, REQUESTS,
    DECISIONS,
)  # fmt: skip
