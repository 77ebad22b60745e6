"""The arithmetic of the statistics, from rows made by hand."""

from collections import Counter

import pytest

from suggestions.watch.measures import (
    DEFINITIONS,
    AnswerRow,
    MatterRow,
    Rate,
    definitions,
    measure,
    median,
)

MATTERS = [
    MatterRow("a", True, True, "satisfied", False, 10),
    MatterRow("a", True, False, "basic", False, 20),
    MatterRow("a", True, True, "unsatisfied", False, 30),
    MatterRow("a", True, None, "", False, None),
    MatterRow("a", False, True, "", True, None),
    MatterRow("a", False, None, "", False, None),
]
ANSWERS = [AnswerRow("a", True, 5), AnswerRow("a", False, 100), AnswerRow("a", True, None)]


def test_each_number():
    found = measure(MATTERS, ANSWERS)

    assert (found.received, found.answered, found.late) == (6, 4, 1)
    assert (str(found.on_time), str(found.solved)) == ("2/3", "3/4")
    rates = (found.satisfied, found.basic, found.unsatisfied)
    assert [str(rate) for rate in rates] == ["1/3", "1/3", "1/3"]
    assert (found.unjudged, found.unreplied) == (1, 2)
    assert (found.days_to_answer, found.days_to_told) == (52.5, 20)


def test_a_row_may_stand_for_several():
    alike = [row._replace(number=row.number * 3) for row in MATTERS]

    assert measure(alike, ANSWERS) == measure(MATTERS * 3, ANSWERS)


def test_nothing_has_no_percent_and_no_days():
    found = measure([], [])

    assert (found.received, str(found.on_time), found.on_time.percent) == (0, "0/0", "")
    assert (found.on_time.share, found.days_to_answer, found.days_to_told) == (0, None, None)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 1, "0%"), (1, 1, "100%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1999, 2000, "99.9%"),
     (1, 3000, "0.1%"), (44, 45, "97.8%"), (1, 8, "12.5%"), (0, 0, "")],
)  # fmt: skip
def test_percent_is_rounded_but_never_to_all_or_none(part, whole, percent):
    assert Rate(part, whole).percent == percent


@pytest.mark.parametrize(
    ("values", "middle"),
    [([], None), ([None], None), ([3], 3), ([3, None, 5], 4), ([1, 2, 9], 2), ([1, 1, 2, 2], 1.5),
     ([0, 0, 0, 7], 0)],
)  # fmt: skip
def test_median(values, middle):
    assert median(Counter(values)) == middle


def test_definitions_say_how_many_are_left_out():
    told = definitions(measure(MATTERS, ANSWERS))

    assert list(told) == list(DEFINITIONS)
    assert "没有评价的不计入：已答复里有 1 件。" in told["satisfied"].text
    assert "不计入：收到的里有 2 件。" in told["solved"].text
    assert not any("{" in one.text for one in told.values())
