"""The year's activities, who came, what they studied; duties entered by hand; reports to voters."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from daihome.demo import year_texts
from representatives.models import (
    Activity,
    ActivityKind,
    ActivityState,
    Attendance,
    AttendanceState,
    DutyCategory,
    DutyRecord,
    DutyReport,
    DutyState,
    MaterialReading,
    StudyMaterial,
)
from suggestions.models import SpecialDay

EXCUSES = ["外出务工，赶不回来", "在县医院陪护家人", "孩子结婚", "镇里抽调值班"]
HELD_BEFORE = 2  # days before today up to which everything has been held
MONTHS_BACK = 12


class Calendar:
    """Working days near a wished one."""

    def __init__(self):
        self.days = SpecialDay.objects.calendar()

    def near(self, year, month, day):
        """The working day on or after the given one."""
        return self.days.roll_forward(date(year, month, day))


def make_gatherings(town):
    """Activities of the last twelve months held, those of the next ones planned."""
    materials = make_materials(town)
    calendar = Calendar()
    for entry in year_texts.ACTIVITIES:
        for year in (town.today.year - 1, town.today.year, town.today.year + 1):
            _together(town, calendar, year, entry, materials)
    for entry in year_texts.GROUP_ACTIVITIES:
        for year in (town.today.year - 1, town.today.year, town.today.year + 1):
            for group in town.groups:
                _in_group(town, calendar, year, entry, group)
    make_duties(town)
    make_reports(town)


def make_materials(town):
    """Three things to read; most representatives have read the first."""
    rows = []
    for place, (title, topic, text) in enumerate(year_texts.MATERIALS):
        published = town.today - timedelta(days=40 + 90 * place)
        material = StudyMaterial.objects.create(
            home=town.home, title=title, topic=topic, text=text, published_on=published
        )
        for person in town.sitting[: 44 - 9 * place]:
            read = town.rng.randrange(1, 30)
            at = _at(published + timedelta(days=read), 20)
            MaterialReading.objects.create(material=material, representative=person, read_at=at)
        rows.append(material)
    return rows


def _at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _wanted(town, day):
    """From twelve months ago to the end of the year after next month's."""
    return town.today - timedelta(days=30 * MONTHS_BACK) <= day <= town.today + timedelta(days=200)


def _together(town, calendar, year, entry, materials):
    month, base, function, title, agenda, content, outcome, hours = entry
    day = calendar.near(year, month, 8 + month % 3 * 4)
    if not _wanted(town, day):
        return
    activity = _plan(town, base, day, title, agenda=agenda, home_function=function)
    if base == "study":
        activity.materials.add(materials[month % len(materials)])
    _go_on(town, activity, town.sitting, content, outcome, hours=hours)


def _in_group(town, calendar, year, entry, group):
    month, title, content, outcome = entry
    day = calendar.near(year, month, 16 + group.order)
    if not _wanted(town, day):
        return
    members = [row.representative for row in group.memberships.filter(ended_on=None)]
    people = [person for person in town.sitting if person in members]
    activity = _plan(
        town, "group", day, f"{group.name}：{title}", agenda=title, group=group, venue=group.venue
    )
    _go_on(town, activity, people, content, outcome)


def _plan(town, base, day, title, **fields):
    fields.setdefault("venue", town.home.venues.order_by("pk").first())
    return Activity.objects.create(
        home=town.home,
        kind=ActivityKind.objects.for_base(town.home, base),
        title=title,
        starts_at=_at(day, 9),
        ends_at=_at(day, 11, 30),
        organiser=town.home.congress_name,
        **fields,
    )


def _go_on(town, activity, people, content, outcome, hours=None):
    """Invite, announce and hold it, as far as the calendar has come."""
    if activity.on > town.today + timedelta(days=21):
        return
    Attendance.objects.invite(activity, people)
    activity.state = ActivityState.ANNOUNCED
    activity.announced_at = _at(min(activity.on, town.today) - timedelta(days=7), 10)
    if activity.on <= town.today - timedelta(days=HELD_BEFORE):
        _hold(town, activity, content, outcome, hours)
    activity.save()
    activity.settle()


def _hold(town, activity, content, outcome, hours):
    for row in activity.attendances.all():
        row.read_at = activity.announced_at + timedelta(hours=town.rng.randrange(1, 60))
        chance = town.rng.random()
        if chance < 0.86:
            row.state, row.signed_by = AttendanceState.PRESENT, town.rng.choice(["qr", "list"])
            row.signed_at = activity.starts_at - timedelta(minutes=town.rng.randrange(1, 25))
        elif chance < 0.97:
            row.state, row.leave_reason = AttendanceState.LEAVE, town.rng.choice(EXCUSES)
        else:
            row.state = AttendanceState.ABSENT
        row.save()
    activity.state = ActivityState.HELD
    activity.content, activity.outcome = content, outcome
    activity.hours = Decimal(hours) if hours else None
    activity.host = town.users["chair"].name
    activity.recorder = town.users["clerk"].name
    activity.recorded_by = town.users["clerk"]
    activity.recorded_at = activity.starts_at + timedelta(hours=5)


def make_duties(town):
    """What representatives entered themselves; the newest waits for the convener."""
    categories = {row.name: row for row in DutyCategory.objects.of(town.home)}
    for place, person in enumerate(town.sitting[::2]):
        name, content, evidence = year_texts.BY_HAND[place % len(year_texts.BY_HAND)]
        on = town.today - timedelta(days=3 + place * 11)
        state = DutyState.CONFIRMED if place > 2 else DutyState.WAITING
        at = _at(min(on + timedelta(days=2), town.today - timedelta(days=1)), 18)
        row = DutyRecord.objects.create(
            home=town.home, representative=person, category=categories[name], on=on,
            content=content, evidence=evidence, place=person.village.name,
            days=categories[name].days, form_key=f"demo-duty-{person.pk}", state=state,
            entered_by=person.user,
            confirmed_by=town.users["chair"] if place > 2 else None,
            confirmed_by_name=town.users["chair"].name if place > 2 else "",
            confirmed_at=at if place > 2 else None,
        )  # fmt: skip
        DutyRecord.objects.filter(pk=row.pk).update(entered_at=at)


def make_reports(town):
    """Eight reports to voters in the last twelve months, with their votes."""
    for place, person in enumerate(town.sitting[5:37:4]):
        on = Calendar().near(*(town.today - timedelta(days=40 + place * 38)).timetuple()[:3])
        if on >= town.today:
            continue
        mandate = person.mandates.filter(ended_on=None).first()
        present = town.rng.randrange(52, 96)
        basic, bad = town.rng.randrange(2, 9), town.rng.randrange(0, 4)
        report = DutyReport.objects.create(
            home=town.home, representative=person, district=mandate.district, on=on,
            place=f"{person.village.name}党群服务中心", present=present,
            text=(
                "一年来联系选民、参加学习和小组活动的情况；提出建议的办理结果；存在的不足：走访外出"
                "务工家庭少；下一步打算：每月至少走访五户，把办理结果当面告诉反映人。"
            ),
            satisfied=present - basic - bad - 1, basic=basic, unsatisfied=bad, void=1,
            host=f"{person.village.name}选民小组组长", scrutineer=town.names.name(),
            teller=town.names.name(),
            opinions="多到后街走走；修路的事有了结果要告诉大家。",
            result="已经把后街列入下季度走访，修路建议的答复在公开栏张贴。" if place > 1 else "",
        )  # fmt: skip
        report.settle()
