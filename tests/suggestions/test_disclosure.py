"""How far a matter may be known: restricted ones are nowhere, not public ones are never published."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from daihome.tools.registers import Period
from representatives.models import Convener
from suggestions.models import Attachment, Suggestion
from suggestions.models.disclosing import disclosure_of
from suggestions.pipeline import Step, StepRefused, StepTaken
from suggestions.registers import FEEDBACK
from tests.factories import make_representative, make_suggestion, make_user
from tests.suggestions.clicks import LIST, fresh, url

WORDS = "村东头的秘密矿井"


@pytest.fixture
def secret(home, chair, representative):
    row = make_suggestion(
        home, Step.FEEDBACK, chair, content=f"{WORDS}有人偷挖。", representative=representative
    )
    row.disclose(by=chair, disclosure="public", is_restricted=True, reason="正在调查")
    return row


@pytest.fixture
def head(home):
    """A convener of the whole Home, who is a representative."""
    person = make_representative(home)
    person.user = make_user(role="convener", home=home)
    person.save()
    Convener.objects.create(home=home, representative=person, started_on=date(2021, 10, 20))
    return person.user


# --- restricted ---
def test_restricted_matter_is_for_the_office_only(
    secret, clerk, chair, administrator, auditor, head, representative
):
    root = make_user(role="administrator", home=None, is_superuser=True)

    for user in (clerk, chair, administrator, root):
        assert secret in Suggestion.objects.visible_to(user)
    for user in (auditor, head, representative.user):
        assert secret not in Suggestion.objects.visible_to(user)


def test_restricted_matter_is_nowhere_for_readers(sign_in, home, secret, auditor, head):
    picture = Attachment.objects.create(
        suggestion=secret, file=default_storage.save("a.jpg", ContentFile(b"x")), name="a.jpg",
        kind="picture", content_type="image/jpeg", size=1, sha256="0",
    )  # fmt: skip
    year = Period.of_year(2026)
    for user in (auditor, head):
        client = sign_in(user)
        for path in (LIST, f"{LIST}?q={WORDS}", f"{LIST}?q={secret.number}", "/admin/",
                     "/admin/registers/feedback/"):  # fmt: skip
            page = client.get(path)
            assert page.status_code == 200
            assert WORDS not in page.text.replace(f'value="{WORDS}"', "")
            assert secret.number not in page.text.replace(f'value="{secret.number}"', "")
        for rest in ("change/", "history/", "paper/receipt.pdf", "step/7/"):
            assert client.get(url(secret, rest)).status_code in (403, 404)
        assert client.get(f"/files/{picture.pk}/").status_code == 404
        assert secret not in FEEDBACK.of(home, year, user)


def test_restricted_matter_is_not_in_the_portal(sign_in, secret, representative, chair):
    open_one = make_suggestion(secret.home, Step.SUPERVISE, chair, representative=representative)
    client = sign_in(representative.user)

    for path in ("/my/", "/my/matters/"):
        page = client.get(path).text
        assert open_one.number in page
        assert secret.number not in page
    for rest in ("", "told/"):
        assert client.get(f"/my/matters/{secret.number}/{rest}").status_code == 404
    assert client.post(f"/my/matters/{secret.number}/contact/").status_code == 404


def test_answered_restricted_matter_is_not_on_the_list_to_tell(
    sign_in, home, chair, representative
):
    row = make_suggestion(
        home, Step.CLASSIFY, chair, representative=representative, disposal="explained"
    )
    assert row.number in sign_in(representative.user).get("/my/").text

    row.disclose(by=chair, disclosure="not_public", is_restricted=True, reason="正在调查")

    assert row.number not in sign_in(representative.user).get("/my/").text


def test_author_of_a_proposal_still_sees_it(secret, representative):
    Suggestion.objects.filter(pk=secret.pk).update(kind="proposal")

    assert secret in Suggestion.objects.visible_to(representative.user)
    assert secret not in Suggestion.objects.concerning(make_representative(secret.home))


def test_voter_still_opens_the_own_matter(client, secret):
    page = client.post("/suggestions/track/", {"number": secret.number, "code": secret.query_code})

    assert WORDS in page.text


# --- what may be published ---
@pytest.fixture
def told(home, chair):
    return make_suggestion(home, Step.FEEDBACK, chair)


@pytest.mark.parametrize(
    ("disclosure", "is_restricted"), [("not_public", False), ("redacted", False), ("public", True)]
)
def test_result_that_may_not_be_public_is_refused_and_withdrawn(
    told, chair, disclosure, is_restricted
):
    told.publish_result("路灯修复", "修好了。")

    told.disclose(by=chair, disclosure=disclosure, is_restricted=is_restricted, reason="有隐私")
    assert not fresh(told).is_published
    with pytest.raises(StepRefused):
        told.publish_result("路灯修复", "修好了。")

    assert not fresh(told).is_published


def test_database_itself_refuses_to_publish(told):
    Suggestion.objects.filter(pk=told.pk).update(disclosure="not_public", public_title="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=told.pk).update(is_published=True)


def test_page_keeps_who_when_and_why(sign_in, told, clerk):
    client, path = sign_in(clerk), url(told, "disclosure/")
    seen = client.get(path).context["form"].initial["seen"]

    client.post(path, {"seen": seen, "disclosure": "not_public", "reason": "反映人不愿公开"})

    assert fresh(told).disclosure == "not_public"
    event = told.events.last()
    assert (event.kind, event.by, event.text) == (
        "disclosure", clerk, "不公开：反映人不愿公开",
    )  # fmt: skip
    assert client.get(url(told, "result/")).status_code == 409


def test_late_or_wrong_change_is_refused(sign_in, told, clerk, chair):
    client, path = sign_in(clerk), url(told, "disclosure/")
    typed = {"seen": disclosure_of(told), "disclosure": "not_public", "reason": "不愿公开"}
    for changes in ({"reason": ""}, {"reason": "无"}, {"disclosure": "x"}, {"disclosure": ""}):
        assert client.post(path, typed | changes).status_code == 422
    assert client.post(path, typed | {"seen": ""}).status_code == 409
    told.disclose(by=chair, disclosure="redacted", is_restricted=False, reason="有门牌")
    assert client.post(path, typed).status_code == 409
    with pytest.raises(StepTaken):
        told.disclose(
            by=clerk, disclosure="public", is_restricted=False, reason="迟了", seen="public:0"
        )

    assert fresh(told).disclosure == "redacted"


def test_page_is_guarded(sign_in, told, auditor, other_clerk):
    typed = {"seen": disclosure_of(told), "disclosure": "not_public", "reason": "不愿公开"}
    for user, status in [(auditor, 403), (other_clerk, 404)]:
        assert sign_in(user).post(url(told, "disclosure/"), typed).status_code == status
    assert fresh(told).disclosure == "public"
