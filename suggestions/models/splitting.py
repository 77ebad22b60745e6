"""One letter with several wishes becomes several matters (一事一议): each its number, one code."""

from django.db import transaction

from suggestions.models.events import EventKind
from suggestions.models.identity import VoterIdentity
from suggestions.pipeline import Step, StepRefused
from suggestions.sorting import search

PARTS_MAX = 5
SHARED = ("home", "village", "channel", "kind", "venue", "representative", "identity_mode")


def split(self, original, *, kept, others, key, by):
    """Keep the wish `kept` with `original`, make a matter of each of `others`; returns them.

    What the voter wrote stays with the original as it came; `kept` becomes its summary. `key` is
    the form's one-time key: sent twice it splits once. All or nothing. Raises `StepRefused`.
    """
    if original.split_from_id:
        raise StepRefused("这件本身是拆分出来的，不能再拆。还有别的事的，请从原来那一件再拆。")
    if not kept or not others or len(others) >= PARTS_MAX:
        raise StepRefused(f"请写清每一件事，至少 2 件，最多 {PARTS_MAX} 件。")
    with transaction.atomic():
        original.claim(step__in=(Step.RECEIVE, Step.SORT))
        made = [_part(self, original, text, f"{key}:{n}", by) for n, text in enumerate(others)]
        parts = [part for part, is_new in made if is_new]
        if parts:
            _tell(original, parts, kept, by)
    return [part for part, _is_new in made]


def _part(rows, original, text, key, by):
    shared = {name: getattr(original, name) for name in SHARED}
    part, is_new = rows.receive(
        key=key,
        content=text,
        query_code=original.query_code,
        split_from=original,
        is_restricted=original.is_restricted,
        disclosure=original.disclosure,
        by=by,
        at=original.received_at,
        **shared,
    )
    if is_new:
        _copy_identity(original, part)
    return part, is_new


def _copy_identity(original, part):
    """Who said it, for as long as the original keeps it and no longer."""
    found = getattr(original, "identity", None)
    if found is None or found.purged_at:
        return
    VoterIdentity.objects.create(
        suggestion=part, name=found.name, phone=found.phone, address=found.address,
        consented_at=found.consented_at, purge_on=found.purge_on,
    )  # fmt: skip


def _tell(original, parts, kept, by):
    original.summary = kept
    original.save(update_fields=["summary"])
    search.index(original.pk)
    numbers = "、".join(part.number for part in parts)
    public = "您反映的里面有几件事，已经分开办理，查询码不变。"
    facts = {"parts": [part.number for part in parts]}
    original.tell(
        EventKind.SPLIT, by=by, text=f"拆分出{numbers}。", public_text=public, facts=facts
    )
    for part in parts:
        part.tell(
            EventKind.SPLIT, by=by, text=f"从{original.number}拆分出来。", public_text=public,
            facts={"from": original.number},
        )  # fmt: skip
