"""Invented names and telephone numbers; none is meant to be anybody's."""

SURNAMES = (
    "王李张刘陈杨赵孙周吴徐马朱胡郭何高林郑梁宋唐许韩邓冯曹彭曾田董于袁潘蒋蔡余杜叶程魏任姜崔丁"
)
MONGOL_SURNAMES = ["白", "包", "鲍", "宝", "乌", "席", "康", "金"]
GIVEN = {
    "m": [
        "国强",
        "建军",
        "志刚",
        "海龙",
        "永福",
        "树林",
        "长河",
        "占山",
        "广田",
        "德顺",
        "立新",
        "文革",
        "春雨",
        "少华",
        "学文",
        "守田",
        "凤山",
        "宝成",
        "连生",
        "振东",
        "景春",
        "俊峰",
        "洪涛",
        "玉山",
        "喜民",
        "满仓",
        "向东",
        "兴旺",
        "瑞林",
        "晓东",
        "亚军",
        "殿臣",
    ],
    "f": [
        "秀英",
        "桂兰",
        "淑芬",
        "玉梅",
        "春艳",
        "丽娟",
        "凤霞",
        "红梅",
        "晓燕",
        "海霞",
        "翠平",
        "彩云",
        "素珍",
        "亚琴",
        "金凤",
        "艳华",
        "秋菊",
        "雅丽",
        "文静",
        "小娟",
    ],
}
MONGOL_GIVEN = {
    "m": ["巴图", "宝音", "那顺", "呼和", "苏和", "青山", "铁柱", "金山"],
    "f": ["其木格", "乌兰", "玉兰", "斯琴", "萨仁", "塔娜"],
}  # fmt: skip
# 13800 with the area code belongs to a network operator's own services: nobody's number.
PHONE_PREFIX = "13800476"


class NameBook:
    """Hands out names, each once, and telephone numbers, from the generator `rng`."""

    def __init__(self, rng):
        self.rng = rng
        self.used = set()
        self.phones = 100

    def name(self, sex=None, mongol=False):
        """A name nobody else here has."""
        sex = sex or self.rng.choice("mf")
        surnames = MONGOL_SURNAMES if mongol else SURNAMES
        given = MONGOL_GIVEN if mongol and self.rng.random() < 0.6 else GIVEN
        name = self.rng.choice(surnames) + self.rng.choice(given[sex])
        if name in self.used:
            return self.name(sex, mongol)
        self.used.add(name)
        return name

    def phone(self):
        """The next number of the series."""
        self.phones += 1
        return f"{PHONE_PREFIX}{self.phones}"
