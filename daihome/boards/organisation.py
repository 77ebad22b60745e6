"""The organisation chart: the presidium, the Home's conveners, the groups with theirs."""

from daihome.boards.declaring import Board
from daihome.boards.people import group_of, groups_in_order, in_office
from representatives.models import Convener, Venue


def facts(home, today, subject):
    people = list(in_office(home, today))
    conveners = list(Convener.objects.of(home).on(today).select_related("representative"))
    groups = [_group(group, conveners, people) for group in groups_in_order(home)]
    venues = list(
        Venue.objects.of(home).public().exclude(parent=None).values_list("name", flat=True)
    )
    return {
        "title": "组织机构",
        "top": home.congress_name,
        "chiefs": [_named(row) for row in conveners if row.group_id is None],
        "groups": groups,
        "venues": venues,
        "people": len(people),
    }


def _group(group, conveners, people):
    own = [row for row in conveners if row.group_id == group.pk]
    return {
        "name": group.name,
        "is_joint": group.is_joint,
        "chiefs": [_named(row) for row in own],
        "members": sum(group_of(person) == group.pk for person in people),
        "villages": [village.name for village in group.villages.all()],
    }


def _named(row):
    return {
        "role": "副召集人" if row.is_deputy else "召集人",
        "name": row.display_name,
        "post": row.post,
    }


def columns(facts, size):
    """Groups side by side: no more than there are, none alone in its last row."""
    count = max(len(facts["groups"]), 1)
    widest = 3 if size.width < 1.8 * size.height else 5
    rows = -(-count // widest)
    return (-(-count // rows),)


BOARDS = (
    Board(
        slug="organisation",
        name="组织机构图",
        template="boards/organisation.html",
        facts=facts,
        columns=columns,
        is_grid=True,
        order=20,
    ),
)
