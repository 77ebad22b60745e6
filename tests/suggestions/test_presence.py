"""Two at one matter see each other, and the late one's words come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from suggestions.models import Presence
from suggestions.pipeline import Step
from tests.factories import make_suggestion
from tests.suggestions.clicks import body, url


@pytest.fixture
def matter(home):
    return make_suggestion(home)


def test_both_see_each_other(sign_in, matter, clerk, chair):
    path = url(matter, "presence/")

    assert sign_in(clerk).post(path).json() == {"sentence": ""}
    assert sign_in(chair).post(path).json() == {
        "sentence": f"{clerk}也正在看这件。要改的，先说一声。"
    }

    for rest in ("change/", "step/2/"):
        assert f"{chair}也正在看这件" in sign_in(clerk).get(url(matter, rest)).text
    assert Presence.objects.count() == 2


def test_opening_pages_writes_nothing(sign_in, matter, clerk):
    for rest in ("change/", "step/2/", "join/", "presence/"):
        sign_in(clerk).get(url(matter, rest))

    assert not Presence.objects.exists()


def test_who_left_is_forgotten(sign_in, matter, home, clerk, chair):
    gone, other = timezone.now() - timedelta(minutes=2, seconds=1), make_suggestion(home)
    Presence.objects.create(suggestion=matter, user=chair, seen_at=gone)
    assert str(chair) not in sign_in(clerk).get(url(matter, "change/")).text

    sign_in(clerk).post(url(other, "presence/"))

    assert Presence.objects.get().user == clerk


def test_presence_is_guarded(sign_in, client, matter, clerk, auditor, other_clerk, unit_user):
    path = url(matter, "presence/")
    assert client.post(path).status_code == 302
    assert sign_in(clerk).get(path).status_code == 405
    assert sign_in(auditor).post(path).status_code == 200
    for user, status in [(other_clerk, 404), (unit_user, 403)]:
        assert sign_in(user).post(path).status_code == status
    assert [row.user for row in Presence.objects.all()] == [auditor]


def test_late_words_are_shown_again_and_change_nothing(sign_in, matter, clerk, chair):
    typed = body(matter, summary="<b>村东</b>路灯坏了，希望修", nature="advice", note="已电话核实")
    matter.advance(Step.SORT, by=chair, summary="主席写的")

    page = sign_in(clerk).post(url(matter, "step/2/"), typed)

    assert page.status_code == 409
    assert page.context["typed"] == ["<b>村东</b>路灯坏了，希望修", "已电话核实"]
    assert "&lt;b&gt;村东" in page.text
    matter.refresh_from_db()
    assert matter.summary == "主席写的"
