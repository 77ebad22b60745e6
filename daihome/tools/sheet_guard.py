"""What is refused before a spreadsheet is parsed: wrong kinds of file, files that are too big.

A file of 5 kB can ask for 4 GB of memory (one cell in the last corner of a sheet), so size,
entries and unpacked size are checked first, on the container alone. No app is imported here.
"""

import io
import struct
import zipfile
import zlib
from pathlib import PurePath

from django.core.exceptions import ValidationError

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 50
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 32_767  # code units that one cell of Excel can hold
PIECE = 256 * 1024
# In how many ways zipfile says that a file is damaged.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, OSError, OverflowError,
    RuntimeError, ValueError,
)  # fmt: skip

TEMPLATE_HINT = "请下载模板，把内容粘贴进去再导入。"
SAVE_AS_HINT = "请用 Excel 或 WPS 打开，“另存为”选择“Excel 工作簿（.xlsx）”，再导入另存的文件。"
DAMAGED = (
    f"文件不完整或者已经损坏，打不开。请重新复制或者重新下载这个文件；仍打不开的，{TEMPLATE_HINT}"
)
TOO_MUCH_INSIDE = (
    "文件解开后太大（超过 50 MB），多半是表格下方有大量带格式的空行，或者插入了图片。"
    "请新建一个表格，只把有内容的行复制过去再导入。"
)


class SheetError(ValidationError):
    """Why a spreadsheet, or one cell of it, was refused: one Chinese sentence.

    `row` is the row number as Excel shows it, or None for the whole file; `column` the column's
    title, or "". `reason` is the sentence without the place. Given a list of SheetErrors it
    holds them all: read `.error_list` for the single ones.
    """

    def __init__(self, reason, row=None, column=""):
        self.reason, self.row, self.column = reason, row, column
        super().__init__(reason if isinstance(reason, list) else f"{self.place}{reason}")

    @property
    def place(self):
        """The words 第 3 行“姓名”列： that lead to the cell, or an empty string."""
        column = f"“{self.column}”列" if self.column else ""
        row = f"第 {self.row} 行" if self.row else ""
        return f"{row}{column}：" if row or column else ""


def read_bytes(file):
    """All bytes of `file` (a binary file or bytes); SheetError when empty or over 5 MB."""
    if not isinstance(file, bytes):
        file.seek(0)
        file = file.read(MAX_BYTES + 1)
    if len(file) > MAX_BYTES:
        raise SheetError("文件超过 5 MB。请删去图片和用不到的工作表，或者分成几个文件导入。")
    if not file.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise SheetError(f"文件是空的，没有内容可以导入。{TEMPLATE_HINT}")
    return file


def kind_of(data, name):
    """ "xlsx" or "csv", decided by content; SheetError that names any other kind of file."""
    suffix = PurePath(name or "").suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise SheetError(_old_kind(data, suffix))
    if suffix == ".numbers":
        raise SheetError(f"这是苹果 Numbers 表格，不能直接导入。{SAVE_AS_HINT}")
    if problem := _text_kind(data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()):
        raise SheetError(problem)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")):
        raise SheetError(f"这不是表格文件，是图片、PDF 或者压缩包。{TEMPLATE_HINT}")
    if suffix in (".xlsx", ".xls", ".xlsm", ".et", ".ods"):
        raise SheetError(DAMAGED)
    return "csv"


def _old_kind(data, suffix):
    if data.startswith(b"PK"):
        return DAMAGED
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件设了打开密码，读不出来。请打开文件，取消密码后另存，再导入。"
    if suffix == ".et":
        return f"这是 WPS 表格（.et），不能直接导入。{SAVE_AS_HINT}"
    if "WordDocument".encode("utf-16-le") in data:
        return f"这是 Word 文档，不是表格。{TEMPLATE_HINT}"
    return f"这是旧版的 Excel 文件（.xls），不能直接导入。{SAVE_AS_HINT}"


def _text_kind(start):
    if start.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"mime-version:")
    ):
        return f"这个文件其实是网页，只是文件名像表格（有些系统导出的就是这样）。{SAVE_AS_HINT}"
    if start.startswith(b"<?xml"):
        return f"这个文件其实是 XML 文本，不是 .xlsx 表格。{SAVE_AS_HINT}"
    if start.startswith(b"{\\rtf"):
        return f"这是写字板文档，不是表格。{TEMPLATE_HINT}"
    return ""


def open_package(data):
    """The ZipFile of an xlsx whose entries and unpacked size are within the limits."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise SheetError(DAMAGED) from error
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetError("文件设了密码，读不出来。请取消密码后另存，再导入。")
    _refuse_other_packages({entry.filename for entry in entries})
    if len(entries) > MAX_ENTRIES:
        raise SheetError(
            "文件里的工作表或图片太多。请新建一个表格，只把要导入的那一个工作表复制过去。"
        )
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise SheetError(TOO_MUCH_INSIDE)
    return package


def _refuse_other_packages(names):
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise SheetError(f"这是 Excel 二进制工作簿（.xlsb），不能直接导入。{SAVE_AS_HINT}")
    if any(name.startswith("Index") for name in names):
        raise SheetError(f"这是苹果 Numbers 表格，不能直接导入。{SAVE_AS_HINT}")
    if "content.xml" in names:
        raise SheetError(f"这是 OpenDocument 文件（.ods），不能直接导入。{SAVE_AS_HINT}")
    if "word/document.xml" in names:
        raise SheetError(f"这是 Word 文档，不是表格。{TEMPLATE_HINT}")
    raise SheetError(
        f"这是一个压缩包，里面没有表格。请先解压，再导入里面的表格文件。{TEMPLATE_HINT}"
    )


def chunks(package, entry, limit=MAX_UNPACKED):
    """The bytes of one entry in pieces of 256 kB; SheetError when damaged or over `limit`."""
    total = 0
    try:
        with package.open(entry) as stream:
            while piece := stream.read(PIECE):
                total += len(piece)
                if total > limit:
                    raise SheetError(TOO_MUCH_INSIDE)
                yield piece
    except BROKEN as error:
        raise SheetError(DAMAGED) from error
