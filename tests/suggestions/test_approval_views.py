"""Approving, sending back and publishing replies, one or many at once."""

import pytest
from django.utils import timezone

from daihome import integrity
from suggestions.models import Reply
from suggestions.pipeline import Step
from suggestions.staff.approval_views import seen
from tests.factories import make_reply_class
from tests.racing import race, real_database
from tests.suggestions.clicks import url
from tests.suggestions.units import make_handed, make_promise

LIST = "/admin/suggestions/suggestion/replies/"


def make_draft(home, chair, by=None, **fields):
    row = make_handed(home, chair, step=Step.SUPERVISE)
    facts = {"reply_class": make_reply_class(home), "text": "护栏已经装好。", "by_name": "单位"}
    return row.answer(replied_on=timezone.localdate(), by=by, **facts | fields)


def chosen(*rows, **fields):
    rows = [Reply.objects.get(pk=row.pk) for row in rows]
    digests = {f"seen-{row.pk}": seen(row) for row in rows}
    return {"chosen": [row.pk for row in rows]} | digests | fields


def states():
    return list(Reply.objects.order_by("pk").values_list("state", flat=True))


# --- one ---
def test_chair_reads_what_the_voter_will_read_and_publishes_at_once(sign_in, home, chair):
    reply = make_draft(home, chair)
    path = url(reply.suggestion, f"approve/{reply.pk}/")

    page = sign_in(chair).get(path)
    sign_in(chair).post(path, {"seen": page.context["reply"].seen, "act": "both"})

    assert '<p class="pre">护栏已经装好。</p>' in page.text
    assert states() == ["published"]


def test_reply_is_sent_back_with_a_remark(sign_in, home, chair, clerk):
    reply = make_draft(home, chair)
    path = url(reply.suggestion, f"approve/{reply.pk}/")
    form = {"seen": seen(reply), "act": "send_back"}

    blank = sign_in(chair).post(path, form | {"remark": " "})
    sign_in(chair).post(path, form | {"remark": "请写明哪天完工"})

    assert "请写明哪里要改" in blank.text
    assert (states(), Reply.objects.get().remark) == (["sent_back"], "请写明哪天完工")
    case = sign_in(clerk).get(url(reply.suggestion, "change/"))
    assert "请写明哪天完工" in case.text
    assert f"修改{reply.assignment.unit}的答复" in case.text
    page = sign_in(clerk).get(url(reply.suggestion, f"reply/{reply.assignment_id}/"))
    assert "请写明哪天完工" in page.text


@pytest.mark.parametrize("remark", ["长" * 301, "坏\0"])
def test_bad_remark_changes_nothing(sign_in, home, chair, remark):
    reply = make_draft(home, chair)
    path = url(reply.suggestion, f"approve/{reply.pk}/")

    page = sign_in(chair).post(path, {"seen": seen(reply), "act": "send_back", "remark": remark})

    assert page.status_code == 200
    assert states() == ["draft"]


def test_staff_correct_what_was_sent_back(sign_in, home, chair, clerk):
    reply = make_draft(home, chair)
    reply.send_back(chair, "写清楚", timezone.now())
    kind = make_reply_class(home).pk
    path = url(reply.suggestion, f"reply/{reply.assignment_id}/")

    sign_in(clerk).post(path, {"reply": reply.pk, "reply_class": kind, "text": "三月九日装好。"})

    fresh = Reply.objects.get()
    assert (fresh.state, fresh.text, fresh.entered_by) == ("draft", "三月九日装好。", clerk)


# --- many ---
def test_many_are_approved_and_published_at_once(sign_in, home, chair):
    first, second = make_draft(home, chair), make_draft(home, chair)
    page = sign_in(chair).get(LIST)

    sign_in(chair).post(LIST, chosen(first, second, act="approve"))
    approved = states()
    sign_in(chair).post(LIST, chosen(first, second, act="publish"))

    assert page.text.count("护栏已经装好。") == 2
    assert (approved, states()) == (["approved"] * 2, ["published"] * 2)


def test_late_and_own_ones_are_named_and_hinder_no_other(sign_in, home, chair):
    good, changed, own = (make_draft(home, chair, by=who) for who in (None, None, chair))
    form = chosen(good, changed, own, act="both")
    changed.revise(by_name="单位", text="另外的话。")

    page = sign_in(chair).post(LIST, form, follow=True)

    assert states() == ["published", "draft", "draft"]
    assert f"{changed.suggestion.number} {changed.assignment.unit}：没有办成" in page.text
    assert "登记人以外的人审定" in page.text
    assert "已经审定并公布 1 份答复" in page.text


def test_own_replies_cannot_be_ticked(sign_in, home, chair):
    reply = make_draft(home, chair, by=chair)

    page = sign_in(chair).get(LIST)

    assert f'id="chosen-{reply.pk}" disabled' in page.text
    assert "这份是您登记的" in page.text


def test_nothing_ticked_says_so(sign_in, home, chair):
    make_draft(home, chair)

    page = sign_in(chair).post(LIST, {"act": "both", "chosen": ["x", "-1"]}, follow=True)
    blank = sign_in(chair).post(LIST, {"act": "both"}, follow=True)

    assert "还没有勾选" in blank.text
    assert page.status_code == 200
    assert states() == ["draft"]


def test_page_is_for_those_who_approve_in_their_home(
    client, sign_in, home, chair, clerk, other_chair
):
    reply = make_draft(home, chair)

    assert client.get(LIST).status_code == 302
    assert sign_in(clerk).post(LIST, chosen(reply, act="both")).status_code == 403
    assert sign_in(other_chair).get(LIST).context["rows"] == []
    sign_in(other_chair).post(LIST, chosen(reply, act="both"))
    assert states() == ["draft"]


def test_queries_do_not_grow(sign_in, home, chair, django_assert_num_queries):
    client = sign_in(chair)
    make_draft(home, chair)
    client.get(LIST)
    with django_assert_num_queries(10, exact=False) as counted:
        client.get(LIST)
    for _ in range(2):
        make_draft(home, chair)
    with django_assert_num_queries(len(counted)):
        client.get(LIST)


def test_work_list_leads_to_the_page(sign_in, home, chair):
    make_draft(home, chair)

    assert LIST in sign_in(chair).get("/admin/").text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["approve", "both", "send_back"])
def test_of_two_chairs_one_wins(home, chair, sign_in, tmp_path_factory, act):
    reply = make_draft(home, chair)
    path = url(reply.suggestion, f"approve/{reply.pk}/")
    form = {"seen": seen(reply), "act": act, "remark": "写清楚"}
    cookie = sign_in(chair).cookies["sessionid"].value
    clients = [type(sign_in(chair))() for _ in range(2)]
    for one in clients:
        one.cookies["sessionid"] = cookie

    with real_database(tmp_path_factory.mktemp("race")):
        answers = race(2, lambda n: clients[n].post(path, form).status_code)

    assert sorted(answers) == [302, 409]


# --- promises ---
def test_promise_is_answered_on_paper_settled_and_told(sign_in, home, chair, clerk):
    promise = make_promise(home, chair)
    matter = promise.suggestion
    matter.refresh_from_db()
    matter.advance(Step.FEEDBACK, by=chair, told_on=timezone.localdate(), way="phone")
    case = sign_in(clerk).get(url(matter, "change/")).text
    assert "装好另一侧" in case
    assert "再次答复" in case
    again = url(matter, f"again/{promise.pk}/")
    facts = {"reply_class": make_reply_class(home).pk, "text": "另一侧也装好了。"}
    assert sign_in(clerk).get(again).status_code == 200
    sign_in(clerk).post(again, facts | {"replied_on": str(timezone.localdate())})
    assert sign_in(clerk).post(again, facts).status_code == 409
    assert [found for _title, rows in integrity.run(timezone.now()) for found in rows] == []

    sign_in(chair).post(LIST, chosen(Reply.objects.get(seq=2), act="both"))
    told = url(matter, f"promise/{promise.pk}/")
    blank = sign_in(clerk).post(told, {"told_on": "", "way": ""})
    sign_in(clerk).post(told, {"told_on": str(timezone.localdate()), "way": "phone"})

    promise.refresh_from_db()
    assert (blank.status_code, promise.is_kept) == (422, True)
    assert promise.notification.way == "phone"
    assert sign_in(clerk).get(told).status_code == 409
    assert "已经兑现" in sign_in(clerk).get(url(matter, "change/")).text
