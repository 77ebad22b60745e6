"""Writes invented matters in batches, as consistent as those of real people.

The real moves would take hours for a hundred thousand; these rows go past `advance`, and
`check_data` tells whether they are still what the moves would have written.
"""

from collections import defaultdict

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from daihome.seeding.drafts import Drafter
from suggestions.models import (
    Assignment,
    Clock,
    DueDate,
    NumberCounter,
    Reply,
    Satisfaction,
    StepRecord,
    Suggestion,
    VoterIdentity,
    VoterNotification,
)
from suggestions.moves import PUBLIC_DISPOSAL
from suggestions.pipeline import Step
from suggestions.sorting import search

BATCH = 500
PUBLIC_TEXT = {
    Step.SORT: "工作人员已经看过，正在研究由谁来办。",
    Step.ARCHIVE: "办理完毕，已经存档。",
}


def load(home, rng, now, total, progress):
    """Write `total` matters into `home`; `progress(done)` after each batch. Memory is bounded."""
    drafter = Drafter(home, rng, now)
    for start in range(0, total, BATCH):
        serials = range(start, min(start + BATCH, total))
        with transaction.atomic():
            write(home, [drafter.draft(serial, total) for serial in serials])
        progress(serials.stop)
    if connection.vendor == "postgresql":
        # As autovacuum does by itself a minute later.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def write(home, drafts):
    """Number the drafts and write them with all that belongs to them; call inside `atomic()`."""
    _number(home, [draft.suggestion for draft in drafts])
    Suggestion.objects.bulk_create([draft.suggestion for draft in drafts])
    StepRecord.objects.bulk_create([row for draft in drafts for row in records(draft)])
    for name, model in (
        ("assignment", Assignment),
        ("reply", Reply),
        ("told", VoterNotification),
        ("verdict", Satisfaction),
        ("identity", VoterIdentity),
    ):
        model.objects.bulk_create([_own(draft, name) for draft in drafts if getattr(draft, name)])
    search.index_loaded([draft.suggestion.pk for draft in drafts])
    DueDate.objects.bulk_create([_clock(draft) for draft in drafts if draft.suggestion.due_on])


def _clock(draft):
    """The one running clock of a draft with the days that its lists show."""
    matter, row = draft.suggestion, draft.clock
    row.suggestion, row.due_on = matter, matter.due_on
    row.assignment = draft.assignment if row.clock == Clock.REPLY else None
    return row


def _own(draft, name):
    row = getattr(draft, name)
    row.suggestion = draft.suggestion
    if name == "reply":
        row.assignment = draft.assignment
    return row


def _number(home, matters):
    by_year = defaultdict(list)
    for matter in matters:
        by_year[matter.received_on.year].append(matter)
    for year, of_year in by_year.items():
        # The counter gives a block as safely as one number: the row is locked from here on.
        last = NumberCounter.take(home, year) - 1 + len(of_year)
        rows = NumberCounter.objects.filter(home=home, year=year)
        rows.update(last=F("last") + len(of_year) - 1)
        for serial, matter in enumerate(of_year, start=last - len(of_year) + 1):
            matter.number = f"{home.number_prefix}{year}-{serial:04d}"


def records(draft):
    """The chain of step records of one matter that is in the database."""
    before, digest = None, ""
    for seq, (step, at) in enumerate(draft.moments.items(), start=1):
        record = _record(draft, seq, before, step, at)
        record.digest = digest = record.expected_digest(digest)
        before = step
        yield record


def _record(draft, seq, before, step, at):
    suggestion = draft.suggestion
    by = draft.chair if step == Step.SUPERVISE else draft.clerk
    if step == Step.RECEIVE and suggestion.channel == "web":
        by = None
    return StepRecord(
        suggestion=suggestion,
        seq=seq,
        from_step=before,
        to_step=int(step),
        by=by,
        by_name=str(by or "反映人"),
        at=at,
        public_text=_public_text(draft, step),
        facts=_facts(draft, step),
    )


def _public_text(draft, step):
    suggestion, unit = draft.suggestion, draft.assignment and draft.assignment.unit
    if step == Step.RECEIVE:
        return f"{suggestion.home.name}已经收到，编号{suggestion.number}。"
    if step == Step.CLASSIFY:
        return PUBLIC_DISPOSAL[suggestion.disposal]
    if step == Step.DELIVER:
        return f"已交{unit}办理。"
    if step == Step.SUPERVISE:
        return f"{unit}已经签收，镇人大正在督办。"
    if step == Step.FEEDBACK:
        return f"已于{timezone.localdate(draft.moments[step])}告知您办理情况。"
    return PUBLIC_TEXT[step]


def _facts(draft, step):
    suggestion, assignment = draft.suggestion, draft.assignment
    if step == Step.RECEIVE:
        return {"渠道": suggestion.channel, "村（社区）": suggestion.village.name}
    if step == Step.CLASSIFY:
        return {"处理方式": suggestion.disposal, "分类": suggestion.category.name}
    if step == Step.DELIVER:
        return {"主办单位": assignment.unit.name, "限办日期": str(assignment.due_on)}
    return {"摘要": suggestion.summary} if step == Step.SORT else {}
