"""Staff answer what a voter asked for: news, withdrawal, the removal of who they are."""

from django.contrib import messages
from django.utils import timezone

from suggestions.models import IdentityMode
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, note, page, refused
from suggestions.voters.voter_forms import AnonymiseForm
from suggestions.voters.wish_forms import MarkForm, NewsForm, WithdrawalForm


def _ask(request, suggestion, form, act, title, button, done):
    """Show the small form, or do `act` and go back."""
    if form.is_valid():
        try:
            act()
        except StepRefused as error:
            refused(form, error)
        else:
            note(request, suggestion, f"{button}。")
            messages.success(request, done)
            return back(suggestion)
    facts = {"suggestion": suggestion, "form": form, "button": button}
    return page(request, "form", title=f"{title}：{suggestion.number}", **facts)


@case_page("change_suggestion")
def news(request, suggestion):
    """Answer somebody who asked for news."""
    if suggestion.chased_on is None:
        raise StepTaken("反映人没有在等回音，或者刚刚已经回复。请看最新情况。")
    form = NewsForm(request.POST if request.method == "POST" else None)

    def act():
        suggestion.answer_chase(by=request.user, text=form.cleaned_data["text"])

    done = "已经回复，反映人在查询页看得到。"
    return _ask(request, suggestion, form, act, "回复催问", "回复催问", done)


@case_page("change_suggestion")
def withdrawal(request, suggestion):
    """Stop the matter as the voter asks, or say why it goes on."""
    if suggestion.withdrawal_asked_on is None:
        raise StepTaken("反映人没有申请撤回，或者刚刚已经答复。请看最新情况。")
    form = WithdrawalForm(request.POST if request.method == "POST" else None)

    def act():
        if form.cleaned_data["answer"] == "confirm":
            suggestion.confirm_withdrawal(by=request.user)
        else:
            suggestion.refuse_withdrawal(by=request.user, reason=form.cleaned_data["reason"])

    done = "撤回的申请已经答复，反映人在查询页看得到。"
    return _ask(request, suggestion, form, act, "反映人申请撤回", "答复撤回申请", done)


@case_page("change_suggestion")
def files(request, suggestion):
    """Mark the files that show who the voter is."""
    rows = list(suggestion.attachments.kept().filter(reply=None))
    if not rows:
        raise StepTaken("这件意见没有附件，或者附件已经删除。")
    form = MarkForm(request.POST if request.method == "POST" else None, files=rows)

    def act():
        kept = suggestion.attachments.kept().filter(reply=None)
        kept.filter(pk__in=form.keys()).update(shows_identity=True)
        kept.exclude(pk__in=form.keys()).update(shows_identity=False)

    title, button = "看得出反映人的文件", "标明看得出反映人的文件"
    return _ask(request, suggestion, form, act, title, button, "已经标明。")


@case_page("unmask_voteridentity")
def anonymise(request, suggestion):
    """Remove who the voter is because they asked for it by telephone or at the desk."""
    if suggestion.identity_mode == IdentityMode.ANONYMOUS:
        raise StepTaken("这件意见已经是匿名的，没有姓名和电话可以清除。")
    data = request.POST if request.method == "POST" else None
    form = AnonymiseForm(data, suggestion=suggestion)

    def act():
        suggestion.anonymise(by=request.user, files=form.chosen(), at=timezone.now())

    title, button = "应本人要求清除身份", "清除姓名、电话、住址，找不回来"
    done = "已经清除，改为匿名。意见照样办理。"
    return _ask(request, suggestion, form, act, title, button, done)
