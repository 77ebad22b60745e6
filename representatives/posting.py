"""Posting a message: into inboxes always, and into the outbox of what the Home has set up."""

from django.db import IntegrityError, transaction

from daihome.tools import vault
from daihome.tools.text import clean_line, clean_text, mask_personal_data
from representatives.models.messages import RECEIVER, Delivery, Message, MessageChannel

TITLE_LENGTH = 100


def post(key, *, home, title, text, link="", users=(), emails=(), groups=False, now):
    """Write one message for each of `users`, bare addresses `emails` and, with `groups`, robots.

    Each receiver gets the occasion `key` (at most 120 characters) once, however often and by
    however many processes at once it is posted. Nothing is sent here: rows are written, in the
    caller's transaction if there is one; `sending.send_waiting` sends them later. Texts must not
    name voters; their numbers are masked as a last guard. `link` is a path inside the site; any
    other raises ValueError. Returns how many rows were new.

    Post each occasion in a transaction of its own, or in the same order everywhere: two processes
    that post the same ones in opposite order would wait for each other.
    """
    if link and (not link.startswith("/") or link.startswith("//") or "\\" in link):
        raise ValueError("A message links to a path inside the site only.")
    said = {"home": home, "key": key, "title": _title(title), "text": _text(text), "link": link}
    users = sorted(set(users), key=lambda user: user.pk)
    rows = _for_inboxes(said, users, now)
    addresses = {address.strip() for address in [*emails, *(u.notify_email for u in users)]}
    rows += _for_outside(said, sorted(addresses - {""}), groups, now)
    with transaction.atomic():
        return sum(map(_is_new, rows))


def _title(title):
    return mask_personal_data(clean_line(title))[:TITLE_LENGTH]


def _text(text):
    return mask_personal_data(clean_text(text))


def _for_inboxes(said, users, now):
    there = set(
        Message.objects.filter(key=said["key"], user__in=users).values_list("user_id", flat=True)
    )
    return [Message(user=user, at=now, **said) for user in users if user.pk not in there]


def _for_outside(said, addresses, groups, now):
    channels = MessageChannel.objects.of(said["home"]).usable().order_by("pk")
    receivers = [
        (channel, address)
        for channel in channels
        for address in ([""] * groups if channel.is_robot else addresses)
    ]
    there = set(Delivery.objects.filter(key=said["key"]).values_list("channel_id", "receiver"))
    rows = [
        Delivery(
            channel=channel,
            address=address,
            receiver=vault.blind_index(address.lower(), RECEIVER),
            next_try_at=now,
            created_at=now,
            **said,
        )
        for channel, address in receivers
    ]
    return [row for row in rows if (row.channel_id, row.receiver) not in there]


def _is_new(row):
    """Write the row unless somebody else did a moment ago."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
