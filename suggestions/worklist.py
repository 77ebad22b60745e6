"""What waits for staff: one list for each thing to do, scoped to the person, oldest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from daihome.tools.pages import capped_count
from representatives.models import Home
from suggestions.models import (
    Assignment,
    CaseEvent,
    Clock,
    Commitment,
    DueDate,
    EventKind,
    ExtensionRequest,
    Reply,
    ReplyState,
    Suggestion,
)
from suggestions.pipeline import ANSWERED_AT_ONCE, DELIVERED, HANDLED, Step

ROWS_SHOWN = 10
COUNTED = 100  # more than a hundred are “100+”: nobody plans a day by the exact number
DUE_SOON_DAYS = 7


@dataclass(frozen=True)
class Task:
    """One thing to do. `pick(rows, today)` narrows matters to those that wait for it.

    Whoever may act, but not without `permission`, does not see the list: it waits for others.
    `order` puts first what waits longest; with a reply entered, no clock runs any more.
    """

    slug: str
    title: str
    what_to_do: str
    pick: Callable
    permission: str = ""
    order: tuple = ("due_on", "pk")


@dataclass(frozen=True)
class WorkList:
    """One task with its first rows; `count` is text, at most “100+”."""

    task: Task
    count: str
    rows: list


def _with_reply(rows, state):
    # From the replies' side: those that wait are few among the matters that are being handled.
    waiting = Reply.objects.filter(state=state).order_by()
    # After the feedback too: a unit answers again to its promise.
    return rows.open().filter(pk__in=waiting.values("suggestion"))


def _published():
    own_round = {"assignment__round_no": OuterRef("round_no"), "assignment__role": "main"}
    rows = Reply.objects.filter(suggestion=OuterRef("pk"), state=ReplyState.PUBLISHED)
    return Exists(rows.filter(**own_round))


def _to_redo(rows, today):
    # Not every matter with a last day: an answer to a promise that was sent back has one, too.
    # From the second round on it waits for the presidium first.
    waiting = rows.filter(step=Step.FEEDBACK, pk__in=_of_clock(Clock.REDELIVER))
    return waiting.filter(Q(round_no=1) | Exists(_presidium_view()))


def _presidium_view():
    here = {"suggestion": OuterRef("pk"), "round_no": OuterRef("round_no")}
    return CaseEvent.objects.filter(kind=EventKind.PRESIDIUM, **here)


def _for_presidium(rows, today):
    late = _of_clock(Clock.REDELIVER)
    waiting = rows.filter(step=Step.FEEDBACK, round_no__gt=1, pk__in=late)
    return waiting.exclude(Exists(_presidium_view()))


def _of_clock(*clocks):
    """Matters with a running clock of these kinds, from the side of the few that run."""
    return DueDate.objects.running().filter(clock__in=clocks).order_by().values("suggestion")


def _to_archive(rows, today):
    waiting = rows.filter(step=Step.FEEDBACK, due_on=None)
    return waiting.exclude(pk__in=_of_clock(Clock.EVALUATE, Clock.PROMISE))


def _to_ask(rows, today):
    """Told, but without a verdict after the days for it."""
    late = DueDate.objects.running().filter(clock=Clock.EVALUATE, due_on__lt=today).order_by()
    return rows.filter(step=Step.FEEDBACK, pk__in=late.values("suggestion"))


def _promises_due(rows, today):
    return rows.filter(pk__in=Commitment.objects.due(today).order_by().values("suggestion"))


def _promises_to_tell(rows, today):
    ended = Commitment.objects.filter(notification=None, closing_reply__isnull=False).order_by()
    return rows.filter(step=Step.FEEDBACK, pk__in=ended.values("suggestion"))


def _returned(rows, today):
    open_main = Assignment.objects.filter(
        suggestion=OuterRef("pk"), role="main", returned_on=None, round_no=OuterRef("round_no")
    )
    waiting = _of_clock(Clock.REDELIVER)
    return rows.filter(~Exists(open_main), step__in=HANDLED, pk__in=waiting)


def _extensions(rows, today):
    asked = ExtensionRequest.objects.filter(state=ExtensionRequest.State.ASKED).order_by()
    return rows.filter(step__in=HANDLED, pk__in=asked.values("assignment__suggestion"))


def _due_soon(rows, today):
    last = today + timedelta(days=DUE_SOON_DAYS)
    return rows.filter(step=Step.SUPERVISE, due_on__range=(today, last))


TASKS = (
    Task(
        "sort",
        "待梳理",
        "看清说的是什么事，写一句话摘要",
        lambda rows, today: rows.filter(step=Step.RECEIVE),
    ),
    Task(
        "classify",
        "待分类",
        "定处理方式：自己答复，还是交给单位办",
        lambda rows, today: rows.filter(step=Step.SORT, classification_by=None),
    ),
    Task(
        "confirm",
        "分类待审定",
        "工作人员已经提出分类，请审定",
        lambda rows, today: rows.filter(step=Step.SORT).exclude(classification_by=None),
        "suggestions.confirm_classification",
    ),
    Task(
        "returned",
        "单位退回，待重新分类",
        "看退回的理由，重新分类，交给该办的单位",
        _returned,
    ),
    Task(
        "deliver",
        "待交办",
        "选主办单位，打印交办单",
        lambda rows, today: rows.filter(step=Step.CLASSIFY, disposal__in=DELIVERED),
    ),
    Task(
        "answer",
        "待答复告知",
        "答复已经写好（解释、引导或不受理），请告诉选民",
        lambda rows, today: rows.filter(step=Step.CLASSIFY, disposal__in=ANSWERED_AT_ONCE),
    ),
    Task(
        "acknowledge",
        "待签收",
        "请单位签收交办单，登记签收日期",
        lambda rows, today: rows.filter(step=Step.DELIVER, due_on__isnull=False).exclude(
            pk__in=_of_clock(Clock.REDELIVER)
        ),
    ),
    Task(
        "extensions",
        "延期申请待审批",
        "看理由和代表的意见，同意或不同意",
        _extensions,
        "suggestions.supervise_suggestion",
    ),
    Task(
        "overdue",
        "办理中，已逾期",
        "催办；单位答复了就登记",
        lambda rows, today: rows.overdue(today).filter(step=Step.SUPERVISE),
    ),
    Task(
        "due_soon",
        "办理中，即将到期",
        f"{DUE_SOON_DAYS}天内到期，请提前催办",
        _due_soon,
    ),
    Task(
        "approve",
        "答复待审定",
        "核对单位的答复，审定或让人改",
        lambda rows, today: _with_reply(rows, ReplyState.DRAFT),
        "suggestions.approve_reply",
        ("pk",),
    ),
    Task(
        "publish",
        "答复待公布",
        "公布后，选民凭编号和查询码能看到",
        lambda rows, today: _with_reply(rows, ReplyState.APPROVED),
        "suggestions.approve_reply",
        ("pk",),
    ),
    Task(
        "tell",
        "待告知选民",
        "答复已经公布，请告诉选民，问问满意不满意",
        lambda rows, today: rows.filter(_published(), step=Step.SUPERVISE, due_on=None),
    ),
    Task(
        "chased",
        "反映人催问",
        "反映人在问办到哪了；回复一句，或者催一催承办单位",
        lambda rows, today: rows.filter(chased_on__isnull=False, step__lt=Step.ARCHIVE),
        order=("chased_on", "pk"),
    ),
    Task(
        "withdrawal",
        "反映人申请撤回",
        "同意撤回，或者写明为什么继续办理",
        lambda rows, today: rows.filter(withdrawal_asked_on__isnull=False, step__lt=Step.ARCHIVE),
        order=("withdrawal_asked_on", "pk"),
    ),
    Task("ask", "告知后还没有评价", "打电话问问满意不满意；问不到的写明原因", _to_ask),
    Task("redo", "不满意，待重新办理", "重新交办，再办一轮", _to_redo),
    Task(
        "presidium",
        "两次不满意，报主席团研究",
        "主席团研究后，再办一轮或者写明意见存档",
        _for_presidium,
        "suggestions.supervise_suggestion",
    ),
    Task(
        "promises",
        "承诺到期",
        "请单位再次答复：办好了没有；没办好，什么时候办好",
        _promises_due,
        order=("pk",),
    ),
    Task(
        "promises_tell",
        "承诺有了结果，待告知选民",
        "把落实情况告诉选民",
        _promises_to_tell,
        order=("pk",),
    ),
    Task("archive", "待存档", "放进档案卷，这件事就办完了", _to_archive),
)
BY_SLUG = {task.slug: task for task in TASKS}


def of_user(user) -> QuerySet:
    """All matters that `user` sees, bound to named Homes so that the index of the Home serves."""
    rows = Suggestion.objects.visible_to(user)
    if user.sees_all_homes:
        rows = rows.filter(home__in=list(Home.objects.values_list("pk", flat=True)))
    return rows


def with_unit(rows: QuerySet) -> QuerySet:
    """Rows for a list: the village joined, the present main unit as `unit_name`."""
    present = Assignment.objects.filter(
        suggestion=OuterRef("pk"), role=Assignment.Role.MAIN, returned_on=None
    ).order_by("-round_no")
    return (
        rows.select_related("village")
        .defer("query_code", "public_result", "explanation")
        .annotate(unit_name=Subquery(present.values("unit__name")[:1]))
    )


def work_of(user, today) -> list[WorkList]:
    """The lists that are not empty, in the order of the seven steps (two queries for each)."""
    rows = of_user(user)
    lists = [_list(task, rows, today) for task in TASKS if _is_for(task, user)]
    return [found for found in lists if found.rows]


def _is_for(task, user):
    only_reads = not user.has_perm("suggestions.change_suggestion")
    return only_reads or not task.permission or user.has_perm(task.permission)


def _list(task, rows, today):
    waiting = task.pick(rows, today)
    # The keys first: joined before they are sorted and cut, all that wait would be looked up.
    keys = waiting.order_by(*task.order).values("pk")[:ROWS_SHOWN]
    oldest = with_unit(Suggestion.objects.filter(pk__in=keys)).order_by(*task.order)
    return WorkList(task, capped_count(waiting, COUNTED), list(oldest))
