"""Reads csv text of unknown encoding and separator; quotes that do not match are named by row.

No app is imported here.
"""

import csv
import io

from daihome.tools.sheet_guard import MAX_COLUMNS, MAX_ROWS, TEMPLATE_HINT, SheetError

SEPARATORS = (",", ";", "\t")
HEADER_LINES = 20
TRIGGERS = "=+-@|\t\r\n\0＝＋－＠"
SAVE_AS_UTF8 = "请用 Excel 或 WPS 打开，“另存为”选择“CSV UTF-8”或者“.xlsx”，再导入另存的文件。"


def decode(data):
    """Text of csv bytes in UTF-8, UTF-16 (with mark) or GB18030; SheetError for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    if b"\0" in data:
        raise SheetError(f"这不是文字格式的 CSV 文件，认不出来。{TEMPLATE_HINT}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse_spoiled_utf8(data)
    return _strict(data, "gb18030")


def _strict(data, encoding):
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetError(f"文件的文字编码认不出来，读出来是乱码。{SAVE_AS_UTF8}") from error
    if any("\ue000" <= char <= "\uf8ff" for char in text):
        raise SheetError(f"文件的文字编码认不出来，读出来是乱码。{SAVE_AS_UTF8}")
    return text


def _refuse_spoiled_utf8(data):
    """SheetError when the bytes are UTF-8 but for a few: read as GB18030 they would be nonsense."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad * 4 < sum("\u4e00" <= char <= "\u9fff" for char in text):
        row = text[: text.index("\ufffd")].count("\n") + 1
        raise SheetError("这一行有损坏的字符。请在表格里重新填写这一行，再导入。", row)


def separator(text, known):
    """The separator whose first lines hold most of the `known` header names, else most cells."""
    lines = text.splitlines()[:HEADER_LINES]

    def score(mark):
        cells = [cell.strip(' "\t') for line in lines for cell in line.split(mark)]
        return sum(map(known, cells)), len(cells)

    return max(SEPARATORS, key=score)


def rows(text, mark):
    """Yield (row number, {column: (text, "")}) of the rows that hold something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetError(_reason(error), number) from error
        if cells := {i: (_unquoted(cell), "") for i, cell in enumerate(record, 1) if cell.strip()}:
            _check_size(number, cells)
            yield number, cells


def _reason(error):
    if "field limit" in str(error):
        return "一个单元格的文字太长，多半是引号没有配对。请检查这一行的引号，再导入。"
    return (
        "引号没有配对，读不下去。请检查这一行的引号（内容里的引号要写两个），或者改用 .xlsx 文件。"
    )


def _unquoted(cell):
    """The cell without the apostrophe that our own export puts before a formula sign."""
    cell = cell.replace("_x000D_", "\n")
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in TRIGGERS else cell


def _check_size(number, cells):
    if max(cells) > MAX_COLUMNS:
        raise SheetError(
            f"有 {max(cells)} 列内容，一次最多导入 {MAX_COLUMNS} 列。请删去多余的列。", number
        )
    if number > MAX_ROWS + HEADER_LINES:
        raise SheetError(f"行数太多，一次最多导入 {MAX_ROWS} 行。请分成几个文件导入。")
