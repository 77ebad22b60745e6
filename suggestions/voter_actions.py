"""What staff may press on the case page because of what the voter said or did not say."""

from suggestions.actions import Action
from suggestions.pipeline import Step


def first(file):
    """What waits for somebody; `file` is a `CaseFile`."""
    here = file.suggestion
    undecided = file.is_unhappy and here.round_no > 1 and file.presidium_view is None
    if here.step == Step.FEEDBACK and undecided and file.may("supervise_suggestion"):
        hint = "两次不满意：再办一轮，还是到此为止"
        yield Action("登记主席团研究意见", hint, file.link("presidium"), True)
    if file.silent_since and file.silent_since < file.today:
        hint = f"评价期限 {file.silent_since:%Y-%m-%d} 已过，提醒过了仍没有表示的，登记后可以存档"
        yield Action("已提醒，仍未评价", hint, file.link("silence"))


def later(file):
    """What may be pressed besides."""
    if file.parties_to_judge:
        hint = "电话、当面说的，或者征询意见表上写的"
        yield Action("登记评价", hint, file.link("verdict"))
