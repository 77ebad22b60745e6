"""Roads, lamps, bridges, houses, electricity and signal."""

from daihome.demo.story import Matter, Round
from suggestions.pipeline import Step

MATTERS = [
    Matter(
        "北山咀村",
        "我们前街从老供销社到小学这一段路灯坏了有小半年，一共五盏都不亮。现在天短，孩子放学回来黑灯瞎火的，前几天老刘家老太太就在道边崴了脚。希望镇里派人来修修。",
        age=228, summary="北山咀村前街五盏路灯不亮，希望尽快修复", category="路灯",
        channel="phone", mode="named", picture="lamp",
        rounds=(Round("村镇建设办", reply="经现场查看，北山咀村前街五盏路灯系控制箱进水短路。我办已更换控制箱和三个灯头，五盏路灯全部恢复照明，并给控制箱加装了防雨罩。", after=12),),
        result=("北山咀村前街路灯恢复照明", "镇村镇建设办公室更换了控制箱和灯头，前街五盏路灯全部修好，并加装了防雨罩。"),
    ),
    Matter(
        "三十家子村",
        "三十家子三组到国道那截水泥路，让拉石头的大车压得坑坑洼洼，一下雨全是水坑，电动三轮走着都打晃。村民凑钱垫过两回炉灰，管不了几天。请给彻底修一下。",
        age=214, summary="三十家子村三组通国道水泥路破损严重，希望翻修", category="村里的路",
        mode="named", to_representative=True, picture="road",
        rounds=(Round("村镇建设办", assist=("三十家子村委会",), reply="该路段长约六百二十米，破损面积约四百平方米。我办已联系养护单位用冷补料修补坑槽，并在路口设置了限高限宽墩。全线罩面已列入明年农村公路养护计划，预计明年六月底前完成。", reply_class="B", after=38, told="visit", verdict="basic"),),
        result=("三十家子村三组道路完成应急修补", "坑槽已经修补，路口设置了限宽墩；全线罩面列入明年农村公路养护计划。"),
    ),
    Matter(
        "二龙村",
        "关于给二龙村河套便桥加装护栏的建议。二龙村通往河东地块的便桥建于二〇〇六年，桥长二十一米，两侧没有护栏。全村有一百一十多户的承包地在河东，春种秋收每天人车往来不断。去年秋天一辆三轮车险些翻下桥。建议在桥两侧加装防撞护栏，并设限载标志。",
        age=205, title="关于给二龙村河套便桥加装护栏的建议", summary="二龙村河套便桥无护栏，建议加装护栏和限载标志", category="桥和涵洞",
        channel="representative", mode="named", nature="advice", disposal="proposal", cosigners=3,
        rounds=(Round("村镇建设办", assist=("水利站",), reply="您提出的建议已经采纳。我办会同水利站对便桥进行了检查，桥墩稳固。现已在桥两侧安装钢制护栏四十二延米，两端设置限载十吨和减速慢行标志。", after=41, told="meeting"),),
        result=("二龙村河套便桥装上护栏", "采纳代表建议，安装钢护栏四十二延米，两端设置了限载和减速标志。"),
    ),
    Matter(
        "大八家村",
        "我家房子是八几年的土坯房，东山墙裂了一道大口子，能伸进去手指头。下雨天屋里接三个盆。我和老伴都七十多了，儿子在外头打工也顾不上。听说有危房改造，村里一直没信儿，求领导给看看。",
        age=190, summary="大八家村一户老人土坯房开裂漏雨，申请危房鉴定和改造", category="宅基地和建房",
        channel="desk", mode="confidential", urgent=True, picture="house",
        rounds=(Round("村镇建设办", assist=("民政办",), reply="接到交办后我办当天入户，委托第三方鉴定为D级危房，先把两位老人安置到村互助幸福院居住。住房已按程序纳入危房改造，补助资金到位，房屋六月底封顶、八月搬入。", after=44, told="visit"),),
        result=("大八家村一户老人的危房完成改造", "鉴定为D级危房，已纳入危房改造，老人搬进新房。"),
    ),
    Matter(
        "洼子庙村",
        "村里用电一到夏天浇地就不行，机井一开，家里电压低得电饭锅都跳，冰箱也烧了一台。去年反映过一次，说是变压器小，后来没有下文。",
        age=176, summary="洼子庙村浇地季节电压过低，希望增容", category="停电和电压",
        mode="named", rounds=(Round("供电所", reply="洼子庙村台区夏季最大负荷超出变压器容量。我所已把原一百千伏安变压器更换为二百千伏安，并对村东线路末端进行改造，实测晚高峰末端电压二百一十八伏，符合标准。", after=36),),
        result=("洼子庙村变压器完成增容", "变压器容量增加一倍，村东线路完成改造，夏季电压恢复正常。"),
    ),
    Matter(
        "胡墩梁村",
        "胡墩梁北沟这十来户手机没信号，打个电话得跑到山梁上去。孩子上网课、老人看病叫救护车都打不出去。给通信公司打过电话，说人少不建站。",
        age=168, summary="胡墩梁村北沟十余户无手机信号，希望协调建站", category="手机信号和网络",
        level="county", disposal="upward", complex=True,
        rounds=(Round("工信局", reply="经协调通信企业现场测试，北沟属信号盲区，已把该点位列入今年第三批农村信号补盲项目，计划建设一处小型基站，预计十二月底前开通。在此之前，由村委会在北沟村民小组长家设一部应急固定电话。", reply_class="B", after=60, told="online", verdict="basic"),),
    ),
    Matter(
        "柏林营子村",
        "修自来水的时候把我们胡同的路挖开了，埋完管子就拿土一填，现在一下雨就陷车。施工的人说不归他们管，村里说等验收。到底归谁管？",
        age=133, summary="柏林营子村自来水施工后路面未恢复，希望恢复原状", category="村里的路",
        nature="criticism", picture="road",
        rounds=(
            Round("水利站", reply="已通知施工单位恢复路面，施工单位已用砂石回填压实。", after=15, told="online", verdict="unsatisfied", why="只垫了一层砂石，下了一场雨又陷下去了，原来是水泥路面，应该按原样恢复。"),
            Round("水利站", assist=("村镇建设办",), reply="经督促，施工单位已把八十六米胡同路面按原标准重新浇筑混凝土，厚度十五厘米，由村监委会现场验收签字。质保金待一年后再付。", after=16, told="online"),
        ),
        result=("柏林营子村胡同路面按原样恢复", "反映人第一次评价不满意，重新办理后，施工单位按原标准重铺了八十六米混凝土路面。"),
    ),
    Matter(
        "巴润嘎日社区",
        "社区后面文化广场的健身器材坏了好几个，那个转腰的掉了一个座，螺丝露在外面，孩子爱往上爬，怕扎着。",
        age=118, summary="巴润嘎日社区文化广场健身器材损坏，存在隐患", category="其他",
        at_venue=True, picture="square",
        rounds=(Round("巴润嘎日居委会", reply="当天已把损坏的器材围挡停用，两周内更换了转腰器座板、漫步机踏板各一副，并检查了其余十一件器材。", after=9, told="online"),),
    ),
    Matter(
        "喇嘛营子村",
        "村部门口到幼儿园那个弯道视线不好，去年冬天和今年开春各撞了一次车。能不能安个凸面镜和减速带？",
        age=96, summary="喇嘛营子村幼儿园弯道建议装凸面镜和减速带", category="交通安全",
        channel="letter", mode="named", nature="advice", to_representative=True,
        rounds=(Round("派出所", assist=("村镇建设办",), reply="经派出所交通民警和村镇建设办现场勘查，已在弯道安装凸面镜两面、橡胶减速带三道、儿童注意标志一块。", after=21, told="letter"),),
    ),
    Matter(
        "南山咀村",
        "我们南山咀新修的村路质量不行，才一年就起皮露石子了，当时花了不少钱。请查查是不是偷工减料。",
        age=84, summary="南山咀村新修村路一年即起皮，请求核查质量", category="村里的路",
        nature="criticism", picture="road",
        rounds=(Round("村镇建设办", reply="我办委托检测机构取芯三处，厚度合格、表面强度一处不合格。已责成施工单位对三百二十平方米起皮路段铣刨重铺，费用由施工单位承担，目前正在施工，力争上冻前完成。", reply_class="B", after=52, told="online", verdict=""),),
        until=Step.FEEDBACK,
    ),
    Matter(
        "团结店村",
        "团结店老学校旧址那排房子没人管，房檐的瓦直往下掉，小孩总钻进去玩。要么修要么拆，别等砸着人。",
        age=80, summary="团结店村闲置校舍存在坠落隐患，希望修缮或拆除", category="宅基地和建房",
        urgent=True, rounds=(Round("村镇建设办", assist=("中心小学",)),), until=Step.SUPERVISE,
        supplement="上周刮大风又掉下来十几块瓦，我们自己拉了根绳子拦着，还是尽快处理吧。",
    ),
    Matter(
        "四家村",
        "关于延伸四家村至烧锅地村道路的建议。两村直线距离不到三公里，因为中间一公里八百米是土路，两村群众办事、孩子上学都要绕行十一公里。建议把这段土路硬化，纳入明年农村公路计划。",
        due_in=52, title="关于硬化四家村至烧锅地村连接路的建议", summary="四家村至烧锅地村一公里八百米土路，建议硬化", category="村里的路",
        channel="representative", mode="named", nature="advice", disposal="proposal", complex=True,
        level="county", cosigners=4, unsigned=1, rounds=(Round("交通局", assist=("村镇建设办",)),), until=Step.SUPERVISE,
    ),
    Matter(
        "山前村",
        "山前二组的电线杆斜了，离老张家房檐也就一尺多远，线还耷拉着。冬天雪一压怕出事。",
        due_in=6, summary="山前村二组电线杆倾斜、线路低垂，存在隐患", category="停电和电压",
        channel="phone", mode="named", urgent=True, rounds=(Round("供电所"),), until=Step.SUPERVISE, picture="pole",
    ),
    Matter(
        "新房身村",
        "我们后街一盏路灯都没有，前街都装了太阳能的，后街四十多户咋就不给装？老人晚上出门倒个垃圾都得打手电。",
        age=16, summary="新房身村后街没有路灯，希望安装", category="路灯",
        nature="opinion", rounds=(Round("村镇建设办"),), until=Step.SUPERVISE,
    ),
    Matter(
        "地南头村",
        "地南头小桥的涵洞让树枝和垃圾堵死了，上礼拜化雪水漫过路面，结了一层冰，上学的孩子摔了好几个。",
        age=3, summary="", category="桥和涵洞", mode="named", urgent=True, until=Step.RECEIVE, picture="ditch",
    ),
    Matter(
        "杨家窝铺村",
        "村西头通到果园那条路，两边的树枝子伸出来老长，面包车都刮漆。想请林业上给修修枝，我们自己不敢乱砍。",
        age=5, summary="杨家窝铺村果园路树枝伸入路面，希望修剪", category="村里的路",
        nature="advice", rounds=(Round("林草站"),), until=Step.CLASSIFY,
    ),
]  # fmt: skip
