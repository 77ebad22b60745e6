"""The staff's pages of an inspection: plan, recusals, opinions to the unit, matters."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inspections import deadlines
from inspections.models import Inspection, Recusal
from representatives.models import ActivityState, OfficialDocument
from suggestions.models import SpecialDay, Suggestion
from tests import factories

PLAN = "admin:inspections_inspection_plan"


def at(name, row, **more):
    return reverse(f"admin:inspections_inspection_{name}", kwargs={"pk": row.pk} | more)


@pytest.fixture
def people(home):
    return [factories.make_representative(home) for _ in range(3)]


@pytest.fixture
def inspection(home, people):
    row = factories.make_inspection(home, people, opinions="补齐防护墩。", findings="缺防护墩。")
    row.unit = factories.make_unit(home)
    row.save()
    return row


def _typed(inspection_kind, **more):
    return {
        "kind": inspection_kind.pk, "form": "topical", "title": "秋季石矿检查",
        "starts_at": "2026-12-15 9:00", "place": "赛罕石料厂", "object": "赛罕石料厂",
        "approaches": ["spot"],
    } | more  # fmt: skip


@pytest.fixture
def kind(home):
    return factories.make_inspection(home, title="以前的").kind


def test_one_form_plans_the_inspection_its_activity_and_the_list(home, clerk, kind, sign_in):
    group = factories.make_group(home)
    member, leader, other = (factories.make_representative(home) for _ in range(3))
    group.memberships.create(representative=member, started_on=date(2022, 1, 1))
    typed = _typed(kind, groups=[group.pk], leader=leader.pk, agenda="看采区")

    answer = sign_in(clerk).post(reverse(PLAN), typed)

    row = Inspection.objects.get(activity__title="秋季石矿检查")
    assert answer["Location"] == at("page", row)
    assert (row.activity.where, row.activity.agenda) == ("赛罕石料厂", "看采区")
    assert timezone.localtime(row.activity.starts_at).hour == 9
    assert (row.leader, row.approach_words) == (leader, "现场查看")
    listed = {one.representative for one in row.activity.attendances.all()}
    assert listed == {member, leader}
    assert other not in listed


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "请填写这一项。"),
        ({"place": ""}, "请选场所，或者写地点"),
        ({"starts_at": "明天"}, "请同时填写日期和时间"),
        ({"ends_at": "2026-12-15 8:00"}, "结束时间要晚于开始时间。"),
        ({"people": "9" * 30}, "9" * 30),
        ({"object": "厂" * 121}, "最多 120 个字"),
    ],
)
def test_a_wrong_plan_comes_back_filled_and_plans_nothing(
    wrong, sentence, clerk, kind, sign_in, home
):
    answer = sign_in(clerk).post(reverse(PLAN), _typed(kind, **wrong))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "赛罕石料厂" in answer.content.decode()
    assert not Inspection.objects.filter(activity__title="秋季石矿检查").exists()


def test_the_same_plan_sent_twice_is_one_inspection(clerk, kind, sign_in):
    client = sign_in(clerk)
    client.post(reverse(PLAN), _typed(kind))
    again = client.post(reverse(PLAN), _typed(kind))

    assert again.status_code == 422
    assert "这个时间已经有一个同名的视察检查" in again.content.decode()
    assert Inspection.objects.filter(activity__title="秋季石矿检查").count() == 1


def test_rows_of_another_home_are_no_choice(clerk, kind, other_home, sign_in):
    stranger = factories.make_representative(other_home)
    foreign = factories.make_inspection(other_home).kind
    for typed in (_typed(kind, people=[stranger.pk]), _typed(foreign)):
        assert sign_in(clerk).post(reverse(PLAN), typed).status_code == 422
    assert not Inspection.objects.filter(activity__title="秋季石矿检查").exists()


def test_a_collective_inspection_told_too_late_is_warned_of_not_stopped(home, people):
    row = factories.make_inspection(home, people, form="collective")

    early, late = date(2026, 4, 5), date(2026, 4, 6)
    assert deadlines.notice_hint(row, early) == ""
    hint = deadlines.notice_hint(row, late)
    assert "最迟4月5日，现在通知已经不到 10 天" in hint
    assert "《河南省各级人民代表大会代表视察办法》第六条" in hint
    row.activity.announced_at = factories.moment(2026, 4, 10)
    assert "通知晚了" in deadlines.notice_hint(row, late)
    row.form = "topical"
    assert deadlines.notice_hint(row, late) == ""


def test_recusing_and_taking_it_back(inspection, people, clerk, sign_in):
    client = sign_in(clerk)
    typed = {"representative": people[0].pk, "reason": "配偶在厂里当会计"}
    assert client.post(at("recuse", inspection), typed)["Location"] == at("page", inspection)

    row = inspection.activity.attendances.get(representative=people[0])
    assert (row.state, row.barred) == ("leave", "回避：配偶在厂里当会计")
    assert "配偶在厂里当会计" in client.get(at("page", inspection)).content.decode()

    recusal = Recusal.objects.get()
    client.post(at("withdraw", inspection, recusal=recusal.pk))
    row.refresh_from_db()
    assert (row.state, row.barred, Recusal.objects.count()) == ("expected", "", 0)
    assert client.post(at("withdraw", inspection, recusal=recusal.pk)).status_code == 404


def test_the_leader_is_replaced_before_a_recusal(inspection, people, clerk, sign_in):
    inspection.leader = people[0]
    inspection.save()
    typed = {"representative": people[0].pk, "reason": "是股东"}

    answer = sign_in(clerk).post(at("recuse", inspection), typed)

    assert answer.status_code == 422
    assert "这位代表是带队人" in answer.content.decode()
    assert Recusal.objects.count() == 0


def test_opinions_go_out_with_three_months_moved_to_a_working_day(inspection, clerk, sign_in):
    SpecialDay.objects.create(date=date(2026, 7, 20), is_workday=False, name="假")
    typed = {"unit": inspection.unit_id, "sent_on": "2026-4-20", "answer_due_on": ""}
    client = sign_in(clerk)

    client.post(at("send", inspection), typed)

    inspection.refresh_from_db()
    assert (inspection.sent_on, inspection.answer_due_on) == (date(2026, 4, 20), date(2026, 7, 21))
    page = client.get(at("page", inspection)).content.decode()
    assert "代表法第三十一条" in page
    assert "逾期没有反馈" in page

    late = {"answered_on": "2026-8-1", "answer": "防护墩补齐了。"}
    client.post(at("answer", inspection), late)
    inspection.refresh_from_db()
    assert (inspection.answered_on, inspection.answer) == (date(2026, 8, 1), "防护墩补齐了。")
    assert "逾期没有反馈" not in client.get(at("page", inspection)).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sent_on": "2026-4-1"}, "转交日期不能早于2026-04-15"),
        ({"sent_on": "2099-4-1"}, "转交日期不能晚于今天"),
        ({"sent_on": "2026-4-20", "answer_due_on": "2026-4-20"}, "应反馈日期要晚于转交日期。"),
    ],
)
def test_a_wrong_day_sends_nothing(typed, sentence, inspection, clerk, sign_in):
    answer = sign_in(clerk).post(at("send", inspection), {"unit": inspection.unit_id} | typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    inspection.refresh_from_db()
    assert inspection.sent_on is None


def test_sending_after_the_answer_is_told_late(inspection, clerk, sign_in):
    inspection.send_opinions(inspection.unit, date(2026, 4, 20), date(2026, 7, 20))
    inspection.take_answer(date(2026, 5, 1), "办了。")

    typed = {"unit": inspection.unit_id, "sent_on": "2026-4-21"}
    answer = sign_in(clerk).post(at("send", inspection), typed)

    assert answer.status_code == 409
    assert "意见的转交和反馈刚刚变了，请刷新页面再看。" in answer.content.decode()


def test_the_opinions_are_drafted_as_one_letter_to_the_unit(inspection, clerk, auditor, sign_in):
    inspection.send_opinions(inspection.unit, date(2026, 4, 20), date(2026, 7, 20))
    client = sign_in(clerk)
    first, second = (client.post(at("letter", inspection))["Location"] for _ in range(2))

    letter = OfficialDocument.objects.get()
    assert first == second
    assert (letter.kind, letter.title) == ("letter", "关于转交“检查石矿安全生产”意见的函")
    assert (letter.to, letter.activity) == (inspection.unit.name, inspection.activity)
    assert "请研究处理，并在2026年7月20日前书面反馈办理情况。" in letter.body
    assert letter.body.endswith("二、意见和建议\n补齐防护墩。")
    assert sign_in(auditor).post(at("letter", inspection)).status_code == 403
    assert OfficialDocument.objects.count() == 1


def test_what_was_found_becomes_one_matter_and_each_shows_the_other(
    inspection, home, clerk, sign_in
):
    village = factories.make_village(home)
    typed = {"key": "once", "content": "矿区的路没有护栏。", "village": village.pk}
    client = sign_in(clerk)
    for _ in range(2):
        answer = client.post(at("raise", inspection), typed)

    matter = Suggestion.objects.get()
    address = reverse("admin:suggestions_suggestion_change", args=[matter.pk])
    assert answer["Location"] == at("page", inspection)
    assert "视察检查：检查石矿安全生产" in client.get(address).content.decode()
    page = client.get(at("page", inspection)).content.decode()
    assert f'<a href="{address}">{matter.number}</a>' in page
    assert "还在办理" in page


def test_a_reader_sees_the_page_without_its_buttons(inspection, convener, auditor, sign_in):
    for reader in (convener, auditor):
        page = sign_in(reader).get(at("page", inspection)).content.decode()
        assert "视察记录" in page
        for name in ("recuse", "send", "raise"):
            assert at(name, inspection) not in page
            assert sign_in(reader).post(at(name, inspection)).status_code == 403
    assert Recusal.objects.count() == 0


def test_strangers_and_the_signed_out_see_nothing(inspection, other_clerk, client, sign_in):
    assert client.get(at("page", inspection)).status_code == 302
    for name in ("page", "recuse", "send", "answer", "raise"):
        assert sign_in(other_clerk).get(at(name, inspection)).status_code == 404


def test_hostile_words_are_shown_as_words(inspection, clerk, sign_in):
    inspection.findings = "<script>alert(1)</script>"
    inspection.activity.title = "<b>石矿</b>"
    inspection.activity.save()
    inspection.save()

    page = sign_in(clerk).get(at("page", inspection)).content.decode()

    assert "<script>alert(1)" not in page
    assert "<b>石矿" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_and_the_list_need_no_more_queries_for_more_rows(home, clerk, sign_in):
    def fill(row):
        for _ in range(3):
            person = factories.make_representative(home)
            Recusal.objects.recuse(row, person, "是股东")
            factories.make_rectification(home, source="inspection", inspection=row)

    client = sign_in(clerk)
    one = factories.make_inspection(home, [factories.make_representative(home)])
    Recusal.objects.recuse(one, one.activity.attendances.get().representative, "是股东")
    factories.make_rectification(home, source="inspection", inspection=one)
    counts = []
    for _ in range(2):
        for address in (at("page", one), reverse("admin:inspections_inspection_changelist")):
            client.get(address)
            with CaptureQueriesContext(connection) as found:
                client.get(address)
            counts.append(len(found))
        fill(one)
        fill(factories.make_inspection(home))

    assert counts[:2] == counts[2:]


def test_what_waits_stands_on_the_first_page(home, clerk, sign_in):
    row = factories.make_inspection(home)
    row.activity.state = ActivityState.HELD
    row.activity.save()

    page = sign_in(clerk).get(reverse("admin:index")).content.decode()

    assert "办完没写记录的视察检查 1" in page
    address = reverse("admin:inspections_inspection_changelist") + "?waiting=record"
    assert f'href="{address}"' in page
    assert "检查石矿安全生产" in sign_in(clerk).get(address).content.decode()
