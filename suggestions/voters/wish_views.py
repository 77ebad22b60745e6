"""What a voter may ask of a matter of their own: answer a question, news, withdrawal, anonymity.

Every address takes number and query code by POST. What cannot be undone is said on a page of its
own first; only the second press, with `sure`, does it.
"""

from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from suggestions.models import IdentityMode
from suggestions.pipeline import Step, StepRefused, StepTaken
from suggestions.voters.evaluating import public_heading
from suggestions.voters.tracking_views import CONFLICT, UNREADABLE, find, matter_page
from suggestions.voters.voter_forms import AnonymiseForm, AnswerForm, WithdrawForm

NO_QUESTION = (
    "这个问题已经回答过了，或者不用再回答。您写的没有另外登记，要补充的请写在“补充情况”里。"
)
ANSWERED = "您的回答已经收到，工作人员接着办。"
CHASED = "已经替您催了，工作人员会看到。有了进展会写在这一页。"
TOO_LATE = "这件事已经答复或者办完，不能再撤回。还有话要说的，请打电话或者另提一件。"


@require_POST
@never_cache
def answer(request):
    """The voter's answer to what was asked; the clocks go on."""
    suggestion, refusal = find(request)
    if refusal:
        return refusal
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return matter_page(request, suggestion, answer=form, wrong=form, status=UNREADABLE)
    try:
        _answer(suggestion, form.cleaned_data["answer"])
    except StepTaken:
        return matter_page(request, suggestion, answer=form, said=NO_QUESTION, status=CONFLICT)
    return matter_page(request, suggestion, said=ANSWERED)


def _answer(suggestion, words):
    with transaction.atomic():
        suggestion.claim(paused_on__isnull=False)
        pause = suggestion.pauses.open().get()
        pause.suggestion = suggestion
        pause.end(timezone.localdate(), why="反映人已经回答。", answer=words)


@require_POST
@never_cache
def chase(request):
    """催一催: ask for news, once in so many days."""
    suggestion, refusal = find(request)
    if refusal:
        return refusal
    try:
        suggestion.chase()
    except StepTaken:
        suggestion.refresh_from_db()
        said = "这件事已经办完或者撤回，不用再催。请看下面的情况。"
        return matter_page(request, suggestion, said=said, status=CONFLICT)
    except StepRefused as error:
        return matter_page(request, suggestion, said=str(error), status=CONFLICT)
    return matter_page(request, suggestion, said=CHASED)


@require_POST
@never_cache
def withdraw(request):
    """Ask to take the matter back; staff confirm it or say why not."""
    suggestion, refusal = find(request)
    if refusal:
        return refusal
    if suggestion.step >= Step.FEEDBACK or suggestion.withdrawn_on:
        return matter_page(request, suggestion, said=TOO_LATE, status=CONFLICT)
    form = WithdrawForm(request.POST if "sure" in request.POST else None)
    if not form.is_valid():
        return _sure(request, suggestion, "withdraw", form)
    try:
        suggestion.ask_withdrawal(form.cleaned_data["withdrawal"])
    except StepTaken:
        suggestion.refresh_from_db()
        said = "您已经申请过撤回，或者这件事刚刚有了变化。请看下面的情况。"
        return matter_page(request, suggestion, said=said, status=CONFLICT)
    said = "撤回的申请已经收到。工作人员确认以后停止办理，结果会写在这一页。"
    return matter_page(request, suggestion, said=said)


@require_POST
@never_cache
def anonymise(request):
    """Become anonymous, at once and for good."""
    suggestion, refusal = find(request)
    if refusal:
        return refusal
    if suggestion.identity_mode == IdentityMode.ANONYMOUS:
        said = "这件意见已经是匿名的，没有保存姓名和电话。"
        return matter_page(request, suggestion, said=said, status=CONFLICT)
    form = AnonymiseForm(request.POST if "sure" in request.POST else None, suggestion=suggestion)
    if not form.is_valid():
        return _sure(request, suggestion, "anonymise", form)
    try:
        suggestion.anonymise(files=form.chosen())
    except StepTaken as late:
        return matter_page(request, suggestion, said=str(late), status=CONFLICT)
    said = "已经改为匿名：姓名、电话、住址都清除了，选中的文件也删掉了。意见照样办理。"
    return matter_page(request, suggestion, said=said)


def _sure(request, suggestion, name, form):
    """The page that says what will happen, before it does."""
    request.home = suggestion.home
    facts = {
        "suggestion": suggestion,
        "home": suggestion.home,
        "place": "track",
        "heading": public_heading(suggestion),
        "code": suggestion.printed_code,
        "form": form,
    }
    status = UNREADABLE if form.is_bound else 200
    return render(request, f"suggestions/{name}.html", facts, status=status)
