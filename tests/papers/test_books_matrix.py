"""Every book, empty and with awkward rows: paper, screen and workbook hold the same."""

import re
from collections import Counter
from datetime import date, datetime, time
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest

from daihome.books import BY_SLUG
from daihome.tools.registers import CUT, Period, display
from daihome.views.registers import LOOK, PAGE_ROWS
from tests.daihome.tools.papers import fonts_of, page_count, page_mm, picture_of, text_of
from tests.papers.rows import MAKERS
from tests.papers.words import columns_mm, outside, words_on

pytestmark = pytest.mark.django_db
EVER = Period.between(date(2020, 1, 1), date(2035, 12, 31))
PAGE = {"landscape": (297, 210), "portrait": (210, 297)}
# The upper edge of the labels, and from there down to the foot, in mm.
HEAD = 33
BODY = {"landscape": (43, 187.5), "portrait": (43, 274.5)}


def asked(register, person):
    each = f"&{register.each}={person.pk}" if register.each else ""
    return f"?start={EVER.start}&end={EVER.end}{each}"


def address(register, form=""):
    return f"/admin/registers/{register.slug}/{form}"


def squeezed(text):
    return "".join(text.replace("\u2011", "-").split())


class Table(HTMLParser):
    """The rows of the list on screen, each a list of texts."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag in ("thead", "tbody", "tfoot"):
            self.inside = tag == "tbody"
        if self.inside and tag == "tr":
            self.rows.append([])
        if self.inside and tag == "td":
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "tbody"

    def handle_data(self, data):
        if self.inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def pages_of(pdf):
    """The words of each page after the cover, without white space."""
    return [squeezed(page) for page in text_of(pdf).split("\f")[1:-1]]


def eat(words, cells):
    """`words` after those of the cells of a row; a cell may be cut."""
    for cell in map(squeezed, cells):
        if words.startswith(cell):
            words = words.removeprefix(cell)
            continue
        beginning, _cut, rest = words.partition(squeezed(CUT))
        assert cell.startswith(beginning), (cell, words[:80])
        words = rest
    return words


def rows_on(pages):
    """The words of all rows: on each page they come after its number."""
    total = len(pages)
    parted = [page.partition(f"第{at}页共{total}页") for at, page in enumerate(pages, start=1)]
    assert all(number for _head, number, _rows in parted)
    return "".join(rows for _head, _number, rows in parted)


def lowest_rule_mm(pdf, page):
    """How far down the table reaches at its left edge."""
    picture = picture_of(pdf, page, dpi=60).convert("L")
    column = [
        y for y in range(picture.height) if picture.getpixel((round(26 * 60 / 25.4), y)) < 160
    ]
    return max(y for y in column if y * 25.4 / 60 < picture.height * 25.4 / 60 - 20.5) * 25.4 / 60


def check_paper(register, pdf):
    """Size, fonts, heads and numbers of the pages, and that nothing leaves its place."""
    total = page_count(pdf)
    assert {page_mm(pdf, page) for page in (1, total)} == {PAGE[register.orientation]}
    assert set(fonts_of(pdf).values()) == {("yes", "yes")}
    assert len(pdf) < 800_000
    labels = squeezed("".join(register.labels))
    assert [labels in page for page in pages_of(pdf)] == [True] * (total - 1)
    top, bottom = BODY[register.orientation]
    assert lowest_rule_mm(pdf, total) == pytest.approx(bottom, abs=12.5)
    words = words_on(pdf)
    assert outside(words, columns_mm(register), top, bottom) == []
    head = [word for word in words if word.page == 2 and HEAD - 2 < word.top < top]
    assert [word for word in head if word.top < HEAD or word.bottom > top] == []
    assert outside(head, columns_mm(register), HEAD, top) == []


@pytest.mark.parametrize("slug", BY_SLUG)
def test_awkward_rows_are_the_same_everywhere(full, sign_in, complaints, slug):
    register, client = BY_SLUG[slug], sign_in(full.clerk)
    chosen = {register.each: full.people[0]} if register.each else None
    found = register.of(full.home, EVER, full.clerk, chosen)
    ever = asked(register, full.people[0])
    rows = [register.cells(row, at) for at, row in enumerate(found, start=1)]

    screen = Table(client.get(address(register) + ever).content.decode())
    pdf = client.get(address(register, "book.pdf") + ever).content
    book = client.get(address(register, "register.xlsx") + ever)

    if not rows and slug not in MAKERS:
        pytest.skip("a new book whose rows need a maker in tests/papers/rows.py")
    assert rows
    expected = Counter(tuple(map(squeezed, register.cells(row, LOOK))) for row in found)
    on_screen = Counter(tuple(map(squeezed, row)) for row in screen.rows)
    assert on_screen - expected == Counter()
    assert on_screen.total() == min(len(rows), PAGE_ROWS)
    left = rows_on(pages_of(pdf))
    for row in [*rows, *filter(None, [[*map(display, register.sums(found))]])]:
        left = eat(left, row)
    assert left == ""
    sheet = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active
    lines = [[*map(shown, line)] for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert [line for line in lines if line[0] != "合计"] == [[*map(valued, row)] for row in rows]
    check_paper(register, pdf)
    assert complaints == []


def shown(value):
    """A cell of the workbook as lists show it; it keeps a day as a moment."""
    is_day = isinstance(value, datetime) and value.time() == time()
    return valued(display(value.date() if is_day else value))


def valued(text):
    """A workbook keeps 120.50 as the number 120.5."""
    number = re.fullmatch(r"(\d+(\.\d*[1-9])?)\.?0*", text) if "." in text else None
    return number[1] if number else squeezed(text)


@pytest.mark.parametrize("slug", BY_SLUG)
def test_book_without_rows_is_one_ruled_page(full, sign_in, complaints, slug):
    register = BY_SLUG[slug]
    full.stranger_person.mandates.all().delete()  # the book of people has nobody either
    nothing = asked(register, full.stranger_person)

    pdf = sign_in(full.stranger).get(address(register, "book.pdf") + nothing).content

    assert page_count(pdf) == 2
    assert re.sub("^合计[0.]*$", "", rows_on(pages_of(pdf))) == ""
    check_paper(register, pdf)
    assert complaints == []
