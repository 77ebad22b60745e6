"""The staff's pages of the roster: rule, preview, writing, one day, turns, announcing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reception.models import ReceptionDay, ReceptionPattern, RosterSwap
from representatives.models import ActivityState, Attendance, Message, RepGroup
from tests import factories

SOON = timedelta(days=30)


@pytest.fixture
def people(home):
    return [factories.make_representative(home, with_account=True) for _ in range(4)]


@pytest.fixture
def pattern(home):
    return factories.make_pattern(
        home, in_rotation=False, how="weekday", weekday=1, cycle="every", days="", seats=1
    )


@pytest.fixture
def day(home, people):
    return factories.make_reception_day(
        home, timezone.localdate() + SOON, [people[0]], seats=1,
        pattern=factories.make_pattern(home),
    )  # fmt: skip


def address(name, *args):
    return reverse(f"admin:reception_{name}", args=args)


def words(response):
    return " ".join(response.content.decode().split())


def turn_of(day, person):
    return Attendance.objects.get(activity=day.activity, representative=person)


def on_duty(day):
    return [row.representative for row in day.roster()]


def preview(client, pattern, until):
    response = client.get(address("plan", pattern.pk), {"until": until})
    return response, response.context["draft"]


def test_rule_is_kept_with_the_sentence_it_reads_as(home, clerk, sign_in):
    venue = factories.make_venue(home)
    given = {
        "name": "代表接待日", "venue": venue.pk, "how": "days", "cycle": "even", "days": "15",
        "ordinal": "0", "on_day_off": "next", "starts": "9点", "ends": "11：00", "seats": "2",
        "starts_on": "2026-01-01", "county_seats": "0", "notice_days": "3", "is_active": "on",
    }  # fmt: skip
    client = sign_in(clerk)

    refused = client.post(address("receptionpattern_add"), given)
    saved = client.post(address("receptionpattern_add"), given | {"starts": "9:00", "days": "32"})
    wrong_day = ReceptionPattern.objects.count()
    kept = client.post(address("receptionpattern_add"), given | {"starts": "9:00"})

    assert "请把时间写成“09:30”的样子" in words(refused)
    assert "这里的数要在 1 到 31 之间" in words(saved)
    assert (wrong_day, kept.status_code) == (0, 302)
    row = ReceptionPattern.objects.get()
    assert row.in_words == "每逢双月15日 9:00—11:00，遇节假日顺延"
    assert row.in_words in words(client.get(address("receptionpattern_changelist")))
    assert row.in_words in words(client.get(address("dates", row.pk)))


def test_preview_writes_nothing_and_post_writes_what_was_shown(pattern, people, clerk, sign_in):
    client, until = sign_in(clerk), timezone.localdate() + timedelta(days=60)

    _page, draft = preview(client, pattern, until)
    before = ReceptionDay.objects.count()
    response = client.post(address("plan", pattern.pk), {"until": until, "seen": draft.fingerprint})

    assert (before, response.status_code) == (0, 302)
    written = ReceptionDay.objects.order_by("activity__starts_at")
    assert [(row.on, on_duty(row)) for row in written] == [
        (line.day, line.people) for line in draft.lines
    ]
    assert len(written) in (8, 9)


def test_roster_that_changed_meanwhile_is_shown_again(pattern, people, clerk, sign_in, home):
    client, until = sign_in(clerk), timezone.localdate() + timedelta(days=60)
    _page, draft = preview(client, pattern, until)
    people[0].leaves.create(
        home=home, starts_on=timezone.localdate(), ends_on=until, reason="外出务工"
    )

    response = client.post(address("plan", pattern.pk), {"until": until, "seen": draft.fingerprint})

    assert response.status_code == 409
    assert "名单刚刚有了变化" in words(response)
    assert ReceptionDay.objects.count() == 0


@pytest.mark.parametrize("until", ["", "abc", "2020-01-01", "2099-01-01"])
def test_period_out_of_reach_is_refused_with_a_sentence(pattern, clerk, sign_in, until):
    client = sign_in(clerk)

    shown = client.get(address("plan", pattern.pk), {"until": until})
    sent = client.post(address("plan", pattern.pk), {"until": until, "seen": "x"})

    assert (shown.status_code, sent.status_code) == (422, 422)
    assert f'value="{until}"' in words(shown)
    assert ReceptionDay.objects.count() == 0


def test_year_shows_days_turns_and_what_is_late_or_missing(home, day, people, clerk, sign_in):
    late = factories.make_reception_day(
        home, timezone.localdate() + timedelta(days=2), pattern=day.pattern, seats=1
    )
    factories.make_reception_day(factories.make_home(slug="b", number_prefix="BB"))
    client = sign_in(clerk)
    shown = {}
    for row in (day, late):
        page = client.get(address("receptionday_changelist"), {"year": row.on.year})
        shown |= {each.day.pk: each for each in page.context["days"]}

    assert set(shown) == {day.pk, late.pk}
    assert (shown[day.pk].names, shown[day.pk].is_late, shown[day.pk].missing) == (
        [people[0].name],
        False,
        0,
    )
    assert (shown[late.pk].is_late, shown[late.pk].missing) == (True, 1)
    page = client.get(address("receptionday_changelist"), {"year": late.on.year})
    assert f"{late.on.year} 年有 1 个接待日公告晚了" in words(page)
    assert "没有按时公告" in words(page)


def test_year_reads_the_same_number_of_queries_with_more_days(
    home, day, people, clerk, sign_in, django_assert_max_num_queries
):
    client = sign_in(clerk)
    place = address("receptionday_changelist")
    client.get(place)
    for number in range(6):
        factories.make_reception_day(home, day.on + timedelta(days=number + 1), people)
    with django_assert_max_num_queries(30):
        client.get(place, {"year": day.on.year})


def test_excused_person_is_replaced_by_who_waited_longest(home, day, people, clerk, sign_in):
    factories.make_reception_day(home, day.on - timedelta(days=100), [people[1]])
    factories.make_reception_day(home, day.on - timedelta(days=200), [people[2], people[3]])
    factories.make_reception_day(home, day.on, [people[3]])
    turn = turn_of(day, people[0])
    client = sign_in(clerk)
    form = client.get(address("leave", day.pk, turn.pk)).context["form"]
    refused = client.post(address("leave", day.pk, turn.pk), {"reason": ""})

    client.post(
        address("leave", day.pk, turn.pk),
        {"reason": "住院", "substitute": form.initial["substitute"]},
    )

    assert refused.status_code == 422
    assert [key for key, _ in form.fields["substitute"].choices] == [
        str(people[2].pk),
        str(people[1].pk),
        "",
    ]
    assert on_duty(day) == [people[2]]
    new = turn_of(day, people[2])
    assert (new.instead_of, new.is_by_hand) == (turn, True)
    turn.refresh_from_db()
    assert (turn.state, turn.leave_reason) == ("leave", "住院")
    late = client.post(address("leave", day.pk, turn.pk), {"reason": "x"})
    assert late.status_code == 409
    assert "已经换过人" in words(late)


def test_free_seat_is_filled_by_hand(day, people, clerk, sign_in):
    client = sign_in(clerk)

    client.post(address("join", day.pk), {"person": people[1].pk, "note": "补空缺"})
    again = client.post(address("join", day.pk), {"person": people[1].pk})

    assert on_duty(day) == [people[0], people[1]]
    assert turn_of(day, people[1]).is_by_hand
    assert again.status_code == 422


def test_swap_on_record_changes_both_turns_and_tells_both(home, day, people, clerk, sign_in):
    other = factories.make_reception_day(home, day.on + SOON, [people[1]])
    mine, theirs = turn_of(day, people[0]), turn_of(other, people[1])

    sign_in(clerk).post(address("swap", day.pk, mine.pk), {"turn": theirs.pk, "reason": "村里有事"})

    assert (on_duty(day), on_duty(other)) == ([people[1]], [people[0]])
    swap = RosterSwap.objects.get()
    assert (swap.state, swap.by) == ("agreed", clerk)
    told = Message.objects.filter(user__in=[person.user for person in people])
    assert {message.user for message in told} == {people[0].user, people[1].user}


def test_swap_with_somebody_who_is_on_that_day_is_refused(home, day, people, clerk, sign_in):
    factories.make_reception_day(home, day.on, [people[1]])
    other = factories.make_reception_day(home, day.on + SOON, [people[1]])
    turn = turn_of(day, people[0])

    response = sign_in(clerk).post(
        address("swap", day.pk, turn.pk),
        {"turn": turn_of(other, people[1]).pk, "reason": "村里有事"},
    )

    assert response.status_code == 422
    assert "已经有一班，请换一个人或者换一天。" in words(response)
    assert on_duty(day) == [people[0]]


def test_announcing_numbers_the_notice_and_tells_those_on_duty(home, day, people, clerk, sign_in):
    second = factories.make_reception_day(home, day.on + SOON)
    client = sign_in(clerk)
    shown = client.get(address("announce", day.pk))
    unchanged = Message.objects.count(), ReceptionDay.objects.exclude(notice_no=None).count()

    for row in (day, second, day):
        client.post(address("announce", row.pk))

    day, second = ReceptionDay.objects.filter(pk__in=[day.pk, second.pk]).order_by("pk")
    year = timezone.localdate().year
    assert (shown.status_code, unchanged) == (200, (0, 0))
    assert (day.notice_number, second.notice_number) == (f"（{year}）第1号", f"（{year}）第2号")
    assert day.activity.state == ActivityState.ANNOUNCED
    assert [message.user for message in Message.objects.all()] == [people[0].user]


def test_day_moved_by_hand_says_why_and_stays(day, clerk, sign_in):
    client = sign_in(clerk)
    on = day.on + timedelta(days=3)
    given = {
        "on": on, "starts": "14:00", "ends": "16:00", "venue": day.activity.venue_id, "seats": "2",
    }  # fmt: skip

    refused = client.post(address("edit", day.pk), given)
    client.post(address("edit", day.pk), given | {"why": "镇里开会，改期"})

    assert refused.status_code == 422
    assert "改了日期，请写明原因" in words(refused)
    day = ReceptionDay.objects.get()
    assert (day.on, day.moved_why, day.is_by_hand) == (on, "镇里开会，改期", True)
    assert day.activity.title == ReceptionDay.title_on(on)


def test_cancelled_day_keeps_the_reason_and_takes_no_more_changes(day, people, clerk, sign_in):
    client = sign_in(clerk)
    client.post(address("cancel", day.pk), {"reason": "防汛值守"})
    late = client.post(address("join", day.pk), {"person": people[1].pk})

    day.activity.refresh_from_db()
    assert (day.activity.state, day.activity.cancel_reason) == ("cancelled", "防汛值守")
    assert (late.status_code, on_duty(day)) == (409, [people[0]])


def test_day_outside_the_rules_is_added_by_hand(home, clerk, sign_in):
    venue, on = factories.make_venue(home), timezone.localdate() + SOON
    group = RepGroup.objects.create(home=home, name="东片")
    given = {"on": on, "starts": "9:00", "ends": "8:00", "venue": venue.pk, "seats": "2"}
    client = sign_in(clerk)

    refused = client.post(address("receptionday_add"), given | {"group": group.pk})
    client.post(address("receptionday_add"), given | {"ends": "10:30", "group": group.pk})

    assert "结束时间要晚于开始时间。" in words(refused)
    day = ReceptionDay.objects.get()
    assert (day.on, day.is_by_hand, day.activity.group) == (on, True, group)


@pytest.mark.parametrize("name", ["announce", "cancel", "join", "edit"])
def test_who_only_reads_and_strangers_change_nothing(
    name, day, people, auditor, other_clerk, sign_in
):
    given = {"reason": "x", "person": people[1].pk}

    answers = [
        sign_in(user).post(address(name, day.pk), given).status_code
        for user in (auditor, other_clerk)
    ]

    assert answers == [403, 404]
    day.refresh_from_db()
    day.activity.refresh_from_db()
    assert (day.activity.state, day.notice_no, on_duty(day)) == ("planned", None, [people[0]])


def test_first_page_counts_days_to_announce_and_days_short_of_people(home, people, clerk, sign_in):
    today = timezone.localdate()
    for ahead, seated in ((2, people[:2]), (3, people[:1]), (20, people[:1]), (40, [])):
        factories.make_reception_day(home, today + timedelta(days=ahead), seated)
    factories.make_reception_day(factories.make_home(slug="b", number_prefix="BB"), today)

    page = sign_in(clerk).get(reverse("admin:index"))

    counts = {chore.title: count for chore, count in page.context["chores"]}
    assert (counts["要公告的接待日"], counts["缺人的接待日"]) == ("2", "2")


def test_day_is_not_moved_into_the_past_where_nobody_can_move_it_back(day, clerk, sign_in):
    was = day.on
    given = {
        "on": was.replace(year=was.year - 1), "starts": "9:00", "ends": "11:00", "seats": "1",
        "venue": day.activity.venue_id, "why": "镇里开会",
    }  # fmt: skip

    response = sign_in(clerk).post(address("edit", day.pk), given)

    assert response.status_code == 422
    assert response.context["form"].errors["on"] == ["这一天已经过去了，请填今天或者以后的日子。"]
    assert ReceptionDay.objects.get().on == was
