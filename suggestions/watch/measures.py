"""On time, solved, satisfied: the arithmetic of the statistics, without a database.

Rows come with a `number`: alike rows may be given as one row that stands for several, or each by
itself with the number 1 (as they are exported); the measures are the same.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class MatterRow(NamedTuple):
    """Matters that are alike. `solved` is None without a published reply, `verdict` "" without one.

    `days` are those from receipt until the voter was first told, None when that has not happened.
    """

    key: object
    answered: bool
    solved: bool | None
    verdict: str
    is_late: bool
    days: int | None
    number: int = 1


class AnswerRow(NamedTuple):
    """Answers of main units that are alike; `days` from receipt, None after the first round."""

    key: object
    on_time: bool
    days: int | None
    number: int = 1


@dataclass(frozen=True)
class Rate:
    """`part` of `whole`; there is no percent of nothing."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}"

    @property
    def percent(self) -> str:
        """Rounded to one decimal; 100% means all and 0% none. Empty when `whole` is 0."""
        if not self.whole:
            return ""
        tenths = (self.part * 2000 + self.whole) // (2 * self.whole)
        if 0 < self.part < self.whole:
            tenths = min(max(tenths, 1), 999)
        return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"

    @property
    def share(self) -> float:
        """From 0 to 1, for a bar; 0 when `whole` is 0."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Measures:
    """What is known of some matters; solved and satisfied are counted apart."""

    received: int
    answered: int
    late: int
    on_time: Rate
    solved: Rate
    satisfied: Rate
    basic: Rate
    unsatisfied: Rate
    unjudged: int
    days_to_answer: float | None
    days_to_told: float | None

    @property
    def unreplied(self) -> int:
        """Without a published reply of a main unit in the present round: in no solved rate."""
        return self.received - self.solved.whole


def measure(matters: Iterable[MatterRow], answers: Iterable[AnswerRow]) -> Measures:
    """The measures of these matters and of the main units' answers to them."""
    matters, answers = list(matters), list(answers)
    verdicts = _count(matters, "verdict")
    judged = sum(number for level, number in verdicts.items() if level)
    solved, on_time = _count(matters, "solved"), _count(answers, "on_time")
    answered = _count(matters, "answered")[True]
    return Measures(
        received=sum(row.number for row in matters),
        answered=answered,
        late=_count(matters, "is_late")[True],
        on_time=Rate(on_time[True], on_time[True] + on_time[False]),
        solved=Rate(solved[True], solved[True] + solved[False]),
        satisfied=Rate(verdicts["satisfied"], judged),
        basic=Rate(verdicts["basic"], judged),
        unsatisfied=Rate(verdicts["unsatisfied"], judged),
        unjudged=sum(row.number for row in matters if row.answered and not row.verdict),
        days_to_answer=median(_count(answers, "days")),
        days_to_told=median(_count(matters, "days")),
    )


def _count(rows, name):
    found = Counter()
    for row in rows:
        found[getattr(row, name)] += row.number
    return found


def median(counted: Counter) -> float | None:
    """The middle of values with their numbers, None among them left out; None of nothing."""
    numbers = sorted((value, number) for value, number in counted.items() if value is not None)
    total = sum(number for _value, number in numbers)
    if not total:
        return None
    low, high = _nth(numbers, (total - 1) // 2), _nth(numbers, total // 2)
    return low if low == high else (low + high) / 2


def _nth(numbers, place):
    for value, number in numbers:
        if place < number:
            return value
        place -= number
    raise ValueError("Fewer values than that.")


@dataclass(frozen=True)
class Promises:
    """Promises of the replies: kept, still open, or not kept by their day."""

    kept: int
    open: int
    unkept: int

    @property
    def all(self) -> int:
        return self.kept + self.open + self.unkept


class Definition(NamedTuple):
    """A measure with its meaning in plain words."""

    label: str
    text: str


_UNJUDGED = "没有评价的不计入：已答复里有 {unjudged} 件。"
DEFINITIONS = {
    "received": Definition(
        "收到", "这段时间收到的意见，网上、当面、电话、来信、代表提出的都算，每个编号算一件。"
    ),
    "answered": Definition(
        "已答复",
        "其中已经有答复并且告知了本人（不能告知的在查询页公布）的，以后又重新办理的也算。"
        "反映人自己撤回的不算。答复了不等于办成了。",
    ),
    "late": Definition(
        "现在逾期", "其中还没有存档，现在这一环节的限期已经过了的；计时暂停的不算。"
    ),
    "on_time": Definition(
        "按期答复率",
        "主办单位在限期内（批准延期的按延期后的限期）答复的次数 ÷ 主办单位答复的次数。"
        "是否按期在单位答复时定下，以后不变。每一轮答复算一次，协办单位的不算；"
        "还没有答复的不计入，逾期没答复的看“现在逾期”。",
    ),
    "solved": Definition(
        "办成率",
        "主办单位这一轮最近一次公布的答复，类别“算作已解决”的件数 ÷ 有公布的答复的件数。"
        "只是列入计划、留作参考的不算办成。当场解释、引导到别处、不予受理和还没有公布答复的"
        "不计入：收到的里有 {unreplied} 件。",
    ),
    "satisfied": Definition(
        "满意率",
        "反映人（代表建议看领衔代表）对这一轮结果评价“满意”的件数 ÷ 评价了的件数。"
        f"“基本满意”不并进来。{_UNJUDGED}",
    ),
    "basic": Definition("基本满意率", f"评价“基本满意”的件数 ÷ 评价了的件数。{_UNJUDGED}"),
    "unsatisfied": Definition("不满意率", f"评价“不满意”的件数 ÷ 评价了的件数。{_UNJUDGED}"),
    "unjudged": Definition(
        "没有评价", "已答复，但是反映人对这一轮没有评价的件数。不算满意，也不算不满意。"
    ),
    "days_to_answer": Definition(
        "答复用时", "从收到到主办单位第一轮答复的天数（日历日）的中位数：一半比它快，一半比它慢。"
    ),
    "days_to_told": Definition(
        "告知用时", "从收到到第一次告知反映人的天数（日历日）的中位数。没能告知的不算。"
    ),
}
PROMISE_DEFINITION = Definition(
    "承诺",
    "这段时间收到的意见，公布的答复里写了完成日期的承诺，每项算一件。"
    "“已兑现”：单位再次答复已经办好；“没到期”：日期还没有过，没有再次答复；"
    "“没兑现”：日期过了没有再次答复，或者再次答复没有办完、重新承诺。",
)


def definitions(found: Measures) -> dict[str, Definition]:
    """What each number counts and leaves out, with how many are left out here."""
    left_out = {"unjudged": found.unjudged, "unreplied": found.unreplied}
    return {
        name: Definition(one.label, one.text.format(**left_out))
        for name, one in DEFINITIONS.items()
    }
