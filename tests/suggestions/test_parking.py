"""Files kept for a day while their form is put right."""

import os
import time

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from daihome.tools import parking
from daihome.tools.uploads import Upload


def upload(name="证明.pdf", data=b"%PDF-1.4"):
    return Upload(name, "pdf", "application/pdf", ContentFile(data, name), "0" * 64)


def grow_old(parked):
    long_ago = time.time() - parking.VALID_SECONDS - 60
    os.utime(default_storage.path(parked.path), (long_ago, long_ago))


def test_parked_file_comes_back_as_it_was():
    found = parking.find(parking.park(upload()).token).upload()

    assert (found.name, found.kind, found.content.read()) == ("证明.pdf", "pdf", b"%PDF-1.4")


def test_forged_token_finds_nothing():
    token = parking.park(upload()).token

    assert parking.find(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert parking.find("") is None


def test_files_of_yesterday_are_swept_when_the_next_one_comes():
    old = parking.park(upload())
    grow_old(old)

    new = parking.park(upload())

    assert parking.find(old.token) is None
    assert parking.find(new.token)


def test_discarded_file_is_gone():
    parked = parking.park(upload())

    parking.discard([parked])

    assert not default_storage.exists(parked.path)
