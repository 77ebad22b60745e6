"""The due date of an assignment in one sentence, as it is printed on its sheet."""

from suggestions.clocks.clock_story import base_notes
from suggestions.models import ClockUnit, DeliveryMode, SpecialDay
from suggestions.models.clocks import REPLYING
from suggestions.outcome import long_day


def verb_of(assignment):
    """What the presidium does: it hands over to its own level, and passes on to a higher one."""
    return "转办" if assignment.mode == DeliveryMode.UPWARD else "交办"


def basis_of(assignment):
    """The stored basis of the due date and, while the days still give that date, how it counts."""
    row = assignment.due_dates.filter(clock__in=REPLYING).order_by("pk").last()
    said = f"{assignment.legal_basis}。"
    if row is None:
        return said
    calendar = SpecialDay.objects.calendar_from(row.start_on)
    if row.explanation(calendar)[-1].date != row.due_on:
        return said  # the calendar changed after the clock had stopped
    base = base_notes(row, calendar)
    return f"{said}{how_counted(base, verb_of(assignment))}{_how_moved(row, base[-1].date)}"


def _how_moved(row, base):
    """What an extension or a question made of the day `base`; "" for nothing."""
    said = ""
    if row.set_to and row.set_to < base:
        said += f"协办意见不晚于主办单位的答复限期{long_day(row.set_to)}。"
    elif row.set_to:
        said += f"经批准延期到{long_day(row.set_to)}。"
    if row.paused_days:
        unit = "个工作日" if row.unit == ClockUnit.WORKDAYS else "天"
        said += f"请反映人补充期间停止计时{row.paused_days}{unit}，补在后面。"
    if said and row.due_on != row.set_to:
        said += f"最后一天是{long_day(row.due_on)}。"
    return said


def how_counted(notes, verb="交办"):
    """One sentence on the days of a `Deadline.explanation`: 当天不计, 对应日, 顺延."""
    reached = max(place for place, note in enumerate(notes) if note.counted or place == 0)
    first, target, due = notes[0].date, notes[reached], notes[-1].date
    why = target.why.replace(" ", "")
    if why == "工作日" or why.endswith("调休上班"):
        why = f"第{sum(note.counted for note in notes)}个工作日"
    said = f"{long_day(first)}{verb}，当天不计；{why}是{long_day(target.date)}"
    return f"{said}，顺延到{long_day(due)}。" if due != target.date else f"{said}。"
