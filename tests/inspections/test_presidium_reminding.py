"""What the presidium owes presses: once for each threshold and receiver, and on the first page."""

from datetime import date, timedelta

import pytest

from daihome.integrity import presidium as integrity
from inspections.models import Decision, PresidiumMeeting
from inspections.presidium.chores import overdue, owed, received, short_of_meetings
from inspections.presidium.reminding import Run, nearest
from representatives.models import Message, Role, Target
from representatives.progress import missed_quarters
from tests import factories


def run(*day, **options):
    found = Run(factories.moment(*day, 7), **options)
    found.remind()
    return found


def titles(user):
    return list(Message.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


@pytest.fixture
def decision(home):
    unit = factories.make_unit(home, name="财政所")
    return factories.make_decision(home, title="还债", executor=unit, due_on=date(2026, 6, 30))


@pytest.mark.parametrize(
    ("left", "threshold"), [(8, None), (7, 7), (2, 7), (0, 1), (-1, -1), (-29, -1), (-30, -30)]
)
def test_thresholds(left, threshold):
    assert nearest((-90, -30, -1, 1, 7), left) == threshold


def test_a_decision_is_reminded_of_once_at_each_threshold(home, clerk, chair, decision):
    unit_user = factories.make_user(role=Role.UNIT, home=home)
    decision.executor.accounts.add(unit_user)
    run(2026, 6, 20)
    assert Message.objects.count() == 0

    for day in (23, 23, 25, 30):
        run(2026, 6, day)
    run(2026, 7, 3)
    run(2026, 7, 4)

    expected = [f"主席团决定{when}：还债" for when in ("还有7天到期", "今天到期", "过期3天")]
    assert titles(clerk) == expected
    assert titles(unit_user) == expected
    assert titles(chair) == expected[2:]
    Decision.objects.update(done_on=date(2026, 7, 5))
    run(2026, 8, 30)
    assert len(titles(clerk)) == 3


def test_a_dry_run_posts_nothing(clerk, decision):
    found = run(2026, 6, 23, dry_run=True)

    assert (found.posted, Message.objects.count()) == (1, 0)


def test_the_chair_hears_of_each_absence_once(home, clerk, chair):
    person = factories.make_representative(home, name="唐德顺")
    for on in ((2026, 1, 20), (2026, 7, 16)):
        session = factories.make_session(
            home, [person], starts_at=factories.moment(*on), activity={"state": "held"}
        )
        session.activity.attendances.update(state="absent")
        for _ in range(2):
            run(*on[:2], on[2] + 1)

    assert titles(chair) == ["代表未经批准缺席人代会：唐德顺", "代表资格依法终止，请核实：唐德顺"]
    assert titles(clerk) == []


def test_a_quarter_without_a_meeting_shows_and_presses(home, clerk, chair):
    Target.objects.create(home=home, measure="presidium", number=1, span="quarter")
    members = factories.make_presidium(home, size=3)
    factories.make_presidium_meeting(home, members)  # 15 April

    assert not short_of_meetings(clerk, date(2026, 6, 20)).exists()
    assert not short_of_meetings(clerk, date(2026, 8, 20)).exists()
    assert short_of_meetings(clerk, date(2026, 9, 1)).get() == home
    run(2026, 9, 10)
    run(2026, 9, 11)
    run(2026, 9, 22)
    assert len(titles(chair)) == 2
    missed = [one.start for one in missed_quarters(home, date(2026, 11, 1))]
    assert missed == [date(2026, 1, 1), date(2026, 7, 1)]
    PresidiumMeeting.objects.call(
        members[0].term, number=90, title="第三季度会议", starts_at=factories.moment(2026, 9, 28)
    )
    assert not short_of_meetings(clerk, date(2026, 9, 11)).exists()


def test_lists_of_the_first_page_are_those_of_the_home(home, clerk, other_clerk, decision):
    asked = factories.make_request(home, [])
    factories.make_decision(
        home, meeting=decision.meeting, needs_congress=True, votes_for=1, title="没有通过"
    )
    needs = factories.make_decision(home, meeting=decision.meeting, needs_congress=True)
    day = date(2026, 7, 1)

    assert [list(rows(clerk, day)) for rows in (overdue, owed)] == [[decision], [needs]]
    assert not overdue(clerk, day - timedelta(days=1)).exists()
    assert received(clerk, day).count() == 1
    put = factories.make_request(home, [])
    put.put_on_agenda(decision.meeting)  # which was held and did not decide on it
    assert set(received(clerk, day)) == {asked, put}
    assert [rows(other_clerk, day).count() for rows in (overdue, owed, received)] == [0, 0, 0]


def test_check_data_finds_what_was_changed_past_the_rules(home, decision):
    now = factories.moment(2026, 7, 1)
    row = factories.make_request(home, [], subject="修桥")
    row.put_on_agenda(decision.meeting)
    row.decide(decision.meeting)
    checks = [check for _title, check in integrity.CHECKS]
    assert [len(list(check(now))) for check in checks] == [0, 0, 1]

    Decision.objects.filter(pk=decision.pk).update(is_carried=False, request=row)
    members = list(decision.meeting.term.presidium.all())
    number = decision.meeting.number
    factories.make_presidium_meeting(
        home, members, number=number - 1 or 99, starts_at=factories.moment(2026, 5, 1)
    )

    found = [list(check(now)) for check in checks]
    assert "是否通过与票数对不上" in found[0][0]
    assert f"排在第 {number} 次" in found[1][0]
    assert found[2] == []
