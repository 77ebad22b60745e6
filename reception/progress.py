"""Counters of this room for the minimum counts of the year (see `representatives/progress.py`)."""

from django.db.models import Sum

from reception.models import Visit, VisitKind
from representatives.models import Measure


def contacts(home, start, end):
    """{representative: voters whom they met, called or wrote to} from `start` to `end`."""
    rows = Visit.objects.of(home).filter(kind=VisitKind.CONTACT, on__range=(start, end))
    pairs = rows.order_by().exclude(representatives=None).values_list("representatives")
    return dict(pairs.annotate(Sum("people")))


COUNTERS = {Measure.CONTACTS: contacts}
