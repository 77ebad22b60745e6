"""Scans of signed volumes of registers: who puts them there, who sees them, what is refused."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daihome.models import SignedVolume
from daihome.tools import uploads
from representatives.models import DutyState
from tests import factories
from tests.daihome.views.test_files import fetch, uploaded

PAGE = "/admin/registers/feedback/signed/?start=2026-01-01&end=2026-12-31"


def send(client, *files, page=PAGE, **data):
    return client.post(page, {"volume": "1", "attachments": files} | data)


def address(volume):
    return f"/files/volumes/{volume.pk}/"


@pytest.fixture
def volume(clerk, sign_in):
    send(sign_in(clerk), uploaded("第一册.jpg"))
    return SignedVolume.objects.get()


def test_scan_is_kept_with_who_and_when_and_which_book(home, clerk, sign_in):
    client = sign_in(clerk)

    answer = send(client, uploaded("第一册.jpg"), is_restricted="on")

    row = SignedVolume.objects.get()
    assert answer.status_code == 302
    assert (row.home, row.register, row.volume, row.by) == (home, "feedback", 1, clerk)
    assert (row.start, row.end, row.chosen) == (date(2026, 1, 1), date(2026, 12, 31), {})
    assert row.is_restricted
    page = client.get(answer.url).content.decode()
    assert address(row) in page
    assert f"{clerk.name}存入" in page
    assert "签字原件（1 个）" in client.get("/admin/registers/feedback/").content.decode()
    assert "签字原件（0 个）" in client.get("/admin/registers/late/").content.decode()


def test_scan_of_one_persons_book_keeps_whose_it_is(home, clerk, sign_in):
    person = factories.make_representative(home, name="王德福")
    factories.make_duty(home, person, by=clerk, state=DutyState.CONFIRMED)
    page = PAGE.replace("feedback", "duty")
    client = sign_in(clerk)

    assert client.get(page).status_code == 400
    send(client, uploaded(), page=f"{page}&representative={person.pk}")

    row = SignedVolume.objects.get()
    assert (row.chosen, row.about) == ({"representative": person.pk}, "王德福代表")


def test_better_scan_takes_the_place_and_the_old_one_stays(volume, chair, sign_in):
    client = sign_in(chair)

    send(client, uploaded("新的.jpg"), replaces="on", is_restricted="on")

    old, new = SignedVolume.objects.order_by("pk")
    assert (old.replaced_by, new.replaced_at) == (chair, None)
    page = client.get(PAGE)
    assert (page.context["rows"], page.context["old"]) == ([new], [old])
    assert fetch(client, address(old)).status_code == 200


def test_second_scan_stands_beside_the_first(volume, clerk, sign_in):
    client = sign_in(clerk)

    send(client, uploaded("第二部分.jpg"))

    assert len(client.get(PAGE).context["rows"]) == 2


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.docx", b"PK\x03\x04 word"), "没有收下"),
        (SimpleUploadedFile("a.jpg", b""), "这个文件是空的"),
    ],
)
def test_wrong_file_is_refused_and_the_good_one_is_not_lost(clerk, sign_in, file, sentence):
    file.seek(0)

    answer = send(sign_in(clerk), uploaded("好的.jpg"), file)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert (sentence in page, "好的.jpg</strong>" in page) == (True, True)
    assert not SignedVolume.objects.exists()


def test_too_large_file_is_refused_in_words(clerk, sign_in, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 100)

    answer = send(sign_in(clerk), uploaded())

    assert answer.status_code == 422
    assert "文件超过 10 MB" in answer.content.decode()
    assert not SignedVolume.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"volume": "2"}, "这本登记簿只有 1 册，请改正。"),
        ({"volume": "九"}, "第几册"),
        ({"attachments": []}, "请先选择文件。"),
    ],
)
def test_bad_form_comes_back(clerk, sign_in, data, sentence):
    answer = send(sign_in(clerk), uploaded(), **data)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SignedVolume.objects.exists()


def test_failed_save_leaves_no_file(clerk, sign_in, monkeypatch):
    def broken(self, stored, **fields):
        raise ZeroDivisionError

    monkeypatch.setattr(type(SignedVolume.objects.all()), "keep", broken)
    before = stored_names()

    with pytest.raises(ZeroDivisionError):
        send(sign_in(clerk), uploaded())

    assert stored_names() == before


def stored_names():
    return {path for path in Path(default_storage.location).rglob("*") if path.is_file()}


def test_readers_look_but_add_nothing(volume, convener, auditor, sign_in):
    answers = [send(sign_in(user), uploaded()).status_code for user in (convener, auditor)]

    assert answers == [403, 403]
    assert SignedVolume.objects.count() == 1
    assert sign_in(auditor).get(PAGE).context["rows"] == [volume]
    assert sign_in(convener).get(PAGE).context["rows"] == []


def test_auditor_sees_no_scan_with_what_is_restricted(volume, auditor, chair, sign_in):
    SignedVolume.objects.update(is_restricted=True)

    assert fetch(sign_in(auditor), address(volume)).status_code == 404
    assert fetch(sign_in(chair), address(volume)).status_code == 200


def test_strangers_find_nothing(volume, other_clerk, representative, client, sign_in):
    client.logout()
    assert fetch(client, address(volume)).status_code == 302
    for user in (other_clerk, representative.user):
        assert fetch(sign_in(user), address(volume)).status_code == 404
    assert sign_in(other_clerk).get(PAGE).context["rows"] == []
    assert send(sign_in(other_clerk), uploaded(), page=f"{PAGE}&home=xizi").status_code == 400
    assert SignedVolume.objects.count() == 1


def test_query_count_does_not_grow(volume, clerk, sign_in):
    client = sign_in(clerk)
    client.get(PAGE)

    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for _ in range(3):
        send(client, uploaded())
    with CaptureQueriesContext(connection) as four:
        client.get(PAGE)

    assert len(four) <= len(one)
