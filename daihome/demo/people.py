"""Sixty representatives at two levels with their mandates, groups and conveners."""

from datetime import date

from representatives.models import (
    Convener,
    EndReason,
    GridCell,
    GroupMembership,
    Level,
    Mandate,
    MandateState,
    Representative,
    SuspensionReason,
)

ELECTED = {Level.TOWNSHIP: date(2021, 11, 18), Level.COUNTY: date(2021, 11, 18)}
BY_ELECTED = [date(2023, 9, 20), date(2025, 4, 16)]
# Which of the township's mandates ended and why; the first two seats were filled again.
ENDED = {
    4: (date(2023, 3, 6), EndReason.MOVED),
    17: (date(2024, 11, 2), EndReason.DIED),
    31: (date(2025, 12, 22), EndReason.RESIGNED),
}
SUSPENDED, SUSPENDED_ON = 23, date(2026, 1, 15)
ALSO_COUNTY = (0, 1, 8, 20, 29, 44)
SECRETARY, CHAIR = 0, 1
VILLAGE_POSTS = [
    "{0}党支部书记、村委会主任",
    "{0}村民，玉米种植户",
    "{0}妇联主席",
    "{0}设施农业种植户",
    "{0}村委会委员、治保主任",
    "{0}养殖专业合作社理事长",
    "{0}卫生室乡村医生",
    "{0}村民，肉羊养殖户",
    "{0}村民小组组长",
    "{0}返乡创业青年，农村电商经营者",
]
COUNTY_POSTS = [
    "宁城县人民医院主治医师",
    "宁城县职业中学教师",
    "宁城县某农牧业公司技术员",
    "汐子镇中心小学校长",
    "宁城县某建筑公司项目经理",
    "宁城县林草技术推广站工程师",
]
TOWN_POSTS = {SECRETARY: "汐子镇党委书记", CHAIR: "汐子镇人大主席", 2: "汐子镇中心卫生院医师"}
PARTY_MEMBER_POSTS = ("书记", "主席", "主任", "校长")
COUNTY_ONLY = 6
COUNTY_ENDED = (date(2024, 6, 3), EndReason.MOVED)
INTROS = [
    "种了三十年地，熟悉水利和农机。大家浇地、卖粮遇到难处，可以来找我。",
    "一直在村里工作，愿意跑腿。反映的事情我会记下来，办到哪一步都告诉您。",
    "关心老人和孩子的事，每月逢五在接待站，也欢迎打电话。",
]


def make_people(town):
    """All sixty: those of the township's districts, then those of the county only."""
    serial = 0
    for district in town.districts[Level.TOWNSHIP]:
        for seat in range(district.seats):
            village = district.own_villages[seat % len(district.own_villages)]
            _township_member(town, serial, district, village)
            serial += 1
    for number, day in enumerate(BY_ELECTED):
        _successor(town, serial + number, number, day)
    for number in range(COUNTY_ONLY):
        _county_member(town, number)
    _county_seats(town)


def _township_member(town, serial, district, village):
    person = _person(town, serial, village, _post(serial, village))
    facts = {"started_on": ELECTED[Level.TOWNSHIP]}
    if serial in ENDED:
        ended_on, reason = ENDED[serial]
        facts |= {"state": MandateState.ENDED, "ended_on": ended_on, "end_reason": reason}
    if serial == SUSPENDED:
        facts |= {
            "state": MandateState.SUSPENDED,
            "suspended_on": SUSPENDED_ON,
            "suspension_reason": SuspensionReason.PENDING_CASE,
        }
    _mandate(town, person, Level.TOWNSHIP, district, **facts)


def _successor(town, serial, number, day):
    before = town.people[list(ENDED)[number]]
    district = before.mandates.get().district
    person = _person(town, serial, before.village, VILLAGE_POSTS[number].format(before.village))
    person.note = "补选"
    person.save()
    _mandate(town, person, Level.TOWNSHIP, district, started_on=day)


def _county_member(town, number):
    village = town.villages["巴润嘎日社区"]
    _person(town, len(town.people), village, COUNTY_POSTS[number])


def _county_seats(town):
    holders = [town.people[serial] for serial in ALSO_COUNTY] + town.people[-COUNTY_ONLY:]
    districts = [
        district for district in town.districts[Level.COUNTY] for _ in range(district.seats)
    ]
    for place, (person, district) in enumerate(zip(holders, districts, strict=True)):
        facts = {"started_on": ELECTED[Level.COUNTY]}
        if place == len(holders) - 1:
            ended_on, reason = COUNTY_ENDED
            facts |= {"state": MandateState.ENDED, "ended_on": ended_on, "end_reason": reason}
        _mandate(town, person, Level.COUNTY, district, **facts)


def _post(serial, village):
    if serial in TOWN_POSTS:
        return TOWN_POSTS[serial]
    return VILLAGE_POSTS[(serial * 7 + serial // 10) % len(VILLAGE_POSTS)].format(village.name)


def _person(town, serial, village, post):
    rng = town.rng
    sex = "f" if "妇联" in post or rng.random() < 0.3 else "m"
    mongol = rng.random() < 0.15
    leads = any(word in post for word in PARTY_MEMBER_POSTS)
    schooled = any(word in post for word in ("医", "教师", "校长", "工程师", "镇", "电商"))
    person = Representative.objects.create(
        home=town.home,
        name=town.names.name(sex, mongol),
        sex=sex,
        ethnicity="蒙古族" if mongol else "汉族",
        born_on=date(rng.randrange(1962, 1994), rng.randrange(1, 13), 1),
        party="中共党员" if leads or rng.random() < 0.45 else "群众",
        education=rng.choice(["大专", "本科"] if schooled else ["初中", "高中", "中专", "大专"]),
        post=post,
        village=village,
        phone=town.names.phone(),
        phone_is_public=serial % 3 == 0,
        intro=INTROS[serial % len(INTROS)] if serial % 4 == 0 else "",
    )
    town.people.append(person)
    return person


def _mandate(town, person, level, district, **facts):
    prefix = "汐人代" if level == Level.TOWNSHIP else "宁人代"
    term = town.terms[level]
    serial = Mandate.objects.filter(term=term).count() + 1
    Mandate.objects.create(
        representative=person,
        term=term,
        level=level,
        district=district,
        credential_no=f"{prefix}{term.number}{serial:03d}",
        **facts,
    )


def fill_groups(town):
    """Everybody into the group of their village, those of the county only into the joint ones."""
    joint = [group for group in town.groups if group.is_joint]
    for number, person in enumerate(town.people[-COUNTY_ONLY:]):
        _join(person, joint[number % len(joint)], person.mandates.get().ended_on)
    for serial, person in enumerate(town.people[:-COUNTY_ONLY]):
        group = next(group for group in town.groups if person.village in group.villages.all())
        _join(person, group, ENDED.get(serial, (None,))[0])
    for person in town.people:
        cells = list(GridCell.objects.filter(village=person.village))
        cells[person.pk % len(cells)].representatives.add(person)


def _join(person, group, ended_on):
    elected = person.mandates.earliest("started_on").started_on
    GroupMembership.objects.create(
        group=group,
        representative=person,
        started_on=max(elected, group.founded_on),
        ended_on=ended_on,
    )


def make_conveners(town):
    """Secretary and chair for the Home; for each group somebody who lives there, and a deputy."""
    started = date(2022, 1, 10)
    for serial in (SECRETARY, CHAIR):
        person = town.people[serial]
        Convener.objects.create(
            home=town.home, representative=person, post=person.post, started_on=started
        )
    for group in town.groups:
        homes = group.villages.all()
        fit = [p for p in town.sitting if p.village in homes and p.pk > town.people[CHAIR].pk]
        for person, deputy in zip(fit, (False, True), strict=False):
            Convener.objects.create(
                home=town.home,
                group=group,
                representative=person,
                post=person.post,
                is_deputy=deputy,
                started_on=started,
            )
