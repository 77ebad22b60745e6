"""Counts what is in a finished file: pages of a PDF, rows of a workbook of ours."""

import io
import zipfile
from typing import BinaryIO
from xml.parsers import expat

CHUNK = 256 * 1024
SHEET = "xl/worksheets/sheet1.xml"
SUM = "合计"


def pages_in(content: bytes | BinaryIO) -> int:
    """How many pages a PDF has. Raises ValueError for what is none."""
    import pikepdf

    try:
        with pikepdf.open(_file(content)) as document:
            return len(document.pages)
    except pikepdf.PdfError as error:
        raise ValueError("This is no PDF.") from error


def rows_in(content: bytes | BinaryIO) -> int:
    """Rows of the first sheet below its header, the line of sums left out; read piece by piece.

    Raises ValueError for what is no workbook.
    """
    file = _file(content)
    counter = _Counter()
    try:
        with zipfile.ZipFile(file) as package, package.open(SHEET) as sheet:
            while part := sheet.read(CHUNK):
                counter.parser.Parse(part, False)
            counter.parser.Parse(b"", True)
    except (zipfile.BadZipFile, KeyError, expat.ExpatError) as error:
        raise ValueError("This is no workbook.") from error
    file.seek(0)
    return max(counter.rows - 1 - (counter.first == SUM), 0)


def _file(content):
    return io.BytesIO(content) if isinstance(content, bytes) else content


class _Counter:
    """Rows, and the text of the first cell of the last one."""

    def __init__(self):
        self.rows, self.cells, self.first = 0, 0, ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse

    def _start(self, name, attributes):
        if name == "row":
            self.rows, self.cells, self.first = self.rows + 1, 0, ""
        elif name == "c":
            self.cells += 1

    def _text(self, text):
        if self.cells == 1:
            self.first += text

    def _refuse(self, *declared):
        raise ValueError("A workbook of ours declares no entities.")
