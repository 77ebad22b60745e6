"""Self-checks: all items at once, confirmed, closed once, mended; equipment and funds beside them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from daihome.tools.registers import Period
from representatives.chores import CHORES
from representatives.facilities.fund_views import bars_of, years_of
from representatives.facilities.papers import check_pdf, corrections_pdf
from representatives.facilities.registers import EQUIPMENT, FUNDS, SELF_CHECKS
from representatives.models import (
    CheckPhoto,
    Equipment,
    FundEntry,
    FundVoucher,
    SelfCheck,
    StandardCheck,
)
from tests import factories
from tests.daihome.tools.papers import page_count, words_of
from tests.representatives.test_duties import picture

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
HOSTILE = "<script>alert(1)</script>"
LIST = reverse("admin:representatives_selfcheck_changelist")


@pytest.fixture
def standard(home):
    return factories.make_standard(home, {"name": "有牌子"}, {"name": "有电脑"})


def page_of(check):
    return reverse("admin:representatives_selfcheck_change", args=[check.pk])


def item_page(row):
    return reverse("admin:representatives_selfcheck_item", args=[row.self_check_id, row.pk])


def answers(client, check, press="save", **by_item):
    """What the page would send: `by_item` is {name of the item: {field: value}}."""
    form = client.get(page_of(check)).context["form"]
    sent = {"seen": form["seen"].value(), "on": "2026-04-15", "checked_by": "李明", press: "1"}
    for row in check.checks.select_related("item"):
        for field, value in by_item.get(row.item.name, {}).items():
            sent[f"{field}-{row.pk}"] = value
    return sent


MET = {"state": "met", "note": "门口正中"}
SHORT = {"state": "unmet", "correction": "买一台", "correct_by": "2026-06-01"}


def test_self_check_is_saved_in_parts_and_closed_when_all_is_answered(
    home, clerk, sign_in, standard
):
    check, client = factories.make_self_check(home, standard), sign_in(clerk)

    half = client.post(page_of(check), answers(client, check, 有牌子=MET))
    early = client.post(page_of(check), answers(client, check, "close", 有牌子=MET))
    vague = client.post(
        page_of(check), answers(client, check, "close", 有牌子=MET, 有电脑={"state": "unmet"})
    )
    whole = client.post(page_of(check), answers(client, check, "close", 有牌子=MET, 有电脑=SHORT))

    assert [one.status_code for one in (half, early, vague, whole)] == [302, 422, 422, 302]
    assert early.context["form"].errors == {
        f"state-{check.checks.last().pk}": ["还没有结论，请选一个再完成自查。"]
    }
    assert len(vague.context["form"].errors) == 2
    check.refresh_from_db()
    assert check.is_closed
    assert list(check.checks.values_list("state", "note", "correction", "correct_by")) == [
        ("met", "门口正中", "", None),
        ("unmet", "", "买一台", date(2026, 6, 1)),
    ]


def test_closed_self_check_takes_corrections_only(home, clerk, sign_in, standard):
    check, client = factories.make_self_check(home, standard, ["met", "unmet"]), sign_in(clerk)
    met, short = check.checks.all()

    late = client.post(page_of(check), answers(client, check, 有牌子={"state": "unmet"}))
    not_short = client.post(item_page(met), {"corrected_on": "2026-05-01"})
    early = client.post(item_page(short), {"corrected_on": "2026-04-01"})
    good = client.post(item_page(short), {"corrected_on": "2026-05-20", "attachments": [picture()]})

    codes = [one.status_code for one in (late, not_short, early, good)]
    assert codes == [409, 403, 422, 302]
    met.refresh_from_db()
    assert met.state == "met"
    short.refresh_from_db()
    assert (short.corrected_on, short.state, short.photos.count()) == (
        date(2026, 5, 20),
        "unmet",
        1,
    )
    assert not StandardCheck.objects.gaps().exists()


def test_older_page_changes_nothing_and_loses_nothing(home, clerk, sign_in, standard):
    check, client = factories.make_self_check(home, standard), sign_in(clerk)
    older = answers(client, check, 有牌子={"state": "unmet", "note": "掉了漆"})
    client.post(page_of(check), answers(client, check, 有牌子=MET))

    late = client.post(page_of(check), older)
    again = client.post(page_of(check), older | {"seen": late.context["form"]["seen"].value()})

    assert late.status_code == 409
    assert "掉了漆" in late.content.decode()
    assert again.status_code == 302
    assert check.checks.first().note == "掉了漆"


def test_reader_and_stranger_change_nothing(home, auditor, other_clerk, sign_in, standard):
    check = factories.make_self_check(home, standard)
    row = check.checks.first()

    for user, code in ((auditor, 403), (other_clerk, 404)):
        client = sign_in(user)
        assert client.post(page_of(check), {"save": "1"}).status_code == code
        assert client.post(item_page(row), {"attachments": [picture()]}).status_code == code
        assert client.post(f"{LIST}{check.pk}/ask/").status_code == code
    assert not CheckPhoto.objects.exists()


def test_item_of_another_self_check_is_not_found(home, clerk, sign_in, standard):
    one = factories.make_self_check(home, standard)
    other = factories.make_self_check(home, standard).checks.first()
    address = reverse("admin:representatives_selfcheck_item", args=[one.pk, other.pk])

    assert sign_in(clerk).get(address).status_code == 404


def test_photos_are_kept_until_the_self_check_is_closed(home, clerk, sign_in, standard, settings):
    check, client = factories.make_self_check(home, standard), sign_in(clerk)
    row = check.checks.first()

    bad = client.post(item_page(row), {"attachments": [SimpleUploadedFile("a.jpg", b"text")]})
    good = client.post(item_page(row), {"attachments": [picture()]})
    photo = CheckPhoto.objects.get()
    gone = client.post(f"{item_page(row)}photos/{photo.pk}/remove/")

    assert [one.status_code for one in (bad, good, gone)] == [422, 302, 302]
    assert not CheckPhoto.objects.exists()


def test_repeated_self_check_takes_the_place_of_the_one_before(home, clerk, sign_in, standard):
    venue = factories.make_venue(home)
    first = factories.make_self_check(home, standard, ["unmet", "unmet"], venue=venue)
    second = factories.make_self_check(
        home, standard, ["met", "unmet"], venue=venue, on=date(2026, 5, 15)
    )

    page = sign_in(clerk).get(page_of(second))
    assert page.context["before"] == first
    assert "整改期限 2026年6月1日，没有登记完成" in page.content.decode()
    assert page.context["change"] == {"better": 1, "worse": 0}
    assert list(SelfCheck.objects.latest()) == [second]
    assert [row.self_check for row in StandardCheck.objects.gaps()] == [second]


def test_corrections_that_are_due_wait_on_the_first_page(home, clerk, other_clerk, standard):
    factories.make_self_check(home, standard, ["unmet", "met"])
    factories.make_self_check(home, standard)
    due, unfinished = CHORES[-2:]

    assert [due.rows(clerk, day).count() for day in (date(2026, 5, 24), date(2026, 5, 25))] == [
        0,
        1,
    ]
    assert unfinished.rows(clerk, TODAY).count() == 1
    assert not due.rows(other_clerk, TODAY).exists()


def test_overview_shows_every_venue_and_what_was_mended(home, clerk, sign_in, standard):
    check = factories.make_self_check(home, standard, ["met", "unmet"])
    check.checks.filter(state="unmet").update(corrected_on=date(2026, 5, 20))
    never = factories.make_venue(home, name="没查过的联络室")

    page = sign_in(clerk).get(f"{LIST}overview/")

    lines = {line.venue: [cell[1:] for cell in line.cells] for line in page.context["lines"]}
    assert lines == {
        check.venue: [("met", "达标"), ("mended", "已整改")],
        never: [("none", "—"), ("none", "—")],
    }


def test_pages_need_as_many_queries_for_many_venues(
    home, clerk, sign_in, standard, django_assert_max_num_queries
):
    client = sign_in(clerk)
    factories.make_self_check(home, standard, ["met", "unmet"])
    client.get(f"{LIST}overview/")
    for _time in range(4):
        factories.make_self_check(home, standard, ["partly", "unmet"])

    for address in (f"{LIST}overview/", f"{LIST}corrections/", LIST):
        with django_assert_max_num_queries(22):
            client.get(address)


def test_papers_have_a_page_a_venue_and_only_what_fell_short(home, standard):
    standard.items.update(requirement=HOSTILE)
    checks = [
        factories.make_self_check(home, standard, ["met", "unmet"]),
        factories.make_self_check(home, standard, ["met", "met"]),
    ]
    StandardCheck.objects.filter(state="unmet").update(note="电话 13800138000 找老王 😀")

    whole, short = check_pdf(home, checks, TODAY), corrections_pdf(home, checks, TODAY)

    assert (page_count(whole), page_count(short)) == (2, 1)
    assert HOSTILE in words_of(whole, 1)
    assert "13800138000" not in words_of(whole) + words_of(short)
    assert "有电脑" in words_of(short)
    assert "有牌子" not in words_of(short)
    assert corrections_pdf(home, checks[1:], TODAY) is None


def test_equipment_ledger_lists_all_that_is_there_and_adds_up(home, clerk):
    venue = factories.make_venue(home)
    for name, value, bought_on in (
        ("电脑", 8600, date(2024, 5, 16)), ("图书", None, None), ("桌椅", 400, date(2027, 1, 1)),
    ):  # fmt: skip
        Equipment.objects.create(
            home=home, venue=venue, name=name, quantity=2, value=value, bought_on=bought_on
        )

    rows = EQUIPMENT.of(home, Period.of_year(2026), clerk)

    assert [row.name for row in rows] == ["图书", "电脑"]
    assert EQUIPMENT.sums(rows)[6] == Decimal("8600.00")


def make_entry(home, kind="spent", amount=100, year=2026, **fields):
    defaults = {"on": date(2026, 3, 2), "what": "专项经费"}
    return FundEntry.objects.create(
        home=home, kind=kind, amount=amount, year=year, **defaults | fields
    )


def test_funds_add_up_by_year_and_run_in_the_ledger(home, clerk):
    make_entry(home, "granted", 1000, on=date(2025, 12, 20))
    make_entry(home, "spent", Decimal("300.50"))
    make_entry(home, "granted", 50, 2025, on=date(2025, 1, 5))
    FundVoucher.objects.create(
        entry=make_entry(home, "spent", 900, on=date(2026, 5, 1)), name="a", kind="picture",
        content_type="image/jpeg", size=1, sha256="0",
    )  # fmt: skip

    years = years_of(home, clerk)
    rows = FUNDS.of(home, Period.of_year(2026), clerk)

    assert [(one.number, one.left, one.missing, one.is_overspent) for one in years] == [
        (2026, Decimal("-200.50"), 2, True),
        (2025, Decimal("50"), 1, False),
    ]
    assert [cells[6] for cells in map(FUNDS.cells, rows)] == ["699.50", "-200.50"]
    assert FUNDS.sums(rows)[5] == Decimal("1200.50")
    assert len(bars_of(years)) == 1
    assert bars_of([]) == []


def test_overspending_is_said_and_not_refused(home, clerk, sign_in):
    make_entry(home, "granted", 100)
    sent = {
        "kind": "spent", "on": "2026-05-01", "year": "2026", "what": "买桌椅", "amount": "250.5",
        "vouchers-TOTAL_FORMS": "0", "vouchers-INITIAL_FORMS": "0",
    }  # fmt: skip

    page = sign_in(clerk).post("/admin/representatives/fundentry/add/", sent, follow=True)

    assert "2026 年的支出比拨入多 150.50 元，请核对。" in page.content.decode()
    entry = FundEntry.objects.get(kind="spent")
    assert (entry.amount, entry.entered_by) == (Decimal("250.50"), clerk)


def test_book_of_self_checks_counts_its_items(home, clerk, standard):
    check = factories.make_self_check(home, standard, ["met", "unmet"])
    factories.make_self_check(home, standard)

    rows = list(SELF_CHECKS.of(home, Period.of_year(2026), clerk))

    assert rows == [check]
    assert SELF_CHECKS.cells(rows[0], 1)[5:] == ["1", "0", "1", "有电脑", "0/1"]


def test_labels_name_each_line_of_the_inventory_that_is_there(home, other_home, clerk, sign_in):
    venue = factories.make_venue(home, name="北山咀村代表联络室")
    rows = [Equipment(home=home, venue=venue, name=f"电脑{place}") for place in range(25)]
    rows.append(Equipment(home=home, venue=venue, name="旧柜子", state="gone"))
    rows.append(Equipment(home=other_home, venue=factories.make_venue(other_home), name="别人的"))
    Equipment.objects.bulk_create(rows)
    page, client = "/admin/representatives/equipment/labels.pdf", sign_in(clerk)

    content = client.get(page).content

    assert page_count(content) == 2
    last = home.equipment.get(name="电脑24")
    assert f"XZ-SB-{last.pk:05d}" in words_of(content)
    assert "旧柜子" not in words_of(content)
    assert "别人的" not in words_of(content)
    assert client.get(page, {"venue": rows[-1].venue_id}).status_code == 404
    assert client.get(page, {"venue": factories.make_venue(home).pk}).status_code == 400


def test_unfinished_self_check_can_be_thrown_away_with_its_photos(home, clerk, sign_in, standard):
    check, client = factories.make_self_check(home, standard), sign_in(clerk)
    client.post(item_page(check.checks.first()), {"attachments": [picture()]})
    file = CheckPhoto.objects.get().file
    kept = factories.make_self_check(home, standard, ["met", "met"])

    closed = client.post(f"{LIST}{kept.pk}/delete/", {"post": "yes"})
    with TestCase.captureOnCommitCallbacks(execute=True):
        gone = client.post(f"{LIST}{check.pk}/delete/", {"post": "yes"})

    assert (closed.status_code, gone.status_code) == (403, 302)
    assert list(SelfCheck.objects.all()) == [kept]
    assert not file.storage.exists(file.name)


def test_item_that_was_checked_cannot_be_deleted(home, clerk, sign_in, standard):
    factories.make_self_check(home, standard)
    item = standard.items.first()
    page = reverse("admin:representatives_facilitystandard_change", args=[standard.pk])
    client = sign_in(clerk)
    sent = {
        "seen": client.get(page).context["adminform"].form.seen, "name": "八有", "order": "10",
        "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "1", "items-0-id": item.pk,
        "items-0-standard": standard.pk, "items-0-name": item.name, "items-0-order": "1",
        "items-0-at_least": "1", "items-0-source": "look:", "items-0-DELETE": "on",
    }  # fmt: skip

    assert client.post(page, sent).status_code == 200
    assert standard.items.filter(pk=item.pk).exists()


def test_answers_that_are_too_long_or_too_early_are_said_beside_their_box(
    home, clerk, sign_in, standard
):
    check, client = factories.make_self_check(home, standard), sign_in(clerk)
    wrong = {"state": "strange", "note": "长" * 301, "correct_by": "2026-04-01"}

    page = client.post(page_of(check), answers(client, check, 有牌子=wrong))

    row = check.checks.first()
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {
        f"state-{row.pk}", f"note-{row.pk}", f"correct_by-{row.pk}",
    }  # fmt: skip
    assert "长" * 301 in page.content.decode()
    assert check.checks.first().note == ""
