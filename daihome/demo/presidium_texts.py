"""What representatives asked of the presidium of the demonstration, and what it decided."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ask:
    """A request: how many ask, and on which meeting's agenda (its place in MEETINGS) it came."""

    subject: str
    reasons: str
    people: int
    before: int  # days before the meeting, or before today
    meeting: int | None = None
    answer: str = ""


@dataclass(frozen=True)
class Verdict:
    """A decision of a meeting; days are counted from the meeting."""

    meeting: int
    title: str
    text: str
    votes: tuple[int, int, int]
    request: int | None = None
    unit: str = ""
    due_in: int | None = None
    done_in: int | None = None
    follow_up: str = ""
    effect: str = ""
    amount: int | None = None
    congress: bool = False
    approved: bool = False


@dataclass(frozen=True)
class Meeting:
    """A meeting of this year, or `next_year` of no year yet: the day, topics, who stayed away."""

    month: int
    day: int
    topics: str
    said: str
    away: tuple[tuple[int, str], ...] = field(default=())


MEETINGS = (
    Meeting(
        1, 12, "审议主席团工作报告（草案）\n讨论提交大会的议题",
        "与会人员认为，矿渣拍卖款是镇集体收入，应当先还清 2011 年修路形成的欠款，再安排别的支出；按规定要编入"
        "预算调整方案，提请大会审查批准。",
        ((5, "在县医院陪护家人"),),
    ),
    Meeting(
        4, 16, "听取镇应急办关于石料厂安全生产情况的汇报",
        "代表们反映，放炮时间不固定，矿区路口没有警示牌，要求组织代表到现场检查。",
        ((7, "外出务工，赶不回来"),),
    ),
    Meeting(6, 18, "研究民生实事项目进展", "与会人员听取了饮水管道改造、村卫生室维修两个项目的进展。"),
    Meeting(
        9, 29, "研究第四季度代表活动安排\n听取秋季防火准备情况",
        "本季度会议因防汛两次推迟，今天补开。会议强调，每季度至少开一次会，不能再拖。",
        ((2, "镇里抽调值班"), (6, "孩子结婚"), (8, "")),
    ),
    Meeting(
        11, 12, "研究追加村内道路养护资金\n研究代表述职安排",
        "财政所说明了资金来源。会议认为追加资金属于预算调整，要提请大会审查批准。",
        ((5, "住院"),),
    ),
    Meeting(12, 15, "讨论明年工作要点\n安排年底代表述职", ""),
)  # fmt: skip

REQUESTS = (
    Ask(
        "督促矿渣拍卖款用于偿还镇里的债务",
        "2025 年矿渣拍卖收入 86.4 万元存在财政所，镇里还欠着 2011 年修通村路的工程款，施工方每年来要。"
        "选民多次反映，先还欠账才公道。请主席团研究，督促镇政府把这笔款用于偿还债务，并向代表公布。",
        11, 18, meeting=0,
    ),
    Ask(
        "组织代表检查石料厂的安全生产",
        "石料厂放炮时间不固定，矿区路口没有警示牌，孩子上学从那里过。请主席团组织代表到现场检查，督促整改。",
        6, 12, meeting=1,
    ),
    Ask(
        "请县里给汐昌村修一座新桥",
        "老桥窄，收割机过不去，要绕八里路。请主席团向县里争取资金。",
        3, 60,
        answer="修桥资金由县交通运输局安排，不属于主席团决定的事项。已经按代表建议登记，转县交通运输局办理，"
        "答复期限三个月，结果会告诉提出的代表。",
    ),
    Ask(
        "听取敬老院消防改造情况的汇报",
        "敬老院去年检查有三处消防隐患，改造的钱拨了，还没有看到动工。请主席团听一次民政办的汇报。",
        4, 9, meeting=5,
    ),
)  # fmt: skip

DECISIONS = (
    Verdict(
        0, "关于矿渣拍卖款用于偿还镇里债务的决定",
        "矿渣拍卖收入 86.4 万元，全部用于偿还 2011 年修通村路的欠款。由镇人民政府编入预算调整方案，提请镇"
        "人民代表大会审查批准后执行，执行结果向代表公布。",
        (7, 0, 1), request=0, unit="财政所", due_in=240, done_in=206,
        follow_up="2026-07-16 大会批准预算调整方案\n2026-08-06 86.4 万元付清，财政所交来付款凭证复印件",
        effect="还清 2011 年修路欠款 86.4 万元，镇集体不再欠工程款。",
        amount=864_000, congress=True, approved=True,
    ),
    Verdict(
        1, "关于组织代表检查石料厂安全生产的决定",
        "5 月底以前组织代表到石料厂检查一次，重点看放炮时间、警示牌、运输道路；检查结果向主席团报告。",
        (8, 0, 0), request=1, unit="党政办", due_in=45, done_in=40,
        follow_up="2026-05-26 11 名代表到现场检查，提出四条意见",
        effect="放炮时间固定在上午十点，路口装了三块警示牌。",
    ),
    Verdict(
        2, "关于村卫生室维修限期完成的决定",
        "四家村、白塔子村卫生室的屋面维修，10 月 31 日以前完成，由中心卫生院负责，完成以后向主席团报告。",
        (9, 0, 0), unit="卫生院", due_in=135,
        follow_up="2026-09-20 四家村已经修好，白塔子村等材料",
    ),
    Verdict(
        3, "关于暂停使用镇中心广场摊位的决定",
        "冬季防火期间暂停使用镇中心广场摊位。", (4, 1, 1),
    ),
    Verdict(
        4, "关于追加村内道路养护资金的决定",
        "同意镇人民政府从预备费中追加村内道路养护资金 32 万元，作为预算调整提请镇人民代表大会审查批准。",
        (7, 0, 1), unit="财政所", due_in=75, amount=320_000, congress=True,
    ),
)  # fmt: skip

SESSIONS = (
    (1, 20, 2, "听取和审议镇人民政府工作报告\n听取和审议主席团工作报告\n审查预算执行情况和预算草案\n"
     "听取代表建议办理情况的报告", (0, 1, 2, 3)),
    (7, 16, 1, "审查和批准决算\n审查和批准预算调整方案\n听取民生实事项目进展情况的报告", (4, 5)),
)  # fmt: skip
