"""What a voter may do with a matter of their own: judge the answer, here or by a printed link."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from suggestions.models.feedback import Party, VerdictSource
from suggestions.pipeline import Step, StepRefused, next_steps
from suggestions.voters import evaluating
from suggestions.voters.tracking_views import CONFLICT, UNREADABLE, find, matter_page
from suggestions.voters.voter_forms import VoteForm

NOT_FOUND = 404


@require_POST
@never_cache
def evaluate(request):
    """The voter's verdict on the matter's page, once a round."""
    suggestion, refusal = find(request)
    if refusal:
        return refusal
    vote = VoteForm(request.POST, home=suggestion.home)
    if not vote.is_valid():
        return matter_page(request, suggestion, vote=vote, wrong=vote, status=UNREADABLE)
    said, status = _judge(suggestion, Party.VOTER, VerdictSource.PAGE, vote.cleaned_data)
    return matter_page(request, suggestion, said=said, status=status)


def _judge(suggestion, party, source, typed):
    """Record the verdict; (the sentence for whoever gave it, the status of the page)."""
    today = timezone.localdate()
    try:
        verdict = suggestion.judge(by=None, given_on=today, party=party, source=source, **typed)
    except StepRefused:
        suggestion.refresh_from_db()
        return _too_late(suggestion, party), CONFLICT
    return _thanks(suggestion, verdict), 200


def _too_late(suggestion, party):
    given = suggestion.satisfactions.filter(round_no=suggestion.round_no, party=party).first()
    if given:
        return f"您已经评价过了：{given}。一次办理评价一次，这次交的没有另外登记。"
    return "现在不能评价：这件事还没有答复您，或者已经办完存档、正在重新办理。请看下面的情况。"


def _thanks(suggestion, verdict):
    """What happens now, so that nobody has to wonder whether it was of any use."""
    deciding = verdict.party == suggestion.deciding_party
    again = Step.DELIVER in next_steps(Step.FEEDBACK, suggestion.disposal)
    if verdict.level != "unsatisfied" or not deciding or not again:
        return "谢谢，您的评价已经收到。"
    if suggestion.round_no > 1:
        return (
            "您的评价已经收到。两次办理您都不满意，这件事报镇人大主席团研究，结果会写在查询页上。"
        )
    return "您的评价已经收到。您不满意，这件事会重新交办一次，进展在查询页上看。"


@never_cache
def evaluate_link(request, token):
    """The page behind the QR of a 征询意见表: opening it records nothing, sending it does, once."""
    asked = evaluating.read_token(token)
    if asked is None:
        return render(request, "suggestions/evaluate.html", {"asked": None}, status=NOT_FOUND)
    if request.method != "POST":
        return _link_page(request, asked)
    if asked.state != evaluating.OPEN:
        return _link_page(request, asked, status=CONFLICT)
    vote = VoteForm(request.POST, home=asked.suggestion.home)
    if not vote.is_valid():
        return _link_page(request, asked, vote=vote, status=UNREADABLE)
    typed = vote.cleaned_data
    said, status = _judge(asked.suggestion, asked.party, VerdictSource.LINK, typed)
    return _link_page(request, asked, said=said, status=status)


def _link_page(request, asked, *, vote=None, said="", status=200):
    suggestion = asked.suggestion
    request.home, state = suggestion.home, asked.state
    if vote is None and state == evaluating.OPEN:
        vote = VoteForm(home=suggestion.home)
    facts = {
        "asked": asked,
        "suggestion": suggestion,
        "state": state,
        "verdict": asked.verdict,
        "home": suggestion.home,
        "heading": evaluating.public_heading(suggestion),
        "vote": vote if state == evaluating.OPEN else None,
        "wrong": vote,
        "said": said,
    }
    return render(request, "suggestions/evaluate.html", facts, status=status)
