"""Replies from entry to publication, and the verdict that comes later."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from suggestions.models import Reply
from suggestions.pipeline import Step
from tests.factories import (
    make_suggestion,
    moment,
    publish_reply,
)
from tests.suggestions.clicks import reply_body, reply_url, url


@pytest.fixture
def supervised(home, chair):
    return make_suggestion(home, step=Step.SUPERVISE, by=chair)


def test_reply_goes_from_entry_to_the_voter(sign_in, home, clerk, chair, supervised):
    path = reply_url(supervised)
    scan = SimpleUploadedFile("答复函.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    assert sign_in(clerk).get(path).status_code == 200
    sign_in(clerk).post(path, reply_body(home, attachments=scan))
    reply = Reply.objects.get()
    assert (reply.state, reply.attachments.get().source) == ("draft", "reply")

    approve, publish = (
        url(supervised, f"approve/{reply.pk}/"),
        url(supervised, f"publish/{reply.pk}/"),
    )
    assert sign_in(clerk).post(approve).status_code == 403
    page = sign_in(chair).get(approve)
    assert "选民将看到" in page.text
    assert "路灯已修好" in page.text
    sign_in(chair).post(approve, {"seen": page.context["reply"].seen})
    page = sign_in(chair).get(publish)
    sign_in(chair).post(publish, {"seen": page.context["reply"].seen})

    reply.refresh_from_db()
    assert (reply.state, reply.approved_by) == ("published", chair)
    assert LogEntry.objects.filter(object_id=str(supervised.pk)).count() == 3


def test_writer_does_not_approve_their_own_words(sign_in, home, chair, supervised):
    sign_in(chair).post(reply_url(supervised), reply_body(home))
    reply = Reply.objects.get()
    approve = url(supervised, f"approve/{reply.pk}/")

    page = sign_in(chair).get(approve)
    refused = sign_in(chair).post(approve, {"seen": page.context["reply"].seen})

    assert "要由别人审定" in page.text
    assert "登记人以外" in refused.text
    assert Reply.objects.get().state == "draft"


def test_what_is_approved_is_what_was_read(sign_in, home, clerk, chair, supervised):
    sign_in(clerk).post(reply_url(supervised), reply_body(home))
    reply = Reply.objects.get()
    approve = url(supervised, f"approve/{reply.pk}/")
    read = sign_in(chair).get(approve).context["reply"].seen
    sign_in(clerk).post(
        reply_url(supervised), reply_body(home, reply=reply.pk, text="还没有修好。")
    )

    page = sign_in(chair).post(approve, {"seen": read})

    assert page.status_code == 409
    assert Reply.objects.get().state == "draft"
    assert Reply.objects.get().text == "还没有修好。"


def test_late_entry_does_not_overwrite_a_reply(sign_in, home, clerk, chair, supervised):
    sign_in(clerk).post(reply_url(supervised), reply_body(home))

    page = sign_in(chair).post(reply_url(supervised), reply_body(home, text="另一份"))

    assert page.status_code == 409
    assert Reply.objects.get().text == "路灯已修好。"


def test_approved_reply_is_not_corrected(sign_in, home, clerk, chair, supervised):
    publish_reply(supervised, chair, moment(2026, 3, 9))
    reply = Reply.objects.get()

    for method in ("get", "post"):
        act = getattr(sign_in(clerk), method)
        page = act(reply_url(supervised), reply_body(home, reply=reply.pk, text="改"))
        assert page.status_code == 409
    assert Reply.objects.get().text == "路灯已经全部修好。"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"replied_on": "2026-3-1"}, "replied_on"),
        ({"replied_on": "2099-1-1"}, "replied_on"),
        ({"reply_class": "999"}, "reply_class"),
        ({"text": "长" * 5001}, "text"),
    ],
)
def test_bad_reply_keeps_what_was_typed(sign_in, home, clerk, supervised, changes, field):
    page = sign_in(clerk).post(reply_url(supervised), reply_body(home, **changes))

    assert field in page.context["form"].errors
    assert "王镇长" in page.text
    assert not Reply.objects.exists()


def test_reply_pages_are_guarded(
    sign_in, home, other_home, chair, auditor, other_chair, supervised
):
    foreign = make_suggestion(other_home, step=Step.SUPERVISE, by=other_chair)
    path = reply_url(supervised)

    assert sign_in(auditor).post(path, reply_body(home)).status_code == 403
    assert sign_in(other_chair).post(path, reply_body(home)).status_code == 404
    elsewhere = url(supervised, f"reply/{foreign.main_assignment().pk}/")
    assert sign_in(chair).get(elsewhere).status_code == 404
    assert sign_in(chair).get(url(supervised, "approve/999/")).status_code == 404


# --- verdict ---
@pytest.fixture
def told(home, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    suggestion.satisfactions.all().delete()
    return suggestion


def test_verdict_can_be_given_later_once(sign_in, told, clerk):
    path = url(told, "verdict/")
    data = {"level": "unsatisfied", "reason": "又坏了", "given_on": "2026-3-10"}
    data |= {"party": "voter", "source": "phone"}
    assert "reason" in sign_in(clerk).post(path, data | {"reason": ""}).context["form"].errors

    sign_in(clerk).post(path, data)
    again = sign_in(clerk).post(path, data | {"level": "satisfied"})

    assert again.status_code == 409
    assert told.satisfactions.get().level == "unsatisfied"
    assert "重新交办" in sign_in(clerk).get(url(told, "change/")).text


def test_verdict_is_guarded(sign_in, told, auditor, other_clerk):
    data = {"level": "satisfied", "given_on": "2026-3-10"}

    assert sign_in(auditor).post(url(told, "verdict/"), data).status_code == 403
    assert sign_in(other_clerk).post(url(told, "verdict/"), data).status_code == 404
    assert not told.satisfactions.exists()
