"""How often one address may do one thing in an hour. Only a keyed hash of the address is kept."""

import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from daihome.tools import vault
from suggestions.models import RateLimit

WRONG_CODES = 10  # an hour; the code has 74 bits, but nobody needs more tries
KEEP = timedelta(days=1)
IPV6_HOUSEHOLD = 64  # bits; one connection owns them all


def count(request, purpose, times=1):
    """Count `times` for the visitor's address and return the sum of this hour."""
    if not settings.THROTTLE:
        return 0
    row = _row(request, purpose)
    with transaction.atomic():
        rows = RateLimit.objects.filter(**row)
        if not rows.update(count=F("count") + times):
            _open(row)
            rows.update(count=F("count") + times)
        return rows.values_list("count", flat=True).get()


def is_on():
    """Whether anything is limited; off for measuring only."""
    return settings.THROTTLE


def counted(request, purpose):
    """The sum of this hour, without counting."""
    if not settings.THROTTLE:
        return 0
    row = _row(request, purpose)
    return RateLimit.objects.filter(**row).values_list("count", flat=True).first() or 0


def minutes_left():
    """Minutes to the next full hour, when counting begins anew; at least 1."""
    return 60 - timezone.now().minute


def visitor_address(request):
    """The address that a visitor comes from; an IPv6 one as its network."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, IPV6_HOUSEHOLD), strict=False))


def _row(request, purpose):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    return {"digest": vault.blind_index(visitor_address(request), f"rate:{purpose}"), "hour": hour}


def _open(row):
    RateLimit.objects.filter(hour__lt=row["hour"] - KEEP).delete()
    try:
        with transaction.atomic():
            RateLimit.objects.create(**row)
    except IntegrityError:
        return  # another request of the same address opened the hour
