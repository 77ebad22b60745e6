"""The one door through which a matter comes in, whatever the channel."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from daihome.tools.stored import stored_files
from suggestions import codes, moves
from suggestions.models.calendar import Clock, DeadlinePolicy, SpecialDay
from suggestions.models.clocks import DueDate
from suggestions.models.identity import VoterIdentity
from suggestions.models.papers import Attachment, Cosigner
from suggestions.models.records import NumberCounter
from suggestions.pipeline import Step
from suggestions.sorting import search


def receive(
    self,
    *,
    home,
    key,
    identity=None,
    uploads=(),
    source="voter",
    cosigners=(),
    by=None,
    by_name="",
    at=None,
    **fields,
):
    """Write a new matter with its number, first record, identity and files: all or nothing.

    `key` is the form's one-time key; `identity` a dict of name, phone and address or None;
    `uploads` are `daihome.tools.uploads.Upload`; `fields` the columns of `Suggestion`.
    Returns `(suggestion, created)`: a key that was used before gives the first matter and False.
    """
    at = at or timezone.now()
    # Made ready before the transaction: on SQLite everybody else who writes waits for its end.
    suggestion, clock = _draft(self.model, home, key, at, fields)
    try:
        with stored_files(uploads, Attachment) as stored, transaction.atomic():
            _write(suggestion)
            clock.suggestion = suggestion
            clock.save(force_insert=True)
            Attachment.objects.attach(stored, suggestion=suggestion, source=source)
            _keep_identity(suggestion, identity, at)
            _name_proposers(suggestion, cosigners)
            outcome = moves.received(suggestion, by_name or "反映人")
            suggestion.record(None, Step.RECEIVE, by=by, at=at, note="", outcome=outcome)
    except IntegrityError:
        first = self.model.objects.filter(key=key).first()
        if first is None:
            raise
        return first, False
    return suggestion, True


def _draft(model, home, key, at, fields):
    policy, today = DeadlinePolicy.objects.for_clock(home, Clock.SORT), timezone.localdate(at)
    clock = DueDate.by_policy(policy, today, SpecialDay.objects.calendar_from(today))
    # A part of another matter comes with that one's code: the voter has one slip.
    fields.setdefault("query_code", codes.new_code())
    suggestion = model(home=home, key=key, received_at=at, due_on=clock.due_on, **fields)
    return suggestion, clock


def _write(suggestion):
    # The key is unique: of the same form sent twice, the second gives its number back.
    home, year = suggestion.home, suggestion.received_on.year
    suggestion.number = f"{home.number_prefix}{year}-{NumberCounter.take(home, year):04d}"
    suggestion.save(force_insert=True)
    search.index_new([suggestion])


def _name_proposers(suggestion, cosigners):
    for representative in cosigners:
        Cosigner.objects.create(suggestion=suggestion, representative=representative)
    suggestion.settle_duty()


def _keep_identity(suggestion, identity, at):
    if not identity or not any(identity.values()):
        return
    VoterIdentity.objects.create(
        suggestion=suggestion,
        consented_at=at,
        purge_on=timezone.localdate(at) + timedelta(days=suggestion.home.identity_days),
        **identity,
    )
