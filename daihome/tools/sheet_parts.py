"""The parts of an xlsx besides its rows: which sheet is meant, which styles are dates, texts.

Read with expat as a stream, each part within a limit. Document type declarations, and with them
entities and external references, are refused. No app is imported here.
"""

import posixpath
import re
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from daihome.tools.sheet_guard import DAMAGED, MAX_CELL, MAX_UNPACKED, PIECE, SheetError, chunks

SMALL_PART = 4 * 1024 * 1024
MAX_STRINGS = 400_000
MAX_DEPTH = 40
# Formats 27-31, 36, 50-54, 57 and 58 are dates in Chinese Excel and WPS, unknown to openpyxl.
CHINESE_DATE_FORMATS = frozenset((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58))
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Workbook:
    """What is needed of a workbook besides the sheet itself."""

    package: object
    entry: str
    sheet_name: str
    notes: list
    epoch: datetime
    date_styles: frozenset
    strings: list = field(default_factory=list)


def parse(package, entry, start, end=None, text=None, limit=SMALL_PART):
    """Parse one part with expat, calling `start(tag, attributes)`, `end(tag)` and `text(data)`.

    A generator that yields after each piece of input, so that a caller can hand out what has
    been gathered so far. Tags come without their namespace.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    depth = 0

    def open_tag(tag, attributes):
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise SheetError(DAMAGED)
        start(tag.rpartition(" ")[2], attributes)

    def close_tag(tag):
        nonlocal depth
        depth -= 1
        if end:
            end(tag.rpartition(" ")[2])

    parser.StartElementHandler, parser.EndElementHandler = open_tag, close_tag
    parser.CharacterDataHandler = text
    try:
        for piece in chunks(package, entry, limit):
            _refuse_endless_token(piece)
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SheetError(DAMAGED) from error
    yield


def _refuse_endless_token(piece):
    """A full piece without one ">" is no spreadsheet, and costs the parser quadratic time."""
    if len(piece) >= PIECE and b">" not in piece:
        raise SheetError(DAMAGED)


def _refuse_doctype(*_):
    raise SheetError(
        "文件里有 XML 实体声明，正常的表格不会有，可能是恶意文件，已拒绝。"
        "请向提供文件的人核实，用 Excel 或 WPS 新建表格，把内容粘贴过去再导入。"
    )


def _collect(package, entry, *tags, limit=SMALL_PART):
    """[(tag, attributes)] of the elements named, in document order."""
    found = []

    def start(tag, attributes):
        if tag in tags:
            found.append((tag, attributes))

    for _ in parse(package, entry, start, limit=limit):
        pass
    return found


def open_workbook(package):
    """The Workbook of a checked package, set to its first visible sheet."""
    parts = _collect(package, "xl/workbook.xml", "workbookPr", "sheet")
    sheets = [attributes for tag, attributes in parts if tag == "sheet"]
    visible = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
    if not visible:
        raise SheetError("文件里没有看得见的工作表。请取消隐藏要导入的工作表，保存后再导入。")
    mac = any(tag == "workbookPr" and a.get("date1904") in ("1", "true") for tag, a in parts)
    targets = {
        attributes.get("Id"): attributes.get("Target", "")
        for _, attributes in _collect(package, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    link = next((visible[0][name] for name in visible[0] if name.endswith(" id")), "")
    entry = _entry(package, targets.get(link, ""))
    return Workbook(
        package=package,
        entry=entry,
        sheet_name=visible[0].get("name", ""),
        notes=_sheet_notes(sheets, visible),
        epoch=MAC_EPOCH if mac else WINDOWS_EPOCH,
        date_styles=_date_styles(package),
        strings=_shared_strings(package),
    )


def _entry(package, target):
    path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    path = posixpath.normpath(path)
    if path not in package.namelist():
        raise SheetError(DAMAGED)
    return path


def _sheet_notes(sheets, visible):
    hidden = [sheet.get("name", "") for sheet in sheets if sheet not in visible]
    others = [sheet.get("name", "") for sheet in visible[1:]]
    first = visible[0].get("name", "")
    notes = []
    if others:
        notes.append(f"只读取了第一个工作表“{first}”，没有读取：{'、'.join(others)}。")
    if hidden:
        notes.append(f"隐藏的工作表没有读取：{'、'.join(hidden)}。")
    return notes


def _date_styles(package):
    """Indexes of the cell styles that show a number as a date."""
    if "xl/styles.xml" not in package.namelist():
        return frozenset()
    codes, styles, inside = {}, [], []

    def start(tag, attributes):
        inside.append(tag)
        if tag == "numFmt":
            codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside[-2:-1] == ["cellXfs"]:
            styles.append(attributes.get("numFmtId", "0"))

    for _ in parse(package, "xl/styles.xml", start, lambda tag: inside.pop()):
        pass
    return frozenset(index for index, number in enumerate(styles) if _is_date(number, codes))


def _is_date(number, codes):
    if number in codes:
        return is_date_format(codes[number].replace("General", ""))
    if not number.isdigit():
        return False
    return int(number) in CHINESE_DATE_FORMATS or is_date_format(BUILTIN_FORMATS.get(int(number)))


def _shared_strings(package):
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    strings, reader = [], TextReader()

    def end(tag):
        reader.end(tag)
        if tag == "si":
            strings.append(reader.take())
            if len(strings) > MAX_STRINGS:
                raise SheetError("表格里的文字单元格太多。请分成几个文件导入。")

    part = parse(
        package, "xl/sharedStrings.xml", reader.start, end, reader.text, limit=MAX_UNPACKED
    )
    for _ in part:
        pass
    return strings


class TextReader:
    """Gathers the text of `<t>` and `<v>`, leaving out phonetic hints (`<rPh>`)."""

    def __init__(self):
        self.parts, self.size, self.open, self.phonetic = [], 0, False, False

    def start(self, tag, attributes):
        if tag == "rPh":
            self.phonetic = True
        elif tag in ("t", "v"):
            self.open = not self.phonetic

    def end(self, tag):
        if tag == "rPh":
            self.phonetic = False
        elif tag in ("t", "v"):
            self.open = False

    def text(self, data):
        if not self.open:
            return
        self.size += len(data)
        if self.size > MAX_CELL + 1000:
            raise SheetError("有一个单元格的文字超过 32767 字。请把它删短再导入。")
        self.parts.append(data)

    def take(self):
        """The text gathered since the last call, with `_x000D_` escapes undone."""
        value = "".join(self.parts)
        self.parts, self.size = [], 0
        if "_x" not in value:
            return value
        return ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
