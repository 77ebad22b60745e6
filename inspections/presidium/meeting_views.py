"""The staff's pages of presidium meetings: the presidium at a glance, planning, one meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inspections.models import (
    Decision,
    PresidiumMeeting,
    PresidiumMember,
    PresidiumRequest,
    PresidiumRule,
)
from inspections.presidium import requesting
from inspections.presidium.forms import MeetingForm
from inspections.presidium.pages import (
    OF_ACTIVITY,
    asked_home,
    back,
    choose_home,
    form_page,
    note,
    page,
    row_page,
    term_of,
)
from inspections.presidium.wording import POSTS_NOTE, quorum_sentence
from representatives import progress
from representatives.models import ActivityState, Measure, Representative, Target

OPTS = PresidiumMeeting._meta
NO_TERM = "还没有登记本届镇人民代表大会。请先在“届次”里登记，再来办主席团的事。"
ROWS = 20


@require_safe
def overview(request):
    """Who is on the presidium, whether it meets often enough, what waits for it."""
    if not request.user.has_perm("inspections.view_presidiummeeting"):
        raise PermissionDenied
    home, today = asked_home(request), timezone.localdate()
    if home is None:
        return choose_home(request, OPTS, "主席团")
    term = term_of(home, today)
    rows = PresidiumMember.objects.filter(term=term).select_related("representative")
    members = list(rows.on(today).in_order())
    facts = {
        "home": home, "term": term, "members": members,
        "former": rows.filter(ended_on__lte=today).order_by("ended_on"),
        "problem": PresidiumRule.of(home).problem(len(members)) if term else NO_TERM,
        "rule": PresidiumRule.of(home), "posts_note": POSTS_NOTE,
        "quarters": quarters_of(home, today), "years": (today.year, today.year - 1),
        **_waiting(home, request.user, today),
    }  # fmt: skip
    return page(request, "overview", OPTS, title=f"{home.town}人大主席团", **facts)


def quarters_of(home, today):
    """(name, `Line`, is over) of this year's quarters so far, where the Home has that target."""
    targets = Target.objects.of(home).filter(
        is_active=True, measure=Measure.PRESIDIUM, span="quarter"
    )
    found, target = [], targets.first()
    for place, month in enumerate((1, 4, 7, 10)) if target else ():
        day = today.replace(month=month, day=1)
        if day <= today:
            one = progress.measured(home, day, [target], today=today)[0]
            found.append((f"第{'一二三四'[place]}季度", one.lines[0], one.end < today))
    return found


def _waiting(home, user, today):
    meetings = PresidiumMeeting.objects.of(home).visible_to(user).with_activity()
    decisions = Decision.objects.of(home).select_related("executor", "meeting__activity")
    requests = PresidiumRequest.objects.of(home).to_place()
    return {
        "coming": meetings.still_open().order_by("activity__starts_at"),
        "held": meetings.filter(activity__state=ActivityState.HELD)
        .order_by("-activity__starts_at")[:ROWS],
        "requests": requests.prefetch_related("requesters")[:ROWS],
        "overdue": decisions.overdue(today)[:ROWS],
        "owed": decisions.owed_to_congress()[:ROWS],
    }  # fmt: skip


def add(request):
    """Plan a meeting: all members are on its list, waiting requests may go on its agenda."""
    if not request.user.has_perm("inspections.add_presidiummeeting"):
        raise PermissionDenied
    home, today = asked_home(request), timezone.localdate()
    if home is None:
        return choose_home(request, OPTS, "计划主席团会议")
    term = term_of(home, today)
    if term is None:
        return page(request, "no_term", OPTS, title="计划主席团会议", sentence=NO_TERM)
    posted = request.POST if request.method == "POST" else None
    form = MeetingForm(posted, term=term, today=today, initial=_first(term))
    if form.is_valid() and (meeting := form.save()):
        for row in meeting.requests.select_related("home", "meeting__activity"):
            requesting.tell_agenda(row, timezone.now())
        note(request, meeting, "计划了会议。")
        messages.success(
            request, f"会议计划好了，{meeting.members} 名主席团成员已经在名单上。接着发通知。"
        )
        return back(meeting)
    facts = {"home": home, "term": term, "rule": PresidiumRule.of(home)}
    return form_page(request, "call", OPTS, form, title="计划主席团会议", **facts)


def _first(term):
    """The next number and the usual title and place."""
    last = term.presidium_meetings.aggregate(last=Max("number"))["last"] or 0
    return {
        "number": last + 1,
        "title": f"{term.name}主席团第{last + 1}次会议"[:100],
        "venue": term.home.venues.filter(parent=None).first(),
    }


@row_page(PresidiumMeeting, "view_presidiummeeting", *OF_ACTIVITY)
def show(request, meeting):
    """One meeting: who is there, the agenda, what was decided."""
    people = Prefetch("requesters", Representative.objects.all())
    live, present = meeting.members_then().count(), meeting.present()
    facts = {
        "meeting": meeting, "activity": meeting.activity,
        "requests": meeting.requests.prefetch_related(people).order_by("pk"),
        "decisions": meeting.decisions.select_related("executor").order_by("pk"),
        "observers": meeting.activity.attendances.filter(part="observer").count(),
        "document": meeting.activity.documents.filter(kind="minutes").first(),
        "quorum": quorum_sentence(meeting.members, present), "is_quorate": meeting.is_quorate,
        "is_counted": present or meeting.activity.is_held,
        "live": live, "differs": live != meeting.members,
        "may_change": request.user.has_perm("inspections.change_presidiummeeting"),
    }  # fmt: skip
    return page(request, "meeting", OPTS, title=str(meeting), **facts)


@require_POST
@row_page(PresidiumMeeting, "change_presidiummeeting", *OF_ACTIVITY)
def fit(request, meeting):
    """Take the members of the day as all members, after somebody came or went."""
    if meeting.decisions.exists():
        messages.error(request, "这次会议已经登记了决定，全体成员人数按当天的，不再改。")
        return back(meeting)
    with transaction.atomic():
        meeting.fit_members()
    note(request, meeting, f"按会议当天的成员核对：{meeting.members} 人。")
    messages.success(request, f"按会议当天的成员核对好了：{meeting.members} 人。")
    return back(meeting)
