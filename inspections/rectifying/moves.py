"""The steps of an item to be put right: which are possible, what each asks."""

from dataclasses import dataclass

from inspections.models import RectificationState

OPEN, REPORTED = RectificationState.OPEN, RectificationState.REPORTED
ACCEPTED = RectificationState.ACCEPTED


@dataclass(frozen=True)
class Move:
    """One step. `day` and `note` are labels; without `day` none is asked for."""

    name: str
    button: str
    states: tuple[str, ...]
    note: str
    day: str = ""
    hint: str = ""
    needs_note: bool = True
    is_main: bool = False


MOVES = {
    move.name: move
    for move in (
        Move(
            "report", "登记完成", (OPEN,), "责任单位怎么说的", "完成日期",
            "例：建筑物已经拆除，石料清走，等待核查", is_main=True,
        ),
        Move(
            "accept", "验收通过", (REPORTED,), "验收意见", "验收日期",
            "验收以前要有完成以后的“整改到位”核查记录", needs_note=False, is_main=True,
        ),
        Move(
            "strike-off", "销号", (ACCEPTED,), "谁批准销号的", "销号日期",
            "例：县生态环境分局 2026年7月1日同意销号", is_main=True,
        ),
        Move(
            "send-back", "退回继续整改", (REPORTED, ACCEPTED), "为什么退回",
            hint="例：核查发现石料还剩一堆",
        ),
        Move("postpone", "延长期限", (OPEN,), "为什么延长、谁同意的", "新的期限"),
    )
}  # fmt: skip


def possible(item):
    """The steps that `item` can take now, in their order."""
    return [move for move in MOVES.values() if item.state in move.states]


def take(move, item, *, day, by, note):
    """Take one step. Raises `MoveRefused`."""
    acts = {
        "report": lambda: item.report_done(day, by=by, note=note),
        "accept": lambda: item.accept(day, by=by, note=note),
        "strike-off": lambda: item.strike_off(day, by=by, note=note),
        "send-back": lambda: item.send_back(by=by, note=note),
        "postpone": lambda: item.postpone(day, by=by, note=note),
    }
    acts[move.name]()
