"""催办通知单 and 督办通知单: a numbered sheet that presses a unit."""

from dataclasses import dataclass

from suggestions.models import PressKind
from suggestions.papers.common import Head, Paper, printed, unit_head


@dataclass(frozen=True)
class PressSheet:
    """What is demanded of a unit, by when, and how the matter stood on that day."""

    head: Head
    press: object
    state: str
    demand: str

    @property
    def heading(self) -> str:
        return "督办通知单" if self.is_supervision else "催办通知单"

    @property
    def is_supervision(self) -> bool:
        return self.press.kind == PressKind.SUPERVISE


def press_sheet(press) -> Paper:
    """The sheet of one `Press`."""
    form = PressSheet(
        head=unit_head(press.assignment),
        press=press,
        state=state_of(press),
        demand=printed(press.demand),
    )
    return Paper("print/press.html", {"form": form})


def state_of(press):
    """How it stood when the sheet was issued: late or not, and the how-manieth time."""
    assignment = press.assignment
    days = (assignment.due_on - press.issued_on).days
    said = f"距限办日期还有{days}天" if days > 0 else "今天是限办日期"
    said = f"已超过限办日期{-days}天" if days < 0 else said
    earlier = assignment.presses.filter(pk__lte=press.pk).count()
    times = f"，第{earlier}次催促" if earlier > 1 else ""
    return f"到{press.issued_on.year}年{press.issued_on.month}月{press.issued_on.day}日，{said}，还没有收到答复{times}。"
