"""What is attached to a matter, as leaves of its file: pictures one a page, PDFs page by page."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from daihome.tools import binding, foreign_pdf
from daihome.tools.fonts import spell_out
from suggestions.papers.common import Paper

# Enough for a page of A4 at 200 dots per inch; the stored picture may be twice as large.
PICTURE_SIDE = 1600
LEAVES_MAX = 200  # of PDFs in one file; more is kept apart
LOST = "文件不在了，没有装订"
FULL = "附件太多，没有装订"
TELLING = "看得出反映人是谁，不装入归档包"


@dataclass(frozen=True)
class Enclosure:
    """One attachment: the paper that shows it, or says why it is not here."""

    paper: Paper
    foreign: bytes = b""
    why_not: str = ""
    leaves: int = 1


def enclosure(row, left=LEAVES_MAX, *, with_telling=True) -> Enclosure:
    """An `Attachment` as leaves; `left` is how many pages of PDFs the file still takes.

    Without `with_telling` one that shows who the voter is stays out: what leaves the system
    outlives the time for which that may be kept.
    """
    if row.shows_identity and not with_telling:
        return _instead(row, TELLING)
    try:
        with row.file.open("rb") as file:
            data = file.read()
        if row.kind == "picture":
            return Enclosure(_paper(row, picture=smaller(data)))
        foreign = foreign_pdf.pages_only(data)
        leaves = binding.page_count(foreign)
    except FileNotFoundError:
        return _instead(row, LOST)
    except (foreign_pdf.Unprintable, OSError) as error:
        reason = str(error) if isinstance(error, foreign_pdf.Unprintable) else foreign_pdf.DAMAGED
        return _instead(row, reason)
    if leaves > left:
        return _instead(row, FULL)
    return Enclosure(_paper(row, leaves=leaves), foreign, leaves=leaves)


def smaller(data: bytes) -> bytes:
    """A stored picture as JPEG, small enough for a file of many."""
    with Image.open(BytesIO(data)) as picture:
        picture.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
        picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
        if picture.mode == "RGBA":
            flat = Image.new("RGB", picture.size, "white")
            flat.paste(picture, mask=picture.getchannel("A"))
        else:
            flat = picture.convert("RGB")
        out = BytesIO()
        flat.save(out, "JPEG", quality=80, optimize=True)
        return out.getvalue()


def _instead(row, why_not):
    return Enclosure(
        _paper(row, why_not=why_not), why_not=f"附件“{spell_out(row.name)}”：{why_not}。"
    )


def _paper(row, *, picture=b"", leaves=1, why_not=""):
    facts = {
        "home": row.suggestion.home,
        "number": row.suggestion.number,
        "name": spell_out(row.name),
        "origin": row.get_source_display(),
        "frames": range(1, leaves + 1),
        "has_picture": bool(picture),
        "why_not": why_not,
        "sha256": row.sha256,
    }
    return Paper("print/enclosed.html", facts, {"one": picture} if picture else None)
