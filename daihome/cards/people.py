"""Cards of representatives: the contact card small and large, the badge, the plate for the table."""

from datetime import timedelta

from django.db.models import Prefetch

from daihome.boards.people import card as portrait
from daihome.boards.people import with_bonds
from daihome.cards.declaring import A4, A6, Box, Card
from daihome.tools.board_setting import Size
from reception.models import How
from reception.public_days import patterns_in_use, public_days
from representatives.models import GridCell, Representative

# Every pattern of a year has a day within these; so far the next day is looked for.
AHEAD = timedelta(days=200)


def rows(home, today, is_public):
    """Representatives in office of a Home, by pinyin; with `is_public` whom voters may see."""
    people = Representative.objects.of(home)
    people = people.filter(is_public=True) if is_public else people
    grids = GridCell.objects.select_related("village").order_by("pk")
    return (
        with_bonds(people, today)
        .select_related("village")
        .prefetch_related(Prefetch("grid_cells", grids, to_attr="grids"))
    )


def has_photo(person):
    """Whether the portrait may be printed and is there."""
    return bool(person.public_photo)


def _person(person):
    """What every card says of somebody."""
    said = portrait(person, "")
    return {
        "name": person.name,
        "level": said["level"],
        "post": said["post"],
        "picture": person.photo.name if has_photo(person) else "",
    }


def contact_facts(home, today, people, activity=None):
    """The card that voters take along; nothing on it that the public page does not say."""
    turns = next_turns(home, today) if home.shows_next_day else {}
    rule = usual_day(home, today) if home.shows_next_day else ""
    return [
        {
            **_person(person),
            "place": "　".join(_place(person)),
            "phone": person.public_phone,
            "turn": turns.get(person.get_absolute_url()),
            "rule": rule,
            "links": {"page": person.get_absolute_url()},
            "month": f"{today.year}年{today.month}月印制",
        }
        for person in people
    ]


def _place(person):
    """District, and the grids or the village in which to be found."""
    home = person.home
    if home.shows_district:
        districts = (row.district.name for row in person.present_mandates if row.district)
        yield from dict.fromkeys(districts)
    if home.shows_village and person.grids:
        yield "、".join(str(cell) for cell in person.grids)
    elif home.shows_village and person.village:
        yield person.village.name


def next_turns(home, today):
    """{public address: when and where} of everybody's next reception day."""
    found = {}
    for day in public_days(home, today, today + AHEAD):
        year = "" if day.on.year == today.year else f"{day.on.year}年"
        when = f"{year}{day.on.month}月{day.on.day}日（{day.weekday}）{day.hours}"
        if not day.is_cancelled:
            for one in day.receivers:
                found.setdefault(one.address, {"when": when, "where": day.place})
    return found


def usual_day(home, today):
    """How the Home usually receives, for those whose turn is not known yet; "" without a rule."""
    for one in patterns_in_use(home, today):
        if one.how != How.APPOINTMENT:
            return {"when": one.in_words, "where": one.venue.name}
    return ""


def badge_facts(home, today, people, activity=None):
    """What is worn; the number of the credential where it is kept."""
    return [
        {
            **_person(person),
            "group": person.present_groups[0].group.name if person.present_groups else "",
            "number": "、".join(
                row.credential_no for row in person.present_mandates if row.credential_no
            ),
            "links": {"page": person.get_absolute_url()} if person.is_public else {},
        }
        for person in people
    ]


def plate_facts(home, today, people, activity=None):
    return [{"name": spaced(person.name)} for person in people]


def spaced(name):
    """A name of two characters as wide as one of three, as on every table."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name


CARDS = (
    Card(
        slug="contact",
        name="代表联络卡（90×54毫米）",
        about="people",
        template="cards/contact.html",
        facts=contact_facts,
        sizes={"90×54毫米": Size(90, 54)},
        unit=2.45,
        boxes={"name": Box(0.36, 0.19, 2.5)},
        is_public=True,
        has_photo=True,
        words="发给选民带走的名片，每张A4十张，有裁切线。",
        order=10,
    ),
    Card(
        slug="contact-large",
        name="代表联络卡（A6大字）",
        about="people",
        template="cards/contact_large.html",
        facts=contact_facts,
        sizes={"A6": A6},
        unit=4.1,
        boxes={"name": Box(0.46, 0.15, 2.6)},
        is_public=True,
        has_photo=True,
        edge=0,
        words="字大，适合老年人，每张A4四张，有裁切线。",
        order=12,
    ),
    Card(
        slug="badge",
        name="代表胸牌",
        about="people",
        template="cards/badge.html",
        facts=badge_facts,
        sizes={"70×100毫米": Size(70, 100), "54×86毫米": Size(54, 86), "80×110毫米": Size(80, 110)},
        unit=3,
        boxes={"name": Box(0.8, 0.14, 2.7)},
        has_photo=True,
        words="有照片的工作牌，装进卡套佩戴。",
        order=20,
    ),
    Card(
        slug="plate",
        name="桌签",
        about="people",
        template="cards/plate.html",
        facts=plate_facts,
        sizes={"A4": A4},
        unit=5,
        boxes={"name": Box(0.86, 0.2, 11)},
        is_paged=True,
        words="A4折成三棱柱，两面都是姓名；可以按一次活动的名单打印。",
        order=30,
    ),
)
