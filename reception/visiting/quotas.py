"""How much of the yearly number each representative has done: voters met, receptions held.

Counted anew each time from what was written once; both functions are one query over a period
whose days are both included.
"""

from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from daihome.tools.registers import ONE_DAY, midnight
from reception.models import Visit, VisitKind
from representatives.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    Base,
    Part,
    Representative,
)

# Where somebody was in a village: a talk is held with a colleague.
WITH_VOTERS = (VisitKind.CONTACT, VisitKind.AID)


def _contacts(start, end):
    """Rows of (representative, sum of people met), as the book of contacts (R3) shows them."""
    made = Visit.representatives.through.objects.filter(
        visit__kind=VisitKind.CONTACT, visit__on__range=(start, end)
    )
    return made.order_by().values("representative").annotate(number=Sum("visit__people"))


def _receptions(start, end):
    """Rows of (representative, how often they were there on duty)."""
    there = Attendance.objects.filter(
        activity__kind__base=Base.RECEPTION,
        activity__starts_at__gte=midnight(start),
        activity__starts_at__lt=midnight(end + ONE_DAY),
        activity__state=ActivityState.HELD,
        part=Part.DUTY,
        state=AttendanceState.PRESENT,
    )
    return there.order_by().values("representative").annotate(number=Count("pk"))


def contacts_by_person(home, start, end):
    """{primary key of the representative: people met}; who met nobody is not in it."""
    rows = _contacts(start, end).filter(representative__home=home)
    return dict(rows.values_list("representative", "number"))


def receptions_by_person(home, start, end):
    """{primary key of the representative: receptions held}."""
    rows = _receptions(start, end).filter(representative__home=home)
    return dict(rows.values_list("representative", "number"))


def with_progress(people, start, end):
    """`people` (a queryset) with `contacts` and `receptions` of the period."""
    counted = {"contacts": _contacts(start, end), "receptions": _receptions(start, end)}
    return people.annotate(
        **{
            name: Coalesce(
                Subquery(
                    rows.filter(representative=OuterRef("pk")).values("number")[:1],
                    output_field=IntegerField(),
                ),
                0,
            )
            for name, rows in counted.items()
        }
    )


def everybody(home, today):
    """Those in office in the Home, in the order in which people look a name up."""
    return Representative.objects.of(home).in_office(today).by_pinyin()
