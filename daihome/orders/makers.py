"""Which long papers there are, and how each is made, piece by piece.

A maker gets its `PaperOrder`, an open binary file and a function that it calls with (done, total)
after each piece. It reads only what `order.user` may see, and raises `Unmakeable` with a Chinese
sentence when the person must do something first. What it returns goes to `after(order, made)`,
which is called when the file is there: in one transaction with saying so.
"""

from collections.abc import Callable
from dataclasses import dataclass

from daihome.archiving.recording import recorded
from daihome.archiving.yearly import PAPER as ARCHIVE
from daihome.archiving.yearly import yearly_archive
from daihome.orders.activity_books import activities
from daihome.orders.card_sheets import card_sheets
from daihome.orders.performance_files import performance_files
from daihome.orders.venue_boards import boards, printed
from daihome.orders.whole_books import whole_book
from daihome.standards.folder import PAPER as FOLDER
from daihome.standards.folder import inspection_folder


@dataclass(frozen=True)
class Maker:
    """How one kind of paper is made and what its file is called."""

    make: Callable[..., None]
    suffix: str
    content_type: str
    after: Callable[..., None] = lambda order, made: None


MAKERS = {
    "book": Maker(whole_book, ".pdf", "application/pdf"),
    "boards": Maker(boards, ".pdf", "application/pdf", printed),
    "activities": Maker(activities, ".pdf", "application/pdf"),
    ARCHIVE: Maker(yearly_archive, ".zip", "application/zip", recorded),
    FOLDER: Maker(inspection_folder, ".zip", "application/zip", recorded),
    "files": Maker(performance_files, ".pdf", "application/pdf"),
    "cards": Maker(card_sheets, ".pdf", "application/pdf"),
}
