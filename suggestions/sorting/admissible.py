"""What often makes a matter fail as an opinion or proposal, told before anybody decides. Pure.

Hints, never decisions: each says what to do, and where another road is meant, the words in which
the voter can be shown it. The errors are those that townships really make (DOMAIN.md 4.4, 0-6).
"""

import re
from dataclasses import dataclass

from daihome.tools.text import find_personal_data

SHORTEST = 8  # characters; fewer tell neither where nor what
SENTENCE_END = re.compile("[。！？!?；;\n]+")


@dataclass(frozen=True)
class Road:
    """Another road than that of an opinion: its name and the words that show it to the voter."""

    slug: str
    title: str
    words: str


@dataclass(frozen=True)
class Hint:
    """One thing to look at; `road` where the matter seems to belong elsewhere."""

    slug: str
    sentence: str
    road: Road | None = None


COURT = Road(
    "court",
    "诉讼",
    "您反映的事要由人民法院依法审理，代表之家和代表不能干预个案。还没有起诉的，可以依法向人民法院起诉；"
    "对判决、裁定不服的，请在裁判文书写明的期限内上诉或者申请再审。需要法律咨询或法律援助，"
    "可以拨打12348，或者到县法律援助中心。",
)
ARBITRATION = Road(
    "arbitration",
    "仲裁",
    "您反映的事可以通过仲裁解决。劳动争议，请向县劳动人事争议仲裁委员会申请，"
    "一般要在知道权利受到侵害之日起一年内提出（《劳动争议调解仲裁法》第二十七条）；"
    "土地承包经营纠纷，可以向农村土地承包仲裁委员会申请，也可以直接向人民法院起诉"
    "（《农村土地承包经营纠纷调解仲裁法》第四条）。",
)
REVIEW = Road(
    "review",
    "行政复议",
    "您对行政机关的决定不服，可以自知道该决定之日起六十日内申请行政复议（《行政复议法》第二十条），"
    "一般向县人民政府提出；也可以依法向人民法院提起行政诉讼。具体的机关和期限，请看决定书上的告知。",
)
PETITION = Road(
    "petition",
    "信访事项",
    "您反映的事属于信访事项，请向镇信访工作机构或者县信访局提出，也可以通过信件、电话、网上信访提出。"
    "依照《信访工作条例》第二十二条、第二十三条，收到后十五日内会告知您由谁受理或者是否受理；"
    "申诉求决类事项，自受理之日起六十日内办结，情况复杂的可以延长，但不超过三十日（第三十四条）。",
)
REPORT = Road(
    "report",
    "检举控告",
    "您反映的是公职人员涉嫌违纪违法的问题，请向纪检监察机关检举控告，举报电话12388。"
    "纪检监察机关会依法为您保密，代表之家不保存您的检举材料。",
)
TENDER = Road(
    "tender",
    "招标投标",
    "您对招标投标活动有意见，可以向招标人提出异议，或者依法向有关行政监督部门投诉"
    "（《招标投标法》第六十五条）。",
)
ROADS = (PETITION, COURT, ARBITRATION, REVIEW, REPORT, TENDER)
WORDS = {road.slug: road.words for road in ROADS}

_REVIEW = re.compile("行政复议|复议(?:决定|申请)")
_ARBITRATION = re.compile("劳动仲裁|仲裁(?:委|庭|裁决|申请)|(?:申请|正在|已经)仲裁")
_COURT = re.compile(
    "打官司|(?:法院|法庭).{0,12}(?:判|立案|开庭|执行|受理|审理)|(?:一审|二审|再审|终审)|起诉|上诉(?!求)|判决书|"
    "强制执行|提起.{0,4}诉讼|正在诉讼"
)
_REPORT = re.compile(
    "(?:举报|检举|控告).{0,12}(?:干部|书记|主任|镇长|领导|所长)|(?:干部|书记|主任|镇长|所长).{0,10}(?:贪污|受贿|索贿|行贿|挪用)"
)
_PETITION = re.compile(
    "信访(?:件|事项|答复|复查|复核)|上访|申诉|(?:不服|不认可).{0,14}(?:处理|答复|认定|处罚)(?:意见|决定|结果)?"
)
_TENDER = re.compile("中标|评标|流标|废标|围标|串标|招投标|(?:招标|投标)(?:结果|过程|不公)")
_SEVERAL = re.compile(
    "(?:还有|另外|再有|再说|另)(?:一|1)(?:件|个)(?:事|问题)|第二件事|顺便(?:再)?(?:反映|说|问)(?:一下|个)"
)
_ITEM = re.compile(
    "(?:^|\n)[ 　]*(?:[（(]?[一二三四五1-5][)）]?[、.．,，]|第[一二三四五][，,、])", re.MULTILINE
)
_PART = re.compile("情况|现状|背景|问题|分析|原因|案由|案据|建议|措施|方案|依据|意义|必要")
_REQUEST_FORM = re.compile(
    "关于[^。\n]{2,40}的(?:请示|报告|申请)(?:[。\n]|$)|(?:妥否|当否|可否)[，,]?请?.{0,4}(?:批示|批复|审批)|特此(?:报告|请示|申请)"
)
_WISH = re.compile("建议|希望|请|应当|应该|要求|需要|尽快|能否|能不能|恳请|争取|加强|增设|完善|盼")
_OWN = re.compile(
    "(?:我|本人)的?(?:爱人|妻子|丈夫|老伴|儿子|女儿|孩子|父亲|母亲|父母|哥哥|弟弟|姐姐|妹妹|侄子|外甥|亲戚|亲属|"
    "公司|企业|厂|店|合作社|家(?=的?(?:低保|补贴|补偿|宅基地|房子|房屋|地|承包|工程|待遇)))|本人(?:及|和)(?:家人|亲属)"
)
_SELLING = re.compile(
    "(?:我|本|我们)(?:公司|厂|店|单位).{0,40}(?:产品|优惠|报价|供货|代理|合作|推广)|招商加盟|诚招|批发价|厂家直销|加微信"
)


def hints(content: str, title: str = "", *, is_proposal: bool = False) -> list[Hint]:
    """What to look at in this text, the weightiest first; empty for most."""
    text = f"{title}\n{content}"
    found = [_elsewhere(text, is_proposal), *_of_form(text, content)]
    if is_proposal:
        found += _of_proposal(title, content)
    return [hint for hint in found if hint]


def _elsewhere(text, is_proposal):
    """The first other road that the text speaks of; one is enough to ask."""
    checks = ((REPORT, _REPORT), (REVIEW, _REVIEW), (ARBITRATION, _ARBITRATION), (COURT, _COURT),
              (PETITION, _PETITION), (TENDER, _TENDER))  # fmt: skip
    road = next((road for road, pattern in checks if pattern.search(text)), None)
    if road is None:
        return None
    if is_proposal:
        said = f"文字里提到了{road.title}。正在诉讼、仲裁、复议的案件，转递的信访申诉，招标投标的结果，都不能作为代表建议；不是的可以不管。"
    else:
        said = f"文字里提到了{road.title}。如果选民要的就是这个，请选“引导”，告诉选民去哪里办；说的是公共的事，照常受理。"
    return Hint(road.slug, said, road)


def _of_form(text, content):
    """What any matter may suffer from."""
    if len(re.sub(r"\s", "", content)) < SHORTEST:
        yield Hint(
            "empty", "内容太少，看不出在哪里、什么事。能联系到反映人的，请问清楚再记进补充内容。"
        )
    if _SEVERAL.search(text) or _is_list_of_matters(content):
        yield Hint("several", "看上去说了不止一件事。一件一办：请分开登记，各有各的编号和答复。")
    if _SELLING.search(text):
        yield Hint("selling", "像是推销产品或者服务。属于推销的，不予受理，写明理由。")
    if kinds := find_personal_data(text):
        yield Hint(
            "numbers", f"文字里有{'、'.join(kinds)}，不要抄进标题、摘要、答复和公开的内容里。"
        )


def _is_list_of_matters(content):
    """Numbered points that are not the parts of one proposal."""
    items = [line for line in content.split("\n") if _ITEM.match(line)]
    return len(items) > 1 and not any(_PART.search(line[:12]) for line in items)


def _of_proposal(title, content):
    """What a representative's proposal needs besides."""
    if not title:
        yield Hint(
            "title",
            "没有标题。代表建议要有标题，写清要办的事，例如：关于修复北山咀村饮水管道的建议。",
        )
    if _REQUEST_FORM.search(f"{title}\n{content}"):
        yield Hint("form", "写成了请示、报告或者申请。代表建议请写成“关于……的建议”，不用请求批示。")
    if len([part for part in SENTENCE_END.split(content) if part.strip()]) < 2:
        yield Hint("sentence", "只有一句话。请写清情况、分析和具体建议，承办单位才好办。")
    elif not _WISH.search(content):
        yield Hint("wish", "没有写出希望怎么办。请加上具体的建议：在哪里、办什么、谁来办。")
    if _OWN.search(content):
        yield Hint(
            "own", "提到了自己或者亲属的事。代表建议不能只为本人和亲属的利益，请写成大家的事。"
        )
