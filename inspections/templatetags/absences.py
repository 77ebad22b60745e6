"""Absences from the congress, for the page of a representative, which does not know this room."""

from django import template

from inspections.congress.absences import absent

register = template.Library()


@register.simple_tag
def absences_of(person):
    """The `Absent` of each mandate of a representative; two queries at most."""
    return absent(person=person)
