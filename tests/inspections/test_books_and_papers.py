"""What stands in the books and on the papers of this room."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import registers
from inspections.models import Check, Recusal
from representatives.activities import marking
from tests import factories
from tests.daihome.tools.papers import text_of


def squeezed(pdf):
    return "".join(text_of(pdf).split())


@pytest.fixture
def people(home):
    return [factories.make_representative(home, name=name) for name in ("王一", "李二", "赵三")]


@pytest.fixture
def inspection(home, people, clerk):
    """Held with one present, one recused, one on leave; its opinions answered."""
    row = factories.make_inspection(
        home, people, findings="缺防护墩 40 米。", opinions="立冬前补齐。", leader=people[0],
        approaches=["spot", "report"], unit=factories.make_unit(home, name="村镇建设办"),
        activity={"place": "石料厂", "agenda": "看采区。"},
    )  # fmt: skip
    Recusal.objects.recuse(row, people[1], "是股东")
    row.activity.attendances.get(representative=people[2]).ask_leave("住院")
    now = factories.moment(2026, 4, 15, 10)
    marking.enter(row.activity, {}, by="list", now=now, rest="present")
    marking.close(row.activity, clerk, now)
    row.refresh_from_db()
    row.send_opinions(row.unit, date(2026, 4, 20), date(2026, 7, 20))
    row.take_answer(date(2026, 6, 1), "补齐了。")
    return row


@pytest.fixture
def item(home, people, clerk):
    row = factories.make_rectification(
        home, unit=factories.make_unit(home, name="环卫办"), place="北山", case_number="NC-17",
        measures="拆除。",
    )  # fmt: skip
    row.supervisors.set(people[:2])
    row.outcomes.create(what="拆除建筑物", quantity=3, unit="所")
    row.report_done(date(2026, 6, 20), by=clerk, note="都拆了")
    Check.objects.record(
        row, key="c", by=clerk, people=people[:1], on=date(2026, 6, 21), result="done",
        found="干净", others="站长",
    )  # fmt: skip
    row.accept(date(2026, 6, 22), by=clerk)
    row.strike_off(date(2026, 7, 1), by=clerk, note="县里同意")
    return row


def cells(register, home):
    return [register.cells(row, at) for at, row in enumerate(register.rows(home), start=1)]


def test_the_book_of_inspections(inspection, home):
    factories.make_inspection(home, title="还没有办的")

    assert cells(registers.INSPECTIONS, home) == [
        [
            "2026-04-15", "安全生产检查", "检查石矿安全生产", "赛罕石料厂", "王一", "王一",
            "李二（是股东）", "缺防护墩 40 米。", "立冬前补齐。",
            "2026-04-20 转村镇建设办，2026-06-01 反馈",
        ]
    ]  # fmt: skip


def test_the_books_of_items(item, home):
    factories.make_rectification(home, source="other", inspectorate="", case_number="")

    whole, cases = cells(registers.RECTIFICATIONS, home), cells(registers.ENVIRONMENTAL, home)
    struck = cells(registers.STRUCK_OFF, home)
    assert [row[0] for row in whole] == ["整改2026-001", "整改2026-002"]
    assert whole[0][7:] == ["李二、王一", "2026-06-20", "2026-07-01", "已销号"]
    assert [(row[1], row[8:]) for row in cases] == [
        ("NC-17", ["2026-06-30", "2026-07-01", "拆除建筑物 3 所", "按期"])
    ]
    assert [row[7:] for row in struck] == [
        ["2026-06-21 整改到位（王一、站长）", "拆除建筑物 3 所", "县里同意", "2026-07-01", "按期"]
    ]


def test_the_book_of_special_reports(home):
    report = factories.make_special_report(
        home, unit=factories.make_unit(home, name="党政办"), opinions="列清单。", reporter="张主任",
        votes_satisfied=40, votes_unsatisfied=0,
    )  # fmt: skip
    report.send_opinions(report.unit, date(2026, 4, 20), date(2026, 7, 20))

    assert cells(registers.SPECIAL_REPORTS, home) == [
        [
            "1", "2026-04-15", "关于安全生产工作情况的报告", "党政办", "张主任", "列清单。",
            "2026-04-20", "", "", "满意 40 票，不满意 0 票",
        ]
    ]  # fmt: skip


def _pdf(client, page, row, *name):
    response = client.get(reverse(f"admin:inspections_{page}_paper", args=[row.pk, *name]))
    assert response["Content-Type"] == "application/pdf"
    return squeezed(response.content)


@pytest.mark.parametrize(
    ("name", "there", "missing"),
    [
        ("plan", ["检查方案", "看采区。", "王一、赵三", "代表2人", "应当回避"], ["李二"]),
        ("record", ["检查记录", "李二（是股东）", "赵三（请假：住院）", "实到1人", "带队人"], []),
        (
            "report",
            ["关于“检查石矿安全生产”的报告", "组织代表1人，由王一代表带队", "一、发现的情况"],
            ["听取汇报的情况"],
        ),
        (
            "transfer",
            ["检查意见转交单", "送：村镇建设办", "2026年7月20日", "补齐了。", "代表法第三十一条"],
            [],
        ),
    ],
)  # fmt: skip
def test_papers_of_an_inspection(name, there, missing, inspection, clerk, sign_in):
    words = _pdf(sign_in(clerk), "inspection", inspection, name)

    assert [word for word in there if word not in words] == []
    assert [word for word in missing if word in words] == []


def test_the_records_of_a_year_are_one_a_page(inspection, home, clerk, sign_in):
    factories.make_inspection(home, title="还没有办的")
    address = reverse("admin:inspections_inspection_records_paper")
    client = sign_in(clerk)

    pages = text_of(client.get(address, {"year": "2026"}).content).split("\f")[:-1]

    assert len(pages) == 1
    assert "检查石矿安全生产" in pages[0]
    assert client.get(address, {"year": "2025"}).status_code == 400
    assert client.get(address, {"year": "今年"}).status_code == 400


def test_papers_of_an_item(item, clerk, sign_in):
    client = sign_in(clerk)
    notice = _pdf(client, "rectification", item, "notice")
    asked = _pdf(client, "rectification", item, "strike-off")

    for word in ("整改通知单", "送：环卫办", "整改2026-001", "2026年6月30日", "责任单位签收"):
        assert word in notice
    for word in ("销号申请表", "都拆了", "2026-06-21整改到位：干净（王一、站长）", "督查小组意见"):
        assert word in asked
    assert "县里同意" in asked
    unknown = reverse("admin:inspections_rectification_paper", args=[item.pk, "nothing"])
    assert client.get(unknown).status_code == 404


def test_the_table_of_a_batch(item, home, clerk, sign_in):
    address = reverse("admin:inspections_rectification_batch_paper")
    client = sign_in(clerk)

    words = squeezed(client.get(address, {"batch": "第三批"}).content)

    assert "第三批整改情况表" in words
    assert "成效合计拆除建筑物3所" in words
    assert client.get(address, {"batch": "没有"}).status_code == 400


def test_a_special_report_goes_to_its_unit_and_comes_back(home, clerk, sign_in):
    report = factories.make_special_report(home, unit=factories.make_unit(home, name="党政办"))
    client, kept = sign_in(clerk), {"pk": report.pk}
    send = reverse("admin:inspections_specialreport_send", kwargs=kept)
    assert "还没有写“审议意见”" in client.get(send, follow=True).content.decode()
    report.opinions = "列清单。"
    report.save()
    typed = {"unit": report.unit_id, "sent_on": "2026-4-20"}
    early = client.post(send, typed | {"sent_on": "2026-4-14"})
    assert (early.status_code, "不能早于2026-04-15" in early.content.decode()) == (422, True)

    client.post(send, typed)
    answer = reverse("admin:inspections_specialreport_answer", kwargs=kept)
    client.post(answer, {"answered_on": "2026-6-1", "answer": "办了六处。"})

    report.refresh_from_db()
    assert (report.answer_due_on, report.answered_on) == (date(2026, 7, 20), date(2026, 6, 1))
    assert "办了六处。" in _pdf(client, "specialreport", report)


def test_overdue_answers_stand_on_the_first_page(home, clerk, sign_in):
    unit = factories.make_unit(home)
    report = factories.make_special_report(home, unit=unit)
    report.send_opinions(unit, date(2026, 4, 20), date(2026, 7, 20))

    page = sign_in(clerk).get(reverse("admin:index")).content.decode()

    assert "专项报告审议意见逾期没有反馈 1" in page
