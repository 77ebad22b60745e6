"""The presidium's letters that were issued in the year, by their numbers."""

from functools import partial

from daihome.archiving.packing import Made, Piece, Section
from representatives.documents.papers import letter_pdf
from representatives.models import OfficialDocument


def sections(year) -> list[Section]:
    """Drafts are no documents yet."""
    rows = OfficialDocument.objects.of(year.home).visible_to(year.user).issued()
    rows = rows.filter(year=year.number).order_by("kind", "serial")
    pieces = [Piece(one.number, ".pdf", partial(_letter, one, year.on)) for one in rows]
    return [Section("公文", pieces)]


def _letter(document, today) -> Made:
    return Made(letter_pdf(document, today))
