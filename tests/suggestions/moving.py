"""What the tests of the moves share: facts for each step, the whole of a matter, a verdict."""

from django.forms import model_to_dict

from suggestions.models import (
    Suggestion,
)
from suggestions.pipeline import Disposal, Step
from tests.factories import (
    make_category,
    make_suggestion,
    make_unit,
    make_volume,
    moment,
    publish_reply,
)

DAY = moment(2026, 3, 10)


def facts_for(to, home, **changes):
    given = {
        Step.SORT: {"summary": "路灯坏了，希望修好"},
        Step.CLASSIFY: {
            "disposal": Disposal.UNIT,
            "category": make_category(home),
            "owner_level": "township",
        },
        Step.DELIVER: {"main_unit": make_unit(home)},
        Step.SUPERVISE: {"acknowledged_by": "李主任"},
        Step.FEEDBACK: {"told_on": DAY.date(), "way": "phone"},
        Step.ARCHIVE: {"volume": make_volume(home)},
        Step.RECEIVE: {},
    }[to]
    return given | changes


def snapshot(suggestion):
    """Everything that is stored of a matter."""
    fresh = Suggestion.objects.get(pk=suggestion.pk)
    children = [
        list(getattr(fresh, name).values())
        for name in ("records", "assignments", "replies", "notifications", "satisfactions")
    ]
    return model_to_dict(fresh), children


def judged(suggestion, level):
    suggestion.satisfactions.all().delete()
    suggestion.judge(by=None, level=level, given_on=DAY.date(), reason="没修好")


DELIVERED_STEPS = list(Step)
AT_ONCE_STEPS = [step for step in Step if step not in (Step.DELIVER, Step.SUPERVISE)]
STEPS_OF = {
    Disposal.EXPLAINED: AT_ONCE_STEPS,
    Disposal.REDIRECTED: AT_ONCE_STEPS,
    Disposal.REFUSED: AT_ONCE_STEPS,
    Disposal.UNIT: DELIVERED_STEPS,
    Disposal.UPWARD: DELIVERED_STEPS,
    Disposal.PROPOSAL: [],
}


def stand_at(home, step, disposal, chair):
    """A matter at `step` from which every road that `disposal` opens can really be taken."""
    road = disposal if step in STEPS_OF[disposal] else Disposal.UNIT
    suggestion = make_suggestion(home, step=step, by=chair, disposal=road)
    if step == Step.SUPERVISE:
        publish_reply(suggestion, chair, moment(2026, 3, 9))
    if road != disposal:
        Suggestion.objects.filter(pk=suggestion.pk).update(disposal=disposal)
        suggestion.refresh_from_db()
    return suggestion


def second_round(home, chair, level):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    judged(suggestion, "unsatisfied")
    for to in (Step.DELIVER, Step.SUPERVISE):
        suggestion.advance(to, by=chair, at=DAY, **facts_for(to, home))
    publish_reply(suggestion, chair, DAY)
    suggestion.advance(
        Step.FEEDBACK,
        by=chair,
        at=DAY,
        **facts_for(Step.FEEDBACK, home, satisfaction=level, satisfaction_reason="还是不亮"),
    )
    return suggestion
