"""From which villages nothing came: matters say it, and where one met voters visits do too."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from daihome.tools.registers import midnight
from reception.models import ReceptionRecord, Visit
from reception.visiting.quotas import WITH_VOTERS
from suggestions.watch.watching import quiet_villages

CONTACT = "no-contact"


def silent_villages(villages, figure, since):
    """Those of `villages` that `figure` counts since a date; with what `last_heard` reads."""
    rows = quiet_villages(villages, figure, since)
    if figure.slug != CONTACT:
        return rows
    visits = Visit.objects.filter(village=OuterRef("pk"), kind__in=WITH_VOTERS)
    records = ReceptionRecord.objects.filter(village=OuterRef("pk"))
    rows = rows.filter(
        ~Exists(visits.filter(on__gte=since)), ~Exists(records.filter(at__gte=midnight(since)))
    )
    return rows.annotate(
        last_visit=Subquery(visits.order_by("-on").values("on")[:1]),
        last_record=Subquery(records.order_by("-at").values("at")[:1]),
    )


def last_heard(village):
    """The latest moment at which something came from a row of `silent_villages`, or None."""
    day = getattr(village, "last_visit", None)
    visited = timezone.make_aware(datetime.combine(day, time.min)) if day else None
    moments = (village.last_at, visited, getattr(village, "last_record", None))
    return max(filter(None, moments), default=None)
