"""Small helpers for pages that show matters."""

from django import template

register = template.Library()


@register.filter
def days_left(suggestion, today):
    """Calendar days to the end of the present clock, negative when late, None without one."""
    return suggestion.days_left(today)


@register.filter
def days_over(left):
    """How many days late, from a negative number of days left."""
    return -left
