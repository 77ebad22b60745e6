"""What a representative did in one year, as the public page shows it (代表法第五十八条).

Numbers only, and of reports to voters the votes: nothing that a voter said or that names one.
"""

from datetime import date

from django.db.models import Count, Q, Sum

from daihome.tools import charts
from daihome.tools.registers import midnight
from reception.models import VisitKind
from representatives.models import DutyRecord, DutyReport, DutySource
from suggestions.models import Kind, Suggestion
from suggestions.pipeline import Disposal, Step

MOST_YEARS = 10


def duties_of(person, asked, today):
    """The year `asked` (text from the address; this year when it is none) in six queries at most.

    What the Home does not show is not there.
    """
    home, years = person.home, years_of(person, today)
    year = int(asked) if asked in map(str, years) else today.year
    facts = {"year": year, "years": years}
    records = DutyRecord.objects.confirmed().filter(representative=person, on__year=year)
    if home.shows_duties:
        facts["categories"] = _categories(records)
        facts["charts"] = _charts(year, facts["categories"])
    if home.shows_contacts:
        facts["contacts"] = _contacts(person, records, year)
    if home.shows_proposals:
        facts["proposals"] = _proposals(person, year)
    if home.shows_reports:
        facts["reports"] = DutyReport.objects.filter(representative=person, on__year=year)
    return facts


def years_of(person, today):
    """The years with something to show, this one always among them, the latest first."""
    days = [
        *DutyRecord.objects.confirmed().filter(representative=person).dates("on", "year"),
        *DutyReport.objects.filter(representative=person).order_by().dates("on", "year"),
    ]
    found = {day.year for day in days if day.year <= today.year} | {today.year}
    return sorted(found, reverse=True)[:MOST_YEARS]


def _categories(records):
    """(name, times, days) of each category in which there was something, the most first."""
    rows = records.order_by().values_list("category__name", "category__order")
    rows = rows.annotate(times=Count("pk"), days=Sum("days"))
    rows = rows.order_by("-times", "category__order", "category__name")
    return [(name, times, days) for name, _order, times, days in rows]


def _charts(year, categories):
    if not categories:
        return []
    most = max(times for _name, times, _days in categories)
    lines = [(name, [("次数", times / most, f"{times} 次")]) for name, times, _days in categories]
    return charts.charts(f"{year}年各类履职次数", lines)


def _contacts(person, records, year):
    received = records.filter(category__source=DutySource.RECEPTION).count()
    visits = person.visits.filter(kind=VisitKind.CONTACT, on__year=year)
    return {"received": received} | visits.aggregate(times=Count("pk"), people=Sum("people"))


def _proposals(person, year):
    """Suggestions led, and how many of them are answered."""
    led = Suggestion.objects.filter(
        Q(kind=Kind.PROPOSAL) | Q(disposal=Disposal.PROPOSAL),
        representative=person,
        received_at__gte=midnight(date(year, 1, 1)),
        received_at__lt=midnight(date(year + 1, 1, 1)),
    )
    answered = Q(step__gte=Step.FEEDBACK)
    return led.aggregate(number=Count("pk"), answered=Count("pk", filter=answered))
