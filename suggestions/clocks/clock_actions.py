"""What staff may press on the case page because of a clock."""

from suggestions.models import ExtensionRequest
from suggestions.pipeline import HANDLED, Step
from suggestions.staff.actions import Action


def first(file):
    """What waits for somebody; `file` is the `CaseFile`."""
    if file.open_pause:
        hint = f"{file.open_pause.asked_on:%Y-%m-%d} 问的；记下回答，计时继续"
        yield Action("登记反映人的回答", hint, file.link("resume"), True)
    for row in file.extensions if file.may("supervise_suggestion") else ():
        if row.state == ExtensionRequest.State.ASKED and _is_present(file, row.assignment_id):
            label = f"审批{row.assignment.unit}的延期申请"
            yield Action(label, f"申请延到 {row.until:%Y-%m-%d}", file.link("decide", row.pk), True)


def later(file):
    """What may be pressed besides."""
    here = file.suggestion
    for row in file.present_assignments if here.step in HANDLED else ():
        if row.answered_on is None:
            yield from _about(file, row)
    if here.step in (Step.SORT, Step.CLASSIFY, *HANDLED) and here.paused_on is None:
        hint = "等反映人回答的时候，限期停下来，停几天补几天"
        yield Action("请反映人补充", hint, file.link("ask"))


def _about(file, row):
    hint = "催办由工作人员发，督办通知单由主席签发；编号，可以打印"
    yield Action(f"催办{row.unit}", hint, file.link("press", row.pk))
    if not file.has_asked(row):
        hint = "单位交来书面申请的，在这里登记，由主席审批"
        yield Action(f"登记{row.unit}的延期申请", hint, file.link("ask_extension", row.pk))


def _is_present(file, pk):
    return any(row.pk == pk and row.answered_on is None for row in file.present_assignments)
