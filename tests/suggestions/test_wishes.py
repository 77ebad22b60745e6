"""What a voter asks for: to answer a question, news, withdrawal, to become anonymous."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from suggestions.models import Commitment, Pause, Suggestion, UnmaskRecord, VoterIdentity
from suggestions.models.events import CaseEvent, EventKind
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken, next_steps
from suggestions.worklist import work_of
from tests import factories
from tests.daihome.test_check_data import check, picture
from tests.racing import race, real_database
from tests.suggestions.clicks import fresh, url
from tests.suggestions.moving import DAY, facts_for

ROOT = "/suggestions/"
WHO = {"name": "王秀英", "phone": "13800138000", "address": "北山咀村3组"}
TODAY = timezone.localdate


def pair(suggestion, **more):
    return {"number": suggestion.number, "code": suggestion.printed_code} | more


def post(client, name, suggestion, **more):
    return client.post(f"{ROOT}{name}/", pair(suggestion, **more))


def events(suggestion, kind):
    return list(CaseEvent.objects.filter(suggestion=suggestion, kind=kind))


@pytest.fixture
def matter(home, chair):
    return factories.make_suggestion(
        home, step=Step.SUPERVISE, by=chair, identity=WHO, identity_mode="named"
    )


# --- every door is the same for whoever has no code, and opens by POST only ---
@pytest.mark.parametrize("name", ["answer", "chase", "withdraw", "anonymise", "evaluate"])
def test_door_needs_the_code_and_a_post(client, matter, name):
    before = Suggestion.objects.filter(pk=matter.pk).values().get()
    wrong = pair(matter) | {"code": "AAAA-AAAA-AAAA-AAAA"}
    token = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')

    answers = [client.post(f"{ROOT}{name}/", one | {"sure": "1", "answer": "x", "level": "basic"})
               for one in (wrong, {}, {"number": "XZ2026-9999", "code": "x"})]  # fmt: skip
    opened = client.get(f"{ROOT}{name}/", pair(matter, sure="1"))

    assert [one.status_code for one in answers] == [422] * 3
    assert len({token.sub("", one.text) for one in answers}) == 1
    assert opened.status_code == 405
    assert Suggestion.objects.filter(pk=matter.pk).values().get() == before


# --- a question ---
def question(home, chair):
    """A matter in time whose voter is asked something."""
    now = timezone.localtime()
    suggestion = factories.make_suggestion(home, step=Step.SUPERVISE, by=chair, at=now)
    Pause.objects.ask(
        suggestion, by=chair, question="是哪一盏灯？", answer_by=TODAY() + timedelta(days=9),
        on=TODAY(),
    )  # fmt: skip
    return suggestion


def test_voter_answers_on_the_page_and_the_clocks_go_on(client, home, chair):
    suggestion = question(home, chair)
    assert "是哪一盏灯？" in client.post(f"{ROOT}track/", pair(suggestion)).text

    first = post(client, "answer", suggestion, answer="第三盏")
    second = post(client, "answer", suggestion, answer="第四盏")

    assert (first.status_code, second.status_code) == (200, 409)
    pause = suggestion.pauses.get()
    assert (pause.answer, pause.ended_on) == ("第三盏", TODAY())
    assert fresh(suggestion).paused_on is None
    assert "第三盏" in second.text


@pytest.mark.parametrize("text", ["", "\u3000", "字" * 2001])
def test_bad_answer_is_kept_on_the_page(client, home, chair, text):
    suggestion = question(home, chair)

    response = post(client, "answer", suggestion, answer=text)

    assert response.status_code == 422
    assert text in response.text
    assert suggestion.pauses.open().exists()


# --- news ---
def test_news_are_asked_for_once_in_so_many_days(client, sign_in, matter, clerk):
    page = client.post(f"{ROOT}track/", pair(matter)).text
    assert ">催一催<" in page

    first, second = post(client, "chase", matter), post(client, "chase", matter)

    assert (first.status_code, second.status_code) == (200, 409)
    again = TODAY() + timedelta(days=7)
    assert f"{again.year}年{again.month}月{again.day}日" in second.text
    assert ">催一催<" not in second.text
    assert len(events(matter, EventKind.CHASED)) == 1
    assert "chased" in [work.task.slug for work in work_of(clerk, TODAY())]
    assert "回复催问" in sign_in(clerk).get(url(matter, "change/")).text


def test_days_between_are_the_homes_own(home, matter):
    home.chase_days = 3
    home.save()
    matter = fresh(matter)
    matter.chase(at=factories.moment(2026, 3, 10))

    with pytest.raises(StepRefused):
        matter.chase(at=factories.moment(2026, 3, 12))
    matter.chase(at=factories.moment(2026, 3, 13))

    assert len(events(matter, EventKind.CHASED)) == 2


def test_something_happening_takes_it_off_the_list(sign_in, client, matter, clerk, chair):
    matter.chase()
    typed = {"text": "配件到了，周三来装。"}

    first = sign_in(clerk).post(url(matter, "news/"), typed)
    second = sign_in(clerk).post(url(matter, "news/"), typed)

    assert (first.status_code, second.status_code) == (302, 409)
    assert fresh(matter).chased_on is None
    assert "周三来装" in client.post(f"{ROOT}track/", pair(matter)).text


def test_a_step_also_counts_as_news(home, chair):
    suggestion = factories.make_suggestion(home)
    suggestion.chase()

    suggestion.advance(Step.SORT, by=chair, summary="路灯")

    assert fresh(suggestion).chased_on is None


@pytest.mark.django_db(transaction=True)
def test_ten_chases_at_once_are_one(client, tmp_path_factory):
    home = factories.make_home()
    matter = factories.make_suggestion(home)

    with real_database(tmp_path_factory.mktemp("race")):
        answers = race(10, lambda _n: post(type(client)(), "chase", matter).status_code)
        [kept] = race(1, lambda _n: len(events(matter, EventKind.CHASED)))

    assert sorted(answers) == [200] + [409] * 9
    assert kept == 1


def test_archived_matter_is_not_chased(client, home):
    matter = factories.make_suggestion(home, step=Step.ARCHIVE)

    assert ">催一催<" not in client.post(f"{ROOT}track/", pair(matter)).text
    assert post(client, "chase", matter).status_code == 409


# --- withdrawal ---
def test_withdrawal_is_explained_first_then_asked_once(client, matter, clerk):
    page = post(client, "withdraw", matter)
    assert "停止办理" in page.text
    assert events(matter, EventKind.WITHDRAWAL_ASKED) == []

    first = post(client, "withdraw", matter, sure="1", withdrawal="已经修好了")
    second = post(client, "withdraw", matter, sure="1")

    assert (first.status_code, second.status_code) == (200, 409)
    assert [one.text for one in events(matter, EventKind.WITHDRAWAL_ASKED)] == [
        "反映人申请撤回：已经修好了"
    ]
    assert "withdrawal" in [work.task.slug for work in work_of(clerk, TODAY())]


@pytest.mark.parametrize(
    "step", [Step.RECEIVE, Step.SORT, Step.CLASSIFY, Step.DELIVER, Step.SUPERVISE]
)
def test_confirmed_withdrawal_stops_the_matter_and_keeps_it(sign_in, client, home, clerk, step):
    matter = factories.make_suggestion(home, step=step)
    matter.ask_withdrawal("不用了")

    sign_in(clerk).post(url(matter, "withdrawal/"), {"answer": "confirm"})

    kept = fresh(matter)
    assert (kept.step, kept.withdrawn_on, kept.due_on) == (Step.FEEDBACK, TODAY(), None)
    assert not kept.due_dates.running().exists()
    assert kept.parties_to_judge == ()
    assert kept.next_steps == (Step.ARCHIVE,)
    assert [work.task.slug for work in work_of(clerk, TODAY())] == ["archive"]
    page = client.post(f"{ROOT}track/", pair(matter)).text
    assert "您撤回了这件意见，已经停止办理。" in page
    assert 'name="level"' not in page
    kept.advance(Step.ARCHIVE, by=clerk, **facts_for(Step.ARCHIVE, home))
    assert check() == ""


def test_refused_withdrawal_goes_on_and_says_why(sign_in, client, matter, clerk):
    matter.ask_withdrawal()
    path = url(matter, "withdrawal/")
    assert sign_in(clerk).post(path, {"answer": "refuse"}).context["form"].errors

    sign_in(clerk).post(path, {"answer": "refuse", "reason": "还有三户也反映了。"})

    assert fresh(matter).step == Step.SUPERVISE
    assert "还有三户也反映了。" in client.post(f"{ROOT}track/", pair(matter)).text
    matter.refresh_from_db()
    matter.ask_withdrawal()  # may be asked again


def test_answered_matter_cannot_be_withdrawn(client, home):
    matter = factories.make_suggestion(home, step=Step.FEEDBACK)

    assert post(client, "withdraw", matter, sure="1").status_code == 409
    with pytest.raises(StepTaken):
        matter.ask_withdrawal()


def test_withdrawn_matter_has_one_road():
    roads = {step: next_steps(step, Disposal.UNIT, withdrawn=True) for step in Step}

    assert roads.pop(Step.ARCHIVE) == ()
    assert roads.pop(Step.FEEDBACK) == (Step.ARCHIVE,)
    assert set(roads.values()) == {(Step.FEEDBACK,)}


# --- the ladder of the staff's pages ---
@pytest.mark.parametrize("page", ["news/", "withdrawal/", "files/", "anonymise/"])
def test_pages_are_guarded(client, sign_in, matter, auditor, other_chair, page):
    assert client.post(url(matter, page)).status_code == 302
    assert sign_in(auditor).post(url(matter, page)).status_code == 403
    assert sign_in(other_chair).post(url(matter, page)).status_code == 404
    assert fresh(matter).identity_mode == "named"


# --- anonymous ---
@pytest.fixture
def with_files(home, chair):
    return factories.make_suggestion(
        home, step=Step.SUPERVISE, by=chair, identity=WHO, identity_mode="named",
        uploads=[picture(), picture(), picture()],
    )  # fmt: skip


def test_anonymity_is_explained_first_then_takes_effect_at_once(
    client, sign_in, with_files, clerk, django_capture_on_commit_callbacks
):
    first, second, third = with_files.attachments.all()
    names = [row.file.name for row in (first, second, third)]
    sign_in(clerk).post(url(with_files, "files/"), {"files": [first.pk]})
    UnmaskRecord.objects.create(identity=with_files.identity, by=clerk, reason="打给王秀英核实")
    page = post(client, "anonymise", with_files)
    assert "找不回来" in page.text
    assert VoterIdentity.objects.get().phone == WHO["phone"]

    with django_capture_on_commit_callbacks(execute=True):
        done = post(client, "anonymise", with_files, sure="1", files=[second.pk])

    identity = VoterIdentity.objects.get()
    assert (identity.name, identity.phone, identity.address, identity.phone_index) == ("",) * 4
    assert [default_storage.exists(name) for name in names] == [False, False, True]
    assert [row.name for row in with_files.attachments.all()] == [
        "应本人要求删除", "应本人要求删除", "路.png",
    ]  # fmt: skip
    assert "王秀英" not in UnmaskRecord.objects.get().reason
    assert fresh(with_files).identity_mode == "anonymous"
    assert done.status_code == 200
    assert post(client, "anonymise", with_files, sure="1").status_code == 409
    assert fresh(with_files).content == with_files.content
    case = sign_in(clerk).get(url(with_files, "change/")).text
    assert "应本人要求清除" in case
    assert sign_in(clerk).get(f"/files/{first.pk}/").status_code == 404
    assert check() == ""


def test_parts_of_one_letter_become_anonymous_together(home, chair):
    letter = factories.make_suggestion(
        home, identity=WHO, identity_mode="named", uploads=[picture()]
    )
    [part] = Suggestion.objects.split(letter, kept="路灯", others=["水管"], key="k", by=chair)

    part.anonymise(files=[letter.attachments.get().pk])

    assert {row.identity_mode for row in Suggestion.objects.all()} == {"anonymous"}
    assert {row.phone for row in VoterIdentity.objects.all()} == {""}
    assert not letter.attachments.kept().exists()
    assert [len(events(row, EventKind.ANONYMISED)) for row in (letter, part)] == [1, 1]


def test_files_of_another_matter_are_out_of_reach(client, home, with_files):
    other = factories.make_suggestion(home, uploads=[picture()])

    response = post(client, "anonymise", with_files, sure="1", files=[other.attachments.get().pk])

    assert response.status_code == 422
    assert fresh(with_files).identity_mode == "named"
    assert other.attachments.kept().count() == 1


def test_staff_clear_an_identity_on_request(sign_in, with_files, clerk):
    path = url(with_files, "anonymise/")

    assert sign_in(clerk).get(path).status_code == 200
    sign_in(clerk).post(path, {})

    assert VoterIdentity.objects.get().name == ""
    assert [one.by for one in events(with_files, EventKind.ANONYMISED)] == [clerk]


def test_expiry_takes_marked_files_along(home, with_files, django_capture_on_commit_callbacks):
    marked = with_files.attachments.first()
    with_files.attachments.filter(pk=marked.pk).update(shows_identity=True)
    VoterIdentity.objects.update(purge_on=TODAY())

    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_identities")

    assert not default_storage.exists(marked.file.name)
    assert [row.name for row in with_files.attachments.all()] == [
        "身份信息到期，文件已删除", "路.png", "路.png",
    ]  # fmt: skip
    assert check() == ""


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.django_db(transaction=True)
def test_nothing_of_the_person_is_left_in_the_bytes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bytes")
    home = factories.make_home()
    chair = factories.make_user(role="chair", home=home)
    matter = factories.make_suggestion(home, identity=WHO, identity_mode="named")
    reason = "打给王秀英13800138000核实"
    UnmaskRecord.objects.create(identity=matter.identity, by=chair, reason=reason)

    def stored():
        return b"".join(path.read_bytes() for path in sorted(Path(folder).glob("race*")))

    def tokens():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, phone, address, phone_index FROM suggestions_voteridentity"
            )
            return [value.encode() for value in cursor.fetchone()]

    def work(_n):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
        Suggestion.objects.get().save(update_fields=["title"])
        before = [*tokens(), reason.encode()]
        present = [token in stored() for token in before]
        Suggestion.objects.get().anonymise()
        return present, [token in stored() for token in before], Suggestion.objects.count()

    with real_database(folder):
        [(before, after, count)] = race(1, work)

    assert before == [True] * 5
    assert after == [False] * 5
    assert count == 1


# --- what the page tells ---
def test_promise_is_shown_open_late_and_kept(client, home, chair, clerk):
    matter = factories.make_suggestion(home, step=Step.FEEDBACK, by=chair)
    promise = Commitment.objects.create(
        suggestion=matter, reply=matter.replies.get(), content="换新灯",
        promised_on=TODAY() + timedelta(days=9),
    )  # fmt: skip

    def page():
        return client.post(f"{ROOT}track/", pair(matter)).text

    assert "还没到日子" in page()
    Commitment.objects.update(promised_on=TODAY() - timedelta(days=2))
    assert "已经过了 2 天，还没有答复办好没有" in page()
    promise.refresh_from_db()
    reply = promise.answer_again(
        by=clerk, replied_on=TODAY(), reply_class=factories.make_reply_class(home), text="换好了"
    )
    reply.approve(chair, timezone.now())
    reply.publish(timezone.now(), by=chair)
    assert "已经兑现" in page()


def test_return_is_told_once_whoever_wrote_it_down(client, home, chair):
    matter = factories.make_suggestion(home, step=Step.DELIVER, by=chair)
    matter.main_assignment().give_back(
        on=date(2026, 3, 4), reason="不归我办", today=date(2026, 3, 4)
    )
    matter.refresh_from_db()
    early = client.post(f"{ROOT}track/", pair(matter)).text
    matter.advance(Step.CLASSIFY, by=chair, at=DAY, **facts_for(Step.CLASSIFY, home))
    late = client.post(f"{ROOT}track/", pair(matter)).text

    assert [page.count("2026年3月4日：承办单位认为不归它办") for page in (early, late)] == [1, 1]
    assert [page.count("退了回来") for page in (early, late)] == [1, 1]
