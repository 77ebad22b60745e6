import contextlib
import datetime
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from daihome.tools.sheets import MAX_ROWS, SheetError, match_columns, read_rows
from tests.sheet_files import HEADER_ROW, make_raw_xlsx, make_xlsx, replace_part, text_cell

ROOT = Path(__file__).resolve().parents[3]
KNOWN = ("姓名", "电话", "当选日期", "代表小组")
HEAD = ["姓名", "电话", "当选日期", "代表小组"]
ZHANG = ["张三", "13800138000", datetime.date(2026, 1, 5), "第一小组"]
SYNONYMS = {
    "name": ("姓名", "代表姓名"),
    "phone": ("联系电话", "电话", "手机"),
    "group": ("代表小组",),
}


def read(data, name="名册.xlsx", known=KNOWN):
    table = read_rows(data, name, known)
    return table, list(table.rows)


def cells(data, name="名册.xlsx", known=KNOWN):
    return [row.cells for row in read(data, name, known)[1]]


def refusal(data, name="名册.xlsx", known=KNOWN):
    with pytest.raises(SheetError) as caught:
        read(data, name, known)
    return caught.value


def problems(data):
    _, rows = read(data)
    return [(error.row, error.column) for row in rows for error in row.errors()]


def test_rows_carry_their_number_and_text():
    table, rows = read(make_xlsx(HEAD, ZHANG, [], ["李𬱖", 13800138001, 45331, None]))

    assert table.header == HEAD
    assert table.count == 2
    assert [row.number for row in rows] == [2, 4]
    assert rows[0].cells == ["张三", "13800138000", "2026-01-05", "第一小组"]
    assert rows[1].cells == ["李𬱖", "13800138001", "45331", ""]


def test_rows_of_two_passes_are_counted_before_they_are_read():
    table = read_rows(make_xlsx(HEAD, *[ZHANG] * 500), "a.xlsx", KNOWN)

    assert table.count == 500
    assert sum(1 for _ in table.rows) == 500


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("13800138000", "13800138000"),
        ("1.3800138E10", "13800138000"),
        ("12.0", "12"),
        ("0.5", "0.5"),
        ("-3", "-3"),
    ],
)
def test_numbers_keep_their_digits(raw, text):
    data = make_raw_xlsx(
        f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2"><v>{raw}</v></c></row></sheetData>'
    )

    assert cells(data) == [[text]]


def test_number_that_excel_has_rounded_is_named():
    data = make_raw_xlsx(
        f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2"><v>1.1010519491231E17</v></c></row></sheetData>'
    )

    assert problems(data) == [(2, "姓名")]


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "yyyy年m月d日", 'yyyy"年"m"月"', "m/d/yyyy"])
def test_date_cells_become_iso_dates(code):
    def as_date(_, sheet):
        sheet["C2"].number_format = code

    data = make_xlsx(HEAD, ["张三", "", 45331, ""], change=as_date)

    assert cells(data)[0][2] == "2024-02-09"


def test_chinese_builtin_date_format_is_a_date():
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>'
    data = make_raw_xlsx(
        f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2" s="1"><v>45331</v></c></row></sheetData>'
    )

    assert cells(replace_part(data, "xl/styles.xml", styles)) == [["2024-02-09"]]


def test_dates_of_the_mac_epoch_are_right():
    def mac(book, sheet):
        book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001

    data = make_xlsx(HEAD, ZHANG, change=mac)

    assert cells(data)[0][2] == "2026-01-05"


def test_escapes_of_excel_are_undone_and_invisible_characters_go():
    row = f'<row r="2">{text_cell("张_x000D_三_x005F_x0041_&#x200B;", "A2")}</row>'

    assert cells(make_raw_xlsx(f"<sheetData>{HEADER_ROW}{row}</sheetData>")) == [["张\n三_x0041_"]]


def test_shared_strings_leave_out_phonetic_hints():
    strings = "<sst><si><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></si></sst>"
    data = make_raw_xlsx(
        f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2" t="s"><v>0</v></c></row></sheetData>'
    )

    assert cells(replace_part(data, "xl/sharedStrings.xml", strings)) == [["张三"]]


def test_title_row_above_the_header_is_passed_over():
    table, rows = read(make_xlsx(["某某镇代表信息台账"], [], HEAD, ZHANG))

    assert (table.header_row, table.header, rows[0].number) == (3, HEAD, 4)


def test_titles_lose_their_spaces():
    table, _ = read(make_xlsx([" 姓　名\u00a0", "電話 ", "当选日期", "代表小组"], ZHANG))

    assert match_columns(table.header, SYNONYMS).index == {"name": 0, "phone": 1, "group": 3}


def test_without_known_titles_the_first_row_is_the_header():
    table, rows = read(make_xlsx([], ["甲", "乙"], [1, 2]), known=())

    assert (table.header, rows[0].cells) == (["甲", "乙"], ["1", "2"])


def test_hidden_rows_and_columns_are_read_and_said():
    def hide(_, sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    table, rows = read(make_xlsx(HEAD, ZHANG, ZHANG, change=hide))

    assert len(rows) == 2
    assert "1 行、1 列" in table.notes[0]


def test_hidden_sheet_is_not_read_but_said():
    def hide(book, _):
        sheet = book.create_sheet("底表", 0)
        sheet.append(["姓名", "身份证号"])
        sheet.sheet_state = "hidden"

    table, rows = read(make_xlsx(HEAD, ZHANG, change=hide))

    assert len(rows) == 1
    assert table.notes == ["隐藏的工作表没有读取：底表。"]


def test_formula_is_named_by_row_and_column():
    assert problems(make_xlsx(HEAD, ZHANG, ['=CONCATENATE("张","三")'])) == [(3, "姓名")]


def test_formula_of_another_file_is_named():
    assert problems(make_xlsx(HEAD, ["='[外部.xlsx]Sheet1'!A1"])) == [(2, "姓名")]


def test_problem_in_a_column_nobody_needs_is_no_error():
    _, (row,) = read(make_xlsx(["序号", *HEAD], ["=ROW()-1", *ZHANG]))
    columns = match_columns(row.header, SYNONYMS, ("name",))

    assert row.errors(columns) == []
    assert [error.column for error in row.errors()] == ["序号"]
    assert row.pick(columns)["name"] == "张三"


def test_merged_cells_are_named():
    def merge(_, sheet):
        sheet.merge_cells("D2:D4")

    assert problems(make_xlsx(HEAD, ZHANG, ZHANG, ZHANG, change=merge)) == [(2, "代表小组")]


def test_merged_title_above_the_header_is_no_problem():
    def merge(_, sheet):
        sheet.merge_cells("A1:D1")

    assert problems(make_xlsx(["某某镇代表信息台账"], HEAD, ZHANG, change=merge)) == []


def test_header_of_two_rows_is_refused():
    def merge(_, sheet):
        sheet.merge_cells("A1:A2")

    assert "表头占了几行" in refusal(make_xlsx(HEAD, ["", "手机"], ZHANG, change=merge)).messages[0]


@pytest.mark.parametrize("word", ["合计", "合　计", "填表人：张三"])
def test_total_row_is_named(word):
    assert problems(make_xlsx(HEAD, ZHANG, [word, 3])) == [(3, "")]


def test_content_without_title_is_named():
    assert problems(make_xlsx(HEAD, [*ZHANG, "多出来的"])) == [(2, "")]


def test_error_values_are_named():
    data = make_raw_xlsx(
        f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row></sheetData>'
    )

    assert problems(data) == [(2, "姓名")]


# --- Files refused as a whole ---------------------------------------------------------------


@pytest.mark.parametrize("reference", ["XFD8000", "XFD40000", "BJ2", "A900000"])
def test_far_cell_is_refused_with_its_place(reference):
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    data = make_raw_xlsx(
        f'<dimension ref="A1:A2"/><sheetData>{HEADER_ROW}',
        f'<row r="{row}">{text_cell("张", reference)}</row></sheetData>',
    )

    assert f"第 {row} 行 {reference.removesuffix(row)} 列" in refusal(data).messages[0]


@pytest.mark.parametrize("claimed", ["A1", "A1:XFD1048576"])
def test_claimed_dimension_is_not_believed(claimed):
    rows = "".join(f'<row r="{n}">{text_cell("张三", f"A{n}")}</row>' for n in range(2, 102))
    data = make_raw_xlsx(f'<dimension ref="{claimed}"/><sheetData>{HEADER_ROW}{rows}</sheetData>')

    assert cells(data) == [["张三"]] * 100


def test_cell_whose_reference_contradicts_its_row_is_refused():
    row = f'<row r="2">{text_cell("张三", "A30000")}</row>'

    assert "损坏" in refusal(make_raw_xlsx(f"<sheetData>{HEADER_ROW}{row}</sheetData>")).messages[0]


def test_styled_empty_rows_are_passed_over():
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 30_000))
    data = make_raw_xlsx(
        f'<sheetData>{HEADER_ROW}<row r="2">{text_cell("张三", "A2")}</row>{empty}</sheetData>'
    )

    assert cells(data) == [["张三"]]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE l [<!ENTITY a "AAAAAAAAAA"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_entity_declarations_are_refused_in_every_part(part, declaration):
    data = replace_part(make_xlsx(HEAD, ZHANG), part, f'<?xml version="1.0"?>{declaration}<l/>')

    assert "实体声明" in refusal(data).messages[0]


def test_zip_bomb_is_refused_before_it_is_unpacked():
    piece = "<row><c t='inlineStr'><is><t>" + "A" * 1_000_000 + "</t></is></c></row>"
    data = make_raw_xlsx("<sheetData>", *[piece] * 60, "</sheetData>")

    assert len(data) < 100_000
    assert "超过 50 MB" in refusal(data).messages[0]


def test_too_many_parts_are_refused():
    data = make_xlsx(HEAD, change=lambda book, _: [book.create_sheet() for _ in range(60)])

    assert "只把要导入的那一个工作表" in refusal(data).messages[0]


@pytest.mark.parametrize("text", ["字" * 40_000, "A" * 2_000_000])
def test_endless_cell_is_refused(text):
    row = f'<row r="2">{text_cell(text, "A2")}</row>'

    refusal(make_raw_xlsx(f"<sheetData>{HEADER_ROW}{row}</sheetData>"))


@pytest.mark.parametrize("seed", range(300))
def test_damaged_bytes_are_read_or_refused_never_an_error(seed):
    chance = random.Random(seed)
    data = bytearray(make_xlsx(HEAD, ZHANG))
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)

    with contextlib.suppress(SheetError):
        read(bytes(data))


def test_deeply_nested_xml_is_refused():
    assert "损坏" in refusal(make_raw_xlsx("<x>" * 5000 + "</x>" * 5000)).messages[0]


def test_more_rows_than_allowed_are_refused():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, MAX_ROWS + 3))

    message = refusal(make_raw_xlsx(f"<sheetData>{HEADER_ROW}{rows}</sheetData>")).messages[0]
    assert f"最多导入 {MAX_ROWS} 行" in message


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"\xef\xbb\xbf\r\n", "a.csv", "文件是空的"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.csv", "超过 5 MB"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "网页"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", "a.xls", "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "a.xls", "XML"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "a.xls", "旧版的 Excel"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "a.et", "WPS 表格"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "密码",
        ),
        (make_xlsx(HEAD, ZHANG)[:3000], "a.xlsx", "损坏"),
        (make_xlsx(HEAD, ZHANG)[:-10], "a.xlsx", "损坏"),
        (b"PK\x05\x06" + b"\0" * 18, "a.xlsx", "损坏"),
        (b"PK\x03\x04 nonsense", "a.xlsx", "损坏"),
        (b"%PDF-1.7", "a.pdf", "不是表格文件"),
        (b"\x89PNG\r\n", "a.png", "不是表格文件"),
        (b"name", "a.xlsx", "损坏"),
        (make_xlsx(), "a.xlsx", "表格是空的"),
        (make_xlsx(HEAD), "a.xlsx", "表头下面没有内容"),
        (make_xlsx(["甲"], ["乙"]), "a.xlsx", "没有找到表头"),
        (replace_part(make_xlsx(HEAD), "xl/workbook.xml", "<a"), "a.xlsx", "损坏"),
        (replace_part(make_xlsx(HEAD), "xl/_rels/workbook.xml.rels", "<a/>"), "a.xlsx", "损坏"),
    ],
)
def test_other_files_are_named(data, name, words):
    message = refusal(data, name).messages[0]

    assert words in message
    assert message.endswith("。")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("Index/Document.iwa", "Numbers"),
        ("content.xml", "OpenDocument"),
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", ".xlsb"),
        ("photo.jpg", "压缩包"),
    ],
)
def test_other_packages_are_named(part, words, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr(part, "x")

    assert words in refusal((tmp_path / "a.zip").read_bytes()).messages[0]


# --- csv ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_every_encoding_and_separator(encoding, mark):
    text = f"姓名{mark}电话\r\n李𬱖{mark}13800138000\r\n"

    assert cells(text.encode(encoding), "a.csv") == [["李𬱖", "13800138000"]]


def test_csv_broken_quotes_are_named_by_row():
    error = refusal('姓名,电话\n张三,1\n李四,"138"1\n'.encode(), "a.csv")

    assert (error.row, error.messages[0][:8]) == (3, "第 3 行：引号")


def test_csv_quote_that_never_ends_is_named_by_row():
    assert refusal('姓名,电话\n张三,"138\n李四,1\n'.encode(), "a.csv").row == 2


def test_csv_line_break_and_separator_within_quotes_stay_in_the_cell():
    assert cells('姓名,电话\n"张,三\n四",1\n王,2\n'.encode(), "a.csv") == [
        ["张,三\n四", "1"],
        ["王", "2"],
    ]


def test_csv_row_longer_than_the_header_is_named():
    _, rows = read("姓名,电话\n张三,138,多余\n".encode(), "a.csv")

    assert [error.row for error in rows[0].errors()] == [2]


def test_csv_with_a_spoiled_byte_is_named_by_row():
    data = "姓名,电话\n张三丰,138\n李四光,139\n".encode().replace("四".encode(), b"\xe5\x9b")

    assert refusal(data, "a.csv").row == 3


def test_csv_in_big5_is_refused():
    assert "编码" in refusal("姓名,電話\n張三,1\n".encode("big5"), "a.csv").messages[0]


def test_csv_wide_and_long_files_are_refused():
    assert refusal(("姓名\n" + "张," * 100).encode(), "a.csv").row == 2
    assert "行数太多" in refusal(("姓名\n" + "张\n" * 30_000).encode(), "a.csv").messages[0]


# --- columns --------------------------------------------------------------------------------


def test_columns_match_in_any_order_width_and_script():
    columns = match_columns(
        ["手　机", "序号", "代表小组（联组）", " 代表姓名*"], SYNONYMS, ("name",)
    )

    assert columns.index == {"phone": 0, "group": 2, "name": 3}
    assert columns.ignored == ["序号"]


def test_two_columns_for_one_field_are_named():
    with pytest.raises(SheetError) as caught:
        match_columns(["姓名", "電話", "电话"], SYNONYMS)
    assert [error.column for error in caught.value.error_list] == ["电话"]


def test_missing_columns_are_named():
    with pytest.raises(SheetError) as caught:
        match_columns(["序号"], SYNONYMS, ("name", "phone"))
    assert "缺少“姓名”“联系电话”列" in caught.value.messages[0]


# --- limits of memory and time ---------------------------------------------------------------

MEASURE = """
import resource, sys
from django.conf import settings
settings.configure()
from daihome.tools.sheets import SheetError, read_rows
try:
    print(sum(1 for _ in read_rows(open(sys.argv[1], "rb"), "a.xlsx", ["姓名"]).rows))
except SheetError as error:
    print("refused")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def measure(data, tmp_path):
    """(what came out, resident megabytes) of reading in a process of its own."""
    (tmp_path / "a.xlsx").write_bytes(data)
    # vfork would hand this process's own peak on to the child's count, a shell in between not.
    command = ["/bin/sh", "-c", '"$0" -c "$1" "$2"', sys.executable, MEASURE, tmp_path / "a.xlsx"]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    out, peak = result.stdout.split()
    return out, int(peak)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: make_xlsx(HEAD, *[ZHANG] * 10_000), "10000"),
        (lambda: make_raw_xlsx(f'<sheetData><row r="1">{text_cell("姓名", "XFD1")}</row></sheetData>'), "refused"),
        (lambda: make_raw_xlsx("<sheetData><row>", *["<c/>" * 100_000] * 30, "</row></sheetData>"), "refused"),
        (lambda: replace_part(make_xlsx(HEAD), "xl/sharedStrings.xml", ["<sst>", *["<si><t/></si>" * 10_000] * 100, "</sst>"]), "refused"),
    ],
)  # fmt: skip
def test_reading_stays_below_300_megabytes(make, expected, tmp_path):
    out, peak = measure(make(), tmp_path)

    assert out == expected
    assert peak < 300


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("villages_xizi_2018.csv", 34),
        ("villages_ningcheng_2018.csv", 290),
        ("villages_qilihe_full_names.csv", 31),
    ],
)
def test_real_lists_are_read_as_they_come(name, count):
    data = (ROOT / "tests" / "data" / name).read_bytes()

    assert len(cells(data, name, ())) == count
