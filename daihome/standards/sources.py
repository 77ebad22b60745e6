"""What may prove an item of a standard, as choices: books, boards, rules, things, fields."""

from daihome.boards import BOARDS
from daihome.books import REGISTERS
from representatives.models import Equipment, EvidenceKind, RuleKind, Venue

ANY_RULE = "any"
RULE_BOARD = "rules-"  # the board of a rule of one kind: “rules-study”
# Parts of names: “办公桌椅” and “会议桌” both have “桌”.
THINGS = ("牌", "揭示板", "桌", "椅", "柜", "电脑", "打印机", "图书", "意见箱", "饮水机", "空调")
FIELDS = (
    "address", "opening_hours", "phone", "keeper", "liaison_clerk", "founded_on", "area_m2", "photo",
)  # fmt: skip
GRANTED = "granted"
WORDS_MAX = 200  # of the equipment's names that are offered


def groups(homes):
    """[(kind of evidence, [(key, name), …]), …]; the things of `homes` beside the usual ones."""
    return [
        (EvidenceKind.REGISTER, [(book.slug, f"《{book.title}》") for book in REGISTERS]),
        (EvidenceKind.BOARD, _boards()),
        (EvidenceKind.RULE, [(ANY_RULE, "任何制度"), *RuleKind.choices]),
        (EvidenceKind.EQUIPMENT, [(word, word) for word in _things(homes)]),
        (EvidenceKind.FUND, [(GRANTED, "当年有拨入")]),
        (EvidenceKind.VENUE, [(name, _label_of(name)) for name in FIELDS]),
        (EvidenceKind.PHOTO, [("", "要有照片")]),
        (EvidenceKind.LOOK, [("", "到现场看")]),
    ]


def choices(homes):
    """The same for one select box: “register:contacts” and its name under each kind."""
    return [
        (kind.label, [(f"{kind}:{key}", name) for key, name in names])
        for kind, names in groups(homes)
    ]


def name_of(item):
    """What proves `item`, in words: “登记簿里有记录：《代表联系选民登记本》”."""
    kind, key = EvidenceKind(item.evidence), item.evidence_key
    names = dict(next(names for one, names in groups(()) if one == kind))
    name = names.get(key, key)
    return f"{kind.label}：{name}" if key else kind.label


def _boards():
    found = [(board.slug, board.name) for board in BOARDS if board.slug != "rules"]
    return found + [(f"{RULE_BOARD}{kind}", f"制度牌：{kind.label}") for kind in RuleKind]


def _things(homes):
    if not homes:
        return THINGS
    names = Equipment.objects.filter(home__in=homes).order_by("name")
    return dict.fromkeys([*THINGS, *names.values_list("name", flat=True).distinct()[:WORDS_MAX]])


def _label_of(field):
    return Venue._meta.get_field(field).verbose_name
