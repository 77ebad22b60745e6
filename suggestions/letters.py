"""The wording of official letters; no database needed (DOMAIN.md 3, 答复函)."""

import re

FIRST_LEVEL = re.compile(r"[一二三四五六七八九十]+、")
SECOND_LEVEL = re.compile(r"[（(][一二三四五六七八九十]+[）)]")
HEADING_MAX = 26  # a heading of a section stands in one line of 28 characters
NAMED_MAX = 3  # representatives called by name; of more, the lead and how many


def heading(title, number, proposed, again=False):
    """关于……的答复; a matter without a title is named by its number; `again` after a promise."""
    answer = "再次答复" if again else "答复"
    if not title:
        kind = "代表建议" if proposed else "选民意见"
        return f"关于第{number}号{kind}的{answer}"
    return f"{title}的{answer}" if title.startswith("关于") else f"关于“{title}”的{answer}"


def salutation(names):
    """Whom the letter addresses; without names the person who raised the matter."""
    if not names:
        return "反映人"
    if len(names) > NAMED_MAX:
        return f"{names[0]}等{len(names)}名代表"
    return f"{'、'.join(names)}代表"


def opening(text, title, number, names):
    """The sentence that says which matter is answered, or "" where the unit's text says it."""
    if "收悉" in text[:120]:
        return ""
    who = "你们" if len(names) > 1 else "您"
    if not names:
        return f"您反映的问题（编号{number}）收悉。现答复如下："
    named = f"“{title}”" if title else "建议"
    return f"{who}提出的{named}（编号{number}）收悉。现答复如下："


def paragraphs(text):
    """(tag, words) of each paragraph: short lines like “一、” are headings, the rest is text."""
    lines = (line.strip(" \u3000\t") for line in text.splitlines())
    return [(tag_of(line), line) for line in lines if line]


def tag_of(line):
    """h2 for “一、办理情况”, h3 for “（一）资金”, p for everything that is a sentence."""
    if len(line) > HEADING_MAX or line.endswith(("。", "；", "：", "！", "？")):
        return "p"
    if FIRST_LEVEL.match(line):
        return "h2"
    return "h3" if SECOND_LEVEL.match(line) else "p"


def promise(content, day):
    """The sentence that binds the unit: what, by when, and that it answers again."""
    said = f"我单位承诺在{day.year}年{day.month}月{day.day}日前办好"
    return (
        f"{said}：{content.rstrip('。；，')}。到期再次答复。"
        if content
        else f"{said}，到期再次答复。"
    )


def copies(home, unit):
    """Who gets a copy: the presidium and the office of the government, never the unit itself."""
    government = "办事处" if home.town.endswith("街道") else "人民政府办公室"
    wanted = [home.congress_name, f"{home.town}{government}"]
    return [name for name in wanted if name != unit.name]


# Clauses that say only that the letter came and will be looked at: 已收悉 is not an answer.
_EMPTY_WORDS = re.compile(
    "收悉|收到|知悉|已阅|来信|来函|正在(?:抓紧|积极)?(?:研究|办理|处理|落实|协调)|"
    "(?:尽快|抓紧|及时|认真|积极)(?:研究|办理|处理|答复|回复)|感谢|谢谢|理解|支持|放心|耐心|特此|此复|现答复如下"
)
MERE_RECEIPT_MAX = 60  # characters; whoever writes more says something
SUBSTANCE_MIN = 6


def only_acknowledges(text):
    """Whether a reply says no more than that the matter arrived (“已收悉，正在研究”)."""
    if len(text) > MERE_RECEIPT_MAX or not _EMPTY_WORDS.search(text):
        return False
    clauses = re.split(r"[\s，。；：、！？,.;:!?]+", text)
    said = "".join(clause for clause in clauses if not _EMPTY_WORDS.search(clause))
    return len(said) < SUBSTANCE_MIN
