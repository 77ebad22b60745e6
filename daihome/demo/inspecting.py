"""A year of inspections, cases of the inspectorate until they were struck off, a special report."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from daihome.demo import pictures
from daihome.demo.inspection_texts import CASES, COMING, INSPECTIONS, MATTER, REPORT
from daihome.tools.stored import stored_files
from inspections.deadlines import opinion_due
from inspections.models import (
    Check,
    FoundMatter,
    Inspection,
    InspectionKind,
    Rectification,
    RectificationFile,
    RectificationRecord,
    Recusal,
    SpecialReport,
)
from representatives.activities import inviting, marking
from representatives.activities.marking import Answer
from suggestions.models import SpecialDay

INSPECTORATE = "自治区生态环境保护督察组"
APPROVED = "县生态环境分局同意销号"
TOLD_BEFORE = 12  # days: more than a collective inspection needs


def make_inspections(town):
    """The inspections in their order, then what had to be put right, then the report."""
    calendar = SpecialDay.objects.calendar()
    made = {}
    for told in sorted([*INSPECTIONS, COMING], key=lambda one: -one.days):
        made[told.title] = _inspect(town, told, _day(town, calendar, told.days))
    for place, case in enumerate(CASES):
        _put_right(town, case, place, made, calendar)
    _hear(town, calendar)
    _raise_matter(town, made["秋季石矿安全生产检查"], calendar)


def _raise_matter(town, inspection, calendar):
    """One thing that was found became a matter of its own, the last one received."""
    evening = datetime.combine(_day(town, calendar, 1), time(17, 45))
    village = town.villages["二十家子村"]
    FoundMatter.objects.raise_matter(
        inspection,
        key="demo-found",
        by=town.users["clerk"],
        at=timezone.make_aware(evening),
        content=MATTER,
        title="二十家子村石料运输道路扬尘",
        village=village,
        representative=town.person_of(village),
    )


def _day(town, calendar, days):
    """The working day about `days` before today, never after today unless it is to come."""
    day = town.today - timedelta(days=days)
    while not calendar.is_workday(day):
        day += timedelta(days=1 if days <= 0 else -1)
    return day


def _at(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _inspect(town, told, on):
    people = town.rng.sample(town.sitting, told.people)
    row = Inspection.objects.plan(
        home=town.home,
        kind=InspectionKind.objects.get(home=town.home, name=told.kind),
        form=told.form,
        title=told.title,
        starts_at=_at(on, 9),
        people=people,
        object=told.object,
        unit=town.units[told.unit],
        leader=people[0],
        plan_no=f"{on.year}-{on.month}",
        approaches=list(told.approaches),
        activity={"place": told.place, "agenda": told.agenda, "ends_at": _at(on, 12)},
    )
    if told.recusal:
        Recusal.objects.recuse(row, people[-1], told.recusal)
    if told.days > 0:
        inviting.announce(row.activity, _at(on - timedelta(days=TOLD_BEFORE), 10))
        _hold(town, row, people)
        _write(town, row, told, on)
    return row


def _hold(town, row, people):
    """Nearly all came; who recused themselves is not asked."""
    activity = row.activity
    activity.refresh_from_db()
    activity.host = activity.recorder = town.users["clerk"].name
    activity.save()
    answers = {}
    for one in activity.attendances.filter(state="expected"):
        if one.representative != people[0] and town.rng.random() < 0.12:
            answers[one.pk] = Answer("leave", "外出务工，赶不回来", "expected")
    at = activity.ends_at
    marking.enter(activity, answers, by="list", now=activity.starts_at, rest="present")
    marking.close(activity, town.users["clerk"], at)


def _write(town, row, told, on):
    """The record, and the opinions as far as they have come."""
    row.refresh_from_db()
    row.activity.content, row.activity.outcome = told.findings, told.opinions
    row.activity.save()
    for name in ("report_heard", "findings", "opinions", "effect"):
        setattr(row, name, getattr(told, name))
    row.save()
    if told.kind == "专题调研":
        return  # goes to the presidium first
    sent_on = on + timedelta(days=4)
    row.send_opinions(town.units[told.unit], sent_on, opinion_due(sent_on))
    if told.answered:
        row.take_answer(sent_on + timedelta(days=told.answered), told.answer)


def _put_right(town, case, place, made, calendar):
    came = _day(town, calendar, case.came)
    facts = {"source": "inspectorate", "inspectorate": INSPECTORATE, "batch": case.batch}
    if case.found_at:
        facts = {"source": "inspection", "inspection": made[case.found_at]}
    item = Rectification.objects.create(
        home=town.home, case_number=case.number, received_on=came, problem=case.problem,
        demand=case.demand, measures=case.measures, unit=town.units[case.unit],
        village=town.villages[case.village], place=case.place,
        due_on=calendar.roll_forward(came + timedelta(days=case.term)),
        group=town.groups[place % len(town.groups)], **facts,
    )  # fmt: skip
    watchers = [person for person in item.watchers() if person in town.sitting][:3]
    if place < 5:
        watchers = [town.users["rep1"].represents, *watchers[:2]]
    item.supervisors.set(watchers)
    _picture(town, item, "before", "quarry" if place in (0, 1, 3, 6) else "pit")
    for what, quantity, unit in case.outcomes:
        item.outcomes.create(what=what, quantity=quantity, unit=unit)
    _go_on(town, item, case, calendar)


def _go_on(town, item, case, calendar):
    """Each step on its day, as far as the case has come."""
    clerk, chair = town.users["clerk"], town.users["chair"]
    if case.partly:
        _check(town, item, _day(town, calendar, 30), "partly", case.partly)
    if not case.done:
        return
    done = _day(town, calendar, case.done)
    item.report_done(done, by=clerk, note=case.said)
    if case.check:
        checked = _day(town, calendar, case.accepted + 2)
        found = _check(town, item, max(done, checked), "done", case.check)
        if case.after:
            _picture(town, item, "after", "saplings", seen_at=found)
    if case.accepted:
        item.accept(_day(town, calendar, case.accepted), by=chair, note="现场看过，同意验收")
    if case.struck:
        on = _day(town, calendar, case.struck)
        item.strike_off(on, by=clerk, note=f"{on.year}年{on.month}月{on.day}日{APPROVED}")
    _date_records(item, (done, item.accepted_on, item.struck_off_on))


def _date_records(item, days):
    """Records carry the day of the story, not today's."""
    for record, day in zip(item.records.order_by("pk"), days, strict=False):
        RectificationRecord.objects.filter(pk=record.pk).update(at=_at(day, 16))


def _check(town, item, on, result, found):
    row, _created = Check.objects.record(
        item, key=f"demo-check-{item.pk}", by=town.users["clerk"], on=on, result=result,
        found=found, people=item.watchers(), others="镇生态环境和环卫办公室",
    )  # fmt: skip
    return row


def _picture(town, item, use, kind, **facts):
    upload = pictures.photo(kind, town.rng)
    with stored_files([upload], RectificationFile) as stored:
        RectificationFile.objects.attach(
            stored, rectification=item, use=use, caption=item.place, **facts
        )


def _hear(town, calendar):
    """The special report on work safety, answered."""
    on = _day(town, calendar, REPORT["days"])
    satisfied, basically, unsatisfied = REPORT["votes"]
    report = SpecialReport.objects.create(
        home=town.home, title=REPORT["title"], heard_on=on, unit=town.units[REPORT["unit"]],
        reporter=town.names.name(), summary=REPORT["summary"], opinions=REPORT["opinions"],
        votes_satisfied=satisfied, votes_basically=basically, votes_unsatisfied=unsatisfied,
    )  # fmt: skip
    sent_on = on + timedelta(days=5)
    report.send_opinions(report.unit, sent_on, opinion_due(sent_on))
    report.take_answer(sent_on + timedelta(days=REPORT["answered"]), REPORT["answer"])
