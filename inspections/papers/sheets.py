"""One form of this room: pairs of short boxes, long texts, pictures, seals, signatures, notes."""

import datetime
from dataclasses import dataclass, field

from daihome.tools.paper import render_pdf

TEMPLATE = "print/inspections/form.html"


@dataclass(frozen=True)
class Sign:
    """A box in which somebody signs or seals: what is printed in it."""

    caption: str
    name: str = ""
    on: datetime.date | None = None
    text: str = ""


@dataclass(frozen=True)
class Sheet:
    """One paper. `texts` are (label, text, least height: “”, “low” or “middle”)."""

    home: object
    heading: str
    pairs: list[tuple]
    texts: list[tuple[str, str, str]]
    above: str = ""
    number: str = ""
    shown: list[tuple[str, str]] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    under: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def form_pdf(sheets: list[Sheet], pictures=None) -> bytes:
    """All sheets, one after the other. Raises MissingGlyphs."""
    return render_pdf(TEMPLATE, {"home": sheets[0].home, "sheets": sheets}, pictures=pictures)
