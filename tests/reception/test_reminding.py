"""Reminders of reception days and activities: each person once at each threshold, nothing too late."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from reception import reminding
from reception.reminding import Run
from representatives.models import Activity, Attendance, Delivery, Message
from suggestions.models import SpecialDay
from tests.factories import (
    make_activity,
    make_channel,
    make_pattern,
    make_reception_day,
    make_representative,
    moment,
)
from tests.racing import race, real_database

DAY = date(2026, 4, 15)  # a Wednesday


def run(day, hour=8, **options):
    done = Run(moment(day.year, day.month, day.day, hour), **options)
    done.remind()
    return done


def before(days):
    return DAY - timedelta(days=days)


def titles(user):
    return list(Message.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


@pytest.fixture
def day(home, clerk, representative):
    found = make_reception_day(home, DAY, [representative], pattern=make_pattern(home))
    announce(found)
    return found


def announce(day):
    at = moment(2026, 4, 1)
    Activity.objects.filter(pk=day.activity_id).update(state="announced", announced_at=at)


def test_each_threshold_comes_once_on_its_day(day, clerk, representative):
    posted = {days: run(before(days)).posted for days in (8, 7, 6, 2, 1, 0, -1)}

    assert posted == {8: 0, 7: 2, 6: 0, 2: 0, 1: 2, 0: 0, -1: 0}
    assert titles(representative.user) == [
        "4月15日（星期三，还有7天）您接待选民",
        "明天（4月15日）您接待选民",
    ]
    links = set(Message.objects.values_list("link", flat=True))
    assert links == {"/my/receptions/", f"/admin/reception/receptionday/{day.pk}/change/"}
    assert titles(clerk) == [
        title.replace("您接待选民", "是代表接待日") for title in titles(representative.user)
    ]


def test_after_an_outage_what_is_ahead_is_told_once(day, clerk, representative):
    late = [run(before(3)).posted, run(before(3)).posted, run(DAY, 8).posted, run(DAY, 8).posted]

    assert late == [2, 0, 2, 0]
    assert titles(representative.user)[1] == "今天您接待选民"


def test_begun_day_and_cancelled_day_remind_nobody(day, home, representative):
    cancelled = make_reception_day(home, DAY, [representative])
    Activity.objects.filter(pk=cancelled.activity_id).update(
        state="cancelled", cancel_reason="暴雨"
    )

    assert run(DAY, hour=9).posted == 0
    assert run(before(7)).posted == 2


def test_moved_day_reminds_again_and_a_substitute_hears_too(day, home, representative):
    run(before(7))
    other = make_representative(home, with_account=True)
    day.activity.attendances.get().ask_leave("住院")
    Attendance.objects.invite(day.activity, [other], part="duty")

    assert run(before(6)).posted == 1
    assert len(titles(other.user)) == 1
    later = moment(2026, 4, 17)
    Activity.objects.filter(pk=day.activity_id).update(
        starts_at=later, ends_at=later + timedelta(hours=2)
    )
    assert run(date(2026, 4, 10)).posted == 2
    assert len(titles(representative.user)) == 1


def test_home_says_how_many_days_before(day, home, representative):
    home.reception_remind_before = "10、3"
    home.save()

    assert [bool(run(before(days)).posted) for days in (11, 10, 7, 3, 1)] == [0, 1, 0, 1, 0]
    home.reception_remind_before = ""
    home.save()
    assert run(DAY).posted == 0


def test_nothing_goes_to_another_home_or_a_closed_account(day, other_clerk, representative):
    representative.user.is_active = False
    representative.user.save()

    assert run(before(1)).posted == 1
    assert (titles(other_clerk), titles(representative.user)) == ([], [])


def test_group_hears_once_what_staff_hear(day, home):
    make_channel(home)

    run(before(7))
    run(before(7))

    assert [row.title for row in Delivery.objects.all()] == [
        "4月15日（星期三，还有7天）是代表接待日"
    ]


def test_notice_is_asked_for_on_the_last_working_day_and_when_late(home, clerk, representative):
    day = make_reception_day(home, date(2026, 4, 21), [representative], pattern=make_pattern(home))

    # The 18th is a Saturday: asked on Friday.
    posted = [run(date(2026, 4, n)).posted for n in (13, 16, 17, 18, 19)]
    announce(day)

    # On the 16th the day itself is reminded of: five days before is past the threshold of seven.
    assert posted == [0, 2, 1, 0, 1]
    asked = [title for title in titles(clerk) if "公告" in title]
    assert asked == [
        "今天要公告：4月21日（星期二，还有4天）接待",
        "公告晚了：4月21日（星期二，还有2天）接待，还没有公告",
    ]
    assert run(date(2026, 4, 19)).posted == 0


def test_make_up_day_is_a_working_day(home, clerk):
    SpecialDay.objects.create(date=date(2026, 4, 18), is_workday=True, name="调休")
    make_reception_day(home, date(2026, 4, 21), pattern=make_pattern(home))
    run(date(2026, 4, 14))

    assert [run(date(2026, 4, n)).posted for n in (17, 18)] == [0, 1]


def test_announced_activity_reminds_those_who_did_not_ask_leave(home, representative):
    excused = make_representative(home, with_account=True)
    people = [representative, excused]
    activity = make_activity(home, people=people, title="学习代表法", state="announced")
    make_activity(home, people=people, title="还没通知")
    make_activity(home, people=people, title="日子没定", state="announced", is_tentative=True)
    activity.attendances.get(representative=excused).ask_leave("住院")

    assert [run(before(days)).posted for days in (2, 1, 1, 0)] == [0, 1, 0, 0]
    assert titles(representative.user) == ["明天（4月15日）：学习代表法"]
    assert titles(excused.user) == []
    assert Message.objects.get().link == f"/my/activities/{activity.pk}/"


def test_dry_run_counts_and_writes_nothing(day):
    assert run(before(7), dry_run=True).posted == 2
    assert Message.objects.count() == 0
    run(before(7))
    assert run(before(7), dry_run=True).posted == 0


def test_bad_row_stops_no_other_and_is_named(day, home, representative, monkeypatch, capsys):
    other = make_reception_day(home, DAY, [representative])
    announce(other)
    facts = reminding._facts

    def breaks(activity):
        if activity.pk == day.activity_id:
            raise ValueError("李建国")
        return facts(activity)

    monkeypatch.setattr(reminding, "_facts", breaks)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(2026, 4, 8, 8))
    with pytest.raises(CommandError) as error:
        call_command("remind")

    assert f"有 1 件没有提醒成：接待日{day.pk}。" in str(error.value)
    assert "接待日和活动提醒 2 条" in capsys.readouterr().out
    assert len(titles(representative.user)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_post_each_message_once(day, tmp_path):
    with real_database(tmp_path):
        done = race(3, lambda _n: run(before(7)).posted)
        # This thread looks at another database (see `real_database`).
        [again] = race(1, lambda _n: run(before(7)).posted)

    assert (sum(done), again) == (2, 0)
