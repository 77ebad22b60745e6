"""The portal: own matters only, telling the voter, proposals, co-signing."""

import pytest

from suggestions.models import Suggestion, UnmaskRecord
from suggestions.pipeline import Disposal, Step
from tests.factories import (
    make_representative,
    make_suggestion,
    make_user,
    make_village,
    moment,
    publish_reply,
)

IDENTITY = {"name": "张秀兰", "phone": "13800138000", "address": ""}


@pytest.fixture
def me(sign_in, representative):
    return sign_in(representative.user)


@pytest.fixture
def answered(home, representative, chair):
    """A matter of mine whose published answer waits to be told."""
    suggestion = make_suggestion(
        home,
        step=Step.SUPERVISE,
        by=chair,
        representative=representative,
        identity=IDENTITY,
        identity_mode="named",
    )
    publish_reply(suggestion, chair, moment(2026, 3, 9))
    return suggestion


def told(**changes):
    return {"from_step": 5, "told_on": "2026-3-10", "way": "phone"} | changes


@pytest.mark.parametrize("path", ["/my/", "/my/matters/", "/my/proposals/new/"])
def test_portal_is_for_representatives(client, sign_in, clerk, path):
    assert client.get(path).status_code == 302
    assert sign_in(clerk).get(path).status_code == 403


def test_today_names_whom_to_tell(me, answered):
    page = me.get("/my/")

    assert [row.pk for row in page.context["to_tell"]] == [answered.pk]
    assert answered.number in page.text


def test_empty_portal_says_what_to_do(me):
    assert "提一件代表建议" in me.get("/my/").text
    assert "还没有事项" in me.get("/my/matters/").text


def test_matter_of_somebody_else_is_not_there(me, home):
    foreign = make_suggestion(home, representative=make_representative(home))

    for path in ("", "told/"):
        assert me.get(f"/my/matters/{foreign.number}/{path}").status_code == 404
    for path in ("contact/", "cosign/"):
        assert me.post(f"/my/matters/{foreign.number}/{path}").status_code == 404


def test_matter_of_another_home_is_not_there(me, other_home, other_representative):
    foreign = make_suggestion(other_home, representative=other_representative)

    assert me.get(f"/my/matters/{foreign.number}/").status_code == 404


def test_matter_shows_the_published_answer_but_no_identity(me, answered):
    page = me.get(f"/my/matters/{answered.number}/")

    assert "路灯已经全部修好" in page.text
    assert "张秀兰" not in page.text
    assert "13800138000" not in page.text


def test_contact_is_shown_on_press_and_recorded(me, answered, representative):
    page = me.post(f"/my/matters/{answered.number}/contact/")

    assert "13800138000" in page.text
    assert UnmaskRecord.objects.get().by == representative.user


def test_contact_of_a_confidential_voter_stays_closed(me, answered):
    Suggestion.objects.filter(pk=answered.pk).update(identity_mode="confidential")

    response = me.post(f"/my/matters/{answered.number}/contact/")

    assert response.status_code == 403
    assert not UnmaskRecord.objects.exists()


def test_telling_the_voter_takes_the_step(me, answered):
    response = me.post(f"/my/matters/{answered.number}/told/", told(satisfaction="satisfied"))

    assert response.status_code == 302
    answered.refresh_from_db()
    assert answered.step == Step.FEEDBACK
    assert str(answered.notifications.get()) == "2026-03-10 电话告知"
    assert answered.current_satisfaction().level == "satisfied"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"told_on": ""}, "told_on"),
        ({"way": ""}, "way"),
        ({"told_on": "不知道"}, "told_on"),
        ({"satisfaction": "unsatisfied"}, "satisfaction_reason"),
        ({"satisfaction": "great"}, "satisfaction"),
    ],
)
def test_incomplete_telling_changes_nothing(me, answered, changes, field):
    page = me.post(f"/my/matters/{answered.number}/told/", told(**changes))

    assert field in page.context["form"].errors
    answered.refresh_from_db()
    assert answered.step == Step.SUPERVISE


def test_telling_before_the_answer_is_published_is_refused(me, home, representative, chair):
    early = make_suggestion(home, step=Step.SUPERVISE, by=chair, representative=representative)

    page = me.post(f"/my/matters/{early.number}/told/", told())

    assert "还没有审定公布" in page.text
    assert not early.notifications.exists()


def test_late_press_gets_a_sentence(me, answered):
    page = me.post(f"/my/matters/{answered.number}/told/", told(from_step=4))

    assert page.status_code == 409
    assert "别人处理过" in page.text


def test_explained_matter_can_be_told(me, home, representative, chair):
    explained = make_suggestion(
        home,
        step=Step.CLASSIFY,
        by=chair,
        representative=representative,
        disposal=Disposal.EXPLAINED,
    )

    response = me.post(f"/my/matters/{explained.number}/told/", told(from_step=3))

    assert response.status_code == 302


def proposal(home, **changes):
    return {
        "key": "k1",
        "title": "关于修复饮水管道的建议",
        "content": "情况：管道老化漏水。分析：已用二十年。建议：列入今年改造计划。",
        "village": make_village(home).pk,
    } | changes


def test_proposal_sent_twice_is_one(me, home, representative):
    friend = make_representative(home, with_account=True)
    data = proposal(home, cosigners=[friend.pk])

    first = me.post("/my/proposals/new/", data)
    second = me.post("/my/proposals/new/", data)

    suggestion = Suggestion.objects.get()
    assert first.url == second.url == f"/my/matters/{suggestion.number}/"
    assert suggestion.kind == "proposal"
    assert suggestion.representative == representative
    assert [row.representative for row in suggestion.cosigners.all()] == [friend]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"content": "修路"}, "content"), ({"title": "　"}, "title"), ({"village": "0"}, "village")],
)
def test_poor_proposal_is_refused_and_kept_on_the_page(me, home, changes, field):
    page = me.post("/my/proposals/new/", proposal(home, **changes))

    assert field in page.context["form"].errors
    assert not Suggestion.objects.exists()


def test_proposal_is_warned_of_once_and_not_blocked(me, home):
    data = proposal(home, content="请给北山咀村换一条新的饮水管道，越快越好")

    page = me.post("/my/proposals/new/", data)

    assert not Suggestion.objects.exists()
    assert [hint.slug for hint in page.context["warnings"]] == ["sentence"]
    assert page.context["form"]["content"].value() == data["content"]
    assert "照这样提交" in page.text

    warned = page.context["form"]["warned"].value()
    assert me.post("/my/proposals/new/", data | {"warned": warned}).status_code == 302
    assert Suggestion.objects.get().content == data["content"]


def test_proposal_is_warned_again_of_something_new(me, home):
    data = proposal(home, content="我儿子的公司可以换饮水管道，请尽快安排。", warned="sentence")

    page = me.post("/my/proposals/new/", data)

    assert page.context["form"]["warned"].value() == "sentence,own"


@pytest.mark.parametrize("key", ["9" * 20, "-1", "1.5", "一"])
def test_cosigner_that_is_no_key_is_no_choice(me, home, key):
    page = me.post("/my/proposals/new/", proposal(home, cosigners=[key]))

    assert "cosigners" in page.context["form"].errors
    assert not Suggestion.objects.exists()


def test_proposal_cannot_name_people_of_another_home(me, home, other_home, other_representative):
    foreign_village = make_village(other_home)
    data = proposal(home, cosigners=[other_representative.pk], village=foreign_village.pk)

    page = me.post("/my/proposals/new/", data)

    assert {"cosigners", "village"} <= set(page.context["form"].errors)


def test_representative_out_of_office_cannot_propose(sign_in, home):
    former = make_representative(home, in_office=False)
    former.user = make_user(role="representative", home=home)
    former.save()

    assert sign_in(former.user).get("/my/proposals/new/").status_code == 403


def test_cosigner_confirms_for_themselves(me, home, representative, sign_in):
    lead = make_representative(home)
    suggestion = make_suggestion(
        home, kind="proposal", representative=lead, cosigners=[representative]
    )
    path = f"/my/matters/{suggestion.number}/"
    assert suggestion.number in me.get("/my/").text

    me.post(f"{path}cosign/")

    assert suggestion.cosigners.get().confirmed_at is not None
    assert "同意附议" not in me.get(path).text


def test_cosigner_may_not_tell_the_voter(me, home, representative):
    lead = make_representative(home)
    suggestion = make_suggestion(home, representative=lead, cosigners=[representative])

    assert me.get(f"/my/matters/{suggestion.number}/told/").status_code == 403


@pytest.mark.parametrize("path", ["/my/", "/my/matters/"])
def test_queries_do_not_grow_with_rows(
    me, home, representative, path, django_assert_max_num_queries
):
    village = make_village(home)
    make_suggestion(home, representative=representative, village=village)
    me.get(path)
    with django_assert_max_num_queries(100) as few:
        me.get(path)
    for _row in range(6):
        make_suggestion(home, representative=representative, village=village)

    with django_assert_max_num_queries(len(few.captured_queries)):
        me.get(path)


def test_matters_page_back(me, home, representative):
    village = make_village(home)
    rows = [
        make_suggestion(home, representative=representative, village=village) for _ in range(32)
    ]

    first = me.get("/my/matters/").context["page"]
    second = me.get(f"/my/matters/?before={first.next_before}").context["page"]

    assert [row.pk for row in [*first, *second]] == [row.pk for row in reversed(rows)]
    assert not second.has_next
    assert me.get("/my/matters/?before=abc").status_code == 200
