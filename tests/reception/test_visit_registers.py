"""The books of visits, aid, pairings and donations: their cells, their sums, who sees them."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daihome.tools import books
from daihome.tools.registers import Period, xlsx
from reception.models import AidPairing, Donation, RaisedMatter, Visit
from reception.visiting.registers import AID, CONTACTS, DONATIONS, PAIRINGS, REGISTERS, TALKS
from representatives.models import GridCell
from tests import factories

YEAR = Period.of_year(2026)


def cells(register, home, user):
    rows = register.of(home, YEAR, user)
    return [register.cells(row, ordinal) for ordinal, row in enumerate(rows, start=1)]


def test_contact_shows_the_name_masked_and_how_it_ended(home, clerk):
    village = factories.make_village(home, name="北山咀村")
    cell = GridCell.objects.create(home=home, village=village, code="01", name="前街网格")
    visit = factories.make_visit(
        home, [factories.make_representative(home, name="李明")], village=village, grid=cell,
        person="张秀兰", way="phone", content="电话 13800138000，路坏了。",
    )  # fmt: skip
    visit.people = 3
    visit.save()
    matter, _new = RaisedMatter.objects.raise_matter(
        visit, key="k", by=clerk, content="路坏了。", village=village, identity_mode="named",
        identity={"name": "张秀兰", "phone": ""},
    )  # fmt: skip

    assert cells(CONTACTS, home, clerk) == [
        [
            "1", "2026-04-20", "李明", "电话", "张*\n3人", "北山咀村\n前街网格",
            "电话 （手机号码已隐去），路坏了。", "", "转为意见办理", matter.number,
            "还没有告知（接待）",
        ]
    ]  # fmt: skip


def test_confidential_voter_is_not_named_in_the_book(home, clerk):
    visit = factories.make_visit(home, person="张秀兰")
    RaisedMatter.objects.raise_matter(
        visit, key="k", by=clerk, content="路坏了。", village=visit.village,
        identity_mode="confidential", identity={"name": "张秀兰", "phone": ""},
    )  # fmt: skip

    assert cells(CONTACTS, home, clerk)[0][4] == "保密"


def test_every_kind_of_visit_stands_in_its_own_book(home, clerk):
    person = factories.make_representative(home)
    factories.make_visit(home)
    factories.make_visit(home, kind="talk", talked_with=person)
    factories.make_visit(home, kind="aid", beneficiary="poor")

    assert [len(cells(book, home, clerk)) for book in (CONTACTS, TALKS, AID)] == [1, 1, 1]


def give(home, *values):
    visit = factories.make_visit(home, kind="aid", beneficiary="poor")
    Visit.objects.filter(pk=visit.pk).update(people=2)
    for value in values:
        visit.items.create(help="comfort", what="慰问金", value=Decimal(value))


def test_sums_are_equal_on_screen_in_the_workbook_and_on_paper(home, other_home, clerk, sign_in):
    give(home, "200.50", "100")
    give(home, "300")
    give(other_home, "9999")
    rows = AID.of(home, YEAR, clerk)

    sums = AID.sums(rows)
    assert [sums[0], sums[6], sums[8]] == ["合计", 4, Decimal("600.50")]
    text = sign_in(clerk).get(f"{reverse('register', args=['aid'])}?year=2026").text
    assert "<td>600.50</td><td></td></tr></tfoot>" in text
    sheet = openpyxl.load_workbook(BytesIO(xlsx(AID, home, YEAR, clerk).getvalue())).active
    last = [cell.value for cell in list(sheet.rows)[-1]]
    assert [last[0], last[6], last[8]] == ["合计", 4, 600.5]
    assert books.sum_line(AID, rows)[0][1][8] == ("number", "600.50")
    assert books.book_pdf(AID, home, YEAR, clerk).startswith(b"%PDF")


def test_book_without_sums_has_no_line_for_them(home, clerk):
    factories.make_visit(home)

    assert CONTACTS.sums(CONTACTS.of(home, YEAR, clerk)) == []
    assert books.sum_line(CONTACTS, CONTACTS.of(home, YEAR, clerk)) == []


def test_pairings_and_donations_have_their_books(home, clerk):
    person = factories.make_representative(home, name="李明")
    village = factories.make_village(home, name="北山咀村")
    AidPairing.objects.create(
        home=home, representative=person, beneficiary="pupil", village=village, person="王小红",
        started_on=date(2026, 3, 1), plan="每学期看望一次。",
    )  # fmt: skip
    Donation.objects.create(
        home=home, representative=person, on=date(2026, 5, 1), purpose="购置图书", money=1000,
        goods="书架 2 个", goods_value=Decimal("500.00"),
    )  # fmt: skip

    assert cells(PAIRINGS, home, clerk)[0][1:5] == ["李明", "困难学生", "王*", "北山咀村"]
    assert cells(DONATIONS, home, clerk)[0][6:9] == ["1000.00", "书架 2 个", "500.00"]


def fill(register, home, person):
    """One row of the book."""
    if register == PAIRINGS:
        AidPairing.objects.create(
            home=home, representative=person, beneficiary="poor",
            village=factories.make_village(home), started_on=date(2026, 3, 1),
        )  # fmt: skip
    elif register == DONATIONS:
        Donation.objects.create(
            home=home, representative=person, on=date(2026, 5, 1), purpose="书", money=1
        )
    else:
        more = {"talks": {"kind": "talk", "talked_with": person}}
        more["aid"] = {"kind": "aid", "beneficiary": "poor"}
        visit = factories.make_visit(home, [person], **more.get(register.slug, {}))
        RaisedMatter.objects.raise_matter(
            visit, key=f"k{visit.pk}", by=visit.entered_by, content="x", village=visit.village
        )


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.slug)
def test_books_are_narrowed_and_cost_no_query_per_row(register, home, clerk, other_clerk):
    person, nobody = (factories.make_representative(home) for _ in range(2))
    costs = []
    for _ in range(2):
        fill(register, home, person)
        with CaptureQueriesContext(connection) as found:
            cells(register, home, clerk)
        costs.append(len(found))

    assert costs[0] == costs[1]
    assert register.of(home, YEAR, clerk, {"representative": person}).count() == 2
    assert register.of(home, YEAR, clerk, {"representative": nobody}).count() == 0
    assert register.of(home, YEAR, other_clerk).count() == 0
