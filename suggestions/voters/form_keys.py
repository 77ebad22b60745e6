"""One-time keys of public forms: the same page sent twenty times makes one matter.

A key is random, dated and signed; it travels in a hidden field, so no session is needed.
"""

import secrets
from dataclasses import dataclass

from django.core import signing
from django.utils import timezone

VALID_SECONDS = 24 * 3600


class _Signer(signing.TimestampSigner):
    """Dates by the site's clock, like everything that is compared with it."""

    def timestamp(self):
        return signing.b62_encode(int(timezone.now().timestamp()))


_signer = _Signer(salt="suggestions.form")


@dataclass(frozen=True)
class FormKey:
    """A key that came back: its random part, and the page's age in seconds."""

    value: str
    age: float

    @property
    def is_expired(self):
        return self.age > VALID_SECONDS


def new_key():
    """A fresh signed key for a hidden field."""
    return _signer.sign(secrets.token_urlsafe(16))


def read_key(signed):
    """The `FormKey` of a hidden field, or None when it was not made here."""
    try:
        value = _signer.unsign(signed)
        made = signing.b62_decode(signed.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError):
        return None
    return FormKey(value, timezone.now().timestamp() - made)
