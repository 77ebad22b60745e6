"""How a Home receives, in the words that it uses itself."""

from datetime import time

import pytest

from reception.models import ReceptionPattern
from reception.pattern_words import sentence
from representatives.models import Venue


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cycle": "even", "days": "15"}, "每逢双月15日 9:00—11:00，在镇人大接待；"),
        ({"cycle": "every", "days": "19、9"}, "每月9日、19日 9:00—11:00，在镇人大接待；"),
        ({"how": "weekday", "cycle": "every", "weekday": 0}, "每个星期一 9:00—11:00，"),
        (
            {"how": "weekday", "cycle": "every", "weekday": 1, "ordinal": 1},
            "每月第一个星期二 9:00—11:00，",
        ),
        (
            {"how": "weekday", "cycle": "odd", "weekday": 4, "ordinal": -1},
            "每逢单月最后一个星期五 9:00—11:00，",
        ),
        (
            {"how": "market", "cycle": "every", "days": "3、6、9", "is_lunar": True},
            "圩日（农历逢三、六、九） 9:00—11:00，",
        ),
        ({"how": "appointment"}, "预约接待，请先打电话约好，9:00—11:00 在镇人大见面。"),
        (
            {"days": "15", "on_day_off": "skip"},
            "每逢双月15日 9:00—11:00，在镇人大接待；遇节假日停一次。",
        ),
    ],
)
def test_pattern_is_one_sentence(fields, words):
    pattern = ReceptionPattern(venue=Venue(name="镇人大"), starts=time(9), ends=time(11), **fields)

    assert sentence(pattern).startswith(words)
