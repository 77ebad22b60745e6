"""Whom to ask, telling them once, the sign-in list, the end of an activity."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from representatives.activities import marking
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    Convener,
    DutyRecord,
    GroupMembership,
    Message,
    Role,
)
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def address(activity, name, **more):
    return reverse(f"admin:representatives_activity_{name}", kwargs={"pk": activity.pk} | more)


def member(home, group, **fields):
    person = factories.make_representative(home, with_account=True, **fields)
    GroupMembership.objects.create(group=group, representative=person, started_on=date(2022, 1, 1))
    return person


def invited(activity):
    rows = activity.attendances.select_related("representative")
    return {(row.representative.name, row.part) for row in rows}


def states(activity):
    return {
        row.representative.name: (row.state, row.leave_reason, row.signed_by)
        for row in activity.attendances.select_related("representative")
    }


def sheet(activity, answers=(), **more):
    """What the page of the list sends: everybody as drawn, and `answers` by name."""
    given, data = dict(answers), {"by": "list"}
    for row in activity.attendances.select_related("representative"):
        state, reason = given.get(row.representative.name, (row.state, row.leave_reason))
        data |= {
            f"state_{row.pk}": state, f"reason_{row.pk}": reason, f"was_{row.pk}": row.state,
        }  # fmt: skip
    return data | more


@pytest.fixture
def past(home):
    """Three people were asked to a study that was yesterday."""
    people = [factories.make_representative(home, name=name) for name in ("甲", "乙", "丙")]
    return factories.make_activity(home, "study", people, venue=factories.make_venue(home))


def test_everybody_a_group_and_single_people_are_asked_once(home, other_home, clerk, sign_in):
    first, second = factories.make_group(home), factories.make_group(home)
    member(home, first, name="甲")
    member(home, second, name="乙")
    alone = factories.make_representative(home, name="丙")
    factories.make_representative(home, name="已离任", in_office=False)
    foreign = factories.make_representative(other_home, name="外地")
    activity = factories.make_activity(home)
    client = sign_in(clerk)
    page = address(activity, "invite")

    client.post(page, {"groups": first.pk, "people": alone.pk, "part": "member"})
    assert invited(activity) == {("甲", "member"), ("丙", "member")}
    refused = client.post(page, {"people": foreign.pk, "part": "member"})
    empty = client.post(page, {"part": "member"})
    client.post(page, {"everyone": "on", "part": "observer"})

    assert (refused.status_code, empty.status_code) == (422, 422)
    assert "还没有选人" in empty.content.decode()
    assert invited(activity) == {("甲", "member"), ("乙", "observer"), ("丙", "member")}


def test_notice_goes_to_each_once_and_again_when_the_day_moves(home, clerk, sign_in):
    person = factories.make_representative(home, with_account=True)
    factories.make_representative(home, with_account=True)
    venue = factories.make_venue(home)
    activity = factories.make_activity(home, people=[person], title="学习代表法", venue=venue)
    client = sign_in(clerk)

    client.post(address(activity, "announce"))
    client.post(address(activity, "announce"))
    activity.refresh_from_db()
    activity.attendances.update(read_at=factories.moment(2026, 4, 1))
    first = [(row.user, row.title, row.link) for row in Message.objects.all()]
    Activity.objects.filter(pk=activity.pk).update(starts_at=factories.moment(2026, 4, 16))
    warning = client.get(address(activity, "people")).content.decode()
    client.post(address(activity, "announce"))

    assert first == [(person.user, "通知：学习代表法", f"/my/activities/{activity.pk}/")]
    assert activity.state == ActivityState.ANNOUNCED
    assert "时间或者地点改过" in warning
    newest = Message.objects.first()
    assert (newest.title, "4月16日" in newest.text) == ("有变化：学习代表法", True)
    assert Message.objects.count() == 2
    assert activity.attendances.get().read_at is None


@pytest.mark.parametrize(
    ("fields", "people", "sentence"),
    [
        ({"is_tentative": True}, 1, "日子还没有定"),
        ({"venue": None}, 1, "还没有写地点"),
        ({}, 0, "名单还是空的"),
    ],
)
def test_what_is_not_settled_is_not_announced(home, clerk, sign_in, fields, people, sentence):
    asked = [factories.make_representative(home, with_account=True) for _ in range(people)]
    given = {"venue": factories.make_venue(home)} | fields
    activity = factories.make_activity(home, people=asked, **given)

    answer = sign_in(clerk).post(address(activity, "announce"), follow=True)

    assert sentence in answer.content.decode()
    activity.refresh_from_db()
    assert (activity.state, Message.objects.count()) == (ActivityState.PLANNED, 0)


def test_page_shows_who_has_read_and_who_is_on_leave(past, clerk, sign_in):
    rows = list(past.attendances.all())
    rows[0].read_at = factories.moment(2026, 4, 10, 8)
    rows[0].save()
    rows[1].ask_leave("住院")

    page = sign_in(clerk).get(address(past, "people")).content.decode()

    assert "已读 1，还没读 0，没有账号 2，请假 1" in page
    assert "04-10 08:00 已读" in page
    assert "请假：住院" in page


def test_only_who_has_not_answered_is_taken_off(past, clerk, sign_in):
    rows = list(past.attendances.all())
    rows[0].ask_leave("住院")
    client = sign_in(clerk)

    late = client.post(address(past, "remove", row=rows[0].pk))
    client.post(address(past, "remove", row=rows[1].pk))
    other = factories.make_activity(past.home, people=[rows[1].representative])
    wrong = client.post(address(past, "remove", row=other.attendances.get().pk))

    assert (late.status_code, wrong.status_code) == (409, 404)
    assert set(states(past)) == {"甲", "丙"}


def test_list_is_signed_on_one_page_and_the_end_makes_duty_records(past, clerk, sign_in):
    extra = factories.make_representative(past.home, name="丁")
    data = sheet(past, {"乙": ("leave", "外出务工")}, rest="present", extra=extra.pk, by="paper")

    client = sign_in(clerk)
    client.post(address(past, "attendance"), data)
    between = (Activity.objects.get().state, DutyRecord.objects.count())
    client.post(address(past, "attendance"), sheet(past, {"丙": ("absent", "")}, close="1"))

    assert between == (ActivityState.PLANNED, 0)
    assert states(past) == {
        "甲": ("present", "", "paper"), "乙": ("leave", "外出务工", ""),
        "丙": ("absent", "", ""), "丁": ("present", "", "paper"),
    }  # fmt: skip
    past.refresh_from_db()
    assert (past.state, past.recorded_by) == (ActivityState.HELD, clerk)
    duties = DutyRecord.objects.values_list("representative__name", flat=True)
    assert sorted(duties) == ["丁", "甲"]


def test_whoever_was_not_written_down_was_absent_at_the_end(past, clerk, sign_in):
    client = sign_in(clerk)

    client.post(address(past, "attendance"), sheet(past, {"甲": ("present", "")}, close="1"))

    assert [state for state, *_ in states(past).values()] == ["present", "absent", "absent"]


def test_untouched_line_leaves_a_signature_by_telephone(past, clerk, sign_in):
    data = sheet(past, rest="absent")
    past.attendances.first().sign_in(factories.moment(2026, 4, 15, 9), "qr")

    sign_in(clerk).post(address(past, "attendance"), data)

    assert states(past)["甲"] == ("present", "", "qr")


def test_leave_needs_a_reason_and_nothing_typed_is_lost(past, clerk, sign_in):
    scan = SimpleUploadedFile("签到表.pdf", PDF, "application/pdf")
    data = sheet(past, {"甲": ("leave", ""), "乙": ("leave", "住院")}, attachments=scan)
    client = sign_in(clerk)

    answer = client.post(address(past, "attendance"), data)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "请写请假原因" in page
    assert 'value="住院"' in page
    assert "签到表.pdf" in page
    assert [state for state, *_ in states(past).values()] == ["expected"] * 3
    parked = answer.context["form"].parked[0].token
    data = sheet(past, {"甲": ("leave", "出差")}, parked=parked)
    client.post(address(past, "attendance"), data)
    assert [(row.name, row.use, row.by) for row in past.files.all()] == [
        ("签到表.pdf", "sign_in", clerk)
    ]


def test_list_takes_the_same_queries_for_30_people(
    home, clerk, sign_in, django_assert_max_num_queries
):
    group = factories.make_group(home)
    people = [member(home, group) for _ in range(30)]
    activity = factories.make_activity(home, people=people)
    client = sign_in(clerk)

    with django_assert_max_num_queries(25):
        client.get(address(activity, "attendance"))
    with django_assert_max_num_queries(25):
        client.get(address(activity, "people"))


def test_end_before_it_began_is_refused(home, clerk, sign_in):
    activity = factories.make_activity(home, starts_at=factories.moment(2099, 1, 5))

    answer = sign_in(clerk).post(address(activity, "attendance"), {"by": "list", "close": "1"})

    assert answer.status_code == 422
    assert "活动还没有开始" in answer.content.decode()
    assert Activity.objects.get().state == ActivityState.PLANNED


def test_cancelling_needs_a_reason_and_tells_those_who_were_told(home, clerk, sign_in):
    person = factories.make_representative(home, with_account=True)
    venue = factories.make_venue(home)
    activity = factories.make_activity(home, people=[person], venue=venue)
    client = sign_in(clerk)
    client.post(address(activity, "announce"))

    empty = client.post(address(activity, "cancel"), {"reason": ""})
    client.post(address(activity, "cancel"), {"reason": "防汛"})
    again = client.post(address(activity, "cancel"), {"reason": "又一次"})
    late = client.post(address(activity, "attendance"), sheet(activity, close="1"))

    activity.refresh_from_db()
    assert (empty.status_code, again.status_code, late.status_code) == (422, 409, 409)
    assert (activity.state, activity.cancel_reason) == (ActivityState.CANCELLED, "防汛")
    assert Message.objects.first().text.endswith("原因：防汛")
    assert Message.objects.count() == 2
    client.post(address(activity, "reopen"))
    client.post(address(activity, "announce"))
    assert Message.objects.count() == 3


def test_mistaken_end_is_taken_back_with_its_duty_records(past, clerk, sign_in):
    marking.enter(past, {}, by="list", now=past.starts_at, rest="present")
    marking.close(past, clerk, past.starts_at)

    sign_in(clerk).post(address(past, "reopen"))

    assert Activity.objects.get().state == ActivityState.PLANNED
    assert DutyRecord.objects.count() == 0


def test_of_two_who_close_at_once_one_is_told(past, clerk, chair):
    seen_by_second = Activity.objects.get()

    assert marking.close(past, clerk, past.starts_at)
    assert not marking.close(seen_by_second, chair, past.starts_at)
    assert Activity.objects.get().recorded_by == clerk


def test_reception_day_is_kept_on_its_own_pages(home, clerk, sign_in):
    day = factories.make_reception_day(home, people=[factories.make_representative(home)])
    client = sign_in(clerk)

    answer = client.post(address(day.activity, "cancel"), {"reason": "防汛"})

    assert client.get(address(day.activity, "people")).status_code == 200
    assert answer.status_code == 409
    assert Activity.objects.get().state == ActivityState.PLANNED


@pytest.fixture
def leader(home):
    """The convener of one group."""
    group = factories.make_group(home, name="第一小组")
    user = factories.make_user(role=Role.CONVENER, home=home)
    person = factories.make_representative(home)
    person.user = user
    person.save()
    Convener.objects.create(
        home=home, group=group, representative=person, started_on=date(2021, 10, 20)
    )
    return user, group


def test_convener_keeps_the_own_groups_activities_only(home, leader, auditor, sign_in):
    user, group = leader
    own = factories.make_activity(home, group=group)
    everybodys = factories.make_activity(home)
    others = factories.make_activity(home, group=factories.make_group(home))
    client = sign_in(user)

    answers = [
        client.post(address(one, "cancel"), {"reason": "下雨"}).status_code
        for one in (own, everybodys, others)
    ]
    shown = client.get(address(everybodys, "people")).status_code
    reader = sign_in(auditor).post(address(own, "reopen")).status_code

    assert answers == [302, 403, 404]
    assert (shown, reader) == (200, 403)
    cancelled = Activity.objects.filter(state=ActivityState.CANCELLED)
    assert list(cancelled) == [own]


def test_convener_adds_for_the_own_group_only(home, leader, sign_in):
    user, group = leader
    kind = factories.make_activity(home).kind
    Activity.objects.all().delete()
    client = sign_in(user)
    data = {
        "kind": kind.pk, "title": "走访", "starts_at": "2026-04-15 09:00", "others_count": "0",
        "files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0",
    }  # fmt: skip
    add = reverse("admin:representatives_activity_add")

    without = client.post(add, data)
    foreign = client.post(add, data | {"group": factories.make_group(home).pk})
    client.post(add, data | {"group": group.pk})

    assert (without.status_code, foreign.status_code) == (200, 200)
    assert [(row.title, row.group) for row in Activity.objects.all()] == [("走访", group)]


def test_account_without_a_person_is_invited_to_nothing(home):
    factories.make_activity(home)
    user = factories.make_user(role=Role.REPRESENTATIVE, home=home)

    assert list(Activity.objects.visible_to(user)) == []
    assert list(Attendance.objects.visible_to(user)) == []
