"""A year's activities, each on its own paper as it is printed alone: sign-in book, records, minutes."""

from daihome.orders import Unmakeable
from daihome.orders.end_to_end import bind
from representatives.activities import year_books


def activities(order, file, tell):
    """The book `book` of the year `year`, as far as its orderer sees the activities."""
    book, year = order.parameters["book"], order.parameters["year"]
    rows = year_books.rows_of(book, order.home, year, order.user)
    if not rows:
        raise Unmakeable(year_books.nothing(year))
    parts = [
        (f"{row.on:%m-%d} {row.title}", lambda row=row: year_books.pdf_of(book, [row]))
        for row in rows
    ]
    bind(parts, file, tell, order.title)
