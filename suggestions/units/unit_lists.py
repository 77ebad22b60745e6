"""The matters of a unit that has an account: what is to be done first, then what is done."""

from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.pages import Page
from suggestions.models import Assignment, Commitment, Reply, ReplyState
from suggestions.pipeline import HANDLED
from suggestions.units.unit_access import unit_required
from suggestions.units.unit_file import hide, own_words

ROWS = 30
OPEN_SHOWN = 100  # by their last day; what comes later can wait until some of these are done


@unit_required
@require_safe
def matters(request):
    """What the account's units still owe, by its last day, then what they answered or returned."""
    today = timezone.localdate()
    rows = with_tasks(Assignment.objects.of_account(request.user), today)
    rows = rows.select_related("unit", "suggestion__village", "suggestion__identity")
    done = Page(rows.exclude(owed()), request.GET.get("before", ""), ROWS)
    waiting = [] if done.before else list(rows.filter(owed()).order_by("due_on", "pk")[:OPEN_SHOWN])
    for row in (*waiting, *done):
        row.heading = _heading(row.suggestion)
    facts = {
        "home": request.home,
        "waiting": [(row, (row.due_on - today).days) for row in waiting],
        "page": done,
        "has_units": request.user.handling_units.exists(),
    }
    return render(request, "suggestions/unit/list.html", facts)


def _heading(suggestion):
    words = own_words(getattr(suggestion, "identity", None))
    return hide(suggestion.heading, words)


def with_tasks(rows, today):
    """`rows` with what is to be done: `is_sent_back`, `promise_is_due`."""
    own = Reply.objects.filter(assignment=OuterRef("pk"))
    due = Commitment.objects.due(today).filter(reply__assignment=OuterRef("pk"))
    waiting = own.exclude(state=ReplyState.PUBLISHED)
    return rows.annotate(
        is_sent_back=Exists(own.filter(state=ReplyState.SENT_BACK)),
        promise_is_due=Exists(due) & ~Exists(waiting),
    )


def owed():
    """Open in the present round, sent back to be written anew, or promised and due."""
    is_open = Q(
        returned_on=None,
        answered_on=None,
        suggestion__step__in=HANDLED,
        round_no=F("suggestion__round_no"),
    )
    return is_open | Q(is_sent_back=True) | Q(promise_is_due=True)
