"""What was answered in a month: how many, how many solved, how many satisfied, and what is public.

Counted by what happened in the month, so that a month that is over never changes.
"""

from django.db.models import Q
from django.urls import reverse

from daihome.boards.declaring import Board
from daihome.boards.months import after, before, moments, month_of, months, named
from suggestions.models import Assignment, Reply, ReplyState, Satisfaction, Suggestion
from suggestions.models.feedback import SatisfactionLevel
from suggestions.watch.measures import Rate


def subjects(home, today):
    """Always last month's, or one month for good."""
    earlier = [(f"{one:%Y-%m}", named(one)) for one in months(today, 12)]
    return [("", "上个月（每月更换）"), *earlier]


def facts(home, today, subject):
    month = month_of(subject) if subject else before(today)
    if month is None:
        return None
    start, end = moments(month)
    replies = Reply.objects.filter(
        suggestion__home=home,
        assignment__role=Assignment.Role.MAIN,
        state=ReplyState.PUBLISHED,
        published_at__gte=start,
        published_at__lt=end,
    )
    return {
        "title": f"{named(month)}办理结果",
        "numbers": numbers(home, month, replies),
        "results": results(home, replies),
        "link": reverse("results", args=[home.slug]),
        "qr_words": "微信扫一扫，看全部公开的办理结果",
    }


def numbers(home, month, replies):
    """(label, number, what it says) in the order of the board: solved and satisfied side by side."""
    start, end = moments(month)
    received = Suggestion.objects.of(home).filter(received_at__gte=start, received_at__lt=end)
    solved = replies.filter(reply_class__counts_as_resolved=True)
    verdicts = Satisfaction.objects.of(home).deciding()
    verdicts = verdicts.filter(given_on__gte=month, given_on__lt=after(month))
    satisfied = verdicts.filter(level=SatisfactionLevel.SATISFIED)
    done = Rate(solved.count(), replies.count())
    content = Rate(satisfied.count(), verdicts.count())
    return [
        ("收到意见", received.order_by().count(), "本月收到的，每个编号算一件"),
        ("公布答复", done.whole, "承办单位的答复，已经告诉反映人"),
        ("办成", done.part, _share(done, "本月公布的答复")),
        ("满意", content.part, _share(content, "本月作出的评价")),
    ]


def _share(rate, of_what):
    return f"{of_what}{rate.whole}件，占{rate.percent}" if rate.whole else f"{of_what}0件"


def results(home, replies):
    """What may be read by everybody, in the order in which it was answered."""
    public = Suggestion.objects.of(home).published().order_by()
    rows = replies.filter(Q(suggestion__in=public)).order_by("published_at", "pk")
    return [
        {
            "title": row.suggestion.public_title,
            "unit": row.assignment.unit.name,
            "outcome": row.reply_class.label,
        }
        for row in rows.select_related("suggestion", "assignment__unit", "reply_class")
    ]


BOARDS = (
    Board(
        slug="results",
        name="办理结果公示",
        template="boards/results.html",
        facts=facts,
        subjects=subjects,
        columns=lambda facts, size: (1,),
        is_shown=True,
        replaces="意见办理公示栏",
        order=40,
    ),
)
