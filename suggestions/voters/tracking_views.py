"""Looking a matter up again with its number and query code, and adding to it."""

from functools import lru_cache

from django.db import IntegrityError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from daihome.tools import paper
from representatives.models import Home
from suggestions.models import Suggestion, Supplement
from suggestions.papers import receipt_pdf
from suggestions.sorting.kin import kin_of
from suggestions.voters import form_keys, progress, throttle
from suggestions.voters.evaluating import public_heading
from suggestions.voters.forms import SupplementForm
from suggestions.voters.voter_forms import AnswerForm, VoteForm

CONFLICT, UNREADABLE, TOO_MANY = 409, 422, 429
EXPIRED = "这一页放得太久了。您写的还在，请再按一次“提交补充”。"


@never_cache
def track(request):
    """Number and query code, by POST; every wrong pair gets the same answer."""
    if request.method == "GET":
        return _track_page(request)
    suggestion, refusal = find(request)
    return refusal or matter_page(request, suggestion)


def find(request):
    """(matter, None) for the right pair, else (None, the page that says so)."""
    if throttle.counted(request, "track") >= throttle.WRONG_CODES:
        return None, _track_page(request, TOO_MANY)
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    suggestion = Suggestion.objects.tracked(number, code)
    if suggestion is None:
        throttle.count(request, "track")
        return None, _track_page(request, UNREADABLE)
    return suggestion, None


def _track_page(request, status=200):
    homes = Home.objects.all_open()
    request.home = homes[0] if len(homes) == 1 else None
    facts = {
        "home": request.home,
        "place": "track",
        # Only from the address: an answer that repeats what was typed would differ.
        "number": request.GET.get("number", "")[:40],
        "wrong": status == UNREADABLE,
        "wait_minutes": throttle.minutes_left() if status == TOO_MANY else 0,
    }
    response = render(request, "suggestions/track.html", facts, status=status)
    if status == TOO_MANY:
        response["Retry-After"] = str(facts["wait_minutes"] * 60)
    return response


def matter_page(
    request,
    suggestion,
    *,
    form=None,
    vote=None,
    answer=None,
    wrong=None,
    key="",
    said="",
    status=200,
):
    """A voter's own matter; `wrong` is the form of which the errors are summed up on top."""
    request.home = suggestion.home
    found = progress.progress_of(suggestion, timezone.localdate())
    if found.may_vote and vote is None:
        vote = VoteForm(home=suggestion.home)
    facts = {
        "suggestion": suggestion,
        "home": suggestion.home,
        "place": "track",
        "heading": public_heading(suggestion),
        "code": suggestion.printed_code,
        "progress": found,
        "answer_heading": progress.answer_heading(suggestion),
        "wrong": wrong or form,
        "vote": vote if found.may_vote else None,
        "kin": kin_of(suggestion),
        "answer": (answer or AnswerForm()) if found.question else None,
        "text_field": _draw_field(form) if form else _blank_field(),
        "key": key or form_keys.new_key(),
        "said": said,
    }
    return render(request, "suggestions/matter.html", facts, status=status)


def _draw_field(form):
    return render_to_string("suggestions/_field.html", {"field": form["text"]})


@lru_cache(maxsize=1)
def _blank_field():
    return _draw_field(SupplementForm())


@require_POST
@never_cache
def supplement(request):
    """Add words to one's own open matter; the same page sent twice adds them once."""
    suggestion, refusal = find(request)
    if refusal:
        return refusal
    form = SupplementForm(request.POST)
    key = form_keys.read_key(request.POST.get("key", ""))
    if not form.is_valid():
        return matter_page(request, suggestion, form=form, status=UNREADABLE)
    if suggestion.archived_on:
        said = "这件事已经办完存档，不能再补充。请另提一件，写上这次的编号。"
        return matter_page(request, suggestion, form=form, said=said, status=CONFLICT)
    if key is None or key.is_expired:
        return matter_page(request, suggestion, form=form, said=EXPIRED, status=UNREADABLE)
    if throttle.count(request, "supplement") > suggestion.home.hourly_submissions:
        said = f"补充得太频繁，请过{throttle.minutes_left()}分钟再提交。"
        return matter_page(request, suggestion, form=form, said=said, status=TOO_MANY)
    _add(suggestion, key, form.cleaned_data["text"])
    return matter_page(request, suggestion, said="补充的内容已经收到，工作人员会看到。")


def _add(suggestion, key, text):
    try:
        Supplement.objects.add(suggestion, key.value, text)
    except IntegrityError:
        return  # the same page was sent before


@require_POST
@never_cache
def receipt(request):
    """The receipt (A6) for whoever has number and query code."""
    suggestion, refusal = find(request)
    if refusal:
        return refusal
    try:
        content = receipt_pdf(suggestion, request.build_absolute_uri("/"))
    except paper.MissingGlyphs as error:
        return matter_page(request, suggestion, said=error.messages[0], status=UNREADABLE)
    return paper.pdf_response(content, f"回执{suggestion.number}.pdf")
