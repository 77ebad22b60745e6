"""The staff's pages of sessions: planning, who came, leaves, reports, absences."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max, Q
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daihome.tools.paper import pdf_response
from inspections.congress import absences, telling
from inspections.congress.forms import GivenForm, ReportForm, SessionForm
from inspections.models import CongressSession, Decision, SessionLeave
from inspections.presidium.meeting_views import NO_TERM
from inspections.presidium.pages import (
    OF_ACTIVITY,
    Late,
    asked_home,
    back,
    choose_home,
    form_page,
    note,
    page,
    row_page,
    term_of,
)
from representatives.models import ActivityState, AttendanceState, Home

OPTS = CongressSession._meta
DECIDED = "这份请假刚刚批过了。请看现在的情况。"


def add(request):
    """Plan a session: representatives of the township in office are called, reports noted."""
    if not request.user.has_perm("inspections.add_congresssession"):
        raise PermissionDenied
    home, today = asked_home(request), timezone.localdate()
    if home is None:
        return choose_home(request, OPTS, "计划人民代表大会会议")
    term = term_of(home, today)
    if term is None:
        return page(request, "no_term", OPTS, title="计划人民代表大会会议", sentence=NO_TERM)
    posted = request.POST if request.method == "POST" else None
    form = SessionForm(posted, term=term, initial=_first(term))
    if form.is_valid() and (session := form.save()):
        called = session.activity.attendances.count()
        note(request, session, f"计划了会议，名单 {called} 人。")
        messages.success(request, f"会议计划好了，{called} 名现任镇代表已经在名单上。接着发通知。")
        return back(session)
    facts = {"home": home, "term": term, "is_congress": True}
    return form_page(request, "call", OPTS, form, title="计划人民代表大会会议", **facts)


def _first(term):
    last = term.sessions.aggregate(last=Max("number"))["last"] or 0
    return {
        "number": last + 1,
        "title": f"{term.name}第{last + 1}次会议"[:100],
        "presets": ["0", "1", "2", "3"],
    }


@row_page(CongressSession, "view_congresssession", *OF_ACTIVITY)
def show(request, session):
    """One session: numbers, leaves, reports, decisions that come before it."""
    return _draw(request, session, ReportForm())


def _draw(request, session, form, status=200):
    rows = session.activity.attendances.filter(part="member")
    states = rows.aggregate(
        called=Count("pk"),
        **{name.value: Count("pk", Q(state=name)) for name in AttendanceState},
    )
    missing = session.people_then().exclude(attendances__activity=session.activity_id)
    decisions = Decision.objects.of(session.home).filter(is_carried=True, needs_congress=True)
    facts = {
        "session": session, "activity": session.activity, "states": states,
        "leaves": session.leaves(), "missing": list(missing),
        "away": rows.filter(state=AttendanceState.ABSENT).select_related("representative"),
        "reports": session.reports.all(), "today": timezone.localdate(),
        "decisions": decisions.filter(Q(session=session) | Q(session=None)).order_by("pk"),
        "form": form, "given": GivenForm(initial={"given_on": session.activity.on}),
        "may_change": request.user.has_perm("inspections.change_congresssession"),
    }  # fmt: skip
    return page(request, "session", OPTS, title=str(session), status=status, **facts)


change_page = row_page(CongressSession, "change_congresssession", *OF_ACTIVITY)


@require_POST
@change_page
def fit(request, session):
    """Call those who came into office since."""
    added = session.fit_list()
    note(request, session, f"名单增加了 {added} 人。")
    messages.success(request, f"名单增加了 {added} 人。")
    return back(session)


@require_POST
@change_page
def leave(request, session, row, answer):
    """Approve a leave, or do not: then it is an absence as long as the person does not come."""
    if answer not in ("approve", "refuse"):
        raise Http404
    with transaction.atomic():
        found = _to_decide(session, row)
        if answer == "approve":
            _approve(found, request.user)
            said = f"批准了{found.representative}请假。"
        else:
            _refuse(session, found)
            said = f"没有批准{found.representative}请假。"
    telling.tell_leave(session, found, answer == "approve", timezone.now())
    note(request, session, said)
    messages.success(request, said)
    return back(session)


def _to_decide(session, key):
    """The leave that still waits. Raises Late."""
    # Locks the leave: of two who decide at once, one approves or the other refuses, not both.
    list(session.activity.attendances.filter(pk=key).select_for_update().values_list("pk"))
    found = session.leaves_to_decide().filter(pk=key).first()
    if found is None:
        raise Late(DECIDED)
    return found


def _approve(row, user):
    SessionLeave.objects.create(attendance=row, approved_by=user, approved_at=timezone.now())


def _refuse(session, row):
    held = session.activity.state == ActivityState.HELD
    row.mark(AttendanceState.ABSENT if held else AttendanceState.EXPECTED)
    session.activity.settle()


@require_POST
@change_page
def report(request, session):
    """Note one more report that is due."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _draw(request, session, form, 422)
    session.reports.create(**form.cleaned_data)
    note(request, session, f"增加了报告：{form.cleaned_data['title']}。")
    messages.success(request, "报告登记好了。")
    return back(session)


@require_POST
@change_page
def given(request, session, row):
    """Note on which day a report was given; an empty day takes it back."""
    found = session.reports.filter(pk=row).first()
    if found is None:
        raise Http404
    form = GivenForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"{found}：{' '.join(form.errors['given_on'])}")
        return back(session)
    found.given_on = form.cleaned_data["given_on"]
    found.save(update_fields=["given_on"])
    note(request, session, f"{found}：报告日期 {found.given_on or '没有'}。")
    messages.success(request, f"{found}：报告日期登记好了。")
    return back(session)


@require_safe
@row_page(CongressSession, "view_congresssession", *OF_ACTIVITY)
def agenda_paper(request, session):
    """会议议程 of a session; drawing is slow to load."""
    from inspections.presidium.papers import agenda_pdf

    return pdf_response(agenda_pdf(session), f"会议议程{session.activity.on:%Y%m%d}.pdf")


@require_safe
def absence_list(request):
    """Who stayed away without an approved leave, and what the law says of it."""
    if not request.user.has_perm("inspections.view_congresssession"):
        raise PermissionDenied
    homes = [(home, absences.absent(home)) for home in Home.objects.visible_to(request.user)]
    return page(request, "absences", OPTS, title="人代会未经批准缺席", homes=homes)
