"""Signs for doors and venues, and the sheets with codes that hang in the villages."""

from collections import defaultdict

from django.urls import reverse

from daihome.boards.people import card as portrait
from daihome.boards.people import people_of
from daihome.cards.declaring import A4, Box, Card
from daihome.tools.board_setting import Size
from representatives.models import Venue, Village


def venue_rows(home, today, is_public):
    return Venue.objects.of(home).select_related("kind", "village")


def sign_facts(home, today, venues, activity=None):
    """A venue's name, who keeps it, when it is open; the code only of one that voters may see."""
    return [
        {
            "name": venue.name,
            "kind": venue.kind.name if venue.kind.name not in venue.name else "",
            "is_home": venue.name == home.name,
            "lines": [(label, said) for label, said in _lines(home, venue) if said],
            "links": {"page": venue.get_absolute_url()} if venue.is_public else {},
        }
        for venue in venues
    ]


def _lines(home, venue):
    yield "开放时间", venue.opening_hours or home.opening_hours
    yield "负责人", venue.keeper
    yield "联络员", venue.liaison_clerk
    yield "电话", venue.phone or home.phone
    yield "地址", venue.address


def village_rows(home, today, is_public):
    return Village.objects.of(home).active().by_pinyin()


def village_facts(home, today, villages, activity=None):
    """One sheet a village: the code of the form, its representatives, its venue."""
    venues = defaultdict(list)
    for venue in Venue.objects.of(home).filter(is_public=True).exclude(village=None):
        venues[venue.village_id].append(venue)
    return [
        {
            "name": village.name,
            "people": [_person(one) for one in people],
            "venue": (there := (venues[village.pk] or [None])[0]),
            "hours": there and (there.opening_hours or home.opening_hours),
            "links": _links(home, village, there),
        }
        for village, people in people_of(villages, home, today)
    ]


def _person(person):
    said = portrait(person, "")
    return {"name": said["name"], "level": said["level"], "phone": said["phone"]}


def _links(home, village, venue):
    links = {
        "form": f"{reverse('suggestions:new')}?village={village.pk}",
        "who": f"{reverse('representatives', args=[home.slug])}?village={village.pk}",
    }
    return links | ({"venue": venue.get_absolute_url()} if venue else {})


CARDS = (
    Card(
        slug="sign",
        name="门牌和场所标识",
        about="venues",
        template="cards/sign.html",
        facts=sign_facts,
        sizes={
            "A4 竖版": A4,
            "A3 横版": Size(420, 297),
            "A4 横版": A4.turned,
            "A3 竖版": Size(297, 420),
            "30×12厘米": Size(300, 120),
            "40×60厘米": Size(400, 600),
            "60×40厘米": Size(600, 400),
        },
        unit=5.6,
        boxes={"name": Box(0.78, 0.24, 5)},
        is_paged=True,
        is_free=True,
        grows=1.2,
        at_once=30,
        words="场所名称、开放时间、负责人、电话和二维码，贴在门口。",
        order=40,
    ),
    Card(
        slug="village",
        name="各村二维码张贴页",
        about="villages",
        template="cards/village.html",
        facts=village_facts,
        sizes={"A4": A4},
        unit=5.1,
        boxes={"name": Box(0.8, 0.09, 4.4)},
        is_paged=True,
        at_once=40,
        words="每村一张A4：扫码写意见、谁是我的代表、说了以后怎么办。",
        order=50,
    ),
)
