"""A representative's public page: basic information and duties, each behind its switch."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from representatives.models import DutyCategory, DutyRecord, DutyReport
from suggestions.models import Suggestion
from suggestions.pipeline import Disposal, Step
from tests import factories

YEAR = timezone.localdate().year
SWITCHES = {
    "shows_post": "村支书",
    "shows_village": "北山咀村",
    "shows_intro": "种了三十年地",
    "shows_phone": "13800138000",
    "shows_sex": "<dd>女</dd>",
    "shows_ethnicity": "蒙古族",
    "shows_party": "中共党员",
    "shows_education": "大专",
    "shows_group": "第一小组",
    "shows_photo": "/photos/representatives/",
    "shows_next_day": "什么时候能见到",
    "shows_duties": "各类履职",
    "shows_contacts": "联系选民",
    "shows_proposals": "领衔代表建议",
    "shows_reports": "向选民述职",
}


@pytest.fixture
def person(home):
    village = factories.make_village(home, name="北山咀村")
    found = factories.make_representative(
        home, name="李建国", post="村支书", village=village, intro="种了三十年地",
        phone="13800138000", phone_is_public=True, sex="f", ethnicity="蒙古族", party="中共党员",
        education="大专", details_are_public=True, born_on=date(1970, 1, 1), note="内部备注",
    )  # fmt: skip
    found.photo.save("a.jpg", ContentFile(b"x"))
    group = factories.make_group(home, name="第一小组")
    group.memberships.create(representative=found, started_on=date(2021, 11, 1))
    return found


def show(home, *names):
    """Let the Home show these and nothing else."""
    for name in SWITCHES:
        setattr(home, name, name in names)
    home.save()


def page(client, person, **query):
    return client.get(f"/r/{person.code}/", query)


def test_each_switch_shows_one_thing(client, home, person):
    for name, words in SWITCHES.items():
        show(home, name)
        text = page(client, person).text
        found = [other for other, said in SWITCHES.items() if said in text]
        assert (name, found) == (name, [name])
        assert words in text


def test_what_is_personal_waits_for_consent(client, home, person):
    show(home, *SWITCHES)
    type(person).objects.filter(pk=person.pk).update(
        details_are_public=False, phone_is_public=False, photo_is_public=False
    )

    text = page(client, person).text

    for name in ("sex", "ethnicity", "party", "education", "phone", "photo"):
        assert SWITCHES[f"shows_{name}"] not in text
    for secret in ("内部备注", "1970"):
        assert secret not in text


def test_hidden_portrait_is_not_served_either(client, home, person):
    address = f"/photos/representatives/{person.pk}/"
    assert b"".join(client.get(address).streaming_content) == b"x"

    show(home, "shows_post")
    assert client.get(address).status_code == 404
    assert SWITCHES["shows_photo"] not in client.get("/homes/xizi/representatives/").text


def test_by_default_the_law_is_shown_and_no_more(client, home, person):
    text = page(client, person).text
    hidden = {f"shows_{name}" for name in ("sex", "ethnicity", "party", "education")}

    assert {name for name, words in SWITCHES.items() if words in text} == set(SWITCHES) - hidden


def met_three(home, person):
    visit = factories.make_visit(home, [person], on=date(YEAR, 4, 1))
    visit.people = 3
    visit.save()


def test_year_is_counted_by_category(client, home, person):
    mediation = DutyCategory.objects.create(home=home, name="化解矛盾纠纷")
    record = {"home": home, "representative": person, "category": mediation, "content": "王家的事"}
    DutyRecord.objects.create(on=date(YEAR, 3, 1), state="confirmed", **record)
    DutyRecord.objects.create(on=date(YEAR, 3, 2), state="waiting", **record)
    DutyRecord.objects.create(on=date(YEAR - 1, 3, 2), state="confirmed", **record)
    for _ in range(2):
        met_three(home, person)
    factories.make_visit(home, [person], on=date(YEAR, 4, 1), kind="aid", beneficiary="poor")
    factories.make_visit(home, [factories.make_representative(home)], on=date(YEAR, 4, 1))

    facts = page(client, person).context

    half = Decimal("0.5")
    assert [row[:2] for row in facts["categories"]] == [
        ("联系选民", 2),
        ("化解矛盾纠纷", 1),
        ("走访慰问、结对帮扶", 1),
    ]
    assert facts["categories"][0][2] == 2 * half
    assert facts["contacts"] == {"received": 0, "times": 2, "people": 6}
    assert facts["years"] == [YEAR, YEAR - 1]
    earlier = page(client, person, year=str(YEAR - 1)).context
    assert [row[:2] for row in earlier["categories"]] == [("化解矛盾纠纷", 1)]
    assert "王家的事" not in page(client, person).text


def test_led_suggestions_are_those_of_the_year(client, home, person):
    led = {"representative": person, "disposal": Disposal.PROPOSAL}
    factories.make_suggestion(home, Step.SUPERVISE, at=factories.moment(YEAR, 3, 2), **led)
    factories.make_suggestion(home, Step.FEEDBACK, at=factories.moment(YEAR, 3, 2), **led)
    factories.make_suggestion(home, representative=person, at=factories.moment(YEAR, 3, 2))
    old = factories.make_suggestion(home, Step.SUPERVISE, **led)
    Suggestion.objects.filter(pk=old.pk).update(received_at=factories.moment(YEAR - 1, 12, 31, 23))

    assert page(client, person).context["proposals"] == {"number": 2, "answered": 1}


def test_report_shows_its_votes_and_no_opinions(client, home, person):
    DutyReport.objects.create(
        home=home, representative=person, on=date(YEAR, 3, 5), place="村部", present=40,
        satisfied=31, basic=5, unsatisfied=3, void=1, opinions="张秀兰说路太差",
    )  # fmt: skip

    text = page(client, person).text

    assert "满意 <strong>31</strong> 票" in text
    assert "张秀兰" not in text


@pytest.mark.parametrize("year", ["abc", "0", "99999", "２０２６", "-1", ""])
def test_strange_year_is_this_one(client, person, year):
    assert page(client, person, year=year).context["year"] == YEAR


def test_of_somebody_not_in_office_only_the_name_is_shown(client, home, person):
    show(home, *SWITCHES)
    person.mandates.all().delete()

    text = page(client, person).text

    assert "李建国现在不担任代表职务" in text
    assert [words for words in SWITCHES.values() if words in text] == []


def test_page_costs_the_same_for_many(client, home, person, django_assert_num_queries):
    def year_of_work():
        on = timezone.localdate()
        factories.make_visit(home, [person], on=on)
        factories.make_reception_day(home, on, [person])
        category = DutyCategory.objects.create(
            home=home, name=f"类别{DutyCategory.objects.count()}"
        )
        DutyRecord.objects.create(
            home=home, representative=person, category=category, on=on, state="confirmed"
        )

    year_of_work()
    with django_assert_num_queries(14):
        page(client, person)
    for _ in range(5):
        year_of_work()
    with django_assert_num_queries(14):
        page(client, person)
