"""Wells, fields, crops, livestock, water and the land."""

from daihome.demo.story import Matter, Round
from suggestions.pipeline import Step

MATTERS = [
    Matter(
        "韩杞柳村",
        "我们南洼地那眼机电井的泵坏了快一个月，眼瞅着要浇头遍水，三百来亩地干等着。找过打井队，说得一万多，村集体没钱。",
        age=222, summary="韩杞柳村南洼地机电井水泵损坏，影响三百亩地浇灌", category="灌溉和水渠",
        channel="desk", mode="named", urgent=True, to_representative=True, picture="well",
        rounds=(Round("水利站", reply="水利站已从防汛抗旱物资中调拨三十七千瓦潜水泵一台，五天内安装完毕，南洼地三百一十亩水浇地已轮浇一遍。原泵送修后留作备用。", after=6, told="visit"),),
        result=("韩杞柳村南洼地机电井恢复使用", "调拨安装潜水泵一台，三百一十亩地及时浇上水。"),
    ),
    Matter(
        "沙子地村",
        "今年玉米收购点压秤压得厉害，同样的水分，一个点给一毛二的差价，还不让看检测仪的数。老百姓一年就指着这点粮食，请管一管。",
        age=236, summary="沙子地村反映玉米收购点压级压价、检测不公开", category="农产品销售",
        nature="criticism", to_representative=True, rounds=(Round("市场监管所", assist=("农业农村办",), reply="我所检查了全镇九个玉米收购点，校准地磅九台、水分仪十一台，责令两个点改正不公示检测结果的行为并立案一起。各收购点已在门口张贴当日价格和扣水标准，公布了举报电话。", after=20, told="online"),),
        result=("全镇玉米收购点公开价格和检测结果", "检查收购点九个，校准计量器具二十台件，两个点被责令改正。"),
    ),
    Matter(
        "和硕金村",
        "邻村羊群总上我们村的退耕林里放，小树苗啃了一大片。管林子的说一个人看不过来。",
        age=198, summary="和硕金村退耕林地被散放羊群啃食，希望加强禁牧管护", category="禁牧和草场",
        rounds=(
            Round("林草站", reply="我站会同综合执法人员巡查四次，对三户散放户进行了批评教育并签订禁牧承诺书，补植山杏苗一千二百株，增聘护林员一名。", after=26, told="online", returned_by="农业农村办", return_reason="林地管护和禁牧执法属林草站职责，建议转林草站办理"),
        ),
    ),
    Matter(
        "兴隆地村",
        "二轮延包确权的时候，我家北梁那块地四至写错了，把我家两亩三分写到邻居证上了。跑了村里两趟，说改不了。",
        age=183, summary="兴隆地村一户承包地确权四至登记有误，要求更正", category="土地承包和流转",
        channel="desk", mode="confidential", disposal="redirected",
        explanation="您和邻居对承包地四至有争议，属于农村土地承包经营纠纷。请先到镇农村土地承包仲裁服务窗口申请调解；调解不成的，可以向县农村土地承包仲裁委员会申请仲裁，也可以直接向人民法院起诉。请带上承包合同、经营权证和当年的台账复印件。",
        rounds=(Round(told="meeting", verdict="basic"),),
    ),
    Matter(
        "烧锅地村",
        "村里的自来水一到晌午就断，早晚还发浑，沉淀一宿盆底一层沙。我们村家家都这样，洗衣机滤网一个月堵两回。",
        age=171, summary="烧锅地村自来水午间停水、水质浑浊", category="自来水",
        mode="named", picture="water", supplement="补充一下：村东头高处的十几户最严重，有时候一天都没水。",
        rounds=(Round("水利站", assist=("卫生院",), reply="经查，水源井滤管破损、高位水池容量不足。已更换滤管、清洗水池，并在村东加装增压泵一台。水样送检十二项指标合格，供水时间恢复为全天。", after=39),),
        result=("烧锅地村自来水恢复全天供应", "更换滤管、清洗水池、加装增压泵，水质检测合格。"),
    ),
    Matter(
        "土龙营子村",
        "关于在土龙营子村建设粮食烘干点的建议。近三年秋收期连续阴雨，玉米上不了冻、晒不干，霉变严重，全村每年损失估计在四十万元以上。镇里目前只有一座烘干塔，排队要七八天。建议支持合作社建一座日处理一百吨的烘干塔，服务周边五个村。",
        age=160, title="关于在土龙营子村建设粮食烘干点的建议", summary="建议支持合作社在土龙营子村建粮食烘干塔", category="农产品销售",
        channel="representative", mode="named", nature="advice", disposal="proposal", complex=True, cosigners=5,
        rounds=(Round("农业农村办", reply="建议已采纳。土龙营子村合作社烘干塔项目已列入农机购置与应用补贴范围，用地手续办理完毕，烘干塔九月中旬建成试运行，今秋为周边五个村烘干玉米三千二百吨。", after=88, told="meeting"),),
        result=("土龙营子村粮食烘干塔建成投用", "采纳代表建议，烘干塔建成，今秋服务周边五个村。"),
    ),
    Matter(
        "邢家窝铺村",
        "我养了六十只羊，春天得了羊痘死了九只，防疫员说疫苗没发下来。别的村都打了，我们村为啥没有？",
        age=147, summary="邢家窝铺村反映羊痘疫苗发放不及时", category="牲畜防疫",
        nature="criticism", mode="named", channel="phone",
        rounds=(Round("农业农村办", reply="经核实，春防时邢家窝铺村有四户外出未补免。已补种疫苗二百一十头份，对防疫员进行了批评，建立补免登记表。您家死亡的羊不在强制免疫死亡补助范围，但可以按政策性保险报案理赔，我办已协助您报案。", after=18, told="visit", verdict="basic"),),
    ),
    Matter(
        "桃古图村",
        "山洪沟里让人倒了好多建筑垃圾，沟窄得只剩一半，去年大雨水就漫到地里了。汛期前得清出来。",
        age=122, summary="桃古图村山洪沟被建筑垃圾侵占，汛前需要清理", category="河道和污水",
        urgent=True, picture="ditch",
        rounds=(Round("水利站", assist=("环卫办",), reply="汛前已出动挖掘机两台、翻斗车四辆，清运建筑垃圾约六百立方米，疏通沟道七百八十米，两端设置禁倒标志和摄像头一处。", after=14, told="online"),),
        result=("桃古图村山洪沟汛前疏通", "清运建筑垃圾约六百立方米，疏通沟道七百八十米。"),
    ),
    Matter(
        "白塔子村",
        "地膜没人收，风一刮满地飞，挂得树上电线上都是。收地膜的一斤才给几分钱，谁也不爱捡。",
        age=108, summary="白塔子村废旧地膜无人回收，污染农田", category="种子、农药和化肥",
        nature="opinion",
        rounds=(Round("农业农村办", reply="今年起在白塔子村设立地膜回收点，实行以旧换新，五公斤旧膜换一公斤新膜，秋后集中捡拾两次，共回收旧膜四点六吨。明年将推广加厚地膜。", after=47, told="online"),),
    ),
    Matter(
        "丛家窝铺村",
        "大棚补贴说好的一亩两千，去年冬天验收完到现在没见着钱。我们五户都是贷款建的棚，利息天天涨。",
        age=46, summary="丛家窝铺村五户大棚建设补贴未兑现", category="农业补贴",
        channel="desk", mode="named", to_representative=True,
        rounds=(
            Round("农业农村办", reply="补贴资金已列入计划，待上级资金拨付后发放。", reply_class="B", after=18, told="phone", verdict="unsatisfied", why="还是让等，没说到底哪天给，贷款利息谁管？请给一个准日子。"),
            Round("农业农村办", assist=("财政所",)),
        ),
        until=Step.SUPERVISE,
    ),
    Matter(
        "齐家营子村",
        "今年河道采沙的又来了，白天不干夜里干，机器响到后半夜，河坝根都掏空了。希望查一查有没有手续。",
        age=82, summary="齐家营子村河道夜间采沙，怀疑无证，危及河坝", category="河道和污水",
        level="county", disposal="upward", urgent=True,
        rounds=(Round("水利局", assist=("派出所", "水利站"),),), until=Step.SUPERVISE,
    ),
    Matter(
        "岳家窝铺村",
        "村里公用的喷灌设备让前任队长锁在自家院里，谁家用谁给他交钱。那是国家给的项目，应该大伙一起使。",
        age=44, summary="岳家窝铺村公用喷灌设备被个人占用收费", category="村务公开",
        mode="confidential", channel="letter", nature="criticism",
        rounds=(Round("农业农村办", reply="经核实，该批喷灌设备系二〇二一年高效节水项目形成的村集体资产。已由村委会收回入库，制定使用登记办法，收取的费用八百四十元退还十一户村民，并对当事人作了批评教育。", after=26, reply_state="draft"),),
        until=Step.SUPERVISE,
    ),
    Matter(
        "二八台沟村",
        "我家种的谷子让野猪拱了三亩多，夜里敲锣也赶不走。听说有野生动物损害补偿，不知道咋申请。",
        age=40, summary="二八台沟村谷子被野猪损毁，咨询补偿", category="退耕还林还草",
        mode="named", channel="phone",
        rounds=(Round("林草站", reply="我站已入户核实，受损面积三点二亩，协助您填报了野生动物致害补偿申请，县级复核后约一千二百元补偿款将打入一卡通。另在沟口安装了声光驱赶设备两台。", after=22, reply_state="approved"),),
        until=Step.SUPERVISE,
    ),
    Matter(
        "兴隆街村",
        "北大地的高标准农田，修的渠比地面还高，水根本流不进去，成了摆设。花那么多钱图啥？",
        due_in=3, summary="兴隆街村高标准农田渠道高于地面，无法使用", category="灌溉和水渠",
        nature="criticism", rounds=(Round("农业农村办", assist=("水利站",)),), until=Step.SUPERVISE, picture="ditch",
    ),
    Matter(
        "天兴宫村",
        "今年秋天打捆机打完的秸秆堆在路边一个多月没人拉，又占道又怕着火。村里说是外地公司收的，电话也打不通。",
        age=6, summary="天兴宫村路边堆放秸秆久未拉运，有火灾隐患", category="防火和防汛",
        until=Step.SORT, urgent=True, channel="phone", mode="named",
    ),
    Matter(
        "四平庄村",
        "想问一下明年还让不让报休耕轮作？去年报上了，钱比说的少了一截，也没人给讲明白是咋算的。",
        age=2, category="农业补贴", nature="advice", until=Step.RECEIVE,
    ),
]  # fmt: skip
