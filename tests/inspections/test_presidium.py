"""The presidium: members, planning a meeting, requests, decisions, minutes, papers."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspections.models import (
    Decision,
    PresidiumMeeting,
    PresidiumMember,
    PresidiumRequest,
    PresidiumRule,
)
from inspections.presidium import papers
from inspections.presidium.minutes import decisions_text
from inspections.presidium.wording import budget_word, named, quorum_sentence
from representatives.models import Activity, DutyRecord, Message, OfficialDocument
from tests import factories
from tests.racing import race, real_database

HOSTILE = "<script>alert(1)</script>电话13800138000"


def address(name, *args):
    return reverse(f"admin:inspections_{name}", args=args)


def votes(number=3, **more):
    return {"title": "修缮敬老院", "text": "由镇里办好。", "votes_for": number} | more


@pytest.fixture
def members(home):
    return factories.make_presidium(home, size=5)


@pytest.fixture
def meeting(home, members):
    return factories.make_presidium_meeting(home, members)


@pytest.mark.parametrize(
    ("members", "present", "may_meet"), [(9, 5, True), (9, 4, False), (8, 4, False), (8, 5, True)]
)
def test_the_quorum_is_more_than_half_of_all_members(members, present, may_meet):
    said = quorum_sentence(members, present)

    assert said.startswith(f"应到 {members} 人，实到 {present} 人，")
    assert ("过半数，可以开会" in said and "没有" not in said) is may_meet


def test_words_of_budget_and_names():
    assert budget_word("追加资金", "作为预算调整") == "预算"
    assert budget_word("组织代表检查石料厂") == ""
    assert named("甲乙丙") == "甲、乙、丙"
    assert named("甲乙丙丁") == "甲、乙、丙等4名代表"


def test_too_few_and_too_many_members_by_the_rule_of_the_home(home):
    rule = PresidiumRule.of(home)
    assert [bool(rule.problem(count)) for count in (6, 7, 13, 14, 17, 18)] == [
        True, False, False, True, True, True,
    ]  # fmt: skip

    PresidiumRule.objects.create(home=home, least=9, usual=9, most=11, legal_basis="本省规定")

    assert PresidiumRule.of(home).problem(8) == "主席团现有 8 人，少于 9 人。依据：本省规定。"


def test_a_home_has_one_rule(home, clerk, sign_in):
    PresidiumRule.objects.create(home=home)
    given = {"least": "5", "usual": "9", "most": "11", "legal_basis": "条例"}

    answer = sign_in(clerk).post(address("presidiumrule_add"), given)

    assert "本代表之家已经登记过这一项" in answer.text
    assert PresidiumRule.objects.get().least == 7


def test_a_member_needs_a_mandate_of_the_township_in_that_term(home, clerk, sign_in):
    term, person = factories.make_term(home), factories.make_representative(home, in_office=False)
    given = {"term": term.pk, "representative": person.pk, "seat": "member"}
    given["started_on"] = "2026-01-01"

    refused = sign_in(clerk).post(address("presidiummember_add"), given)

    assert "不能是主席团成员" in refused.content.decode()
    assert PresidiumMember.objects.count() == 0
    sitting = factories.make_representative(home)
    sign_in(clerk).post(address("presidiummember_add"), given | {"representative": sitting.pk})
    assert PresidiumMember.objects.get().representative == sitting


def test_a_meeting_is_planned_with_its_members_and_a_request(home, clerk, sign_in, members):
    guest = factories.make_representative(home)
    asking = factories.make_representative(home, with_account=True)
    row = factories.make_request(home, [asking], subject="修桥")
    given = {
        "number": "3", "title": "主席团第3次会议", "starts_at": "2026-12-10 09:00",
        "place": "镇政府", "agenda": "讨论工作报告", "requests": [row.pk], "observers": [guest.pk],
    }  # fmt: skip

    answer = sign_in(clerk).post(address("presidiummeeting_add"), given)

    meeting = PresidiumMeeting.objects.get()
    assert answer.url == address("presidiummeeting_change", meeting.pk)
    assert (meeting.members, meeting.number) == (5, 3)
    lists = meeting.activity.attendances.values_list("representative", "part")
    assert set(lists) == {(one.representative_id, "member") for one in members} | {
        (guest.pk, "observer")
    }
    assert meeting.activity.agenda == "讨论工作报告\n研究代表请求：修桥"
    row.refresh_from_db()
    assert (row.state, row.meeting) == ("on_agenda", meeting)
    assert Message.objects.get(user=asking.user).title == "您的请求列入议题：修桥"
    early = given | {"number": "4", "starts_at": "2026-12-09 09:00"}
    answer = sign_in(clerk).post(address("presidiummeeting_add"), early)
    assert "次数要按日期的先后排：第 3 次会议是 2026-12-10" in answer.content.decode()
    again = sign_in(clerk).post(address("presidiummeeting_add"), given)
    assert (again.status_code, PresidiumMeeting.objects.count()) == (422, 1)
    assert "本届已经有第 3 次会议" in again.content.decode()


def test_members_who_come_and_go_before_the_meeting_are_counted(home, clerk, sign_in, members):
    day = timezone.now() + timezone.timedelta(days=20)
    meeting = PresidiumMeeting.objects.call(
        members[0].term, number=1, title="第1次会议", starts_at=day
    )
    person = factories.make_representative(home)
    given = {
        "term": members[0].term_id, "representative": person.pk, "seat": "member",
        "started_on": "2026-01-01",
    }  # fmt: skip

    sign_in(clerk).post(address("presidiummember_add"), given)

    meeting.refresh_from_db()
    assert (meeting.members, meeting.majority) == (6, 4)
    assert meeting.activity.attendances.filter(representative=person).exists()


def test_guests_on_the_list_do_not_make_the_quorum(home, members):
    meeting = factories.make_presidium_meeting(home, members, present=2)
    guest = factories.make_representative(home)
    meeting.activity.attendances.create(representative=guest, state="present")

    assert (meeting.present(), meeting.is_quorate) == (2, False)


def test_a_decision_is_written_down_once_and_the_requesters_hear_of_it(
    home, clerk, sign_in, meeting
):
    asking = factories.make_representative(home, with_account=True)
    row = factories.make_request(home, [asking], subject="修桥")
    row.put_on_agenda(meeting)
    unit = factories.make_unit(home)
    given = votes(4, votes_against="1", request=row.pk, executor=unit.pk, due_on="2026-07-01")

    sign_in(clerk).post(address("meeting_decide", meeting.pk), given)

    decision = Decision.objects.get()
    assert (decision.request, decision.is_carried, decision.votes_abstained) == (row, True, 0)
    row.refresh_from_db()
    assert row.state == "decided"
    message = Message.objects.get(user=asking.user)
    assert message.text.startswith("主席团会议表决：赞成4票，反对1票，弃权0票，通过。")
    twice = sign_in(clerk).post(address("meeting_decide", meeting.pk), given)
    assert (twice.status_code, Decision.objects.count()) == (422, 1)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (votes(6), "合计 6 票，出席的只有 5 人"),
        (votes(due_on="2026-01-01"), "应完成日期早于会议那天"),
        (votes("三"), "请填写整数"),
        (votes(amount="-5"), "请填写数字"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(clerk, sign_in, meeting, given, wrong):
    answer = sign_in(clerk).post(address("meeting_decide", meeting.pk), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert wrong in page
    assert "由镇里办好。" in page
    assert Decision.objects.count() == 0


def test_without_a_quorum_the_form_says_so(home, clerk, sign_in, members):
    meeting = factories.make_presidium_meeting(home, members, present=2)

    answer = sign_in(clerk).post(address("meeting_decide", meeting.pk), votes(2))

    assert "不到全体 5 人的过半数（3 人），会议不能作决定" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_what_belongs_to_the_congress_is_proposed_once_and_may_be_refused(clerk, sign_in, meeting):
    given = votes(text="作为预算调整提请大会。")
    page = address("meeting_decide", meeting.pk)

    asked = sign_in(clerk).post(page, given)

    assert asked.status_code == 422
    form = asked.context["form"]
    assert (form["needs_congress"].value(), form["warned"].value()) == (True, "预算")
    assert "地方组织法第十二条" in form.errors["needs_congress"][0]
    sign_in(clerk).post(page, given | {"warned": "预算"})
    sign_in(clerk).post(page, given | {"title": "另一项", "warned": "预算", "needs_congress": "on"})
    found = Decision.objects.order_by("pk").values_list("needs_congress", flat=True)
    assert list(found) == [False, True]


def test_follow_up_with_the_congress(home, clerk, sign_in, meeting):
    decision = factories.make_decision(home, meeting=meeting, needs_congress=True)
    session = factories.make_session(home, starts_at=factories.moment(2026, 7, 16))
    page = address("decision_follow", decision.pk)
    seen = sign_in(clerk).get(page).context["form"].initial["seen"]
    given = {"follow_up": "已付清", "done_on": "2026-08-06", "amount": "864000", "seen": seen}

    wrong = sign_in(clerk).post(page, given | {"congress_on": "2026-07-16"})
    early = sign_in(clerk).post(page, given | {"done_on": "2026-04-01"})
    assert Decision.objects.owed_to_congress().get() == decision
    sign_in(clerk).post(page, given | {"session": session.pk, "congress_on": "2026-07-16"})

    assert "要选是哪一次大会" in wrong.content.decode()
    assert "完成日期早于作决定的会议" in early.content.decode()
    decision.refresh_from_db()
    assert (decision.amount, decision.session) == (Decimal("864000.00"), session)
    assert not Decision.objects.owed_to_congress().exists()
    late = sign_in(clerk).post(page, given | {"follow_up": "别人先改了"})
    assert "刚刚有别人改过" in late.content.decode()
    decision.refresh_from_db()
    assert decision.follow_up == "已付清"


def test_a_correction_counts_the_votes_again_and_tells_the_requesters(
    home, clerk, sign_in, meeting
):
    asking = factories.make_representative(home, with_account=True)
    row = factories.make_request(home, [asking])
    row.put_on_agenda(meeting)
    decision = factories.make_decision(home, meeting=meeting, request=row, votes_for=4)
    row.decide(meeting)
    page = address("decision_edit", decision.pk)
    seen = sign_in(clerk).get(page).context["form"].initial["seen"]

    sign_in(clerk).post(page, votes(2, votes_against="2", seen=seen))

    decision.refresh_from_db()
    assert (decision.is_carried, decision.request, decision.title) == (False, row, "修缮敬老院")
    assert "未通过" in Message.objects.get(user=asking.user).text
    gone = sign_in(clerk).post(reverse("admin:inspections_decision_delete", args=[decision.pk]))
    assert gone.status_code == 403


def test_staff_put_on_answer_and_withdraw_and_a_late_click_is_told(home, clerk, sign_in, members):
    asking = factories.make_representative(home, with_account=True)
    row = factories.make_request(home, [asking], subject="修桥")
    meeting = PresidiumMeeting.objects.call(
        members[0].term, number=2, title="第2次会议", starts_at=factories.moment(2026, 12, 1)
    )

    def act(name, **given):
        return sign_in(clerk).post(address("request_act", row.pk, name), given)

    assert act("agenda").status_code == 422
    act("agenda", meeting=meeting.pk)
    assert PresidiumMeeting.objects.get().activity.agenda == "研究代表请求：修桥"
    act("off")
    assert PresidiumMeeting.objects.get().activity.agenda == ""
    act("answer", answer="不属于主席团职权。")
    row.refresh_from_db()
    assert (row.state, row.meeting, row.answer) == ("answered", None, "不属于主席团职权。")
    titles = list(Message.objects.filter(user=asking.user).values_list("title", flat=True))
    assert sorted(titles) == ["您的请求列入议题：修桥", "您的请求有了答复：修桥"]
    assert act("withdraw").status_code == 409
    assert act("nonsense").status_code == 404


def test_the_agenda_follows_the_subject_of_a_request(home, clerk, sign_in, meeting):
    person = factories.make_representative(home)
    meeting.add_topic("讨论工作报告")
    row = factories.make_request(home, [person], subject="修桥")
    row.put_on_agenda(meeting)
    page = address("presidiumrequest_edit", row.pk)
    seen = sign_in(clerk).get(page).context["adminform"].form.seen
    given = {
        "subject": "修两座桥", "reasons": "窄。", "requesters": [person.pk], "seen": seen,
        "received_on": "2026-04-01",
    }  # fmt: skip

    answer = sign_in(clerk).post(page, given)

    assert answer.url == address("presidiumrequest_change", row.pk)
    agenda = Activity.objects.get(pk=meeting.activity_id).agenda
    assert agenda == "讨论工作报告\n研究代表请求：修两座桥"


def test_of_two_who_move_a_request_one_is_told(home, meeting):
    row = factories.make_request(home, [])
    row.put_on_agenda(meeting)
    same = PresidiumRequest.objects.get(pk=row.pk)

    assert row.decide(meeting)
    assert not same.withdraw()
    assert not same.put_on_agenda(meeting)
    same.refresh_from_db()
    assert (same.state, same.meeting) == ("decided", meeting)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_told(home, clerk, meeting, tmp_path):
    planned = {
        "number": 1, "title": "第一次", "starts_at": "2026-01-10 09:00", "place": "镇政府",
    }  # fmt: skip
    pages = [
        (address("meeting_decide", meeting.pk), votes()),
        (address("presidiummeeting_add"), planned),
    ]
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    with real_database(tmp_path):
        found = [race(2, lambda n, page=page: clients[n].post(*page).status_code) for page in pages]
        # This thread looks at another database (see `real_database`).
        made = race(1, lambda _n: (Decision.objects.count(), PresidiumMeeting.objects.count()))

    assert [sorted(codes) for codes in found] == [[302, 422], [302, 422]]
    assert made == [(1, 2)]


def test_a_request_entered_twice_by_staff_is_one(home, clerk, sign_in):
    person = factories.make_representative(home)
    given = {
        "key": "once", "subject": HOSTILE, "reasons": "老桥窄。", "requesters": [person.pk],
        "received_on": "2026-04-01",
    }  # fmt: skip
    page = address("presidiumrequest_add")

    first, again = (sign_in(clerk).post(page, given) for _ in range(2))

    assert first.url == again.url
    shown = sign_in(clerk).get(first.url).content.decode()
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_minutes_are_written_from_decisions_and_become_one_letter(
    home, clerk, sign_in, members, meeting
):
    factories.make_decision(home, meeting=meeting, title="修桥", text="今年修好。", votes_for=4)
    page = address("meeting_minutes", meeting.pk)

    drawn = sign_in(clerk).get(page).context["form"].initial
    sign_in(clerk).post(page, drawn | {"host": "王主席", "recorder": "小李"})
    for _ in range(2):
        sign_in(clerk).post(address("meeting_letter", meeting.pk))

    activity = Activity.objects.get(pk=meeting.activity_id)
    said = "一、修桥：今年修好。（赞成4票，反对0票，弃权0票，通过）"
    assert (activity.decisions, activity.host) == (said, "王主席")
    letter = OfficialDocument.objects.get()
    assert (letter.kind, letter.signed_on) == ("minutes", date(2026, 4, 15))
    assert letter.body.endswith(said)
    assert letter.present.count("、") == 4
    assert DutyRecord.objects.filter(content=meeting.activity.title).count() == 5


def test_papers_bear_hostile_text(home, meeting):
    decision = factories.make_decision(
        home, meeting=meeting, title=f"{HOSTILE}\U0001f600", text="=1+1\n" * 200
    )
    meeting.activity.agenda = f"{HOSTILE}\n第二项"
    made = [make(meeting) for _title, make in papers.MEETING_PAPERS.values()]
    made += [papers.order_pdf(decision), papers.decisions_pdf(home, [decision] * 2)]

    assert [content[:5] for content in made] == [b"%PDF-"] * 5
    assert "13800138000" not in papers.order_facts(decision).title
    assert HOSTILE in decisions_text(meeting)


@pytest.mark.parametrize("name", ["overview", "meeting", "decision", "request"])
def test_pages_need_no_more_queries_for_more_rows(
    home, clerk, sign_in, meeting, name, django_assert_max_num_queries
):
    asking = [factories.make_representative(home) for _ in range(3)]
    decision = factories.make_decision(home, meeting=meeting, due_on=date(2026, 5, 1))
    row = factories.make_request(home, asking[:1])
    factories.make_request(home, asking).put_on_agenda(meeting)
    pages = {
        "overview": address("presidium"),
        "meeting": address("presidiummeeting_change", meeting.pk),
        "decision": address("decision_change", decision.pk),
        "request": address("presidiumrequest_change", row.pk),
    }
    client = sign_in(clerk)
    client.get(pages[name])

    with django_assert_max_num_queries(100) as few:
        client.get(pages[name])
    for place in range(3):
        other = factories.make_request(home, asking, subject=f"请求{place}")
        other.put_on_agenda(meeting)
        factories.make_request(home, asking)
        factories.make_decision(
            home, meeting=meeting, request=other, executor=factories.make_unit(home),
            due_on=date(2026, 5, 1), needs_congress=True,
        )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        client.get(pages[name])
