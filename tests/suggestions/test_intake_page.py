"""Entering a matter for somebody on the telephone, at the desk or by letter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from suggestions.models import (
    Attachment,
    Suggestion,
    VoterIdentity,
)
from tests.factories import (
    make_village,
    moment,
)

LIST = "/admin/suggestions/suggestion/"
IDENTITY = {"name": "张秀兰", "phone": "13800138000", "address": "三组"}


def typed(home, **changes):
    return {
        "key": "k1",
        "channel": "phone",
        "received_on": timezone.localdate().isoformat(),
        "content": "水管裂了，三组没有水",
        "village": make_village(home).pk,
        "identity_mode": "anonymous",
    } | changes


def test_entry_makes_a_matter_and_shows_number_and_code(sign_in, home, clerk):
    client = sign_in(clerk)
    assert client.get(LIST + "add/").status_code == 200

    page = client.post(LIST + "add/", typed(home), follow=True)

    suggestion = Suggestion.objects.get()
    assert suggestion.number in page.text
    assert suggestion.printed_code in page.text
    assert f"{suggestion.pk}/paper/receipt.pdf" in page.text
    assert (suggestion.channel, suggestion.records.get().by) == ("phone", clerk)


def test_entry_sent_twice_is_one(sign_in, home, clerk):
    client, data = sign_in(clerk), typed(home)

    first, second = client.post(LIST + "add/", data), client.post(LIST + "add/", data)

    assert first.url == second.url
    assert Suggestion.objects.count() == 1


def test_letter_of_last_week_counts_from_its_day(sign_in, home, clerk):
    sign_in(clerk).post(LIST + "add/", typed(home, channel="letter", received_on="2026-3-2"))

    suggestion = Suggestion.objects.get()
    assert suggestion.received_on == moment(2026, 3, 2).date()
    assert suggestion.number.startswith("XZ2026-")
    assert str(suggestion.due_on) == "2026-03-09"


def test_identity_of_somebody_anonymous_is_not_kept(sign_in, home, clerk):
    sign_in(clerk).post(LIST + "add/", typed(home, **IDENTITY, consent="on"))

    assert Suggestion.objects.count() == 1
    assert not VoterIdentity.objects.exists()


def test_identity_is_kept_with_consent_only(sign_in, home, clerk):
    client = sign_in(clerk)
    data = typed(home, identity_mode="named", **IDENTITY)

    refused = client.post(LIST + "add/", data)
    assert "consent" in refused.context["form"].errors
    assert "张秀兰" in refused.text
    client.post(LIST + "add/", data | {"consent": "on"})

    assert VoterIdentity.objects.get().address == "三组"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": " "}, "content"),
        ({"channel": "web"}, "channel"),
        ({"village": "0"}, "village"),
        ({"received_on": "2099-01-01"}, "received_on"),
        ({"received_on": "昨天"}, "received_on"),
        ({"identity_mode": "named", "phone": "123", "consent": "on"}, "phone"),
        ({"key": ""}, "key"),
        ({"content": "长" * 5001}, "content"),
    ],
)
def test_bad_entry_changes_nothing_and_keeps_the_text(sign_in, home, clerk, changes, field):
    page = sign_in(clerk).post(LIST + "add/", typed(home, title="水管漏水") | changes)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "水管漏水" in page.text
    assert not Suggestion.objects.exists()


def test_files_survive_an_error(sign_in, home, clerk):
    client = sign_in(clerk)
    scan = SimpleUploadedFile("来信.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    page = client.post(LIST + "add/", typed(home, content="", attachments=scan))
    token = page.context["form"].parked[0].token

    client.post(LIST + "add/", typed(home, parked=[token]))

    assert Attachment.objects.get().name == "来信.pdf"
    assert Attachment.objects.get().source == "staff"


def test_village_of_another_home_cannot_be_chosen(sign_in, home, other_home, clerk):
    page = sign_in(clerk).post(LIST + "add/", typed(other_home))

    assert "village" in page.context["form"].errors


def test_reader_may_not_enter(sign_in, home, auditor, convener):
    for user in (auditor, convener):
        client = sign_in(user)
        assert client.get(LIST + "add/").status_code == 403
        assert client.post(LIST + "add/", typed(home)).status_code == 403
    assert not Suggestion.objects.exists()
