"""卷内目录 of an archive volume: the matters that were filed into it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from suggestions.models import Suggestion
from suggestions.papers.common import Paper, printed


@dataclass(frozen=True)
class Filed:
    """One matter of a volume."""

    number: str
    title: str
    unit: str
    received_on: datetime.date
    archived_on: datetime.date
    retention: str


def volume_contents(volume, user) -> Paper:
    """The matters of `volume` that `user` may see, in the order of filing."""
    rows = Suggestion.objects.visible_to(user).filter(volume=volume)
    rows = rows.prefetch_related("assignments__unit").defer("query_code")
    facts = {
        "home": volume.home,
        "heading": "卷内目录",
        "number": f"{volume.year}年第{volume.number}卷{f'　盒号：{volume.box}' if volume.box else ''}",
        "left": volume.title,
        "printed_on": timezone.localdate(),
        "matters": [_filed(row) for row in rows.order_by("archived_on", "pk")],
    }
    return Paper("print/file_volume.html", facts)


def _filed(row):
    units = [
        one.unit.name
        for one in row.assignments.all()
        if one.is_main and one.round_no == row.round_no and one.returned_on is None
    ]
    return Filed(
        number=row.number,
        title=printed(row.heading),
        unit="".join(units),
        received_on=row.received_on,
        archived_on=row.archived_on,
        retention=row.get_retention_display(),
    )
