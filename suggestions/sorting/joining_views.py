"""Joining matters about one thing, undoing it, and wording one reply for each of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.views.decorators.http import require_POST

from suggestions.models import Joining
from suggestions.pipeline import Step, StepRefused, StepTaken
from suggestions.sorting import joint_replies
from suggestions.sorting.joining_forms import AnswersForm, JoinForm
from suggestions.sorting.similar import similar_to
from suggestions.staff.admin_pages import back, case_page, page, refused

UNREADABLE = 422


@case_page("change_suggestion")
def join(request, suggestion):
    """Join with the matter whose number is typed or stands in `?with=`."""
    if suggestion.step == Step.ARCHIVE:
        raise StepTaken("这件事已经办完存档，不能再并案。")
    data = request.POST if request.method == "POST" else None
    first = {"number": request.GET.get("with", "")[:30]}
    form = JoinForm(data, suggestion=suggestion, user=request.user, initial=first)
    if form.is_valid():
        try:
            return _join(request, suggestion, form)
        except StepRefused as error:
            refused(form, error)
    facts = {"suggestion": suggestion, "form": form}
    facts["similar"] = [] if form.is_bound else similar_to(suggestion, request.user)
    status = UNREADABLE if form.is_bound else 200
    return page(request, "join", title=f"并案：{suggestion.number}", status=status, **facts)


def _join(request, suggestion, form):
    member, lead = form.pair()
    Joining.objects.join(member, lead, by=request.user)
    messages.success(
        request, f"{member.number}已经并入{lead.number}，一起办理；编号和答复各自保留。"
    )
    return back(suggestion)


@require_POST
@case_page("change_suggestion")
def unjoin(request, suggestion, joining):
    """Undo a joining, from the page of either matter."""
    here = Q(suggestion=suggestion) | Q(lead=suggestion)
    rows = Joining.objects.visible_to(request.user).select_related("suggestion", "lead")
    found = rows.filter(here, pk=joining).first()
    if found is None:
        raise Http404
    found.undo(by=request.user)
    messages.success(request, f"{found.suggestion.number}不再并入{found.lead.number}，单独办理。")
    return back(suggestion)


@case_page("change_suggestion")
def answers(request, suggestion, reply):
    """The lead's reply worded for each member, kept as a draft of its own."""
    if not request.user.has_perm("suggestions.add_reply"):
        raise PermissionDenied
    rows = suggestion.replies.select_related("assignment__unit", "reply_class", "suggestion__home")
    found = rows.filter(pk=reply, assignment__role="main").first()
    if found is None:
        raise Http404
    if found.state not in joint_replies.READY:
        raise StepTaken("这份答复还没有审定，不能用于并案的各件。")
    found.suggestion.village = suggestion.village
    targets, left = joint_replies.sort_members(found, request.user)
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, reply=found, targets=targets)
    if targets and form.is_valid():
        refusals = _keep(request, found, form)
        if not refusals:
            return back(suggestion)
        form = _only_refused(data, found, refusals)
    facts = {"suggestion": suggestion, "reply": found, "form": form, "left": left}
    status = UNREADABLE if form.is_bound and form.errors else 200
    title = f"答复用于并案的各件：{suggestion.number}"
    return page(request, "joined_replies", title=title, targets=targets, status=status, **facts)


def _keep(request, reply, form):
    """Keep what can be kept; [(target, why)] of what cannot."""
    done, refusals = [], []
    for target, text in form.chosen():
        try:
            joint_replies.keep(reply, target, text, request.user)
            done.append(target.suggestion.number)
        except StepRefused as error:
            refusals.append((target, str(error)))
    if done:
        messages.success(request, f"已经登记答复：{'、'.join(done)}。等登记人以外的人审定。")
    return refusals


def _only_refused(data, reply, refusals):
    """The form with the boxes that could not be kept, as they were typed."""
    for target, _why in refusals:
        target.suggestion.refresh_from_db()
    form = AnswersForm(data, reply=reply, targets=[target for target, _why in refusals])
    form.is_valid()
    for target, why in refusals:
        form.add_error(target.name, why)
    return form
