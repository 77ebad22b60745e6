"""The year's visits: contacts with voters, talks of conveners, aid, pairings, donations."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from daihome.demo import year_texts
from reception.models import AidItem, AidPairing, Donation, Visit
from representatives.models import Convener
from suggestions.models import Category

PLACES = ["家门口", "地头", "村部", "小卖部门前", "接待站"]
WAYS = ["visit", "visit", "visit", "phone", "wechat", "forum"]
QUIET = ("齐家营子村",)  # nobody was there lately: the chair's page says so


def make_visits(town):
    """A year of it, oldest first; every number on the portal and in the books comes from here."""
    topics = {row.name: row for row in Category.objects.of(town.home)}
    rows = [(day, _contact, (person, topics)) for day, person in _contact_days(town)]
    rows += [(day, _talk, pair) for day, pair in _talk_days(town)]
    rows += [(day, _aid, entry) for day, entry in _aid_days(town)]
    for serial, (day, make, what) in enumerate(sorted(rows, key=lambda row: row[0])):
        make(town, serial, day, what)
    _pairings(town)
    _donations(town)


def _contact_days(town):
    """(day, representative): eager ones come often, three people nearly never."""
    for place, person in enumerate(town.sitting):
        for _time in range(1 if place % 17 == 5 else town.rng.randrange(4, 9)):
            if person.village.name not in QUIET or town.rng.random() < 0.3:
                yield town.today - timedelta(days=town.rng.randrange(2, 350)), person


def _visit(town, serial, day, visitors, **fields):
    """One row with the date of its story; written down the same evening, a few weeks late."""
    late = town.rng.randrange(25, 50) if serial % 41 == 7 else 0
    by = visitors[0].user or town.users["clerk"]
    visit = Visit.objects.create(
        home=town.home, key=f"demo-visit-{serial}", on=day, entered_by=by, **fields
    )
    visit.representatives.set(visitors)
    visit.keep_until(town.home, day)
    visit.save()
    written = min(day + timedelta(days=late), town.today - timedelta(days=1))
    at = timezone.make_aware(datetime.combine(written, time(19, serial % 60)))
    Visit.objects.filter(pk=visit.pk).update(entered_at=at)
    visit.settle()
    return visit


def _contact(town, serial, day, what):
    person, topics = what
    topic, heard, said = town.rng.choice(year_texts.HEARD)
    way = town.rng.choice(WAYS)
    _visit(
        town, serial, day, [person],
        kind="contact", way=way, village=person.village,
        place=town.rng.choice(PLACES) if way in ("visit", "forum") else "",
        people=town.rng.randrange(4, 9) if way == "forum" else town.rng.choice([1, 1, 1, 2]),
        person=town.names.name() if town.rng.random() < 0.6 else "",
        content=heard, answer=said, topic=topics.get(topic),
        is_hot=topic in ("灌溉和水渠", "自来水", "垃圾清运") and town.rng.random() < 0.5,
    )  # fmt: skip


def _talk_days(town):
    conveners = Convener.objects.of(town.home).exclude(group=None).filter(is_deputy=False)
    for place, role in enumerate(conveners.select_related("representative__village")):
        members = [one for one in town.sitting if one != role.representative]
        for nth in range(3):
            day = town.today - timedelta(days=30 + place * 9 + nth * 105)
            yield day, (role.representative, members[(place * 7 + nth * 3) % len(members)])


def _talk(town, serial, day, pair):
    convener, member = pair
    _visit(
        town, serial, day, [convener],
        kind="talk", talked_with=member, village=member.village, place="代表家中",
        content=year_texts.TALKS[serial % len(year_texts.TALKS)],
        follow_up="所提意见带回小组讨论。" if serial % 3 == 0 else "",
    )  # fmt: skip


def _aid_days(town):
    for entry in year_texts.AID:
        for year in (town.today.year - 1, town.today.year):
            day = date(year, entry[1], town.rng.randrange(3, 27))
            if town.today - timedelta(days=360) < day < town.today:
                yield day, entry


def _aid(town, serial, day, entry):
    occasion, _month, beneficiary, way, what, quantity, unit, value = entry
    people = town.rng.sample(town.sitting, 2)
    village = people[0].village
    visit = _visit(
        town, serial, day, people,
        kind="aid", village=village, occasion=occasion, beneficiary=beneficiary,
        person="" if beneficiary == "care_home" else town.names.name(),
        place="镇敬老院" if beneficiary == "care_home" else village.name,
        people=12 if beneficiary == "care_home" else 1,
        content=f"{occasion}走访慰问，了解生活和身体情况。",
    )  # fmt: skip
    AidItem.objects.create(
        visit=visit, help=way, what=what, quantity=quantity, unit=unit,
        value=Decimal(value) if value else None,
    )  # fmt: skip


def _pairings(town):
    for place, person in enumerate(town.sitting[3:43:5]):
        pairing = AidPairing(
            home=town.home, representative=person, village=person.village,
            beneficiary=("poor", "pupil", "disabled")[place % 3],
            person=town.names.name(), started_on=town.today - timedelta(days=200 + place * 60),
            plan="每季度至少去一次，帮着联系种子化肥和看病。",
        )  # fmt: skip
        pairing.keep_until(town.home, town.today)
        if place == 7:
            pairing.ended_on = town.today - timedelta(days=35)
            pairing.result = "孩子考上了县职业中学，不再需要结对。"
        pairing.save()


def _donations(town):
    for place, entry in enumerate(year_texts.DONATIONS):
        month, purpose, village, receiver, money, goods, value = entry
        for year in (town.today.year - 1, town.today.year):
            day = date(year, month, 12 + place)
            if town.today - timedelta(days=360) < day < town.today:
                Donation.objects.create(
                    home=town.home, representative=town.sitting[place * 9], on=day,
                    purpose=purpose, village=town.villages.get(village), receiver=receiver,
                    money=money, goods=goods, goods_value=value,
                    voucher=f"{day.year}-{place + 11:03d}",
                )  # fmt: skip
