"""The year's sums of aid and donations; the progress of contacts as a file."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reception.models import Donation, Visit
from reception.visiting.aid_sums import aid_table
from representatives.models import Target
from tests import factories
from tests.daihome.tools.papers import words_of

START, END = date(2026, 1, 1), date(2026, 12, 31)


def give(home, beneficiary, occasion, people, *values, **fields):
    visit = factories.make_visit(home, kind="aid", beneficiary=beneficiary, **fields)
    Visit.objects.filter(pk=visit.pk).update(occasion=occasion, people=people)
    for value in values:
        visit.items.create(help="comfort", value=value and Decimal(value))


def donate(home, money, goods_value, on=START):
    Donation.objects.create(
        home=home, representative=factories.make_representative(home), on=on, purpose="书",
        money=money, goods="书架", goods_value=Decimal(goods_value),
    )  # fmt: skip


def fill(home, other_home):
    give(home, "poor", "春节", 3, "200.50", "100", None)
    give(home, "pupil", "开学", 1, "1000", on=END)
    give(home, "poor", "", 2)
    give(home, "poor", "春节", 9, "9999", on=date(2025, 12, 31))
    give(other_home, "poor", "春节", 9, "9999")
    donate(home, 1000, "500.25")
    donate(other_home, 9999, "0")


def test_people_are_counted_once_however_much_was_given(home, other_home, clerk):
    fill(home, other_home)
    with CaptureQueriesContext(connection) as queries:
        table = aid_table(home, clerk, START, END)

    assert len(queries) == 3
    total = ("合计", 3, 6, Decimal("1300.50"))
    assert [rows for _heading, rows in table.parts] == [
        [("困难户（脱贫户、监测户）", 2, 5, Decimal("300.50")), ("困难学生", 1, 1, 1000), total],
        [("开学", 1, 1, 1000), ("春节", 1, 3, Decimal("300.50")), ("没有写时机", 1, 2, 0), total],
        [
            ("现金", None, None, 1000), ("物资折合", None, None, Decimal("500.25")),
            ("合计", 1, None, Decimal("1500.25")),
        ],
    ]  # fmt: skip


def test_sums_are_the_same_on_page_paper_and_in_the_workbook(home, other_home, clerk, sign_in):
    fill(home, other_home)
    client, page = sign_in(clerk), reverse("aid_sums")
    files = {
        form: b"".join(client.get(f"{reverse('aid_sums_file', args=[form])}?year=2026"))
        for form in ("xlsx", "pdf")
    }

    assert ">1300.50</td>" in client.get(f"{page}?year=2026").text
    assert ">0.00</td>" in client.get(f"{page}?year=2024").text
    rows = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(BytesIO(files["xlsx"])).active
    ]
    assert rows[-1] == ["捐赠", "合计", 1, None, 1500.25]
    words = words_of(files["pdf"])
    assert [word in words for word in ("1300.50", "1500.25", "2026年度", "9999")] == [True] * 3 + [
        False
    ]
    wrong = [
        client.get(f"{page}?year=x"),
        client.get(f"{reverse('aid_sums_file', args=['pdf'])}?year=x"),
    ]
    assert [answer.status_code for answer in wrong] == [200, 400]
    assert client.get(reverse("aid_sums_file", args=["doc"])).status_code == 404


def test_progress_is_a_workbook_and_a_paper(home, clerk, other_clerk, sign_in):
    Target.objects.create(home=home, measure="contact", number=10)
    person = factories.make_representative(home, name="李明")
    factories.make_visit(home, [person], on=date(2026, 1, 1))
    client = sign_in(clerk)
    address = reverse("contact_progress_file", args=["xlsx"])
    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(address))))
    words = words_of(client.get(reverse("contact_progress_file", args=["pdf"])).content)

    last = [cell.value for cell in list(book.active.rows)[-1]]
    assert last[1:4] == ["李明", 1, 10]
    assert [word in words for word in ("李明", "落后")] == [True, True]
    assert sign_in(other_clerk).get(f"{address}?home={home.slug}").status_code == 404
