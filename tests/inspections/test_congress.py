"""Sessions of the congress: who is called, leaves, absences as the law counts them, reports."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.congress.absences import absent, to_end
from inspections.congress.chores import leaves, mandates
from inspections.models import CongressSession, SessionLeave
from inspections.pages import link_of
from representatives.models import Mandate, Message, OfficialDocument
from tests import factories


def address(name, *args):
    return reverse(f"admin:inspections_{name}", args=args)


def held(home, person, state="absent", on=(2026, 1, 20), **fields):
    """A session that was held, with `person` on its list in `state`."""
    reason = "住院" if state == "leave" else ""
    session = factories.make_session(
        home, [person], starts_at=factories.moment(*on), activity={"state": "held"}, **fields
    )
    session.activity.attendances.update(state=state, leave_reason=reason)
    return session


def counts(home):
    return [(one.person, one.count) for one in absent(home)]


def test_a_session_calls_who_is_in_office_that_day(home, clerk, sign_in):
    sitting = factories.make_representative(home)
    gone, late, suspended = (factories.make_representative(home) for _ in range(3))
    rows = Mandate.objects
    rows.filter(representative=gone).update(
        state="ended", ended_on=date(2026, 5, 1), end_reason="moved"
    )
    rows.filter(representative=late).update(started_on=date(2027, 3, 1))
    rows.filter(representative=suspended).update(
        state="suspended", suspended_on=date(2026, 6, 1), suspension_reason="pending_case"
    )
    county = factories.make_representative(home, in_office=False)
    term = factories.make_term(home, level="county", name="县")
    county.mandates.create(term=term, level="county", started_on=date(2021, 12, 1))
    given = {
        "number": "9", "title": "第9次会议", "starts_at": "2026-12-20 08:30", "place": "镇政府",
        "presets": ["0", "3"],
    }  # fmt: skip

    sign_in(clerk).post(address("congresssession_add"), given)

    session = CongressSession.objects.get()
    assert [row.representative for row in session.activity.attendances.all()] == [sitting]
    reports = session.reports.values_list("title", "legal_basis", "due_on")
    assert list(reports) == [
        ("主席团工作报告", "地方组织法第十二条", date(2026, 12, 5)),
        ("代表建议办理情况的报告", "代表法第五十一条", date(2026, 12, 5)),
    ]


def test_two_absences_end_the_mandate_and_one_warns(home, clerk):
    person, other = (factories.make_representative(home) for _ in range(2))
    held(home, person)
    held(home, other, "present")
    warned = absent(home)[0]

    assert counts(home) == [(person, 1)]
    assert not warned.must_end
    assert "再有一次，依照代表法第六十二条，代表资格终止" in warned.sentence
    held(home, person, on=(2026, 7, 16))
    found = absent(home)[0]
    assert found.must_end
    assert (
        "依照代表法第六十二条，代表资格终止；由镇人民代表大会予以公告（第六十三条）"
        in found.sentence
    )
    assert found.link == reverse("admin:representatives_representative_change", args=[person.pk])
    assert list(mandates(clerk, date(2026, 8, 1))) == [found.mandate]
    assert Mandate.objects.get(representative=person).state == "active"


@pytest.mark.parametrize("state", ["present", "leave", "expected"])
def test_only_absence_counts(home, state):
    held(home, factories.make_representative(home), state)

    assert counts(home) == []


def test_sessions_before_a_by_election_or_after_the_end_do_not_count(home):
    elected, gone, suspended = (factories.make_representative(home) for _ in range(3))
    rows = Mandate.objects
    rows.filter(representative=elected).update(started_on=date(2026, 1, 21))
    rows.filter(representative=gone).update(
        state="ended", ended_on=date(2026, 1, 20), end_reason="moved"
    )
    rows.filter(representative=suspended).update(
        state="suspended", suspended_on=date(2026, 1, 20), suspension_reason="pending_case"
    )
    for person in (elected, gone, suspended):
        held(home, person)

    assert counts(home) == []
    held(home, elected, on=(2026, 1, 21))
    assert counts(home) == [(elected, 1)]


def test_the_first_hour_of_the_first_day_counts_by_the_local_date(home):
    person = factories.make_representative(home)
    Mandate.objects.filter(representative=person).update(started_on=date(2026, 1, 20))
    session = factories.make_session(
        home, [person], starts_at=factories.moment(2026, 1, 20, 0), activity={"state": "held"}
    )
    session.activity.attendances.update(state="absent")

    assert counts(home) == [(person, 1)]


def test_absences_of_two_terms_are_counted_apart(home):
    person = factories.make_representative(home)
    later = factories.make_term(home, number=20, name="第二十届", starts_on=date(2026, 6, 1))
    person.mandates.create(term=later, level="township", started_on=date(2026, 6, 1))
    held(home, person)
    held(home, person, on=(2026, 7, 16), term=later)

    assert counts(home) == [(person, 1), (person, 1)]
    assert not to_end(Mandate.objects.all()).exists()


def test_observers_cancelled_sessions_and_meetings_do_not_count(home):
    person = factories.make_representative(home)
    held(home, person).activity.attendances.update(part="observer")
    cancelled = held(home, person)
    cancelled.activity.state, cancelled.activity.cancel_reason = "cancelled", "防汛"
    cancelled.activity.save()
    meeting = factories.make_activity(home, "meeting", [person], state="held")
    meeting.attendances.update(state="absent")

    assert counts(home) == []


def test_a_leave_counts_when_it_is_approved(home, chair, sign_in):
    people = [factories.make_representative(home, with_account=True) for _ in range(2)]
    session = factories.make_session(home, people, activity={"state": "announced"})
    for row in session.activity.attendances.all():
        row.ask_leave("住院")
    first, second = session.activity.attendances.order_by("pk")
    assert leaves(chair, date(2026, 1, 10)).count() == 2

    def answer(row, word):
        return sign_in(chair).post(address("session_leave", session.pk, row.pk, word))

    answer(first, "approve")
    answer(second, "refuse")

    assert SessionLeave.objects.get().attendance == first
    assert [row.state for row in session.activity.attendances.order_by("pk")] == [
        "leave", "expected",
    ]  # fmt: skip
    titles = {message.user: message.title for message in Message.objects.all()}
    assert titles == {
        people[0].user: "批准您的请假：人民代表大会会议",
        people[1].user: "没有批准您的请假：人民代表大会会议",
    }
    assert leaves(chair, date(2026, 1, 10)).count() == 0
    assert answer(first, "refuse").status_code == 409


def test_a_refused_leave_of_a_session_that_was_held_is_an_absence(home, chair, sign_in):
    person = factories.make_representative(home)
    session = held(home, person, "leave")
    row = session.activity.attendances.get()

    sign_in(chair).post(address("session_leave", session.pk, row.pk, "refuse"))

    assert counts(home) == [(person, 1)]


def test_pages_of_sessions_and_absences(home, clerk, auditor, sign_in):
    person = factories.make_representative(home)
    session = held(home, person)
    session.reports.create(title="决算报告", due_on=date(2026, 1, 5))
    report = session.reports.get()

    page = sign_in(clerk).get(address("congresssession_change", session.pk)).content.decode()
    listed = sign_in(auditor).get(address("absences")).content.decode()
    of_person = sign_in(clerk).get(absent(home)[0].link).content.decode()

    assert "应到 1 人，实到 0 人，请假 0 人，缺席 1 人。" in page
    assert absent(home)[0].sentence in listed
    assert absent(home)[0].sentence in of_person
    given = {"given_on": "2026-01-20"}
    sign_in(clerk).post(address("session_given", session.pk, report.pk), given)
    report.refresh_from_db()
    assert report.given_on == date(2026, 1, 20)
    wrong = sign_in(clerk).post(address("session_report", session.pk), {"title": "安全生产报告"})
    assert (wrong.status_code, session.reports.count()) == (422, 1)
    assert "安全生产报告" in wrong.content.decode()


def test_an_ended_mandate_is_announced_by_one_draft(home, clerk, other_clerk, sign_in):
    person = factories.make_representative(home, name="唐德顺")
    for on in ((2026, 1, 20), (2026, 7, 16)):
        held(home, person, on=on)
    mandate = person.mandates.get()
    page = address("absence_announce", mandate.pk)

    assert sign_in(clerk).post(page).status_code == 404
    mandate.state, mandate.ended_on, mandate.end_reason = "ended", date(2026, 8, 1), "absent_twice"
    mandate.save()
    assert sign_in(other_clerk).post(page).status_code == 404
    for _ in range(2):
        sign_in(clerk).post(page)

    draft = OfficialDocument.objects.get()
    assert (draft.kind, draft.issued_at) == ("announcement", None)
    assert "其代表资格自2026年8月1日终止" in draft.body
    assert list(mandates(clerk, date(2026, 8, 2))) == []


def test_absences_of_many_take_two_queries(home, django_assert_num_queries):
    for _ in range(3):
        held(home, factories.make_representative(home))

    with django_assert_num_queries(2):
        assert len([one.sentence for one in absent(home)]) == 3


def test_the_pages_of_the_activity_lead_back(home, clerk, sign_in):
    session = factories.make_session(home)
    meeting = factories.make_presidium_meeting(home, factories.make_presidium(home, size=3))
    inspection = factories.make_inspection(home)

    for row, link in (
        (session, address("congresssession_change", session.pk)),
        (meeting, address("presidiummeeting_change", meeting.pk)),
        (inspection, link_of(inspection)),
    ):
        for name in ("people", "change"):
            page = reverse(f"admin:representatives_activity_{name}", args=[row.activity_id])
            assert f'href="{link}"' in sign_in(clerk).get(page).content.decode()
