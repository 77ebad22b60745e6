"""The chair's numbers of reception days and late entries: each is the list behind its link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reception.models import ReceptionDay, ReceptionRecord, Visit
from representatives.models import Activity, DutyCategory, DutyRecord
from tests import factories

PAGE = "/admin/watch/"
LISTS = {
    "announced-late": 2,
    "no-visitors": 1,
    "not-closed": 1,
    "no-roster": 1,
    "late-entries": 4,
}


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def ago(days):
    return timezone.now() - timedelta(days=days)


def shown(client, **query):
    """slug → (number, link)."""
    numbers = client.get(PAGE, query).context["reception"]
    return {one["figure"].slug: (one["number"], one["link"]) for one in numbers}


def make_day(home, offset, people, *, announced=None, closed=False):
    """A reception day `offset` days from now, announced `announced` days before it."""
    day = factories.make_reception_day(home, in_days(offset), people)
    if announced is not None:
        at = day.activity.starts_at - timedelta(days=announced)
        Activity.objects.filter(pk=day.activity_id).update(state="announced", announced_at=at)
    if closed:
        ReceptionDay.objects.filter(pk=day.pk).update(closed_at=ago(-offset))
    return day


def write_late(home, day, person):
    """One entry of each kind written 20 days after the fact, and one of each in time."""
    about = {"home": home, "representative": person, "state": "confirmed", "content": "调解"}
    category = DutyCategory.objects.create(home=home, name="化解矛盾纠纷")
    for days in (20, 1):
        record = factories.make_record(day, [person], at=ago(days))
        visit = factories.make_visit(home, [person], on=in_days(-days))
        duty = DutyRecord.objects.create(on=in_days(-days), category=category, **about)
        for model, row in ((ReceptionRecord, record), (Visit, visit), (DutyRecord, duty)):
            model.objects.filter(pk=row.pk).update(entered_at=ago(0))
        factories.make_activity(home, state="held", starts_at=ago(days), recorded_at=ago(0))


@pytest.fixture
def busy(home, other_home):
    """In both Homes the same: two days announced late, one of each other kind."""
    for place in (home, other_home):
        person = factories.make_representative(place)
        visited = make_day(place, -30, [person], announced=5, closed=True)
        make_day(place, -20, [person], announced=2, closed=True)  # late, and nobody came
        make_day(place, -10, [person], announced=3)  # just in time, not closed
        make_day(place, 2, [person])  # late: not announced yet
        make_day(place, 30, [])  # nobody on duty
        cancelled = make_day(place, -5, [])
        Activity.objects.filter(pk=cancelled.activity_id).update(
            state="cancelled", cancel_reason="暴雨"
        )
        make_day(place, -300, [person], closed=True)  # longer ago than is looked at
        write_late(place, visited, person)


def test_every_number_is_the_list_behind_its_link(sign_in, busy, chair):
    client = sign_in(chair)

    found = shown(client)

    assert {slug: number for slug, (number, _link) in found.items()} == LISTS
    for slug, (number, link) in found.items():
        context = client.get(link).context
        assert (slug, context["number"], len(context["rows"])) == (slug, number, number)


def test_number_follows_days_and_home(sign_in, busy, home, other_home, auditor):
    auditor.watched_homes.add(other_home)
    client = sign_in(auditor)

    both, one = shown(client), shown(client, home="xizi")

    assert {slug: number for slug, (number, _link) in both.items()} == {
        slug: number * 2 for slug, number in LISTS.items()
    }
    for number, link in one.values():
        assert client.get(link).context["number"] == number
    assert shown(client, days="365")["no-visitors"][0] == 4


def test_home_says_what_is_late(sign_in, busy, home, chair):
    home.late_entry_days = 21
    home.save()

    assert shown(sign_in(chair))["late-entries"][0] == 0


def test_late_entry_says_by_how_much_and_leads_there(sign_in, busy, chair):
    rows = sign_in(chair).get("/admin/watch/reception/late-entries/").context["rows"]

    assert {row["label"] for row in rows} == {"接待选民记录", "走访", "活动", "自填履职"}
    assert {row["days"] for row in rows} == {20}
    visit = next(row for row in rows if row["label"] == "走访")
    assert visit["link"].startswith("/admin/reception/visit/")


def test_unknown_list_is_not_found_and_posting_is_refused(sign_in, chair):
    client = sign_in(chair)

    assert client.get("/admin/watch/reception/nothing/").status_code == 404
    assert client.post("/admin/watch/reception/no-roster/").status_code == 405


def test_page_costs_the_same_for_many(sign_in, busy, home, chair, django_assert_num_queries):
    client, address = sign_in(chair), "/admin/watch/reception/announced-late/"
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
    person = factories.make_representative(home)
    for offset in (-3, -4, -6):
        make_day(home, offset, [person])
    with django_assert_num_queries(10):
        client.get(address)
