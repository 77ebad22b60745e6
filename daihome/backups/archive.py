"""The backup file: a tar with `database`, `uploads/…` and, last, `manifest.json`.

The manifest names every other member with its size and SHA-256, so that a file that was cut off
or changed is noticed before anything is restored from it.
"""

import hashlib
import json
import os
import re
import tarfile
from pathlib import Path, PurePosixPath

from daihome.backups import BackupError

MANIFEST, DATABASE, UPLOADS = "manifest.json", "database", "uploads"
FORMAT = 1
MANIFEST_MAX_BYTES = 64 * 1024 * 1024
CHUNK = 1024 * 1024
_MEMBER = re.compile(rf"{DATABASE}|{UPLOADS}(?:/[0-9A-Za-z_\-][0-9A-Za-z_.\-]*)+")


class Writer:
    """Writes a backup under a temporary name; `finish` gives it its own, `discard` removes it."""

    def __init__(self, path: Path):
        self.path, self.temporary = path, path.with_name(f".{path.name}.part")
        self.files = {}
        handle = os.open(self.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "wb")
        self.tar = tarfile.open(fileobj=self.file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def add(self, name: str, source: Path) -> None:
        """Put the file `source` in as `name` and remember its size and hash."""
        with source.open("rb") as content:
            info = _member(name, os.fstat(content.fileno()).st_size)
            hashing = HashingReader(content)
            self.tar.addfile(info, hashing)
        self.files[name] = {"size": info.size, "sha256": hashing.digest()}

    def finish(self, facts: dict) -> Path:
        """Write the manifest and give the file its name; everything is on disk then."""
        manifest = {"format": FORMAT, **facts, "files": self.files}
        data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        source = self.temporary.with_suffix(".json")
        try:
            source.write_bytes(data)
            with source.open("rb") as content:
                self.tar.addfile(_member(MANIFEST, len(data)), content)
        finally:
            source.unlink(missing_ok=True)
        self.tar.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.temporary.rename(self.path)
        _sync_folder(self.path.parent)
        return self.path

    def discard(self) -> None:
        """Remove what was written so far."""
        self.file.close()
        self.temporary.unlink(missing_ok=True)


class HashingReader:
    """A file that is hashed while it is read."""

    def __init__(self, file):
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.sum.update(data)
        return data

    def digest(self):
        return self.sum.hexdigest()


def read_manifest(path: Path) -> dict:
    """The manifest of a backup whose every member was compared with it. Raises BackupError."""
    try:
        with tarfile.open(path, "r:") as tar:
            return _verified(tar)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"{path} 不是完整的备份文件（{type(error).__name__}）。请换一个备份文件。"
        ) from error


def extract(path: Path, folder: Path) -> None:
    """Unpack the database and the uploads of a verified backup into the empty `folder`."""
    with tarfile.open(path, "r:") as tar:
        for info in tar:
            if info.name == MANIFEST:
                continue
            target = folder / _safe(info)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                for part in _parts(tar.extractfile(info)):
                    file.write(part)


def _verified(tar):
    found, manifest = {}, None
    for info in tar:
        if info.name == MANIFEST:
            manifest = _read_json(tar, info)
            continue
        reader = HashingReader(tar.extractfile(info) if _safe(info) else None)
        for _part in _parts(reader):
            pass
        if info.name in found:
            raise BackupError("备份文件里有重名的内容，可能被改动过。请换一个备份文件。")
        found[info.name] = {"size": info.size, "sha256": reader.digest()}
    if manifest is None:
        raise BackupError("备份文件里没有清单，可能没有写完。请换一个备份文件。")
    if manifest["format"] != FORMAT:
        raise BackupError("这个备份的格式与本程序不同。请用做备份时的程序版本恢复。")
    if found != manifest["files"] or DATABASE not in found:
        raise BackupError("备份文件的内容与清单对不上，可能损坏或被改动过。请换一个备份文件。")
    return manifest


def _read_json(tar, info):
    if not info.isreg() or info.size > MANIFEST_MAX_BYTES:
        raise BackupError("备份文件的清单不对。请换一个备份文件。")
    return json.load(tar.extractfile(info))


def _safe(info):
    """The member's path below the folder; nothing but plain files with the names that we give."""
    parts = PurePosixPath(info.name).parts
    if not info.isreg() or not _MEMBER.fullmatch(info.name) or ".." in parts:
        raise BackupError("备份文件里有不认识的内容，没有恢复。请换一个备份文件。")
    return info.name


def _member(name, size):
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _parts(file):
    while part := file.read(CHUNK):
        yield part


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
