"""What the year's inspections found, what was to be put right, and the report on work safety."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """One inspection; `days` before today, `answered` days after the opinions went to `unit`."""

    days: int
    kind: str
    title: str
    object: str
    unit: str
    place: str
    findings: str = ""
    opinions: str = ""
    report_heard: str = ""
    agenda: str = ""
    form: str = "topical"
    approaches: tuple[str, ...] = ("report", "spot", "question")
    people: int = 12
    recusal: str = ""
    answered: int = 0
    answer: str = ""
    effect: str = ""


INSPECTIONS = (
    Told(
        318, "安全生产检查", "岁末年初石矿安全生产检查", "大营子石料厂、三家石料厂",
        "村镇建设办", "大营子石料厂采区",
        report_heard="两家石料厂负责人汇报全年安全投入、培训和应急演练情况；镇应急办汇报监管情况。",
        findings="采区台阶坡度基本符合设计；破碎车间防尘罩破损 2 处；值班记录缺 3 天；爆破物品"
        "领用登记齐全。",
        opinions="一、破损的防尘罩七日内换好。\n二、值班记录当班填写，不得补记。\n三、冬季运输道路"
        "要撒沙防滑，专人指挥。",
        agenda="9:00 集合；9:30 现场看采区、破碎车间、值班室；11:00 听取汇报、提出意见。",
        recusal="配偶在大营子石料厂任出纳",
        answered=41,
        answer="防尘罩已经更换；两家企业实行交接班双签字；运输道路备沙 20 立方米，设专人指挥。",
        effect="冬季两家石料厂没有发生安全事故。",
    ),
    Told(
        243, "安全生产检查", "石矿复工前安全检查", "大营子石料厂、三家石料厂、兴隆石材加工点",
        "村镇建设办", "三家石料厂",
        findings="三家石料厂边坡有浮石，尚未清理；兴隆石材加工点切割车间没有收尘装置，污水外流；"
        "特种作业人员都持证上岗。",
        opinions="一、浮石清理完毕、经核查以前，三家石料厂不得复工。\n二、兴隆石材加工点安装收尘装置，"
        "建沉淀池。",
        agenda="看边坡、配电、库房，查作业人员证件。",
        answered=76,
        answer="三家石料厂浮石已清理，经核查后复工；兴隆石材加工点收尘装置和沉淀池已建成。",
    ),
    Told(
        152, "环保督查", "采石场整改“回头看”", "大营子石料厂、原沙子地采石点", "环卫办",
        "沙子地村北山", approaches=("visit", "spot"),
        findings="两处采石场的建筑物已经拆除，围挡还在；山坡覆土还没有完成，运输道路起尘。",
        opinions="一、雨季以前完成覆土和栽植。\n二、运输道路每天洒水，车辆苫盖。",
        answered=60,
        answer="覆土已经完成，栽植油松和樟子松；运输道路每天洒水两次。",
    ),
    Told(
        61, "安全生产检查", "秋季石矿安全生产检查", "大营子石料厂、三家石料厂", "村镇建设办",
        "大营子石料厂采区", form="collective", people=16,
        report_heard="镇应急办汇报前三季度石矿安全监管情况，企业负责人汇报隐患整改情况。",
        findings="前三次检查提出的 9 项隐患整改完成 8 项；三家石料厂下山道路外侧防护墩缺 40 米；"
        "大营子石料厂应急物资过期。",
        opinions="一、下山道路防护墩立冬以前补齐。\n二、过期的应急物资立即更换。\n三、镇应急办每月"
        "检查一次，结果报主席团。",
        agenda="9:00 集合；现场看道路、采区、库房；听取汇报；向企业反馈意见。",
        recusal="本人承包了三家石料厂的石料运输",
    ),
    Told(
        205, "执法检查", "《中华人民共和国水污染防治法》执法检查", "屠宰点、石材加工点和镇区排水",
        "环卫办", "镇区及沿河各村", approaches=("report", "talk", "spot"),
        report_heard="镇生态环境和环卫办公室报告法律实施情况。",
        findings="镇区排水支管两处混接；屠宰点污水池容积不足；沿河三个村垃圾池离河不到 50 米。",
        opinions="一、混接的支管年内改造。\n二、屠宰点扩建污水池。\n三、垃圾池外移。",
        answered=88,
        answer="屠宰点污水池已扩建到 60 立方米；两个村的垃圾池已外移；支管改造列入年度计划。",
    ),
    Told(
        103, "专题调研", "设施农业用水用电情况调研", "温室大棚小区和种植大户", "农业农村办",
        "二十家子村、兴隆街村", approaches=("talk", "visit", "question"),
        findings="走访 42 户：用水高峰水压不足，机电井共用的小区轮灌要等两天；变压器容量偏小，"
        "冬季卷帘时常跳闸。",
        opinions="一、把两个小区列入高标准农田机井改造。\n二、请供电所年内增容。\n三、编制轮灌表上墙。",
    ),
)  # fmt: skip
COMING = Told(
    -13, "视察", "冬季安全生产集中视察", "大营子石料厂、加油站、镇中心小学", "党政办", "镇政府院内集合",
    form="collective", agenda="分三组看石矿、加油站、学校；集中听取汇报。", people=18,
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One item; days before today on which it came, was done, checked, accepted, struck off."""

    came: int
    term: int
    problem: str
    demand: str
    unit: str
    village: str
    place: str
    measures: str = ""
    batch: str = ""
    number: str = ""
    found_at: str = ""
    done: int = 0
    said: str = ""
    check: str = ""
    accepted: int = 0
    struck: int = 0
    outcomes: tuple = ()
    after: bool = False
    partly: str = ""
    postponed: tuple = field(default_factory=tuple)


CASES = (
    Case(
        312, 60, "沙子地村北山采石点停产以后，工棚、磅房和围墙没有拆，石料堆在坡上，大风起尘。",
        "拆除建筑物、围墙和设备，清走石料，恢复植被。", "环卫办", "沙子地村", "北山采石点",
        measures="镇政府组织拆除，企业清运石料，春季覆土栽植。", batch="第一批", number="NC-2025-017",
        done=262, said="工棚、磅房 3 所和围墙 120 延米已拆除，设备运走，石料清走。",
        check="建筑物、围墙都拆了，场地平整，覆土 30 厘米，栽了油松。", accepted=255, struck=248,
        outcomes=(("拆除建筑物", "3", "所"), ("拆除围墙", "120", "延米"), ("清走设备", "4", "台"),
                  ("还林", "15", "亩")),
        after=True,
    ),
    Case(
        312, 90, "大营子石料厂破碎车间没有封闭，洒水不到位，周围农田落灰。",
        "破碎车间全封闭，安装喷淋和收尘装置，料堆苫盖。", "村镇建设办", "三十家子村", "大营子石料厂",
        measures="企业停产改造，镇应急办每周检查一次。", batch="第一批", number="NC-2025-021",
        done=236, said="车间已封闭，收尘装置 2 台投入使用，料堆全部苫盖。",
        check="车间封闭，喷淋正常，料堆苫盖。", accepted=230, struck=224,
        outcomes=(("安装收尘设备", "2", "台"), ("建围挡", "260", "延米")), after=True,
    ),
    Case(
        312, 120, "老哈河支沟两侧堆放生活垃圾和养殖粪污，夏天有气味。",
        "清理垃圾和粪污，落实保洁员，设禁倒牌。", "环卫办", "兴隆地村", "村南支沟",
        batch="第一批", number="NC-2025-029", done=206, said="垃圾清运 86 车，设禁倒牌 6 块。",
        check="沟里清干净了，牌子立了，保洁员每天巡查。", accepted=200, struck=190,
        outcomes=(("清运垃圾", "860", "立方米"), ("栽植杨树", "6", "亩")), after=True,
    ),
    Case(
        118, 100, "兴隆街村原石材加工点关停以后，厂房和沉淀池没有拆，碎石占用林地。",
        "拆除厂房和沉淀池，清走碎石，恢复林地。", "林草站", "兴隆街村", "村东林地",
        measures="先拆厂房，再清碎石，秋季造林。", batch="第二批", number="NC-2026-006",
        partly="厂房拆了一所，沉淀池和碎石还在。",
        outcomes=(("拆除建筑物", "1", "所"),),
    ),
    Case(
        118, 90, "四家村养牛小区污水直排村路边沟。", "建集污池，雨污分流，粪污集中堆放。",
        "农业农村办", "四家村", "养牛小区", batch="第二批", number="NC-2026-009",
        done=34, said="集污池 3 座已建成，雨污分流管道铺设 180 米。",
        check="集污池已用上，边沟里没有污水。", accepted=27,
        outcomes=(("建集污池", "3", "座"), ("铺设管道", "180", "延米")), after=True,
    ),
    Case(
        118, 125, "齐家营子村砂坑没有回填，积水，没有围挡。", "设围挡和警示牌，回填，恢复耕地。",
        "村镇建设办", "齐家营子村", "村北砂坑", batch="第二批", number="NC-2026-014",
        done=6, said="砂坑已回填，设围挡 90 延米，等待核查。",
        outcomes=(("建围挡", "90", "延米"),),
    ),
    Case(
        243, 30, "三家石料厂边坡浮石没有清理。", "清理浮石，经核查到位以前不得复工。", "村镇建设办",
        "二十家子村", "三家石料厂采区", found_at="石矿复工前安全检查",
        done=219, said="浮石已清理 340 立方米。", check="边坡干净，台阶清楚，可以复工。",
        accepted=218, struck=214, outcomes=(("清理浮石", "340", "立方米"),), after=True,
    ),
    Case(
        61, 80, "三家石料厂下山道路外侧防护墩缺 40 米，冬天结冰危险。", "立冬以前补齐防护墩和反光标志。",
        "村镇建设办", "二十家子村", "三家石料厂下山道路", found_at="秋季石矿安全生产检查",
        measures="企业出资，镇村镇建设办公室监督施工。",
    ),
)  # fmt: skip

MATTER = (
    "检查时沿路几户村民反映，石料车从村口过不苫盖，扬尘大，夜里也跑。建议交警和镇里设限速、限时标志，"
    "督促车辆苫盖、洒水。"
)
REPORT = {
    "days": 160,
    "title": "关于全镇安全生产工作情况的专项报告",
    "unit": "党政办",
    "summary": "报告上半年石矿、道路交通、学校、燃气四个方面的安全生产工作：排查隐患 146 处，整改"
    " 139 处；石矿全年零死亡；农村道路平交路口安装警示灯 12 处。",
    "opinions": "一、没有整改完的 7 处隐患要列出清单，逐处定人、定时限。\n二、石矿和运输车辆的检查"
    "结果每季度向主席团报告一次。\n三、学校门口上下学时段要有人疏导。",
    "answered": 70,
    "answer": "7 处隐患已整改 6 处，余下 1 处（镇区燃气调压箱围栏）列入 11 月工程；检查结果已按季度"
    "报告；学校门口由派出所和学校轮流疏导。",
    "votes": (46, 6, 1),
}
