"""What was there before: the clocks of open matters, the new columns of policies and reply classes."""

from django.db import migrations
from django.utils import timezone

from suggestions.clocks.policies import DEFAULT_POLICIES

RECEIVE, CLASSIFY, SUPERVISE, FEEDBACK = 1, 3, 5, 6
ADDED = ("max_number", "remind_before", "remind_after")


def fill(apps, schema_editor):
    _fill_policies(apps)
    apps.get_model("suggestions", "ReplyClass").objects.filter(
        code="B", counts_as_resolved=False
    ).update(needs_commitment=True)
    apps.get_model("suggestions", "Satisfaction").objects.filter(
        suggestion__kind="proposal"
    ).update(party="representative")
    DueDate = apps.get_model("suggestions", "DueDate")
    rows = apps.get_model("suggestions", "Suggestion").objects.exclude(due_on=None)
    for matter in rows.filter(step__lte=FEEDBACK).iterator(1000):
        DueDate.objects.bulk_create(_clocks(apps, DueDate, matter))


def _fill_policies(apps):
    """New clocks for Homes that keep policies, reminders for the old ones."""
    Policy = apps.get_model("suggestions", "DeadlinePolicy")
    for home_id in Policy.objects.values_list("home", flat=True).distinct():
        own = Policy.objects.filter(home=home_id)
        for clock, fields in DEFAULT_POLICIES.items():
            found = own.filter(clock=clock).first()
            if found is None:
                Policy.objects.create(home_id=home_id, clock=clock, **fields)
                continue
            for name in ADDED:
                setattr(found, name, fields[name])
            if found.number != fields["number"] or found.unit != fields["unit"]:
                found.max_number = None
            found.save()


def _clocks(apps, DueDate, matter):
    main = matter.assignments.filter(round_no=matter.round_no, role="main", returned_on=None)
    main = main.first()
    if matter.step == RECEIVE:
        yield _clock(apps, DueDate, matter, "sort", _received(matter), matter.due_on)
    elif matter.step <= CLASSIFY:
        yield _clock(apps, DueDate, matter, "deliver", _received(matter), matter.due_on)
    elif matter.step <= SUPERVISE and main:
        for row in matter.assignments.filter(
            round_no=matter.round_no, returned_on=None, answered_on=None
        ):
            yield _clock(apps, DueDate, matter, _reply_clock(matter, row), row.handed_on,
                         row.due_on, row)
            yield _clock(apps, DueDate, matter, "return", row.handed_on, row.return_by, row)
    elif matter.step == FEEDBACK:
        verdict = matter.satisfactions.filter(round_no=matter.round_no).first()
        start = verdict.given_on if verdict else matter.due_on
        yield _clock(apps, DueDate, matter, "redeliver", start, matter.due_on)


def _received(matter):
    return timezone.localdate(matter.received_at)


def _reply_clock(matter, row):
    if row.role == "assist":
        return "assist"
    if matter.round_no > 1:
        return "redo"
    return "reply_complex" if matter.is_complex else "reply"


def _clock(apps, DueDate, matter, clock, start, due, assignment=None):
    own = apps.get_model("suggestions", "DeadlinePolicy").objects.filter(
        home=matter.home_id, clock=clock
    ).values().first()
    terms = own or DEFAULT_POLICIES[clock]
    names = ("number", "unit", "rolls_forward", "max_number", "start_event", "legal_basis")
    return DueDate(
        suggestion=matter,
        assignment=assignment,
        clock=clock,
        round_no=matter.round_no,
        start_on=start,
        due_on=max(due, start),
        **{name: terms[name] for name in names},
    )


def forget(apps, schema_editor):
    apps.get_model("suggestions", "DueDate").objects.filter(changes=None).delete()


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0004_whole_loop")]
    operations = [migrations.RunPython(fill, forget)]
