"""The tables that a new Home starts with; everything in them may be changed afterwards."""

from django.db import transaction
from django.utils import timezone

from daihome.preset_rules import RULES
from daihome.preset_standards import STANDARDS
from daihome.preset_wordings import WORDINGS
from inspections.models import InspectionBase, InspectionKind
from representatives.models import (
    OWN_ROOMS,
    ActivityKind,
    Base,
    DutyCategory,
    DutySource,
    FacilityStandard,
    HomeRule,
    Measure,
    Span,
    StandardItem,
    Target,
    VenueKind,
)
from suggestions.clocks.policies import DEFAULT_POLICIES
from suggestions.models import AnswerTemplate, ArchiveVolume, Category, DeadlinePolicy, ReplyClass

VENUE_KINDS = ("代表之家", "代表联络室", "代表接待站", "选民接待点")

# In the words of residents (DOMAIN.md 9); a second level only where people tell things apart.
CATEGORIES = {
    "路和桥": ("村里的路", "田间的路", "桥和涵洞", "路灯"),
    "吃水和用水": ("自来水", "水井和水质", "排水和下水道"),
    "用电": ("停电和电压", "线路和变压器", "电费"),
    "种地": ("灌溉和水渠", "种子、农药和化肥", "农业补贴", "农产品销售"),
    "养殖和防疫": ("牲畜防疫", "养殖污染"),
    "土地和宅基地": ("土地承包和流转", "宅基地和建房", "征地补偿"),
    "垃圾和环境": ("垃圾清运", "厕所", "河道和污水", "烟尘和噪声"),
    "树木和草场": ("退耕还林还草", "禁牧和草场", "树木砍伐"),
    "看病和医保": ("村卫生室", "医保报销", "医生和药品"),
    "上学": ("学校和老师", "校车和接送", "学费和补助"),
    "养老和困难帮扶": ("养老金", "低保和救助", "残疾人", "留守老人和儿童"),
    "打工和社保": ("拖欠工资", "找工作和培训", "社会保险"),
    "安全和治安": ("交通安全", "防火和防汛", "治安和诈骗"),
    "村务和办事": ("村务公开", "办事难、跑多次", "干部作风"),
    "通信和快递": ("手机信号和网络", "快递到村"),
    "其他": (),
}

REPLY_CLASSES = (
    # code, meaning, counts as resolved, must promise a date
    ("A", "已经解决或者采纳", True, False),
    ("B", "正在解决或者列入计划", False, True),
    ("C", "因条件限制，留待以后解决", False, False),
    ("D", "政策不允许或者留作参考", False, False),
)


ACTIVITY_KINDS = (
    ("集中学习", Base.STUDY),
    ("代表小组活动", Base.GROUP),
    ("会议", Base.MEETING),
    ("法律政策宣传", Base.PUBLICITY),
    ("为民服务", Base.SERVICE),
    ("接待选民", Base.RECEPTION),
    ("视察检查", Base.INSPECTION),
    ("主席团会议", Base.PRESIDIUM),
    ("人民代表大会会议", Base.CONGRESS),
)

INSPECTION_KINDS = (
    ("视察", InspectionBase.SITE_VISIT),
    ("执法检查", InspectionBase.LAW_CHECK),
    ("专题调研", InspectionBase.INVESTIGATION),
    ("环保督查", InspectionBase.LAW_CHECK),
    ("安全生产检查", InspectionBase.LAW_CHECK),
)

# (what records it by itself, name, days); the last ones are entered by the representative
# (DOMAIN.md 5.3).
DUTIES = (
    (DutySource.STUDY, "学习培训", 1),
    (DutySource.GROUP, "代表小组活动", 0.5),
    (DutySource.MEETING, "参加会议", 0.5),
    (DutySource.RECEPTION, "接待选民", 0.5),
    (DutySource.CONTACT, "联系选民", 0.5),
    (DutySource.TALK, "谈心走访", 0.5),
    (DutySource.AID, "走访慰问、结对帮扶", 0.5),
    (DutySource.INSPECTION, "视察、检查、调查", 1),
    (DutySource.PRESIDIUM, "主席团会议", 0.5),
    (DutySource.CONGRESS, "出席人民代表大会会议", 1),
    (DutySource.PROPOSAL, "提出建议", 0.5),
    (DutySource.REPORT, "向选民述职", 0.5),
    (DutySource.PUBLICITY, "宣传法律政策", 0.5),
    (DutySource.SERVICE, "为民服务", 0.5),
    ("", "专题调研", 1),
    ("", "化解矛盾纠纷", 0.5),
    ("", "列席有关会议", 0.5),
    ("", "为群众办实事", 0.5),
    ("", "公益活动", 0.5),
    ("", "其他", 0.5),
)

# Local rules differ (DOMAIN.md section 2): numbers to start from, each with its basis to be filled.
TARGETS = (
    (Measure.GROUP_ACTIVITIES, 4, Span.YEAR, "本镇代表小组活动制度"),
    (Measure.STUDIES, 4, Span.YEAR, "本镇代表学习培训制度"),
    (Measure.PRESIDIUM, 1, Span.QUARTER, "本省乡镇人民代表大会工作条例：每三个月至少一次"),
    (Measure.CONTACTS, 10, Span.YEAR, "本镇代表联系选民制度"),
    (Measure.RECEPTIONS, 1, Span.YEAR, "本镇接待选民和群众制度"),
    (Measure.DUTY_DAYS, 7, Span.YEAR, "本镇代表履职制度"),
    (Measure.VOTER_REPORTS, 1, Span.TERM, "代表法第五十八条"),
)


@transaction.atomic
def load_presets(home, today=None):
    """Fill each table of `home` that is still empty; a table with rows is left alone.

    The archive volume is that of the year of `today`, the rules apply from `today` on.
    """
    if not home.venue_kinds.exists():
        for order, name in _in_order(VENUE_KINDS):
            VenueKind.objects.create(home=home, name=name, order=order)
    if not home.categories.exists():
        _load_categories(home)
    if not home.reply_classes.exists():
        for order, (code, label, resolved, promises) in _in_order(REPLY_CLASSES):
            ReplyClass.objects.create(
                home=home,
                code=code,
                label=label,
                counts_as_resolved=resolved,
                needs_commitment=promises,
                order=order,
            )
    if not home.deadline_policies.exists():
        for clock, fields in DEFAULT_POLICIES.items():
            DeadlinePolicy.objects.create(home=home, clock=clock, **fields)
    _load_activities(home)
    if not home.inspection_kinds.exists():
        for order, (name, base) in _in_order(INSPECTION_KINDS):
            InspectionKind.objects.create(home=home, name=name, base=base, order=order)
    if not home.answer_templates.exists():
        for order, (use, title, text) in _in_order(WORDINGS):
            AnswerTemplate.objects.create(home=home, use=use, title=title, text=text, order=order)
    today = today or timezone.localdate()
    _load_rules(home, today)
    _load_standards(home)
    _load_volume(home, today.year)


def _load_rules(home, today):
    if not home.rules.exists():
        for order, (kind, title, text) in _in_order(RULES):
            HomeRule.objects.create(
                home=home, kind=kind, title=title, text=text, effective_on=today, order=order
            )


def _load_standards(home):
    if home.standards.exists():
        return
    for order, (name, basis, items) in _in_order(STANDARDS):
        standard = FacilityStandard.objects.create(
            home=home, name=name, legal_basis=basis, order=order, is_active=order == 10
        )
        for place, item in _in_order(items):
            fields = item._asdict()
            fields["evidence_key"] = fields.pop("key")
            StandardItem.objects.create(standard=standard, order=place, **fields)


def _load_activities(home):
    if not own_kinds(home).exists():
        there = set(home.activity_kinds.values_list("base", flat=True))
        for order, (name, base) in _in_order(ACTIVITY_KINDS):
            if base not in there:
                ActivityKind.objects.create(home=home, name=name, base=base, order=order)
    if not own_duties(home).exists():
        _load_duties(home)
    if not home.targets.exists():
        for measure, number, span, basis in TARGETS:
            Target.objects.create(
                home=home, measure=measure, number=number, span=span, legal_basis=basis
            )


def own_kinds(home):
    """Kinds of activity that somebody entered or loaded: reception days and the like make their own."""
    return home.activity_kinds.exclude(base__in=OWN_ROOMS)


def own_duties(home):
    """Categories that somebody entered or loaded: what the house records makes its own."""
    return home.duty_categories.filter(source="")


def _load_duties(home):
    there = set(home.duty_categories.values_list("source", flat=True))
    names = set(home.duty_categories.values_list("name", flat=True))
    for order, (source, name, days) in _in_order(DUTIES):
        if source not in there and name not in names:
            DutyCategory.objects.create(home=home, name=name, source=source, days=days, order=order)


def _load_categories(home):
    for order, (name, parts) in _in_order(CATEGORIES.items()):
        parent = Category.objects.create(home=home, name=name, order=order)
        for part_order, part in _in_order(parts):
            Category.objects.create(home=home, parent=parent, name=part, order=part_order)


def _load_volume(home, year):
    if not home.archive_volumes.filter(year=year).exists():
        ArchiveVolume.objects.create(
            home=home, year=year, number=1, title=f"{year}年代表建议和选民意见"
        )


def _in_order(entries):
    """(10, first), (20, second), …: room to put something in between by hand."""
    return ((10 * place, entry) for place, entry in enumerate(entries, start=1))
