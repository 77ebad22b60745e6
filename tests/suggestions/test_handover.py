"""Classifying, handing over to units and taking back."""

from datetime import date, timedelta

import pytest

from suggestions.models import (
    Assignment,
    Suggestion,
)
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken
from tests.factories import (
    make_category,
    make_representative,
    make_suggestion,
    make_unit,
    moment,
)
from tests.suggestions.moving import (
    DAY,
    facts_for,
    snapshot,
)


# --- classify ---
def test_classification_needs_what_its_road_needs(home, other_home, chair):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    for changes, sentence in [
        ({"disposal": "nonsense"}, "处理方式"),
        ({"category": None}, "分类"),
        ({"category": make_category(other_home)}, "分类"),
        ({"disposal": Disposal.EXPLAINED}, "写明"),
        ({"disposal": Disposal.PROPOSAL}, "领衔代表"),
    ]:
        with pytest.raises(StepRefused, match=sentence):
            suggestion.advance(Step.CLASSIFY, by=chair, **facts_for(Step.CLASSIFY, home, **changes))

    facts = facts_for(Step.CLASSIFY, home, representative=make_representative(home))
    suggestion.advance(Step.CLASSIFY, by=chair, **facts | {"disposal": Disposal.PROPOSAL})
    assert suggestion.representative == facts["representative"]


@pytest.fixture
def strict_home(home):
    home.confirms_classification = True
    home.save()
    return home


def test_clerk_proposes_and_chair_settles(strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    facts = facts_for(Step.CLASSIFY, strict_home)

    with pytest.raises(StepRefused, match="主席审定"):
        suggestion.advance(Step.CLASSIFY, by=clerk, **facts)
    suggestion.propose_classification(by=clerk, **facts)
    proposed = Suggestion.objects.get(pk=suggestion.pk)
    assert (proposed.step, proposed.classification_by) == (Step.SORT, clerk)
    assert proposed.disposal == Disposal.UNIT
    assert proposed.records.count() == 2

    suggestion.advance(Step.CLASSIFY, by=chair, **facts)
    settled = Suggestion.objects.get(pk=suggestion.pk)
    assert (settled.step, settled.classification_by) == (Step.CLASSIFY, None)


def test_late_proposal_changes_nothing(strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    stale = Suggestion.objects.get(pk=suggestion.pk)
    suggestion.advance(Step.CLASSIFY, by=chair, **facts_for(Step.CLASSIFY, strict_home))
    before = snapshot(suggestion)

    with pytest.raises(StepTaken):
        stale.propose_classification(
            by=clerk,
            **facts_for(
                Step.CLASSIFY, strict_home, disposal=Disposal.EXPLAINED, explanation="办不到"
            ),
        )

    assert snapshot(suggestion) == before


def test_clerk_records_a_return_but_does_not_change_what_the_chair_settled(
    strict_home, clerk, chair
):
    suggestion = make_suggestion(strict_home, step=Step.DELIVER, by=chair)
    returned = {"return_reason": "不归我单位", "returned_on": date(2026, 3, 4)}
    other = facts_for(
        Step.CLASSIFY, strict_home, disposal=Disposal.REFUSED, explanation="不受理", **returned
    )

    with pytest.raises(StepRefused, match="主席审定"):
        suggestion.advance(Step.CLASSIFY, by=clerk, at=DAY, **other)
    suggestion.advance(
        Step.CLASSIFY, by=clerk, at=DAY, **facts_for(Step.CLASSIFY, strict_home, **returned)
    )

    assert suggestion.step == Step.CLASSIFY


# --- deliver and return ---
def test_delivery_writes_main_and_assisting_units(home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    main, helper = make_unit(home, name="镇交通办"), make_unit(home, name="镇电管所")

    suggestion.advance(
        Step.DELIVER,
        by=chair,
        at=DAY,
        main_unit=main,
        assisting=[helper],
        handed_on=date(2026, 3, 9),
    )

    rows = suggestion.assignments.order_by("pk")
    assert [(row.unit, row.role, row.mode) for row in rows] == [
        (main, "main", "own"),
        (helper, "assist", "own"),
    ]
    assert suggestion.due_on == rows[0].due_on == date(2026, 6, 9)
    assert rows[0].return_by == date(2026, 3, 18)
    assert "代表法" in rows[0].legal_basis


def test_matter_for_above_is_passed_on(home, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair, disposal=Disposal.UPWARD)

    assert suggestion.main_assignment().mode == "upward"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"main_unit": None}, "主办单位"),
        ({"handed_on": date(2026, 3, 1)}, "交办日期"),
        ({"handed_on": date(2026, 3, 11)}, "交办日期"),
    ],
)
def test_wrong_delivery_is_refused(home, chair, changes, sentence):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)

    with pytest.raises(StepRefused, match=sentence):
        suggestion.advance(
            Step.DELIVER, by=chair, at=DAY, **facts_for(Step.DELIVER, home, **changes)
        )

    assert not Assignment.objects.exists()


def test_unit_of_another_home_or_twice_is_refused(home, other_home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    own, foreign = make_unit(home), make_unit(other_home)

    for units in (
        {"main_unit": foreign},
        {"main_unit": own, "assisting": [foreign]},
        {"main_unit": own, "assisting": [own]},
    ):
        with pytest.raises(StepRefused):
            suggestion.advance(Step.DELIVER, by=chair, at=DAY, **units)


def returned(home, on, **changes):
    return facts_for(Step.CLASSIFY, home, return_reason="不归我单位", returned_on=on, **changes)


def test_return_within_the_days_frees_the_matter_and_starts_a_new_clock(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)  # handed over on 2 March
    last_day = suggestion.main_assignment().return_by

    suggestion.advance(Step.CLASSIFY, by=clerk, at=moment(2026, 3, 20), **returned(home, last_day))

    assert last_day == date(2026, 3, 11)
    assert suggestion.main_assignment() is None
    assert suggestion.due_on == date(2026, 3, 20)  # seven working days after the return
    suggestion.advance(Step.DELIVER, by=clerk, at=moment(2026, 3, 20), main_unit=make_unit(home))
    assert suggestion.round_no == 1


def test_late_return_is_for_the_chair_only(home, clerk, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)
    late = suggestion.main_assignment().return_by + timedelta(days=1)
    at = moment(2026, 3, 20)

    with pytest.raises(StepRefused, match="2026年3月11日"):
        suggestion.advance(Step.CLASSIFY, by=clerk, at=at, **returned(home, late))
    assert suggestion.main_assignment().returned_on is None
    suggestion.advance(Step.CLASSIFY, by=chair, at=at, **returned(home, late))

    assert suggestion.step == Step.CLASSIFY


def test_return_needs_a_reason_and_a_sensible_day(home, chair):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)

    for changes in (
        {"return_reason": ""},
        {"returned_on": date(2026, 3, 1)},
        {"returned_on": date(2026, 3, 11)},
    ):
        facts = returned(home, date(2026, 3, 5)) | changes
        with pytest.raises(StepRefused):
            suggestion.advance(Step.CLASSIFY, by=chair, at=DAY, **facts)
