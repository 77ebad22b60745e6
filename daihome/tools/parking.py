"""Files of a form that has to be shown again: kept for a day, so that nobody chooses them twice.

What is parked has been cleaned already. A signed token in a hidden field is the only way back.
"""

import time
import uuid
from dataclasses import dataclass
from pathlib import PurePath

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from daihome.tools.uploads import Upload

FOLDER = "parked"
VALID_SECONDS = 24 * 3600
SALT = "suggestions.parked"


@dataclass(frozen=True)
class Parked:
    """A kept file as the form shows it: `token` for the hidden field, `path` in the storage."""

    token: str
    path: str
    name: str
    kind: str
    content_type: str
    sha256: str

    def upload(self):
        """The file as `clean_upload` gave it. Raises FileNotFoundError when it was swept."""
        with default_storage.open(self.path) as file:
            content = ContentFile(file.read(), self.name)
        return Upload(self.name, self.kind, self.content_type, content, self.sha256)


def park(upload):
    """Keep `upload` for a day; also sweeps what is older."""
    sweep(time.time())
    path = f"{FOLDER}/{uuid.uuid4()}{PurePath(upload.name).suffix}"
    upload.content.seek(0)
    path = default_storage.save(path, upload.content)
    facts = [path, upload.name, upload.kind, upload.content_type, upload.sha256]
    return Parked(signing.dumps(facts, salt=SALT), *facts)


def find(token):
    """The `Parked` of a hidden field, or None when it is not ours, too old or gone."""
    try:
        facts = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return None
    parked = Parked(token, *facts)
    return parked if default_storage.exists(parked.path) else None


def discard(parked):
    """Remove kept files that are no longer needed."""
    for file in parked:
        default_storage.delete(file.path)


def sweep(now):
    """Remove files kept for more than a day; `now` in epoch seconds."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for path in (f"{FOLDER}/{name}" for name in names):
        if _age(path, now) > VALID_SECONDS:
            default_storage.delete(path)


def _age(path, now):
    try:
        return now - default_storage.get_modified_time(path).timestamp()
    except FileNotFoundError:
        return 0  # another request has just swept it
