"""What staff do about a unit: a new link, one more assisting unit, what came on paper."""

import pytest
from django.utils import timezone

from suggestions.models import UnitLink
from suggestions.papers import unit_address
from suggestions.pipeline import Step
from tests.factories import make_unit
from tests.racing import race, real_database
from tests.suggestions.clicks import url
from tests.suggestions.units import fresh, link, make_handed


@pytest.fixture
def handed(home, chair):
    return make_handed(home, chair)


def new_link_path(row):
    return url(row.suggestion, f"link/{row.pk}/")


def seen_of(row):
    return {"seen": UnitLink.objects.of(row).pk}


def test_new_link_kills_the_older_and_is_shown(client, sign_in, clerk, handed):
    old = link(handed)
    sign_in(clerk).post(new_link_path(handed), seen_of(handed))

    case = sign_in(clerk).get(url(handed.suggestion, "change/"))
    client.logout()
    assert client.get(old).status_code == 410
    assert client.get(link(handed)).status_code == 200
    assert f"http://testserver{link(handed)}" in case.text
    assert handed.suggestion.events.get().kind == "link"
    assert unit_address(handed, "https://rd.example.cn/") == f"https://rd.example.cn{link(handed)}"


def test_link_pressed_twice_is_changed_once(sign_in, clerk, handed):
    form = seen_of(handed)
    codes = [sign_in(clerk).post(new_link_path(handed), form).status_code for _ in range(2)]

    assert codes == [302, 409]
    assert UnitLink.objects.count() == 2


def test_link_is_for_those_who_may_change_the_matter(
    client, sign_in, handed, auditor, other_clerk, clerk
):
    assert client.post(new_link_path(handed)).status_code == 302
    assert sign_in(auditor).post(new_link_path(handed), seen_of(handed)).status_code == 403
    assert sign_in(other_clerk).post(new_link_path(handed), seen_of(handed)).status_code == 404
    assert sign_in(clerk).get(new_link_path(handed)).status_code == 405
    assert UnitLink.objects.count() == 1
    assert link(handed) not in sign_in(auditor).get(url(handed.suggestion, "change/")).text


def test_one_more_unit_helps_with_its_own_clock_and_link(sign_in, home, clerk, handed):
    unit, path = make_unit(home, name="镇水利站"), url(handed.suggestion, "assist/")
    sign_in(clerk).post(path, {"unit": unit.pk})
    again = sign_in(clerk).post(path, {"unit": unit.pk})

    added = handed.suggestion.assignments.get(role="assist")
    assert (added.unit, added.handed_on) == (unit, timezone.localdate())
    assert UnitLink.objects.of(added)
    assert handed.suggestion.events.get().kind == "assist_added"
    assert again.status_code == 422
    assert handed.suggestion.assignments.count() == 2


def test_assisting_unit_is_guarded(sign_in, home, other_home, clerk, auditor, other_clerk, handed):
    path = url(handed.suggestion, "assist/")

    assert sign_in(auditor).get(path).status_code == 403
    assert sign_in(other_clerk).get(path).status_code == 404
    for pk in (make_unit(other_home).pk, handed.unit.pk, "x", ""):
        assert sign_in(clerk).post(path, {"unit": pk}).status_code == 422
    handed.give_back(on=timezone.localdate(), reason="不归我单位", by_name="单位")
    assert sign_in(clerk).get(path).status_code == 409


def test_what_the_unit_did_on_paper_is_entered_once(sign_in, home, chair, clerk):
    handed = make_handed(home, chair, assisting=[make_unit(home)])
    assist = fresh(handed.suggestion.assignments.get(role="assist"))
    day, path = str(timezone.localdate()), url(assist.suggestion, f"handed/{assist.pk}/")
    acts = {
        "acknowledge": {"name": "赵站长"},
        "contact": {"note": "电话"},
        "return": {"reason": "不归我站"},
    }
    for act, fields in acts.items():
        wrong = sign_in(clerk).post(f"{path}{act}/", fields | {"on": "2199-1-1"})
        assert wrong.status_code == 422
        codes = [
            sign_in(clerk).post(f"{path}{act}/", fields | {"on": day}).status_code for _ in range(2)
        ]
        assert codes == [302, 409]

    row = fresh(assist)
    assert (row.acknowledged_by, row.contact_note, row.return_reason) == (
        "赵站长", "电话", "不归我站",
    )  # fmt: skip
    kinds = [event.kind for event in handed.suggestion.events.all()]
    assert kinds == ["acknowledged", "contacted", "returned"]
    assert fresh(handed).suggestion.step == Step.DELIVER


def test_paper_pages_are_guarded(sign_in, handed, auditor, other_clerk, clerk):
    path = url(handed.suggestion, f"handed/{handed.pk}/")

    assert sign_in(auditor).get(f"{path}contact/").status_code == 403
    assert sign_in(other_clerk).get(f"{path}contact/").status_code == 404
    assert sign_in(clerk).get(f"{path}nonsense/").status_code == 404
    assert sign_in(clerk).get(url(handed.suggestion, "handed/999/contact/")).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["link", "contact"])
def test_of_two_clerks_one_wins(home, chair, clerk, sign_in, tmp_path_factory, act):
    handed = make_handed(home, chair)
    pressed = {
        "link": (new_link_path(handed), seen_of(handed)),
        "contact": (
            url(handed.suggestion, f"handed/{handed.pk}/contact/"),
            {"on": str(timezone.localdate()), "note": "电话"},
        ),
    }
    path, form = pressed[act]
    client = sign_in(clerk)
    clients = [type(client)() for _ in range(2)]
    for one in clients:
        one.cookies["sessionid"] = client.cookies["sessionid"].value

    with real_database(tmp_path_factory.mktemp("race")):
        answers = race(2, lambda n: clients[n].post(path, form).status_code)

    assert sorted(answers) == [302, 409]
