"""Logging a visit, correcting it, and the matter that is made of it at once."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from PIL import Image

from reception.models import FormUsed, Visit, VisitPicture
from reception.visiting.forms import VisitForm
from representatives.models import BlankForm, DutyRecord, FormKind, GridCell
from suggestions.models import Channel, Suggestion
from tests import factories

TODAY = date(2026, 5, 6)


def a_picture(name="路.jpg"):
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def fill(form_home, files=(), *, me=None, visit=None, **typed):
    """A bound form on 6 May 2026 with `typed` over sensible answers."""
    people = [] if me else [factories.make_representative(form_home).pk]
    answers = {
        "key": "k1",
        "kind": "contact",
        "on": "2026-05-05",
        "way": "phone",
        "people": "3",
        "content": "田间路下雨就走不了车。",
        "representatives": people,
    }
    if "village" not in typed:
        answers["village"] = factories.make_village(form_home).pk
    data = QueryDict(mutable=True)
    for name, value in (answers | typed).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    given = MultiValueDict({"attachments": list(files)})
    return VisitForm(data, given, home=form_home, today=TODAY, me=me, visit=visit)


def save(filled, by, **fields):
    assert filled.errors == {}
    return filled.save(by, **fields)


def test_contact_is_written_with_people_picture_and_duty(home, representative):
    companion = factories.make_representative(home)
    form = fill(
        home, [a_picture()], me=representative, representatives=[companion.pk], person="老张"
    )
    visit, created = save(form, representative.user)

    assert (created, visit.people, visit.way, visit.person_shown) == (True, 3, "phone", "老*")
    assert visit.purge_on is not None
    assert set(visit.representatives.all()) == {representative, companion}
    assert [picture.name for picture in visit.files.all()] == ["路.jpg"]
    assert DutyRecord.objects.filter(on=date(2026, 5, 5)).count() == 2
    assert Suggestion.objects.count() == 0


def test_same_visit_sent_twice_is_one(home, representative):
    first, _created = save(fill(home, me=representative, matter="on"), representative.user)
    again, created = save(
        fill(home, [a_picture()], me=representative, matter="on"), representative.user
    )

    assert (again, created) == (first, False)
    assert (Visit.objects.count(), VisitPicture.objects.count()) == (1, 0)
    assert Suggestion.objects.count() == 1


def test_same_key_of_two_people_is_two_visits(home, representative, clerk):
    save(fill(home, me=representative), representative.user)
    save(fill(home), clerk)

    assert Visit.objects.count() == 2


@pytest.mark.parametrize(
    ("mode", "kept", "passed_on"),
    [("anonymous", "李桂兰", ""), ("named", "", "李*"), ("confidential", "", "李*")],
)
def test_matter_takes_the_name_only_with_consent(home, clerk, mode, kept, passed_on):
    visit, _created = save(
        fill(home, matter="on", person="李桂兰", identity_mode=mode, phone="13800138000"), clerk
    )
    matter = Suggestion.objects.get()

    assert (matter.channel, matter.identity_mode) == (Channel.VISIT, mode)
    assert matter.representative == visit.representatives.get()
    assert Visit.objects.get().person == kept
    identity = getattr(matter, "identity", None)
    assert (identity.masked_name if identity else "") == passed_on


def test_aid_keeps_what_was_given(home, clerk):
    form = fill(
        home, kind="aid", beneficiary="poor", occasion="春节", help_1="seed", what_1="玉米种子",
        quantity_1="２．5", unit_1="袋", value_1="120元",
    )  # fmt: skip
    visit, _created = save(form, clerk)
    (item,) = visit.items.all()

    assert (visit.kind, visit.beneficiary, visit.occasion) == ("aid", "poor", "春节")
    assert (str(item), item.value) == ("玉米种子2.5袋", Decimal("120"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"on": "2026-05-07"}, "on"),
        ({"people": "0"}, "people"),
        ({"village": ""}, "village"),
        ({"village": "99999999999999999999"}, "village"),
        ({"representatives": []}, "representatives"),
        ({"matter": "on", "content": ""}, "content"),
        ({"matter": "on", "identity_mode": "named"}, "person"),
        ({"is_hot": "on"}, "topic"),
        ({"kind": "talk"}, "talked_with"),
        ({"kind": "aid"}, "beneficiary"),
        ({"kind": "aid", "beneficiary": "poor", "what_2": "米"}, "help_2"),
        ({"kind": "aid", "beneficiary": "poor", "value_1": "-5", "help_1": "seed"}, "value_1"),
        ({"key": ""}, "key"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(home, typed, field):
    form = fill(home, **typed)

    assert (form.is_valid(), list(form.errors)) == (False, [field])


def test_rows_of_another_home_are_no_choice(home, other_home):
    foreign = factories.make_village(other_home)
    stranger = factories.make_representative(other_home)
    form = fill(home, village=foreign.pk, representatives=[stranger.pk])

    assert set(form.errors) == {"village", "representatives"}


def test_grid_lies_in_the_village(home):
    cell = GridCell.objects.create(home=home, village=factories.make_village(home), code="01")

    assert set(fill(home, grid=cell.pk).errors) == {"grid"}


def test_correction_is_followed_by_everything(home, representative):
    visit, _created = save(fill(home, me=representative, person="老张"), representative.user)
    seen = visit.history.first().history_id
    form = fill(home, me=representative, visit=visit, content="自来水停了三天。", seen=seen)
    save(form, representative.user)

    visit = Visit.objects.get()
    assert (visit.content, visit.person) == ("自来水停了三天。", "老张")
    assert DutyRecord.objects.get().content == "自来水停了三天。"
    assert visit.history.count() == 2


def test_correction_of_the_kind_empties_what_it_no_longer_has(home, clerk):
    visit, _created = save(fill(home, kind="aid", beneficiary="poor", help_1="seed"), clerk)
    seen = visit.history.first().history_id
    save(fill(home, visit=visit, seen=seen), clerk)

    visit = Visit.objects.get()
    assert (visit.kind, visit.beneficiary, visit.items.count()) == ("contact", "", 0)
    assert DutyRecord.objects.get().category.source == "contact"


def test_name_is_cleared_on_demand(home, clerk):
    visit, _created = save(fill(home, person="老张"), clerk)
    seen = visit.history.first().history_id
    save(fill(home, visit=visit, seen=seen, forget_person="on"), clerk)

    visit = Visit.objects.get()
    assert (visit.person, visit.purge_on) == ("", None)


def test_late_correction_is_refused_once(home, clerk):
    visit, _created = save(fill(home), clerk)
    seen = visit.history.first().history_id
    visit.save()
    form = fill(home, visit=visit, seen=seen)

    assert "刚刚被别人改过" in form.non_field_errors()[0]
    assert form["seen"].value() == visit.history.first().history_id


def test_numbered_sheet_is_entered_once(home, clerk):
    at = factories.moment(2026, 5, 6)
    (sheet,) = BlankForm.objects.issue(home, FormKind.CONTACT, 1, year=2026, by=clerk, now=at)
    visit, _created = save(fill(home), clerk, form=sheet)

    assert (visit.form, list(BlankForm.objects.unused())) == (sheet, [])
    assert save(fill(home), clerk, form=sheet) == (visit, False)
    with pytest.raises(FormUsed):
        save(fill(home, key="k2"), clerk, form=sheet)
    assert Visit.objects.count() == 1
