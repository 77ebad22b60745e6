"""The representative's pages: inspections with recusal, items with a check from the telephone."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from inspections.models import Check, Recusal
from representatives.models import Activity, Message
from tests import factories

LIST = reverse("my:inspections")


def picture():
    content = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(content, "JPEG")
    return SimpleUploadedFile("现场.jpg", content.getvalue(), content_type="image/jpeg")


@pytest.fixture
def inspection(home, representative):
    row = factories.make_inspection(home, [representative])
    Activity.objects.filter(pk=row.activity_id).update(state="announced")
    return row


@pytest.fixture
def item(home, representative):
    row = factories.make_rectification(home)
    row.supervisors.add(representative)
    return row


def recusal_of(row):
    return reverse("my:recuse", args=[row.pk])


def page_of(row):
    return reverse("my:rectification", args=[row.pk])


def test_the_list_has_mine_and_nothing_else(home, inspection, item, representative, sign_in):
    factories.make_inspection(home, title="别人的视察")
    factories.make_rectification(home, problem="别人盯的")

    page = sign_in(representative.user).get(LIST).content.decode()

    assert "检查石矿安全生产" in page
    assert "整改2026-001" in page
    assert "别人的视察" not in page
    assert "别人盯的" not in page


def test_a_plan_of_which_nobody_was_told_is_not_shown(home, representative, sign_in):
    row = factories.make_inspection(home, [representative])

    client = sign_in(representative.user)

    assert "检查石矿安全生产" not in client.get(LIST).content.decode()
    assert client.get(recusal_of(row)).status_code == 404


def test_a_representative_stays_away_with_a_reason_and_staff_hear_it_once(
    inspection, representative, clerk, sign_in
):
    client = sign_in(representative.user)
    activity = reverse("my:activity", args=[inspection.activity_id])
    assert recusal_of(inspection) in client.get(activity).content.decode()
    for _ in range(2):
        answer = client.post(recusal_of(inspection), {"reason": "我是股东"})
        assert answer["Location"] == activity

    row = Recusal.objects.get()
    assert (row.representative, row.reason, row.is_own) == (representative, "我是股东", True)
    barred = inspection.activity.attendances.get()
    assert (barred.state, barred.barred) == ("leave", "回避：我是股东")
    message = Message.objects.get(user=clerk)
    assert message.title == f"{representative}申请回避：检查石矿安全生产"
    shown = client.get(activity).content.decode()
    assert "您不参加这次活动，不用签到。原因：回避：我是股东" in shown
    assert recusal_of(inspection) not in shown


def test_without_a_reason_nothing_is_written(inspection, representative, sign_in):
    answer = sign_in(representative.user).post(recusal_of(inspection), {"reason": "  "})

    assert answer.status_code == 422
    assert "请写明原因。" in answer.content.decode()
    assert Recusal.objects.count() == 0


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_after_it_is_over_it_is_too_late(inspection, representative, state, sign_in):
    fields = {"state": state, "cancel_reason": "下雨" if state == "cancelled" else ""}
    Activity.objects.filter(pk=inspection.activity_id).update(**fields)

    answer = sign_in(representative.user).post(recusal_of(inspection), {"reason": "我是股东"})

    assert answer.status_code == 409
    assert "不能再申请回避" in answer.content.decode()
    assert Recusal.objects.count() == 0


def test_the_leader_asks_for_another_leader_first(inspection, representative, sign_in):
    inspection.leader = representative
    inspection.save()

    answer = sign_in(representative.user).post(recusal_of(inspection), {"reason": "我是股东"})

    assert answer.status_code == 409
    assert "您是这次视察检查的带队人" in answer.content.decode()


def test_a_check_from_the_telephone_is_kept_once_with_its_picture(item, representative, sign_in):
    client = sign_in(representative.user)
    for _ in range(2):
        typed = {
            "key": "once", "result": "done", "found": "石料清走了", "on": "2026-6-10",
            "attachments": [picture()],
        }  # fmt: skip
        assert client.post(page_of(item), typed)["Location"] == page_of(item)

    check = Check.objects.get()
    assert (check.result, check.who, check.by) == (
        "done",
        representative.name,
        representative.user,
    )
    file = item.files.get()
    assert (file.use, file.seen_at) == ("after", check)
    shown = client.get(page_of(item)).content.decode()
    assert reverse("rectification_file", args=[file.pk]) in shown
    content = b"".join(client.get(reverse("rectification_file", args=[file.pk])))
    assert content[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"found": ""}, "请写看到的情况。"),
        ({"result": ""}, "请选整改到位没有。"),
        ({"on": "2099-1-1"}, "日期不能晚于今天，请改正。"),
        ({"on": "2026-3-1"}, "不能早于收到的日期 2026-04-01"),
    ],
)
def test_a_wrong_check_comes_back_filled(typed, sentence, item, representative, sign_in):
    good = {"key": "once", "result": "done", "found": "<i>清走</i>", "on": "2026-6-10"}

    answer = sign_in(representative.user).post(page_of(item), good | typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "<i>清走</i>" not in page
    assert Check.objects.count() == 0


def test_who_does_not_supervise_it_sees_neither_item_nor_picture(
    home, item, other_representative, client, sign_in
):
    item.files.create(
        use="before", file="a.jpg", name="a.jpg", kind="picture", content_type="image/jpeg",
        size=1, sha256="0",
    )  # fmt: skip
    colleague = factories.make_representative(home, with_account=True)
    file = reverse("rectification_file", args=[item.files.get().pk])

    assert client.get(page_of(item)).status_code == 302
    for person in (colleague, other_representative):
        found = sign_in(person.user)
        assert found.get(page_of(item)).status_code == 404
        assert found.post(page_of(item), {"key": "x"}).status_code == 404
        assert found.get(file).status_code == 404
    assert Check.objects.count() == 0


def test_members_of_the_group_supervise_where_nobody_is_named(home, representative, sign_in):
    group = factories.make_group(home)
    group.memberships.create(representative=representative, started_on=date(2022, 1, 1))
    item = factories.make_rectification(home, group=group)
    client = sign_in(representative.user)
    assert client.get(page_of(item)).status_code == 200

    item.supervisors.add(factories.make_representative(home))

    assert client.get(page_of(item)).status_code == 404


def test_a_closed_item_takes_no_check(item, representative, clerk, sign_in):
    item.report_done(date(2026, 6, 20), by=clerk, note="好了")
    Check.objects.record(item, key="c", by=clerk, on=date(2026, 6, 21), result="done", found="好")
    item.accept(date(2026, 6, 22), by=clerk)
    item.strike_off(date(2026, 7, 1), by=clerk, note="同意")
    client = sign_in(representative.user)

    assert "这一件已经销号，不用再核查。" in client.get(page_of(item)).content.decode()
    typed = {"key": "late", "result": "done", "found": "再看看", "on": "2026-7-2"}
    answer = client.post(page_of(item), typed)
    assert (answer.status_code, Check.objects.count()) == (409, 1)
