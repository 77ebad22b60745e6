"""The versions for everybody: made, kept with who and why, and never the original in public."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from daihome.tools.uploads import clean_upload
from suggestions.models import Attachment, RedactedPicture, Redaction
from suggestions.pipeline import Step, StepTaken
from tests.factories import make_suggestion
from tests.suggestions.clicks import IDENTITY, fresh, url

SECRET = "王家三号院门口的路灯坏了，找张秀兰，电话13800138000。"
WORDS = {
    "title": "路灯坏了",
    "content": "某户门口的路灯坏了。",
    "reason": "去掉了门牌",
    "checked": "on",
}
BOX = {"boxes": "0 0 50 50", "reason": "遮住了人脸", "checked": "on"}


def photograph():
    out = BytesIO()
    Image.new("RGB", (320, 240), (250, 90, 90)).save(out, "PNG")
    out.name = "张秀兰家.png"
    return clean_upload(out)


@pytest.fixture
def told(home, chair):
    row = make_suggestion(
        home, Step.FEEDBACK, chair, content=SECRET, title="张秀兰家门口", identity=IDENTITY,
        identity_mode="named", uploads=[photograph()],
    )  # fmt: skip
    row.disclose(by=chair, disclosure="redacted", is_restricted=False, reason="有门牌和人脸")
    return row


@pytest.fixture
def picture(told):
    return Attachment.objects.get(suggestion=told)


def stored(picture):
    with default_storage.open(picture.file.name) as file:
        return file.read()


def everything_public(client, home):
    """All that a visitor gets: the page and every picture on it."""
    page = client.get(f"/homes/{home.slug}/results/").text
    return page, [
        client.get(f"/results/pictures/{row.pk}/") for row in RedactedPicture.objects.all()
    ]


def test_only_the_redacted_version_is_ever_public(sign_in, client, home, told, picture, clerk):
    staff, path = sign_in(clerk), url(told, "redact/")
    first = staff.get(path).context["form"].initial
    assert "13800138000" not in first["content"]
    assert staff.get(url(told, "result/")).status_code == 409

    staff.post(path, WORDS)
    staff.post(url(told, f"redact/{picture.pk}/"), BOX)
    version = RedactedPicture.objects.get()
    client.logout()
    assert client.get(f"/results/pictures/{version.pk}/").status_code == 404  # not yet published
    told.refresh_from_db()
    told.publish_result("路灯修复", "修好了。")

    page, [answer] = everything_public(client, home)
    data = b"".join(answer.streaming_content)
    assert WORDS["content"] in page
    assert "公开前已作处理" in page
    for trace in ("王家三号院", "张秀兰", "13800138000", f"/files/{picture.pk}/"):
        assert trace not in page
    drawn = Image.open(BytesIO(data))
    assert drawn.crop((0, 0, 160, 120)).getcolors() == [(160 * 120, (0, 0, 0))]
    assert "张秀兰" not in answer["Content-Disposition"]
    assert client.get(f"/files/{picture.pk}/").status_code == 302


def test_original_stays_as_it_was(sign_in, told, picture, clerk):
    before = stored(picture)
    sign_in(clerk).post(url(told, "redact/"), WORDS)
    sign_in(clerk).post(url(told, f"redact/{picture.pk}/"), BOX)

    again = Attachment.objects.get(pk=picture.pk)
    assert (fresh(told).content, fresh(told).title) == (SECRET, "张秀兰家门口")
    assert (again.file.name, stored(again), again.sha256) == (
        picture.file.name, before, picture.sha256,
    )  # fmt: skip
    kinds = told.events.filter(kind="redacted").values_list("by", "text")
    assert list(kinds) == [
        (clerk.pk, "处理了公开用的文字：去掉了门牌"),
        (clerk.pk, f"处理了公开用的照片“{picture.name}”，遮盖1处：遮住了人脸"),
    ]


def test_undone_version_is_withdrawn_and_nothing_takes_its_place(
    sign_in, client, home, told, picture, clerk
):
    staff = sign_in(clerk)
    staff.post(url(told, "redact/"), WORDS)
    staff.post(url(told, f"redact/{picture.pk}/"), BOX)
    told.refresh_from_db()
    told.publish_result("路灯修复", "修好了。")

    staff.post(url(told, f"redact/{picture.pk}/"), {"undo": "1"})
    page, answers = everything_public(client, home)
    assert [one.status_code for one in answers] == [404]
    assert "<img" not in page.split("公开的办理结果")[1]
    staff.post(url(told, "redact/"), {"undo": "1"})

    page, _answers = everything_public(client, home)
    assert "路灯修复" not in page
    assert not fresh(told).is_published
    assert (Redaction.objects.get().undone_by, RedactedPicture.objects.get().undone_by) == (
        clerk, clerk,
    )  # fmt: skip
    assert staff.get(url(told, "change/")).text.count(SECRET)


def test_new_version_takes_the_place_of_the_old(sign_in, told, picture, clerk):
    staff, path = sign_in(clerk), url(told, "redact/")
    staff.post(path, WORDS)
    staff.post(path, WORDS | {"seen": Redaction.objects.get().pk, "content": "路灯坏了。"})
    for boxes in ("0 0 50 50", "0 0 10 10\n50 50 20 20"):
        staff.post(url(told, f"redact/{picture.pk}/"), BOX | {"boxes": boxes})

    assert Redaction.objects.open().get().content == "路灯坏了。"
    assert RedactedPicture.objects.open().get().boxes == [[0, 0, 10, 10], [50, 50, 20, 20]]
    assert (Redaction.objects.count(), RedactedPicture.objects.count()) == (2, 2)
    assert staff.post(path, WORDS).status_code == 409  # drawn before either


def test_two_at_once_are_noticed(told, clerk):
    Redaction.objects.keep(told, by=clerk, title="", content="甲", reason="门牌")

    with pytest.raises(StepTaken):
        Redaction.objects.keep(told, by=clerk, title="", content="乙", reason="门牌")

    assert Redaction.objects.get().content == "甲"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": "找张秀兰。"}, "content"),
        ({"title": "张秀兰家"}, "title"),
        ({"content": "电话138 0013 8000"}, "content"),
        ({"content": ""}, "content"),
        ({"reason": ""}, "reason"),
        ({"checked": ""}, "checked"),
    ],
)
def test_words_with_a_person_in_them_are_refused_and_kept_on_the_page(
    sign_in, told, clerk, changes, field
):
    page = sign_in(clerk).post(url(told, "redact/"), WORDS | changes)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert page.context["form"]["reason"].value() == (WORDS | changes)["reason"]
    assert not Redaction.objects.exists()


def test_preview_shows_and_keeps_nothing(sign_in, told, picture, clerk):
    files = len(default_storage.listdir("suggestions/2026")[1])

    page = sign_in(clerk).post(url(told, f"redact/{picture.pk}/"), BOX | {"preview": "1"})

    assert "data:image/jpeg;base64," in page.text
    assert page.context["form"]["boxes"].value() == "0 0 50 50"
    assert not RedactedPicture.objects.exists()
    assert len(default_storage.listdir("suggestions/2026")[1]) == files


@pytest.mark.parametrize("changes", [{"boxes": "1 2 3"}, {"reason": ""}, {"checked": ""}])
def test_wrong_picture_form_changes_nothing(sign_in, told, picture, clerk, changes):
    page = sign_in(clerk).post(url(told, f"redact/{picture.pk}/"), BOX | changes)

    assert page.status_code == 422
    assert not RedactedPicture.objects.exists()


def test_lost_picture_is_a_sentence(sign_in, told, picture, clerk):
    default_storage.delete(picture.file.name)

    for more in ({}, {"preview": "1"}):
        page = sign_in(clerk).post(url(told, f"redact/{picture.pk}/"), BOX | more)
        assert "打不开" in page.text


def test_redaction_is_guarded(sign_in, told, picture, auditor, other_clerk, clerk, home):
    stranger = make_suggestion(home)
    for rest, typed in (("redact/", WORDS), (f"redact/{picture.pk}/", BOX)):
        for user, status in [(auditor, 403), (other_clerk, 404)]:
            assert sign_in(user).post(url(told, rest), typed).status_code == status
    assert sign_in(clerk).post(url(stranger, f"redact/{picture.pk}/"), BOX).status_code == 404
    assert sign_in(clerk).post(url(told, "redact/"), {"undo": "1"}).status_code == 404
    assert not Redaction.objects.exists()
    assert not RedactedPicture.objects.exists()
