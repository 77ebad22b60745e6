"""The staff's pages on the clocks of a matter: why each ends on its day, and letting them wait."""

from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from suggestions.clocks import clock_story
from suggestions.clocks.clock_forms import AskForm, ResumeForm
from suggestions.models import Pause
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, note, page, refused

UNREADABLE = 422
ASKED = "这件意见已经问过反映人，正在等回答。请看最新情况。"
NOT_ASKED = "现在没有等反映人回答的问题，计时没有停。请看最新情况。"


@case_page("view_suggestion")
def clocks(request, suggestion):
    """Every due date of the matter, explained day by day."""
    found = clock_story.stories(suggestion)
    return page(
        request, "clocks", title=f"期限是怎么算的：{suggestion.number}", suggestion=suggestion,
        running=[story for story in found if story.due.stopped_on is None],
        stopped=[story for story in found if story.due.stopped_on],
        pauses=list(suggestion.pauses.all()),
    )  # fmt: skip


@case_page("change_suggestion")
def ask(request, suggestion):
    """Ask the voter something; what units and staff owe waits for the answer."""
    if suggestion.paused_on:
        raise StepTaken(ASKED)
    today = timezone.localdate()
    form = AskForm(typed(request), suggestion=suggestion, today=today)
    if form.is_valid():
        try:
            Pause.objects.ask(suggestion, by=request.user, on=today, **form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
        else:
            note(request, suggestion, "请反映人补充，暂停计时。")
            messages.success(request, "已经问了，反映人在查询页能看到；留了电话的，请再打个电话。")
            return back(suggestion)
    facts = {"title": f"请反映人补充：{suggestion.number}", "button": "提问，暂停计时"}
    return form_page(request, suggestion, form, **facts)


@case_page("change_suggestion")
def resume(request, suggestion):
    """Write down the answer, or why nobody waits for it; the clocks go on."""
    pause = suggestion.pauses.open().first()
    if pause is None:
        raise StepTaken(NOT_ASKED)
    pause.suggestion = suggestion
    form = ResumeForm(typed(request), pause=pause, today=timezone.localdate())
    if form.is_valid():
        given = form.cleaned_data
        with transaction.atomic():
            pause.end(given["ended_on"], why=form.why, answer=given["answer"], by=request.user)
        note(request, suggestion, "反映人的补充有了结果，恢复计时。")
        messages.success(request, "已经登记，计时继续，停的天数已经补上。")
        return back(suggestion)
    said = (
        f"{pause.asked_on:%Y-%m-%d}问：{pause.question}（请在 {pause.answer_by:%Y-%m-%d} 前回答）"
    )
    facts = {"title": f"登记反映人的回答：{suggestion.number}", "button": "登记，继续计时"}
    return form_page(request, suggestion, form, said=said, **facts)


def typed(request):
    """What was sent, or None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def form_page(request, suggestion, form, **facts):
    """A small form of these pages; what was refused comes back as it was typed."""
    status = UNREADABLE if form.is_bound else 200
    return page(request, "clock_form", suggestion=suggestion, form=form, status=status, **facts)
