"""Checks a package that comes back: whole, unchanged, nothing added, counts as its list says.

Whoever changes a file and its hash as well is found out by the record of the package, where the
system that made it still has one.
"""

import hashlib
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from daihome.archiving.contents import COLUMNS, LIST, PAGE, TEXT
from daihome.archiving.counting import pages_in, rows_in
from daihome.archiving.packing import CHUNK, SUMS
from daihome.models import ArchivePackage
from daihome.tools import sheets

IN_MEMORY = 8 * 1024 * 1024
FEW = 20 * 1024 * 1024  # bytes; the list of a hundred thousand files is smaller
DESCRIBING = {TEXT, PAGE, LIST}
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
NUMBER = re.compile(r"^编号：(\S+)", re.MULTILINE)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
TRUNCATED = "压缩包打不开，可能没有传完或者损坏了。请重新复制一份再核对。"
NO_SUMS = f"压缩包里没有 {SUMS}，或者它读不出来，没有办法核对。请重新复制一份。"
NO_LIST = f"“{LIST}”读不出来，页数和行数没有核对。请重新复制一份。"


def verify(path: Path) -> Iterator[str]:
    """Chinese sentences of what is wrong; none when all is well. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _contents(archive)
            yield from _record(archive, digest)
    except BROKEN:
        yield TRUNCATED


def known(path: Path) -> ArchivePackage | None:
    """The record of exactly this file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ArchivePackage.objects.filter(sha256=digest).first()


def _contents(archive) -> Iterator[str]:
    sums = _sums(archive)
    if sums is None:
        yield NO_SUMS
        return
    names = [info.filename for info in archive.infolist()]
    yield from (f"“{name}”在压缩包里有两份。" for name in _twice(names))
    yield from (f"“{name}”不见了。" for name in sums if name not in names)
    extra = [name for name in dict.fromkeys(names) if name not in sums and name != SUMS]
    yield from (f"“{name}”不是原来包里的文件。" for name in extra)
    listed = _listed(archive)
    if listed is None:
        yield NO_LIST
    for name in [name for name in sums if name in names]:
        yield from _file(archive, name, sums[name], (listed or {}).get(name))
    if listed is not None:
        yield from _agree(listed, sums)


def _twice(names):
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def _agree(listed, sums) -> Iterator[str]:
    """The list and the hashes name the same files."""
    made = {name for name, row in listed.items() if row["字节"]}
    yield from (f"“{name}”在目录里，却没有指纹。" for name in sorted(made - sums.keys()))
    unlisted = sums.keys() - made - DESCRIBING
    yield from (f"“{name}”有指纹，却不在目录里。" for name in sorted(unlisted))


def _sums(archive) -> dict[str, str] | None:
    """{path: SHA-256}; None where the file is missing or is something else."""
    try:
        lines = _small(archive, SUMS).decode().splitlines()
    except (KeyError, UnicodeDecodeError, ValueError):
        return None
    found = [LINE.fullmatch(line) for line in lines]
    if not found or None in found:
        return None
    return {match[2]: match[1] for match in found}


def _listed(archive) -> dict[str, dict[str, str]] | None:
    """{path: {column: text}} of 目录.xlsx; None where it cannot be read."""
    titles = [title for title, _width in COLUMNS]
    try:
        table = sheets.read_rows(_small(archive, LIST), LIST, known=titles)
        rows = [dict(zip(titles, row.cells, strict=False)) for row in table.rows]
    except (KeyError, ValueError, sheets.SheetError):
        return None
    return {row[titles[0]]: row for row in rows}


def _small(archive, name) -> bytes:
    if archive.getinfo(name).file_size > FEW:
        raise ValueError("No list is as long as that.")
    return archive.read(name)


def _file(archive, name, sha256, row) -> Iterator[str]:
    """What is wrong with one file; its counts only where it is the right one."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        try:
            with archive.open(name) as entry:
                while part := entry.read(CHUNK):
                    digest.update(part)
                    size += len(part)
                    copy.write(part)
        except BROKEN:
            yield f"“{name}”损坏了，读不出来。"
            return
        if digest.hexdigest() != sha256:
            yield f"“{name}”的内容变了。"
        elif row is not None:
            copy.seek(0)
            yield from _counts(name, copy, size, sha256, row)


def _counts(name, copy, size, sha256, row) -> Iterator[str]:
    if row["字节"] != str(size) or row["SHA-256"] != sha256:
        yield f"“{name}”与目录里写的大小或者指纹不同。"
    what = "页数" if row["页数"] else "行数"
    if what == "行数" and not (name.endswith(".xlsx") and row["行数"]):
        return
    try:
        count = pages_in(io.BytesIO(copy.read())) if what == "页数" else rows_in(copy)
    except ValueError:
        count = "读不出来"
    if str(count) != row[what]:
        yield f"“{name}”：目录里写的{what}是 {row[what]}，数出来是 {count}。"


def _record(archive, digest) -> Iterator[str]:
    """Held against what this system keeps of it, if it made it."""
    try:
        found = NUMBER.search(_small(archive, TEXT).decode("utf-8-sig"))
    except (KeyError, UnicodeDecodeError, ValueError):
        return
    package = found and ArchivePackage.objects.filter(number=found[1]).first()
    if package and package.sha256 != digest:
        yield f"编号 {package.number} 的归档包，登记的指纹与这个文件的不同：这不是当初那一份。"
