"""Reception days for everybody: the page and the feeds say the same, and nothing that is not public."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from reception import feeds
from representatives.models import Activity, Attendance, Mandate, Venue
from tests import factories

PAGE, FEED = "/homes/xizi/reception/", "/homes/xizi/reception.ics"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def cancel(day, reason="暴雨"):
    Activity.objects.filter(pk=day.activity_id).update(state="cancelled", cancel_reason=reason)


def shown(response):
    """(date, hours, place, names, cancelled) of every line on the page."""
    return [
        (day.on, day.hours, day.place, day.names, day.is_cancelled)
        for _month, days in response.context["months"]
        for day in days
    ]


def told(response):
    """The same of a feed, read by a calendar's own means; and the texts by UID."""
    events = Calendar.from_ical(response.content).events
    return [
        (
            event.start.date(),
            f"{event.start:%-H:%M}—{event.end:%-H:%M}",
            str(event["LOCATION"]),
            str(event["DESCRIPTION"]).partition("接待代表：")[2].partition("\n")[0],
            event.status == "CANCELLED",
        )
        for event in events
    ]


@pytest.fixture
def people(home):
    """Two who are shown; one who is hidden and one who was not in office any more."""
    hidden = factories.make_representative(home, name="隐藏的人", is_public=False)
    former = factories.make_representative(home, name="离任的人")
    Mandate.objects.filter(representative=former).update(
        state="ended", end_reason="resigned", ended_on=date(2026, 1, 5)
    )
    found = [factories.make_representative(home, name=name) for name in ("李建国", "王秀英")]
    return [*found, hidden, former]


def test_page_and_feed_say_the_same_of_two_years(client, home, other_home, people):
    venue = factories.make_venue(home, name="北山咀村联络室")
    days = [
        factories.make_reception_day(home, in_days(offset), people, venue=venue)
        for offset in range(0, 731, 60)
    ]
    cancel(days[3])
    factories.make_reception_day(other_home, in_days(5))

    page, feed = client.get(PAGE, {"all": "1"}), client.get(FEED)

    assert len(shown(page)) == len(days) == 13
    assert shown(page) == told(feed)
    assert {row[3] for row in shown(page)} == {"李建国、王秀英"}
    assert [row[4] for row in shown(page)].index(True) == 3
    for secret in ("隐藏的人", "离任的人"):
        assert secret not in page.text
        assert secret not in feed.content.decode()


def test_page_shows_a_year_and_says_that_there_is_more(client, home):
    for offset in (10, 200, 364, 380):
        factories.make_reception_day(home, in_days(offset))

    page = client.get(PAGE)

    assert [row[0] for row in shown(page)] == [in_days(10), in_days(200), in_days(364)]
    assert page.context["more"] == 1


def test_today_is_in_the_box_and_tomorrow_takes_its_place(client, home):
    today = factories.make_reception_day(home, in_days(0), starts=time.min, ends=time.max)
    tomorrow = factories.make_reception_day(home, in_days(1))

    assert [day.pk for day in client.get("/").context["next"]] == [today.pk]
    assert "今天接待" in client.get("/").text
    cancel(today)
    assert [day.pk for day in client.get(PAGE).context["next"]] == [tomorrow.pk]
    for address in (PAGE, "/", today.activity.venue.get_absolute_url()):
        assert "的接待取消了：暴雨。" in client.get(address).text


def test_moved_day_says_from_where_and_why(client, home):
    on = in_days(20)
    factories.make_reception_day(
        home, on, nominal_on=on - timedelta(days=2), moved_why="端午节放假，顺延"
    )
    factories.make_reception_day(home, on + timedelta(days=9), nominal_on=on + timedelta(days=8))

    page, feed = client.get(PAGE), Calendar.from_ical(client.get(FEED).content)
    was = on + timedelta(days=8)

    for words, event in zip(
        ("端午节放假，顺延", f"原定{was.month}月{was.day}日"), feed.events, strict=True
    ):
        assert words in page.text
        assert words in event["DESCRIPTION"]


def test_hidden_venue_is_named_but_not_linked(client, home):
    venue = factories.make_venue(home, is_public=False, address="后院")
    factories.make_reception_day(home, in_days(3), venue=venue)

    page = client.get(PAGE)

    assert venue.name in page.text
    assert venue.code not in page.text
    assert "后院" not in page.text


def test_change_is_a_newer_entry_with_the_same_uid(client, home, people):
    day = factories.make_reception_day(home, in_days(9), people[:1])
    [before] = Calendar.from_ical(client.get(FEED).content).events
    assert client.get(FEED).content == client.get(FEED).content

    Attendance.objects.invite(day.activity, people[1:2], part="duty")
    [after] = Calendar.from_ical(client.get(FEED).content).events

    assert after["UID"] == before["UID"]
    assert after.sequence > before.sequence
    assert after.last_modified >= before.last_modified
    assert after.start.tzinfo.key == "Asia/Shanghai"


def test_one_day_can_be_saved_by_itself(client, home, other_home):
    day = factories.make_reception_day(home, in_days(9))
    factories.make_reception_day(home, in_days(19))
    foreign = factories.make_reception_day(other_home, in_days(9))

    [event] = Calendar.from_ical(client.get(f"/homes/xizi/reception/{day.pk}.ics").content).events

    assert event.start.date() == in_days(9)
    for pk in (foreign.pk, 0, 10**30):
        assert client.get(f"/homes/xizi/reception/{pk}.ics").status_code == 404


def test_representatives_feed_has_only_the_own_days(client, home, people):
    mine, hidden = people[0], people[2]
    factories.make_reception_day(home, in_days(9), people[:2])
    factories.make_reception_day(home, in_days(19), people[1:2])
    excused = factories.make_reception_day(home, in_days(29), people[:1])
    excused.activity.attendances.get().ask_leave("住院")

    feed = client.get(f"/r/{mine.code}/reception.ics")

    assert [row[0] for row in told(feed)] == [in_days(9)]
    for person in (hidden, people[3]):
        assert client.get(f"/r/{person.code}/reception.ics").status_code == 404
    home.shows_next_day = False
    home.save()
    assert client.get(f"/r/{mine.code}/reception.ics").status_code == 404


def test_ways_are_said_in_sentences_and_whom_to_call(client, home, other_home):
    venue = factories.make_venue(home, name="镇人大办公室", phone="0476-1234567")
    factories.make_pattern(home, venue=venue)
    factories.make_pattern(home, venue=venue, name="预约接待", how="appointment", days="")
    factories.make_pattern(home, venue=venue, name="停用的", is_active=False)
    factories.make_pattern(home, venue=venue, name="过去的", ends_on=date(2026, 2, 1))
    factories.make_pattern(other_home, name="别处的")

    page = client.get(PAGE)

    assert [one.name for one in page.context["ways"]] == ["代表接待日"]
    assert "每逢双月15日 9:00—11:00，遇节假日顺延，在镇人大办公室。" in page.text
    assert [row[1] for row in page.context["appointments"]] == ["0476-1234567"]
    assert "接待日还没有排出来" in page.text


def test_closed_home_and_unknown_home_have_no_days(client, home):
    factories.make_reception_day(home, in_days(9))
    home.is_open = False
    home.save()

    for address in (PAGE, FEED, "/homes/nowhere/reception/", "/homes/nowhere/reception.ics"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 405


def test_page_and_feed_cost_the_same_for_many(client, home, people, django_assert_num_queries):
    factories.make_pattern(home)
    factories.make_reception_day(home, in_days(2), people)
    with django_assert_num_queries(5):
        client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(FEED)
    for offset in range(3, 30):
        factories.make_reception_day(home, in_days(offset), people)
    with django_assert_num_queries(5):
        client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(FEED)


def test_venue_shows_its_own_days(client, home, people):
    here, there = factories.make_venue(home), factories.make_venue(home)
    factories.make_reception_day(home, in_days(3), people[:1], venue=here)
    factories.make_reception_day(home, in_days(4), people[1:2], venue=there)
    factories.make_pattern(home, venue=there, name="别处的规则")

    page = client.get(Venue.objects.get(pk=here.pk).get_absolute_url())

    assert [day.on for day in page.context["days"]] == [in_days(3)]
    assert "王秀英" not in page.text
    assert "别处的规则" not in page.text


# --- one's own calendar -----------------------------------------------------------------------


def own(client, user):
    feed = client.get(f"/my/calendar/{feeds.token_of(user)}.ics")
    return feed, [str(event["SUMMARY"]) for event in Calendar.from_ical(feed.content).events]


def test_own_calendar_has_turns_and_invitations(client, home, representative):
    factories.make_reception_day(home, in_days(3), [representative])
    at = timezone.now() + timedelta(days=5)
    for title, state in (
        ("学习代表法", "announced"),
        ("还没通知的", "planned"),
        ("取消的", "cancelled"),
    ):
        factories.make_activity(
            home, people=[representative], title=title, starts_at=at, state=state,
            cancel_reason="停电" if state == "cancelled" else "",
        )  # fmt: skip
    factories.make_activity(home, title="没有请我", starts_at=at, state="announced")
    excused = factories.make_activity(
        home, people=[representative], title="我请了假", starts_at=at, state="announced"
    )
    excused.attendances.get().ask_leave("住院")

    feed, titles = own(client, representative.user)

    assert titles == ["接待选民", "学习代表法", "取消的"]
    assert feed["Cache-Control"] == "private, no-store"
    assert b"TRIGGER:-P1D" in feed.content


def test_renewing_kills_the_old_address(client, sign_in, representative):
    old = feeds.token_of(representative.user)

    response = sign_in(representative.user).post("/my/calendar/feed/")
    representative.user.refresh_from_db()
    new = feeds.token_of(representative.user)

    assert response["Location"] == "/my/calendar/feed/"
    assert new in client.get("/my/calendar/feed/").text
    client.logout()
    assert client.get(f"/my/calendar/{old}.ics").status_code == 404
    assert client.get(f"/my/calendar/{new}.ics").status_code == 200


def test_looking_at_the_address_changes_nothing(sign_in, representative):
    token = feeds.token_of(representative.user)

    assert token in sign_in(representative.user).get("/my/calendar/feed/").text
    assert feeds.owner_of(token) == representative


def test_own_calendar_ends_with_the_account_and_is_not_guessed(client, representative, clerk):
    token = feeds.token_of(representative.user)
    key = token.rpartition(".")[0]

    for wrong in (f"{key}.x", key, "x", token[:-1], feeds.token_of(clerk), "1-0." + "a" * 43):
        assert client.get(f"/my/calendar/{wrong}.ics").status_code == 404
    representative.user.is_active = False
    representative.user.save()
    assert client.get(f"/my/calendar/{token}.ics").status_code == 404


# --- activities on the front page -------------------------------------------------------------


def make_picture(activity, **fields):
    return activity.files.create(
        **{"file": "a.jpg", "name": "a.jpg", "kind": "picture", "content_type": "image/jpeg",
           "size": 1, "sha256": "0", "is_public": True} | fields
    )  # fmt: skip


def test_front_page_shows_what_was_held_with_public_pictures(client, home, other_home):
    held = factories.make_activity(home, state="held", title="学习代表法")
    picture, private = make_picture(held), make_picture(held, is_public=False)
    factories.make_activity(home, title="计划中的")
    factories.make_activity(home, "meeting", state="held", title="研究某人的事")
    factories.make_activity(other_home, state="held", title="别处的活动")

    page = client.get("/homes/xizi/")

    assert [row.title for row in page.context["activities"]] == ["学习代表法"]
    assert f"/activities/pictures/{picture.pk}/" in page.text
    assert f"/activities/pictures/{private.pk}/" not in page.text


def test_only_public_pictures_of_what_was_held_are_served(client, home, settings):
    held, planned = (factories.make_activity(home, state=state) for state in ("held", "planned"))
    (settings.MEDIA_ROOT).mkdir()
    (settings.MEDIA_ROOT / "a.jpg").write_bytes(b"picture")
    refused = [
        make_picture(held, is_public=False), make_picture(planned),
        make_picture(held, use="sign_in"), make_picture(held, kind="pdf"),
    ]  # fmt: skip

    found = client.get(f"/activities/pictures/{make_picture(held).pk}/")

    assert b"".join(found.streaming_content) == b"picture"
    for file in refused:
        assert client.get(f"/activities/pictures/{file.pk}/").status_code == 404
    home.is_open = False
    home.save()
    assert client.get(f"/activities/pictures/{held.files.first().pk}/").status_code == 404
