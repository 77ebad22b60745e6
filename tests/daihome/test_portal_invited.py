"""Invitations, study materials, receptions and times away, as a representative sees them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from representatives.models import Leave, MaterialReading, StudyMaterial
from tests.factories import make_activity, make_reception_day, make_representative

TOMORROW = timezone.localtime() + timedelta(days=1)


@pytest.fixture
def me(sign_in, representative):
    return sign_in(representative.user)


@pytest.fixture
def invited(home, representative):
    """A group activity of tomorrow of which I was told."""
    activity = make_activity(
        home, people=[representative], state="announced", starts_at=TOMORROW, agenda="看水厂"
    )
    return activity.attendances.get()


def test_today_shows_what_i_am_invited_to_unread_first(me, home, representative, invited):
    sooner = make_activity(
        home, people=[representative], state="announced", starts_at=TOMORROW - timedelta(hours=1)
    ).attendances.get()
    sooner.read_at = timezone.now()
    sooner.save()
    make_activity(home, people=[representative], starts_at=TOMORROW, title="只是计划")
    make_activity(home, people=[make_representative(home)], state="announced", starts_at=TOMORROW)

    page = me.get("/my/")

    assert [*page.context["invited"]] == [invited, sooner]


def test_receipt_is_given_once(me, invited):
    path = f"/my/activities/{invited.activity_id}/read/"

    me.post(path)
    invited.refresh_from_db()
    first = invited.read_at
    me.post(path)

    invited.refresh_from_db()
    assert first is not None
    assert invited.read_at == first


def test_opening_the_page_is_no_receipt(me, invited):
    assert "看水厂" in me.get(f"/my/activities/{invited.activity_id}/").text
    invited.refresh_from_db()
    assert invited.read_at is None


def test_leave_needs_a_reason(me, invited):
    path = f"/my/activities/{invited.activity_id}/leave/"

    assert me.post(path, {"reason": "　"}).status_code == 422
    invited.refresh_from_db()
    assert invited.state == "expected"
    assert me.post(path, {"reason": "在外务工"}).status_code == 302
    invited.refresh_from_db()
    assert (invited.state, invited.leave_reason) == ("leave", "在外务工")


def test_late_leave_gets_a_sentence(me, home, representative):
    held = make_activity(home, people=[representative], state="held")

    response = me.post(f"/my/activities/{held.pk}/leave/", {"reason": "忘了"})

    assert response.status_code == 409
    assert held.attendances.get().state == "expected"


def test_nobody_leaves_the_roster_by_asking_leave(me, home, representative):
    day = make_reception_day(home, TOMORROW.date(), [representative])

    response = me.post(f"/my/activities/{day.activity_id}/leave/", {"reason": "忙"})

    assert response.status_code == 409
    assert day.activity.attendances.get().state == "expected"


def test_minutes_and_who_was_there_are_shown_afterwards(me, home, representative):
    held = make_activity(home, people=[representative], state="held", decisions="下月再查。")
    held.attendances.get().sign_in(timezone.now(), "list")

    page = me.get(f"/my/activities/{held.pk}/")

    assert "下月再查。" in page.text
    assert page.context["present"] == [representative.name]


def test_activities_of_others_are_not_there(me, home):
    other = make_activity(home, people=[make_representative(home)], state="announced")

    assert me.get(f"/my/activities/{other.pk}/").status_code == 404
    for act in ("read", "leave"):
        assert me.post(f"/my/activities/{other.pk}/{act}/").status_code == 404


def test_material_is_studied_once_and_only_when_published(me, home, other_home, representative):
    today = timezone.localdate()
    material = StudyMaterial.objects.create(home=home, title="代表法", published_on=today)
    draft = StudyMaterial.objects.create(home=home, title="草稿")
    foreign = StudyMaterial.objects.create(home=other_home, title="别家", published_on=today)

    for _press in range(2):
        me.post(f"/my/materials/{material.pk}/studied/")

    assert MaterialReading.objects.get().representative == representative
    for hidden in (draft, foreign):
        assert me.get(f"/my/materials/{hidden.pk}/").status_code == 404


def test_next_reception_says_when_where_with_whom_and_why(me, home, representative):
    friend = make_representative(home, name="李春梅")
    day = make_reception_day(
        home, TOMORROW.date(), [representative, friend], moved_why="遇休息日顺延"
    )
    make_reception_day(home, TOMORROW.date() + timedelta(days=9), [representative])

    page = me.get("/my/")

    assert page.context["turn"].activity == day.activity
    assert "李春梅代表" in page.text
    assert "遇休息日顺延" in page.text
    assert f"/a/{day.activity.code}/" not in page.text


def test_sign_in_is_offered_on_the_day(me, home, representative):
    day = make_reception_day(home, timezone.localdate(), [representative])

    assert f"/a/{day.activity.code}/" in me.get("/my/").text


def leave(**changes):
    start = timezone.localdate() + timedelta(days=1)
    typed = {"starts_on": start, "ends_on": start + timedelta(days=7), "reason": "住院"}
    return typed | changes


def test_time_away_is_written_and_taken_back(me, representative):
    me.post("/my/receptions/leaves/", leave())
    row = Leave.objects.get()
    assert (row.representative, row.reason) == (representative, "住院")

    me.post(f"/my/receptions/leaves/{row.pk}/remove/")
    assert not Leave.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"starts_on": "不知道"}, "starts_on"),
        ({"ends_on": "2020-01-01", "starts_on": "2020-01-01"}, "ends_on"),
        ({"starts_on": timezone.localdate() + timedelta(days=30)}, "__all__"),
    ],
)
def test_poor_time_away_is_refused(me, changes, field):
    page = me.post("/my/receptions/leaves/", leave(**changes))

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Leave.objects.exists()


def test_time_away_of_others_is_not_there(me, home):
    typed = leave()
    row = Leave.objects.create(home=home, representative=make_representative(home), **typed)

    assert me.post(f"/my/receptions/leaves/{row.pk}/remove/").status_code == 404


def test_time_away_over_a_turn_warns(me, home, representative):
    make_reception_day(home, TOMORROW.date() + timedelta(days=2), [representative])

    page = me.post("/my/receptions/leaves/", leave(), follow=True)

    assert "已经排了您的接待" in page.text


def test_number_that_no_key_can_be_is_not_found(me):
    assert me.get(f"/my/activities/{'9' * 30}/").status_code == 404
    assert me.post(f"/my/activities/{'9' * 30}/leave/").status_code == 404
