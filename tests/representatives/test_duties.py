"""Duties entered by hand: once, corrected until confirmed, decided once, by somebody else."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from PIL import Image

from daihome.tools.registers import Period
from representatives.duties.chores import to_confirm
from representatives.duties.forms import DutyForm
from representatives.duties.registers import DUTIES, DUTY
from representatives.models import (
    Convener,
    DutyCategory,
    DutyRecord,
    DutySource,
    GroupMembership,
    Home,
    Message,
)
from representatives.models.by_hand import DutyRefused, DutyTaken
from tests import factories
from tests.daihome.tools.papers import page_mm, words_of

pytestmark = pytest.mark.django_db
WAITING = "/admin/representatives/dutyrecord/waiting/"
NOW = timezone.now


def page_of(record):
    return reverse("admin:representatives_dutyrecord_change", args=[record.pk])


def picture():
    data = BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "PNG")
    return SimpleUploadedFile("现场.png", data.getvalue())


@pytest.fixture
def group_convener(home, convener):
    """A convener of one group; `.member` belongs to it, `.own` are they themselves."""
    person = factories.make_representative(home, user=convener)
    group = factories.make_group(home)
    member = factories.make_representative(home, with_account=True)
    for one in (person, member):
        GroupMembership.objects.create(group=group, representative=one, started_on=date(2026, 1, 1))
    Convener.objects.create(
        home=home, group=group, representative=person, started_on=date(2026, 1, 1)
    )
    convener.member, convener.own = member, person
    return convener


# --- the doors
def test_same_form_sent_twice_is_one_entry(home, representative):
    category = DutyCategory.objects.create(home=home, name="专题调研")
    typed = {"category": category, "on": date(2026, 5, 6), "content": "调研灌溉。", "days": 1}

    first, created = DutyRecord.objects.enter(
        representative, form_key="k", by=representative.user, **typed
    )
    again, anew = DutyRecord.objects.enter(
        representative, form_key="k", by=representative.user, **typed
    )

    assert (first, created, anew) == (again, True, False)
    assert first.state == "waiting"


def test_confirmed_once_and_told(home, representative, clerk, chair):
    record = factories.make_duty(home, representative)
    same = DutyRecord.objects.get(pk=record.pk)

    record.confirm(clerk, NOW())
    with pytest.raises(DutyTaken):
        same.confirm(chair, NOW())

    record.refresh_from_db()
    assert (record.state, record.confirmed_by, record.confirmed_by_name) == (
        "confirmed", clerk, str(clerk),
    )  # fmt: skip
    assert [one.title for one in Message.objects.to(representative.user)] == ["履职登记已确认"]
    with pytest.raises(DutyTaken):
        record.correct(by=representative.user, content="改")


def test_sent_back_is_corrected_and_waits_again(home, representative, clerk):
    record = factories.make_duty(home, representative)
    with pytest.raises(DutyRefused):
        record.send_back(clerk, "", NOW())

    record.send_back(clerk, "请写明在哪个村", NOW())
    sent_back = DutyRecord.objects.get(pk=record.pk)
    sent_back.correct(by=representative.user, content="调解北山咀村的纠纷。")

    sent_back.refresh_from_db()
    assert (sent_back.state, sent_back.remark) == ("waiting", "")
    assert sent_back.content == "调解北山咀村的纠纷。"


def test_nobody_confirms_the_own_entry_and_a_convener_only_members(home, group_convener, clerk):
    of_member = factories.make_duty(home, group_convener.member)
    of_stranger = factories.make_duty(home)
    own = factories.make_duty(home, group_convener.own)
    typed = factories.make_duty(home, by=clerk)

    for record, user in ((of_stranger, group_convener), (own, group_convener), (typed, clerk)):
        with pytest.raises(DutyRefused):
            record.confirm(user, NOW())

    assert list(to_confirm(group_convener, None)) == [of_member]
    assert set(to_confirm(clerk, None)) == {of_member, of_stranger, own}
    of_member.confirm(group_convener, NOW())
    assert DutyRecord.objects.confirmed().get() == of_member


def test_readers_units_and_other_homes_confirm_nothing(
    home, auditor, unit_user, other_clerk, representative
):
    factories.make_duty(home)

    for user in (auditor, unit_user, other_clerk, representative.user):
        assert not DutyRecord.objects.decidable_by(user).exists()


def test_generated_record_is_corrected_at_its_source_only(home, representative, clerk):
    visit = factories.make_visit(home, [representative])
    record = DutyRecord.objects.get(key=f"visit:{visit.pk}")

    with pytest.raises(DutyRefused):
        record.correct(by=representative.user, content="改")

    assert not record.may_be_corrected_by(representative.user)


# --- the form
def test_form_takes_only_categories_by_hand_and_days_that_have_come(home, other_home):
    own = DutyCategory.objects.create(home=home, name="专题调研", days=Decimal("1.5"))
    study = DutyCategory.objects.for_source(home, DutySource.STUDY)
    theirs = DutyCategory.objects.create(home=other_home, name="公益")
    today = date(2026, 5, 6)

    def form(**typed):
        given = {"category": own.pk, "on": "2026-05-06", "content": "调研灌溉。"} | typed
        return _bound(given, home, today)

    assert form().facts()["days"] == Decimal("1.5")
    assert form(days="０.5天").facts()["days"] == Decimal("0.5")
    for wrong in ({"category": study.pk}, {"category": theirs.pk}, {"on": "2026-05-07"},
                  {"days": "999"}, {"days": "半天"}, {"content": "  "}):  # fmt: skip
        assert list(form(**wrong).errors) == list(wrong)


def _bound(given, home, today):
    data = QueryDict(mutable=True)
    data.update(given)
    bound = DutyForm(data, MultiValueDict(), home=home, today=today)
    bound.is_valid()
    return bound


# --- the pages
def test_clerk_enters_for_somebody_with_a_picture(sign_in, home, clerk, chair, representative):
    category = DutyCategory.objects.create(home=home, name="专题调研")
    client = sign_in(clerk)
    where = reverse("admin:representatives_dutyrecord_add")
    typed = {"key": "a", "representative": representative.pk, "category": category.pk,
             "on": "2026-05-06", "content": "调研灌溉。"}  # fmt: skip

    wrong = client.post(where, typed | {"on": "2099-05-06", "attachments": picture()})
    client.post(where, typed | {"attachments": picture()})
    client.post(where, typed | {"attachments": picture()})

    assert wrong.status_code == 422
    assert "还没有到这一天" in wrong.content.decode()
    assert "已经收下：<strong>现场.png" in wrong.content.decode()
    record = DutyRecord.objects.get()
    assert (record.representative, record.entered_by, record.files.count()) == (
        representative, clerk, 1,
    )  # fmt: skip
    shown = sign_in(chair).get(page_of(record)).content.decode()
    assert f"/files/duties/{record.files.get().pk}/" in shown


def test_many_are_confirmed_at_once_as_they_were_read(sign_in, home, clerk):
    first, second, changed = (factories.make_duty(home) for _ in range(3))
    client = sign_in(clerk)
    page = client.get(WAITING).content.decode()
    marks = {f"seen-{one.pk}": one.seen for one in (first, second, changed)}
    changed.correct(by=changed.representative.user, content="改过了。")

    answer = client.post(WAITING, {"chosen": [first.pk, second.pk, changed.pk], **marks})
    after = client.get(answer.url).content.decode()

    assert all(mark in page for mark in marks.values())
    assert set(DutyRecord.objects.confirmed()) == {first, second}
    assert "已经确认 2 条" in after
    assert "刚刚有了变化" in after


def test_one_is_sent_back_with_a_reason_or_not_at_all(sign_in, home, clerk):
    record = factories.make_duty(home)
    client = sign_in(clerk)

    without = client.post(page_of(record), {"seen": record.seen, "act": "send_back"})
    done = client.post(
        page_of(record), {"seen": record.seen, "act": "send_back", "remark": "写明村名"}
    )
    late = client.post(page_of(record), {"seen": record.seen, "act": "confirm"})

    record.refresh_from_db()
    assert (without.status_code, done.status_code, late.status_code) == (422, 302, 409)
    assert (record.state, record.remark) == ("sent_back", "写明村名")


def test_reader_sees_no_button_and_changes_nothing(sign_in, home, auditor, other_clerk):
    record = factories.make_duty(home)

    shown = sign_in(auditor).get(page_of(record)).content.decode()
    answer = sign_in(auditor).post(page_of(record), {"seen": record.seen, "act": "confirm"})
    foreign = sign_in(other_clerk).post(page_of(record), {"seen": record.seen, "act": "confirm"})

    record.refresh_from_db()
    assert "确认这条" not in shown
    assert (answer.status_code, foreign.status_code) == (422, 404)
    assert record.state == "waiting"


def test_waiting_takes_the_same_queries_for_many_rows(
    sign_in, clerk, home, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(clerk)
    factories.make_duty(home)
    client.get(WAITING)
    with django_assert_max_num_queries(15) as few:
        client.get(WAITING)
    for _ in range(5):
        factories.make_duty(home)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(WAITING)


# --- the books and the sums
def test_lines_of_the_book(home, clerk, chair, representative):
    by_hand = factories.make_duty(home, representative, place="北山咀村", evidence="调解协议书")
    by_hand.confirm(chair, NOW())
    factories.make_duty(home, representative, on=date(2026, 5, 7))
    factories.make_duty(home, representative).send_back(clerk, "写明村名", NOW())
    factories.make_visit(home, [representative], on=date(2026, 5, 8), entered_by=clerk)
    rows = DUTY.of(home, Period.of_year(2026), clerk)

    lines = [DUTY.cells(row) for row in rows]

    village = rows.last().place
    assert lines == [
        ["2026-05-06", "化解矛盾纠纷", "调解前街两户的地界纠纷。", "北山咀村", "调解协议书", "1.0",
         str(chair)],
        ["2026-05-07", "化解矛盾纠纷", "调解前街两户的地界纠纷。", "", "", "1.0", "待确认"],
        ["2026-05-08", "联系选民", "田间路下雨就走不了车。", village, "见走访联系记录", "0.5",
         str(clerk)],
    ]  # fmt: skip
    assert DUTY.signatures == ("代表签名", "小组召集人确认")
    assert DUTIES.labels[1] == "代表"


def test_book_is_one_persons_own(sign_in, home, clerk, representative):
    factories.make_duty(home, representative)
    factories.make_duty(home, content="别人的事。")
    client = sign_in(clerk)
    there = "/admin/registers/duty/"

    of_all = client.get(f"{there}?year=2026").content.decode()
    refused = client.get(f"{there}book.pdf?year=2026")
    book = client.get(f"{there}book.pdf?year=2026&representative={representative.pk}").content

    assert of_all.count("representative=") >= 4
    assert "调解前街" not in of_all
    assert refused.status_code == 400
    assert f"{representative}代表" in words_of(book, 1)
    assert "调解前街两户" in words_of(book, 2)
    assert "别人的事" not in words_of(book)
    assert page_mm(book, 2) == (210, 297)


def test_year_is_summed_by_category_and_quarter(sign_in, home, clerk, chair, representative):
    for day in (date(2026, 2, 1), date(2026, 5, 1), date(2026, 5, 2)):
        factories.make_duty(home, representative, on=day).confirm(chair, NOW())
    factories.make_duty(home, representative, on=date(2026, 5, 3))
    factories.make_visit(home, [representative], on=date(2026, 12, 31))
    client = sign_in(clerk)

    page = client.get("/admin/representatives/dutyrecord/summary/?year=2026").content.decode()
    answer = client.get("/admin/representatives/dutyrecord/summary.xlsx?year=2026")

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] == "合计"]
    assert rows == [(representative.name, "合计", 1, 1, 2, 2, 0, 0, 1, 0.5, 4, 3.5)]
    assert "4 / 3.5" in page
    assert client.get("/admin/representatives/dutyrecord/summary/?year=x").status_code == 200


def score(home, chair):
    """Two with 5 points and one with 2.5, each for a different thing; of one nothing is confirmed."""
    law = DutyCategory.objects.create(home=home, name="普法", points=Decimal("2.5"))
    help_ = DutyCategory.objects.create(home=home, name="公益", points=5)
    people = [
        factories.make_representative(home, with_account=True, name=name) for name in "甲乙丙丁"
    ]
    for person, category, times in zip(people, (law, help_, law), (2, 1, 1), strict=False):
        for _one in range(times):
            factories.make_duty(home, person, category=category).confirm(chair, NOW())
    factories.make_duty(home, people[3], category=help_)
    return people


SUMMARY = "/admin/representatives/dutyrecord/summary"


def sums_of(client):
    """Header and sums of the workbook."""
    answer = client.get(f"{SUMMARY}.xlsx?year=2026")
    rows = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(rows.iter_rows(values_only=True))
    return rows[0], [row for row in rows if row[1] == "合计"]


def test_points_share_a_rank_where_they_are_equal(sign_in, home, clerk, chair):
    Home.objects.update(uses_points=True)
    people = score(home, chair)
    client = sign_in(clerk)

    header, sums = sums_of(client)
    page = client.get(f"{SUMMARY}/?year=2026").content.decode()

    assert header[-2:] == ("积分", "排名")
    assert {row[0]: row[-2:] for row in sums} == {
        "甲": (5, 1), "乙": (5, 1), "丙": (2.5, 3), "丁": (0, 4),
    }  # fmt: skip
    assert page.count(" / 5</td>") == 2
    mine = sign_in(people[2].user).get("/my/duties/?year=2026").content.decode()
    assert "积分 <strong>2.5</strong> 分" in mine
    assert "排名" not in mine


def test_nothing_of_points_where_they_are_off(sign_in, home, clerk, chair, other_home):
    Home.objects.filter(pk=other_home.pk).update(uses_points=True)
    people = score(home, chair)
    client = sign_in(clerk)

    header, sums = sums_of(client)
    page = client.get(f"{SUMMARY}/?year=2026").content.decode()

    assert (header[-1], len(sums[0])) == ("全年天数", 12)
    assert ("积分" in page, "排名" in page) == (False, False)
    assert "积分" not in sign_in(people[0].user).get("/my/duties/?year=2026").content.decode()


def test_points_are_set_only_where_they_are_used(sign_in, home, clerk, administrator):
    category = DutyCategory.objects.create(home=home, name="普法")
    page = reverse("admin:representatives_dutycategory_change", args=[category.pk])

    off = sign_in(clerk).get(page).content.decode()
    Home.objects.update(uses_points=True)
    on = sign_in(clerk).get(page).content.decode()

    assert ("没有启用履职积分" in off, 'name="points"' in off) == (True, False)
    assert ("没有启用履职积分" in on, 'name="points"' in on) == (False, True)
    switch = reverse("admin:representatives_home_change", args=[home.pk])
    assert 'name="uses_points"' in sign_in(administrator).get(switch).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyCategory.objects.filter(pk=category.pk).update(points=-1)
