"""Sentences and words about the presidium that need no database."""

from collections.abc import Iterable

# What the congress decides itself: budget, its changes, accounts and debts (地方组织法第十二条).
BUDGET_WORDS = ("预算", "决算", "债务", "举债", "欠债", "还债", "偿债")
CONGRESS_NOTE = (
    "写到了“{word}”。预算、预算调整和决算由镇人民代表大会审查批准（地方组织法第十二条），主席团不能"
    "代替。已经替您选中“须提请大会审查批准”；确实不属于的，取消选中再保存。"
)
POSTS_NOTE = (
    "主席团成员不能担任国家行政机关的职务（本省乡镇人民代表大会工作条例）。系统不知道谁在政府任职，"
    "请逐人核对；担任了的，请办理辞去主席团职务的手续，再填上“止”。"
)


def budget_word(*texts: str) -> str:
    """The first word of BUDGET_WORDS in `texts`, or ""."""
    said = "".join(texts)
    return next((word for word in BUDGET_WORDS if word in said), "")


def quorum_sentence(members: int, present: int) -> str:
    """应到 9 人，实到 6 人，过半数，可以开会."""
    enough = present * 2 > members
    end = "过半数，可以开会" if enough else "没有过半数，不能开会，也不能作决定"
    return f"应到 {members} 人，实到 {present} 人，{end}"


def named(names: Iterable[str], most: int = 3) -> str:
    """王芳、李明等5名代表; all of them where they are few."""
    names = list(names)
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等{len(names)}名代表"
