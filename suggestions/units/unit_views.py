"""A handling unit's page: read, sign, return, speak, ask for time, answer. Nothing acts on GET."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.uploads import serve
from suggestions.models import Attachment, SentForm
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.units.unit_access import unit_page
from suggestions.units.unit_file import UnitFile
from suggestions.units.unit_forms import AcknowledgeForm, ContactForm, ExtensionForm, ReturnForm
from suggestions.voters import form_keys

CONFLICT, UNREADABLE = 409, 422
FOLDER = "suggestions/unit"
EXPIRED = "这一页放得太久了。您写的都还在，请看一遍，再按一次。"
DONE = {
    "acknowledge": "已经签收。签收不是答复，请在限办日期前答复。",
    "return": "已经退回，代表之家会重新研究由谁来办。",
    "contact": "沟通情况已经记下。",
    "extension": "延期申请已经提交，等主席审批。批准以前，限办日期不变。",
}


@unit_page
@require_safe
def page(request, door):
    """The whole of one assignment, and what can be done with it."""
    file = UnitFile(door, timezone.localdate())
    return draw(request, "page", file, done=DONE.get(request.GET.get("done"), ""))


def draw(request, name, file, *, status=200, **facts):
    """One of our templates, with what the unit may read."""
    facts |= {"file": file, "door": file.door, "home": file.home}
    return render(request, f"{FOLDER}/{name}.html", facts, status=status)


@unit_page
@require_safe
def picture(request, door, file):
    """A picture of the matter, or a scan of what this unit answered."""
    seen = UnitFile(door, timezone.localdate())
    mine = [row.pk for row in seen.pictures]
    rows = Attachment.objects.filter(suggestion=door.assignment.suggestion_id, pk=file)
    found = rows.first()
    allowed = found and (found.pk in mine or _is_own_scan(found, door.assignment))
    if not allowed:
        raise Http404
    return serve(found.file, found.name, inline=found.kind == "picture")


def _is_own_scan(attachment, assignment):
    return attachment.reply_id and attachment.reply.assignment_id == assignment.pk


@dataclass(frozen=True)
class Small:
    """An act with a short form: may it be done, the sentence when not, and how it is done."""

    title: str
    button: str
    form: type
    may: str
    too_late: str
    act: object


def _acknowledge(door, typed, who):
    door.assignment.acknowledge(on=timezone.localdate(), name=typed["person"], **who)


def _give_back(door, typed, who):
    facts = {name: typed[name] for name in ("reason", "proposal")}
    door.assignment.give_back(on=timezone.localdate(), **facts, **who)


def _contact(door, typed, who):
    door.assignment.contact(on=typed["on"], note=typed["note"], **who)


def _extend(door, typed, who):
    facts = {name: typed[name] for name in ("until", "reason", "consent")}
    door.assignment.ask_extension(**facts, asked_by_name=typed["person"], by=who["by"])


SMALL = {
    "acknowledge": Small(
        "签收", "签收", AcknowledgeForm, "may_acknowledge",
        "这件事已经签收过，或者已经不在你们单位办。", _acknowledge,
    ),
    "return": Small(
        "不属于我单位，退回", "退回", ReturnForm, "may_return",
        "已经过了可以退回的日期，或者已经退回、答复。确实不归你们办的，请打电话，由主席决定收回改交。",
        _give_back,
    ),
    "contact": Small(
        "登记首次沟通", "保存", ContactForm, "may_tell_contact",
        "首次沟通已经登记过，或者这件事已经不在你们单位办。", _contact,
    ),
    "extension": Small(
        "申请延期", "提交申请", ExtensionForm, "may_extend",
        "现在不能申请延期：已经申请过，或者按规定不能再延。请看最新情况。", _extend,
    ),
}  # fmt: skip


@unit_page
def act(request, door, act):
    """GET shows the short form of one act; POST does it once."""
    if act not in SMALL:
        raise Http404
    small, file = SMALL[act], UnitFile(door, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = small.form(data, file=file)
    if was_sent(request, door):
        return redirect(f"{door.link()}?done={act}")
    try:
        if not getattr(file, small.may):
            raise StepTaken(small.too_late)
        if form.is_valid():
            return _do(request, act, file, form)
    except StepTaken as late:
        if was_sent(request, door):  # meanwhile, by the same form
            return redirect(f"{door.link()}?done={act}")
        return too_late(request, file, form, str(late))
    except StepRefused as error:
        form.add_error(None, str(error))
    return small_page(request, act, file, form)


def _do(request, name, file, form):
    key = read_key(request)
    if key is None:
        return small_page(request, name, file, form, notice=EXPIRED)
    door, typed = file.door, form.cleaned_data
    with transaction.atomic():
        if SentForm.objects.is_first(key.value, door.assignment):
            hold(door, SMALL[name])
            SMALL[name].act(door, typed, door.who(typed["person"]))
    return redirect(f"{door.link()}?done={name}")


def hold(door, small):
    """Let one of several workers go on; whoever comes after finds it done. Raises `StepTaken`."""
    door.assignment.hold()
    if not getattr(UnitFile(door, timezone.localdate()), small.may):
        raise StepTaken(small.too_late)


def read_key(request):
    """The one-time key of the form, or None when it is too old or not ours."""
    key = form_keys.read_key(request.POST.get("key", ""))
    return None if key is None or key.is_expired else key


def was_sent(request, door):
    """Whether this very form has acted already."""
    key = request.method == "POST" and read_key(request)
    return key and SentForm.objects.filter(key=key.value, assignment=door.assignment).exists()


def small_page(request, name, file, form, notice=""):
    """The short form, blank or with everything that was typed."""
    status = UNREADABLE if form.is_bound else 200
    facts = {"act": name, "small": SMALL[name], "form": form, "notice": notice}
    facts["key"] = key_for(request, notice)
    return draw(request, "small", file, status=status, **facts)


def key_for(request, notice=""):
    """The key that the page carries on: the one that came while it is good, else a new one."""
    if not notice and read_key(request):
        return request.POST["key"]
    return form_keys.new_key()


def too_late(request, file, form, sentence):
    """409: the present state with a sentence, and what was typed, to copy."""
    fresh = UnitFile(again(file.door), file.today)
    typed = [
        (field.label, field.value())
        for field in form
        if form.is_bound and field.name not in ("person", "attachments") and field.value()
    ]
    return draw(request, "page", fresh, status=CONFLICT, late=sentence, typed=typed)


def again(door):
    """`door` with its assignment and matter as they are now."""
    door.assignment.refresh_from_db()
    door.assignment.suggestion.refresh_from_db()
    return door
