"""延期申请: staff enter a unit's paper request, the chair grants or refuses it."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.utils import timezone

from suggestions.clocks import clock_story, clockwork
from suggestions.clocks.clock_forms import DecisionForm, ExtensionForm
from suggestions.clocks.clock_views import UNREADABLE, form_page, typed
from suggestions.clocks.reminders import tell_unit
from suggestions.models import Assignment, ExtensionRequest, SpecialDay
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, note, page, refused

ANSWERED = "这项交办已经退回或者答复，不用再延期。请看最新情况。"
DECIDED = "这份延期申请已经审批过。请看最新情况。"


def find_assignment(suggestion, pk):
    """The open assignment `pk` of the matter. Raises Http404, `StepTaken` when it is not open."""
    rows = Assignment.objects.filter(suggestion=suggestion).select_related("unit")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.suggestion = suggestion
    if not found.is_open:
        raise StepTaken(ANSWERED)
    return found


@case_page("change_suggestion")
def ask(request, suggestion, assignment):
    """Enter the request; whether it may be granted at all is said at once."""
    found = find_assignment(suggestion, assignment)
    clock = found.reply_clock
    longest = clock and clock.longest()
    if longest is None:
        reason = "已经延期过一次" if clock and clock.set_to else "按规定不能延期"
        raise StepTaken(f"{found.unit}的答复{reason}，请在 {found.due_on:%Y-%m-%d} 前答复。")
    length = f"{clock.start_event}起{clock.max_number}{clock.get_unit_display()}"
    form = ExtensionForm(typed(request), longest=longest, length=length)
    if form.is_valid():
        try:
            found.ask_extension(by=request.user, **form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
        else:
            note(request, suggestion, f"登记了{found.unit}的延期申请。")
            messages.success(request, "延期申请已经登记，等主席审批。审批以前，限期不变。")
            return back(suggestion)
    said = f"{found.unit}的答复，现在的限期是 {clock.due_on:%Y-%m-%d}（{clock.basis}）。"
    title = f"登记{found.unit}的延期申请：{suggestion.number}"
    return form_page(request, suggestion, form, title=title, button="登记延期申请", said=said)


@dataclass(frozen=True)
class Outlook:
    """What granting would do: the day now, the longest day allowed, the new clock's days."""

    now: date
    longest: date | None
    story: clock_story.Story


def outlook_of(clock, until):
    """The `Outlook` of a clock extended to `until`; nothing is changed."""
    calendar = SpecialDay.objects.calendar_from(clock.start_on)
    now, longest = clock.due_on, clock.longest(calendar)
    clock.set_to, clock.paused_days = until, 0
    clock.due_on = clockwork.last_day(calendar, clock.terms)
    return Outlook(now, longest, clock_story.story_of(clock, calendar))


@case_page("supervise_suggestion")
def decide(request, suggestion, extension):
    """The chair sees reason, consent and the new last day, and says yes or no."""
    found = _extension(suggestion, extension)
    clock = found.assignment.reply_clock
    if found.state != ExtensionRequest.State.ASKED or clock is None:
        raise StepTaken(ANSWERED if clock is None else DECIDED)
    form = DecisionForm(typed(request))
    if form.is_valid():
        try:
            return _settle(request, suggestion, found, form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
    return page(
        request, "extension", title=f"审批延期申请：{suggestion.number}", suggestion=suggestion,
        extension=found, form=form, outlook=outlook_of(clock, found.until),
        status=UNREADABLE if form.is_bound else 200,
    )  # fmt: skip


def _extension(suggestion, pk):
    rows = ExtensionRequest.objects.filter(assignment__suggestion=suggestion)
    found = rows.select_related("assignment__unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.assignment.suggestion = suggestion
    return found


def _settle(request, suggestion, found, given):
    now, unit = timezone.now(), found.assignment.unit
    if given["decision"] == "grant":
        found.grant(request.user, now, given["remark"])
        day = found.assignment.reply_clock.due_on
        said = f"同意{unit}延期，现在的限期是 {day:%Y-%m-%d}。"
    else:
        found.refuse(request.user, now, given["remark"])
        said = f"没有同意{unit}延期，限期不变。"
    tell_unit(
        f"extension:{found.pk}", found.assignment, now=now,
        title=f"{suggestion.number} 延期申请：{found.get_state_display()}",
        text="\n".join(filter(None, [said, given["remark"]])),
    )  # fmt: skip
    note(request, suggestion, said)
    messages.success(request, said)
    return back(suggestion)
