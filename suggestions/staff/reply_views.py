"""A unit's reply on paper: entered by staff, corrected, and the second one to a promise."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from daihome.tools import parking
from suggestions.models import ReplyState
from suggestions.pipeline import HANDLED, Step, StepRefused, StepTaken
from suggestions.staff import wordings
from suggestions.staff.admin_pages import back, case_page, note, page, refused
from suggestions.staff.approval_views import GONE
from suggestions.staff.staff_forms import ReplyForm
from suggestions.units.unit_staff_views import assignment_of

UNREADABLE = 422
WRITABLE = (ReplyState.DRAFT, ReplyState.SENT_BACK)


@case_page("change_suggestion")
def reply(request, suggestion, assignment):
    """Enter the reply of a unit, or correct it while it is a draft or was sent back."""
    found = assignment_of(suggestion, assignment)
    draft = found.replies.select_related("reply_class").order_by("seq").last()
    if not request.user.has_perm(f"suggestions.{'change' if draft else 'add'}_reply"):
        raise PermissionDenied
    _check_open(suggestion, found, draft)
    # A page drawn before somebody entered the reply must not overwrite it.
    if request.method == "POST" and request.POST.get("reply", "") != str(draft.pk if draft else ""):
        raise StepTaken(GONE)
    if draft:
        draft.suggestion = suggestion
    verb = "修改" if draft else "登记"
    return _write(request, found, draft, f"{verb}{found.unit}的答复", _keeper(found, draft))


def _check_open(suggestion, assignment, draft):
    if draft and (draft.state not in WRITABLE or suggestion.step == Step.ARCHIVE):
        raise StepTaken("这份答复已经审定，不能再改。请看最新情况。")
    steps = (Step.SUPERVISE,) if assignment.is_main else HANDLED
    past = assignment.round_no != suggestion.round_no or assignment.returned_on
    if not draft and (suggestion.step not in steps or past):
        raise StepTaken("这件意见现在不在督办环节，不能登记或修改答复。请看最新情况。")


def _keeper(assignment, draft):
    return draft.revise if draft else assignment.answer


@case_page("change_suggestion")
def again(request, suggestion, promise):
    """Enter the unit's second reply: what became of its promise."""
    if not request.user.has_perm("suggestions.add_reply"):
        raise PermissionDenied
    rows = suggestion.commitments.select_related("reply__assignment__unit")
    found = rows.filter(pk=promise).first()
    if found is None:
        raise Http404
    assignment = found.reply.assignment
    waiting = assignment.replies.exclude(state=ReplyState.PUBLISHED).exists()
    if found.closing_reply_id or waiting or suggestion.step == Step.ARCHIVE:
        raise StepTaken("这项承诺已经再次答复过了。请看最新情况。")
    assignment.suggestion = suggestion
    title = f"登记{assignment.unit}的再次答复"
    return _write(request, assignment, None, title, found.answer_again, promise=found)


def _write(request, assignment, draft, title, keep, promise=None):
    """The form of a reply, filled in and kept by `keep`."""
    form = _reply_form(request, assignment, draft, promise)
    if form.is_valid() and not wordings.is_pressed(request):
        try:
            keep(by=request.user, **form.facts())
        except FileNotFoundError:
            form.parked = []
            form.add_error("attachments", "以前选的文件找不到了，请重新选择。")
        except StepRefused as error:
            refused(form, error)
        else:
            return _kept(request, assignment, title, form)
    if form.is_bound:
        form.park_files()
    filled = wordings.put_in(request, form, assignment.suggestion, wordings.REPLY_FIELD)
    facts = {"suggestion": assignment.suggestion, "assignment": assignment, "form": form}
    facts |= {"draft": draft, "promise": promise, "filled": filled}
    facts["templates"] = wordings.offered(assignment.suggestion, wordings.REPLY_FIELD)
    return page(request, "reply", title=title, status=UNREADABLE * form.is_bound or 200, **facts)


def _reply_form(request, assignment, draft, promise):
    bound = request.method == "POST"
    data, files = (request.POST, request.FILES) if bound else (None, None)
    first_on = promise.reply.replied_on if promise else assignment.handed_on
    who = {"assignment": assignment, "reply": draft, "first_on": first_on}
    return ReplyForm(data, files, today=timezone.localdate(), **who)


def _kept(request, assignment, title, form):
    parking.discard(form.parked)
    note(request, assignment.suggestion, f"{title}。")
    messages.success(request, "答复已经保存，等登记人以外有审定权的人审定。")
    return back(assignment.suggestion)
