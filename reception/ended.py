"""How the matters ended that were raised from one place, in the words of books and papers.

Read from rows that were fetched before (`ReceptionRecordQuerySet.shown`): no query of their own.
"""


def matters_of(source):
    """The matters that were raised from a record, visit, letter or activity, in order."""
    return [row.suggestion for row in sorted(source.raised.all(), key=lambda row: row.pk)]


def results(source):
    """“XZ2026-0007 督办” for each matter, the step with the verdict where there is one."""
    return [f"{matter.number} {_state(matter)}" for matter in matters_of(source)]


def _state(matter):
    if matter.withdrawn_on:
        return "反映人撤回"
    verdict = latest_verdict(matter)
    return f"{matter.get_step_display()}，{verdict}" if verdict else matter.get_step_display()


def latest_verdict(matter):
    """满意, 基本满意 or 不满意 of the party that decides, of the present round; else ""."""
    given = [
        row.get_level_display()
        for row in matter.satisfactions.all()
        if row.party == matter.deciding_party and row.round_no == matter.round_no
    ]
    return given[-1] if given else ""


def told(source):
    """“2026-05-08 电话告知” for each matter of which the voter was told."""
    return [str(row) for matter in matters_of(source) for row in matter.notifications.all()]


def feedback(source):
    """For each matter when and how its voter was told and what they think of it, or how far it is."""
    return [_told_of(matter) for matter in matters_of(source)]


def _told_of(matter):
    said = [str(row) for row in matter.notifications.all()]
    if not said:
        return f"还没有告知（{_state(matter)}）"
    return "，".join(filter(None, [*said, latest_verdict(matter)]))
