"""Standards of construction that are known from other places (DOMAIN.md section 2), to start from."""

from typing import NamedTuple

from representatives.models import EvidenceKind as Kind
from representatives.models import Span

EMBLEM = (
    "默认停用。《国徽法》列出了可以悬挂、使用国徽的机构和场所，乡镇代表之家不在其中；"
    "咸安的这一项定于 2013 年，早于 2020 年修改的《国徽法》。"
    "乡镇人民代表大会会场悬挂国徽另有规定，不是一回事。"
)


class Item(NamedTuple):
    """One row of `StandardItem`."""

    name: str
    requirement: str
    evidence: str = Kind.LOOK
    key: str = ""
    at_least: int = 1
    span: str = ""
    is_active: bool = True
    note: str = ""


def _book(name, requirement, slug):
    return Item(name, requirement, Kind.REGISTER, slug, span=Span.YEAR)


def _wall(name, requirement, key):
    return Item(name, requirement, Kind.BOARD, key)


EIGHT = (
    Item("有国徽", "咸安原列的一项", is_active=False, note=EMBLEM),
    Item("有牌子", "门口挂牌，名称规范、完好", Kind.EQUIPMENT, "牌"),
    Item("有桌椅", "够一个代表小组开会、接待用", Kind.EQUIPMENT, "桌"),
    Item("有柜子", "放档案、资料，能上锁", Kind.EQUIPMENT, "柜"),
    Item("有电脑", "能用，能打印", Kind.EQUIPMENT, "电脑"),
    Item("有资料", "法律法规、人大业务书刊", Kind.EQUIPMENT, "图书"),
    Item("有制度", "工作、学习、联系、接待、活动等制度齐全", Kind.RULE, "any", at_least=5),
    Item("有经费", "年度专项经费有拨入、有台账", Kind.FUND, "granted", span=Span.YEAR),
)

SEVEN = (
    Item("固定场所", "有专用或者合用的固定场所", Kind.VENUE, "area_m2"),
    Item("醒目标志", "门口有牌子", Kind.EQUIPMENT, "牌"),
    Item("设施", "桌椅等办公设施齐全、能用", Kind.EQUIPMENT, "桌"),
    Item("制度", "制度齐全，现在施行", Kind.RULE, "any", at_least=5),
    Item("学习资料", "有图书资料", Kind.EQUIPMENT, "图书"),
    Item("代表信息公示栏", "代表的照片、职务、选区公示", Kind.BOARD, "representatives"),
    Item("活动记录", "每次活动有记录", Kind.REGISTER, "activity-log", span=Span.YEAR),
)

BOOKS_AND_WALLS = (
    _book("学习培训登记簿", "每次学习有记录", "studies"),
    _book("联系选民登记簿", "每次联系选民有记录", "contacts"),
    _book("接待接访登记簿", "每次接待有记录", "receptions"),
    _book("述职履职登记簿", "代表履职一事一记", "duties"),
    _book("调研视察登记簿", "视察、检查、调研有记录", "inspections"),
    _book("双百帮扶登记簿", "走访慰问、结对帮扶有记录", "aid"),
    _book("建议督办登记簿", "代表建议一件一记", "suggestions"),
    _wall("代表公示栏上墙", "代表的照片、职务、选区公示", "representatives"),
    _wall("年度工作安排上墙", "本年度的活动计划", "plan"),
    _wall("学习培训制度上墙", "现在施行的一版", "rules-study"),
    _wall("联系选民制度上墙", "现在施行的一版", "rules-contact"),
    _wall("述职履职制度上墙", "现在施行的一版", "rules-report"),
    _wall("调研视察制度上墙", "现在施行的一版", "rules-inspection"),
    _wall("结对帮扶制度上墙", "现在施行的一版", "rules-pairing"),
    _wall("建议督办制度上墙", "现在施行的一版", "rules-supervision"),
)

# (name, where it is known from, its items); the first is in use, the others wait to be switched on.
STANDARDS = (
    ("“八有”建设标准", "湖北省咸安区“八有七簿八上墙”中的八有（2013 年）", EIGHT),
    ("“七有”建设标准", "青海省“两室一平台”中的七有", SEVEN),
    ("“七簿八上墙”", "湖北省咸安区“八有七簿八上墙”中的七簿和八上墙（2013 年）", BOOKS_AND_WALLS),
)
