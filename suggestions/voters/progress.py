"""What a voter may read of their own matter, gathered from the records: an allow-list.

Nothing of the identity, of notes and facts for staff, of drafts or of unpublished replies.
"""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils import timezone

from daihome.tools import prepared
from suggestions.clocks.clock_story import Story, present_story
from suggestions.models import (
    CaseEvent,
    Clock,
    DeadlinePolicy,
    EventKind,
    ReplyState,
    SpecialDay,
    StepRecord,
    Supplement,
)
from suggestions.models.feedback import Party
from suggestions.models.papers import Attachment
from suggestions.pipeline import DELIVERED, Disposal, Step
from suggestions.voters.endings import Ending, satisfied, solved
from suggestions.voters.pending import Chased, chased, promises


@dataclass(frozen=True)
class Stage:
    """One of the seven steps as the list shows it: state is done, now, next or skip."""

    label: str
    state: str
    date: datetime.date | None = None
    unit: str = ""
    text: str = ""


@dataclass(frozen=True)
class Due:
    """The present clock: its last day, why that day, and the days since when it is over."""

    on: datetime.date
    basis: str
    days_late: int
    story: Story | None = None


@dataclass(frozen=True)
class Progress:
    """Everything on the matter's page."""

    stages: list[Stage]
    story: list[tuple]
    due: Due | None
    answer: str
    replies: list
    told: list
    verdicts: list
    files: list[str]
    supplements: list = field(default_factory=list)
    may_vote: bool = False
    ending: Ending | None = None
    question: object = None
    answered: list = field(default_factory=list)
    promises: list = field(default_factory=list)
    chased: Chased | None = None


def progress_of(suggestion, today):
    """The `Progress` of a matter loaded with its Home (at most eleven queries, whatever it has)."""
    records = prepared.objects(StepRecord, _records(), suggestion.pk)
    handled = any(record.to_step == Step.DELIVER for record in records)
    ended = suggestion.round_no > 1 or suggestion.step >= Step.FEEDBACK
    assignments = list(suggestion.assignments.select_related("unit")) if handled else []
    shown = suggestion.step >= Step.CLASSIFY
    replies = published_replies(suggestion) if handled else []
    events = prepared.objects(CaseEvent, _events(), suggestion.pk)
    verdicts = list(suggestion.satisfactions.all()) if ended else []
    asked = any(row.kind == EventKind.PAUSED for row in events)
    pauses = list(suggestion.pauses.all()) if asked else []
    promised = promises(suggestion, today) if replies else []
    return Progress(
        stages=stages(suggestion, records, assignments),
        story=story(records, assignments, events),
        due=due(suggestion, today),
        answer=suggestion.explanation if shown else "",
        replies=replies,
        told=list(suggestion.notifications.exclude(told_on=None)) if ended else [],
        verdicts=verdicts,
        files=[name for (name,) in prepared.fetch(_file_names(), suggestion.pk)],
        supplements=_supplements(suggestion),
        may_vote=_may_vote(suggestion, verdicts),
        ending=ending(suggestion, replies, verdicts, events),
        question=next((row for row in pauses if row.ended_on is None), None),
        answered=[row for row in pauses if row.answer],
        promises=promised,
        chased=chased(suggestion, events, promised, today),
    )


def _may_vote(suggestion, verdicts):
    given = {(row.round_no, row.party) for row in verdicts}
    asked = suggestion.step == Step.FEEDBACK and Party.VOTER in suggestion.judging_parties
    asked = asked and not suggestion.withdrawn_on
    return asked and (suggestion.round_no, Party.VOTER) not in given


@lru_cache(maxsize=1)
def _records():
    return prepared.statement(StepRecord.objects.filter(suggestion=prepared.KEY))


@lru_cache(maxsize=1)
def _events():
    rows = CaseEvent.objects.filter(suggestion=prepared.KEY).exclude(public_text="")
    return prepared.statement(rows.order_by("pk"))


@lru_cache(maxsize=1)
def _file_names():
    rows = Attachment.objects.filter(suggestion=prepared.KEY, source=Attachment.Source.VOTER)
    return prepared.statement(rows.order_by("pk").values_list("name"))


def _supplements(suggestion):
    # Most matters have none, and asking so is much quicker.
    if not prepared.fetch(_supplement_keys(), suggestion.pk):
        return []
    return list(suggestion.supplements.all())


@lru_cache(maxsize=1)
def _supplement_keys():
    rows = Supplement.objects.filter(suggestion=prepared.KEY)
    return prepared.statement(rows.values_list("pk")[:1])


def published_replies(suggestion):
    """Replies that the voter may read, with their unit and class, oldest first."""
    rows = suggestion.replies.filter(state=ReplyState.PUBLISHED)
    return list(rows.select_related("assignment__unit", "reply_class").order_by("pk"))


def stages(suggestion, records, assignments):
    """The seven steps, each with its latest record."""
    latest = {record.to_step: record for record in records}
    present = _present(suggestion)
    return [_stage(step, suggestion, present, latest, assignments) for step in Step]


def _present(suggestion):
    """The step that is being worked on: 督办 lasts until the answer; after 存档 there is none."""
    step = Step(suggestion.step)
    if step in (Step.SUPERVISE, Step.ARCHIVE):
        return step
    if step == Step.CLASSIFY and suggestion.disposal not in DELIVERED:
        return Step.FEEDBACK
    return Step(step + 1)


def _stage(step, suggestion, present, latest, assignments):
    state = _state(step, suggestion, present, latest)
    taken = step <= suggestion.step and step in latest
    if not taken:
        text = "这件事不需要这一步。" if state == "skip" else ""
        return Stage(step.label, state, text=text)
    record = latest[step]
    return Stage(
        step.label,
        state,
        timezone.localdate(record.at),
        _unit(step, record.round_no, assignments),
        record.public_text,
    )


def _state(step, suggestion, present, latest):
    if step in (Step.DELIVER, Step.SUPERVISE) and _is_answered_at_once(suggestion, latest):
        return "skip"
    if suggestion.withdrawn_on and step < suggestion.step and step not in latest:
        return "skip"
    if step == present and suggestion.step != Step.ARCHIVE:
        return "now"
    return "done" if step <= suggestion.step else "next"


def _is_answered_at_once(suggestion, latest):
    classified = suggestion.step >= Step.CLASSIFY
    return classified and suggestion.disposal not in DELIVERED and Step.DELIVER not in latest


def _unit(step, round_no, assignments):
    if step not in (Step.DELIVER, Step.SUPERVISE):
        return ""
    units = [row for row in assignments if row.round_no == round_no and row.returned_on is None]
    return "，".join(f"{row.get_role_display()}：{row.unit}" for row in units)


RETURNED = "承办单位认为不归它办，退了回来，重新研究由谁来办。"
REDONE = "因为不满意，已经重新交办。"
# Told from the assignments: a return is one thing, whoever wrote it down.
TOLD_ELSEWHERE = (EventKind.RETURNED, EventKind.TAKEN_BACK)


def story(records, assignments, events):
    """(date, sentence) of what happened beside the seven steps, oldest first."""
    returns = [(row.returned_on, RETURNED) for row in assignments if row.is_main]
    redone = [
        (timezone.localdate(record.at), REDONE)
        for record in records
        if (record.from_step, record.to_step) == (Step.FEEDBACK, Step.DELIVER)
    ]
    told = [row for row in events if row.kind not in TOLD_ELSEWHERE]
    happened = [(timezone.localdate(row.at), row.public_text) for row in told]
    found = [line for line in (*happened, *returns, *redone) if line[0]]
    return sorted(found, key=lambda line: line[0])


def ending(suggestion, replies, verdicts, events):
    """Solved and satisfied, side by side, as the voter may know it."""
    here = suggestion.round_no
    own = [row for row in replies if row.assignment.is_main and row.assignment.round_no == here]
    decided = (here, suggestion.deciding_party)
    verdict = next((row for row in verdicts if (row.round_no, row.party) == decided), None)
    reminded = EventKind.EVALUATION_REMINDED
    silent = any(row.kind == reminded and row.round_no == here for row in events)
    return Ending(*solved(suggestion, own), *satisfied(suggestion, verdict, silent))


def due(suggestion, today):
    """The present clock, or None when none runs."""
    if suggestion.due_on is None or suggestion.step >= Step.FEEDBACK:
        return None
    late = max(0, (today - suggestion.due_on).days)
    found = present_story(suggestion)
    return Due(suggestion.due_on, found.due.basis if found else "", late, found)


def coming_days(suggestion):
    """The days that a voter is told after sending: when it will be sorted, handed over, answered.

    `reply` is the policy behind the last of them.
    """
    policies = DeadlinePolicy.objects.for_clocks(suggestion.home, [Clock.DELIVER, Clock.REPLY])
    deliver, reply = policies[Clock.DELIVER], policies[Clock.REPLY]
    calendar = SpecialDay.objects.calendar_from(suggestion.received_on)
    handed = deliver.due(suggestion.received_on, calendar)
    answered = reply.due(handed, calendar)
    return {"sorted": suggestion.due_on, "handed": handed, "answered": answered, "reply": reply}


def answer_heading(suggestion):
    """What the explanation is called: an answer, a referral or a refusal."""
    return {
        Disposal.REDIRECTED: "应该去哪里办",
        Disposal.REFUSED: "为什么没有受理",
    }.get(suggestion.disposal, "代表之家的答复")
