"""Reception days of the last fourteen months, the roster to the end of next year, what was said."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from daihome.demo import year_texts
from reception.models import ReceptionDay, ReceptionPattern, ReceptionRecord, RosterSwap
from reception.planning import draft, usual_end, write
from representatives.models import ActivityState, AttendanceState, BlankForm, FormKind, Leave
from suggestions.models import SpecialDay

BACK_DAYS = 400
STATION = "沙子地村"
EMPTY, LATE = 5, 4  # the nth last day without a visitor; the nth last that was announced late
SAID_ON_THE_SPOT = "当场作了解释，来访人表示明白了。"


def make_receptions(town):
    """Patterns, two years of days with a fair roster, and the records of those that are past."""
    first = town.today - timedelta(days=BACK_DAYS)
    _make_leaves(town)
    for pattern in _patterns(town, first):
        write(draft(pattern, usual_end(town.today), first))
    days = list(ReceptionDay.objects.of(town.home).with_activity().order_by("-activity__starts_at"))
    past = [day for day in days if day.on < town.today]
    for place, day in reversed(list(enumerate(past, start=1))):
        _hold(town, place, day)
    coming = [day for day in reversed(days) if day.on >= town.today]
    for day in coming:
        if day.on <= town.today + timedelta(days=24):
            _announce(town, day, town.today - timedelta(days=1))
    _ask_for_a_swap(town, coming)


def _patterns(town, first):
    home = town.home
    common = {"home": home, "starts": time(9), "ends": time(11, 30), "starts_on": first}
    yield ReceptionPattern.objects.create(
        name="代表接待日", venue=home.venues.order_by("order", "pk").first(), cycle="even",
        how="days", days="15", seats=5, in_rotation=True, county_seats=0,
        liaison=town.users["clerk"].name, legal_basis="《汐子镇人大代表接待选民和群众制度》",
        **common,
    )  # fmt: skip
    yield ReceptionPattern.objects.create(
        name=f"{STATION}代表接待站", venue=town.venues[STATION], cycle="every", how="weekday",
        weekday=1, ordinal=1, seats=2, in_rotation=True, on_day_off="week",
        **common,
    )  # fmt: skip
    ReceptionPattern.objects.create(
        name="预约接待", venue=home.venues.order_by("order", "pk").first(), cycle="every",
        how="appointment", seats=1, in_rotation=False, theme="行动不便的选民，代表可以上门",
        **common,
    )  # fmt: skip


def _make_leaves(town):
    """Two people who cannot be put on the roster for a while."""
    for place, reason in ((11, "外出务工"), (26, "住院治疗")):
        Leave.objects.create(
            home=town.home, representative=town.sitting[place], reason=reason,
            starts_on=town.today - timedelta(days=20), ends_on=town.today + timedelta(days=70),
        )  # fmt: skip


def _at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _announce(town, day, on):
    """The notice of a day, with the next number of its year."""
    numbered = ReceptionDay.objects.of(town.home).filter(notice_year=on.year)
    day.notice_year, day.notice_no = on.year, numbered.count() + 1
    day.save()
    day.activity.state, day.activity.announced_at = ActivityState.ANNOUNCED, _at(on, 10)
    day.activity.save()


def _hold(town, place, day):
    """What happened on a day that is past: who came, who was excused, what visitors said."""
    _announce(town, day, day.on - timedelta(days=1 if place == LATE else 6))
    receivers = _sign_in(town, place, day)
    clerk, activity = town.users["clerk"], day.activity
    if place != EMPTY and receivers:
        _visitors(town, day, receivers)
    day.closed_at, day.closed_by = _at(day.on, 11, 50), clerk
    day.save()
    activity.state, activity.recorded_by = ActivityState.HELD, clerk
    activity.recorded_at, activity.recorder = day.closed_at, clerk.name
    number = day.records.count()
    activity.content = f"接待来访{number}批。" if number else "没有选民来访。"
    activity.outcome = "能当场解释的当场解释，需要办理的登记转办。" if number else ""
    activity.home_function = "serve"
    activity.save()
    activity.settle()


def _sign_in(town, place, day):
    """Everybody signs but one now and then, who asked leave the day before."""
    found = []
    for nth, row in enumerate(day.activity.attendances.order_by("pk")):
        if place % 5 == 2 and nth == 0:
            row.state, row.leave_reason = AttendanceState.LEAVE, "孩子生病，在县医院"
        else:
            row.state, row.signed_by = AttendanceState.PRESENT, ("qr", "phone")[nth % 2]
            row.signed_at = _at(day.on, 8, 40 + nth * 4)
            found.append(row.representative)
        row.save()
    return found


def _visitors(town, day, receivers):
    villages = list(day.activity.group.villages.all()) if day.activity.group_id else []
    villages = villages or [receivers[0].village]
    for nth in range(town.rng.randrange(1, 5)):
        _topic, heard, said = town.rng.choice(year_texts.HEARD)
        make_record(
            town, day, receivers, town.rng.choice(villages), heard, said or SAID_ON_THE_SPOT, nth
        )


def make_record(town, day, receivers, village, heard, said, nth, person=None):
    """One visitor's record; every third was written on a numbered sheet first."""
    at = _at(day.on, 9, 5) + timedelta(minutes=27 * nth)
    form = BlankForm.objects.issue(
        town.home, FormKind.RECEPTION, 1, year=day.on.year, by=town.users["clerk"], now=at
    )[0]
    form.enter(at)
    name = town.names.name() if person is None else person
    record = ReceptionRecord(
        home=town.home, key=f"demo-record-{form.number}", number=form.number,
        form=form if nth % 3 == 2 else None, day=day, at=at, village=village,
        people=town.rng.choice([1, 1, 1, 2]), content=heard, answer=said,
        person=name, identity_mode="named" if name else "anonymous",
        recorder=town.users["clerk"].name, entered_by=town.users["clerk"],
    )  # fmt: skip
    record.keep_until(town.home, day.on)
    record.save()
    ReceptionRecord.objects.filter(pk=record.pk).update(entered_at=_at(day.on, 15))
    record.receivers.set(receivers)
    return record


def _ask_for_a_swap(town, coming):
    """Somebody asks another to take a turn; it waits for the answer."""
    for day in coming[1:]:
        row = day.activity.attendances.order_by("pk").first()
        there = {one.representative_id for one in day.activity.attendances.all()}
        other = next((one for one in town.sitting if one.user and one.pk not in there), None)
        if row and other and row.representative != other:
            RosterSwap.objects.create(
                attendance=row, to=other, reason="那天要带父亲去县医院复查", asked_at=_at(
                    town.today - timedelta(days=2), 20
                ), by=row.representative.user or town.users["clerk"],
            )  # fmt: skip
            return


def last_day(town, nth):
    """The nth last reception day before today that somebody signed in for."""
    rows = ReceptionDay.objects.of(town.home).with_activity().order_by("-activity__starts_at")
    past = [day for day in rows if day.on < town.today and day.activity.attendances.present()]
    return past[nth - 1]


def workday_age(town, day):
    """How many working days before the last one a date was."""
    calendar, age, at = SpecialDay.objects.calendar(), -1, town.today
    while at > day:
        at -= timedelta(days=1)
        age += calendar.is_workday(at)
    return age
