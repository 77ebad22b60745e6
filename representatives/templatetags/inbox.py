"""How many messages wait, for the head of every page of people who sign in."""

from django import template

from daihome.tools.pages import capped_count
from representatives.models import Message

register = template.Library()
MOST_COUNTED = 99


@register.simple_tag
def unread_messages(user):
    """“3”, “99+”, or empty when there is none (one query that stops at a hundred)."""
    if not user.is_authenticated:
        return ""
    count = capped_count(Message.objects.to(user).unread(), MOST_COUNTED)
    return "" if count == "0" else count
