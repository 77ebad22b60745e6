"""The presidium of the demonstration: members, the year's meetings, requests, decisions, sessions."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from daihome.demo.gatherings import Calendar
from daihome.demo.people import CHAIR, SECRETARY
from daihome.demo.presidium_texts import DECISIONS, MEETINGS, REQUESTS, SESSIONS
from inspections.congress.forms import REPORTS
from inspections.models import (
    CongressSession,
    Decision,
    PresidiumMeeting,
    PresidiumMember,
    PresidiumRequest,
    SessionLeave,
    SessionReport,
)
from inspections.presidium.minutes import decisions_text
from representatives.models import ActivityState, AttendanceState, Level

SIZE, FIRST_MEETING, FIRST_SESSION = 9, 17, 9
PLANNED_AHEAD = 40
LEAVES = ((3, "外出务工，赶不回来"), (19, "在县医院住院"), (34, "直系亲属病重"))
ABSENT = 27


def make_presidium_year(town):
    """Everything of the presidium and the congress up to today."""
    members = make_members(town)
    sessions = make_sessions(town)
    meetings = make_meetings(town, members)
    requests = make_requests(town, meetings)
    make_decisions(town, meetings, requests, sessions)
    for meeting in meetings:
        write_minutes(meeting)


def make_members(town):
    """Chair, vice-chair and seven members, all with a mandate of the township."""
    term = town.terms[Level.TOWNSHIP]
    held = [p for p in town.sitting if p.mandates.filter(term=term, ended_on=None).exists()]
    leaders = [town.people[CHAIR], town.people[SECRETARY]]
    # From all over the township, and nobody of the government.
    others = [p for p in held if p not in leaders and "镇" not in p.post][::6]
    people = [leaders[0], others[0], leaders[1], *others[1 : SIZE - 2]]
    seats = ["chair", "vice_chair", *["member"] * SIZE]
    return [
        PresidiumMember.objects.create(
            term=term, representative=person, seat=seat, started_on=term.starts_on
        )
        for person, seat in zip(people, seats, strict=False)
    ]


def _at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def make_meetings(town, members):
    """The meetings of this year: those that are over were held, the next one is announced."""
    calendar, found = Calendar(), []
    for place, entry in enumerate(MEETINGS):
        day = calendar.near(town.today.year, entry.month, entry.day)
        if day > town.today + timedelta(days=PLANNED_AHEAD):
            break
        number = FIRST_MEETING + place
        meeting = PresidiumMeeting.objects.call(
            members[0].term, number=number, starts_at=_at(day, 9),
            title=f"{town.home.town}第十九届人民代表大会主席团第{number}次会议",
            activity={
                "ends_at": _at(day, 11), "agenda": entry.topics,
                "venue": town.home.venues.filter(parent=None).first(),
            },
        )  # fmt: skip
        if day < town.today:
            _hold(town, meeting.activity, entry.said, dict(_away(members, entry)))
        found.append(meeting)
    return found


def _away(members, entry):
    """(representative, reason) of those who were not there."""
    return ((members[place].representative_id, reason) for place, reason in entry.away)


def _hold(town, activity, said, away):
    """Everybody came but those of `away` ({representative: reason, or "" without leave})."""
    for row in activity.attendances.select_related("representative"):
        if row.representative_id not in away:
            at = activity.starts_at - timedelta(minutes=2 + row.pk % 20)
            row.mark(AttendanceState.PRESENT, at=at, by="list")
        elif away[row.representative_id]:
            row.mark(AttendanceState.LEAVE, reason=away[row.representative_id])
        else:
            row.mark(AttendanceState.ABSENT)
    activity.state, activity.content = ActivityState.HELD, said
    activity.announced_at = activity.starts_at - timedelta(days=6)
    activity.host, activity.recorder = town.users["chair"].name, town.users["clerk"].name
    activity.recorded_by = town.users["clerk"]
    activity.recorded_at = activity.starts_at + timedelta(hours=6)
    activity.save()
    activity.settle()


def make_requests(town, meetings):
    """Four requests: decided, decided, answered, on the agenda of the next meeting."""
    found = []
    for place, entry in enumerate(REQUESTS):
        meeting = dict(enumerate(meetings)).get(entry.meeting)
        day = (meeting.activity.on if meeting else town.today) - timedelta(days=entry.before)
        people = town.sitting[place * 9 + 4 :][: entry.people]
        row, _created = PresidiumRequest.objects.hand_in(
            f"demo-request-{place}", people, home=town.home, subject=entry.subject,
            reasons=entry.reasons, group=town.groups[place % len(town.groups)],
            received_on=min(day, town.today),
        )  # fmt: skip
        if meeting:
            row.put_on_agenda(meeting)
        elif entry.answer:
            row.answer_why_not(entry.answer, min(day + timedelta(days=5), town.today))
        found.append(row)
    return found


def make_decisions(town, meetings, requests, sessions):
    """What the meetings that are over decided, as far as today knows of it."""
    for entry in DECISIONS:
        if entry.meeting >= len(meetings) or meetings[entry.meeting].activity.on >= town.today:
            continue
        meeting = meetings[entry.meeting]
        request = None if entry.request is None else requests[entry.request]
        done = _later(meeting, entry.done_in)
        is_done = done is not None and done < town.today
        session = sessions[-1] if entry.approved and is_done and sessions else None
        decision = Decision(
            home=town.home, meeting=meeting, request=request, title=entry.title, text=entry.text,
            votes_for=entry.votes[0], votes_against=entry.votes[1],
            votes_abstained=entry.votes[2], executor=town.units.get(entry.unit),
            due_on=_later(meeting, entry.due_in), done_on=done if is_done else None,
            follow_up=entry.follow_up if is_done or not entry.done_in else "",
            effect=entry.effect if is_done else "", amount=entry.amount,
            needs_congress=entry.congress, session=session,
            congress_on=session and session.activity.on,
        )  # fmt: skip
        decision.full_clean()
        decision.save()
        if request:
            request.decide(meeting)


def write_minutes(meeting):
    """The decisions as the minutes say them."""
    activity = meeting.activity
    activity.decisions = decisions_text(meeting)
    activity.save(update_fields=["decisions"])


def _later(meeting, days):
    return None if days is None else meeting.activity.on + timedelta(days=days)


def make_sessions(town):
    """This year's sessions of the congress, with who came; one stayed away without a leave."""
    calendar, term, found = Calendar(), town.terms[Level.TOWNSHIP], []
    for place, (month, day, days, agenda, reports) in enumerate(SESSIONS):
        first = calendar.near(town.today.year, month, day)
        if first + timedelta(days=days) >= town.today:
            break
        number = FIRST_SESSION + place
        session = CongressSession.objects.call(
            term, number=number, starts_at=_at(first, 8, 30),
            title=f"{term.name}第{number}次会议", closed_on=first + timedelta(days=days - 1),
            activity={
                "ends_at": _at(first + timedelta(days=days - 1), 17), "agenda": agenda,
                "place": "镇政府三楼会议室",
            },
        )  # fmt: skip
        _attend(town, session, with_absence=place > 0)
        for key in reports:
            _report(session, *REPORTS[key], first)
        found.append(session)
    return found


def _attend(town, session, with_absence):
    rows = list(session.activity.attendances.order_by("pk"))
    away = {rows[place].representative_id: reason for place, reason in LEAVES[with_absence:]}
    if with_absence:
        away[rows[ABSENT].representative_id] = ""
    _hold(town, session.activity, "大会各项议程全部完成。", away)
    for row in session.leaves_to_decide():
        SessionLeave.objects.create(
            attendance=row, approved_by=town.users["chair"],
            approved_at=session.activity.starts_at - timedelta(days=2),
        )  # fmt: skip


def _report(session, title, reporter, basis, day: date):
    SessionReport.objects.create(
        session=session, title=title, reporter=reporter, legal_basis=basis,
        due_on=day - timedelta(days=15), given_on=day,
    )  # fmt: skip
