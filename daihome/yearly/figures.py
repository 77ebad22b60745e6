"""The blanks of the yearly report: each a number counted from a list (DOMAIN.md 1.9)."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from daihome.tools.registers import prose_date
from daihome.yearly import contact, house, work
from daihome.yearly.house import NO, YES
from daihome.yearly.listing import Count, Listing, Year
from reception.models import ReceptionPattern
from representatives.models import Measure, Target

TEN_THOUSAND = 10_000
LISTINGS = (*house.LISTINGS, *contact.LISTINGS, *work.LISTINGS)
BY_SLUG = {listing.slug: listing for listing in LISTINGS}
MONEY = "元"


@dataclass(frozen=True)
class Blank:
    """One blank: what it is, its unit and how it is counted."""

    label: str
    unit: str
    count: Count


@dataclass(frozen=True)
class Figure:
    """A blank filled in. `link` leads to the list behind it; `how` says how to count it again."""

    key: str
    label: str
    value: int | Decimal | str
    unit: str
    link: str
    how: str = ""
    listing: Listing | None = None

    def __bool__(self):
        return bool(self.value)

    @property
    def text(self) -> str:
        """As it stands in a sentence: “12名”, “86.4万元”, “2018年5月16日”."""
        if isinstance(self.value, str):
            return self.value
        if self.unit == MONEY:
            return money(self.value)
        return f"{plain(self.value)}{self.unit}"


def plain(number) -> str:
    """Without zeros behind the point."""
    return f"{Decimal(number).normalize():f}"


def money(amount) -> str:
    """“864元”, “86.4万元”: exact, never rounded."""
    if abs(amount) < TEN_THOUSAND:
        return f"{plain(amount)}元"
    return f"{plain(Decimal(amount) / TEN_THOUSAND)}万元"


def _kind(*kinds):
    return Count(contact.VISITS, "种类", kinds)


def _held(base):
    return Count(contact.ACTIVITIES, "类别", (base,))


def _matter(column, *values):
    return Count(work.MATTERS, column, values)


def _proposal(column="", *values):
    return Count(work.PROPOSALS, column, values)


BLANKS = {
    "people": Blank("在任人大代表", "名", Count(house.PEOPLE)),
    "county": Blank("县级人大代表", "名", Count(house.PEOPLE, "县级代表", (YES,))),
    "township": Blank("镇级人大代表", "名", Count(house.PEOPLE, "镇级代表", (YES,))),
    "venues": Blank("代表活动场所", "个", Count(house.VENUES)),
    "groups": Blank("代表小组", "个", Count(house.GROUPS)),
    "joint": Blank("县镇联合编组", "个", Count(house.GROUPS, "县镇联合编组", (YES,))),
    "granted": Blank("拨入专项资金", MONEY, Count(house.FUNDS, "拨入（元）", of="sum")),
    "spent": Blank("支出专项资金", MONEY, Count(house.FUNDS, "支出（元）", of="sum")),
    "equipment": Blank("设备", "种", Count(house.EQUIPMENT)),
    "checks": Blank("自查", "处", Count(house.SELF_CHECKS)),
    "checks_met": Blank("全部达标", "处", Count(house.SELF_CHECKS, "全部达标", (YES,))),
    "gaps": Blank("没有达标的项目", "项", Count(house.SELF_CHECKS, "没有达标项", of="sum")),
    "receptions": Blank("举行接待日", "次", Count(contact.RECEPTIONS)),
    "receivers": Blank(
        "接待代表", "人次", Count(contact.RECEPTIONS, "接待代表人数", of="sum")
    ),
    "records": Blank("登记来访", "件", Count(contact.RECORDS)),
    "visitors": Blank("来访群众", "人次", Count(contact.RECORDS, "来访人数", of="sum")),
    "recorded": Blank(
        "接待日转入办理的意见", "件", Count(contact.RECEPTIONS, "转入办理的意见", of="sum")
    ),
    "contacts": Blank("走访联系选民", "次", _kind("联系选民")),
    "contacted": Blank(
        "联系选民", "人次", Count(contact.VISITS, "联系选民（人次）", of="sum")
    ),
    "talks": Blank("谈心走访代表", "次", _kind("谈心走访")),
    "aid_visits": Blank("走访慰问", "次", _kind("走访慰问")),
    "aid": Blank("慰问帮扶折合", MONEY, Count(contact.AID, "折合金额（元）", of="sum")),
    "donated": Blank("代表捐款捐物", MONEY, Count(contact.DONATIONS, "合计金额（元）", of="sum")),
    "studies": Blank("集中学习", "次", _held("学习")),
    "group_activities": Blank("代表小组活动", "次", _held("小组活动")),
    "publicity": Blank("法律政策宣传", "次", _held("宣传")),
    "service": Blank("为民服务活动", "次", _held("服务")),
    "attended": Blank("参加活动", "人次", Count(contact.ACTIVITIES, "到会代表", of="sum")),
    "reports": Blank("向选民述职", "人次", Count(contact.REPORTS)),
    "report_voters": Blank("到会选民", "人", Count(contact.REPORTS, "到会选民", of="sum")),
    "duty_people": Blank("有履职登记的代表", "名", Count(contact.DUTY)),
    "duty_days": Blank("履职天数", "天", Count(contact.DUTY, "天数", of="sum")),
    "received": Blank("收到意见建议", "件", Count(work.MATTERS)),
    "opinions": Blank("选民意见", "件", _matter("种类", "选民意见")),
    "proposals": Blank("代表建议", "件", _matter("种类", "代表建议")),
    "answered": Blank("已答复", "件", _matter("已答复", YES)),
    "in_time": Blank("都按期答复", "件", _matter("都按期答复", YES)),
    "solved": Blank("办成", "件", _matter("办成", YES)),
    "unsolved": Blank("答复了还没有办成", "件", _matter("办成", NO)),
    "satisfied": Blank("满意", "件", _matter("评价", "满意")),
    "basic": Blank("基本满意", "件", _matter("评价", "基本满意")),
    "unsatisfied": Blank("不满意", "件", _matter("评价", "不满意")),
    "archived": Blank("已存档", "件", _matter("环节", "存档")),
    "late": Blank("现在逾期", "件", _matter("现在逾期", YES)),
    "inspections": Blank("视察检查", "次", Count(work.INSPECTIONS)),
    "inspected": Blank(
        "参加视察检查", "人次", Count(work.INSPECTIONS, "参加代表人次", of="sum")
    ),
    "inspectors": Blank(
        "参加视察检查的代表", "名", Count(work.INSPECTIONS, "参加代表", of="distinct")
    ),
    "cases": Blank("环保督查件", "件", Count(work.CASES)),
    "cases_done": Blank("环保督查件已完成整改", "件", Count(work.CASES, "已完成", (YES,))),
    "cases_in_time": Blank("环保督查件按期完成", "件", Count(work.CASES, "按期完成", (YES,))),
    "cases_struck": Blank("环保督查件已销号", "件", Count(work.CASES, "已销号", (YES,))),
    "cases_late": Blank("环保督查件逾期", "件", Count(work.CASES, "逾期", (YES,))),
    "items": Blank("其他整改事项", "件", Count(work.ITEMS)),
    "items_done": Blank("其他整改事项已完成", "件", Count(work.ITEMS, "已完成", (YES,))),
    "items_late": Blank("其他整改事项逾期", "件", Count(work.ITEMS, "逾期", (YES,))),
    "special_reports": Blank("听取专项工作报告", "项", Count(work.SPECIAL_REPORTS)),
    "presidium": Blank("主席团会议", "次", Count(work.PRESIDIUM)),
    "sessions": Blank("人民代表大会会议", "次", Count(work.SESSIONS)),
    "requests": Blank("代表向主席团提出的请求", "件", Count(work.REQUESTS)),
    "requesters": Blank(
        "提出请求的代表", "名", Count(work.REQUESTS, "提出代表", of="distinct")
    ),
    "decisions": Blank("主席团决定", "项", Count(work.DECISIONS)),
    "decisions_done": Blank("已执行的决定", "项", Count(work.DECISIONS, "已执行", (YES,))),
    "amount": Blank("决定涉及金额", MONEY, Count(work.DECISIONS, "涉及金额（元）", of="sum")),
    "p_received": Blank("代表建议", "件", _proposal()),
    "p_answered": Blank("已答复的代表建议", "件", _proposal("已答复", YES)),
    "p_in_time": Blank("按期答复的代表建议", "件", _proposal("都按期答复", YES)),
    "p_late_answers": Blank("逾期答复的代表建议", "件", _proposal("都按期答复", NO)),
    "p_open": Blank("正在办理的代表建议", "件", _proposal("状态", "正在办理")),
    "p_late": Blank("逾期没有答复的代表建议", "件", _proposal("状态", "逾期")),
    "p_classed": Blank("有答复类别的代表建议", "件", _proposal("办成", YES, NO)),
    "p_solved": Blank("办成的代表建议", "件", _proposal("办成", YES)),
    "p_unsolved": Blank("答复了还没有办成的代表建议", "件", _proposal("办成", NO)),
    "p_satisfied": Blank("代表满意", "件", _proposal("评价", "满意")),
    "p_basic": Blank("代表基本满意", "件", _proposal("评价", "基本满意")),
    "p_unsatisfied": Blank("代表不满意", "件", _proposal("评价", "不满意")),
    "promises": Blank("承诺事项", "项", Count(work.PROMISES)),
    "promises_kept": Blank("已兑现的承诺", "项", Count(work.PROMISES, "结果", ("已兑现",))),
    "promises_open": Blank("没到期的承诺", "项", Count(work.PROMISES, "结果", ("没到期",))),
    "promises_unkept": Blank("没兑现的承诺", "项", Count(work.PROMISES, "结果", ("没兑现",))),
    "congress_owed": Blank(
        "还没有提请大会审查批准的决定", "项", Count(work.DECISIONS, "大会已审查批准", (NO,))
    ),
}  # fmt: skip


def link_of(year: Year, listing: Listing) -> str:
    """The page that shows one list of one year."""
    return reverse("yearly_listing", args=[year.home.slug, year.year, listing.slug])


def filled(year: Year) -> dict[str, Figure]:
    """All blanks, and the two facts that are no numbers."""
    found = {key: _filled(year, key, blank) for key, blank in BLANKS.items()}
    return found | {one.key: one for one in _facts(year)}


def _filled(year, key, blank):
    count = blank.count
    link = link_of(year, count.listing)
    return Figure(
        key, blank.label, count.number(year), blank.unit, link, count.words, count.listing
    )


def _facts(year):
    home = year.home
    page = reverse("admin:representatives_home_change", args=[home.pk])
    founded = prose_date(home.founded_on) if home.founded_on else ""
    yield Figure("founded", "建成日期", founded, "", page, "代表之家的“建成日期”")
    rows = ReceptionPattern.objects.filter(home=home, starts_on__lte=year.end)
    rules = [row.in_words for row in rows if not row.ends_on or row.ends_on >= year.end]
    page = reverse("admin:reception_receptionpattern_changelist")
    yield Figure("rule", "接待日", "；".join(dict.fromkeys(rules)), "", page, "现行的接待规则")
    target = Target.objects.of(home).filter(measure=Measure.CONTACTS, is_active=True).first()
    link = link_of(year, house.TARGETS)
    number = target.number if target else 0
    how = f"“{house.TARGETS.title}”表里“{Measure.CONTACTS.label}”一行的“至少”"
    yield Figure("quota", "每名代表联系选民", number, "人", link, how, house.TARGETS)


def spread(year: Year, listing: Listing, by: str, unit: str) -> list[Figure]:
    """One figure for each value of the column `by`, the most frequent first: its rows."""
    counted = Counter(listing.column(year, by))
    link = link_of(year, listing)
    return [
        Figure("", str(value), number, unit, link, Count(listing, by, (value,)).words, listing)
        for value, number in counted.most_common()
    ]


def outcomes(year: Year) -> list[Figure]:
    """拆除建筑物 3 所, 围墙 120 延米, …: the quantities of each thing added up."""
    sums: dict[tuple, Decimal] = {}
    for _number, what, quantity, unit in year.rows(work.OUTCOMES):
        sums[what, unit] = sums.get((what, unit), Decimal(0)) + quantity
    link = link_of(year, work.OUTCOMES)
    how = "“整改成效”表里“{}”（{}）的“数量”合计"
    return [
        Figure("", what, number, unit, link, how.format(what, unit), work.OUTCOMES)
        for (what, unit), number in sums.items()
    ]


def inspections(year: Year) -> list[tuple[Figure, Figure]]:
    """For each kind of inspection how often, and with how many representatives."""
    there: dict[str, int] = {}
    kinds = zip(
        work.INSPECTIONS.column(year, "类别"),
        work.INSPECTIONS.column(year, "参加代表人次"),
        strict=True,
    )
    for kind, present in kinds:
        there[kind] = there.get(kind, 0) + present
    link, how = link_of(year, work.INSPECTIONS), "“视察检查”表里类别为“{}”的“参加代表人次”合计"
    return [
        (
            one,
            Figure(
                "",
                one.label,
                there[one.label],
                "人次",
                link,
                how.format(one.label),
                work.INSPECTIONS,
            ),
        )
        for one in spread(year, work.INSPECTIONS, "类别", "次")
    ]
