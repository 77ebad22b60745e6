"""The file on paper: cover, basic information, contents, then year by year with its signatures."""

from dataclasses import dataclass
from datetime import date

from daihome.boards.declaring import small_picture
from daihome.performance.file import File, Year
from daihome.tools.fonts import spell_out
from daihome.tools.paper import render_pdf

PORTRAIT_SIDE = 420  # pixels: 300 dpi at 35 mm


@dataclass(frozen=True)
class Page:
    """A year as the paper shows it: rows whose missing characters are spelled out."""

    year: Year

    @property
    def chapters(self):
        """(chapter, rows)."""
        return [
            (told.chapter, [[spell_out(cell) for cell in row] for row in told.rows])
            for told in self.year.told
        ]

    def said(self, name):
        return spell_out(getattr(self.year.said, name)) if self.year.said else ""

    @property
    def summary(self):
        return self.said("summary")

    @property
    def group_comment(self):
        return self.said("group_comment")

    @property
    def presidium_comment(self):
        return self.said("presidium_comment")


def file_pdf(file: File, years: list[int] | None = None) -> bytes:
    """The file, or some years of it. Raises MissingGlyphs for a name that no font has."""
    pictures = _portrait(file.person)
    pages = [Page(file.of(year)) for year in years or file.years]
    facts = {
        "file": file,
        "person": file.person,
        "mandate": file.mandate,
        "home": file.person.home,
        "pages": pages,
        "stored": file.stored,
        "label": _label(pages),
        "portrait": bool(pictures),
    }
    return render_pdf("print/performance.html", facts, pictures=pictures)


def _label(pages):
    first, last = pages[0].year, pages[-1].year
    return f"{_words(first.start)}至{_words(last.end)}"


def _words(day: date):
    return f"{day.year}年{day.month}月{day.day}日"


def _portrait(person):
    """The photo where there is one: a paper of staff shows it whoever may publish it."""
    picture = small_picture(person.photo.name, PORTRAIT_SIDE) if person.photo else None
    return {"portrait": picture} if picture else {}
