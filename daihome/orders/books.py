"""A whole book, however many volumes: laid out volume by volume, bound into one PDF."""

from datetime import date
from io import BytesIO

from daihome.books import BY_SLUG
from daihome.orders.makers import maker
from daihome.tools import books
from daihome.tools.registers import Period

PDF = "application/pdf"


@maker("book", ".pdf", PDF)
def book(order, file, tell):
    """Parameters: register, start, end (ISO dates, both included), label.

    One volume is in memory at a time; the volumes lie end to end, each with a bookmark.
    """
    import pikepdf

    asked = order.parameters
    register = BY_SLUG[asked["register"]]
    period = Period(
        date.fromisoformat(asked["start"]), date.fromisoformat(asked["end"]), asked["label"]
    )
    total = books.volume_count(register, order.home, period, order.user)
    with pikepdf.new() as whole:
        for volume in range(1, total + 1):
            content = books.book_pdf(register, order.home, period, order.user, volume=volume)
            add_volume(whole, content, f"第{volume}册" if total > 1 else register.title)
            tell(volume, total)
        whole.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def add_volume(whole, content, title):
    """Append the pages of one PDF under a bookmark."""
    import pikepdf

    place = len(whole.pages)
    with pikepdf.open(BytesIO(content)) as part:
        whole.pages.extend(part.pages)
    with whole.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(title, place))
