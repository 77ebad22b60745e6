"""Builds spreadsheets as bytes, right ones and broken ones, for the tests of the importer."""

import io
import zipfile

import openpyxl

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def make_xlsx(*rows, change=None):
    """An xlsx of these rows; `change(workbook, sheet)` may do more before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book, book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def replace_part(data, name, content):
    """The same xlsx with one part replaced or added; `content` is text or pieces of text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        with new.open(name, "w", force_zip64=True) as part:
            for piece in [content] if isinstance(content, str) else content:
                part.write(piece.encode())
    return out.getvalue()


def make_raw_xlsx(*parts, prolog=""):
    """An xlsx whose sheet is this XML, between `<worksheet>` and `</worksheet>`."""
    sheet = (f'<?xml version="1.0"?>{prolog}<worksheet {NS}>', *parts, "</worksheet>")
    return replace_part(make_xlsx(["姓名"]), "xl/worksheets/sheet1.xml", sheet)


def text_cell(text, reference):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER_ROW = f'<row r="1">{text_cell("姓名", "A1")}</row>'
