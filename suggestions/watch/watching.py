"""What the chair keeps an eye on: each figure is one way of picking matters, defined here once.

The number on the chair's page counts what `pick` gives, and the staff's list behind its link is
narrowed by the same `pick`, so that the two cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from daihome.tools.registers import midnight
from representatives.models import Convener, Home, Role, Village
from suggestions import worklist
from suggestions.models import (
    Assignment,
    CaseEvent,
    Channel,
    Commitment,
    Satisfaction,
    SatisfactionLevel,
    StepRecord,
    Suggestion,
    VoterNotification,
)
from suggestions.pipeline import Step

SOON = timedelta(days=worklist.DUE_SOON_DAYS)


@dataclass(frozen=True)
class Figure:
    """One number of the chair's page. `pick(rows, today)` narrows matters to those it counts.

    `definition` says in plain words what is counted and what is left out.
    """

    heading: str
    slug: str
    title: str
    definition: str
    pick: Callable


def _soon(rows, today):
    return rows.open().filter(due_on__range=(today, today + SOON), paused_on=None)


def _returned_twice(rows, today):
    returned = Assignment.objects.filter(role="main", returned_on__isnull=False).order_by()
    counted = returned.values("suggestion").annotate(times=Count("pk")).filter(times__gte=2)
    return rows.open().filter(pk__in=counted.values("suggestion"))


def _unsatisfied(rows, today):
    verdict = Satisfaction.objects.deciding().filter(
        suggestion=OuterRef("pk"),
        round_no=OuterRef("round_no"),
        level=SatisfactionLevel.UNSATISFIED,
    )
    return rows.filter(Exists(verdict), step=Step.FEEDBACK)


def _unsatisfied_twice(rows, today):
    verdicts = Satisfaction.objects.deciding().filter(level=SatisfactionLevel.UNSATISFIED)
    counted = verdicts.order_by().values("suggestion").annotate(times=Count("pk"))
    return rows.open().filter(pk__in=counted.filter(times__gte=2).values("suggestion"))


def _promised(rows, promises):
    return rows.filter(pk__in=promises.order_by().values("suggestion"))


def _promises_soon(rows, today):
    soon = Commitment.objects.open().filter(promised_on__range=(today, today + SOON))
    return _promised(rows, soon)


def _promises_broken(rows, today):
    return _promised(rows, Commitment.objects.broken(today))


def _unjudged(rows, today):
    here = {"suggestion": OuterRef("pk"), "round_no": OuterRef("round_no")}
    told = VoterNotification.objects.filter(told_on__isnull=False, **here)
    judged = Satisfaction.objects.deciding().filter(**here)
    return rows.filter(Exists(told), ~Exists(judged), step=Step.FEEDBACK)


def _silent(rows, today):
    """Without a record or event for as many days as each Home says; one query for those days."""
    homes = {}
    for pk, days in Home.objects.order_by().values_list("pk", "silent_days"):
        homes.setdefault(days, []).append(pk)
    quiet = Q(pk__in=())
    for days, keys in homes.items():
        since = midnight(today - timedelta(days=days))
        heard = {"suggestion": OuterRef("pk"), "at__gte": since}
        quiet |= (
            Q(home__in=keys, received_at__lt=since)
            & ~Exists(StepRecord.objects.filter(**heard))
            & ~Exists(CaseEvent.objects.filter(**heard))
        )
    waiting = Commitment.objects.open().filter(promised_on__gte=today).order_by()
    return rows.open().filter(quiet).exclude(pk__in=waiting.values("suggestion"))


def _task(slug):
    return worklist.BY_SLUG[slug].pick


FIGURES = (
    Figure(
        "期限",
        "late",
        "已逾期",
        "没有存档，现在这一环节的限期已经过了的意见。正在等反映人补充材料的，计时暂停，不算。",
        lambda rows, today: rows.overdue(today),
    ),
    Figure(
        "期限",
        "soon",
        "快要逾期",
        f"没有存档，现在这一环节的限期在今天到{SOON.days}天以内的意见。计时暂停的不算。",
        _soon,
    ),
    Figure(
        "期限",
        "silent",
        "很久没有动静",
        "没有存档，比“多少天没有动静要提醒”规定的天数更久没有任何办理记录的意见。"
        "天数在“代表之家”里设置。承诺日期还没到的不算。",
        _silent,
    ),
    Figure(
        "办理质量",
        "returned-twice",
        "两次以上被退回",
        "没有存档，主办单位先后退回（或者被收回改交）两次以上的意见。协办单位退回的不算。",
        _returned_twice,
    ),
    Figure(
        "办理质量",
        "unsatisfied",
        "不满意，还没有下文",
        "已经反馈，反映人（代表建议看领衔代表）对这一轮的评价是“不满意”，"
        "还没有重新交办、也没有存档的意见。",
        _unsatisfied,
    ),
    Figure(
        "办理质量",
        "unsatisfied-twice",
        "两次以上不满意",
        "没有存档，反映人（代表建议看领衔代表）在两轮或者更多轮里评价“不满意”的意见。",
        _unsatisfied_twice,
    ),
    Figure(
        "办理质量",
        "unjudged",
        "告知了还没有评价",
        "已经告知反映人，这一轮还没有评价，也没有存档的意见。没能告知的（例如匿名）不算。",
        _unjudged,
    ),
    Figure(
        "承诺",
        "promises-soon",
        "承诺快到期",
        f"答复里有承诺，承诺完成日期在今天到{SOON.days}天以内，单位还没有再次答复的意见。",
        _promises_soon,
    ),
    Figure(
        "承诺",
        "promises-broken",
        "承诺过期没兑现",
        "答复里有承诺，承诺完成日期已经过了，单位还没有再次答复（并公布）的意见。",
        _promises_broken,
    ),
    Figure(
        "等着拿主意",
        "extensions",
        "延期申请待审批",
        "单位申请了延期，还没有同意也没有不同意的意见。",
        _task("extensions"),
    ),
    Figure(
        "等着拿主意",
        "approve",
        "答复待审定",
        "单位的答复或者再次答复已经登记，还没有审定、也没有退回修改的意见。",
        _task("approve"),
    ),
)
BY_SLUG = {figure.slug: figure for figure in FIGURES}


@dataclass(frozen=True)
class VillageFigure:
    """Villages from which nothing came: without a matter of the kind `came` in some days."""

    slug: str
    title: str
    definition: str
    came: Q


VILLAGE_FIGURES = (
    VillageFigure(
        "no-matter",
        "没有意见的村（社区）",
        "这段时间没有收到一件意见的村（社区），不论从哪里来的。停用的村不算。",
        Q(),
    ),
    VillageFigure(
        "no-contact",
        "没有代表接触的村（社区）",
        "这段时间没有代表走访慰问、联系过，接待日没有人来，"
        "也没有一件意见是当面反映或者由代表提出的村（社区）。停用的村不算。",
        # Visits and reception records belong to another room: `daihome/contacts.py` adds them.
        Q(channel__in=(Channel.DESK, Channel.REPRESENTATIVE, Channel.RECEPTION, Channel.VISIT)),
    ),
)
VILLAGES_BY_SLUG = {figure.slug: figure for figure in VILLAGE_FIGURES}


def quiet_villages(villages, figure, since):
    """Those of `villages` that `figure` counts, with `last_at`, when the last such matter came."""
    came = Suggestion.objects.filter(figure.came, village=OuterRef("pk"))
    lately = Exists(came.filter(received_at__gte=midnight(since)))
    last = came.order_by("-received_at").values("received_at")[:1]
    return villages.filter(~lately).annotate(last_at=Subquery(last))


def villages_of(user, today):
    """The villages in use that `user` looks after: a convener's are those of the own groups."""
    rows = Village.objects.visible_to(user).active()
    if user.role != Role.CONVENER:
        return rows
    roles = Convener.objects.on(today).filter(representative__user=user)
    if roles.filter(group=None).exists():
        return rows
    return rows.filter(pk__in=Village.objects.filter(groups__conveners__in=roles).values("pk"))
