"""Personal data at rest: encrypted with AES-GCM, found again through a keyed hash.

Keys come from `settings.VAULT_KEYS` (key id → 32 bytes, the first is current). A value carries
the id of its key, so older values stay readable after a new key came in front.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

VERSION = "v1"
NONCE_BYTES = 12  # NIST SP 800-38D; random, because no counter survives a restore from backup


class VaultError(Exception):
    """A stored value that no key opens: the key is missing or the value was changed."""


def encrypt(text: str) -> str:
    """`text` as "v1:<key id>:<base64>", different each time; empty stays empty."""
    if not text:
        return ""
    key_id, key = _current_key()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), _label(key_id))
    return f"{VERSION}:{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(token: str) -> str:
    """The text of a token of `encrypt`; raises VaultError, without the value in it."""
    if not token:
        return ""
    try:
        version, key_id, body = token.split(":")
        sealed = base64.b64decode(body, validate=True)
        key = settings.VAULT_KEYS[key_id]
        if version != VERSION:
            raise ValueError(version)
        opened = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _label(key_id))
    except KeyError as error:
        raise VaultError("缺少加密资料所用的密钥。请把备份的密钥文件放回 keys 文件夹。") from error
    except (ValueError, InvalidTag) as error:
        raise VaultError("加密资料已损坏或被改动，无法打开。请从备份恢复。") from error
    return opened.decode()


def blind_index(text: str, purpose: str) -> str:
    """A keyed hash (64 hex digits) by which equal texts are found; empty stays empty.

    Normalise first (`clean_phone`). Hashes of different purposes cannot be compared. They belong
    to the current key: whoever puts a new key in front must write them anew.
    """
    if not text:
        return ""
    _, key = _current_key()
    own_key = hmac.digest(key, f"blind-index:{purpose}".encode(), hashlib.sha256)
    return hmac.new(own_key, text.encode(), hashlib.sha256).hexdigest()


def _current_key() -> tuple[str, bytes]:
    return next(iter(settings.VAULT_KEYS.items()))


def _label(key_id: str) -> bytes:
    return f"{VERSION}:{key_id}".encode()


class EncryptedTextField(models.TextField):
    """Plain text in Python, a token in the database; never encrypted twice.

    Each value is encrypted anew, so nothing can be looked up by it: keep a `blind_index` beside.
    """

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return value if value is None else encrypt(value)

    def from_db_value(self, value, expression, connection):
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted: look it up by its blind index.")
