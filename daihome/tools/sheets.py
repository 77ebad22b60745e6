"""Spreadsheets in and out: the only door through which tables of people enter and leave.

In: `read_rows` checks every limit before it parses, and hands rows out one by one; `match_columns`
finds the columns by their titles. Out: see `sheet_export.py`. No app is imported here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from openpyxl.utils import get_column_letter

from daihome.tools import sheet_csv
from daihome.tools.sheet_export import safe_cell, write_csv, write_workbook, write_xlsx
from daihome.tools.sheet_guard import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    TEMPLATE_HINT,
    SheetError,
    kind_of,
    open_package,
    read_bytes,
)
from daihome.tools.sheet_parts import open_workbook
from daihome.tools.sheet_rows import Scan, SheetReader
from daihome.tools.text import remove_invisible

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Columns",
    "Row",
    "SheetError",
    "Table",
    "match_columns",
    "normal_title",
    "read_rows",
    "safe_cell",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]

HEADER_ROWS = 20  # how far down the header is looked for
NOT_A_RECORD = re.compile(
    r"(合计|总计|小计|共计|总数)|(填表人|填报人|制表|审核人|负责人签)[:：（(日时]?.*"
)
NOT_A_RECORD_REASON = "这一行是合计或者落款，不是一条记录。请删去这一行，再导入。"
NO_TITLE_REASON = "{letter} 列有内容，但是这一列没有标题。请补上列标题，或者删去这些内容。"
# Traditional forms that occur in titles; titles are compared, never stored.
SIMPLIFIED = str.maketrans("電話號碼證別區鄉鎮縣鄰級層職務單黨歷貫備註編組屆選舉稱類戶數機聯繫絡狀態",
                           "电话号码证别区乡镇县邻级层职务单党历贯备注编组届选举称类户数机联系络状态")  # fmt: skip


@dataclass
class Columns:
    """Which column holds which field (index into `Row.cells`), and the titles nobody asked for."""

    index: dict[str, int]
    ignored: list[str]


@dataclass
class Row:
    """One record: `number` as Excel shows it, `cells` in the order of the header.

    `problems` are (index of the column or None for the whole row, reason).
    """

    number: int
    cells: list[str]
    header: list[str]
    problems: list[tuple[int | None, str]] = field(default_factory=list)

    def pick(self, columns: Columns) -> dict[str, str]:
        """{field: text} of the columns that were matched."""
        return {name: self.cells[index] for name, index in columns.index.items()}

    def errors(self, columns: Columns | None = None) -> list[SheetError]:
        """What is wrong with the row, in the matched columns only if `columns` is given."""
        wanted = None if columns is None else {None, *columns.index.values()}
        return [
            SheetError(reason, self.number, "" if index is None else self.header[index])
            for index, reason in self.problems
            if wanted is None or index in wanted
        ]


@dataclass
class Table:
    """A sheet: titles, rows as an iterator that can be walked once, and what the reader must know.

    `notes` are sentences for the preview (other sheets, hidden rows); `count` the number of rows
    with content below the header, known before they are read.
    """

    header: list[str]
    header_row: int
    rows: Iterator[Row]
    count: int
    notes: list[str]


def normal_title(title: str) -> str:
    """A column title as it is compared: no spaces, half width, simplified, without brackets."""
    title = unicodedata.normalize("NFKC", remove_invisible(title))
    title = re.sub(r"[\s*:·_]|\([^()]*\)", "", title)
    return title.translate(SIMPLIFIED).lower()


def read_rows(file, name: str, known=()) -> Table:
    """The first visible sheet of an xlsx, or a csv file, as a Table.

    `file` is a binary file or bytes, `name` its name (used only in messages). `known` are column
    titles: the header is the row among the first 20 that holds most of them (the first row with
    content when none are given). Raises SheetError for the file as a whole; what is wrong with
    single cells is in `Row.errors`, so that columns nobody needs do not stop an import.
    """
    data = read_bytes(file)
    titles = frozenset(map(normal_title, known))

    def is_known(cell):
        return normal_title(cell) in titles

    if kind_of(data, name) == "xlsx":
        workbook = open_workbook(open_package(data))
        return _table(lambda: SheetReader(workbook), is_known, titles, list(workbook.notes))
    text = sheet_csv.decode(data)
    mark = sheet_csv.separator(text, is_known)
    return _table(lambda: _CsvReader(text, mark), is_known, titles, [])


@dataclass
class _CsvReader:
    text: str
    mark: str
    scan: Scan = field(default_factory=Scan)

    def run(self):
        for number, cells in sheet_csv.rows(self.text, self.mark):
            self.scan.filled_rows += 1
            yield number, cells


def _table(reader: Callable, is_known, titles, notes) -> Table:
    first = reader()
    rows = first.run()
    top = list(islice(rows, HEADER_ROWS))
    if not top:
        raise SheetError(f"表格是空的，没有内容可以导入。{TEMPLATE_HINT}")
    position = _header_position(top, is_known, titles)
    for _ in rows:  # the whole sheet is checked before the first row is handed out
        pass
    header_row, cells = top[position]
    header = _header(cells, max(chain([1], *(c for _, c in top))))
    count = first.scan.filled_rows - position - 1
    if not 0 < count <= MAX_ROWS:
        raise SheetError(_count_problem(count))
    merges = _merges_by_row(first.scan, header_row)
    below = islice(reader().run(), position + 1, position + 1 + count)
    made = (_row(number, cells, header, merges) for number, cells in below)
    return Table(header, header_row, made, count, notes + _hidden_notes(first.scan))


def _header_position(top, is_known, titles):
    if not titles:
        return 0
    scores = [sum(is_known(text) for text, _ in cells.values()) for _, cells in top]
    best = max(scores)
    if not best:
        raise SheetError(f"没有找到表头（列标题那一行）。{TEMPLATE_HINT}")
    return scores.index(best)


def _count_problem(count):
    if count <= 0:
        return f"表头下面没有内容。{TEMPLATE_HINT}"
    return f"有 {count} 行，一次最多导入 {MAX_ROWS} 行。请分成几个文件导入。"


def _header(cells, width):
    """Titles as a list; a column without one has "" there."""
    texts = (cells.get(column, ("", ""))[0] for column in range(1, max(width, *cells) + 1))
    header = [" ".join(remove_invisible(text).split()) for text in texts]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise SheetError(f"没有找到表头（列标题那一行）。{TEMPLATE_HINT}")
    return header


def _hidden_notes(scan):
    if not scan.hidden_rows and not scan.hidden_columns:
        return []
    return [
        f"表格里有隐藏的内容（{scan.hidden_rows} 行、{scan.hidden_columns} 列），也一并读入了。"
        "不想导入的，请先在表格里删去。"
    ]


def _merges_by_row(scan, header_row):
    """{first row: [(left, right, reason)]} of the merged cells below the header."""
    merges = {}
    for top, bottom, left, right in scan.merges:
        if bottom <= header_row:
            continue
        if top <= header_row:
            raise SheetError(
                "表头占了几行（有合并单元格）。请把表头改成一行，每列一个标题，再导入。", header_row
            )
        reason = f"第 {top} 行到第 {bottom} 行的单元格合并在一起。请取消合并，每行都填上内容。"
        if top == bottom:
            reason = "这一行有横着合并的单元格。请取消合并，每格填自己的内容。"
        merges.setdefault(top, []).append((left, right, reason))
    return merges


def _row(number, cells, header, merges):
    texts = [""] * len(header)
    problems = []
    for column, (text, problem) in cells.items():
        untitled = column > len(header) or not header[column - 1]
        if untitled:
            problems.append((None, NO_TITLE_REASON.format(letter=get_column_letter(column))))
            continue
        texts[column - 1] = remove_invisible(text)
        if problem:
            problems.append((column - 1, problem))
    first = next((text for text in texts if text), "")
    if NOT_A_RECORD.fullmatch(re.sub(r"\s", "", first)):
        problems = [(None, NOT_A_RECORD_REASON)]
    for left, right, reason in merges.get(number, ()):
        inside = range(left - 1, min(right, len(header)))
        problems += [(index, reason) for index in inside]
    return Row(number, texts, header, problems)


def match_columns(header, synonyms: dict[str, tuple[str, ...]], required=()) -> Columns:
    """Find each field's column by its titles, in any order; the first synonym is its label.

    Raises SheetError (with `.error_list`) naming fields that two columns claim and required
    fields that no column holds.
    """
    fields = {normal_title(title): name for name, titles in synonyms.items() for title in titles}
    index, ignored, errors = {}, [], []
    for position, title in enumerate(header):
        name = fields.get(normal_title(title))
        if name is None:
            ignored += [title] if title else []
        elif name in index:
            other = header[index[name]]
            errors.append(_twice(other, title, synonyms[name][0]))
        else:
            index[name] = position
    missing = [synonyms[name][0] for name in required if name not in index]
    if missing:
        errors.append(
            SheetError(f"缺少“{'”“'.join(missing)}”列。请补上这一列（标题照写），再导入。")
        )
    if errors:
        raise SheetError(errors)
    return Columns(index, ignored)


def _twice(one, other, label):
    if normal_title(one) == normal_title(other):
        return SheetError(f"“{label}”列出现了两次。请只留一列，再导入。", column=other)
    return SheetError(f"“{one}”和“{other}”都是{label}。请只留一列，再导入。", column=other)
