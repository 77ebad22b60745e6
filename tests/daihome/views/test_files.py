"""Who gets a file: the people who work on the matter, nobody else."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from daihome.tools.uploads import clean_photo, clean_upload
from suggestions.models import Attachment
from tests import factories


def uploaded(name="路灯.jpg"):
    out = BytesIO()
    Image.new("RGB", (30, 40), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def attachment(home):
    matter = factories.make_suggestion(home, uploads=[clean_upload(uploaded())])
    return matter.attachments.get()


def fetch(browser, place):
    """The answer with its file read to the end, which closes it as a browser's request would."""
    response = browser.get(place)
    if response.streaming:
        list(response.streaming_content)
    return response


def address(attachment):
    return f"/files/{attachment.pk}/"


@pytest.mark.parametrize("person", ["clerk", "chair", "administrator", "auditor"])
def test_staff_of_the_home_see_the_picture(request, sign_in, attachment, person):
    response = fetch(sign_in(request.getfixturevalue(person)), address(attachment))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("person", ["other_clerk", "other_chair", "other_convener", "unit_user"])
def test_strangers_do_not_find_it(request, sign_in, attachment, person):
    assert fetch(sign_in(request.getfixturevalue(person)), address(attachment)).status_code == 404


def test_nobody_gets_it_without_signing_in(client, attachment):
    response = client.get(address(attachment))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/")


def test_representative_sees_files_of_own_matters_only(sign_in, home, representative):
    own = factories.make_suggestion(
        home, representative=representative, uploads=[clean_upload(uploaded())]
    )
    foreign = factories.make_suggestion(home, uploads=[clean_upload(uploaded())])
    browser = sign_in(representative.user)

    assert fetch(browser, address(own.attachments.get())).status_code == 200
    assert fetch(browser, address(foreign.attachments.get())).status_code == 404


def test_representative_does_not_see_papers_of_staff(sign_in, home, representative):
    own = factories.make_suggestion(
        home, representative=representative, uploads=[clean_upload(uploaded())]
    )
    Attachment.objects.update(source=Attachment.Source.STAFF)

    assert fetch(sign_in(representative.user), address(own.attachments.get())).status_code == 404


def test_pdf_is_saved_never_shown(sign_in, home, clerk):
    pdf = SimpleUploadedFile("证明.pdf", b"%PDF-1.4\n")
    matter = factories.make_suggestion(home, uploads=[clean_upload(pdf)])

    response = fetch(sign_in(clerk), address(matter.attachments.get()))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/pdf"


def test_lost_file_is_not_found(sign_in, clerk, attachment):
    attachment.file.storage.delete(attachment.file.name)

    assert fetch(sign_in(clerk), address(attachment)).status_code == 404


def give_photo(row):
    upload = clean_photo(uploaded("x.jpg"))
    row.photo.save("x.jpg", ContentFile(upload.content.read()))
    return row


def test_portrait_of_a_public_representative_is_for_everybody(client, home):
    person = give_photo(factories.make_representative(home))

    response = fetch(client, f"/photos/representatives/{person.pk}/")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"


def test_hidden_portrait_is_for_staff_of_the_home(client, home, clerk, other_clerk):
    person = give_photo(factories.make_representative(home, is_public=False))
    place = f"/photos/representatives/{person.pk}/"

    assert fetch(client, place).status_code == 404
    client.force_login(other_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert fetch(client, place).status_code == 404
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert fetch(client, place).status_code == 200


def test_photo_of_a_venue_follows_the_venue(client, home):
    shown = give_photo(factories.make_venue(home))
    hidden = give_photo(factories.make_venue(home, is_public=False))

    assert fetch(client, f"/photos/venues/{shown.pk}/").status_code == 200
    assert fetch(client, f"/photos/venues/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize(
    "place", ["representatives/1", "venues/1", "users/1", "venues/" + "9" * 30]
)
def test_missing_photo_is_not_found(client, home, place):
    assert fetch(client, f"/photos/{place}/").status_code == 404
