"""Writes spreadsheets in which no text can become a formula, whatever somebody typed.

Texts are text cells (`t="inlineStr"` with the quote prefix), in csv they get an apostrophe before
a formula sign. Characters that Excel cannot open are dropped. A text longer than the 32,767 code
units of a cell is cut and ends with “…（太长，未全部导出）”. No app is imported here.
"""

import csv
import io
import math
import re
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from daihome.tools.sheet_csv import TRIGGERS
from daihome.tools.sheet_guard import MAX_CELL

CUT_MARK = "…（太长，未全部导出）"
FIRST_EXCEL_YEAR = 1900
# What XML 1.0 cannot hold: control characters, lone surrogates, noncharacters at the end.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
INVISIBLE_START = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]*")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def safe_cell(value):
    """`value` as a cell may hold it: None, int, float, date, naive local datetime, or clean text.

    Numbers over 15 digits become text (Excel would round them), True and False 是 and 否.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value if value.year >= FIRST_EXCEL_YEAR else value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return _text(str(value))


def _number(value):
    if not math.isfinite(value):
        return None
    return value if abs(value) < 10**15 else str(value)


def _moment(value):
    try:
        local = timezone.localtime(value) if timezone.is_aware(value) else value
    except (OverflowError, ValueError):  # 9999-12-31 has no local time east of Greenwich
        local = value.replace(tzinfo=None)
    local = local.replace(tzinfo=None, microsecond=0)
    return local if local.year >= FIRST_EXCEL_YEAR else local.isoformat(" ")


def _text(text):
    text = UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) * 2 <= MAX_CELL or len(text.encode("utf-16-le")) <= MAX_CELL * 2:
        return text
    room = (MAX_CELL - len(CUT_MARK)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT_MARK


def write_xlsx(title, columns, rows):
    """An xlsx with one visible sheet `title` as BytesIO: bold frozen header, then `rows`.

    `columns` are labels or (label, width in characters); `rows` any iterable of sequences, taken
    one by one. Numbers stay numbers, dates dates.
    """
    return write_workbook(title, [(title, columns, rows)])


def write_workbook(title, sheets):
    """The same with several sheets, each as (title, columns, rows)."""
    book = Workbook(write_only=True)
    book.properties.title = _text(str(title))
    for sheet_title, columns, rows in sheets:
        _fill(book, sheet_title, columns, rows)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _fill(book, title, columns, rows):
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", _text(str(title))).strip()[:31] or "表")
    sheet.freeze_panes = "A2"
    labels = [_label_and_width(column) for column in columns]
    for position, (_, width) in enumerate(labels, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.append([_header_cell(sheet, label) for label, _ in labels])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _label_and_width(column):
    if isinstance(column, str):
        return column, max(10, len(column) * 2 + 4)
    return column


def _header_cell(sheet, label):
    cell = _cell(sheet, label)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet, value):
    value = safe_cell(value)
    if isinstance(value, str):
        return _text_cell(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _text_cell(sheet, text):
    # The value is set past openpyxl's guessing, which makes "=1+1" a formula and "#N/A" an error.
    cell = WriteOnlyCell(sheet)
    cell._value = LOOKS_ESCAPED.sub("_x005F_", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    return cell


def write_csv(columns, rows):
    """The same as csv: BytesIO in UTF-8 with mark (Excel needs it), every cell in quotes."""
    file = io.BytesIO(b"\xef\xbb\xbf")
    file.seek(0, io.SEEK_END)
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([_csv_cell(_label_and_width(column)[0]) for column in columns])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    text.detach()
    file.seek(0)
    return file


def _csv_cell(value):
    cell = safe_cell(value)
    if isinstance(cell, str):
        starts_formula = cell[:1] and (cell[0] in TRIGGERS or _hidden_start(cell) in TRIGGERS)
        return f"'{cell}" if starts_formula else cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return "" if cell is None else cell


def _hidden_start(text):
    """The first visible character; a letter when there is none."""
    visible = INVISIBLE_START.sub("", text, count=1)
    return visible[:1] or "a"
