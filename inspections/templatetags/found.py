"""From which inspection a matter came, for the pages of matters, which do not know this room."""

from django import template

from inspections.models import FoundMatter
from inspections.pages import link_of

register = template.Library()


@register.simple_tag
def inspection_of(suggestion):
    """`text` and `link` of the inspection at which a matter was found, or None. One query."""
    rows = FoundMatter.objects.filter(suggestion=suggestion.pk)
    row = rows.select_related("inspection__activity").first()
    if row is None:
        return None
    return {"text": str(row.inspection), "link": link_of(row.inspection)}
