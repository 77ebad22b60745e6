"""The staff's pages of decisions: written down in the meeting, corrected, followed up."""

from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from daihome.tools.pages import primary_key
from inspections.models import Decision, PresidiumMeeting
from inspections.presidium import requesting
from inspections.presidium.decision_forms import VOTES, DecisionForm, FollowUpForm
from inspections.presidium.pages import (
    OF_ACTIVITY,
    Late,
    back,
    form_page,
    note,
    page,
    row_page,
)
from inspections.presidium.wording import CONGRESS_NOTE, budget_word, quorum_sentence
from representatives.models import ActivityState

OPTS = Decision._meta
JOINED = ("home", "meeting__activity", "meeting__term", "request", "executor", "session__activity")
FOLLOWED = ("follow_up", "done_on", "effect", "amount", "session", "congress_on")


@row_page(PresidiumMeeting, "change_presidiummeeting", *OF_ACTIVITY)
def decide(request, meeting):
    """Write down a decision of the meeting, on a request or not."""
    if meeting.activity.state == ActivityState.CANCELLED:
        raise Late("这次会议取消了，不能登记决定。请看现在的情况。")
    posted = request.POST if request.method == "POST" else None
    first = _first(meeting, request.GET.get("request", ""))
    form = DecisionForm(posted, meeting=meeting, initial=first)
    if posted is not None and _written(request, meeting, form):
        return back(meeting)
    return _draw(request, form, meeting, "登记决定", first.get("note", ""))


def _first(meeting, key):
    """What a request says already; the box for the congress is ticked where it is about money."""
    row = meeting.requests.filter(pk=primary_key(key)).first() if primary_key(key) else None
    if row is None:
        return {}
    word = budget_word(row.subject, row.reasons)
    said = {"request": row, "title": row.subject, "needs_congress": bool(word), "warned": word}
    return said | ({"note": CONGRESS_NOTE.format(word=word)} if word else {})


@transaction.atomic
def _written(request, meeting, form):
    """Whether the decision was written down; else the form says what is to be corrected."""
    # Locks the meeting: of two who write the same down at once, the second is told.
    PresidiumMeeting.objects.select_for_update().get(pk=meeting.pk)
    if not form.is_valid():
        return False
    given = form.facts()
    decision = Decision.objects.create(home=meeting.home, meeting=meeting, **given)
    if decision.request and not decision.request.decide(meeting):
        raise Late("这件请求刚刚有了别的处理，决定没有登记。请看现在的情况。")
    if decision.request:
        requesting.tell_decided(decision, timezone.now())
    note(request, decision, f"登记了决定：{decision.votes}，{decision.result}。")
    messages.success(request, f"决定登记好了：{decision.votes}，{decision.result}。")
    return True


def _draw(request, form, meeting, title, hint="", **facts):
    facts |= {"meeting": meeting, "hint": hint}
    facts["is_quorate"] = meeting.is_quorate
    facts["quorum"] = quorum_sentence(meeting.members, meeting.present())
    return form_page(request, "decision_form", OPTS, form, title=title, **facts)


@row_page(Decision, "view_decision", *JOINED)
def show(request, decision):
    """What was decided, by how many votes, and what came of it."""
    facts = {
        "decision": decision,
        "is_late": decision.is_late(timezone.localdate()),
        "may_change": request.user.has_perm("inspections.change_decision"),
    }
    return page(request, "decision", OPTS, title=decision.title, **facts)


@row_page(Decision, "change_decision", *JOINED)
def edit(request, decision):
    """Correct what was written down; whether it is carried follows from the votes."""
    meeting = decision.meeting
    posted = request.POST if request.method == "POST" else None
    names = ("title", "text", *VOTES, "executor", "due_on", "amount", "needs_congress")
    first = {name: getattr(decision, name) for name in names}
    first["warned"] = budget_word(decision.title, decision.text)
    form = DecisionForm(posted, meeting=meeting, decision=decision, initial=first)
    if posted is not None and _kept(decision, form, _corrected):
        if decision.request:
            requesting.tell_decided(decision, timezone.now())
        note(request, decision, f"改正了决定：{decision.votes}，{decision.result}。")
        messages.success(request, "决定改好了。")
        return back(decision)
    return _draw(request, form, meeting, f"改正决定：{decision}", decision=decision)


@transaction.atomic
def _kept(decision, form, columns):
    """Write the `columns(form, decision)`; False where something is to be corrected first."""
    # Locks the decision: what somebody saves at the same time comes before the form is read.
    Decision.objects.select_for_update().get(pk=decision.pk)
    if not form.is_valid():
        return False
    for name, value in columns(form, decision).items():
        setattr(decision, name, value)
    decision.save()
    return True


def _corrected(form, decision):
    """What the congress said of a decision that need not go there does not stay."""
    given = form.facts()
    gone = {} if given["needs_congress"] else {"session": None, "congress_on": None}
    return given | gone


def _followed(form, decision):
    return {name: form.cleaned_data.get(name, getattr(decision, name)) for name in FOLLOWED}


@row_page(Decision, "change_decision", *JOINED)
def follow(request, decision):
    """Write down how it is carried out, that it is done, when the congress approved it."""
    posted = request.POST if request.method == "POST" else None
    first = {name: getattr(decision, name) for name in FOLLOWED}
    form = FollowUpForm(posted, decision=decision, initial=first)
    if posted is not None and _kept(decision, form, _followed):
        note(request, decision, "登记了执行情况。")
        messages.success(request, "执行情况登记好了。")
        return back(decision)
    return form_page(
        request, "follow_up", OPTS, form, title=f"登记执行情况：{decision}", decision=decision
    )
