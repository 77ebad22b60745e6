"""Who represents whom: the people with their pictures, the villages, and the code to look it up."""

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from daihome.boards.declaring import Board
from daihome.tools.board_setting import A2, A3, least_body
from daihome.tools.pages import primary_key
from representatives.models import (
    Convener,
    GroupMembership,
    Mandate,
    RepGroup,
    Representative,
    Village,
)

NARROWEST = 5.8  # rem, of a card
NO_GROUP = "未编入小组"


def in_office(home, today):
    """Public representatives in office with their mandates and present group, by pinyin."""
    return with_bonds(Representative.objects.of(home).filter(is_public=True), today)


def with_bonds(people, today):
    """Those of `people` in office with their mandates and present group, by pinyin."""
    mandates = Mandate.objects.in_office(today).select_related("district", "term")
    groups = GroupMembership.objects.filter(ended_on=None, group__is_active=True)
    return (
        people.in_office(today)
        .select_related("home")
        .by_pinyin()
        .prefetch_related(
            Prefetch("mandates", mandates, to_attr="present_mandates"),
            Prefetch("memberships", groups, to_attr="present_groups"),
        )
    )


def group_of(person):
    """The key of the present group, None without one."""
    return person.present_groups[0].group_id if person.present_groups else None


def groups_in_order(home):
    return list(RepGroup.objects.of(home).filter(is_active=True).prefetch_related("villages"))


def group_subjects(home, today):
    """The whole Home, or one group."""
    groups = [(str(group.pk), group.name) for group in groups_in_order(home)]
    return [("", "全体代表"), *groups]


def chosen_groups(home, subject):
    """(key, name) of the groups that `subject` means; None when it names none of them."""
    groups = [(group.pk, group.name) for group in groups_in_order(home)]
    if not subject:
        return [*groups, (None, NO_GROUP)]
    chosen = [pair for pair in groups if pair[0] == primary_key(subject)]
    return chosen or None


def roles(home, today):
    """Representative → “召集人” or “副召集人” of a group or the Home on `today`."""
    found = {}
    for row in Convener.objects.of(home).on(today).exclude(representative=None):
        found.setdefault(row.representative_id, "副召集人" if row.is_deputy else "召集人")
    return found


def card(person, role):
    """What a portrait says; the telephone with its owner's consent only."""
    levels = dict.fromkeys(row.get_level_display()[:1] for row in person.present_mandates)
    districts = [row.district.name for row in person.present_mandates if row.district]
    return {
        "pk": person.pk,
        "name": person.name,
        "is_long": len(person.name) > 4,
        "role": role,
        "post": person.post if person.home.shows_post else "",
        "level": "、".join(levels) + "人大代表",
        "district": "、".join(dict.fromkeys(districts)) if person.home.shows_district else "",
        "phone": person.public_phone,
        "picture": f"person-{person.pk}" if person.public_photo else "",
    }


def portrait_facts(home, today, subject):
    groups = chosen_groups(home, subject)
    if groups is None:
        return None
    people, duties = list(in_office(home, today)), roles(home, today)
    people.sort(key=lambda person: duties.get(person.pk) is None)
    sections = [
        (name, [card(one, duties.get(one.pk, "")) for one in people if group_of(one) == key])
        for key, name in groups
    ]
    sections = [(name, cards) for name, cards in sections if cards]
    shown = {one["pk"] for _name, cards in sections for one in cards}
    return {
        "title": groups[0][1] if subject else "人大代表风采",
        "sections": sections,
        "has_headings": not subject and len(sections) > 1,
        "pictures": {
            f"person-{one.pk}": one.photo.name
            for one in people
            if one.public_photo and one.pk in shown
        },
        "count": len(shown),
    }


def portrait_columns(facts, size):
    """The fewest in a row, so the largest pictures, at which all may stand on one page; and more."""
    body = least_body(size)
    wide, high = size.width * 0.83 / body, (size.height * 0.8 - size.short * 0.16) / body
    most = max(int(wide / NARROWEST), 2)
    counts = [len(cards) for _name, cards in facts["sections"]] or [1]
    fitting = [
        columns
        for columns in range(2, most + 1)
        if sum(-(-count // columns) * (wide / columns * 1.04 + 7.5) + 2 for count in counts) < high
    ]
    if len(counts) == 1:
        # No row with fewer than it needs: nine are five and four, not eight and one.
        fitting = [one for one in fitting if -(-counts[0] // -(-counts[0] // one)) == one]
    first = min(fitting[0] if fitting else most, max(max(counts), 2))
    more = [one for one in fitting if one > first][:2] or [first + 1]
    return (first, *more)


def village_facts(home, today, subject):
    """Each village with the representatives elected there, else those of the group that keeps contact."""
    villages = Village.objects.of(home).active().by_pinyin()
    rows = [
        {"village": village.name, "names": list(dict.fromkeys(one.name for one in people))}
        for village, people in people_of(villages, home, today)
    ]
    return {
        "title": "各村人大代表一览",
        "caption": "住在哪个村，就找哪位代表",
        "blocks": rows,
        "weights": [1 + len("、".join(row["names"])) // 20 for row in rows],
        "link": reverse("representatives", args=[home.slug]),
        "qr_words": "微信扫一扫，看代表的照片和联系办法",
    }


_TIES = ("districts", Prefetch("groups", RepGroup.objects.filter(is_active=True)))


def people_of(villages, home, today):
    """Pairs of a village and the public representatives elected there, else of the group's."""
    by_district, by_group = {}, {}
    for person in in_office(home, today):
        by_group.setdefault(group_of(person), []).append(person)
        for mandate in person.present_mandates:
            if mandate.district_id:
                by_district.setdefault(mandate.district_id, []).append(person)
    villages = list(villages)
    prefetch_related_objects(villages, *_TIES)
    return [(one, _elected_or_near(one, by_district, by_group)) for one in villages]


def _elected_or_near(village, by_district, by_group):
    elected = [one for row in village.districts.all() for one in by_district.get(row.pk, ())]
    near = [one for row in village.groups.all() for one in by_group.get(row.pk, ())]
    return list(dict.fromkeys(elected or near))


def village_columns(facts, size):
    return (2,) if size.width > size.height else (1,)


def code_facts(home, today, subject):
    return {
        "title": "谁是我的代表",
        "link": reverse("representatives", args=[home.slug]),
        "is_code": True,
    }


BOARDS = (
    Board(
        slug="representatives",
        name="代表风采",
        template="boards/representatives.html",
        facts=portrait_facts,
        subjects=group_subjects,
        columns=portrait_columns,
        is_grid=True,
        replaces="代表公示栏、小组成员照片",
        order=30,
    ),
    Board(
        slug="villages",
        name="各村代表一览",
        template="boards/villages.html",
        facts=village_facts,
        columns=village_columns,
        size=A2,
        replaces="选区和代表一览表",
        order=32,
    ),
    Board(
        slug="who",
        name="谁是我的代表（二维码）",
        template="boards/who.html",
        facts=code_facts,
        columns=lambda facts, size: (1,),
        size=A3,
        order=34,
    ),
)
