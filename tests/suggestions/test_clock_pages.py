"""The staff's pages that let a clock wait, give a unit more time, or press it."""

from datetime import date

import pytest

from representatives.models import Message
from suggestions.models import ExtensionRequest, Pause, Press, SpecialDay
from suggestions.pipeline import Step
from tests.factories import make_suggestion, make_unit, moment
from tests.suggestions.clicks import fresh, url

DAY = moment(2026, 3, 10)


@pytest.fixture(autouse=True)
def _march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: DAY)


@pytest.fixture
def handled(home, chair, unit_user):
    unit = make_unit(home, name="村镇建设办公室")
    unit.accounts.add(unit_user)
    matter = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    matter.advance(Step.DELIVER, by=chair, at=moment(2026, 3, 2), main_unit=unit)
    matter.advance(Step.SUPERVISE, by=chair, at=moment(2026, 3, 2), acknowledged_by="李主任")
    return matter


def labels(client, matter):
    return [action.label for action in client.get(url(matter, "change/")).context["file"].actions]


def signed_out_stranger_reader(client, sign_in, path, people):
    """(status) of a visitor and of each of `people`, by GET and POST."""
    answers = [client.get(path).status_code]
    for person in people:
        answers += [sign_in(person).get(path).status_code, sign_in(person).post(path).status_code]
    return answers


# --- asking the voter ---
QUESTION = {"question": "是小学门口那盏灯吗？", "answer_by": "2026-03-17"}


def test_asking_lets_the_clocks_wait(sign_in, handled, clerk):
    client = sign_in(clerk)
    assert "请反映人补充" in labels(client, handled)
    form = client.get(url(handled, "ask/")).context["form"]
    assert form.initial["answer_by"] == date(2026, 3, 17)

    page = client.post(url(handled, "ask/"), QUESTION, follow=True)

    pause = Pause.objects.get()
    assert (pause.question, pause.answer_by, pause.asked_by) == (
        "是小学门口那盏灯吗？", date(2026, 3, 17), clerk,
    )  # fmt: skip
    assert fresh(handled).paused_on == date(2026, 3, 10)
    assert "2026-03-10 起暂停计时" in page.text
    assert "登记反映人的回答" in labels(client, handled)
    assert "请反映人补充" not in labels(client, handled)
    assert client.post(url(handled, "ask/"), QUESTION).status_code == 409


@pytest.mark.parametrize(
    "changes", [{"question": ""}, {"answer_by": "2026-03-10"}, {"answer_by": "2027-03-10"}]
)
def test_bad_question_asks_nobody_and_loses_nothing(sign_in, handled, clerk, changes):
    page = sign_in(clerk).post(url(handled, "ask/"), QUESTION | changes)

    assert page.status_code == 422
    assert page.context["form"]["question"].value() == (QUESTION | changes)["question"]
    assert not Pause.objects.exists()


def test_late_matter_is_not_asked_about(sign_in, handled, clerk, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(2026, 6, 3))

    page = sign_in(clerk).post(url(handled, "ask/"), QUESTION | {"answer_by": "2026-06-09"})

    assert page.status_code == 422
    assert "不能再暂停计时" in page.text


def test_answer_is_kept_and_the_days_are_given_back(sign_in, handled, clerk, monkeypatch):
    client = sign_in(clerk)
    client.post(url(handled, "ask/"), QUESTION)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(2026, 3, 13))
    client = sign_in(clerk)  # the sitting of three days ago is over
    assert "是小学门口那盏灯吗？" in client.get(url(handled, "resume/")).text

    page = client.post(
        url(handled, "resume/"), {"answer": "是的。", "ended_on": "2026-03-13"}, follow=True
    )

    pause = Pause.objects.get()
    assert (pause.answer, pause.ended_on, pause.ended_why) == (
        "是的。", date(2026, 3, 13), "反映人已经回答。",
    )  # fmt: skip
    matter = fresh(handled)
    assert (matter.paused_on, matter.due_on) == (None, date(2026, 6, 5))
    assert "是的。" in page.text
    assert client.post(url(handled, "resume/"), {"answer": "再"}).status_code == 409


def test_going_on_without_an_answer_says_why(sign_in, handled, clerk):
    client = sign_in(clerk)
    client.post(url(handled, "ask/"), QUESTION)

    refused = client.post(url(handled, "resume/"), {"ended_on": "2026-03-10"})
    early = client.post(url(handled, "resume/"), {"reason": "不用问了", "ended_on": "2026-03-09"})
    assert [refused.status_code, early.status_code] == [422, 422]
    client.post(url(handled, "resume/"), {"reason": "不用问了", "ended_on": "2026-03-10"})

    assert Pause.objects.get().ended_why == "不用问了"
    assert fresh(handled).due_on == date(2026, 6, 2)


# --- more time ---
REQUEST = {
    "until": "2026-08-01", "reason": "要等汛期过后开挖", "consent": "王代表 3 月 9 日同意",
    "asked_by_name": "李主任",
}  # fmt: skip


def ask_path(matter):
    return url(matter, f"ask-extension/{matter.main_assignment().pk}/")


def test_request_is_entered_and_granted_by_the_chair(sign_in, handled, clerk, chair, unit_user):
    client = sign_in(clerk)
    assert "最晚 2026-09-02（交办之日起6个月）" in client.get(ask_path(handled)).text
    client.post(ask_path(handled), REQUEST)
    request = ExtensionRequest.objects.get()
    assert (request.state, request.asked_by, request.until) == ("asked", clerk, date(2026, 8, 1))
    assert "登记村镇建设办公室的延期申请" not in labels(client, handled)
    decide = url(handled, f"extension/{request.pk}/")
    assert client.get(decide).status_code == 403

    client = sign_in(chair)
    assert "审批村镇建设办公室的延期申请" in labels(client, handled)
    page = client.get(decide).text
    for words in (
        "要等汛期过后开挖", "王代表 3 月 9 日同意", "2026-06-02", "2026-08-03", "星期一",
        "2026-09-02", "批准的延期，每天都计入",
    ):  # fmt: skip
        assert words in page
    assert fresh(handled).due_on == date(2026, 6, 2)
    client.post(decide, {"decision": "grant", "remark": "同意"})

    request.refresh_from_db()
    assert (request.state, request.decided_by, request.remark) == ("granted", chair, "同意")
    assert fresh(handled).due_on == date(2026, 8, 3)
    assert "延期申请：同意" in Message.objects.get(user=unit_user).title
    assert client.post(decide, {"decision": "refuse", "remark": "不"}).status_code == 409
    assert client.get(ask_path(handled)).status_code == 409


def test_refusal_needs_a_reason_and_leaves_the_day(sign_in, handled, chair):
    client = sign_in(chair)
    client.post(ask_path(handled), REQUEST)
    decide = url(handled, f"extension/{ExtensionRequest.objects.get().pk}/")

    assert client.post(decide, {"decision": "refuse"}).status_code == 422
    assert client.post(decide, {}).status_code == 422
    assert client.post(decide, {"decision": "maybe"}).status_code == 422
    client.post(decide, {"decision": "refuse", "remark": "理由不充分"})

    request = ExtensionRequest.objects.get()
    assert (request.state, request.remark) == ("refused", "理由不充分")
    assert fresh(handled).due_on == date(2026, 6, 2)
    assert "理由不充分" in client.get(url(handled, "change/")).text


@pytest.mark.parametrize(
    "changes",
    [{"until": "2026-09-03"}, {"until": "2026-06-02"}, {"reason": ""}, {"consent": ""}, {"until": "8月"}],
)  # fmt: skip
def test_bad_request_is_refused_with_what_was_typed(sign_in, handled, clerk, changes):
    page = sign_in(clerk).post(ask_path(handled), REQUEST | changes)

    assert page.status_code == 422
    assert page.context["form"]["reason"].value() == (REQUEST | changes)["reason"]
    assert not ExtensionRequest.objects.exists()


# --- pressing ---
def press_path(matter):
    return url(matter, f"press/{matter.main_assignment().pk}/")


def sheet(client, matter, **changes):
    form = client.get(press_path(matter)).context["form"]
    given = {name: form.initial[name] for name in ("demand", "answer_by", "seen", "kind")}
    return given | changes


def test_urging_is_numbered_printed_and_told_to_the_unit(sign_in, handled, clerk, unit_user):
    client = sign_in(clerk)
    form = client.get(press_path(handled)).context["form"]
    assert form.initial["demand"] == (
        f"2026年3月2日交你单位主办的{handled.number}号“路灯损坏，希望尽快修复”，"
        "限办日期是2026年6月2日，至今没有收到答复。请抓紧办理，并在2026年3月17日前书面回复办理情况。"
    )

    page = client.post(press_path(handled), sheet(client, handled), follow=True)

    press = Press.objects.get()
    assert (press.doc_no, press.by, press.answer_by) == (
        "催办〔2026〕1号",
        clerk,
        date(2026, 3, 17),
    )
    assert f'paper/press.pdf?of={press.pk}"' in page.text
    assert Message.objects.get(user=unit_user).title == f"{handled.number} 催办：催办〔2026〕1号"


def test_sheet_sent_twice_is_one(sign_in, handled, clerk):
    client = sign_in(clerk)
    given = sheet(client, handled)

    answers = [client.post(press_path(handled), given).status_code for _n in range(2)]

    assert (answers, Press.objects.count()) == ([302, 409], 1)


def test_supervision_is_the_chairs(sign_in, handled, clerk, chair):
    client = sign_in(clerk)
    assert (
        client.post(press_path(handled), sheet(client, handled, kind="supervise")).status_code
        == 422
    )
    assert not Press.objects.exists()

    client = sign_in(chair)
    client.post(press_path(handled), sheet(client, handled, kind="supervise"))

    assert Press.objects.get().doc_no == "督办〔2026〕1号"


@pytest.mark.parametrize("changes", [{"demand": ""}, {"answer_by": "2026-03-10"}, {"seen": "x"}])
def test_bad_sheet_presses_nobody(sign_in, handled, clerk, changes):
    client = sign_in(clerk)

    assert client.post(press_path(handled), sheet(client, handled, **changes)).status_code == 422
    assert not Press.objects.exists()


# --- who ---
def test_pages_are_guarded(
    client, sign_in, handled, other_clerk, auditor, convener, representative, unit_user
):
    for path in (url(handled, "ask/"), ask_path(handled), press_path(handled)):
        assert signed_out_stranger_reader(
            client, sign_in, path,
            (other_clerk, auditor, convener, representative.user, unit_user),
        ) == [302, 404, 404, 403, 403, 404, 404, 403, 403, 403, 403]  # fmt: skip
        client.logout()
    assert not Pause.objects.exists()
    assert not Press.objects.exists()


def test_rows_of_another_matter_are_not_there(sign_in, handled, home, chair):
    other = make_suggestion(home, step=Step.SUPERVISE, by=chair).main_assignment().pk
    client = sign_in(chair)

    for rest in (f"press/{other}/", f"ask-extension/{other}/", "extension/999/"):
        assert client.get(url(handled, rest)).status_code == 404


def test_answered_matter_is_neither_pressed_nor_extended(sign_in, home, clerk, chair):
    matter = make_suggestion(home, step=Step.FEEDBACK, by=chair, at=moment(2026, 3, 2))
    client = sign_in(clerk)

    for path in (press_path(matter), ask_path(matter)):
        assert client.get(path).status_code == 409
    assert not [label for label in labels(client, matter) if "催办" in label or "延期" in label]


def test_delivery_into_a_year_without_a_calendar_warns(sign_in, home, chair, monkeypatch):
    matter = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    client = sign_in(chair)
    assert "放假安排还没有录入，录入以后" not in client.get(url(matter, "step/4/")).text

    SpecialDay.objects.filter(date__year=2026).delete()

    assert (
        "2026年的放假安排还没有录入，录入以后这一天可能会变"
        in client.get(url(matter, "step/4/")).text
    )
