"""Reminders of last days: who gets which, once, whatever runs at once or did not run at all."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from representatives.models import Delivery, Message
from suggestions.clocks.reminders import text_of, thresholds_reached
from suggestions.clocks.reminding import Run
from suggestions.models import Pause, Suggestion
from suggestions.pipeline import Step
from tests.factories import (
    make_channel,
    make_representative,
    make_suggestion,
    make_unit,
    moment,
    publish_reply,
)
from tests.racing import race, real_database

DUE = date(2026, 6, 2)  # of a reply to what was handed over on 2 March


def at(day):
    return moment(day.year, day.month, day.day, 8)


def run(day, **options):
    done = Run(at(day), **options)
    done.end_silences()
    done.remind()
    return done


def received(user, clock="答复（一般）"):
    """(days from the last day by its key) of what somebody got about one clock."""
    rows = Message.objects.filter(user=user, title__contains=clock).order_by("pk")
    return [int(row.key.split(":")[3]) for row in rows]


@pytest.fixture
def unit(home, unit_user):
    found = make_unit(home, name="村镇建设办公室")
    found.accounts.add(unit_user)
    return found


@pytest.fixture
def matter(home, chair, clerk, unit, representative):
    found = make_suggestion(home, step=Step.CLASSIFY, by=chair, representative=representative)
    found.advance(Step.DELIVER, by=chair, at=moment(2026, 3, 2), main_unit=unit)
    found.advance(Step.SUPERVISE, by=chair, at=moment(2026, 3, 2), acknowledged_by="李主任")
    found.due_dates.filter(clock="contact").stop(date(2026, 3, 3))
    return found


def test_each_threshold_comes_once_on_its_day(matter, clerk, unit_user):
    days = {day: run(DUE + timedelta(days=day)).posted for day in (-16, -15, -14, -7, -7, -1)}

    assert [day for day, posted in days.items() if posted] == [-15, -1]  # -7 the second time none
    assert received(clerk) == received(unit_user) == [-15, -7, -1]


def test_nobody_hears_before_and_all_hear_after_the_last_day(
    matter, clerk, chair, unit_user, representative
):
    run(DUE)
    assert (received(chair), received(representative.user)) == ([], [])

    run(DUE + timedelta(days=1))

    assert received(clerk) == received(unit_user) == [-15, -7, -1, 1]
    assert received(chair) == received(representative.user) == [1]


def test_words_name_number_day_and_unit_but_nobody(matter, clerk, unit_user):
    run(DUE - timedelta(days=7))

    message = Message.objects.filter(user=unit_user).order_by("pk").last()
    assert message.title == f"{matter.number} 答复（一般）：还有7天到期"
    assert message.text == (
        "路灯损坏，希望尽快修复\n村镇建设办公室：答复（一般），最后一天是2026年6月2日（星期二），"
        "还有7天到期。\n依据：代表法第五十一条。"
    )
    staff = Message.objects.filter(user=clerk).order_by("pk").last()
    assert staff.link == f"/admin/suggestions/suggestion/{matter.pk}/change/"


def test_nothing_is_lost_after_ten_days_without_running(matter, clerk):
    run(DUE - timedelta(days=9))
    run(DUE + timedelta(days=1))

    assert received(clerk) == [-15, -7, -1, 1]
    late = Message.objects.filter(user=clerk, key__contains=":-7:").get()
    assert "（这条提醒没有按时发出，现在补发。）" in late.text
    assert "已逾期1天" in late.title


def test_run_twice_sends_nothing_twice(matter):
    make_channel(matter.home, "email", webhook="")
    make_channel(matter.home)
    first = run(DUE + timedelta(days=40)).posted
    rows = Message.objects.count(), Delivery.objects.count()

    again = run(DUE + timedelta(days=40)).posted

    assert first == sum(rows)
    assert (again, Message.objects.count(), Delivery.objects.count()) == (0, *rows)


@pytest.mark.django_db(transaction=True)
def test_three_at_once_send_each_message_once(tmp_path_factory, matter, clerk, chair, unit_user):
    for _n in range(5):
        make_suggestion(matter.home, step=Step.SUPERVISE, by=chair)
    with real_database(tmp_path_factory.mktemp("race")):
        done = race(3, lambda _n: run(DUE + timedelta(days=8)))
        # This thread looks at another database (see `real_database`).
        (pairs,) = race(1, lambda _n: list(Message.objects.values_list("key", "user")))

    assert [one.failed for one in done] == [[], [], []]
    assert sum(one.posted for one in done) == len(pairs)
    assert len(pairs) == len(set(pairs))
    mine = [key for key, user in pairs if user == unit_user.pk]
    assert sorted(int(key.split(":")[3]) for key in mine) == [-15, -7, -1, 1, 7]
    assert sum(user == clerk.pk and ":-7:" in key for key, user in pairs) == 6


def test_threshold_before_the_start_is_none():
    class Clock:
        start_on, due_on = date(2026, 3, 2), date(2026, 3, 9)

    assert thresholds_reached(Clock, [-15, -7, -1, 0, 1, 7], date(2026, 3, 10)) == [-7, -1, 0, 1]


def test_moved_last_day_is_reminded_of_anew(matter, clerk, chair):
    run(DUE - timedelta(days=7))
    request = matter.main_assignment().ask_extension(
        until=date(2026, 8, 3), reason="汛期", consent="王代表同意", asked_by_name="李主任"
    )
    request.grant(chair, at(DUE - timedelta(days=6)))

    run(DUE + timedelta(days=1))
    assert received(clerk) == [-15, -7]
    run(date(2026, 8, 3) - timedelta(days=7))

    assert received(clerk) == [-15, -7, -15, -7]


def test_what_stands_still_or_has_stopped_reminds_nobody(matter, home, chair, clerk):
    Pause.objects.ask(
        matter, by=chair, question="哪盏？", on=date(2026, 5, 1), answer_by=date(2026, 6, 20)
    )
    make_suggestion(home, step=Step.ARCHIVE, by=chair)

    assert run(date(2026, 6, 10)).posted == 0


def test_silence_ends_and_gives_the_days_back(matter, chair):
    Pause.objects.ask(
        matter, by=chair, question="哪盏？", on=date(2026, 3, 10), answer_by=date(2026, 3, 17)
    )
    assert run(date(2026, 3, 17)).resumed == 0

    done = run(date(2026, 3, 20))

    matter = Suggestion.objects.get(pk=matter.pk)
    assert (done.resumed, matter.paused_on, matter.due_on) == (1, None, date(2026, 6, 9))
    pause = matter.pauses.get()
    assert (pause.ended_on, pause.ended_why) == (date(2026, 3, 17), "期满没有回答，继续办理。")
    assert run(date(2026, 3, 20)).resumed == 0


# --- who ---
def test_sorting_is_the_clerks_and_late_the_chairs(home, clerk, chair, unit_user):
    make_suggestion(home)  # 5 working days from 2 March

    run(date(2026, 3, 9))
    assert (received(clerk, "梳理"), received(chair, "梳理")) == ([-1], [])
    run(date(2026, 3, 10))

    assert (received(clerk, "梳理"), received(chair, "梳理")) == ([-1, 1], [1])
    assert not Message.objects.filter(user=unit_user).exists()


def test_approving_is_the_chairs_and_telling_the_representatives(
    home, matter, clerk, chair, representative
):
    reply = matter.main_assignment().answer(
        by=clerk, replied_on=date(2026, 3, 9), at=moment(2026, 3, 9), text="修好了。",
        reply_class=home.reply_classes.create(code="A", label="已解决"),
    )  # fmt: skip
    run(date(2026, 3, 16))
    assert (received(chair, "审定"), received(clerk, "审定")) == ([-1], [])
    reply.approve(chair, moment(2026, 3, 10))
    reply.publish(moment(2026, 3, 10), by=chair)

    run(date(2026, 3, 17))

    assert received(clerk, "公布后告知") == received(representative.user, "公布后告知") == [-1]


def test_reply_sent_back_is_the_units_to_revise(home, matter, clerk, chair, unit_user):
    reply = matter.main_assignment().answer(
        by=clerk, replied_on=date(2026, 3, 9), at=moment(2026, 3, 9), text="修好了。",
        reply_class=home.reply_classes.create(code="A", label="已解决"),
    )  # fmt: skip
    reply.send_back(chair, "写清楚", moment(2026, 3, 9))

    run(date(2026, 3, 15))

    assert received(unit_user, "退回修改") == [-1]


def test_unit_without_account_is_told_by_mail_with_its_link(home, chair, settings):
    settings.SENDS_MAIL = True
    make_channel(home, "email", webhook="")
    matter = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    unit = matter.main_assignment().unit
    unit.email = "ban@example.cn"
    unit.save()

    run(DUE)

    mails = Delivery.objects.filter(title__contains="答复")
    assert {mail.address for mail in mails} == {"ban@example.cn"}
    assert len(mails) == 3


def test_other_homes_hear_nothing(matter, other_clerk, other_chair):
    run(DUE + timedelta(days=40))

    assert not Message.objects.filter(user__in=[other_clerk, other_chair]).exists()


def test_where_nobody_has_the_role_the_next_one_hears(home, chair, administrator):
    make_suggestion(home)

    run(date(2026, 3, 9))

    assert received(chair, "梳理") == [-1]


# --- the run itself ---
def test_bad_matter_stops_no_other_and_is_named(matter, home, chair, clerk, monkeypatch, capsys):
    other = make_suggestion(home, step=Step.SUPERVISE, by=chair)

    def broken(due, *args):
        if due.suggestion_id == matter.pk:
            raise ValueError(due.suggestion.content)
        return text_of(due, *args)

    monkeypatch.setattr("suggestions.clocks.reminding.text_of", broken)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(DUE))

    with pytest.raises(CommandError, match=f"有 1 件没有提醒成：{matter.number}"):
        call_command("remind")

    assert set(Message.objects.values_list("title", flat=True)) >= {
        f"{other.number} 答复（一般）：今天到期"
    }
    assert not Message.objects.filter(title__startswith=matter.number).exists()
    monkeypatch.undo()
    assert run(DUE).failed == []
    assert received(clerk).count(-1) == 2


def test_command_says_what_it_did_and_dry_run_writes_nothing(matter, monkeypatch, capsys):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(DUE))

    call_command("remind", "--dry-run")
    assert "会有 0 件恢复计时，新提醒 6 组" in capsys.readouterr().out
    assert not Message.objects.exists()
    call_command("remind")

    said = capsys.readouterr().out
    assert "新提醒 6 条" in said
    assert "已清除 0 条到期的身份信息" in said
    assert "发出 0 条" in said


def test_queries_do_not_grow_with_matters_already_reminded_of(matter, home, chair):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            run(DUE)
        return len(queries)

    run(DUE)
    few = asked()
    for _n in range(6):
        make_suggestion(home, step=Step.SUPERVISE, by=chair)
    run(DUE)

    assert asked() == few


def test_answered_matter_reminds_nobody_of_the_answer(home, matter, chair):
    publish_reply(matter, chair, moment(2026, 3, 9))

    assert run(DUE).failed == []
    assert not Message.objects.filter(title__contains="答复（一般）").exists()


def test_representative_without_account_is_passed_over(home, chair, clerk):
    person = make_representative(home)
    make_suggestion(home, step=Step.SUPERVISE, by=chair, representative=person)

    assert run(DUE + timedelta(days=1)).failed == []


def test_restricted_matter_is_not_told_to_representatives_or_groups(
    home, matter, clerk, representative
):
    make_channel(home, kind="wecom")
    Suggestion.objects.filter(pk=matter.pk).update(is_restricted=True)

    run(DUE + timedelta(days=1))

    assert (received(clerk), received(representative.user)) == ([-15, -7, -1, 1], [])
    assert not Delivery.objects.exists()
