"""Every blank of the yearly report equals a count made by hand, and one of the workbook's rows."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from daihome.yearly import papers
from daihome.yearly.figures import BLANKS, LISTINGS, filled, inspections, money, outcomes
from daihome.yearly.listing import Count, Year
from daihome.yearly.telling import proposals_report, yearly_report
from inspections.models import Check, Decision, Outcome, PresidiumRequest
from reception.models import AidItem
from representatives.models import FundEntry
from suggestions.pipeline import Step
from tests import factories

TODAY = date(2026, 12, 31)


@pytest.fixture
def year(home, clerk):
    """A small year in which every kind of thing happened, some of it a year too early."""
    home.founded_on = date(2018, 5, 16)
    home.save()
    people = [factories.make_representative(home) for _ in range(3)]
    factories.make_representative(home, in_office=False)
    factories.make_group(home)
    for kind, amount, year in (
        ("granted", 60000, 2026),
        ("spent", 1234.5, 2026),
        ("granted", 9, 2025),
    ):
        FundEntry.objects.create(
            home=home,
            kind=kind,
            on=date(year, 3, 1),
            year=year,
            what="县财政",
            amount=Decimal(amount),
        )
    _receive(home, people)
    _inspect(home, people, clerk)
    _decide(home)
    factories.make_suggestion(home, step=Step.FEEDBACK, by=clerk)
    return Year(home, 2026, TODAY)


def _receive(home, people):
    day = factories.make_reception_day(home, people=people[:2])
    day.close([row.pk for row in day.roster()], by=None, now=factories.moment(2026, 4, 15), said="")
    factories.make_record(day, receivers=people[:1], people=3)
    visit = factories.make_visit(home, people[:2], on=date(2026, 5, 1))
    visit.people = 4
    visit.save()
    factories.make_visit(home, people[:1], on=date(2025, 12, 31))
    aid = factories.make_visit(
        home, people[:1], kind="aid", beneficiary="poor", on=date(2026, 2, 1)
    )
    AidItem.objects.create(visit=aid, help="seed", what="玉米种子", value=Decimal("500.50"))


def _inspect(home, people, clerk):
    inspection = factories.make_inspection(home, people)
    inspection.activity.state = "held"
    inspection.activity.save()
    inspection.activity.attendances.exclude(representative=people[2]).update(state="present")
    factories.make_inspection(home, people)  # planned only
    done = factories.make_rectification(home)
    done.report_done(date(2026, 6, 20), by=clerk, note="")
    Check.objects.create(rectification=done, on=date(2026, 6, 21), result="done", found="好")
    done.accept(date(2026, 6, 21), by=clerk)
    done.strike_off(date(2026, 6, 30), by=clerk, note="")
    Outcome.objects.create(rectification=done, what="围墙", quantity=Decimal("120.5"), unit="延米")
    late = factories.make_rectification(home)
    Outcome.objects.create(rectification=late, what="围墙", quantity=7, unit="延米")
    old = factories.make_rectification(home, received_on=date(2024, 1, 1), due_on=date(2024, 2, 1))
    old.report_done(date(2024, 1, 20), by=clerk, note="")
    Check.objects.create(rectification=old, on=date(2024, 1, 21), result="done", found="好")
    old.accept(date(2024, 1, 21), by=clerk)
    old.strike_off(date(2024, 1, 30), by=clerk, note="")


def _decide(home):
    members = factories.make_presidium(home, size=5)
    meeting = factories.make_presidium_meeting(home, members)
    request = PresidiumRequest.objects.create(
        home=home, subject="矿渣拍卖款还债", reasons="还债", received_on=date(2026, 3, 1),
        state="decided", meeting=meeting,
    )  # fmt: skip
    request.requesters.set([member.representative for member in members[:4]])
    said = {"home": home, "meeting": meeting, "text": "同意。"}
    Decision.objects.create(
        title="还债", votes_for=5, amount=864000, needs_congress=True, request=request, **said
    )
    Decision.objects.create(title="没有通过的", votes_for=2, votes_against=3, amount=5, **said)


def test_the_seeds_blanks(year):
    found = {key: one.value for key, one in filled(year).items()}

    # 5 on the presidium and 3 others are in office.
    expected = {
        "people": 8, "township": 8, "county": 0, "founded": "2018年5月16日", "groups": 1,
        "granted": 60000, "spent": Decimal("1234.5"), "receptions": 1, "receivers": 2,
        "records": 1, "visitors": 3, "contacts": 1, "contacted": 4, "aid_visits": 1,
        "aid": Decimal("500.50"), "inspections": 1, "inspected": 2, "inspectors": 2, "cases": 2,
        "cases_done": 1, "cases_in_time": 1, "cases_struck": 1, "cases_late": 1, "presidium": 1,
        "requests": 1, "requesters": 4, "decisions": 1, "amount": 864000, "congress_owed": 1,
        "received": 1, "answered": 1,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected


def test_quantities_and_kinds_are_added_up(year):
    assert [(one.label, one.text) for one in outcomes(year)] == [("围墙", "120.5延米")]
    kinds = [(often.label, often.text, people.text) for often, people in inspections(year)]
    assert kinds == [("安全生产检查", "1次", "2人次")]


def test_the_text_says_the_numbers(year):
    text = yearly_report(year).text

    assert "截至2026年12月31日，全镇有县、镇两级人大代表8名" in text
    assert "本年度拨入专项资金6万元，支出1234.5元。" in text
    assert "开展视察检查1次，2名代表参加、共2人次：安全生产检查1次（2人次）。" in text
    assert "跟踪督查环保督查件2件，已完成整改1件，其中按期完成1件，已销号1件。" in text
    assert "整改成效：围墙120.5延米。" in text
    assert "4名代表向主席团提出请求1件。主席团作出决定1项，已执行0项，涉及金额86.4万元。" in text
    assert "须提请人民代表大会审查批准、还没有提请的决定1项。" in text
    assert "。。" not in text


def test_every_number_of_the_workbook_can_be_counted_again(year):
    book = load_workbook(BytesIO(papers.workbook(yearly_report(year)).read()))
    numbers = {row[0]: row[1] for row in book["数字"].iter_rows(min_row=2, values_only=True)}

    for key, blank in BLANKS.items():
        sheet = list(book[blank.count.listing.title].values)
        again = _count_again(blank.count, sheet[0], sheet[1:])
        assert float(numbers[blank.label]) == float(again), key


def _count_again(count: Count, labels, rows):
    """As an auditor does it, on the exported cells only."""
    if not count.column:
        return len(rows)
    cells = [row[labels.index(count.column)] for row in rows]
    if count.of == "sum":
        return sum(cell or 0 for cell in cells)
    if count.of == "distinct":
        return len({name for cell in cells for name in (cell or "").split("、") if name})
    return sum(cell in count.values for cell in cells)


def test_an_empty_year_says_so(home):
    report = yearly_report(Year(home, 2025, TODAY))

    assert "本年度没有举行接待日。" in report.text
    assert "本年度没有召开主席团会议。" in report.text
    assert "还没有做好的" not in report.text
    assert [one.heading[:2] for one in report.sections] == [
        f"{numeral}、" for numeral in "一二三四五六"
    ]


def test_equal_names_are_two_people(home):
    people = [factories.make_representative(home, name="王伟") for _ in range(2)]
    inspection = factories.make_inspection(home, people)
    inspection.activity.state = "held"
    inspection.activity.save()
    inspection.activity.attendances.update(state="present")

    assert filled(Year(home, 2026, TODAY))["inspectors"].value == 2


def test_lists_hold_the_own_home_only(year, other_home):
    other = Year(other_home, 2026, TODAY)

    assert {one.slug for one in LISTINGS if other.rows(one)} <= {"targets"}


def test_queries_do_not_grow_with_the_rows(year, home, django_assert_max_num_queries):
    for _ in range(5):
        factories.make_suggestion(home)
        factories.make_visit(home, [factories.make_representative(home)], on=date(2026, 6, 1))

    with django_assert_max_num_queries(75):
        proposals_report(Year(home, 2026, TODAY))
        yearly_report(Year(home, 2026, TODAY))


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "0元"), (9999, "9999元"), (Decimal("864000.00"), "86.4万元"), (12345, "1.2345万元")],
)
def test_money_is_exact(amount, words):
    assert money(amount) == words
