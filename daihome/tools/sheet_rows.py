"""Hands out the rows of one xlsx sheet as a stream, without building the sheet in memory.

Written instead of used because readers trust the `<dimension>` that the file claims, pad rows to
the farthest cell, and leave `_x000D_` in the text. Every reference is taken from the cells
themselves; cells without content are passed over. No app is imported here.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from daihome.tools.sheet_guard import DAMAGED, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, SheetError
from daihome.tools.sheet_parts import TextReader, parse

# Title rows above the header are not counted as records.
LAST_ROW = MAX_ROWS + 20
MAX_MERGES = 2_000
REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass
class Scan:
    """What the first pass found: merged ranges, and how many rows and columns are hidden."""

    merges: list = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    filled_rows: int = 0


class SheetReader:
    """Expat handlers for one sheet: turns `<c>` elements into (row, {column: (text, problem)})."""

    def __init__(self, workbook):
        self.workbook, self.text_reader = workbook, TextReader()
        self.row_number = self.column = 0
        self.cells, self.done, self.scan = {}, [], Scan()
        self.hidden = False
        self.kind, self.style, self.formula, self.filled = "n", "0", False, False

    def start(self, tag, attributes):
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self.formula = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes)
        else:
            self.text_reader.start(tag, attributes)

    def _start_row(self, attributes):
        number = attributes.get("r", "")
        self.row_number = int(number) if number.isdecimal() else self.row_number + 1
        self.column, self.cells = 0, {}
        self.hidden = attributes.get("hidden") in ("1", "true")

    def _start_cell(self, attributes):
        match = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = _column_number(match[1]) if match else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.formula = False
        if match and int(match[2]) != self.row_number:
            raise SheetError(DAMAGED)

    def end(self, tag):
        if tag == "c":
            self._end_cell()
        elif tag == "row" and self.cells:
            self.scan.filled_rows += 1
            self.scan.hidden_rows += self.hidden
            self.done.append((self.row_number, self.cells))
            self.cells = {}
        else:
            self.text_reader.end(tag)

    def _end_cell(self):
        raw = self.text_reader.take()
        if not raw.strip() and not self.formula:
            return
        if self.column > MAX_COLUMNS or self.row_number > LAST_ROW:
            raise SheetError(_far_cell(self.row_number, self.column))
        self.cells[self.column] = self._value(raw)

    def _value(self, raw):
        """(text, problem) of a cell that is not empty; the problem is "" when all is well."""
        if self.formula:
            return "", "这里是公式，导入时不计算。请选中这一列，复制后“选择性粘贴”为“数值”。"
        if self.kind == "s":
            return self._shared(raw), ""
        if self.kind == "e":
            return "", f"这里是错误值 {raw}，请改成正确的内容。"
        if self.kind == "b":
            return ("是" if raw.strip() == "1" else "否"), ""
        if self.kind == "d":
            return raw.strip().removesuffix("T00:00:00"), ""
        if self.kind == "n":
            return self._number(raw.strip())
        return raw, ""

    def _shared(self, raw):
        try:
            return self.workbook.strings[int(raw)]
        except (ValueError, IndexError) as error:
            raise SheetError(DAMAGED) from error

    def _number(self, raw):
        try:
            number = float(raw)
        except ValueError as error:
            raise SheetError(DAMAGED) from error
        if self.style.isdigit() and int(self.style) in self.workbook.date_styles:
            return _date_text(number, self.workbook.epoch)
        if not raw.lstrip("+-").isdecimal() and abs(number) < 1e15:
            return (str(int(number)) if number.is_integer() else repr(number)), ""
        if abs(number) >= 1e15:
            return (
                raw,
                "数字超过 15 位，Excel 已经丢掉了后几位。请把这一列设为“文本”格式后重新填写。",
            )
        return raw.lstrip("+"), ""

    def _merge(self, ref):
        corners = [REFERENCE.fullmatch(corner) for corner in ref.split(":")]
        if len(corners) != 2 or not all(corners) or len(self.scan.merges) >= MAX_MERGES:
            raise SheetError("合并的单元格太多或者写法不对。请取消全部合并单元格再导入。")
        (left, top), (right, bottom) = ((_column_number(c[1]), int(c[2])) for c in corners)
        self.scan.merges.append((top, bottom, left, min(right, MAX_COLUMNS)))

    def _hide_columns(self, attributes):
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal() and int(first) <= MAX_COLUMNS:
            self.scan.hidden_columns += min(int(last), MAX_COLUMNS) - int(first) + 1

    def run(self):
        """Yield (row number, {column: (text, problem)}) of the rows that hold something."""
        book = self.workbook
        pieces = parse(
            book.package, book.entry, self.start, self.end, self.text_reader.text, MAX_UNPACKED
        )
        for _ in pieces:
            ready, self.done = self.done, []
            yield from ready


def _column_number(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _far_cell(row, column):
    place = f"第 {row} 行 {get_column_letter(min(column, 16_384))} 列"
    return (
        f"{place}有内容，离表格太远：一次最多导入 {MAX_ROWS} 行、{MAX_COLUMNS} 列。"
        "多半是误填的，请删掉它（连同整行整列）；行数确实太多的，请分成几个文件导入。"
    )


def _date_text(number, epoch):
    try:
        moment = from_excel(number, epoch)
    except (OverflowError, ValueError):
        return "", "这里的日期超出了范围，请重新填写，例：2024-02-09。"
    if not isinstance(moment, datetime):
        return moment.isoformat("minutes"), ""
    if moment.hour or moment.minute:
        return moment.isoformat(" ", "minutes"), ""
    return moment.date().isoformat(), ""
