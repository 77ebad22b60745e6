"""The Home, its villages, grid cells, electoral districts and venues."""

from datetime import date
from pathlib import Path

from representatives.imports.villages import VillageImport
from representatives.models import (
    ElectoralDistrict,
    GridCell,
    Home,
    Level,
    RepGroup,
    Term,
    Venue,
    VenueKind,
)

VILLAGES = Path(__file__).with_name("villages.csv")
SLUG = "xizi"
FOUNDED = date(2018, 5, 16)
# Neighbouring villages, one line a group; the first is where its office stands.
GROUPS = [
    ("第一代表小组", False, "巴润嘎日社区 汐昌村 三十家子村 四平庄村 丛家窝铺村 天兴宫村"),
    ("第二代表小组", False, "北山咀村 南山咀村 山前村 韩杞柳村 柏林营子村 沙子地村"),
    ("第三代表小组", True, "大八家村 团结店村 烧锅地村 四家村 二十家子村 白塔子村"),
    ("第四代表小组", False, "二龙村 桃古图村 胡墩梁村 新房身村 二八台沟村"),
    ("第五代表小组", True, "兴隆地村 兴隆街村 地南头村 杨家窝铺村 邢家窝铺村 岳家窝铺村"),
    ("第六代表小组", False, "和硕金村 洼子庙村 喇嘛营子村 土龙营子村 齐家营子村"),
]
STATIONS = [
    "三十家子村",
    "四平庄村",
    "南山咀村",
    "韩杞柳村",
    "沙子地村",
    "四家村",
    "白塔子村",
    "胡墩梁村",
    "桃古图村",
    "岳家窝铺村",
    "地南头村",
    "喇嘛营子村",
]
TWO_VILLAGES, THREE_SEATS, TWO_SEATS = 8, 8, 10  # the first eight districts; 24 + 20 + 8 seats
HOURS = "工作日 8:30—11:30，14:00—17:00"


def make_home():
    """The Home itself."""
    return Home.objects.create(
        name="汐子镇人大代表之家",
        slug=SLUG,
        number_prefix="XZ",
        county="宁城县",
        town="汐子镇",
        congress_name="汐子镇人民代表大会主席团",
        founded_on=FOUNDED,
        address="汐子镇政府院内一楼东侧",
        phone="0476-4810001",
        opening_hours=HOURS,
        intro=(
            "汐子镇人大代表之家是县、镇两级人大代表学习、活动和联系选民的地方。"
            "您可以在这里查到谁是您的代表，把想说的事告诉代表，并看到每一步办到了哪里。"
            "这是演示数据，人物和事情都是虚构的。"
        ),
        area_m2=120,
    )


def import_villages(town):
    """The real list of villages, through the project's own importer."""
    importer = VillageImport([town.home], town.today)
    outcome = importer.run(VILLAGES.read_bytes(), VILLAGES.name, commit=True)
    if outcome.errors:
        raise ValueError(outcome.errors[0])
    for village in town.home.villages.all():
        village.households = town.rng.randrange(180, 620)
        village.population = int(village.households * town.rng.uniform(2.6, 3.3))
        village.save()
        town.villages[village.name] = village


def make_grids(town):
    """Two or three grid cells in each village, each with its worker."""
    for village in town.villages.values():
        count = 3 if village.households > 400 else 2
        for serial in range(1, count + 1):
            GridCell.objects.create(
                home=town.home,
                village=village,
                code=f"{serial:02d}",
                name=f"第{'一二三'[serial - 1]}网格",
                households=village.households // count,
                worker=town.names.name(),
            )


def make_terms(town):
    """The 19th term of the township and the 18th of the county, both elected in autumn 2021."""
    town.terms = {
        Level.TOWNSHIP: Term.objects.create(
            home=town.home,
            level=Level.TOWNSHIP,
            number=19,
            name="汐子镇第十九届人民代表大会",
            starts_on=date(2021, 12, 6),
        ),
        Level.COUNTY: Term.objects.create(
            home=town.home,
            level=Level.COUNTY,
            number=18,
            name="宁城县第十八届人民代表大会",
            starts_on=date(2021, 12, 27),
        ),
    }


def make_districts(town):
    """26 districts for 52 township seats, 5 for 12 county seats."""
    order = [town.villages[name] for _name, _joint, names in GROUPS for name in names.split()]
    paired = order[: TWO_VILLAGES * 2]
    parts = [paired[start : start + 2] for start in range(0, len(paired), 2)]
    parts += [[village] for village in order[TWO_VILLAGES * 2 :]]
    seats = [3] * THREE_SEATS + [2] * TWO_SEATS + [1] * (len(parts) - THREE_SEATS - TWO_SEATS)
    town.districts[Level.TOWNSHIP] = [
        _district(town, Level.TOWNSHIP, number, *row)
        for number, row in enumerate(zip(seats, parts, strict=True), start=1)
    ]
    wide = [order[start : start + 7] for start in range(0, len(order), 7)]
    town.districts[Level.COUNTY] = [
        _district(town, Level.COUNTY, number, *row)
        for number, row in enumerate(zip([3, 3, 2, 2, 2], wide, strict=True), start=41)
    ]


def _district(town, level, number, seats, villages):
    district = ElectoralDistrict.objects.create(
        home=town.home,
        term=town.terms[level],
        number=number,
        name=f"第{number}选区",
        seats=seats,
        voters=sum(int(village.population * 0.78) for village in villages),
    )
    district.villages.set(villages)
    district.own_villages = villages
    return district


def make_venues(town):
    """The tree: the Home, an office for each group, stations in twelve villages."""
    kinds = [
        VenueKind.objects.get(home=town.home, name=name)
        for name in ("代表之家", "代表联络室", "代表接待站")
    ]
    top = _venue(town, kinds[0], None, town.villages["巴润嘎日社区"], town.home.name, 1)
    top.address, top.area_m2, top.phone = town.home.address, 120, town.home.phone
    top.save()
    for order, (_name, _joint, names) in enumerate(GROUPS, start=2):
        villages = names.split()
        village = town.villages[villages[0]]
        office = _venue(town, kinds[1], top, village, f"{village.name}代表联络室", order)
        town.venues[village.name] = office
        for name in (name for name in villages[1:] if name in STATIONS):
            place = town.villages[name]
            town.venues[name] = _venue(
                town, kinds[2], office, place, f"{name}代表接待站", 10 + order
            )


def _venue(town, kind, parent, village, name, order):
    return Venue.objects.create(
        home=town.home,
        kind=kind,
        parent=parent,
        village=village,
        name=name,
        address=f"{village.name}党群服务中心院内",
        opening_hours=HOURS if parent is None else "每周三 8:30—11:30",
        keeper=town.names.name(),
        liaison_clerk=town.names.name(),
        founded_on=FOUNDED,
        area_m2=40,
        order=order,
    )


def make_groups(town):
    """Six groups, two of them joint, each with its villages and its office."""
    for order, (name, joint, names) in enumerate(GROUPS, start=1):
        villages = names.split()
        group = RepGroup.objects.create(
            home=town.home,
            name=name,
            is_joint=joint,
            venue=town.venues[villages[0]],
            term=town.terms[Level.TOWNSHIP],
            founded_on=date(2022, 1, 10),
            order=order,
        )
        group.villages.set(town.villages[village] for village in villages)
        town.groups.append(group)
