"""Writes a package: piece after piece into a zip, then the contents list and the hashes.

One piece is in memory at a time. What cannot be printed is named in the contents list and does
not stop the rest. The file itself is the same for the same pieces: order and times are fixed.
"""

import hashlib
import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import DatabaseError
from django.utils import timezone

from daihome.archiving import contents, naming
from daihome.archiving.counting import pages_in, rows_in
from daihome.orders import Unmakeable
from daihome.tools.fonts import MissingGlyphs

logger = logging.getLogger(__name__)
CHUNK = 256 * 1024
SUMS = "SHA256SUMS"
# Packed already: compressing them again costs time and gains nothing.
DENSE = (".pdf", ".xlsx", ".jpg", ".png")
LOST = "文件不在了"
UNEXPECTED = "没有做成，请把这一行告诉管理员"


@dataclass(frozen=True)
class Made:
    """What a piece became: bytes or an open file, and what is known of it.

    `rows` are those on the pages of a PDF; of a workbook they are counted in the file. `problem`
    is a sentence for the contents list.
    """

    content: bytes | BinaryIO
    rows: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class Piece:
    """One file of a package: its name without number and suffix, and how it is made.

    `make` may raise MissingGlyphs, Unmakeable or FileNotFoundError. `has_rows`: a workbook whose
    rows are counted. `has_pages`: a PDF of ours (one from outside is not opened).
    """

    name: str
    suffix: str
    make: Callable[[], Made]
    has_rows: bool = False
    has_pages: bool = True


@dataclass(frozen=True)
class Section:
    """One folder. `count` tells how many rows the screen shows, where they can be compared."""

    title: str
    pieces: list[Piece]
    count: Callable[[], int] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """What a package says of itself."""

    title: str
    number: str
    home: str
    made_at: datetime
    made_by: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One file in the contents list; without a size it was not made."""

    path: str
    rows: int | None = None
    pages: int | None = None
    size: int | None = None
    sha256: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Check:
    """The rows of a book, counted three times."""

    title: str
    screen: int
    pdf: int
    xlsx: int

    @property
    def is_right(self) -> bool:
        return self.screen == self.pdf == self.xlsx

    @property
    def words(self) -> str:
        return (
            f"{self.title}：系统里 {self.screen} 行，PDF 里 {self.pdf} 行，表格里 {self.xlsx} 行，"
            "三个数应当相同。可能是制作时有人在登记，请重新制作一次。"
        )


@dataclass
class Packed:
    """A package as it was packed."""

    cover: Cover
    sections: list[tuple[str, Section, list[Line]]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for _folder, _section, lines in self.sections for line in lines]

    @property
    def files(self) -> list[Line]:
        """Those that were made."""
        return [line for line in self.lines if line.size is not None]

    @property
    def problems(self) -> list[str]:
        """Chinese sentences: what is missing or does not agree."""
        wrong = [f"{line.path}：{line.problem}。" for line in self.lines if line.problem]
        return wrong + [check.words for check in self.checks if not check.is_right]


def pack(file: BinaryIO, sections: list[Section], cover: Cover, tell) -> Packed:
    """Write the whole package into the open `file`; `tell(done, total)` after each piece."""
    packed, total = Packed(cover), sum(len(section.pieces) for section in sections) + 1
    with zipfile.ZipFile(file, "w") as archive:
        writer = Writer(archive, cover.made_at)
        for place, section in enumerate(sections, start=1):
            folder = naming.numbered(place, len(sections), section.title)
            lines = []
            packed.sections.append((folder, section, lines))
            for line in _made(writer, folder, section):
                lines.append(line)
                tell(len(packed.lines), total)
            packed.checks += _counted(section, lines)
        for name, content in contents.documents(packed):
            writer.put(name, content)
        writer.put(SUMS, writer.sums())
    tell(total, total)
    return packed


def _made(writer, folder, section) -> Iterator[Line]:
    total = len(section.pieces)
    for place, piece in enumerate(section.pieces, start=1):
        path = naming.path_of(folder, place, total, piece.name, piece.suffix)
        try:
            made = piece.make()
        except (MemoryError, DatabaseError):
            raise  # of no piece more than of the next
        except Exception as error:
            yield Line(path, problem=_reason(error))
        else:
            yield _written(writer, path, piece, made)


def _reason(error) -> str:
    """Why a piece is missing, for people."""
    if isinstance(error, MissingGlyphs):
        named = "、".join(f"“{one}”（U+{ord(one):04X}）" for one in error.characters)
        place = f"（{error.place}）" if error.place else ""
        return f"没有做成，缺少字体的字：{named}{place}"
    if isinstance(error, FileNotFoundError):
        return LOST
    if isinstance(error, Unmakeable):
        return str(error).rstrip("。")
    # The kind only: texts may hold what people said.
    logger.error("A piece of a package failed: %s", type(error).__name__)
    return UNEXPECTED


def _written(writer, path, piece, made) -> Line:
    rows, pages = made.rows, None
    if piece.has_rows:
        rows = rows_in(made.content)
    elif piece.suffix == ".pdf" and piece.has_pages:
        pages = pages_in(made.content)
    size, sha256 = writer.put(path, made.content)
    return Line(path, rows, pages, size, sha256, made.problem)


def _counted(section, lines) -> list[Check]:
    """The three counts of a book; none when a piece is missing, which is said already."""
    if section.count is None or any(line.size is None for line in lines):
        return []
    by_kind = {".pdf": 0, ".xlsx": 0}
    for line in lines:
        by_kind[line.path[line.path.rindex(".") :]] += line.rows or 0
    return [Check(section.title, section.count(), by_kind[".pdf"], by_kind[".xlsx"])]


class Writer:
    """Files into an open zip, hashed while they are written, all with the same time."""

    def __init__(self, archive: zipfile.ZipFile, at: datetime):
        self.archive, self.hashes = archive, {}
        self.moment = timezone.localtime(at).timetuple()[:6]

    def put(self, path: str, content: bytes | BinaryIO) -> tuple[int, str]:
        """Size and SHA-256 of what was written as `path`."""
        info = zipfile.ZipInfo(path, self.moment)
        dense = path.endswith(DENSE)
        info.compress_type = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
        info.external_attr, info.create_system = 0o644 << 16, 3
        size, digest = 0, hashlib.sha256()
        with self.archive.open(info, "w") as entry:
            for part in _parts(content):
                entry.write(part)
                size += len(part)
                digest.update(part)
        self.hashes[path] = digest.hexdigest()
        return size, self.hashes[path]

    def sums(self) -> bytes:
        """As `sha256sum -c` reads it."""
        return "".join(f"{digest}  {path}\n" for path, digest in self.hashes.items()).encode()


def _parts(content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content:
        while part := content.read(CHUNK):
            yield part
