"""A list between its preview and the confirmation: kept encrypted, for an hour at most.

The file holds names and telephones, so it lies under a random name in the private storage,
encrypted like every telephone, and goes with the confirmation or with the next upload.
"""

import base64
import re
import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from daihome.tools.moved_clock import machine_time
from daihome.tools.uploads import private_storage
from daihome.tools.vault import decrypt, encrypt

FOLDER = "imports"
LIFETIME = timedelta(hours=1)
KEY = re.compile(r"[0-9a-f]{32}")


def keep(data):
    """Store the bytes; the key that `take` wants. Older files than an hour are deleted first."""
    forget_old(timezone.now())
    key = uuid.uuid4().hex
    sealed = encrypt(base64.b64encode(data).decode())
    private_storage.save(f"{FOLDER}/{key}", ContentFile(sealed.encode()))
    return key


def take(key):
    """The bytes kept under `key`, which are gone afterwards; None when there are none."""
    path = f"{FOLDER}/{key}"
    if not KEY.fullmatch(key or "") or not private_storage.exists(path):
        return None
    try:
        if _age(path, timezone.now()) > LIFETIME:
            return None
        with private_storage.open(path) as file:
            return base64.b64decode(decrypt(file.read().decode()))
    except FileNotFoundError:  # confirmed twice at the same moment: the other one has it
        return None
    finally:
        private_storage.delete(path)


def forget_old(now):
    """Delete what nobody confirmed within an hour."""
    if not private_storage.exists(FOLDER):
        return
    for name in private_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if _age(path, now) > LIFETIME:
            private_storage.delete(path)


def _age(path, now):
    return machine_time(now) - private_storage.get_modified_time(path)
