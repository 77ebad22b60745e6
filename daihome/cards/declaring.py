"""What a kind of card is: a declaration over the data, from which its sheets are drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from django.template.loader import render_to_string

from daihome.boards.declaring import PICTURE_SIDE, small_picture
from daihome.tools.board_setting import Size
from daihome.tools.cutting import Big, Cards, Format, big_parts, cards_pdf
from daihome.tools.paper import qr_svg

A6 = Size(105, 148)
A4 = Size(210, 297)


@dataclass(frozen=True)
class Box:
    """Where a name stands large: width and height as shares of the card's, the most in rem."""

    wide: float
    high: float
    most: float


@dataclass(frozen=True)
class Card:
    """One kind of card.

    `about` is “people”, “venues” or “villages”. `facts(home, today, rows, activity)` gives for each
    row what the partial `template` takes, with “name”, and if needed “picture” (a stored file) and
    “links” (name → path of ours, shown as QR under `codes`). `unit` is the usual type in mm at the
    first of `sizes`. With `is_public` only what voters may see is printed. `at_once` is how many are made
    while one waits.
    """

    slug: str
    name: str
    about: str
    template: str
    facts: Callable[..., Sequence[Mapping]]
    sizes: Mapping[str, Size]
    unit: float
    boxes: Mapping[str, Box] = field(default_factory=dict)
    is_paged: bool = False
    is_free: bool = False
    is_public: bool = False
    has_photo: bool = False
    needs_activity: bool = False
    edge: float = 5
    grows: float = 1.0
    at_once: int = 60
    words: str = ""
    order: int = 50

    @property
    def size(self) -> Size:
        """The usual one."""
        return next(iter(self.sizes.values()))

    def format(self, size) -> Format:
        return Format(size, self.is_paged, self.edge)

    def drawing(self, home, facts, size, site) -> Cards:
        """What is to be drawn of the `facts`; `site` is the public address, “/” at its end."""
        unit = self.unit * sqrt(size.width * size.height / (self.size.width * self.size.height))
        pictures = _pictures(facts)
        names = [name if (name := f"photo-{n}") in pictures else "" for n in range(len(facts))]
        shown = [
            self._shown(one, lambda path: qr_svg(site + path.removeprefix("/"))) | {"picture": name}
            for one, name in zip(facts, names, strict=True)
        ]
        return Cards(
            html=lambda sheets: self._html(home, shown, size, sheets),
            bigs=[self._bigs(one, size, unit) for one in facts],
            format=self.format(size),
            unit=unit,
            grows=self.grows,
            pictures=pictures,
        )

    def pdf(self, home, facts, size, site) -> bytes:
        """Raises MissingGlyphs."""
        return cards_pdf(self.drawing(home, facts, size, site))

    def words_of(self, home, facts) -> str:
        """All that would be printed but the codes, as HTML, to be looked through before."""
        shown = [self._shown(one, lambda path: path) for one in facts]
        return self._html(home, shown, self.size, [[number] for number in range(len(facts))])

    def _shown(self, facts, code):
        """The facts with what is drawn of them: codes and the parts of the names."""
        codes = {name: code(path) for name, path in facts.get("links", {}).items()}
        parts = {f"{name}_parts": big_parts(facts[name]) for name in self.boxes}
        return {**facts, **parts, "codes": codes}

    def _html(self, home, shown, size, sheets):
        context = {
            "card": self,
            "home": home,
            "is_lying": size.width > size.height * 1.15,
            "is_strip": size.width > size.height * 2,
            "sheets": [[(number, shown[number]) for number in sheet] for sheet in sheets],
        }
        return render_to_string("print/cards.html", context)

    def _bigs(self, facts, size, unit):
        return {
            name: Big(facts[name], box.wide * size.width, box.high * size.height, box.most * unit)
            for name, box in self.boxes.items()
        }


def _pictures(facts) -> dict[str, bytes]:
    """By name; of those whose file is lost none."""
    asked = {f"photo-{number}": one.get("picture") for number, one in enumerate(facts)}
    drawn = {name: small_picture(path, PICTURE_SIDE) for name, path in asked.items() if path}
    return {name: picture for name, picture in drawn.items() if picture}
