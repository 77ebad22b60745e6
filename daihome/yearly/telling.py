"""The text of the yearly report, in the presidium's style, out of the figures.

Each sentence is a template; a figure stays a figure until it is drawn, so that the page links it
to its list and the papers write it down. A sentence about nothing is left out, or says so.
"""

import re
from dataclasses import dataclass

from daihome.yearly import figures, house, work
from daihome.yearly.figures import Figure
from daihome.yearly.listing import Year

BLANK = re.compile(r"\{(\w+)\}")
ENDS = re.compile("[。，、；]+。")


@dataclass(frozen=True)
class Sentence:
    """`text` with {blanks}; said when the figure `needs` is not zero, else `otherwise`."""

    text: str
    needs: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs; a paragraph is a list of texts and figures."""

    heading: str
    paragraphs: list[list[str | Figure]]


@dataclass(frozen=True)
class Report:
    """The report of one year: `figures` are all that occur in it, in order."""

    year: Year
    title: str
    sections: list[Section]

    @property
    def figures(self) -> list[Figure]:
        parts = (part for one in self.sections for words in one.paragraphs for part in words)
        return [part for part in parts if isinstance(part, Figure)]

    @property
    def text(self) -> str:
        """Plain text with headings, one paragraph a line."""
        lines = []
        for section in self.sections:
            lines.append(section.heading)
            lines += [said(words) for words in section.paragraphs]
        return "\n".join(lines)


def said(words) -> str:
    """A paragraph as plain text."""
    return "".join(one.text if isinstance(one, Figure) else one for one in words)


HOUSE = (
    Sentence("{town}人大代表之家于{founded}建成。", "founded"),
    Sentence(
        "截至{day}，全镇有县、镇两级人大代表{people}，其中县级代表{county}、镇级代表{township}。"
    ),
    Sentence("设有代表活动场所{venues}（{venue_kinds}）", "venues"),
    Sentence("，编成代表小组{groups}", "groups"),
    Sentence("，其中县镇联合编组{joint}", "joint"),
    Sentence("。"),
)
MEANS = (
    Sentence("本年度拨入专项资金{granted}，支出{spent}。", "granted", "本年度没有拨入专项资金。"),
    Sentence("登记在册的设备有{equipment}。", "equipment"),
    Sentence("对照建设标准自查{checks}，全部达标{checks_met}", "checks", "本年度没有完成自查"),
    Sentence("，还有没有达标的项目{gaps}", "gaps"),
    Sentence("。"),
)
RECEPTION = (
    Sentence("接待日为{rule}。", "rule", "还没有定接待日的规则。"),
    Sentence(
        "本年度举行接待日{receptions}，代表接待{receivers}，登记来访{records}（{visitors}），"
        "转入七个环节办理{recorded}。",
        "receptions",
        "本年度没有举行接待日。",
    ),
)
VISITS = (
    Sentence("制度要求每名代表每年联系选民不少于{quota}。", "quota"),
    Sentence("代表走访联系选民{contacts}、{contacted}", "contacts", "本年度没有联系选民的登记"),
    Sentence("，召集人与代表谈心走访{talks}", "talks"),
    Sentence("。"),
    Sentence("走访慰问{aid_visits}，慰问物资折合{aid}。", "aid_visits"),
    Sentence("代表捐款捐物合计{donated}。", "donated"),
    Sentence(
        "向选民述职{reports}，到会选民{report_voters}。", "reports", "本年度没有代表向选民述职。"
    ),
)
MATTERS = (
    Sentence(
        "本年度收到意见建议{received}，其中选民意见{opinions}、代表建议{proposals}，来自{channels}。",
        "received",
        "本年度没有收到意见建议。",
    ),
    Sentence(
        "已答复{answered}，承办单位交来的答复都在限期以内的{in_time}，已存档{archived}。",
        "received",
    ),
    Sentence("办成{solved}，答复了还没有办成{unsolved}。", "received"),
    Sentence("反映人评价满意{satisfied}、基本满意{basic}、不满意{unsatisfied}。", "received"),
)
STUDY = (
    Sentence("组织集中学习{studies}、", "studies", "本年度没有集中学习；"),
    Sentence("代表小组活动{group_activities}", "group_activities", "代表小组没有活动"),
    Sentence("，法律政策宣传{publicity}", "publicity"),
    Sentence("，为民服务活动{service}", "service"),
    Sentence("，代表参加{attended}", "attended"),
    Sentence("。"),
    Sentence("有履职登记的代表{duty_people}，合计履职{duty_days}。", "duty_people"),
)
INSPECTING = (
    Sentence(
        "开展视察检查{inspections}，{inspectors}代表参加、共{inspected}：{inspection_kinds}。",
        "inspections",
        "本年度没有开展视察检查。",
    ),
    Sentence("听取专项工作报告{special_reports}。", "special_reports"),
)
RECTIFYING = (
    Sentence("跟踪督查环保督查件{cases}，已完成整改{cases_done}，", "cases"),
    Sentence("其中按期完成{cases_in_time}，已销号{cases_struck}。", "cases"),
    Sentence("整改成效：{outcomes}。", "outcomes"),
    Sentence("跟踪其他整改事项{items}，已完成{items_done}。", "items"),
)
PRESIDIUM = (
    Sentence("召开镇人民代表大会会议{sessions}。", "sessions"),
    Sentence("召开主席团会议{presidium}。", "presidium", "本年度没有召开主席团会议。"),
    Sentence("{requesters}代表向主席团提出请求{requests}。", "requests"),
    Sentence("主席团作出决定{decisions}，已执行{decisions_done}", "decisions"),
    Sentence("，涉及金额{amount}", "amount"),
    Sentence("。"),
)
SHORT = (
    Sentence("意见建议现在逾期{late}。", "late"),
    Sentence("环保督查件逾期{cases_late}。", "cases_late"),
    Sentence("其他整改事项逾期{items_late}。", "items_late"),
    Sentence("反映人不满意{unsatisfied}。", "unsatisfied"),
    Sentence("建设标准还有没有达标的项目{gaps}。", "gaps"),
    Sentence("须提请人民代表大会审查批准、还没有提请的决定{congress_owed}。", "congress_owed"),
)
WORK = (
    ("一、基本情况", (HOUSE, MEANS)),
    ("二、接待选民和联系群众", (RECEPTION, VISITS)),
    ("三、意见建议办理", (MATTERS,)),
    ("四、学习和活动", (STUDY,)),
    ("五、视察检查和督促整改", (INSPECTING, RECTIFYING)),
    ("六、主席团工作", (PRESIDIUM,)),
    ("七、还没有做好的", (SHORT,)),
)

PROPOSALS = (
    Sentence(
        "{year}年度收到代表建议{p_received}，涉及{p_categories}；由{p_units}主办。",
        "p_received",
        "{year}年度没有收到代表建议。",
    ),
)
ANSWERED = (
    Sentence(
        "已答复{p_answered}，其中按期答复{p_in_time}、逾期答复{p_late_answers}。", "p_received"
    ),
    Sentence("还没有到期、正在办理的{p_open}，逾期没有答复的{p_late}。", "p_received"),
    Sentence("答复类别：{p_classes}。", "p_classed"),
    Sentence("办成{p_solved}，答复了还没有办成{p_unsolved}。", "p_received"),
)
JUDGED = (
    Sentence("代表评价满意{p_satisfied}、基本满意{p_basic}、不满意{p_unsatisfied}。", "p_received"),
    Sentence("满意不等于办成，两项分开统计。", "p_received"),
)
PROMISED = (
    Sentence("答复中作出的承诺{promises}，已兑现{promises_kept}，", "promises"),
    Sentence("没有到期{promises_open}，到期没有兑现{promises_unkept}。", "promises"),
)
VOTERS = (
    Sentence(
        "同期通过接待、走访、网上等渠道收到选民意见{opinions}，与代表建议合计{received}；"
        "已答复{answered}，办成{solved}。",
        "opinions",
    ),
)
HANDLED = (
    ("一、基本情况", (PROPOSALS,)),
    ("二、答复和办理结果", (ANSWERED,)),
    ("三、代表评价", (JUDGED,)),
    ("四、承诺事项", (PROMISED,)),
    ("五、选民意见", (VOTERS,)),
)


def yearly_report(year: Year) -> Report:
    """The presidium's report of the year (主席团工作报告)."""
    return _report(year, f"{year.home.congress_name}{year.year}年度工作报告", WORK)


def proposals_report(year: Year) -> Report:
    """How the representatives' suggestions were handled; public by 代表法第五十一条."""
    title = f"{year.home.congress_name}关于{year.year}年度代表建议办理情况的报告"
    return _report(year, title, HANDLED)


def _report(year, title, sections):
    """Sections without a word are left out, and the rest numbered on."""
    blanks = _blanks(year)
    told = [(name, [_paragraph(one, blanks) for one in parts]) for name, parts in sections]
    kept = [(name, [words for words in parts if words]) for name, parts in told]
    numbered = enumerate([(name, parts) for name, parts in kept if parts])
    sections = [Section(f"{NUMERALS[n]}、{name[2:]}", parts) for n, (name, parts) in numbered]
    return Report(year, title, sections)


NUMERALS = "一二三四五六七八九十"


def _blanks(year):
    """What the templates may name: figures, texts, and lists of both."""
    kinds = [[f"{one.label}", one, "（", people, "）"] for one, people in figures.inspections(year)]
    quantities = [[one.label, one] for one in figures.outcomes(year)]
    return figures.filled(year) | {
        "town": year.home.town,
        "year": str(year.year),
        "day": _day(year),
        "venue_kinds": _named(year, house.VENUES, "类型", "个"),
        "channels": _named(year, work.MATTERS, "渠道"),
        "inspection_kinds": _listed(kinds),
        "outcomes": _listed(quantities),
        "p_categories": _named(year, work.PROPOSALS, "分类"),
        "p_units": _named(year, work.PROPOSALS, "主办单位"),
        "p_classes": _named(year, work.PROPOSALS, "答复类别"),
    }


def _named(year, listing, column, unit="件"):
    """“路和桥3件、用电1件”; what has no value there is not named."""
    found = figures.spread(year, listing, column, unit)
    return _listed([[one.label, one] for one in found if one.label not in ("", work.NONE)])


def _day(year):
    return f"{year.end.year}年{year.end.month}月{year.end.day}日"


def _listed(groups):
    """Groups of fragments with “、” between them."""
    found = []
    for group in groups:
        found += ["、", *group] if found else list(group)
    return found


def _paragraph(sentences, blanks):
    words = []
    for one in sentences:
        template = one.text if not one.needs or blanks[one.needs] else one.otherwise
        words += _filled(template, blanks)
    return _joined(words)


def _filled(template, blanks):
    for place, part in enumerate(BLANK.split(template)):
        value = blanks[part] if place % 2 else part
        yield from value if isinstance(value, list) else [value]


def _joined(words):
    """Texts that follow each other as one, one mark at the end of each; nothing of marks only."""
    found = []
    for word in words:
        if isinstance(word, str) and found and isinstance(found[-1], str):
            found[-1] = ENDS.sub("。", found[-1] + word)
        elif word != "":
            found.append(word)
    return [] if said(found).strip("。，") == "" else found
