"""What staff may press on the case page because of what the voter said or did not say."""

from suggestions.models import IdentityMode
from suggestions.pipeline import Step
from suggestions.staff.actions import Action


def first(file):
    """What waits for somebody; `file` is a `CaseFile`."""
    here = file.suggestion
    if here.chased_on and here.step < Step.ARCHIVE:
        hint = f"反映人 {here.chased_on:%Y-%m-%d} 催问，还没有进展"
        yield Action("回复催问", hint, file.link("news"), True)
    if here.withdrawal_asked_on and here.step < Step.ARCHIVE:
        hint = f"反映人 {here.withdrawal_asked_on:%Y-%m-%d} 申请"
        yield Action("答复撤回申请", hint, file.link("withdrawal"), True)
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
    if any(row.removed_on is None for row in file.attachments):
        hint = "身份清除时一起删掉，代表和单位看不到"
        yield Action("标明看得出反映人的文件", hint, file.link("files"))
    named = file.suggestion.identity_mode != IdentityMode.ANONYMOUS
    if named and file.may("unmask_voteridentity"):
        hint = "本人打电话或者当面要求的"
        yield Action("应本人要求清除身份", hint, file.link("anonymise"))
