"""Saying something through the public form: from outside, as a browser does."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from suggestions.models import RateLimit, Suggestion, VoterIdentity
from suggestions.voters import form_keys
from tests import factories
from tests.racing import race, real_database

NEW = "/suggestions/new/"
TEXT = "村东头的路灯坏了三个月，晚上看不见路。"


def picture(name="路灯.jpg", color="red"):
    out = BytesIO()
    Image.new("RGB", (60, 40), color).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def key_on(response):
    return re.search(r'name="key" value="([^"]+)"', response.content.decode())[1]


def text_in(response, element):
    return re.search(rf'id="{element}">([^<]+)<', response.content.decode())[1]


@pytest.fixture
def village(home):
    return factories.make_village(home, name="北山咀村")


@pytest.fixture
def send(client, village):
    """`send(**fields)` posts the form with text and village, as a browser would."""

    def post(**fields):
        page = {"key": key_on(client.get(NEW)), "content": TEXT, "village": village.pk}
        return client.post(NEW, page | fields)

    return post


def test_new_shows_form_with_matter_first_and_person_last(client, village):
    html = client.get(NEW).content.decode()

    order = ("content", "title", "village", "representative", "attachments", "identity_mode")
    places = [html.index(f'name="{name}"') for name in (*order, "name", "phone", "consent")]
    assert places == sorted(places)


def test_new_says_who_sees_each_field(client, village):
    html = client.get(NEW).content.decode()

    for name in ("content", "title", "village", "representative", "attachments", "name", "phone"):
        assert re.search(rf'id="id_{name}_helptext"[^>]*>\s*\S', html), name


def test_new_is_three_queries_whatever_the_lists_hold(client, home, django_assert_num_queries):
    factories.make_village(home)
    client.get(NEW)

    with django_assert_num_queries(3):
        client.get(NEW)
    for _ in range(5):
        factories.make_village(home)
        factories.make_representative(home)
    with django_assert_num_queries(3):
        client.get(NEW)


def test_new_shows_a_village_the_moment_it_exists(client, home, village):
    assert "新设的村" not in client.get(NEW).content.decode()
    factories.make_village(home, name="新设的村")

    assert "新设的村" in client.get(NEW).content.decode()


def test_new_changes_nothing_and_opens_no_session(client, village):
    response = client.get(NEW)

    assert "sessionid" not in response.cookies
    assert not Suggestion.objects.exists()


def test_submission_is_kept_with_number_and_code(send, home, village):
    response = send(title="路灯坏了")

    suggestion = Suggestion.objects.get()
    assert response.status_code == 200
    assert text_in(response, "case-number") == suggestion.number
    assert text_in(response, "query-code") == suggestion.printed_code
    assert (suggestion.home, suggestion.village, suggestion.content, suggestion.title) == (
        home, village, TEXT, "路灯坏了",
    )  # fmt: skip
    assert suggestion.identity_mode == "anonymous"
    assert not VoterIdentity.objects.exists()


def test_submission_page_says_when_it_goes_on(send):
    html = send().content.decode()

    due = Suggestion.objects.get().due_on
    assert f"{due.year}年{due.month}月{due.day}日前" in html
    assert "代表法第五十一条" in html


def test_qr_carries_the_code_behind_the_fragment_only(send, monkeypatch):
    links = []
    monkeypatch.setattr(
        "suggestions.voters.views.paper.qr_svg", lambda text, *rest: links.append(text) or ""
    )

    send()

    suggestion = Suggestion.objects.get()
    address, _, fragment = links[0].partition("#")
    assert address == f"http://testserver/suggestions/track/?number={suggestion.number}"
    assert fragment == suggestion.query_code


def test_submission_page_is_not_stored_by_browsers(send):
    assert "no-store" in send()["Cache-Control"]


def test_named_voter_is_kept_apart_and_encrypted(send):
    send(identity_mode="confidential", name="王秀英", phone="138 0013 8000", consent="on")

    identity = VoterIdentity.objects.get()
    assert (identity.name, identity.phone) == ("王秀英", "13800138000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM suggestions_voteridentity")
        assert "王秀英" not in str(cursor.fetchall())


def test_anonymous_voter_leaves_nothing_whatever_was_typed(send):
    response = send(identity_mode="anonymous", name="王秀英", phone="不告诉", consent="on")

    assert response.status_code == 200
    assert not VoterIdentity.objects.exists()


def test_missing_text_and_village_come_back_with_errors_and_everything_typed(send):
    response = send(content=" \u3000", village="", title="路灯", name="王秀英")

    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert 'href="#id_content"' in html
    assert 'href="#id_village"' in html
    assert 'value="路灯"' in html
    assert 'value="王秀英"' in html
    assert not Suggestion.objects.exists()


def test_mass_assignment_is_ignored(send, other_home):
    send(step="7", number="XX1", is_published="on", home=other_home.pk, kind="proposal", round_no=9)

    suggestion = Suggestion.objects.get()
    assert (suggestion.step, suggestion.kind, suggestion.round_no) == (1, "opinion", 1)
    assert not suggestion.is_published
    assert suggestion.number.startswith("XZ")


def test_markup_is_text(send):
    html = send(content="<script>alert(1)</script>", village="").content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_village_of_a_closed_home_is_refused(send, other_home):
    closed = factories.make_village(other_home)
    other_home.is_open = False
    other_home.save()

    response = send(village=closed.pk)

    assert response.status_code == 422
    assert not Suggestion.objects.exists()


def test_form_is_gone_when_no_home_is_open(client, home):
    home.is_open = False
    home.save()

    assert client.get(NEW).status_code == 404


def test_representative_of_another_home_is_refused(send, other_home):
    stranger = factories.make_representative(other_home)

    response = send(representative=stranger.pk)

    assert "不属于您选的村所在的乡镇" in response.content.decode()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("hidden", [{"in_office": False}, {"is_public": False}])
def test_representative_who_cannot_be_chosen_is_refused(send, home, hidden):
    person = factories.make_representative(home, **hidden)

    assert send(representative=person.pk).status_code == 422


def test_addresses_prefill_representative_and_venue(client, home, village):
    person = factories.make_representative(home, name="李建国")
    venue = factories.make_venue(home, village=village)

    by_person = client.get(f"{NEW}?r={person.code}").content.decode()
    by_venue = client.get(f"{NEW}?s={venue.code}").content.decode()

    assert f'<option value="{person.pk}" selected>' in by_person
    assert f'name="venue" value="{venue.code}"' in by_venue
    assert f'<option value="{village.pk}" selected>' in by_venue


def test_venue_is_kept_and_a_wrong_one_is_ignored(send, home, other_home):
    own, foreign = factories.make_venue(home), factories.make_venue(other_home)

    for code in (own.code, foreign.code, "\x00", "nothing"):
        assert send(venue=code).status_code == 200

    assert [one.venue for one in Suggestion.objects.order_by("pk")] == [own, None, None, None]


def test_several_homes_are_told_apart(client, village, other_home):
    factories.make_village(other_home, name="天义社区")

    html = client.get(NEW).content.decode()

    assert '<optgroup label="汐子镇人大代表之家">' in html
    assert "天义社区" not in client.get(f"{NEW}?home=xizi").content.decode()


def test_same_key_again_gives_the_first_number(client, village):
    page = {"key": key_on(client.get(NEW)), "content": TEXT, "village": village.pk}

    first, second = client.post(NEW, page), client.post(NEW, page)

    assert text_in(first, "case-number") == text_in(second, "case-number")
    assert text_in(first, "query-code") == text_in(second, "query-code")
    assert Suggestion.objects.count() == 1


def test_same_key_with_other_words_says_that_the_first_is_kept(client, village):
    page = {"key": key_on(client.get(NEW)), "content": TEXT, "village": village.pk}
    client.post(NEW, page)

    html = client.post(NEW, page | {"content": "另外一件事。"}).content.decode()

    assert "没有另外登记" in html
    assert 'name="content" value="另外一件事。"' in html
    assert Suggestion.objects.get().content == TEXT


@pytest.mark.django_db(transaction=True)
def test_same_form_sent_twenty_times_at_once_makes_one_matter(client, tmp_path_factory):
    village = factories.make_village(factories.make_home())
    page = {"key": key_on(client.get(NEW)), "content": TEXT, "village": village.pk}

    with real_database(tmp_path_factory.mktemp("race")):
        numbers = race(20, lambda _n: text_in(Client().post(NEW, page), "case-number"))
        [kept] = race(1, lambda _n: list(Suggestion.objects.values_list("number", flat=True)))

    assert kept == sorted(set(numbers))
    assert len(kept) == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_forms_at_once_get_twenty_numbers(client, tmp_path_factory):
    village = factories.make_village(factories.make_home())
    page = {"content": TEXT, "village": village.pk}
    keys = [key_on(client.get(NEW)) for _ in range(20)]

    with real_database(tmp_path_factory.mktemp("race")):
        numbers = race(
            20, lambda n: text_in(Client().post(NEW, page | {"key": keys[n]}), "case-number")
        )

    year = timezone.localdate().year
    assert sorted(numbers) == [f"XZ{year}-{n:04d}" for n in range(1, 21)]


@pytest.mark.parametrize("key", ["", "abc", "a:b:c", "x" * 3000])
def test_strange_key_asks_to_press_again_and_keeps_the_text(send, key):
    response = send(key=key)

    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert form_keys.read_key(key_on(response))
    assert not Suggestion.objects.exists()


def test_expired_key_is_replaced(client, village, monkeypatch):
    page = {"key": key_on(client.get(NEW)), "content": TEXT, "village": village.pk}
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr("suggestions.voters.form_keys.timezone.now", lambda: later)

    response = client.post(NEW, page)

    assert key_on(response) != page["key"]
    assert TEXT in response.content.decode()
    assert not Suggestion.objects.exists()


def test_filled_trap_is_refused_politely(send):
    response = send(website="http://spam.example")

    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert "spam.example" not in response.content.decode()
    assert not Suggestion.objects.exists()


def test_too_quick_is_refused_until_three_seconds_have_passed(
    client, village, settings, monkeypatch
):
    settings.THROTTLE = True
    page = {"key": key_on(client.get(NEW)), "content": TEXT, "village": village.pk}

    quick = client.post(NEW, page)
    later = timezone.now() + timedelta(seconds=4)
    monkeypatch.setattr("suggestions.voters.form_keys.timezone.now", lambda: later)
    again = client.post(NEW, page | {"key": key_on(quick)})

    assert quick.status_code == 422
    assert TEXT in quick.content.decode()
    assert again.status_code == 200


def test_address_has_an_hourly_limit_and_the_text_is_kept(send, home, settings, monkeypatch):
    settings.THROTTLE = True
    monkeypatch.setattr("suggestions.voters.views.QUICKEST_SECONDS", 0)
    home.hourly_submissions = 2
    home.save()

    answers = [send() for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert TEXT in answers[2].content.decode()
    assert int(answers[2]["Retry-After"]) > 0
    assert Suggestion.objects.count() == 2
    assert "127.0.0.1" not in str(list(RateLimit.objects.values()))


def test_another_address_is_not_limited(send, client, home, settings, monkeypatch):
    settings.THROTTLE = True
    monkeypatch.setattr("suggestions.voters.views.QUICKEST_SECONDS", 0)
    home.hourly_submissions = 1
    home.save()
    send()
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"

    assert send().status_code == 200


def test_files_are_kept_with_the_matter(send):
    send(attachments=[picture(), SimpleUploadedFile("证明.pdf", b"%PDF-1.4\n")])

    rows = Suggestion.objects.get().attachments.all()
    assert [(one.name, one.kind) for one in rows] == [("路灯.jpg", "picture"), ("证明.pdf", "pdf")]
    assert all(default_storage.exists(one.file.name) for one in rows)


def test_files_survive_an_error_and_can_be_dropped(send, client, village):
    failed = send(village="", attachments=[picture("一.jpg"), picture("二.jpg", "blue")])
    html = failed.content.decode()
    tokens = re.findall(r'name="parked" value="([^"]+)"', html)
    page = {"key": key_on(failed), "content": TEXT, "village": village.pk}

    client.post(NEW, page | {"parked": tokens, "drop": tokens[:1]})

    assert "一.jpg" in html
    assert [one.name for one in Suggestion.objects.get().attachments.all()] == ["二.jpg"]
    assert parked_names() == [one for one in parked_names() if one]


def parked_names():
    return default_storage.listdir("parked")[1] if default_storage.exists("parked") else []


def test_parked_files_go_when_the_matter_is_kept(send, client, village):
    failed = send(village="", attachments=[picture()])
    assert len(parked_names()) == 1
    tokens = re.findall(r'name="parked" value="([^"]+)"', failed.content.decode())

    page = {"key": key_on(failed), "content": TEXT, "village": village.pk, "parked": tokens}
    client.post(NEW, page)

    assert parked_names() == []


def test_good_file_beside_a_bad_one_is_kept(send):
    bad = SimpleUploadedFile("账.docm", b"PK\x03\x04")

    response = send(attachments=[picture("好.jpg"), bad])

    html = response.content.decode()
    assert response.status_code == 422
    assert "“账.docm”没有收下" in html
    assert "已经收下：<strong>好.jpg</strong>" in html


def test_fifth_file_is_named_as_too_many(send):
    response = send(attachments=[picture(f"{n}.jpg") for n in range(5)])

    assert "最多 4 个文件" in response.content.decode()
    assert len(re.findall('name="parked"', response.content.decode())) == 4


def test_foreign_parked_token_is_refused(send):
    response = send(parked="../../etc/passwd")

    assert response.status_code == 422
    assert not Suggestion.objects.exists()


def test_twenty_one_files_are_refused(send):
    response = send(attachments=[picture(f"{n}.jpg") for n in range(21)])

    assert 400 <= response.status_code < 500
    assert not Suggestion.objects.exists()


def test_form_without_token_of_its_page_is_refused(village):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(NEW, {"content": TEXT, "village": village.pk}).status_code == 403
