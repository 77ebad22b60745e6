"""Texts that say the same are more alike than texts that only wish the same."""

import pytest

from suggestions.sorting.likely import winners
from suggestions.sorting.likeness import Texts, told

OTHERS = [
    "农贸市场后面的垃圾箱两三天才拉一回，夏天臭得没法开窗。",
    "校车早上六点十分就从我们村走，孩子五点半就得起来。",
    "大棚补贴说好的一亩两千，验收完到现在没见着钱。",
]


def score(one, other):
    return Texts([*OTHERS, other]).scores(one)[-1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北山咀村东头的路灯坏了小半年了", "我们村东头路灯一直不亮，请派人来修"),
        ("自来水一到中午就停，水质也发浑", "家里自来水发黄发浑，还老停水"),
        ("垃圾箱满了没人拉，味道很大", "村口垃圾箱总是满的，没人清运"),
        ("变压器容量小，浇地时电压上不来", "浇地季节电压低，请给换大的变压器"),
    ],
)
def test_the_same_matter_in_other_words_is_alike(one, other):
    assert score(one, other) > 0.15


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("我们村的路灯坏了，希望有关部门尽快解决", "我们村的水管坏了，希望有关部门尽快解决"),
        ("村里的大喇叭太吵，早上五点半就放", "村里的路太窄，早上五点半拉货车就走"),
        ("", ""),
        ("13800138000", "13800138000"),
    ],
)
def test_the_same_wish_is_not_the_same_matter(one, other):
    assert score(one, other) == 0


def test_the_same_words_are_the_same():
    assert score(OTHERS[0], OTHERS[0]) == pytest.approx(1)


def test_an_empty_collection_has_no_scores():
    assert Texts([]).scores("路灯坏了") == []


def test_what_is_said_of_anything_is_left_out():
    assert told("希望有关部门尽快解决路灯的问题") == {"路灯"}


# --- which category -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [
        ([0.5, 0.4, 0.2], ["路", "路", "水"], ["路"]),
        ([0.5, 0.4, 0.3, 0.3], ["路", "路", "水", "水"], ["路", "水"]),
        ([0.3, 0.3, 0.3, 0.3, 0.3, 0.3], ["路", "路", "水", "水", "电", "电"], []),
        ([0.3, 0.2], ["路", "水"], []),
        ([0.9], ["路"], ["路"]),
        ([0.05, 0.05, 0.05], ["路", "路", "路"], []),
        ([], [], []),
    ],
)
def test_category_wins_by_what_is_most_alike(scores, labels, expected):
    assert winners(scores, labels) == expected
