"""Villages that no representative has met, and names that go when their time is over."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from daihome.contacts import last_heard, silent_villages
from reception.models import AidPairing, Visit
from reception.visiting.purging import purge_visitors
from representatives.models import Village
from suggestions.watch.watching import VILLAGES_BY_SLUG
from tests import factories

SINCE = date(2026, 3, 1)


def silent(home, slug):
    rows = Village.objects.of(home)
    return {row.name for row in silent_villages(rows, VILLAGES_BY_SLUG[slug], SINCE)}


@pytest.mark.django_db
def test_visits_and_receptions_count_as_contact_and_talks_do_not(home):
    names = ["走访村", "接待村", "谈心村", "旧访村", "网上村"]
    villages = {name: factories.make_village(home, name=name) for name in names}
    person = factories.make_representative(home)
    factories.make_visit(home, village=villages["走访村"], on=SINCE)
    factories.make_visit(home, village=villages["旧访村"], on=date(2026, 2, 28))
    factories.make_visit(home, village=villages["谈心村"], kind="talk", talked_with=person)
    factories.make_record(factories.make_reception_day(home), village=villages["接待村"])
    factories.make_suggestion(home, village=villages["网上村"], at=factories.moment(2026, 3, 2))

    assert silent(home, "no-contact") == {"谈心村", "旧访村", "网上村"}
    assert silent(home, "no-matter") == set(names) - {"网上村"}


def test_list_says_when_somebody_was_there_last(home, clerk, sign_in):
    village = factories.make_village(home, name="旧访村")
    factories.make_visit(home, village=village, on=date(2025, 2, 28))
    (row,) = silent_villages(Village.objects.of(home), VILLAGES_BY_SLUG["no-contact"], SINCE)
    text = sign_in(clerk).get(reverse("watch_villages", args=["no-contact"])).text

    assert last_heard(row).date() == date(2025, 2, 28)
    assert "2025年2月28日" in text


def test_names_go_in_time_and_of_help_only_when_it_has_ended(home):
    due = {"person": "张三", "purge_on": date(2026, 5, 1)}
    factories.make_visit(home, **due)
    for ended in (None, date(2026, 2, 1)):
        AidPairing.objects.create(
            home=home, representative=factories.make_representative(home), beneficiary="poor",
            village=factories.make_village(home), started_on=date(2026, 1, 1), ended_on=ended, **due,
        )  # fmt: skip
    now = factories.moment(2026, 5, 1)

    assert purge_visitors(date(2026, 4, 30), now) == 0
    assert purge_visitors(date(2026, 5, 1), now) == 2
    assert Visit.objects.get().person == ""
    assert {row.ended_on is None: row.person for row in AidPairing.objects.all()} == {
        True: "张三", False: "",
    }  # fmt: skip


def test_command_clears_names_of_visits(home, capsys):
    factories.make_visit(home, person="张三", purge_on=date(2020, 1, 1))
    call_command("purge_identities")

    assert "已清除 1 条" in capsys.readouterr().out
    assert Visit.objects.get().person == ""
