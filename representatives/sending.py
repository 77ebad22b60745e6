"""Sending what waits in the outbox, one row at a time, never twice by two workers.

A row is claimed by an update that only one worker can make, sent, and marked. A worker that dies
in between leaves the row claimed; when the claim runs out it is tried again.
"""

import logging
import secrets
import smtplib
import time
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from daihome.tools import robots, vault
from daihome.tools.robots import NotSent
from representatives.models.messages import RECEIVER, ChannelKind, Delivery, DeliveryState

logger = logging.getLogger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 720, 720)]
MOST_TRIES = len(WAITS) + 1
CLAIM = timedelta(minutes=10)
# A run ends well before its first claim runs out, so that the next run finds nothing half done.
SECONDS_PER_RUN = 300
SIGN = "【代表之家】"  # the keyword that a 钉钉 robot may ask for
GROUP_BYTES = 1000


class Sent(NamedTuple):
    """What a run did; `failed` counts tries that did not succeed."""

    sent: int
    failed: int


def send_waiting(now, limit=200):
    """Send up to `limit` rows that are due at `now`. Call it outside of any transaction.

    A channel whose service does not answer rests for the remainder of the run: nothing that goes
    another way waits for it.
    """
    _give_up(now)
    until, resting, done = time.monotonic() + SECONDS_PER_RUN, set(), [0, 0]
    while sum(done) < limit and time.monotonic() < until:
        row = _claim_next(now, resting)
        if row is None:
            break
        failure = try_to_send(row, now)
        done[bool(failure)] += 1
        if failure and failure.rests:
            resting.add(row.channel_id)
    return Sent(*done)


def _give_up(now):
    """Rows whose channel was closed, and rows that ended each of their workers."""
    due = Delivery.objects.due(now)
    for rows, why in (
        (due.filter(channel__is_active=False), "这个渠道已经停用，没有发出。"),
        (due.filter(attempts__gte=MOST_TRIES), "每次发送都中断了，没有发出。"),
    ):
        rows.update(state=DeliveryState.FAILED, last_error=why)


def _claim_next(now, resting):
    """The next due row, claimed for this worker; None when there is none left."""
    due = Delivery.objects.due(now).exclude(channel__in=resting).select_related("channel", "home")
    while (row := due.first()) is not None:
        if claim(row, now):
            return row
    return None


def claim(row, now):
    """Whether this worker may send `row`: of several that ask at once, one may."""
    mine = Delivery.objects.filter(
        pk=row.pk, state=DeliveryState.WAITING, attempts=row.attempts, next_try_at=row.next_try_at
    )
    with transaction.atomic(durable=True):
        claimed = mine.update(attempts=row.attempts + 1, next_try_at=now + CLAIM)
    row.attempts += claimed
    return bool(claimed)


class Failure(NamedTuple):
    sentence: str
    rests: bool  # it would go the same way with everything else on this channel


def try_to_send(row, now):
    """Send a claimed row and mark it; the failure, or None when it was sent."""
    failure = _attempt(row)
    # Whoever's claim has run out meanwhile must not overwrite what the next worker did.
    mine = Delivery.objects.filter(pk=row.pk, state=DeliveryState.WAITING, attempts=row.attempts)
    if failure is None:
        mine.update(state=DeliveryState.SENT, sent_at=now, last_error="")
        return None
    last = row.attempts >= MOST_TRIES
    mine.update(
        state=DeliveryState.FAILED if last else DeliveryState.WAITING,
        next_try_at=now if last else now + WAITS[row.attempts - 1],
        last_error=failure.sentence,
    )
    return failure


def send_test(channel, address, by, now):
    """Send a test message at once, to be kept among the deliveries; the failure, or None.

    `address` is where the mail goes; a robot knows its group. A test is never tried again.
    """
    row = Delivery.objects.create(
        home=channel.home,
        channel=channel,
        key=f"test:{secrets.token_hex(16)}",
        address=address,
        receiver=vault.blind_index(address.lower(), RECEIVER),
        title="测试消息",
        text=f"{by}在试用“{channel}”这个渠道。收到这条消息，说明设置是对的。",
        next_try_at=now,
        created_at=now,
    )
    failure = try_to_send(row, now) if claim(row, now) else None
    if failure:
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.FAILED)
    return failure


def _attempt(row):
    try:
        _send(row)
    except NotSent as error:
        return Failure(str(error), rests=True)
    except smtplib.SMTPRecipientsRefused:
        return Failure("邮件服务器不收这个收件地址，请核对。", rests=False)
    except smtplib.SMTPAuthenticationError:
        return Failure("邮件服务器不认发信的账号或密码。", rests=True)
    except (smtplib.SMTPException, OSError) as error:
        return Failure(f"邮件服务器没有收下（{type(error).__name__}）。", rests=True)
    except Exception as error:
        # One bad row must not stop the rest. Its text and traceback may hold keys: the kind only.
        logger.error("Delivery %s failed: %s", row.pk, type(error).__name__)
        return Failure(f"发送时出错（{type(error).__name__}）。", rests=False)
    return None


def _send(row):
    channel = row.channel
    if channel.kind == ChannelKind.EMAIL:
        if not settings.SENDS_MAIL:
            raise NotSent("本网站没有设置发信服务器（EMAIL_URL）。")
        body = _body(row, row.text)
        EmailMessage(f"{SIGN}{row.title}", body, to=[row.address]).send()
    else:
        # Cut before the link, which would be the first thing to fall off the end.
        body = _body(row, robots.fit(row.text, GROUP_BYTES))
        robots.send(channel.kind, channel.webhook, channel.secret, f"{SIGN}{row.title}\n\n{body}")


def _body(row, text):
    """The text, where to read on (only where the site knows its own address), who sends it."""
    link = f"{settings.SITE_URL}{row.link}" if row.link and settings.SITE_URL else ""
    return "\n\n".join(filter(None, [text, link, f"—— {row.home.name}"]))
