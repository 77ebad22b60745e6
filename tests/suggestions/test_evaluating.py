"""Verdicts by page, link, telephone and paper: one a round and party, and what follows from them."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from suggestions.models import Clock, Satisfaction, Suggestion
from suggestions.models.events import CaseEvent, EventKind
from suggestions.pipeline import Step, StepRefused
from suggestions.voters.evaluating import evaluation_address, token_of
from suggestions.worklist import work_of
from tests import factories
from tests.racing import race, real_database
from tests.suggestions.clicks import fresh, url
from tests.suggestions.moving import DAY, facts_for, second_round

TRACK, EVALUATE = "/suggestions/track/", "/suggestions/evaluate/"
UNHAPPY = {"level": "unsatisfied", "reason": "只修了一半"}


def pair(suggestion):
    return {"number": suggestion.number, "code": suggestion.printed_code}


def link(suggestion, party="voter"):
    return reverse("suggestions:evaluate_link", args=[token_of(suggestion, party)])


def unjudged(home, chair, **fields):
    """A matter whose voter was told and has not judged."""
    suggestion = factories.make_suggestion(home, step=Step.FEEDBACK, by=chair, **fields)
    suggestion.satisfactions.all().delete()
    # The wait for the verdict, as if it had not come with the feedback.
    suggestion.due_dates.begin(suggestion, Clock.EVALUATE, DAY.date())
    return suggestion


def led(home, chair, lead):
    """A 代表建议 that `lead` put forward, answered and told, not judged."""
    suggestion = unjudged(home, chair, representative=lead)
    Suggestion.objects.filter(pk=suggestion.pk).update(kind="proposal", disposal="proposal")
    return fresh(suggestion)


def given(suggestion):
    rows = suggestion.satisfactions.values_list("round_no", "party", "source", "level", "reason")
    return list(rows)


@pytest.fixture
def matter(home, chair):
    return unjudged(home, chair)


# --- on the matter's page ---
def test_form_stands_beside_the_answer_and_takes_one_verdict(client, matter):
    page = client.post(TRACK, pair(matter)).text
    assert page.index("路灯已经全部修好。") < page.index('name="level"') < page.index("办到哪一步")

    first = client.post(EVALUATE, pair(matter) | {"level": "basic"})
    second = client.post(EVALUATE, pair(matter) | UNHAPPY)

    assert (first.status_code, second.status_code) == (200, 409)
    assert given(matter) == [(1, "voter", "page", "basic", "")]
    assert "您已经评价过了：基本满意" in second.text
    assert 'name="level"' not in second.text
    event = CaseEvent.objects.get(suggestion=matter, kind=EventKind.EVALUATED, by=None)
    assert (event.by_name, event.text) == ("反映人", "反映人评价（查询页）：基本满意")


@pytest.mark.parametrize(
    "typed",
    [{}, {"level": "great"}, {"level": "unsatisfied"}, {"level": "basic", "reason": "字" * 301}],
)
def test_bad_verdict_is_kept_on_the_page(client, matter, typed):
    response = client.post(EVALUATE, pair(matter) | typed)

    assert response.status_code == 422
    assert typed.get("reason", "") in response.text
    assert given(matter) == []


def test_verdict_needs_number_and_code(client, home, chair, matter):
    other = unjudged(home, chair)
    wrong = pair(matter) | {"code": other.printed_code}

    answers = [
        client.post(EVALUATE, one | UNHAPPY) for one in (wrong, {}, pair(matter) | {"code": ""})
    ]

    token = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')
    assert [one.status_code for one in answers] == [422] * 3
    assert len({token.sub("", one.text) for one in answers}) == 1
    assert given(matter) == given(other) == []


@pytest.mark.parametrize("step", [Step.RECEIVE, Step.SUPERVISE, Step.ARCHIVE])
def test_verdict_out_of_time_changes_nothing(client, home, step):
    suggestion = factories.make_suggestion(home, step=step)
    before = given(suggestion)

    response = client.post(EVALUATE, pair(suggestion) | UNHAPPY)

    assert response.status_code == 409
    assert given(suggestion) == before


def test_attitude_is_asked_where_the_home_wants_it(client, home, matter):
    assert 'name="attitude"' not in client.post(TRACK, pair(matter)).text
    home.asks_attitude = True
    home.save()

    without = client.post(EVALUATE, pair(matter) | {"level": "satisfied"})
    client.post(EVALUATE, pair(matter) | {"level": "satisfied", "attitude": "unsatisfied"})

    assert without.status_code == 422
    assert [(one.level, one.attitude) for one in matter.satisfactions.all()] == [
        ("satisfied", "unsatisfied")
    ]


@pytest.mark.django_db(transaction=True)
def test_ten_votes_at_once_are_one(client, tmp_path_factory):
    home = factories.make_home()
    matter = unjudged(home, factories.make_user(role="chair", home=home))
    votes = [link(matter), EVALUATE] * 5

    with real_database(tmp_path_factory.mktemp("race")):
        page = pair(matter) | {"level": "basic"}
        answers = race(10, lambda n: type(client)().post(votes[n], page).status_code)
        [kept] = race(1, lambda _n: Satisfaction.objects.count())

    assert sorted(answers) == [200] + [409] * 9
    assert kept == 1


# --- by the printed link ---
def test_opening_the_link_a_hundred_times_records_nothing(client, matter):
    before = list(Suggestion.objects.values()), CaseEvent.objects.count()

    pages = {client.get(link(matter)).status_code for _ in range(100)}

    assert pages == {200}
    assert given(matter) == []
    assert (list(Suggestion.objects.values()), CaseEvent.objects.count()) == before


def test_link_shows_answer_and_takes_one_verdict(client, matter):
    page = client.get(link(matter)).text
    assert "路灯已经全部修好。" in page
    assert matter.number in page

    first = client.post(link(matter), UNHAPPY)
    second = client.post(link(matter), {"level": "satisfied"})

    assert (first.status_code, second.status_code) == (200, 409)
    assert "会重新交办一次" in first.text
    assert "已经评价过了" in client.get(link(matter)).text
    assert given(matter) == [(1, "voter", "link", "unsatisfied", "只修了一半")]


def test_link_page_shows_nothing_of_the_person(client, home, chair):
    who = {"name": "王秀英", "phone": "13800138000", "address": "前街3号"}
    said = "前街路灯坏了，请打13800138000找我"
    matter = unjudged(home, chair, identity=who, identity_mode="named", content=said)

    page = client.get(link(matter)).text

    for secret in ("王秀英", "13800138000", "前街3号", "希望尽快修复", matter.printed_code):
        assert secret not in page


@pytest.mark.parametrize("token", ["x", "eyJ:x", "a" * 300, "汉字", "WzEsMSwidm90ZXIiXQ:"])
def test_made_up_link_is_not_found(client, matter, token):
    response = client.post(f"{EVALUATE}{token}/", UNHAPPY)

    assert response.status_code == 404
    assert "打不开" in response.text
    assert given(matter) == []


def test_link_of_a_round_that_is_over_takes_nothing(client, home, chair):
    early = factories.make_suggestion(home, step=Step.SUPERVISE, by=chair)
    redone = unjudged(home, chair)
    old = link(redone)
    redone.judge(by=chair, level="unsatisfied", given_on=DAY.date(), reason="没修好")
    redone.advance(Step.DELIVER, by=chair, at=DAY, **facts_for(Step.DELIVER, home))
    archived = factories.make_suggestion(home, step=Step.ARCHIVE, by=chair)
    archived.satisfactions.all().delete()
    paths = [link(early), old, link(redone), link(archived)]

    answers = [client.post(path, UNHAPPY).status_code for path in paths]
    headings = [re.search("<h1>(.*?)</h1>", client.get(path).text)[1] for path in paths]

    assert answers == [409] * 4
    assert headings == [
        "还没有到评价的时候", "已经评价过了", "还没有到评价的时候", "这一次的评价已经结束",
    ]  # fmt: skip
    assert Satisfaction.objects.count() == 1


def test_address_for_the_paper_is_stable_and_names_nobody(matter):
    first, second = (evaluation_address(matter, "voter", "https://x.cn/") for _ in range(2))

    assert first == second
    assert first.startswith("https://x.cn/suggestions/evaluate/")


# --- by staff ---
def told_staff(**changes):
    given = {
        "party": "voter",
        "source": "paper",
        "level": "basic",
        "reason": "",
        "given_on": "2026-3-10",
    }
    return given | changes


def test_staff_enter_what_stands_on_paper(sign_in, matter, clerk):
    response = sign_in(clerk).post(url(matter, "verdict/"), told_staff())

    assert response.status_code == 302
    assert given(matter) == [(1, "voter", "paper", "basic", "")]
    assert matter.satisfactions.get().recorded_by == clerk


@pytest.mark.parametrize(
    "changes",
    [{"party": "representative"}, {"source": "page"}, {"level": ""}, {"given_on": "2026-1-1"},
     {"level": "unsatisfied"}],
)  # fmt: skip
def test_staff_form_refuses_what_cannot_be(sign_in, matter, clerk, changes):
    assert (
        sign_in(clerk).post(url(matter, "verdict/"), told_staff(**changes)).context["form"].errors
    )
    assert given(matter) == []


def test_representative_and_voter_of_a_led_matter_judge_apart(sign_in, home, chair, clerk):
    suggestion = unjudged(home, chair)
    Suggestion.objects.filter(pk=suggestion.pk).update(disposal="proposal")

    for party, level in (("representative", "satisfied"), ("voter", "basic")):
        sign_in(clerk).post(url(suggestion, "verdict/"), told_staff(party=party, level=level))

    assert [row[1::2] for row in given(suggestion)] == [
        ("representative", "satisfied"), ("voter", "basic"),
    ]  # fmt: skip
    assert fresh(suggestion).current_satisfaction().level == "basic"


# --- by the representative ---
def test_lead_judges_the_answer_to_their_own_proposal(sign_in, home, chair, representative):
    suggestion = led(home, chair, representative)
    path = reverse("my:evaluate", args=[suggestion.number])
    client = sign_in(representative.user)
    assert client.get(path).status_code == 200

    first, second = client.post(path, UNHAPPY), client.post(path, {"level": "satisfied"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert given(suggestion) == [(1, "representative", "page", "unsatisfied", "只修了一半")]
    assert fresh(suggestion).due_on is not None


def test_cosigner_and_stranger_do_not_judge(
    sign_in, home, chair, representative, other_representative
):
    suggestion = led(home, chair, factories.make_representative(home))
    suggestion.cosigners.create(representative=representative)
    path = reverse("my:evaluate", args=[suggestion.number])

    assert sign_in(representative.user).post(path, UNHAPPY).status_code == 403
    assert sign_in(other_representative.user).post(path, UNHAPPY).status_code == 404
    assert given(suggestion) == []


def test_verdict_told_with_the_news_came_the_same_way(home, chair):
    suggestion = factories.make_suggestion(home, step=Step.SUPERVISE, by=chair)
    factories.publish_reply(suggestion, chair, DAY)

    suggestion.advance(
        Step.FEEDBACK, by=chair, at=DAY, told_on=DAY.date(), way="letter", satisfaction="basic"
    )

    assert given(suggestion) == [(1, "voter", "paper", "basic", "")]


# --- no answer ---
def test_silence_after_a_reminder_lets_it_be_archived(sign_in, home, matter, clerk):
    client = sign_in(clerk)
    assert "已提醒，仍未评价" in client.get(url(matter, "change/")).text
    typed = {"on": "2026-3-30", "way": "打了两次电话"}

    assert client.post(url(matter, "silence/"), typed).status_code == 302

    page = client.get(url(matter, "change/")).text
    assert "不计入满意率" in page
    assert [work.task.slug for work in work_of(clerk, timezone.localdate())] == ["archive"]
    event = CaseEvent.objects.get(suggestion=matter, kind=EventKind.EVALUATION_REMINDED)
    assert event.facts == {"on": "2026-03-30", "way": "打了两次电话"}
    assert client.post(url(matter, "silence/"), typed).status_code == 409


def test_silence_is_not_noted_while_the_days_run(sign_in, home, chair, clerk):
    matter = factories.make_suggestion(home, step=Step.FEEDBACK, by=chair)
    matter.satisfactions.all().delete()
    matter.due_dates.begin(matter, Clock.EVALUATE, timezone.localdate())

    with pytest.raises(StepRefused, match="还没有到"):
        matter.note_silence(by=clerk, on=timezone.localdate(), way="电话")

    assert matter.due_dates.running().count() == 1


# --- the ladder of the staff's pages ---
@pytest.mark.parametrize("page", ["verdict/", "silence/", "presidium/"])
def test_pages_are_guarded(client, sign_in, matter, auditor, other_chair, page):
    assert client.post(url(matter, page)).status_code == 302
    assert sign_in(auditor).post(url(matter, page)).status_code == 403
    assert sign_in(other_chair).post(url(matter, page)).status_code == 404
    assert given(matter) == []


# --- twice unsatisfied ---
VIEW = {"decision": "again", "text": "4月2日主席团会议研究，请住建办彻查线路后重做。"}


def lists(user):
    return [work.task.slug for work in work_of(user, date(2026, 3, 11))]


def test_presidium_decides_once_on_another_round(sign_in, home, chair, clerk):
    suggestion = second_round(home, chair, "unsatisfied")
    assert lists(chair) == ["presidium"]
    assert sign_in(clerk).post(url(suggestion, "presidium/"), VIEW).status_code == 403

    first = sign_in(chair).post(url(suggestion, "presidium/"), VIEW)
    again = sign_in(chair).post(url(suggestion, "presidium/"), VIEW | {"decision": "end"})

    assert (first.status_code, again.status_code) == (302, 409)
    assert lists(clerk) == lists(chair) == ["redo"]
    with pytest.raises(StepRefused, match="再办一轮"):
        fresh(suggestion).advance(Step.ARCHIVE, by=chair, at=DAY, **facts_for(Step.ARCHIVE, home))
    form = sign_in(clerk).get(url(suggestion, "step/4/")).context["form"]
    assert VIEW["text"] in form.initial["note"]
    fresh(suggestion).advance(Step.DELIVER, by=clerk, at=DAY, **facts_for(Step.DELIVER, home))
    assert fresh(suggestion).round_no == 3


def test_presidium_that_ends_it_need_not_be_typed_twice(sign_in, home, chair, clerk, client):
    suggestion = second_round(home, chair, "unsatisfied")
    sign_in(chair).post(url(suggestion, "presidium/"), VIEW | {"decision": "end"})

    with pytest.raises(StepRefused, match="到此为止"):
        fresh(suggestion).advance(Step.DELIVER, by=chair, at=DAY, **facts_for(Step.DELIVER, home))
    assert lists(clerk) == ["archive"]
    assert "到此为止" in client.post(TRACK, pair(suggestion)).text
    fresh(suggestion).advance(Step.ARCHIVE, by=clerk, at=DAY, **facts_for(Step.ARCHIVE, home))

    assert fresh(suggestion).step == Step.ARCHIVE


def test_presidium_says_why(sign_in, home, chair):
    suggestion = second_round(home, chair, "unsatisfied")

    for typed in ({}, VIEW | {"text": ""}, VIEW | {"decision": "later"}):
        assert sign_in(chair).post(url(suggestion, "presidium/"), typed).status_code == 200

    assert suggestion.presidium_view is None


def test_first_dissatisfaction_is_not_the_presidiums(sign_in, matter, chair):
    matter.judge(by=None, level="unsatisfied", given_on=DAY.date(), reason="没修好")

    assert sign_in(chair).post(url(matter, "presidium/"), VIEW).status_code == 409
    assert matter.presidium_view is None


# --- solved and satisfied are two things ---
def test_solved_and_satisfied_stand_side_by_side(client, sign_in, matter, clerk):
    client.post(EVALUATE, pair(matter) | UNHAPPY)

    page = client.post(TRACK, pair(matter)).text
    case = sign_in(clerk).get(url(matter, "change/"))

    assert "<strong>办成了</strong>" in page
    assert "<strong>不满意</strong>（反映人评价）" in page
    ending = case.context["file"].ending
    assert (ending.solved, ending.satisfied) == ("办成了", "不满意")
