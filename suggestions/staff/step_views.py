"""Taking a step: its small form, what the voter will read, and the press that counts."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from suggestions import handover, moves
from suggestions.models import Clock, DeadlinePolicy, Kind, SpecialDay, Suggestion
from suggestions.pipeline import HANDLED, Step, StepRefused, StepTaken
from suggestions.sorting import admissible, together
from suggestions.sorting.similar import similar_to
from suggestions.staff import wordings
from suggestions.staff.admin_pages import back, case_page, page, refused
from suggestions.staff.casefile import CaseFile
from suggestions.staff.step_forms import NOTE_MAX, form_class

CLOCK_NAMES = {
    Step.SORT: "最迟这天交办或答复",
    Step.CLASSIFY: "最迟这天交办或答复",
    Step.DELIVER: "单位最迟这天答复",
    Step.SUPERVISE: "单位最迟这天答复",
}


@dataclass(frozen=True)
class Outlook:
    """What the step will do: the voter's sentence, the end of the clock, and why that day."""

    sentence: str = ""
    due: date | None = None
    clock_name: str = ""
    reason: str = ""
    days: tuple = ()
    unknown_year: int | None = None  # its calendar is not there, so the day may change
    is_exact: bool = (
        False  # computed from what was typed, not from what stands in the form at first
    )


@case_page("change_suggestion")
def step(request, suggestion, to):
    """GET shows the form; POST takes the step, or with `preview` only shows what it would do."""
    to = _target(to)
    if to not in suggestion.next_steps:
        raise StepTaken(moves.not_allowed(suggestion, to))
    file = CaseFile(suggestion, request.user, timezone.localdate())
    form = _form(request, file, to)
    outlook = _first_look(file, to)
    if request.method == "POST" and form.is_stale():
        raise StepTaken(moves.TAKEN)
    filled = wordings.put_in(request, form, file.suggestion, wordings.FIELDS.get(to))
    if request.method == "POST" and not filled and form.is_valid():
        try:
            if "preview" not in request.POST:
                return _take(request, file, to, form)
            outlook = _rehearse(request, file, to, form)
        except StepRefused as error:
            refused(form, error)
    return _page(request, file, to, form, outlook, filled)


def _target(to):
    if to not in (*Step.values[1:],):
        raise Http404
    return Step(to)


def _form(request, file, to):
    data = request.POST if request.method == "POST" else None
    kind, initial = form_class(file.suggestion, to), {}
    if words := admissible.WORDS.get(request.GET.get("words")):
        initial["explanation"] = words
    if file.presidium_view and to in (Step.DELIVER, Step.ARCHIVE):
        initial["note"] = f"主席团研究意见：{file.presidium_view.text}"[:NOTE_MAX]
    form = kind(
        data, suggestion=file.suggestion, user=request.user, today=file.today, initial=initial
    )
    together.offer(form, file.suggestion, to, request.user)
    return form


def _page(request, file, to, form, outlook, filled):
    facts = {"suggestion": file.suggestion, "file": file, "form": form, "outlook": outlook}
    place = wordings.FIELDS.get(to)
    facts |= {"templates": wordings.offered(file.suggestion, place), "filled": filled}
    facts["fill_place"] = form.fields[place[1]].label if place else ""
    facts |= {"proposes": to == Step.CLASSIFY and file.proposes_only and not _is_return(file)}
    facts |= _advice(request, file.suggestion, to)
    label, _hint, _main = file._step_words(to) or (to.label, "", False)
    return page(request, "step", title=f"{label}：{file.suggestion.number}", label=label, **facts)


def _advice(request, suggestion, to):
    """What helps to decide: similar matters while sorting, what to look at, other roads."""
    if to not in (Step.SORT, Step.CLASSIFY):
        return {}
    is_proposal = suggestion.kind == Kind.PROPOSAL
    found = admissible.hints(suggestion.content, suggestion.title, is_proposal=is_proposal)
    if to == Step.SORT:
        return {"hints": found, "similar": similar_to(suggestion, request.user)}
    return {"hints": found, "roads": admissible.ROADS}


def _is_return(file):
    return file.suggestion.step in HANDLED


def _take(request, file, to, form):
    suggestion, note, before = file.suggestion, form.cleaned_data["note"], file.suggestion.step
    proposes = to == Step.CLASSIFY and file.proposes_only and not _is_return(file)
    if proposes:
        suggestion.propose_classification(by=request.user, **form.facts())
        messages.success(request, "分类已经提出，等主席审定。")
    else:
        suggestion.advance(to, by=request.user, note=note, **form.facts())
        messages.success(request, f"已登记：{to.label}。{_next_sentence(suggestion)}")
    done, left = together.follow(
        suggestion, before, to, form.cleaned_data.get("together", ()),
        by=request.user, note=note, proposes=proposes, facts=form.facts(),
    )  # fmt: skip
    if done:
        messages.success(request, f"并案的一并办理了：{'、'.join(done)}。")
    for sentence in left:
        messages.warning(request, f"没有一并办理：{sentence}")
    return back(suggestion)


def _next_sentence(suggestion):
    if suggestion.step == Step.ARCHIVE:
        return "这件事办完了。"
    if suggestion.due_on:
        return f"下一步请在 {suggestion.due_on:%Y-%m-%d} 前办。"
    return ""


def _rehearse(request, file, to, form):
    """Take the step on a copy and undo it: exactly what would be written."""
    copy = Suggestion.objects.select_related("home").get(pk=file.suggestion.pk)
    with transaction.atomic():
        if to == Step.CLASSIFY and file.proposes_only and not _is_return(file):
            outcome = moves.classify(copy, Step.SORT, request.user, file.today, "", **form.facts())
            sentence = outcome.public_text
        else:
            sentence = copy.advance(to, by=request.user, **form.facts()).public_text
        transaction.set_rollback(True)
    clock = _clock(copy, to, form.cleaned_data)
    return _outlook(to, sentence, clock, copy.due_on, is_exact=True)


def _clock(suggestion, to, typed):
    """The `Deadline` that begins with this step, or None."""
    if to == Step.DELIVER:
        return handover.reply_clock(suggestion, typed["handed_on"], suggestion.round_no)
    if to not in (Step.SORT, Step.CLASSIFY):
        return None
    clock, start = Clock.DELIVER, suggestion.received_on
    if returned := _returned(suggestion, typed):
        clock, start = Clock.REDELIVER, returned
    return DeadlinePolicy.objects.for_clock(suggestion.home, clock).deadline(start)


def _outlook(to, sentence, clock=None, due=None, is_exact=False):
    name = CLOCK_NAMES.get(to, "")
    if clock is None:
        return Outlook(sentence, due, name, is_exact=is_exact)
    reason = f"从{handover.long_day(clock.start)}起{clock.length}，{clock.legal_basis}"
    days, unknown = tuple(_telling(clock)), _unknown_year(clock.due)
    return Outlook(sentence, clock.due, name, reason, days, unknown, is_exact)


def _unknown_year(due):
    return None if SpecialDay.objects.filter(date__year=due.year).exists() else due.year


def _telling(clock):
    """The days of an explanation that tell something: all of a short one, the ends of a long one."""
    if len(clock.explanation) <= 40:
        return clock.explanation
    first, *middle, last = clock.explanation
    return [first, *(day for day in middle if not day.counted), last]


def _first_look(file, to):
    """What can be said before anything is typed."""
    here, today = file.suggestion, file.today
    if to == Step.DELIVER:
        again = here.step == Step.FEEDBACK
        clock = handover.reply_clock(here, today, here.round_no + again)
        return _outlook(to, handover.delivered_text("（主办单位）", clock.due), clock)
    if to == Step.SUPERVISE:
        unit = file.present_assignments[0].unit if file.present_assignments else "承办单位"
        return _outlook(to, handover.acknowledged_text(unit), due=here.due_on)
    if to in (Step.SORT, Step.CLASSIFY):
        clock = _clock(here, to, {})
        return _outlook(to, moves.SORTED if to == Step.SORT else "", clock)
    return _outlook(to, moves.ARCHIVED if to == Step.ARCHIVE else moves.told_text(today))


def _returned(suggestion, typed):
    """The day on which the unit sent it back, from which the clock runs; None where it did not."""
    back = suggestion.due_dates.running().filter(clock=Clock.REDELIVER).first()
    if back:
        return back.start_on
    typed_on = typed.get("returned_on")
    return typed_on or (timezone.localdate() if suggestion.step in HANDLED else None)
