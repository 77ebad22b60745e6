"""What the Home does: the plan of a year by months (年度活动计划) and what was held lately, with pictures.

Both hang where everybody reads them: of meetings the plan says the kind only, as titles may name a
person, and pictures are those that staff made public.
"""

from daihome.boards.declaring import Board
from daihome.boards.narrowed import GROUP, Narrowed, narrowed, part_subjects, year_subjects
from daihome.boards.people import group_subjects, groups_in_order
from daihome.tools.text import mask_personal_data
from representatives.models import Activity, ActivityState, Base

PLANNED, HELD = "计划", "已举行"
RECEPTIONS = "代表接待日"
LATEST = 6
MANY = 26  # lines from which their type is smaller
BESIDE = 14  # rows from which a lying board may have them in two columns


def planned(home, days, **narrower):
    """All of a time but what was called off, in their order."""
    rows = Activity.objects.of(home).within(*days).exclude(state=ActivityState.CANCELLED)
    rows = rows.filter(**narrower).select_related("kind", "group", "venue")
    return rows.order_by("starts_at", "pk")


def plan_subjects(home, today):
    groups = [(group.pk, group.name) for group in groups_in_order(home)]
    has_next = planned(home, Narrowed(today.year + 1).days).exists()
    return year_subjects(today, has_next) + part_subjects(GROUP, groups)


def plan_facts(home, today, subject):
    about = narrowed(subject, GROUP, today)
    names = {group.pk: group.name for group in groups_in_order(home)}
    if about is None or (about.key and about.key not in names):
        return None
    narrower = {"group": about.key} if about.key else {}
    months = _months(planned(home, about.days, **narrower))
    return {
        "title": f"{about.year}年度{'小组' if about.key else ''}活动计划",
        "caption": names.get(about.key, ""),
        "has_groups": about.key is None,
        "blocks": months,
        "weights": [1 + len(month["rows"]) for month in months],
        "is_dense": sum(len(month["rows"]) for month in months) > MANY,
    }


def _months(rows):
    """The months in which something is planned, each with its lines; receptions are one line."""
    found = {}
    for row in rows:
        found.setdefault(row.on.month, []).append(row)
    return [
        {"number": number, "rows": _reception_line(some) + _lines(some)}
        for number, some in found.items()
    ]


def _lines(rows):
    return [
        {
            "when": "待定" if row.is_tentative else f"{row.on.day}日",
            "title": _public_title(row),
            "group": row.group.name if row.group else "全体代表",
            "where": row.where,
            "state": HELD if row.is_held else PLANNED,
            "is_held": row.is_held,
        }
        for row in rows
        if not row.is_reception
    ]


def _public_title(row):
    return row.kind.name if row.kind.base == Base.MEETING else mask_personal_data(row.title)


def _reception_line(rows):
    """All reception days of a month; which of them were held, when only some were."""
    days = [row for row in rows if row.is_reception]
    if not days:
        return []
    held = sum(row.is_held for row in days)
    some = f"{HELD}{held}次" if held else PLANNED
    groups, places = ({str(value or "") for value in values} for values in _parts(days))
    return [
        {
            "when": "、".join(dict.fromkeys(str(row.on.day) for row in days)) + "日",
            "title": RECEPTIONS,
            "group": (groups.pop() if len(groups) == 1 else "") or "轮值代表",
            "where": places.pop() if len(places) == 1 else "各接待点",
            "state": HELD if held == len(days) else some,
            "is_held": held == len(days),
        }
    ]


def _parts(days):
    return [row.group for row in days], [row.where for row in days]


def plan_columns(facts, size):
    is_wide = size.width > size.height and sum(facts["weights"]) >= BESIDE
    return (1, 2) if is_wide else (1,)


def recent_facts(home, today, subject):
    """The latest that have a public picture; the first picture of each."""
    names = {str(group.pk): group.name for group in groups_in_order(home)}
    if subject and subject not in names:
        return None
    rows = Activity.objects.of(home).for_everybody().filter(is_pictured=True)
    rows = list(rows.filter(group=subject)[:LATEST] if subject else rows[:LATEST])
    return {
        "title": "近期活动",
        "caption": names.get(subject, ""),
        "cards": [_card(row) for row in rows],
        "pictures": {f"activity-{row.pk}": row.shown_files[0].file.name for row in rows},
    }


def _card(row):
    file = row.shown_files[0]
    words = file.caption or row.title
    return {
        "title": mask_personal_data(row.title),
        "on": f"{row.on.year}年{row.on.month}月{row.on.day}日",
        "where": row.where,
        "picture": f"activity-{row.pk}",
        "file": file.pk,
        "words": mask_personal_data(words),
    }


def recent_columns(facts, size):
    """Few of them large below each other, else rows that are full: three and three, or two thrice."""
    count, is_wide = len(facts["cards"]), size.width > size.height
    if count < (2 if is_wide else 3):
        return (1, 2)[: max(count, 1)]
    widest = 3 if is_wide else 2
    rows = -(-count // widest)
    return tuple(sorted({-(-count // rows), min(count, widest + 1)}))


BOARDS = (
    Board(
        slug="plan",
        name="年度活动计划",
        template="boards/plan.html",
        facts=plan_facts,
        subjects=plan_subjects,
        columns=plan_columns,
        replaces="年度工作安排、活动计划",
        order=46,
    ),
    Board(
        slug="recent",
        name="近期活动",
        template="boards/recent.html",
        facts=recent_facts,
        subjects=group_subjects,
        columns=recent_columns,
        is_grid=True,
        is_shown=True,
        picture_side=1000,
        replaces="活动剪影、活动信息栏",
        order=48,
    ),
)
