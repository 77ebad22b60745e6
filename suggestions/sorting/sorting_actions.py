"""What can be pressed to sort well: joining, splitting, how far a matter may be known."""

from suggestions.models import Disclosure
from suggestions.pipeline import Step
from suggestions.sorting import joining_actions
from suggestions.staff.actions import Action


def actions(file):
    """After the steps; `file` is the `CaseFile`."""
    here = file.suggestion
    yield from joining_actions.actions(file)
    if here.step <= Step.SORT and not here.split_from_id and file.may("add_suggestion"):
        hint = "一封信里有几件事的，拆开各办各的"
        yield Action("拆成几件", hint, file.link("split"))
    if file.may("publish_suggestion"):
        hint = "能不能公开，要不要保密"
        yield Action("公开范围和保密", hint, file.link("disclosure"))
    if file.may("publish_suggestion") and here.disclosure == Disclosure.REDACTED:
        hint = "另做公开用的文字和照片，原件不动"
        yield Action("公开前处理", hint, file.link("redact"))
