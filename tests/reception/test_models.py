"""Reception days, visits and the letter box: what they write elsewhere, and who sees them."""

from datetime import date

import pytest
from django.db import IntegrityError

from reception.models import MailboxOpening, MailItem, RaisedMatter, ReceptionDay, Visit
from representatives.models import DutyRecord, Role
from suggestions.models import Channel, Suggestion
from tests import factories


def raise_from(source, key="k1", **fields):
    by = factories.make_user(home=source.home)
    village = factories.make_village(source.home)
    return RaisedMatter.objects.raise_matter(
        source, key=key, by=by, village=village, content="修路", **fields
    )


def test_reception_day_has_an_activity_of_its_own(home):
    person = factories.make_representative(home)
    day = factories.make_reception_day(home, people=[person])

    assert (str(day.activity), day.on) == ("4月15日代表接待选民", date(2026, 4, 15))
    assert [row.representative for row in day.roster()] == [person]


def test_days_between_two_dates_include_both(home):
    days = [factories.make_reception_day(home, on=date(2026, month, 15)) for month in (2, 4, 6)]

    found = ReceptionDay.objects.between(date(2026, 2, 15), date(2026, 4, 15))
    assert list(found) == days[:2]


@pytest.mark.parametrize(
    ("told", "late"), [((2026, 4, 12), False), ((2026, 4, 13), True), (None, True)]
)
def test_day_announced_less_than_three_days_before_is_late(home, told, late):
    day = factories.make_reception_day(home, pattern=factories.make_pattern(home))
    if told:
        day.activity.announced_at = factories.moment(*told)

    assert day.is_announced_late(date(2026, 4, 14)) is late


def test_visit_is_a_duty_of_everybody_who_made_it(home):
    people = [factories.make_representative(home) for _ in range(2)]
    visit = factories.make_visit(home, people)
    visit.representatives.remove(people[0])
    visit.settle()

    (row,) = DutyRecord.objects.all()
    assert (row.representative, row.content) == (people[1], "田间路下雨就走不了车。")


def test_representative_sees_own_visits_and_talks(home, representative):
    mine = factories.make_visit(home, [representative])
    talk = factories.make_visit(
        home, [factories.make_representative(home)], kind="talk", talked_with=representative
    )
    factories.make_visit(home, [factories.make_representative(home)])

    assert list(Visit.objects.visible_to(representative.user)) == [mine, talk]
    assert list(Visit.objects.visible_to(factories.make_user(role=Role.UNIT, home=home))) == []


def test_matter_raised_from_a_visit_takes_the_name_along(home):
    visit = factories.make_visit(home, person="张三", purge_on=date(2028, 4, 20))
    matter, created = raise_from(visit, identity={"name": visit.person})

    visit = Visit.objects.get()
    assert (created, matter.channel, matter.raised.source) == (True, Channel.VISIT, visit)
    assert (visit.person, visit.purge_on, visit.person_shown) == ("", None, "张*")


def test_same_press_twice_raises_one_matter(home):
    visit = factories.make_visit(home)
    raise_from(visit)
    _matter, created = raise_from(visit)

    assert (created, Suggestion.objects.count(), visit.raised.count()) == (False, 1, 1)


def test_one_visitor_may_raise_several_matters(home):
    record = factories.make_record(factories.make_reception_day(home))
    numbers = [raise_from(record, key)[0].number for key in ("k1", "k2")]

    assert [str(row.suggestion.number) for row in record.raised.all()] == numbers


def test_letters_are_numbered_on_over_openings(home, clerk):
    box = factories.make_mailbox(home)
    for key, letters in (("a", 2), ("b", 0), ("c", 1), ("a", 2)):
        MailboxOpening.objects.open(
            box, key=key, letters=letters, opened_at=factories.moment(2026, 4, 1), by=clerk,
            opener="王秀英", second_opener="李明",
        )  # fmt: skip

    assert [str(item) for item in MailItem.objects.all()] == [
        "XZ-信2026-0001", "XZ-信2026-0002", "XZ-信2026-0003",
    ]  # fmt: skip
    assert MailboxOpening.objects.count() == 3


def test_one_person_alone_opens_no_box(home, clerk):
    with pytest.raises(IntegrityError):
        MailboxOpening.objects.open(
            factories.make_mailbox(home), key="a", letters=0, by=clerk,
            opened_at=factories.moment(2026, 4, 1), opener="王秀英", second_opener="王秀英",
        )  # fmt: skip


def test_personal_data_goes_when_its_time_is_over(home):
    visit = factories.make_visit(home, person="张三")
    visit.keep_until(home, date(2026, 4, 20))
    visit.save()
    due = visit.purge_on
    now = factories.moment(2028, 4, 20)

    assert Visit.objects.all().purge(date(2028, 4, 18), now) == 0
    assert (due, Visit.objects.all().purge(due, now)) == (date(2028, 4, 19), 1)
    assert Visit.objects.get().person == ""


def test_account_without_a_person_sees_no_record_not_even_one_without_receivers(home):
    record = factories.make_record(factories.make_reception_day(home))
    nobody = factories.make_user(role=Role.REPRESENTATIVE, home=home)

    assert list(type(record).objects.visible_to(nobody)) == []
