"""The rules as adopted, and what hangs in the Home."""

from datetime import date

from daihome.boards import BY_SLUG
from daihome.tools.board_setting import PRESETS
from representatives.models import WallBoard

ADOPTED, IN_FORCE, UP = date(2021, 12, 10), date(2022, 1, 1), date(2022, 1, 5)
# (board, which subject of those it offers, size, place)
HANGING = [
    ("rules", 0, "A2 竖版", "进门左手墙"),
    ("rules", 1, "A2 竖版", "进门左手墙"),
    ("rules", 4, "A2 竖版", "进门左手墙"),
    ("rules", 9, "A2 竖版", "进门左手墙"),
    ("flow", 0, "A2 横版", "进门右手墙"),
    ("organisation", 0, "A2 横版", "进门右手墙"),
    ("representatives", 1, "A2 竖版", "正面墙"),
    ("villages", 0, "90×120厘米 横版", "正面墙"),
    ("who", 0, "A3 竖版", "大门外"),
    ("results", 0, "A2 竖版", "公示栏"),
    ("duty", 1, "A2 竖版", "公示栏"),
    ("roster", 0, "A2 横版", "进门右手墙"),
    ("next-day", 0, "A3 竖版", "大门外"),
    ("plan", 0, "A2 竖版", "公示栏"),
    ("recent", 0, "A2 横版", "公示栏"),
]


def make_walls(town):
    """All in the Home itself; none is printed yet."""
    for rule in town.home.rules.all():
        rule.adopted_by, rule.adopted_on = "镇人大主席团", ADOPTED
        rule.effective_on = IN_FORCE
        rule.save()
    venue = town.home.venues.filter(parent=None).first()
    for slug, place_in_list, preset, place in HANGING:
        subjects = BY_SLUG[slug].subjects(town.home, town.today)
        subject, size = subjects[place_in_list][0], PRESETS[preset]
        WallBoard.objects.create(
            home=town.home, venue=venue, board=slug, subject=subject, place=place,
            width=size.width, height=size.height, up_on=UP,
        )  # fmt: skip
