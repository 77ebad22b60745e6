"""The table of moves as a clerk reads it, checked cell by cell without a database."""

import pytest

from suggestions.pipeline import ANSWERED_AT_ONCE, DELIVERED, DISPOSAL_HELP, Disposal, Step
from suggestions.pipeline import next_steps as after

R, S, C, D, V, F, A = Step

# Written out by hand: the roads of DESIGN.md, not the code's own table.
COMMON = {(R, S), (S, C), (D, V), (D, C), (V, F), (V, C), (F, A)}
BY_DISPOSAL = {
    Disposal.EXPLAINED: COMMON | {(C, F), (F, D)},
    Disposal.PROPOSAL: COMMON | {(C, D), (F, D)},
    Disposal.UNIT: COMMON | {(C, D), (F, D)},
    Disposal.UPWARD: COMMON | {(C, D), (F, D)},
    Disposal.REDIRECTED: COMMON | {(C, F)},
    Disposal.REFUSED: COMMON | {(C, F)},
}


@pytest.mark.parametrize("disposal", Disposal)
@pytest.mark.parametrize("to", Step)
@pytest.mark.parametrize("step", Step)
def test_each_of_the_moves(step, to, disposal):
    assert (to in after(step, disposal)) == ((step, to) in BY_DISPOSAL[disposal])


def test_steps_are_the_seven_of_the_field():
    assert "-".join(step.label for step in Step) == "接待-梳理-分类-送达-督办-反馈-存档"
    assert [step.value for step in Step] == [1, 2, 3, 4, 5, 6, 7]


def test_every_disposal_has_one_road_and_a_help_text():
    assert sorted([*DELIVERED, *ANSWERED_AT_ONCE]) == sorted(Disposal)
    assert set(DISPOSAL_HELP) == set(Disposal)


def test_nothing_follows_the_archive():
    assert after(Step.ARCHIVE, Disposal.UNIT) == ()
