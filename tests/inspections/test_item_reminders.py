"""`manage.py remind` tells of last days once for each item, threshold and receiver."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.reminding import Run, threshold_of
from representatives.models import Message
from tests import factories

DUE = date(2026, 6, 30)


def run(*day):
    made = Run(factories.moment(*day, 7))
    made.remind()
    assert made.failed == []
    return made.posted


def told():
    return sorted(Message.objects.values_list("user__username", "title"))


@pytest.fixture
def item(home):
    return factories.make_rectification(home, due_on=DUE)


@pytest.mark.parametrize(
    ("day", "threshold"),
    [
        (date(2026, 6, 22), None), (date(2026, 6, 23), -7), (date(2026, 6, 29), -7),
        (date(2026, 6, 30), 0), (date(2026, 7, 6), 0), (date(2026, 7, 7), 7),
        (date(2026, 7, 21), 21), (date(2027, 6, 30), 364),
    ],
)  # fmt: skip
def test_thresholds(day, threshold):
    assert threshold_of(DUE, day) == threshold


def test_clerk_chair_and_who_supervises_hear_once_a_threshold(
    item, clerk, chair, representative, home
):
    factories.make_representative(home, with_account=True)
    item.supervisors.add(representative)
    names = sorted([clerk.username, chair.username, representative.user.username])

    assert run(2026, 6, 22) == 0
    assert run(2026, 6, 23) == 3
    assert run(2026, 6, 23) == 0
    assert told() == [(name, "整改2026-001：还有7天到期") for name in names]
    assert run(2026, 6, 30) == 3
    # Days without a run: the latest threshold is told, once.
    assert run(2026, 7, 20) == 3
    assert run(2026, 7, 20) == 0
    assert Message.objects.filter(title="整改2026-001：已逾期20天").count() == 3


def test_the_links_lead_each_to_their_own_page(item, clerk, representative):
    item.supervisors.add(representative)

    run(2026, 6, 30)

    links = dict(Message.objects.values_list("user", "link"))
    assert links[clerk.pk] == f"/admin/inspections/rectification/{item.pk}/"
    assert links[representative.user.pk] == f"/my/rectifications/{item.pk}/"


def test_of_a_group_all_members_hear(item, home):
    group = factories.make_group(home)
    member = factories.make_representative(home, with_account=True)
    group.memberships.create(representative=member, started_on=date(2022, 1, 1))
    item.group = group
    item.save()

    assert run(2026, 6, 30) == 1
    assert Message.objects.get().user == member.user


def test_what_is_done_or_moved_is_left_alone(item, clerk):
    item.postpone(date(2026, 7, 31), by=clerk, note="下雨")
    assert run(2026, 6, 30) == 0
    assert run(2026, 7, 24) == 1
    item.report_done(date(2026, 7, 25), by=clerk, note="好了")
    assert run(2026, 7, 31) == 0


def test_answers_to_opinions_and_reports_are_asked_for(home, clerk):
    unit = factories.make_unit(home)
    inspection = factories.make_inspection(home)
    inspection.send_opinions(unit, date(2026, 4, 20), DUE)
    report = factories.make_special_report(home, unit=unit)
    report.send_opinions(unit, date(2026, 4, 20), DUE)

    assert run(2026, 7, 1) == 2
    assert {title for _name, title in told()} == {
        "检查石矿安全生产的意见反馈：已逾期1天",
        "关于安全生产工作情况的报告的意见反馈：已逾期1天",
    }
    report.take_answer(date(2026, 7, 2), "办了")
    assert run(2026, 7, 7) == 1


def test_who_supervises_hears_of_a_new_item_and_when_it_is_said_to_be_done(
    item, representative, clerk, sign_in
):
    change = reverse("admin:inspections_rectification_change", args=[item.pk])
    client = sign_in(clerk)
    typed = {
        "source": "inspectorate", "inspectorate": "督察组", "case_number": "X1", "problem": "扬尘",
        "demand": "苫盖", "unit": item.unit_id, "supervisors": [representative.pk],
    }  # fmt: skip
    for _ in range(2):
        assert client.post(change, typed | {"seen": 10**6}).status_code == 302
    move = reverse("admin:inspections_rectification_move", args=[item.pk, "report"])
    client.post(move, {"day": "2026-6-20", "note": "好了"})

    assert told() == [
        (representative.user.username, "整改2026-001：单位已报完成，请去核查"),
        (representative.user.username, "请您盯着：整改2026-001"),
    ]


def test_a_dry_run_writes_nothing(item, clerk):
    made = Run(factories.moment(2026, 6, 30, 7), dry_run=True)
    made.remind()

    assert (made.posted, Message.objects.count()) == (1, 0)


def test_numbers_of_persons_do_not_go_out(home, clerk):
    factories.make_rectification(home, due_on=DUE, problem="找老张 13800138000 问")

    run(2026, 6, 30)

    assert "13800138000" not in Message.objects.get().text
