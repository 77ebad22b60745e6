"""Small helpers for pages that show matters."""

from django import template

from suggestions.pipeline import Step

register = template.Library()


@register.filter
def days_left(suggestion, today):
    """Calendar days to the end of the present clock, negative when late, None without one."""
    return suggestion.days_left(today)


@register.filter
def days_over(left):
    """How many days late, from a negative number of days left."""
    return -left


@register.filter
def owner(row):
    """Who has to act now, for a list. Takes a row of `worklist.with_unit`."""
    if row.step == Step.ARCHIVE:
        return "已办完"
    if row.step == Step.SORT and row.classification_by_id:
        return "主席"
    if row.step in (Step.DELIVER, Step.SUPERVISE) and row.unit_name:
        return row.unit_name if row.due_on else f"{row.unit_name}（已答复）"
    return "工作人员"
