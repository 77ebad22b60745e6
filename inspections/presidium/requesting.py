"""What requesters and staff are told of a request: once for each thing that happened to it."""

from django.urls import reverse
from django.utils import timezone

from daihome.tools.registers import prose_date
from inspections.presidium.wording import named
from representatives import posting
from representatives.models import User
from suggestions.clocks.reminders import Receivers


def names_of(request):
    """All who ask, in the order of their names."""
    return [person.name for person in request.requesters.all()]


def _accounts(request, *, without=None):
    rows = User.objects.filter(representative__presidium_requests=request, is_active=True)
    return rows.exclude(representative=without) if without else rows


def _link(request):
    return reverse("my:request", args=[request.pk])


def _tell(request, occasion, title, text, now):
    return posting.post(
        f"request:{request.pk}:{occasion}", home=request.home, title=title, text=text,
        link=_link(request), users=_accounts(request), now=now,
    )  # fmt: skip


def tell_new(request, by, now):
    """Staff hear of a request that the representative `by` handed in; who was named along, too."""
    people = named(names_of(request))
    staff = Receivers.of(request.home)
    posting.post(
        f"request:{request.pk}:new",
        home=request.home,
        title=f"代表向主席团提出请求：{request.subject}",
        text=f"{people}提出。请列入会议议题，或者答复。",
        link=reverse("admin:inspections_presidiumrequest_change", args=[request.pk]),
        users=[*staff.clerks, *staff.chairs],
        now=now,
    )
    posting.post(
        f"request:{request.pk}:named",
        home=request.home,
        title=f"{by.name}把您列为共同提出人：{request.subject}",
        text="这件请求交给了镇人大主席团。没有同意过的，请告诉工作人员。",
        link=_link(request),
        users=_accounts(request, without=by),
        now=now,
    )


def tell_agenda(request, now):
    """Before which meeting it comes."""
    meeting = request.meeting
    text = f"列入{prose_date(meeting.activity.on)}的{meeting}。结果会告诉您。"
    return _tell(request, f"agenda:{meeting.pk}", f"您的请求列入议题：{request.subject}", text, now)


def tell_answered(request, now):
    title = f"您的请求有了答复：{request.subject}"
    return _tell(request, "answered", title, f"没有列入会议。答复：{request.answer}", now)


def tell_decided(decision, now):
    """What the meeting decided on it, with the votes."""
    request = decision.request
    text = f"{decision.meeting}表决：{decision.votes}，{decision.result}。"
    if decision.is_carried:
        text += f"决定：{decision.text}"
    title = f"主席团对您的请求作了决定：{request.subject}"
    return _tell(request, f"decided:{decision.pk}:{decision.result}", title, text, now)


def tell_withdrawn(request, now):
    """Staff hear that it was taken back."""
    staff = Receivers.of(request.home)
    return posting.post(
        f"request:{request.pk}:withdrawn", home=request.home,
        title=f"代表撤回请求：{request.subject}",
        text=f"{timezone.localdate(now):%m月%d日}撤回。列入了议题的，议题已经去掉。",
        link=reverse("admin:inspections_presidiumrequest_change", args=[request.pk]),
        users=staff.clerks, now=now,
    )  # fmt: skip
