"""Visits in the portal: logged once, corrected, and never lost with the sitting."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daihome.views.portal_base import owner_of
from reception.models import Visit
from representatives.models import DutyRecord, Target
from suggestions.models import Suggestion
from tests.browser.acting import photo
from tests.factories import PASSWORD, make_representative, make_village, make_visit

NEW = "/my/visits/new/"
SAID = "田间路下雨就走不了车，收庄稼进不去。"


@pytest.fixture
def village(home):
    return make_village(home, name="北山咀村")


@pytest.fixture
def me(sign_in, representative, village):
    representative.village = village
    representative.save()
    return sign_in(representative.user)


def typed(village, **changes):
    return {
        "key": "k1", "kind": "contact", "on": timezone.localdate().isoformat(),
        "village": village.pk, "way": "visit", "people": "3", "content": SAID,
    } | changes  # fmt: skip


def picture():
    made = photo()
    return SimpleUploadedFile(made["name"], made["buffer"], made["mimeType"])


def test_form_has_my_village_and_today(me, village):
    form = me.get(NEW).context["form"]

    assert form["village"].value() == village.pk
    assert form["on"].value() == timezone.localdate()


def test_visit_sent_twice_is_one_and_fills_duty(me, village, representative):
    first = me.post(NEW, typed(village, attachments=picture()))
    second = me.post(NEW, typed(village))

    visit = Visit.objects.get()
    assert first.url == second.url == f"/my/visits/{visit.pk}/"
    assert (visit.content, visit.people) == (SAID, 3)
    assert [*visit.representatives.all()] == [representative]
    assert visit.files.count() == 1
    assert DutyRecord.objects.get().content == SAID


def test_other_words_under_a_used_key_are_not_lost(me, village):
    me.post(NEW, typed(village))

    page = me.post(NEW, typed(village, content="另一次走访说的事。"))
    form = page.context["form"]

    assert page.status_code == 422
    assert form["content"].value() == "另一次走访说的事。"
    me.post(NEW, typed(village, content="另一次走访说的事。", key=form["key"].value()))
    assert [row.content for row in Visit.objects.order_by("pk")] == [SAID, "另一次走访说的事。"]


def test_visit_with_a_matter_shows_where_it_stands(me, village, representative):
    page = me.post(NEW, typed(village, matter="on"), follow=True)

    suggestion = Suggestion.objects.get()
    assert suggestion.representative == representative
    assert f"/my/matters/{suggestion.number}/" in page.text


def test_poor_visit_is_refused_and_stays_on_the_page(me, village):
    page = me.post(NEW, typed(village, people="0"))

    assert page.status_code == 422
    assert SAID in page.text
    assert not Visit.objects.exists()


def test_outbox_gets_data_instead_of_pages(me, village):
    kept = me.post(NEW, typed(village), headers={"X-Outbox": "1"})
    again = me.post(NEW, typed(village), headers={"X-Outbox": "1"})
    poor = me.post(NEW, typed(village, key="k2", people="0"), headers={"X-Outbox": "1"})

    visit = Visit.objects.get()
    assert kept.json() == again.json() == {"link": f"/my/visits/{visit.pk}/"}
    assert poor.status_code == 422
    assert [*poor.json()["errors"]] == ["people"]


def test_entry_of_another_person_on_the_same_phone_is_not_sent(me, village, home):
    other = make_representative(home, with_account=True)

    response = me.post(NEW, typed(village, owner=owner_of(other.user)))

    assert response.status_code == 409
    assert not Visit.objects.exists()


def test_outbox_names_the_account_but_not_by_its_key(me, representative):
    status = me.get("/my/outbox/").json()

    assert status["owner"] == owner_of(representative.user)
    assert len(status["token"]) == 64


def carried_by(page):
    return re.search(r'name="carried" value="([^"]+)"', page.text)[1]


def sign_in_again(client, user, page):
    data = {"username": user.username, "password": PASSWORD, "next": NEW}
    return client.post("/accounts/sign-in/", data | {"carried": carried_by(page)})


def test_text_survives_the_end_of_the_sitting(me, village, representative):
    data = typed(village, owner=owner_of(representative.user), person="王大爷")
    me.cookies.pop("sessionid")

    page = me.post(NEW, data)
    assert page.status_code == 403
    assert SAID not in page.text
    back = sign_in_again(me, representative.user, page)
    form = me.get(back.url).context["form"]

    assert [form[name].value() for name in ("content", "person", "key")] == [SAID, "王大爷", "k1"]
    assert not Visit.objects.exists()
    me.post(NEW, data)
    assert Visit.objects.get().person == "王大爷"
    assert me.get(NEW).context["form"]["content"].value() is None


def test_text_survives_an_idle_sitting(me, village, representative, settings):
    me.get("/my/")
    session = me.session
    session["seen"] -= settings.SESSION_IDLE_MINUTES * 60 + 1
    session.save()

    page = me.post(NEW, typed(village, owner=owner_of(representative.user)))

    assert carried_by(page)


def test_somebody_else_who_signs_in_does_not_see_the_text(me, village, representative, home):
    other = make_representative(home, with_account=True)
    me.cookies.pop("sessionid")

    page = me.post(NEW, typed(village, owner=owner_of(representative.user)))
    sign_in_again(me, other.user, page)

    assert SAID not in me.get(NEW).text


def test_page_older_than_the_sign_in_loses_nothing(village, representative):
    client = Client(enforce_csrf_checks=True)
    client.force_login(representative.user, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post(NEW, typed(village, owner=owner_of(representative.user)), follow=True)

    assert response.redirect_chain == [(NEW, 302)]
    assert response.context["form"]["content"].value() == SAID
    assert not Visit.objects.exists()


def test_broken_token_is_no_text(me, representative):
    me.cookies.pop("sessionid")
    data = {"username": representative.user.username, "password": PASSWORD, "carried": "v1:x:y"}

    me.post("/accounts/sign-in/", data)

    assert me.get(NEW).status_code == 200


def test_correction_is_followed_by_the_duty(me, village, home, representative):
    visit = make_visit(home, [representative], village=village, on=date(2026, 4, 20))
    seen = me.get(f"/my/visits/{visit.pk}/change/").context["form"]["seen"].value()

    me.post(
        f"/my/visits/{visit.pk}/change/",
        typed(village, content="改成修桥。", seen=seen, on="2026-04-21"),
    )

    visit.refresh_from_db()
    assert (visit.content, visit.on) == ("改成修桥。", date(2026, 4, 21))
    assert DutyRecord.objects.get().content == "改成修桥。"


def test_pictures_come_later(me, home, representative):
    visit = make_visit(home, [representative])
    path = f"/my/visits/{visit.pk}/"

    assert me.post(f"{path}pictures/", {}).status_code == 422
    assert me.post(f"{path}pictures/", {"attachments": picture()}).status_code == 302

    file = visit.files.get()
    response = me.get(f"/my/files/visit/{file.pk}/")
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"


def test_visits_of_others_are_not_there(me, home, village):
    other = make_visit(home, [make_representative(home)], village=village)

    for path in ("", "change/"):
        assert me.get(f"/my/visits/{other.pk}/{path}").status_code == 404
    assert me.post(f"/my/visits/{other.pk}/pictures/").status_code == 404
    assert me.get("/my/visits/?year=2026").context["page"].rows == []


def test_somebody_talked_with_reads_only(me, home, representative):
    talk = make_visit(home, [make_representative(home)], kind="talk", talked_with=representative)

    assert me.get(f"/my/visits/{talk.pk}/").status_code == 200
    assert me.get(f"/my/visits/{talk.pk}/change/").status_code == 403


def test_talks_are_for_conveners(me, village):
    assert me.get(f"{NEW}?kind=talk").status_code == 403
    assert me.post(NEW, typed(village, kind="talk")).status_code == 403


def test_progress_counts_people_of_this_year(me, home, representative, village):
    Target.objects.create(home=home, measure="contact", number=10)
    today = timezone.localdate()
    visit = make_visit(home, [representative], village=village, on=today)
    Visit.objects.filter(pk=visit.pk).update(people=4)
    make_visit(home, [representative], village=village, on=date(today.year - 1, 12, 31))

    contacts = me.get("/my/").context["contacts"]

    assert contacts.words == "今年联系选民"
    assert (contacts.line.done, contacts.line.number, contacts.line.left) == (4, 10, 6)
    assert me.get("/my/file/").context["quotas"] == [contacts]


def test_list_costs_the_same_with_more_visits(
    me, home, representative, village, django_assert_num_queries
):
    make_visit(home, [representative], village=village)
    me.get("/my/visits/")
    with CaptureQueriesContext(connection) as few:
        me.get("/my/visits/?year=2026")
    for _row in range(3):
        make_visit(home, [representative], village=village)

    with django_assert_num_queries(len(few)):
        assert len(me.get("/my/visits/?year=2026").context["page"].rows) == 4


def test_other_words_under_a_used_key_make_no_matter_of_the_first(me, village):
    me.post(NEW, typed(village))

    refused = me.post(NEW, typed(village, content="另一次走访说的事。", matter="on"))

    assert refused.status_code == 422
    assert Suggestion.objects.count() == 0
    me.post(NEW, typed(village, matter="on"))
    assert Suggestion.objects.get().content == SAID
