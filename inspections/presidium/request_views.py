"""The staff's pages of requests to the presidium: entering, agenda, answer, taking back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from inspections.models import PresidiumRequest, RequestState
from inspections.presidium import requesting
from inspections.presidium.forms import AgendaForm, AnswerForm, RequestForm
from inspections.presidium.pages import (
    Late,
    asked_home,
    back,
    choose_home,
    form_page,
    note,
    page,
    row_page,
)

OPTS = PresidiumRequest._meta
LATE = "这件请求刚刚有了别的处理。请看现在的情况。"
AGAIN = "这件请求已经登记过了，没有重复登记。"


def add(request):
    """Enter a request that representatives handed in on paper or by word."""
    if not request.user.has_perm("inspections.add_presidiumrequest"):
        raise PermissionDenied
    home = asked_home(request)
    if home is None:
        return choose_home(request, OPTS, "登记代表请求")
    posted = request.POST if request.method == "POST" else None
    form = RequestForm(posted, home=home, today=timezone.localdate())
    if form.is_valid():
        row, created = form.save(request.user)
        if created:
            note(request, row, "登记了请求。")
        messages.success(request, "请求登记好了。" if created else AGAIN)
        return back(row)
    facts = {"title": "登记代表请求", "button": "登记"}
    return form_page(request, "request_form", OPTS, form, **facts)


@row_page(PresidiumRequest, "view_presidiumrequest", "home", "group", "meeting__activity")
def show(request, row):
    """Who asks for what and why, and what became of it."""
    facts = {
        "row": row,
        "people": row.requesters.all(),
        "decisions": row.decisions.select_related("meeting__activity", "executor").order_by("pk"),
        "may_change": request.user.has_perm("inspections.change_presidiumrequest"),
    }
    return page(request, "request", OPTS, title=row.subject, **facts)


def _agenda(row, form, now):
    meeting = form.cleaned_data["meeting"]
    if not row.put_on_agenda(meeting):
        raise Late(LATE)
    requesting.tell_agenda(row, now)
    return f"列入了{meeting}的议题，已经告诉提出的代表。"


def _answer(row, form, now):
    if not row.answer_why_not(form.cleaned_data["answer"], timezone.localdate(now)):
        raise Late(LATE)
    requesting.tell_answered(row, now)
    return "答复已经发给提出的代表。"


def _off(row, form, now):
    if not row.take_off():
        raise Late(LATE)
    return "从议题上去掉了，可以列入别的会议。"


def _withdraw(row, form, now):
    if not row.withdraw():
        raise Late(LATE)
    return "已经登记：代表撤回了这件请求。"


# act in the address -> (heading, button, form or None, what it does)
ACTS = {
    "agenda": ("列入会议议题", "列入议题", AgendaForm, _agenda),
    "answer": ("答复，不列入会议", "发出答复", AnswerForm, _answer),
    "off": ("从议题上去掉", "去掉", None, _off),
    "withdraw": ("登记代表撤回", "登记撤回", None, _withdraw),
}


@row_page(PresidiumRequest, "change_presidiumrequest", "home", "meeting__activity")
def act(request, row, act):
    """One of ACTS; asked on a page of its own."""
    if act not in ACTS:
        raise Http404
    if not row.is_open or (act == "off" and row.state != RequestState.ON_AGENDA):
        raise Late(LATE)
    heading, button, form_class, do = ACTS[act]
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, row=row) if form_class else None
    if request.method == "POST" and (form is None or form.is_valid()):
        said = do(row, form, timezone.now())
        note(request, row, said)
        messages.success(request, said)
        return back(row)
    facts = {"row": row, "title": f"{heading}：{row.subject}", "button": button}
    if form is None:
        return page(request, "request_act", OPTS, **facts)
    return form_page(request, "request_act", OPTS, form, **facts)
