"""A self-check begins: every item of the standard at once, answered as far as the system knows."""

from django.db import transaction

from daihome.standards.answering import Answers
from representatives.models import FacilityStandard, SelfCheck, StandardCheck


@transaction.atomic
def begin(home, user, *, venue, standard, on, checked_by):
    """(the self-check, whether it is new): one that is open for that venue goes on."""
    # Locks the standard: two who press at once get the same self-check.
    FacilityStandard.objects.select_for_update().get(pk=standard.pk)
    same = SelfCheck.objects.filter(venue=venue, standard=standard, closed_at=None).first()
    if same:
        return same, False
    check = SelfCheck.objects.create(
        home=home, venue=venue, standard=standard, on=on, checked_by=checked_by
    )
    answers = Answers(home, on, user)
    for item in standard.items.filter(is_active=True):
        answer = answers.of(item, venue)
        StandardCheck.objects.create(
            self_check=check, item=item, found=answer.found, proposed=answer.proposed
        )
    return check, True


def look_again(check, rows, user) -> int:
    """Let the system answer `rows` anew; what people said stays. How many answers are new."""
    answers = Answers(check.home, check.on, user)
    return sum(_asked(answers, row, check.venue) for row in rows)


def _asked(answers, row, venue):
    """Whether the answer to one item is another one now."""
    answer = answers.of(row.item, venue)
    if (row.found, row.proposed) == (answer.found, answer.proposed):
        return False
    row.found, row.proposed = answer.found, answer.proposed
    row.save(update_fields=["found", "proposed"])
    return True
