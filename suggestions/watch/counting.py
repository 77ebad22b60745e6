"""Statistics out of the database: what is known of each matter, measured in `measures`.

All numbers of one period are about the same matters, those received in it; the export lists them
one by one with the same expressions, so that every number can be counted again by hand.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, Count, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from daihome.tools.local_days import DaysUntil, LocalMonth
from daihome.tools.registers import ONE_DAY, Period, midnight
from representatives.models import Role
from suggestions.models import (
    Assignment,
    CaseEvent,
    Commitment,
    Reply,
    ReplyClass,
    ReplyState,
    Satisfaction,
    StepRecord,
    Suggestion,
    VoterNotification,
)
from suggestions.models.feedback import deciding_party
from suggestions.pipeline import Step
from suggestions.watch.measures import AnswerRow, MatterRow, Promises

# The key of a row for each way of dividing, on a matter and on an assignment.
KEYS = {
    "home": (F("home_id"), F("suggestion__home_id")),
    "unit": (F("main_unit"), F("unit_id")),
    "category": (F("category_id"), F("suggestion__category_id")),
    "village": (F("village_id"), F("suggestion__village_id")),
    "month": (LocalMonth("received_at"), LocalMonth("suggestion__received_at")),
}


@dataclass(frozen=True)
class Scope:
    """Matters of the Homes `homes` received in `period`; of a convener's groups with `convener`."""

    homes: tuple[int, ...]
    period: Period
    convener: Any = None

    @classmethod
    def of(cls, homes: Iterable, period: Period, user=None) -> "Scope":
        narrow = user is not None and user.role == Role.CONVENER
        return cls(tuple(home.pk for home in homes), period, user if narrow else None)

    def matters(self):
        rows = Suggestion.objects.order_by()
        if self.convener:
            rows = rows.visible_to(self.convener)
        start, end = midnight(self.period.start), midnight(self.period.end + ONE_DAY)
        return rows.filter(home__in=self.homes, received_at__gte=start, received_at__lt=end)

    def answers(self):
        """Answers of main units to these matters, in every round."""
        rows = Assignment.objects.order_by().filter(role="main", on_time__isnull=False)
        return rows.filter(suggestion__in=self.matters())

    def promises(self):
        return Commitment.objects.order_by().filter(suggestion__in=self.matters())


def main_unit_field(field="unit"):
    """Of the main unit that has or had the matter last, not counting those that returned it."""
    rows = Assignment.objects.filter(suggestion=OuterRef("pk"), role="main", returned_on=None)
    return Subquery(rows.order_by("-round_no").values(field)[:1])


def last_reply_field(field):
    """Of the main unit's latest published reply in the present round."""
    rows = Reply.objects.filter(
        suggestion=OuterRef("pk"),
        state=ReplyState.PUBLISHED,
        assignment__role="main",
        assignment__round_no=OuterRef("round_no"),
    )
    return Subquery(rows.order_by("-pk").values(field)[:1])


def _verdict():
    rows = Satisfaction.objects.filter(
        suggestion=OuterRef("pk"), round_no=OuterRef("round_no"), party=OuterRef("decider")
    )
    return Coalesce(Subquery(rows.order_by().values("level")[:1]), Value(""))


def _first_told():
    rows = VoterNotification.objects.filter(suggestion=OuterRef("pk"), told_on__isnull=False)
    return Subquery(rows.order_by("round_no", "told_on").values("told_on")[:1])


def with_facts(matters, today: date):
    """Matters with what is counted of each, under the names of `MatterRow` (and more)."""
    late = Q(step__lt=Step.ARCHIVE, due_on__lt=today, paused_on=None)
    matters = matters.annotate(decider=deciding_party())
    matters = matters.annotate(
        main_unit=main_unit_field(), told_on=_first_told(), verdict=_verdict()
    )
    return matters.annotate(
        answered=Case(
            When(withdrawn_on__isnull=False, then=False),  # nobody waits for an answer
            When(Q(step__gte=Step.FEEDBACK) | Q(round_no__gt=1), then=True),
            default=False,
        ),
        solved=last_reply_field("reply_class__counts_as_resolved"),
        is_late=Case(When(late, then=True), default=False),
        days=DaysUntil("received_at", "told_on"),
    )


def with_days(answers):
    """Answers with the days from receipt to the answer of the first round."""
    first = When(round_no=1, then=DaysUntil("suggestion__received_at", "answered_on"))
    return answers.annotate(days=Case(first))


@dataclass(frozen=True)
class Counted:
    """What the measures are worked out from."""

    matters: tuple[MatterRow, ...]
    answers: tuple[AnswerRow, ...]
    promises: Promises


def count(scope: Scope, by: str, today: date) -> Counted:
    """Alike matters and answers of `scope` with their numbers, divided `by` a key of `KEYS`.

    Counted anew only when something was recorded since: a Home with a hundred thousand matters
    takes as long as it takes to draw ten pages.
    """
    newest = (model.objects.aggregate(pk=Max("pk"))["pk"] for model in NEWEST)
    classes = ReplyClass.history.aggregate(pk=Max("history_id"))["pk"]
    return _count(scope, by, today, classes, *newest)


# Whatever changes a number writes one of these.
NEWEST = (StepRecord, CaseEvent, Satisfaction)


@lru_cache(maxsize=64)
def _count(scope, by, today, *_newest):
    of_matter, of_answer = KEYS[by]
    matters = with_facts(scope.matters(), today).annotate(part_key=of_matter)
    answers = with_days(scope.answers()).annotate(part_key=of_answer)
    return Counted(
        _alike(matters, MatterRow),
        _alike(answers, AnswerRow),
        count_promises(scope.promises(), today),
    )


def _alike(rows, kind):
    # Grouped here: SQLite would work every fact out twice, once more for the group.
    names = ("part_key", *kind._fields[1:-1])  # a matter has a `key` of its own
    found = Counter(rows.values_list(*names).iterator(2000))
    return tuple(kind(*row, number) for row, number in found.items())


def count_promises(rows, today: date) -> Promises:
    """How many are kept, open, and not kept by their day or promised anew."""
    not_yet = Q(closing_reply=None, promised_on__gte=today)
    late = Q(closing_reply=None, promised_on__lt=today)
    return Promises(
        **rows.aggregate(
            kept=Count("pk", filter=Q(is_kept=True)),
            open=Count("pk", filter=not_yet),
            unkept=Count("pk", filter=late | Q(is_kept=False)),
        )
    )
