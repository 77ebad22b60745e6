"""Where a matter was raised, for the pages of matters, which do not know this room."""

from dataclasses import dataclass

from django import template

from reception.models import RaisedMatter
from reception.visiting.sources import LABELS, page_of

register = template.Library()


@dataclass(frozen=True)
class Origin:
    """What a matter was raised from: its kind, its name and the address of its page."""

    label: str
    text: str
    link: str


@register.simple_tag
def origin_of(suggestion):
    """The `Origin` of a matter, or None for one that came by itself. One query."""
    found = RaisedMatter.objects.filter(suggestion=suggestion.pk)
    row = found.select_related(*LABELS).first()
    if row is None:
        return None
    name = next(name for name in LABELS if getattr(row, f"{name}_id"))
    return Origin(LABELS[name], str(row.source), page_of(row.source))
