"""Each figure of the chair's page picks the matters it names, and only those."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from representatives.models import Convener
from suggestions.models import Commitment, Suggestion
from suggestions.pipeline import Step
from suggestions.watch.watching import (
    BY_SLUG,
    FIGURES,
    VILLAGES_BY_SLUG,
    quiet_villages,
    villages_of,
)
from tests import factories
from tests.suggestions.moving import judged, second_round

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)
CONSENT = {"reason": "材料没到", "consent": "本人电话同意", "asked_by_name": "李主任"}


def picked(slug, today=TODAY):
    rows = Suggestion.objects.order_by("pk")
    return list(BY_SLUG[slug].pick(rows, today).values_list("number", flat=True))


def supervised(home, chair, at=None, **fields):
    return factories.make_suggestion(home, Step.SUPERVISE, chair, at=at, **fields)


def with_promise(home, chair, promised_on):
    """A matter told to the voter with a promise until `promised_on`."""
    matter = supervised(home, chair)
    writer = factories.make_user(home=home)
    reply_class = factories.make_reply_class(
        home, code="B", needs_commitment=True, counts_as_resolved=False
    )
    reply = matter.main_assignment().answer(
        by=writer, replied_on=date(2026, 3, 3), reply_class=reply_class, text="列入计划。",
        promised_on=promised_on,
    )  # fmt: skip
    reply.approve(chair, factories.moment(2026, 3, 4))
    reply.publish(factories.moment(2026, 3, 4))
    matter.refresh_from_db()
    matter.advance(
        Step.FEEDBACK, by=chair, at=factories.moment(2026, 3, 5), told_on=date(2026, 3, 5),
        way="phone",
    )  # fmt: skip
    return matter


def test_late_is_over_its_day_and_soon_is_within_a_week(home, chair):
    late, last_day, week, later, paused = (supervised(home, chair) for _ in range(5))
    for matter, days in ((late, -1), (last_day, 0), (week, 7), (later, 8), (paused, -3)):
        matter.due_on = TODAY + timedelta(days=days)
        matter.save(update_fields=["due_on"])
    paused.paused_on = TODAY
    paused.save(update_fields=["paused_on"])

    assert picked("late") == [late.number]
    assert picked("soon") == [last_day.number, week.number]


def returned(matter, chair, times):
    for day in range(3, 3 + times):
        on = date(2026, 3, day)
        at = factories.moment(2026, 3, day)
        matter.main_assignment().give_back(on=on, reason="不归我办", by=chair, at=at)
        matter.refresh_from_db()
        matter.advance(
            Step.CLASSIFY, by=chair, at=at, disposal="unit", owner_level="township",
            category=factories.make_category(matter.home),
        )  # fmt: skip
        matter.advance(
            Step.DELIVER, by=chair, at=at, main_unit=factories.make_unit(matter.home), handed_on=on
        )
        matter.advance(Step.SUPERVISE, by=chair, at=at, acknowledged_on=on)


def test_returned_twice_counts_main_units_only(home, chair):
    once, twice = supervised(home, chair), supervised(home, chair)
    returned(once, chair, 1)
    returned(twice, chair, 2)

    assert picked("returned-twice") == [twice.number]


def test_unsatisfied_now_and_twice(home, chair):
    satisfied = second_round(home, chair, "satisfied")
    twice = second_round(home, chair, "unsatisfied")
    once = factories.make_suggestion(home, Step.FEEDBACK, chair)
    judged(once, "unsatisfied")

    assert picked("unsatisfied") == [twice.number, once.number]
    assert picked("unsatisfied-twice") == [twice.number]
    assert satisfied.number not in picked("unsatisfied")


def test_of_a_proposal_the_representative_decides(home, chair):
    matter = factories.make_suggestion(home, Step.FEEDBACK, chair, kind="proposal")
    matter.satisfactions.all().delete()
    matter.satisfactions.create(
        party="voter", level="unsatisfied", reason="没修", given_on=TODAY, round_no=1
    )
    assert picked("unsatisfied") == []

    matter.satisfactions.create(
        party="representative", level="unsatisfied", reason="没修", given_on=TODAY, round_no=1
    )
    assert picked("unsatisfied") == [matter.number]


def test_promises_soon_and_broken(home, chair):
    broken, today, later = (
        with_promise(home, chair, TODAY + timedelta(days=days)) for days in (-1, 0, 8)
    )

    assert picked("promises-broken") == [broken.number]
    assert picked("promises-soon") == [today.number]
    assert picked("promises-soon", TODAY + timedelta(days=1)) == [later.number]


def test_extension_waits_until_decided(home, chair):
    matter = supervised(home, chair)
    asked = matter.main_assignment().ask_extension(until=date(2026, 7, 1), **CONSENT)
    assert picked("extensions") == [matter.number]

    asked.refuse(chair, timezone.now(), "不同意")
    assert picked("extensions") == []


def test_answer_waits_for_approval_also_when_it_answers_again(home, chair, clerk):
    matter = with_promise(home, chair, date(2026, 3, 10))
    promise = Commitment.objects.get(suggestion=matter)
    promise.answer_again(
        by=clerk, replied_on=date(2026, 3, 9), reply_class=factories.make_reply_class(home),
        text="修好了。",
    )  # fmt: skip

    assert picked("approve") == [matter.number]


def test_silent_after_the_days_of_the_home(home, other_home, chair, other_chair):
    quiet = supervised(home, chair)
    elsewhere = supervised(other_home, other_chair)
    heard = supervised(home, chair)
    heard.tell("urged", by=chair, at=factories.moment(2026, 4, 10))
    promised = with_promise(home, chair, date(2026, 12, 1))
    other_home.silent_days = 60
    other_home.save()
    day = date(2026, 4, 5)

    assert picked("silent", date(2026, 4, 1)) == []
    assert picked("silent", date(2026, 4, 2)) == [quiet.number]
    assert picked("silent", date(2026, 4, 30)) == [quiet.number]
    assert picked("silent", date(2026, 5, 15)) == [quiet.number, elsewhere.number, heard.number]
    assert promised.number not in picked("silent", day)


def test_unjudged_was_told_and_said_nothing(home, chair):
    told = with_promise(home, chair, date(2026, 12, 1))
    factories.make_suggestion(home, Step.FEEDBACK, chair)
    untold = supervised(home, chair)
    factories.publish_reply(untold, chair, factories.moment(2026, 3, 3))
    untold.advance(
        Step.FEEDBACK, by=chair, at=factories.moment(2026, 3, 5), untold_reason="匿名，没有电话"
    )

    assert picked("unjudged") == [told.number]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.slug)
def test_every_figure_says_what_it_counts(figure):
    assert figure.definition.endswith("。")
    assert len(figure.definition) > 15


def names(figure, rows, since):
    found = quiet_villages(rows, VILLAGES_BY_SLUG[figure], since)
    return sorted(village.name for village in found)


def test_quiet_villages(home, other_home, clerk):
    factories.make_village(home, name="静村")
    factories.make_village(home, name="停用村", is_active=False)
    factories.make_village(other_home, name="别镇村")
    for name, channel, month in (("网村", "web", 3), ("面村", "desk", 3), ("旧村", "desk", 1)):
        village = factories.make_village(home, name=name)
        at = factories.moment(2026, month, 2)
        factories.make_suggestion(home, village=village, channel=channel, at=at)
    villages, since = villages_of(clerk, TODAY), date(2026, 2, 1)

    assert names("no-matter", villages, since) == sorted(["静村", "旧村"])
    assert names("no-contact", villages, since) == sorted(["静村", "旧村", "网村"])
    assert names("no-matter", villages, date(2026, 3, 3)) == sorted(
        ["静村", "网村", "面村", "旧村"]
    )


def test_convener_looks_after_the_villages_of_the_own_groups(home, convener):
    mine, other = factories.make_village(home, name="我村"), factories.make_village(home)
    group = factories.make_group(home)
    group.villages.add(mine)
    factories.make_group(home).villages.add(other)
    person = factories.make_representative(home, user=convener)
    role = Convener.objects.create(
        home=home, group=group, representative=person, started_on=date(2021, 10, 20)
    )
    assert list(villages_of(convener, TODAY)) == [mine]

    role.group = None
    role.save()
    assert set(villages_of(convener, TODAY)) == {mine, other}
