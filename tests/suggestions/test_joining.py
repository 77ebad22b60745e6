"""Matters that are handled together: joined, undone, taken along, each answered in its own words."""

from datetime import date

import pytest
from django.apps import apps

from daihome.tools.registers import Period, xlsx
from suggestions.models import CaseEvent, Commitment, Joining, Reply, Suggestion
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken
from suggestions.registers import FEEDBACK, SUGGESTIONS
from suggestions.sorting.together import worded
from tests.factories import (
    make_category,
    make_reply_class,
    make_suggestion,
    make_village,
    moment,
    publish_reply,
)
from tests.racing import race, real_database
from tests.suggestions.clicks import body, facts, fresh, url

AT = moment(2026, 3, 10)
YEAR = Period.of_year(2026)


@pytest.fixture
def pair(home):
    return make_suggestion(home), make_suggestion(home)


def everything():
    """Every row of the room but joinings, events and the index, as it is stored."""
    kept = {}
    for model in apps.get_app_config("suggestions").get_models():
        if model not in (Joining, CaseEvent):
            kept[model.__name__] = list(model._base_manager.order_by("pk").values())
    return kept


def exports(home, user):
    cells = []
    for register in (SUGGESTIONS, FEEDBACK):
        rows = register.of(home, YEAR, user)
        cells.append([register.cells(row) for row in rows])
        assert xlsx(register, home, YEAR, user).getvalue()
    return cells


# --- the rules ---
def test_joining_and_undoing_leave_two_records_and_nothing_else(home, chair, clerk):
    member = make_suggestion(home, step=Step.SUPERVISE, by=chair, title="路灯")
    lead = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    rows, books = everything(), exports(home, clerk)

    joining = Joining.objects.join(member, lead, by=clerk, at=AT)
    assert (everything(), exports(home, clerk)) == (rows, books)
    joining.undo(by=chair, at=AT)

    assert (everything(), exports(home, clerk)) == (rows, books)
    added = CaseEvent.objects.order_by("pk").values_list("suggestion", "kind", "by", "text")
    assert list(added)[-2:] == [
        (member.pk, "joined", clerk.pk, f"并入{lead.number}，一起办理。"),
        (member.pk, "unjoined", chair.pk, f"不再并入{lead.number}，单独办理。"),
    ]
    assert not lead.events.filter(kind__in=("joined", "unjoined")).exists()


def test_words_for_the_voter_name_no_other_matter(pair, clerk):
    member, lead = pair

    Joining.objects.join(member, lead, by=clerk).undo(by=clerk)

    said = "".join(member.events.values_list("public_text", flat=True))
    assert "合并办理" in said
    assert lead.number not in said


def test_what_cannot_be_joined_is_refused(home, other_home, chair, clerk, pair):
    member, lead = pair
    third, foreign = make_suggestion(home), make_suggestion(other_home)
    closed = make_suggestion(home, step=Step.ARCHIVE, by=chair)
    Joining.objects.join(member, lead, by=clerk)

    for joins, leads in [
        (third, third),
        (third, foreign),
        (third, member),  # is not a lead itself
        (lead, third),  # has members
        (member, third),  # belongs to another already
        (member, lead),
        (third, closed),
        (closed, third),
    ]:
        with pytest.raises(StepRefused):
            Joining.objects.join(joins, leads, by=clerk)

    assert Joining.objects.count() == CaseEvent.objects.filter(kind="joined").count() == 1


def test_undone_once_and_joined_again(pair, clerk):
    joining = Joining.objects.join(*pair, by=clerk)
    joining.undo(by=clerk)

    with pytest.raises(StepTaken):
        joining.undo(by=clerk)
    Joining.objects.join(*pair, by=clerk)

    assert list(Joining.objects.values_list("undone_by", flat=True)) == [clerk.pk, None]


@pytest.mark.django_db(transaction=True)
def test_of_joins_at_once_exactly_one_wins(home, clerk, tmp_path_factory):
    first, second, third = (make_suggestion(home) for _n in range(3))
    pairs = [(first, second), (second, first), (first, third), (first, second)]

    def press(place):
        joins, leads = (Suggestion.objects.get(pk=row.pk) for row in pairs[place])
        return Joining.objects.join(joins, leads, by=clerk)

    with real_database(tmp_path_factory.mktemp("race")):
        results = race(4, press)
        [kept] = race(1, lambda _n: Joining.objects.open().count())

    assert kept == sum(isinstance(one, Joining) for one in results) == 1
    assert sum(isinstance(one, StepRefused) for one in results) == 3


# --- the pages ---
def test_join_by_number_and_undo_through_the_pages(sign_in, pair, clerk):
    member, lead = pair
    client, path = sign_in(clerk), url(member, "join/")
    assert lead.number in client.get(f"{path}?with={lead.number}").text

    client.post(path, {"number": lead.number.replace("-", ""), "direction": "into"})
    joining = Joining.objects.get()
    assert (joining.suggestion, joining.lead, joining.by) == (member, lead, clerk)
    for row, other in (pair, pair[::-1]):
        assert other.number in client.get(url(row, "change/")).text
    client.post(url(lead, f"unjoin/{joining.pk}/"))

    assert not Joining.objects.open().exists()
    assert client.post(url(lead, f"unjoin/{joining.pk}/")).status_code == 409


def test_other_direction_makes_this_one_the_lead(sign_in, pair, clerk):
    here, other = pair

    sign_in(clerk).post(url(here, "join/"), {"number": other.number, "direction": "from"})

    assert Joining.objects.get().lead == here


@pytest.mark.parametrize("number", ["", "XZ2026-9999", "路灯", "{own}", "{foreign}"])
def test_wrong_number_is_named_and_kept(sign_in, home, other_home, clerk, number):
    here, foreign = make_suggestion(home), make_suggestion(other_home)
    number = number.format(own=here.number, foreign=foreign.number)

    page = sign_in(clerk).post(url(here, "join/"), {"number": number, "direction": "into"})

    assert page.status_code == 422
    assert page.context["form"].errors
    assert page.context["form"]["number"].value() == number
    assert not Joining.objects.exists()


def test_joining_is_guarded(sign_in, home, chair, pair, auditor, other_clerk, client):
    member, lead = pair
    joining = Joining.objects.join(member, lead, by=chair)
    path, typed = url(make_suggestion(home), "join/"), {"number": lead.number, "direction": "into"}

    assert client.post(path, typed).status_code == 302
    for user, status in [(auditor, 403), (other_clerk, 404)]:
        assert sign_in(user).post(path, typed).status_code == status
        assert sign_in(user).post(url(member, f"unjoin/{joining.pk}/")).status_code == status
    assert sign_in(chair).get(url(member, f"unjoin/{joining.pk}/")).status_code == 405
    other = make_suggestion(home)
    assert sign_in(chair).post(url(other, f"unjoin/{joining.pk}/")).status_code == 404
    assert Joining.objects.open().count() == 1


def test_case_page_takes_the_same_queries_however_many_are_joined(
    sign_in, home, clerk, django_assert_num_queries, django_assert_max_num_queries
):
    lead = make_suggestion(home)
    Joining.objects.join(make_suggestion(home), lead, by=clerk)
    client, path = sign_in(clerk), url(lead, "change/")
    client.get(path)
    with django_assert_max_num_queries(60) as one:
        client.get(path)

    for _n in range(3):
        Joining.objects.join(make_suggestion(home), lead, by=clerk)

    with django_assert_num_queries(len(one)):
        client.get(path)


def test_voter_reads_that_it_is_joined_and_nothing_of_the_others(client, home, clerk):
    member = make_suggestion(home)
    lead = make_suggestion(home, content="邻村的路灯也坏了。")
    Joining.objects.join(member, lead, by=clerk)

    own = client.post(
        "/suggestions/track/", {"number": member.number, "code": member.query_code}
    ).text

    assert "与其他相同的意见合并办理" in own
    assert lead.number not in own
    assert "邻村" not in own


# --- one step for all ---
def test_steps_are_taken_along_each_with_its_record(sign_in, home, chair):
    lead, member, alone = (make_suggestion(home, step=Step.SORT, by=chair) for _n in range(3))
    for row in (member, alone):
        Joining.objects.join(row, lead, by=chair)
    for to in (Step.CLASSIFY, Step.DELIVER, Step.SUPERVISE):
        here = fresh(lead)
        page = sign_in(chair).get(url(here, f"step/{to}/"))
        assert "together" in page.context["form"].fields
        typed = body(here, together=[member.pk], **facts(to, home))
        sign_in(chair).post(url(here, f"step/{to}/"), typed)

    assert [fresh(row).step for row in (lead, member, alone)] == [5, 5, 2]
    assert fresh(member).records.last().note == f"随{lead.number}一并办理。"
    assert member.main_assignment().unit == lead.main_assignment().unit


def test_late_member_is_named_and_the_rest_goes_through(sign_in, home, chair):
    lead, late, member = (make_suggestion(home, step=Step.SORT, by=chair) for _n in range(3))
    for row in (late, member):
        Joining.objects.join(row, lead, by=chair)
    typed = body(lead, together=[late.pk, member.pk], **facts(Step.CLASSIFY, home))
    late.advance(
        Step.CLASSIFY, by=chair, disposal=Disposal.EXPLAINED, category=make_category(home),
        owner_level="township", explanation="另外答复了。",
    )  # fmt: skip

    page = sign_in(chair).post(url(lead, "step/3/"), typed, follow=True)

    assert [fresh(row).step for row in (lead, late, member)] == [3, 3, 3]
    assert fresh(late).disposal == Disposal.EXPLAINED
    assert f"没有一并办理：{late.number}" in page.text
    assert f"并案的一并办理了：{member.number}。" in page.text


def test_explanation_carries_each_ones_own_number_and_village(sign_in, home, chair):
    lead = make_suggestion(home, Step.SORT, chair, village=make_village(home, name="北山咀村"))
    member = make_suggestion(home, Step.SORT, chair, village=make_village(home, name="二龙村"))
    Joining.objects.join(member, lead, by=chair)
    typed = facts(Step.CLASSIFY, home) | {"disposal": Disposal.EXPLAINED}
    typed["explanation"] = f"{lead.number}：北山咀村的路灯明年换。"

    sign_in(chair).post(url(lead, "step/3/"), body(lead, together=[member.pk], **typed))

    assert fresh(member).explanation == f"{member.number}：二龙村的路灯明年换。"


def test_stranger_cannot_be_taken_along(sign_in, home, chair):
    lead, other = (make_suggestion(home, step=Step.SORT, by=chair) for _n in range(2))

    typed = body(lead, together=[other.pk], **facts(Step.CLASSIFY, home))
    page = sign_in(chair).post(url(lead, "step/3/"), typed)

    assert "together" in page.context["form"].errors
    assert [fresh(row).step for row in (lead, other)] == [2, 2]


def test_feedback_takes_along_only_the_answered_and_no_verdict(sign_in, home, chair):
    lead, answered, waiting = (make_suggestion(home, Step.SUPERVISE, chair) for _n in range(3))
    for row in (lead, answered):
        publish_reply(row, chair, moment(2026, 3, 4))
    for row in (answered, waiting):
        Joining.objects.join(row, lead, by=chair)
    page = sign_in(chair).get(url(lead, "step/6/"))
    offered = [pk for pk, _label in page.context["form"].fields["together"].choices]
    assert offered == [answered.pk]

    typed = facts(Step.FEEDBACK, home) | {"satisfaction": "satisfied"}
    sign_in(chair).post(url(lead, "step/6/"), body(lead, together=[answered.pk], **typed))

    assert [fresh(row).step for row in (lead, answered, waiting)] == [6, 6, 5]
    assert (lead.satisfactions.count(), answered.satisfactions.count()) == (1, 0)


# --- one reply for all ---
@pytest.fixture
def answered(home, chair):
    """A lead whose reply is published, and the unit."""
    lead = make_suggestion(home, Step.SUPERVISE, chair, village=make_village(home, name="北山咀村"))
    reply = publish_reply(lead, chair, moment(2026, 3, 4))
    Reply.objects.filter(pk=reply.pk).update(text=f"{lead.number}：北山咀村的路灯已修好。")
    return lead, Reply.objects.get(pk=reply.pk)


def test_one_reply_serves_all_each_in_its_own_words(sign_in, home, chair, clerk, answered):
    lead, reply = answered
    ready = make_suggestion(home, Step.CLASSIFY, chair, village=make_village(home, name="二龙村"))
    ready.advance(Step.DELIVER, by=chair, main_unit=reply.assignment.unit)
    waiting = make_suggestion(home, Step.CLASSIFY, chair)
    early = make_suggestion(home)
    for row in (ready, waiting, early):
        Joining.objects.join(row, lead, by=chair)
    path = url(lead, f"reply-for-joined/{reply.pk}/")
    page = sign_in(clerk).get(path)
    own = {f"text_{row.pk}": page.context["form"].fields[f"text_{row.pk}"].initial
           for row in (ready, waiting)}  # fmt: skip
    assert own[f"text_{ready.pk}"] == f"{ready.number}：二龙村的路灯已修好。"
    assert f"{early.number}：还没有分类" in page.text

    refused = sign_in(clerk).post(path, own)
    assert refused.status_code == 422
    sign_in(clerk).post(path, own | {f"hand_{row.pk}": "on" for row in (ready, waiting)})

    kept = {row.suggestion_id: row for row in Reply.objects.exclude(pk=reply.pk)}
    assert set(kept) == {ready.pk, waiting.pk}
    assert kept[ready.pk].text == f"{ready.number}：二龙村的路灯已修好。"
    assert {row.state for row in kept.values()} == {"draft"}
    assert {row.assignment.unit for row in kept.values()} == {reply.assignment.unit}
    assert [fresh(row).step for row in (ready, waiting, early)] == [5, 5, 1]
    assert fresh(lead).step == 5


def test_emptied_box_is_left_out_and_none_at_all_is_refused(sign_in, home, chair, clerk, answered):
    lead, reply = answered
    rows = [make_suggestion(home, Step.CLASSIFY, chair) for _n in range(2)]
    for row in rows:
        row.advance(Step.DELIVER, by=chair, main_unit=reply.assignment.unit)
        row.advance(Step.SUPERVISE, by=chair)
        Joining.objects.join(row, lead, by=chair)
    path = url(lead, f"reply-for-joined/{reply.pk}/")

    assert sign_in(clerk).post(path, {}).status_code == 422
    sign_in(clerk).post(path, {f"text_{rows[0].pk}": "您村的路灯修好了。"})

    assert [row.replies.count() for row in rows] == [1, 0]


def test_one_that_fails_stays_as_it_was_and_its_words_stay_on_the_page(
    sign_in, home, chair, clerk, answered
):
    lead, reply = answered
    good, foreign = (make_suggestion(home, Step.CLASSIFY, chair) for _n in range(2))
    for row in (good, foreign):
        Joining.objects.join(row, lead, by=chair)
    promising = make_reply_class(home, code="B", label="计划", needs_commitment=True)
    Reply.objects.filter(pk=reply.pk).update(
        reply_class=promising, promised_on=date(2026, 3, 20), promise="换灯"
    )
    path = url(lead, f"reply-for-joined/{reply.pk}/")

    # The promised day is over when the others are handed over only today.
    page = sign_in(clerk).post(path, {f"text_{good.pk}": "快了。", f"hand_{good.pk}": "on"})

    assert page.status_code == 422
    assert page.context["form"][f"text_{good.pk}"].value() == "快了。"
    assert fresh(good).step == Step.CLASSIFY
    assert not Commitment.objects.exists()


def test_draft_of_the_lead_is_too_early_and_strangers_are_kept_out(
    sign_in, home, chair, clerk, auditor, other_clerk, answered
):
    lead, reply = answered
    path = url(lead, f"reply-for-joined/{reply.pk}/")
    assert sign_in(auditor).get(path).status_code == 403
    assert sign_in(other_clerk).get(path).status_code == 404
    assert sign_in(clerk).get(url(make_suggestion(home), f"reply-for-joined/{reply.pk}/"))\
        .status_code == 404  # fmt: skip
    Reply.objects.filter(pk=reply.pk).update(state="draft")
    assert sign_in(clerk).get(path).status_code == 409


def test_words_are_changed_only_where_both_have_them(home):
    lead = make_suggestion(home, village=make_village(home, name="甲村"), title="")
    member = make_suggestion(home, village=make_village(home, name="乙村"), title="乙村路灯")

    assert worded(f"{lead.number}，甲村。", lead, member) == f"{member.number}，乙村。"
