"""Paper first: numbered sheets are printed, entered, struck off; no number is lost."""

from datetime import date

import pytest
from django.utils import timezone

from reception.models import ReceptionRecord
from representatives.models import BlankForm
from tests import factories
from tests.daihome.tools.papers import page_count, words_of
from tests.factories import moment
from tests.reception.test_desk import typed

FORMS = "/admin/desk/forms/"


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(2026, 4, 16, 10))


@pytest.fixture
def day(home):
    person = factories.make_representative(home)
    return factories.make_reception_day(home, on=date(2026, 4, 15), people=[person])


def asked(home, **changes):
    drawn = moment(2026, 4, 16, 9).isoformat()
    return {"drawn": drawn, "home": home.pk, "kind": "JD", "count": "3"} | changes


def test_sheets_are_numbered_and_printed(sign_in, clerk, home):
    client = sign_in(clerk)
    answer = client.post(FORMS, asked(home))
    pile = client.get(answer.url)
    pdf = client.get(f"{answer.url.rstrip('/')}.pdf").content

    numbers = [row.number for row in BlankForm.objects.all()]
    assert numbers == ["XZ-JD2026-0001", "XZ-JD2026-0002", "XZ-JD2026-0003"]
    assert [row.number for row in pile.context["rows"]] == numbers
    assert page_count(pdf) == 3
    assert "编号：XZ-JD2026-0002" in words_of(pdf, page=2)


def test_pressed_twice_gives_one_pile(sign_in, clerk, home):
    client = sign_in(clerk)
    first, second = (client.post(FORMS, asked(home)) for _ in range(2))

    assert first.url == second.url
    assert BlankForm.objects.count() == 3


@pytest.mark.parametrize(
    "changes", [{"count": "51"}, {"count": ""}, {"kind": "QQ"}, {"drawn": "x"}]
)
def test_nonsense_numbers_nothing(sign_in, clerk, home, changes):
    assert sign_in(clerk).post(FORMS, asked(home, **changes)).status_code == 422
    assert BlankForm.objects.count() == 0


def test_typed_number_opens_the_page_to_enter_it(sign_in, clerk, other_clerk, home, day):
    sheet = factories.make_sheet(home)
    client = sign_in(clerk)
    found = client.get(f"{FORMS}number/", {"number": "xz－jd2026-0001"})

    assert found.url == f"{FORMS}{sheet.pk}/enter/"
    assert client.get(found.url).context["day"] == day
    unknown = client.get(f"{FORMS}number/", {"number": "XZ-JD2026-0009"})
    assert list(unknown.context["form"].errors) == ["number"]
    other = sign_in(other_clerk).get(f"{FORMS}number/", {"number": sheet.number})
    assert list(other.context["form"].errors) == ["number"]


def test_sheet_is_entered_once_under_its_number(sign_in, clerk, home, day):
    factories.make_reception_day(home, on=date(2026, 6, 15))
    sheet = factories.make_sheet(home)
    client, page = sign_in(clerk), f"{FORMS}{sheet.pk}/enter/?day={day.pk}"
    client.post(page, typed(day, time="10:20"))
    again = client.post(page, typed(day, key="k2"))

    record = ReceptionRecord.objects.get()
    assert (record.number, record.form, record.at) == (
        sheet.number, sheet, moment(2026, 4, 15, 10).replace(minute=20),
    )  # fmt: skip
    assert again.status_code == 409
    assert client.get(f"{FORMS}number/", {"number": sheet.number}).context["link"] == (
        f"/admin/desk/records/{record.pk}/"
    )


def test_numbers_of_the_desk_and_of_paper_are_one_row(sign_in, clerk, home, day):
    factories.make_sheet(home)
    sign_in(clerk).post(f"/admin/desk/{day.pk}/", typed(day))

    assert ReceptionRecord.objects.get().number == "XZ-JD2026-0002"


def test_gaps_are_named_and_struck_off_with_a_reason(sign_in, clerk, auditor, home, day):
    lost, blank, entered = (factories.make_sheet(home) for _ in range(3))
    client, page = sign_in(clerk), f"{FORMS}{home.slug}/JD/2026/"
    client.post(f"{FORMS}{entered.pk}/enter/", typed(day))
    refused = client.post(page, {"rows": [lost.pk, entered.pk], "reason": "弄湿了"})
    assert list(refused.context["form"].errors) == ["rows"]
    client.post(page, {"rows": [lost.pk], "reason": "弄湿了"})

    facts = client.get(page).context
    assert [(row.number, row.void_reason) for row in facts["void"]] == [(lost.number, "弄湿了")]
    assert [row.number for row, _ticked in facts["missing"]] == [blank.number]
    assert (facts["count"], facts["entered"], facts["missing_count"]) == (3, 1, 1)
    assert sign_in(auditor).post(page, {"rows": [blank.pk], "reason": "x"}).status_code == 403
