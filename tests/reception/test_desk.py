"""The desk of a reception day: entering visitors, who is there, closing the day."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reception.models import RaisedMatter, ReceptionRecord
from representatives.models import Attendance, BlankForm, DutyRecord, Role
from suggestions.models import Suggestion, VoterIdentity
from tests import factories
from tests.daihome.tools.papers import words_of
from tests.factories import moment

DESK = "/admin/desk/"
ON = date(2026, 4, 15)
NAMED = {
    "identity_mode": "named", "name": "张秀兰", "phone": "13800138000", "address": "三组",
    "consent": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(2026, 4, 15, 10))


@pytest.fixture
def person(home):
    return factories.make_representative(home, with_account=True, name="刘代表")


@pytest.fixture
def day(home, person):
    return factories.make_reception_day(home, on=ON, people=[person])


def typed(day, **changes):
    return {
        "key": "k1",
        "receivers": [row.representative_id for row in day.activity.attendances.all()],
        "content": "三组的水管裂了，三天没水",
        "village": factories.make_village(day.home).pk,
        "how": "one",
        "identity_mode": "anonymous",
    } | changes


def test_one_wish_is_a_matter_with_number_and_code(sign_in, clerk, day, person):
    client = sign_in(clerk)
    assert client.get(f"{DESK}{day.pk}/").status_code == 200

    page = client.post(f"{DESK}{day.pk}/", typed(day, **NAMED), follow=True)

    record, matter = ReceptionRecord.objects.get(), Suggestion.objects.get()
    assert (record.number, record.people, record.at) == ("XZ-JD2026-0001", 1, timezone.now())
    assert (matter.channel, matter.representative, matter.venue) == (
        "reception", person, day.activity.venue,
    )  # fmt: skip
    assert (record.person, record.phone, matter.identity.name) == ("", "", "张秀兰")
    assert matter.number in page.text
    assert matter.printed_code in page.text
    assert f"{matter.pk}/paper/receipt.pdf" in page.text
    assert page.context["form"].is_bound is False


def test_explained_on_the_spot_is_a_record_only(sign_in, clerk, day):
    facts = typed(
        day, how="explained", answer="今年没有这笔补贴。", village="", people="３", **NAMED
    )
    sign_in(clerk).post(f"{DESK}{day.pk}/", facts)

    record = ReceptionRecord.objects.get()
    assert Suggestion.objects.count() == 0
    assert (record.people, record.answer, record.visitor_shown) == (3, "今年没有这笔补贴。", "张*")
    assert record.purge_on == date(2028, 4, 14)


def test_several_wishes_are_a_matter_each(sign_in, clerk, day):
    facts = typed(day, how="several", second="路灯坏了", fourth="桥面裂了", **NAMED)
    sign_in(clerk).post(f"{DESK}{day.pk}/", facts)

    record = ReceptionRecord.objects.get()
    assert [row.suggestion.content for row in record.raised.all()] == [
        "三组的水管裂了，三天没水", "路灯坏了", "桥面裂了",
    ]  # fmt: skip
    assert record.content.endswith("3．桥面裂了")
    assert [row.name for row in VoterIdentity.objects.all()] == ["张秀兰"] * 3


def test_same_form_twice_is_one_visitor(sign_in, clerk, day):
    client, facts = sign_in(clerk), typed(day)
    first, second = (client.post(f"{DESK}{day.pk}/", facts) for _ in range(2))

    assert first.url == second.url
    assert (ReceptionRecord.objects.count(), Suggestion.objects.count()) == (1, 1)
    assert BlankForm.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"receivers": []}, "receivers"),
        ({"content": " "}, "content"),
        ({"how": ""}, "how"),
        ({"village": ""}, "village"),
        ({"how": "explained"}, "answer"),
        ({"how": "several"}, "second"),
        ({"second": "路灯坏了"}, "how"),
        ({"people": "0"}, "people"),
        ({"time": "25:00"}, "time"),
        (NAMED | {"consent": ""}, "consent"),
        (NAMED | {"name": "", "phone": ""}, "name"),
        (NAMED | {"phone": "12"}, "phone"),
        ({"receivers": ["9" * 30]}, "receivers"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(sign_in, clerk, day, changes, field):
    answer = sign_in(clerk).post(f"{DESK}{day.pk}/", typed(day, **changes))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ReceptionRecord.objects.count() == BlankForm.objects.count() == 0
    if field != "content":
        assert "三组的水管裂了，三天没水" in answer.text


def test_who_may_not_enter(sign_in, day, clerk, other_clerk, auditor, convener):
    address = f"{DESK}{day.pk}/"
    answers = [
        sign_in(user).post(address, typed(day)).status_code
        for user in (other_clerk, auditor, convener)
    ]

    assert answers == [404, 403, 403]
    assert ReceptionRecord.objects.count() == 0


def test_a_day_to_come_takes_no_visitors(sign_in, clerk, home, person):
    day = factories.make_reception_day(home, on=date(2026, 4, 16), people=[person])

    assert sign_in(clerk).post(f"{DESK}{day.pk}/", typed(day)).status_code == 409
    assert ReceptionRecord.objects.count() == 0


def test_desk_takes_the_same_queries_for_more_visitors(
    sign_in, clerk, day, person, home, django_assert_num_queries
):
    client = sign_in(clerk)

    def enter(count):
        for _ in range(count):
            record = factories.make_record(day, [person], village=factories.make_village(home))
            record.raise_matter("修路", key="1", by=clerk, lead=person)

    enter(1)
    client.get(f"{DESK}{day.pk}/")  # remembers the kinds of rows and the sitting
    with CaptureQueriesContext(connection) as one:
        client.get(f"{DESK}{day.pk}/")
    enter(3)
    with django_assert_num_queries(len(one)):
        client.get(f"{DESK}{day.pk}/")


def test_clerk_signs_in_somebody_and_adds_a_substitute(sign_in, clerk, day, person, home):
    substitute = factories.make_representative(home)
    client, row = sign_in(clerk), day.activity.attendances.get()
    client.post(f"{DESK}{day.pk}/sign/", {"attendance": row.pk})
    client.post(f"{DESK}{day.pk}/join/", {"person": substitute.pk})
    client.post(f"{DESK}{day.pk}/join/", {"person": substitute.pk})

    found = Attendance.objects.order_by("pk").values_list(
        "representative", "part", "state", "signed_by", "is_by_hand"
    )
    assert list(found) == [
        (person.pk, "duty", "present", "list", False),
        (substitute.pk, "duty", "present", "list", True),
    ]


# --- closing


def test_closing_writes_who_was_there_and_their_duty(sign_in, clerk, day, person, home):
    absent = factories.make_representative(home)
    Attendance.objects.invite(day.activity, [absent], part="duty")
    factories.make_record(day, [person])
    client = sign_in(clerk)
    page = client.get(f"{DESK}{day.pk}/close/")
    ticked = page.context["form"].initial["present"]
    client.post(f"{DESK}{day.pk}/close/", {"present": ticked})

    day.refresh_from_db()
    states = dict(Attendance.objects.values_list("representative", "state"))
    assert states == {person.pk: "present", absent.pk: "absent"}
    assert (day.activity.state, day.closed_by, day.closed_at) == ("held", clerk, timezone.now())
    assert day.activity.content == "本次接待：来访 1 批 1 人，转成意见 0 件，当场解释答复 1 批。"
    assert [row.representative for row in DutyRecord.objects.all()] == [person]


def test_nobody_came_is_said_by_a_tick(sign_in, clerk, day):
    client = sign_in(clerk)
    first = client.post(f"{DESK}{day.pk}/close/", {"present": []})
    assert (first.status_code, list(first.context["form"].errors)) == (422, ["nobody_came"])

    client.post(f"{DESK}{day.pk}/close/", {"present": [], "nobody_came": "on"})

    day.refresh_from_db()
    assert day.activity.content == "本次接待：没有选民来访。"
    assert client.post(f"{DESK}{day.pk}/", typed(day)).status_code == 409
    assert client.post(f"{DESK}{day.pk}/close/", {"nobody_came": "on"}).status_code == 409


def test_opening_again_is_on_record(sign_in, clerk, day):
    day.close(set(), by=clerk, now=timezone.now(), said="没有选民来访。")
    client = sign_in(clerk)
    assert client.post(f"{DESK}{day.pk}/reopen/", {"reason": ""}).status_code == 422
    client.post(f"{DESK}{day.pk}/reopen/", {"reason": "漏登一位"})

    day.refresh_from_db()
    assert (day.closed_at, day.closed_by) == (None, None)
    assert [row.history_change_reason for row in day.reopenings()] == ["重新打开：漏登一位"]
    assert client.post(f"{DESK}{day.pk}/", typed(day)).status_code == 302


def test_roster_leads_to_the_desk(sign_in, clerk, day):
    client, links = sign_in(clerk), f'href="{DESK}{day.pk}/"'
    for page in ("?year=2026", f"{day.pk}/change/"):
        assert links in client.get(f"/admin/reception/receptionday/{page}").text


def test_day_that_passed_is_a_chore_until_it_is_closed(sign_in, clerk, home, day):
    past = factories.make_reception_day(home, on=date(2026, 2, 15))
    factories.make_reception_day(home, on=date(2026, 6, 15))

    def waiting():
        found = sign_in(clerk).get("/admin/").context["chores"]
        return [(chore.title, count) for chore, count in found if chore.link == DESK]

    assert waiting() == [("今天的接待日", "1"), ("没有结束登记的接待日", "1")]
    for one in (past, day):
        one.close(set(), by=clerk, now=timezone.now(), said="")
    assert waiting() == []


# --- one record


def test_matter_is_raised_later_with_one_press(sign_in, clerk, day, person, home):
    record = factories.make_record(
        day, [person], village=factories.make_village(home), person="张秀兰",
        identity_mode="confidential", purge_on=date(2028, 4, 14),
    )  # fmt: skip
    client = sign_in(clerk)
    form = client.get(f"{DESK}records/{record.pk}/").context["raising"]
    press = form.initial | {"key": "once"}
    first, second = (client.post(f"{DESK}records/{record.pk}/matter/", press) for _ in range(2))

    matter = Suggestion.objects.get()
    assert first.url == second.url == f"/admin/suggestions/suggestion/{matter.pk}/receipt/"
    assert (matter.identity_mode, matter.identity.name) == ("confidential", "张秀兰")
    assert (matter.received_at, matter.raised.record) == (record.at, record)
    assert matter.number in client.get(f"{DESK}records/{record.pk}/").text


def test_words_are_put_right_and_kept_in_the_history(sign_in, clerk, day, person, home):
    record = factories.make_record(day, [person])
    other = factories.make_representative(home)
    Attendance.objects.invite(day.activity, [other], part="duty")
    facts = {"receivers": [other.pk], "content": "自来水停了五天", "time": "9：05", "people": 2}
    sign_in(clerk).post(f"{DESK}records/{record.pk}/correct/", facts)

    record.refresh_from_db()
    assert (record.content, record.people, record.at.hour) == ("自来水停了五天", 2, 1)
    assert list(record.receivers.all()) == [other]
    assert [row.content for row in record.history.all()] == [
        "自来水停了五天", "村里的自来水经常停，希望早点修好。",
    ]  # fmt: skip


def scan(record, **fields):
    png = SimpleUploadedFile("签名表.png", PNG, "image/png")
    return {"attachments": png} | fields


def status(client, address):
    """The answer to a request for a file, which is read to its end."""
    response = client.get(address)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "ffff3f0005fe02fea73581e20000000049454e44ae426082"
)


def test_scan_goes_when_the_name_goes(
    sign_in, clerk, convener, day, person, django_capture_on_commit_callbacks
):
    record = factories.make_record(day, [person])
    client = sign_in(clerk)
    client.post(f"{DESK}records/{record.pk}/scans/", scan(record, shows_identity="on"))
    client.post(f"{DESK}records/{record.pk}/scans/", scan(record))
    telling, plain = record.files.order_by("pk")
    assert telling.by == clerk
    addresses = [f"/files/records/{file.pk}/" for file in (telling, plain)]
    assert [status(client, address) for address in addresses] == [200, 200]
    assert [status(sign_in(person.user), address) for address in addresses] == [404, 200]

    record.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        assert ReceptionRecord.objects.all().purge(record.purge_on, timezone.now()) == 1

    telling.refresh_from_db()
    assert (bool(telling.file), telling.name) == (False, "身份信息到期，文件已删除")
    assert [status(sign_in(clerk), address) for address in addresses] == [404, 200]


def test_scan_goes_with_the_identity_of_its_matter(clerk, day, person, home):
    record = factories.make_record(
        day, [person], person="张秀兰", village=factories.make_village(home), identity_mode="named"
    )
    record.raise_matter("修路", key="1", by=clerk, lead=person)
    record.files.create(name="a.png", file="reception/2026/a.png", size=1, kind="picture")
    assert ReceptionRecord.objects.all().purge(ON, timezone.now()) == 0
    VoterIdentity.objects.all().purge(timezone.now())

    assert ReceptionRecord.objects.all().purge(ON, timezone.now()) == 1
    assert record.files.get().file.name == ""
    assert ReceptionRecord.objects.all().purge(ON, timezone.now()) == 0


def test_sheet_and_book_say_what_happened_without_the_name(sign_in, clerk, day, person, home):
    record = factories.make_record(
        day, [person], person="张秀兰", phone="13800138000", identity_mode="named",
        answer="电话13800138000已记", village=factories.make_village(home, name="北山咀村"),
    )  # fmt: skip
    matter, _created = record.raise_matter("修路", key="1", by=clerk, lead=person)
    client = sign_in(clerk)
    sheet = client.get(f"{DESK}records/{record.pk}/sheet.pdf")
    (line,) = client.get("/admin/registers/receptions/").context["lines"]

    words = words_of(sheet.content)
    for told in (record.number, "刘代表", "北山咀村", "张*", f"{matter.number}接待"):
        assert told in words
    assert "张秀兰" not in words
    assert "13800138000" not in words
    assert line[1][:6] == [
        record.number, "2026-04-15 10:00", day.activity.where, "刘代表", "张*", "北山咀村",
    ]  # fmt: skip
    assert line[1][9] == f"{matter.number} 接待"


def test_list_filters_by_matter(sign_in, clerk, day, person, home):
    records = [
        factories.make_record(day, [person], village=factories.make_village(home)) for _ in range(2)
    ]
    records[0].raise_matter("修路", key="1", by=clerk, lead=person)
    client, page = sign_in(clerk), "/admin/reception/receptionrecord/"

    found = {
        asked: [row.pk for row in client.get(page + asked).context["cl"].result_list]
        for asked in ("?matter=yes", "?matter=no", "?q=自来水")
    }
    assert found["?matter=yes"] == [records[0].pk]
    assert found["?matter=no"] == [records[1].pk]
    assert len(found["?q=自来水"]) == 2
    assert client.get(f"{page}{records[0].pk}/change/").url == f"{DESK}records/{records[0].pk}/"


# --- on a representative's telephone


def test_receiver_on_duty_enters_from_the_telephone(sign_in, day, person):
    client = sign_in(person.user)
    assert client.get(f"/my/reception/{day.pk}/").status_code == 200
    page = client.post(f"/my/reception/{day.pk}/", typed(day), follow=True)

    matter = RaisedMatter.objects.get().suggestion
    assert (matter.representative, matter.raised.record.entered_by) == (person, person.user)
    assert matter.printed_code in page.text
    assert matter.printed_code not in client.get(f"/my/reception/{day.pk}/").text
    assert client.post(f"/my/reception/{day.pk}/", typed(day, key="k2", how="")).status_code == 422


def test_words_typed_while_the_sitting_ended_come_back(sign_in, client, day, person):
    page = sign_in(person.user).get(f"/my/reception/{day.pk}/")
    client.logout()
    facts = typed(day) | {"owner": page.context["owner"]}
    asked = client.post(f"/my/reception/{day.pk}/", facts)
    signed = {"username": person.user.username, "password": factories.PASSWORD}
    signed |= {"next": asked.context["next"], "carried": asked.context["carried"]}
    form = client.post("/accounts/sign-in/", signed, follow=True).context["form"]

    assert ReceptionRecord.objects.count() == 0
    assert (form.errors, form["content"].value()) == ({}, "三组的水管裂了，三天没水")


def test_who_is_not_on_duty_has_no_desk(sign_in, day, home, other_representative):
    guest = factories.make_representative(home, with_account=True)
    Attendance.objects.invite(day.activity, [guest])
    excused = factories.make_representative(home, with_account=True)
    (row,) = Attendance.objects.invite(day.activity, [excused], part="duty")
    row.ask_leave("住院")

    for user in (guest.user, excused.user, other_representative.user):
        assert sign_in(user).post(f"/my/reception/{day.pk}/", typed(day)).status_code == 404
    assert sign_in(factories.make_user(role=Role.UNIT, home=home)).get(
        f"/my/reception/{day.pk}/"
    ).status_code == 403  # fmt: skip
    assert ReceptionRecord.objects.count() == 0
