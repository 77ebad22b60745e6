"""The demonstration township: complete, believable, and never over somebody's data."""

import io
import random
import stat
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.utils import timezone

from daihome.demo import build, offices, timeline
from reception.models import (
    MailItem,
    MailOutcome,
    RaisedMatter,
    ReceptionDay,
    RosterSwap,
    Visit,
    VisitKind,
)
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    DutyRecord,
    DutyReport,
    Home,
    Level,
    Mandate,
    MandateState,
    Message,
    Role,
    User,
)
from suggestions.models import (
    Assignment,
    Attachment,
    Channel,
    Commitment,
    IdentityMode,
    Joining,
    Pause,
    Press,
    PressKind,
    Reply,
    ReplyState,
    SpecialDay,
    StepRecord,
    Suggestion,
)
from suggestions.pipeline import Disposal, Step
from suggestions.worklist import work_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_demo_is_complete_and_sound(db, own_folder):
    slips, path = build.build(random.Random(19), TODAY, lambda sentence: None)

    every_state_is_shown()
    year_of_receptions_visits_and_activities_is_shown()
    sixty_representatives_at_two_levels()
    year_reads_in_order_on_working_days()
    accounts_have_passwords_of_their_own(slips, path)
    nothing_to_complain_about()


def every_state_is_shown():
    matters = Suggestion.objects.all()

    assert matters.count() >= 60
    assert set(matters.values_list("step", flat=True)) == set(Step)
    assert set(matters.values_list("channel", flat=True)) == set(Channel)
    assert set(matters.values_list("identity_mode", flat=True)) == set(IdentityMode)
    assert set(matters.exclude(disposal="").values_list("disposal", flat=True)) == set(Disposal)
    assert set(Reply.objects.values_list("state", flat=True)) == set(ReplyState)
    assert len(set(matters.values_list("content", flat=True))) == matters.count()
    assert matters.filter(round_no=2, step=Step.ARCHIVE).exists()
    slugs = {work.task.slug for work in work_of(User.objects.get(role=Role.CHAIR), TODAY)}
    wanted = {"returned", "extensions", "promises", "presidium", "ask", "redo", "due_soon"}
    assert wanted - slugs == set()
    assert set(Press.objects.values_list("kind", flat=True)) == set(PressKind)
    assert Pause.objects.open().count() == 1
    assert Joining.objects.open().count() == 1
    assert matters.exclude(split_from=None).count() == 2
    assert matters.filter(chased_on__isnull=False).exists()
    assert matters.filter(withdrawal_asked_on__isnull=False).exists()
    assert Message.objects.filter(user__role=Role.CHAIR).exists()
    assert Commitment.objects.exclude(closing_reply=None).exists()
    assert Commitment.objects.open().filter(promised_on__gt=TODAY).exists()
    assert matters.overdue(TODAY).filter(step=Step.SUPERVISE).exists()
    assert Assignment.objects.filter(on_time=False).exists()
    assert Assignment.objects.exclude(returned_on=None).exists()
    assert Attachment.objects.filter(kind="picture").count() >= 10


def year_of_receptions_visits_and_activities_is_shown():
    held = ReceptionDay.objects.filter(activity__state=ActivityState.HELD)

    assert held.filter(records=None).exists()
    assert any(day.is_announced_late(TODAY) for day in held.with_activity())
    assert ReceptionDay.objects.exclude(moved_why="").exists()
    assert ReceptionDay.objects.filter(activity__starts_at__year=TODAY.year + 1).exists()
    assert {raised.source._meta.model_name for raised in RaisedMatter.objects.all()} == {
        "receptionrecord", "visit", "mailitem", "activity",
    }  # fmt: skip
    assert set(Visit.objects.values_list("kind", flat=True)) == set(VisitKind)
    assert set(MailItem.objects.values_list("outcome", flat=True)) == set(MailOutcome)
    states = {ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.HELD}
    assert set(Activity.objects.values_list("state", flat=True)) >= states
    assert set(Attendance.objects.values_list("state", flat=True)) == set(AttendanceState)
    assert DutyRecord.objects.waiting().exists()
    assert DutyRecord.objects.values("representative").distinct().count() >= 50
    assert DutyReport.objects.count() >= 5
    assert RosterSwap.objects.waiting().exists()


def sixty_representatives_at_two_levels():
    home = Home.objects.get()
    in_office = Mandate.objects.in_office(TODAY)

    assert (home.villages.count(), home.groups.count()) == (34, 6)
    assert home.representatives.count() == 60
    assert in_office.filter(level=Level.TOWNSHIP).count() >= 45  # 选举法第十二条
    assert in_office.filter(level=Level.COUNTY).exists()
    assert set(Mandate.objects.values_list("state", flat=True)) == set(MandateState)
    for district in home.districts.all():
        sitting = district.mandates.exclude(state=MandateState.ENDED)
        assert sitting.count() <= district.seats


def year_reads_in_order_on_working_days():
    calendar = SpecialDay.objects.calendar()
    numbers = Suggestion.objects.order_by("received_at", "pk").values_list("pk", flat=True)

    assert list(numbers) == sorted(numbers)
    for record in StepRecord.objects.all():
        day = timezone.localdate(record.at)
        assert calendar.is_workday(day)
        assert day < TODAY


def accounts_have_passwords_of_their_own(slips, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {user.role for user in User.objects.all()} == set(Role)
    assert len({password for _name, password, _person, _what in slips}) == len(slips) == 8
    for username, password, _person, _what in slips:
        user = User.objects.get(username=username)
        validate_password(password, User(username=username, name=user.name))
        assert user.check_password(password)
        assert password in path.read_text(encoding="utf-8")


def nothing_to_complain_about():
    out = io.StringIO()

    call_command("check_data", stdout=out)

    assert "没有发现问题" in out.getvalue()


@pytest.mark.parametrize("today", [date(2025, 10, 9), date(2026, 2, 24), date(2027, 6, 5)])
def test_demo_stories_end_before_any_today(home, today):
    year = timeline.WorkingYear(home, today)

    assert year.days[0] < today
    # Those of a reception day are as old as the day is, which the whole demonstration shows.
    for matter in (matter for matter in build.MATTERS if matter.reception_day is None):
        assert 0 <= timeline.age_of(matter, year, None) < timeline.YEAR_OF_WORKDAYS - 30


def test_demo_refuses_where_a_home_exists(home, own_folder):
    with pytest.raises(CommandError, match="已经有代表之家"):
        call_command("demo")

    call_command("demo", if_empty=True, stdout=io.StringIO())
    assert Home.objects.get() == home
    assert not User.objects.exists()
    assert not (settings.DATA_DIR / offices.ACCOUNTS_FILE).exists()
