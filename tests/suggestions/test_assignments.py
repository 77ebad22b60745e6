"""What a unit does with a matter: signs, speaks with people, returns it, answers, promises."""

from datetime import date, timedelta

import pytest

from suggestions.models import Assignment, Clock, Commitment, Press, UnitLink
from suggestions.pipeline import Step, StepRefused, StepTaken
from tests.factories import make_reply_class, make_suggestion, make_unit, make_volume, moment
from tests.suggestions.moving import DAY, facts_for

NAME = "镇水利站（李主任）"


@pytest.fixture
def delivered(home, chair):
    return make_suggestion(home, step=Step.DELIVER, by=chair)


def fresh(assignment):
    return Assignment.objects.select_related("suggestion", "unit").get(pk=assignment.pk)


def test_main_unit_signs_by_its_link_and_the_matter_moves_on(delivered):
    assignment = fresh(delivered.main_assignment())

    assignment.acknowledge(on=date(2026, 3, 3), name="李主任", by_name=NAME, at=DAY)
    fresh(assignment).acknowledge(on=date(2026, 3, 4), name="别人", by_name=NAME, at=DAY)

    delivered.refresh_from_db()
    assert (delivered.step, assignment.acknowledged_by) == (Step.SUPERVISE, "李主任")
    last = delivered.records.last()
    assert (last.by, last.by_name) == (None, NAME)
    assert fresh(assignment).acknowledged_on == date(2026, 3, 3)


def test_assisting_unit_signs_and_returns_without_moving_the_matter(home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    units = {"main_unit": make_unit(home), "assisting": [make_unit(home)]}
    suggestion.advance(Step.DELIVER, by=chair, at=DAY, **units)
    assist = fresh(suggestion.assignments.get(role="assist"))

    assist.acknowledge(on=DAY.date(), name="赵站长", by_name=NAME, at=DAY)
    assist.give_back(on=DAY.date(), reason="不归我站", by_name=NAME, at=DAY)

    suggestion.refresh_from_db()
    assert suggestion.step == Step.DELIVER
    assert suggestion.main_assignment().returned_on is None
    assert [event.kind for event in suggestion.events.all()] == ["acknowledged", "returned"]
    assert not suggestion.due_dates.running().filter(clock=Clock.REDELIVER).exists()


@pytest.mark.parametrize("step", [Step.DELIVER, Step.SUPERVISE])
def test_unit_returns_within_its_days_and_staff_classify_again(home, chair, clerk, step):
    suggestion = make_suggestion(home, step=step, by=chair)
    assignment = fresh(suggestion.main_assignment())
    last_day = assignment.return_by

    assignment.give_back(
        on=last_day, reason="不归我单位", proposal="县公路段", by_name=NAME, today=last_day
    )

    suggestion.refresh_from_db()
    assert (suggestion.step, suggestion.due_on) == (step, date(2026, 3, 20))
    assert (assignment.return_proposal, suggestion.main_assignment()) == ("县公路段", None)
    with pytest.raises(StepRefused, match="重新分类" if step == Step.DELIVER else "不能直接进入"):
        suggestion.advance(Step.SUPERVISE, by=clerk, at=moment(2026, 3, 12))
    at = moment(2026, 3, 13)
    suggestion.advance(Step.CLASSIFY, by=clerk, at=at, **facts_for(Step.CLASSIFY, home))
    assert suggestion.due_on == date(2026, 3, 20)
    suggestion.advance(Step.DELIVER, by=clerk, at=at, main_unit=make_unit(home))
    assert (suggestion.due_on, suggestion.round_no) == (date(2026, 6, 15), 1)
    with pytest.raises(StepTaken, match="退回或者答复"):
        fresh(assignment).give_back(on=last_day, reason="再退", by_name=NAME, today=last_day)


def test_after_its_days_only_the_supervisor_takes_it_back(delivered, clerk, chair):
    late = delivered.main_assignment().return_by + timedelta(days=1)

    for who in ({"by_name": NAME}, {"by": clerk}):
        with pytest.raises(StepRefused, match="只能由主席"):
            fresh(delivered.main_assignment()).give_back(
                on=late, reason="不归我", today=late, **who
            )
    fresh(delivered.main_assignment()).give_back(on=late, reason="改交", by=chair, today=late)

    assert delivered.events.get().kind == "taken_back"


def test_first_contact_stops_its_clock(delivered):
    assignment = fresh(delivered.main_assignment())
    with pytest.raises(StepRefused, match="沟通日期"):
        assignment.contact(on=date(2026, 3, 11), note="电话", by_name=NAME, at=DAY)

    assignment.contact(on=date(2026, 3, 9), note="到村里看了", by_name=NAME, at=DAY)

    assert fresh(assignment).contacted_on == date(2026, 3, 9)
    assert assignment.due_dates.get(clock=Clock.CONTACT).on_time is True


# --- links ---
def test_new_link_kills_the_older_one(delivered, clerk):
    assignment = delivered.main_assignment()
    first = UnitLink.objects.of(assignment)

    second = UnitLink.objects.issue(assignment, clerk)

    assert UnitLink.objects.find(second.token) == second == UnitLink.objects.of(assignment)
    dead = UnitLink.objects.find(first.token)
    assert (dead, dead.is_current) == (first, False)
    UnitLink.objects.update(made_at=moment(2026, 3, 3))
    assert UnitLink.objects.of(assignment).ends_on == assignment.due_on + timedelta(days=60)
    for nonsense in ("", "x", "x" * 65, first.token[:-1]):
        assert UnitLink.objects.find(nonsense) is None


# --- sending back, promising ---
def draft(home, suggestion, **fields):
    facts = {"reply_class": make_reply_class(home), "text": "正在联系厂家。", "by_name": NAME}
    return suggestion.main_assignment().answer(
        replied_on=date(2026, 3, 20), at=moment(2026, 3, 20), **facts | fields
    )


def test_reply_sent_back_runs_its_own_clock_and_keeps_the_flag(home, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    reply = draft(home, suggestion)
    with pytest.raises(StepRefused, match="哪里要改"):
        reply.send_back(chair, "", moment(2026, 3, 23))

    reply.send_back(chair, "请写明哪天修好", moment(2026, 3, 23))

    suggestion.refresh_from_db()
    assert (reply.state, suggestion.due_on) == ("sent_back", date(2026, 3, 30))
    with pytest.raises(StepTaken):
        reply.approve(chair, moment(2026, 3, 24))
    reply.revise(by_name=NAME, text="已经修好。", at=moment(2026, 3, 25))
    assert (reply.state, reply.text) == ("draft", "已经修好。")
    assert suggestion.main_assignment().on_time is True
    reply.approve(chair, moment(2026, 3, 26))
    assert reply.remark == ""


def test_reply_sent_back_leaves_the_clock_of_another_draft_running(home, chair):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    units = {"main_unit": make_unit(home), "assisting": [make_unit(home)]}
    suggestion.advance(Step.DELIVER, by=chair, at=DAY, **units)
    suggestion.advance(Step.SUPERVISE, by=chair, at=DAY, acknowledged_by="李主任")
    first = draft(home, suggestion)
    fresh(suggestion.assignments.get(role="assist")).answer(
        replied_on=date(2026, 3, 20), at=moment(2026, 3, 20), by_name=NAME, text="配合。",
        reply_class=make_reply_class(home),
    )  # fmt: skip

    first.send_back(chair, "请写明哪天修好", moment(2026, 3, 23))

    running = suggestion.due_dates.running().values_list("clock", flat=True)
    assert {Clock.APPROVE, Clock.REVISE} & set(running) == {Clock.APPROVE, Clock.REVISE}


def promising(home, suggestion, chair, promised_on=date(2026, 9, 30)):
    kind = make_reply_class(home, code="B", counts_as_resolved=False, needs_commitment=True)
    reply = draft(home, suggestion, reply_class=kind, promised_on=promised_on, promise="换新灯")
    reply.approve(chair, moment(2026, 3, 23))
    reply.publish(moment(2026, 3, 23), by=chair)
    suggestion.refresh_from_db()
    return reply.commitment


@pytest.mark.parametrize("promised_on", [None, date(2026, 3, 20), date(2028, 3, 21)])
def test_class_that_promises_needs_a_sensible_day(home, chair, promised_on):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)

    with pytest.raises(StepRefused, match="承诺"):
        promising(home, suggestion, chair, promised_on)

    assert not suggestion.replies.exists()
    assert suggestion.main_assignment().answered_on is None


def test_nothing_is_archived_with_an_open_promise(home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    promise = promising(home, suggestion, chair)
    at = moment(2026, 3, 25)
    suggestion.advance(Step.FEEDBACK, by=clerk, at=at, told_on=date(2026, 3, 25), way="phone")
    archive = {"by": clerk, "at": moment(2026, 10, 9), "volume": make_volume(home)}

    with pytest.raises(StepRefused, match="承诺还没有落实"):
        suggestion.advance(Step.ARCHIVE, **archive)
    assert list(Commitment.objects.broken(date(2026, 9, 30))) == []
    assert list(Commitment.objects.broken(date(2026, 10, 1))) == [promise]
    with pytest.raises(StepRefused, match="还没有结果"):
        promise.tell_voter(by=clerk, told_on=date(2026, 4, 1), way="phone")
    answer_again(home, promise, chair, date(2026, 9, 29))
    with pytest.raises(StepRefused, match="落实情况还没有告知"):
        suggestion.advance(Step.ARCHIVE, **archive)
    promise.refresh_from_db()
    promise.tell_voter(by=clerk, told_on=date(2026, 10, 8), way="phone")
    suggestion.advance(Step.ARCHIVE, **archive)

    assert (promise.is_kept, promise.on_time, suggestion.step) == (True, True, Step.ARCHIVE)
    assert not suggestion.due_dates.running().exists()


def answer_again(home, promise, chair, day, **fields):
    facts = {"reply_class": make_reply_class(home), "text": "换好了。", "by_name": NAME}
    reply = promise.answer_again(replied_on=day, at=moment(*day.timetuple()[:3]), **facts | fields)
    reply.approve(chair, moment(*day.timetuple()[:3]))
    reply.publish(moment(*day.timetuple()[:3]), by=chair)
    return reply


def test_promise_renewed_late_is_a_new_promise(home, chair):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    first = promising(home, suggestion, chair)
    kind = make_reply_class(home, code="B")

    reply = answer_again(
        home, first, chair, date(2026, 10, 8), reply_class=kind, promised_on=date(2026, 12, 1)
    )

    first.refresh_from_db()
    assert (first.is_kept, first.on_time, reply.seq) == (False, False, 2)
    assert list(Commitment.objects.open()) == [reply.commitment]
    assert suggestion.due_dates.running().get(clock=Clock.PROMISE).due_on == date(2026, 12, 1)
    with pytest.raises(StepTaken):
        first.answer_again(replied_on=date(2026, 10, 9), reply_class=kind, text="又", by_name=NAME)


# --- pressing ---
def test_presses_are_numbered_by_kind_and_year(home, chair, clerk):
    rows = [make_suggestion(home, step=Step.SUPERVISE, by=chair) for _ in range(2)]
    facts = {"demand": "请在一周内答复", "answer_by": date(2026, 3, 20), "at": DAY}

    sheets = [
        Press.objects.issue(row.main_assignment(), kind=kind, by=chair, **facts)
        for row in rows
        for kind in ("urge", "supervise")
    ]

    assert [sheet.doc_no for sheet in sheets] == [
        "催办〔2026〕1号", "督办〔2026〕1号", "催办〔2026〕2号", "督办〔2026〕2号",
    ]  # fmt: skip
    with pytest.raises(StepRefused, match="主席签发"):
        Press.objects.issue(rows[0].main_assignment(), kind="supervise", by=clerk, **facts)
    draft(home, rows[0])
    with pytest.raises(StepTaken):
        Press.objects.issue(fresh(rows[0].assignments.get()), kind="urge", by=clerk, **facts)
