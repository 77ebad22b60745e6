"""The record of a package, which stays when its file is gone: a copy can be held against it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from daihome.archiving.packing import Packed
from daihome.models import ArchivePackage


@dataclass(frozen=True)
class Sealed:
    """A package that is written: of which year, how large, and its hash."""

    packed: Packed
    year: int
    size: int
    sha256: str


def seal(packed: Packed, year: int, file) -> Sealed:
    """Hash the finished package in the open `file`."""
    file.flush()
    path = Path(file.name)
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Sealed(packed, year, path.stat().st_size, digest)


def recorded(order, sealed: Sealed) -> None:
    """The file is there: so is its record."""
    ArchivePackage.objects.update_or_create(
        number=sealed.packed.cover.number,
        defaults={
            "order": order,
            "home": order.home,
            "paper": order.paper,
            "year": sealed.year,
            "made_at": timezone.now(),
            "made_by": order.user,
            "files": len(sealed.packed.files),
            "size": sealed.size,
            "sha256": sealed.sha256,
            "problems": sealed.packed.problems,
        },
    )
