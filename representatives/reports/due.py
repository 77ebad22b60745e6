"""Who has reported to voters as often as the Home's target wants, and who has not."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from representatives.models import DutyReport, Measure, Representative, Span, Target, Term


@dataclass(frozen=True)
class Due:
    """What is wanted: at least `number` reports from `start` on; `words` say it with its basis."""

    number: int
    start: date
    words: str


def due_of(home, today):
    """The `Due` of the Home today; once a term (代表法第五十八条) where it has set nothing."""
    target = Target.objects.of(home).filter(measure=Measure.VOTER_REPORTS, is_active=True).first()
    span = target.span if target else Span.TERM
    words = f"{target}（{target.legal_basis}）" if target else "每届至少向选民述职一次"
    return Due(target.number if target else 1, _start(home, span, today), words)


def _start(home, span, today):
    if span == Span.YEAR:
        return date(today.year, 1, 1)
    if span == Span.QUARTER:
        return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    terms = Term.objects.of(home).filter(level="township", starts_on__lte=today)
    latest = terms.order_by("-starts_on").first()
    return latest.starts_on if latest else date(today.year, 1, 1)


def in_turn(home, due, today):
    """(those who still owe a report, those who do not): each person with `.reports`, by name."""
    held = Q(duty_reports__on__gte=due.start, duty_reports__present__gt=0)
    people = Representative.objects.of(home).in_office(today).by_pinyin()
    people = list(people.annotate(reports=Count("duty_reports", filter=held, distinct=True)))
    _add_last_day(people, due)
    owing = [person for person in people if person.reports < due.number]
    return owing, [person for person in people if person.reports >= due.number]


def _add_last_day(people, due):
    rows = DutyReport.objects.filter(representative__in=people, present__gt=0, on__gte=due.start)
    last = dict(rows.order_by("on").values_list("representative", "on"))
    for person in people:
        person.last_report_on = last.get(person.pk)
