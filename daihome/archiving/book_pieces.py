"""Every book of the year: volume by volume as PDF, whole as workbook."""

from functools import partial

from daihome.archiving.packing import Made, Piece, Section
from daihome.books import REGISTERS
from daihome.orders.whole_books import Asked, single_books, volumes_of
from daihome.tools import registers

EMPTY = "这一年没有登记。"


def sections(year) -> list[Section]:
    """One section for each book, empty ones too: that there was nothing is said as well."""
    return [section_of(year, register) for register in REGISTERS]


def section_of(year, register) -> Section:
    """One book, as PDF and as workbook."""
    asked = Asked(register, year.home, year.period, year.user, {})
    pieces = []
    for one in single_books(asked):
        pieces += [
            Piece(volume.title, ".pdf", partial(_volume, volume, year.on))
            for volume in volumes_of(one)
        ]
        words = registers.chosen_words(one.chosen) or register.title
        pieces.append(Piece(words, ".xlsx", partial(_workbook, one), has_rows=True))
    notes = () if asked.rows().exists() else (EMPTY,)
    return Section(register.title, pieces, lambda: asked.rows().count(), notes)


def _volume(volume, today) -> Made:
    printed = volume.printed(today)
    return Made(printed.content, printed.rows)


def _workbook(asked) -> Made:
    file = registers.xlsx(asked.register, asked.home, asked.period, asked.user, asked.chosen)
    return Made(file)
