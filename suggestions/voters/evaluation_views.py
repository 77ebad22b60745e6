"""Verdicts as staff record them, silence after a reminder, and what the presidium decides."""

from django.contrib import messages
from django.utils import timezone

from suggestions.models.voter_side import DECISIONS
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, note, page, refused
from suggestions.voters.evaluation_forms import PresidiumForm, SilenceForm, VerdictForm

TOO_LATE = "现在不能登记评价：还没有告知选民，或者已经登记过了。请看最新情况。"


@case_page("change_suggestion")
def verdict(request, suggestion):
    """A verdict given by telephone, on paper or at the desk: the voter's or the representative's."""
    parties = suggestion.parties_to_judge
    if not parties:
        raise StepTaken(TOO_LATE)
    data = request.POST if request.method == "POST" else None
    today = timezone.localdate()
    form = VerdictForm(data, suggestion=suggestion, parties=parties, today=today)
    words = f"登记评价：{suggestion.number}", "登记评价"
    return _settle(request, suggestion, form, suggestion.judge, words, "评价已经登记。")


def _settle(request, suggestion, form, act, words, done):
    """Show the form or do what was typed; `words` are the title and the button."""
    if form.is_valid():
        try:
            act(by=request.user, **form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
        else:
            note(request, suggestion, f"{words[1]}。")
            messages.success(request, done)
            return back(suggestion)
    title, button = words
    return page(request, "form", title=title, suggestion=suggestion, form=form, button=button)


@case_page("change_suggestion")
def silence(request, suggestion):
    """已提醒，仍未评价: the matter may then be archived without a verdict."""
    data = request.POST if request.method == "POST" else None
    form = SilenceForm(data, suggestion=suggestion, today=timezone.localdate())
    words = f"已提醒，仍未评价：{suggestion.number}", "登记已提醒，仍未评价"
    done = "已经登记。这件意见不计入满意率，可以存档了。"
    return _settle(request, suggestion, form, suggestion.note_silence, words, done)


@case_page("supervise_suggestion")
def presidium(request, suggestion):
    """主席团研究意见, once for the round that left somebody unsatisfied again."""
    given = suggestion.presidium_view
    if given is not None:
        decision = DECISIONS[given.facts["decision"]]
        raise StepTaken(f"主席团研究意见已经登记：{decision}。")
    form = PresidiumForm(request.POST if request.method == "POST" else None)
    words = f"主席团研究意见：{suggestion.number}", "登记主席团研究意见"
    done = "研究意见已经登记，重新交办或存档时会自动带上。"
    return _settle(request, suggestion, form, suggestion.record_presidium, words, done)
