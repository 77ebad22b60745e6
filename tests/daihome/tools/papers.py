"""How papers are looked at in tests: as text, fonts, pages and pictures, never as HTML."""

import io
import logging
import subprocess
from dataclasses import dataclass

import pikepdf
from PIL import Image


@dataclass(frozen=True)
class FakeHome:
    name: str = "汐子镇人大代表之家"
    county: str = "宁城县"
    town: str = "汐子镇"
    congress_name: str = "汐子镇人民代表大会主席团"


def poppler(program, pdf, *arguments):
    done = subprocess.run(
        [program, *arguments, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout


def text_of(pdf, page=None, order="-raw"):
    """The text in the order of the file, or with `-layout` as it stands on the page."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    return poppler("pdftotext", pdf, *pages, order).decode()


def words_of(pdf, page=None):
    """The text without white space: poppler guesses where words of different faces part."""
    return "".join(text_of(pdf, page).split())


def fonts_of(pdf):
    """Name, embedded and subset of every font."""
    done = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    rows = [line.split() for line in done.stdout.decode().splitlines()[2:]]
    return {row[0].split("+")[-1]: (row[-5], row[-4]) for row in rows}


def picture_of(pdf, page=1, dpi=80):
    numbers = ["-png", "-r", str(dpi), "-f", str(page), "-l", str(page)]
    done = subprocess.run(["pdftoppm", *numbers, "-"], input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def page_mm(pdf, page=1):
    """Width and height of a page in whole millimetres."""
    with opened(pdf) as document:
        box = document.pages[page - 1].mediabox
        return tuple(round(float(points) * 25.4 / 72) for points in list(box)[2:])


def page_count(pdf):
    with opened(pdf) as document:
        return len(document.pages)


class Complaints(logging.Handler):
    """What WeasyPrint warns about: a whole font embedded, an asset refused, unknown CSS."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())
