"""The rules of the Home on the wall; the law on rights and duties is one of them."""

import math

from daihome.boards.declaring import Board
from daihome.tools.board_setting import A2
from daihome.tools.headed_text import parts_of
from representatives.models import HomeRule

LINE = 18  # characters, for the weight of a paragraph


def subjects(home, today):
    """A rule stays the same subject in all its versions: its first one stands for it."""
    return [
        (str(rule.first_version), rule.title)
        for rule in HomeRule.objects.of(home).in_force(today).with_first_version()
        if rule.on_wall
    ]


def facts(home, today, subject):
    rule = HomeRule.objects.of(home).in_force(today).of_subject(subject).first()
    if rule is None:
        return None
    blocks = sections(parts_of(rule.text))
    return {
        "title": rule.title.removeprefix(home.town) or rule.title,
        "caption": rule.issued,
        "blocks": blocks,
        "weights": [sum(math.ceil(len(part.text) / LINE) for part in block) for block in blocks],
    }


def sections(parts):
    """What stays in one column: a heading with all below it, an item, an article's first line."""
    blocks = []
    for part in parts:
        follows = blocks and blocks[-1][0].kind == "first" and part.kind not in ("first", "article")
        if follows or (blocks and blocks[-1][-1].kind in ("article", "second")):
            blocks[-1].append(part)
        else:
            blocks.append([part])
    return blocks


BOARDS = (
    Board(
        slug="rules",
        name="规章制度",
        template="boards/rules.html",
        facts=facts,
        subjects=subjects,
        size=A2,
        replaces="请广告公司排版的制度牌",
        order=10,
    ),
)
