"""What a board is: a declaration over the data, from which paper, screen and digest are drawn."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from PIL import Image, ImageFile

from daihome.tools.board_setting import A2, Size, title_parts
from daihome.tools.boards import Sheet, split
from daihome.tools.fonts import spell_out
from daihome.tools.paper import qr_svg

PICTURE_SIDE, QUALITY = 560, 82  # pixels of a portrait's long side: 150 dpi at 9 cm


def whole_home(home, today) -> list[tuple[str, str]]:
    """The only subject of a board that is about the whole Home."""
    return [("", "")]


def one_column(facts, size) -> Sequence[int]:
    return (1,)


def text_columns(facts, size) -> Sequence[int]:
    """For running text: two columns as soon as the board is wider than high."""
    if size.width <= size.height:
        return (1,)
    return (2,) if size.width < 2 * size.height else (3,)


@dataclass(frozen=True)
class Board:
    """One kind of board.

    `facts(home, today, subject)` gives what the partial `template` takes, or None when there is
    nothing to say any more (the rule was abolished): “title”, and if needed “caption”,
    “pictures” (name → stored file), “link” (an address of ours to be shown as QR), “blocks” with
    their “weights” (lines, about): the partial gets them as `flows`, one list for each column.
    `subjects(home, today)` gives (subject, name) of what it may be about. `columns(facts, size)`
    are the layouts to try. `is_shown` with its days at the foot: 公示日期 and 撤下日期.
    """

    slug: str
    name: str
    template: str
    facts: Callable[..., Mapping | None]
    subjects: Callable[..., Sequence[tuple[str, str]]] = whole_home
    columns: Callable[..., Sequence[int]] = text_columns
    size: Size = A2
    is_grid: bool = False
    is_shown: bool = False
    replaces: str = ""
    picture_side: int = PICTURE_SIDE
    order: int = 50

    def label(self, home, today, subject) -> str:
        """“代表风采：第一代表小组” as lists show it."""
        name = dict(self.subjects(home, today)).get(subject, "")
        return f"{self.name}：{name}" if name else self.name

    def sheet(self, home, facts, size, site="", foot="") -> Sheet:
        """What is to be drawn of the `facts`; `site` is the public address, “/” at its end."""
        return Sheet(
            html=lambda columns: spell_out(
                self.html(home, facts, site, columns, is_lying=size.width > size.height),
                letters=False,
            ),
            title=facts["title"],
            columns=self.columns(facts, size),
            is_grid=self.is_grid,
            pictures=_pictures(facts, self.picture_side),
            foot=foot,
        )

    def html(self, home, facts, site="", columns=1, *, is_lying=False) -> str:
        """The whole paper; its words are the same for every shape."""
        context = {"home": home, "inside": self.template, "on_paper": True, "is_lying": is_lying}
        context |= self.context(facts, columns) | {"title_parts": title_parts(facts["title"])}
        if facts.get("link"):
            address = site + facts["link"].removeprefix("/")
            context |= {"qr": qr_svg(address), "address": address if site else ""}
        return render_to_string("print/board_base.html", context)

    def context(self, facts, columns=1) -> dict:
        """What the partial takes, on paper and on the screen."""
        flows = {}
        if "blocks" in facts:
            flows = {"flows": split(facts["blocks"], facts["weights"], columns)}
        return {**facts, **flows, "columns": columns}

    def digest(self, home, facts) -> str:
        """The same as long as the board would say the same; empty when it says nothing any more.

        Of the words and the pictures, not of how they look, where the site lives or what day it is.
        """
        if facts is None:
            return ""
        words = " ".join(unescape(re.sub(r"<[^>]*>", " ", self.html(home, facts))).split())
        pictures = sorted(facts.get("pictures", {}).items())
        return hashlib.sha256(repr((words, pictures, facts.get("link"))).encode()).hexdigest()


def _pictures(facts, side) -> dict[str, bytes]:
    """Those whose files are there: for a lost one stands its description."""
    drawn = {name: small_picture(path, side) for name, path in facts.get("pictures", {}).items()}
    return {name: picture for name, picture in drawn.items() if picture}


def small_picture(path: str, side: int) -> bytes | None:
    """A stored picture as JPEG in the size that a paper needs; None when the file is lost."""
    # WeasyPrint switches this on for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with default_storage.open(path) as stored, Image.open(stored) as picture:
            picture.draft("RGB", (side, side))
            picture = picture.convert("RGB")
            picture.thumbnail((side, side))
            out = BytesIO()
            picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    except OSError:
        return None
    return out.getvalue()
