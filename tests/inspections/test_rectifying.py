"""The staff's pages of items: the list, the steps, checks, outcomes, evidence, batches."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from inspections.models import Check, Outcome, Rectification
from tests import factories

LIST = "admin:inspections_rectification_changelist"


def at(page, row, **more):
    return reverse(f"admin:inspections_rectification_{page}", kwargs={"pk": row.pk} | more)


def picture(name="石料.jpg"):
    content = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


@pytest.fixture
def item(home):
    return factories.make_rectification(home)


def take(client, item, name, **typed):
    return client.post(at("move", item, name=name), typed)


def _checked(item, clerk, **fields):
    facts = {"on": date(2026, 6, 22), "result": "done", "found": "干净了"} | fields
    return Check.objects.record(item, key=f"k{Check.objects.count()}", by=clerk, **facts)


def test_an_item_goes_to_striking_off_by_its_buttons(item, clerk, sign_in):
    client = sign_in(clerk)

    def buttons():
        page = client.get(at("page", item)).content.decode()
        names = ("report", "accept", "strike-off", "send-back", "postpone")
        return [name for name in names if at("move", item, name=name) in page]

    assert buttons() == ["report", "postpone"]
    take(client, item, "report", day="2026-6-20", note="石料清走了")
    assert buttons() == ["accept", "send-back"]
    refused = take(client, item, "accept", day="2026-6-22")
    assert refused.status_code == 409
    assert "请先登记代表小组的核查，再验收。" in refused.content.decode()
    _checked(item, clerk)
    take(client, item, "accept", day="2026-6-22")
    assert buttons() == ["strike-off", "send-back"]
    take(client, item, "strike-off", day="2026-7-1", note="县环保局同意")
    assert buttons() == []

    item.refresh_from_db()
    assert (item.state, item.struck_off_on) == ("struck_off", date(2026, 7, 1))
    page = client.get(at("page", item)).content.decode()
    assert "石料清走了" in page
    assert "县环保局同意" in page
    assert "已经销号，不再修改。" in page


def test_a_late_click_is_a_sentence_and_changes_nothing(item, clerk, sign_in):
    client = sign_in(clerk)
    take(client, item, "report", day="2026-6-20", note="好了")

    answer = take(client, item, "report", day="2026-6-21", note="好了")

    assert answer.status_code == 409
    assert "现在是“已报完成”，不能再办“登记完成”" in answer.content.decode()
    assert item.records.count() == 1
    assert client.get(at("move", item, name="nothing")).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("report", {"day": "2026-6-20"}, "请填写这一项。"),
        ("report", {"day": "2099-1-1", "note": "x"}, "日期不能晚于今天，请改正。"),
        ("report", {"day": "2026-3-1", "note": "x"}, "不能早于前一步的日期 2026-04-01，请改正。"),
        ("report", {"day": "六月", "note": "<i>x</i>"}, "&lt;i&gt;x&lt;/i&gt;"),
        ("postpone", {"day": "2026-6-30", "note": "下雨"}, "新的期限要晚于现在的期限 2026-06-30。"),
    ],
)
def test_a_wrong_step_comes_back_and_changes_nothing(name, typed, sentence, item, clerk, sign_in):
    answer = take(sign_in(clerk), item, name, **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    item.refresh_from_db()
    assert (item.state, item.due_on, item.records.count()) == ("open", date(2026, 6, 30), 0)


def test_a_moved_day_shows_both_days(item, clerk, sign_in):
    client = sign_in(clerk)
    take(client, item, "postpone", day="2026-7-31", note="连续下雨，主席团同意")

    page = client.get(at("page", item)).content.decode()

    assert "期限由 2026-06-30 延到 2026-07-31" in page


def test_a_check_with_pictures_is_kept_once(item, clerk, sign_in, home):
    person = factories.make_representative(home)
    client = sign_in(clerk)
    for _ in range(2):
        typed = {
            "key": "once", "result": "partly", "found": "还剩一堆", "on": "2026-6-10",
            "people": [person.pk], "attachments": [picture()],
        }  # fmt: skip
        assert client.post(at("check", item), typed)["Location"] == at("page", item)

    check = Check.objects.get()
    assert (check.result, check.who, check.by) == ("partly", person.name, clerk)
    assert [(one.use, one.seen_at) for one in item.files.all()] == [("after", check)]
    assert len(default_storage.listdir(f"inspections/{timezone.localdate().year}")[1]) == 1


def test_evidence_stands_side_by_side_and_goes_again(item, clerk, sign_in):
    client = sign_in(clerk)
    for use in ("before", "after"):
        typed = {"use": use, "caption": f"{use}-东侧", "attachments": [picture()]}
        client.post(at("evidence", item), typed)
    first, second = item.files.order_by("pk")
    page = client.get(at("page", item)).content.decode()
    assert [one.use for one in (first, second)] == ["before", "after"]
    assert page.index("before-东侧") < page.index("after-东侧")
    address = reverse("rectification_file", args=[first.pk])
    assert b"".join(client.get(address).streaming_content)[:2] == b"\xff\xd8"

    client.post(at("evidence_remove", item, file=first.pk))

    assert [one.pk for one in item.files.all()] == [second.pk]
    assert client.get(address).status_code == 404


def test_a_file_that_is_no_picture_is_refused(item, clerk, sign_in):
    bad = SimpleUploadedFile("a.jpg", b"<html>", content_type="image/jpeg")

    answer = sign_in(clerk).post(at("evidence", item), {"use": "before", "attachments": [bad]})

    assert answer.status_code == 422
    assert item.files.count() == 0


def test_outcomes_add_up_over_a_batch_and_a_period(home, clerk, sign_in):
    items = [
        factories.make_rectification(home, batch=batch, received_on=date(2026, 1, 5))
        for batch in ("第一批", "第一批", "第二批")
    ]
    client = sign_in(clerk)
    for item, done, rows in zip(
        items,
        ("2026-3-1", "2026-5-1", "2026-5-2"),
        ([("拆除建筑物", "2", "所")], [("拆除建筑物", "1", "所"), ("围墙", "120.5", "延米")],
         [("还林", "15", "亩")]),
        strict=True,
    ):  # fmt: skip
        for what, quantity, unit in rows:
            client.post(at("outcome", item), {"what": what, "quantity": quantity, "unit": unit})
        take(client, item, "report", day=done, note="好了")

    assert Outcome.objects.of(home).sums() == ["拆除建筑物 3 所", "围墙 120.5 延米", "还林 15 亩"]
    may = Outcome.objects.of(home).done_between(date(2026, 5, 1), date(2026, 5, 31))
    assert may.sums() == ["围墙 120.5 延米", "拆除建筑物 1 所", "还林 15 亩"]
    batch = reverse("admin:inspections_rectification_batch")
    page = client.get(batch, {"batch": "第一批"}).content.decode()
    assert "<li>拆除建筑物 3 所</li>" in page
    assert "<li>还林 15 亩</li>" not in page
    wrong = client.get(batch, {"start": "乱写"}).content.decode()
    assert "没有符合的整改事项" in wrong


def test_an_outcome_is_taken_back(item, clerk, sign_in):
    client = sign_in(clerk)
    assert (
        client.post(
            at("outcome", item), {"what": "围墙", "quantity": "0", "unit": "米"}
        ).status_code
        == 422
    )
    client.post(at("outcome", item), {"what": "围墙", "quantity": "120", "unit": "延米"})
    row = item.outcomes.get()
    client.post(at("outcome_remove", item, outcome=row.pk))

    assert item.outcomes.count() == 0


def test_what_is_struck_off_is_closed(item, clerk, sign_in):
    item.report_done(date(2026, 6, 20), by=clerk, note="好了")
    _checked(item, clerk)
    item.accept(date(2026, 6, 22), by=clerk)
    item.strike_off(date(2026, 7, 1), by=clerk, note="同意")
    client = sign_in(clerk)

    for name in ("check", "outcome", "evidence"):
        answer = client.get(at(name, item))
        assert (name, answer.status_code) == (name, 409)
        assert "这一件已经销号，不能再改。" in answer.content.decode()
    change = reverse("admin:inspections_rectification_change", args=[item.pk])
    assert client.post(change, {"problem": "改一改"}).status_code == 403


def test_staff_add_a_case_and_are_led_to_its_page(home, clerk, sign_in):
    unit = factories.make_unit(home)
    typed = {
        "source": "inspectorate", "inspectorate": "督察组", "batch": "第一批", "case_number": "X1",
        "received_on": "2026-4-1", "problem": "扬尘", "demand": "苫盖", "unit": unit.pk,
        "due_on": "2026-6-30",
    }  # fmt: skip
    client = sign_in(clerk)
    add = reverse("admin:inspections_rectification_add")

    missing = client.post(add, typed | {"case_number": ""})
    assert "环保督查件请填督查件编号。" in missing.content.decode()
    assert (
        "视察检查发现的，请选是哪一次视察检查。"
        in client.post(add, typed | {"source": "inspection"}).content.decode()
    )
    answer = client.post(add, typed)

    item = Rectification.objects.get()
    assert (item.number, answer["Location"]) == ("整改2026-001", at("page", item))


def test_the_list_shows_the_overdue_first_and_finds_what_waits(home, clerk, sign_in):
    rows = {
        name: factories.make_rectification(home, problem=name, due_on=due)
        for name, due in (
            ("远的", date(2099, 1, 1)), ("逾期的", date(2026, 6, 1)), ("报了的", date(2026, 5, 1)),
        )
    }  # fmt: skip
    rows["报了的"].report_done(date(2026, 4, 20), by=clerk, note="好了")
    client = sign_in(clerk)

    page = client.get(reverse(LIST)).content.decode()
    found = sorted(rows, key=page.index)
    late = client.get(reverse(LIST), {"waiting": "late"}).content.decode()

    assert found == ["逾期的", "远的", "报了的"]
    assert at("page", rows["逾期的"]) in page
    assert [name for name in rows if name in late] == ["逾期的"]
    index = client.get(reverse("admin:index")).content.decode()
    assert "逾期没完成的整改事项 1" in index
    assert "等核查验收的整改事项 1" in index


def test_the_ladder_of_an_item(item, convener, unit_user, other_clerk, client, sign_in):
    assert client.get(at("page", item)).status_code == 302
    assert sign_in(unit_user).get(at("page", item)).status_code == 403
    assert sign_in(convener).get(at("page", item)).status_code == 200
    for name in ("check", "outcome", "evidence"):
        assert sign_in(convener).post(at(name, item)).status_code == 403
        assert sign_in(other_clerk).post(at(name, item)).status_code == 404
    assert sign_in(convener).get(at("outcome_remove", item, outcome=1)).status_code == 405
    assert Check.objects.count() == 0


def test_the_page_and_the_list_need_no_more_queries_for_more_rows(home, clerk, sign_in):
    def fill(item):
        for _ in range(3):
            person = factories.make_representative(home)
            item.supervisors.add(person)
            _checked(item, clerk, people=[person], uploads=())
            item.outcomes.create(what="围墙", quantity=1, unit="米")

    client = sign_in(clerk)
    item = factories.make_rectification(home, group=factories.make_group(home))
    fill(item)
    addresses = (
        at("page", item), reverse(LIST), reverse("admin:inspections_rectification_batch"),
    )  # fmt: skip
    counts = []
    for _ in range(2):
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as found:
                client.get(address)
            counts.append(len(found))
        fill(item)
        fill(factories.make_rectification(home, group=factories.make_group(home)))

    assert counts[:3] == counts[3:]
