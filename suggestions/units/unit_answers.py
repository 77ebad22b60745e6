"""A handling unit's answer: typed, looked at, sent once, with a receipt."""

from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools import parking
from daihome.tools.text import find_personal_data
from suggestions.models import Reply, ReplyState, SentForm
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.units.unit_access import unit_page
from suggestions.units.unit_file import UnitFile
from suggestions.units.unit_forms import AnswerForm
from suggestions.units.unit_views import (
    EXPIRED,
    UNREADABLE,
    draw,
    key_for,
    read_key,
    too_late,
    was_sent,
)
from suggestions.voters import throttle
from suggestions.voters.views import PARKED_AN_HOUR

ANSWERED = "已经答复过了，您这次没有改动任何内容。请看最新情况。"
SWEPT = "以前选的文件找不到了，请重新选择。"


@unit_page
def answer(request, door):
    """The form; then a look at what was typed; with `send` it is sent, with `edit` corrected."""
    file, is_post = UnitFile(door, timezone.localdate()), request.method == "POST"
    form = AnswerForm(*((request.POST, request.FILES) if is_post else ()), file=file)
    valid = form.is_valid()
    if was_sent(request, door):
        return redirect(door.link("receipt"))
    if not file.may_answer:
        return too_late(request, file, form, file.standing or ANSWERED)
    if not valid or "edit" in request.POST:
        return _form_page(request, file, form, 200 if valid or not is_post else UNREADABLE)
    if "send" not in request.POST:
        return _look(request, file, form)
    return _send(request, file, form)


def _form_page(request, file, form, status, notice=""):
    _park(request, form)
    facts = {"form": form, "notice": notice, "key": key_for(request, notice)}
    return draw(request, "answer", file, status=status, **facts)


def _park(request, form):
    """Keep the chosen files until the form is sent; so many an hour and no more."""
    if not form.is_bound or not form.kept:
        return
    if throttle.count(request, "park", len(form.kept)) <= PARKED_AN_HOUR:
        form.park_files()
    else:
        form.kept = []
        form.add_error("attachments", "文件没能保存下来，请重新选择。")


def _look(request, file, form):
    """What was typed, as the voter will read it; the hidden fields carry it on."""
    _park(request, form)
    if not form.is_valid():
        return _form_page(request, file, form, UNREADABLE)
    columns = form.columns()
    reply = Reply(assignment=file.assignment, replied_on=form.day_of_reply(), **columns)
    facts = {"form": form, "reply": reply, "key": key_for(request)}
    facts["personal_data"] = find_personal_data(f"{reply.text}\n{reply.promise}")
    return draw(request, "look", file, **facts)


def _send(request, file, form):
    key = read_key(request)
    if key is None:
        return _form_page(request, file, form, UNREADABLE, EXPIRED)
    try:
        _keep(file, form, key)
    except FileNotFoundError:
        form.parked = []
        form.add_error("attachments", SWEPT)
    except StepTaken as late:
        if was_sent(request, file.door):  # meanwhile, by the same form
            return redirect(file.door.link("receipt"))
        return too_late(request, file, form, str(late))
    except StepRefused as error:
        form.add_error(None, str(error))
    else:
        parking.discard(form.parked)
        return redirect(file.door.link("receipt"))
    return _form_page(request, file, form, UNREADABLE)


def _keep(file, form, key):
    """Write it once: the first answer, a corrected one or one to a promise."""
    door, who = file.door, file.door.who(form.cleaned_data["person"])
    facts = form.columns() | {"uploads": form.uploads()} | who
    with transaction.atomic():
        if not SentForm.objects.is_first(key.value, door.assignment):
            return
        door.assignment.suggestion.claim()
        door.assignment.refresh_from_db()
        now = UnitFile(door, file.today)
        if now.sent_back:
            _revise(now.sent_back, facts)
        elif now.promise:
            now.promise.answer_again(replied_on=file.today, **facts)
        else:
            _answer(door.assignment, file.today, form.cleaned_data["person"], who, facts)


def _revise(reply, facts):
    if Reply.objects.filter(pk=reply.pk, state=ReplyState.SENT_BACK).exists():
        return reply.revise(**facts)
    raise StepTaken(ANSWERED)


def _answer(assignment, today, person, who, facts):
    if not assignment.is_open:
        raise StepTaken(ANSWERED)
    # Answering is signing for it, too; the matter moves on to 督办 by that.
    assignment.acknowledge(on=today, name=person, **who)
    assignment.answer(replied_on=today, **facts)


@unit_page
@require_safe
def receipt(request, door):
    """What was received and when, to print; before there is an answer, the page itself."""
    file = UnitFile(door, timezone.localdate())
    if file.last_reply is None or file.sent_back:
        return redirect(door.link())
    return draw(request, "receipt", file, reply=file.last_reply)
