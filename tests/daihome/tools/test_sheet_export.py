import csv
import datetime
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils.functional import lazystr

from daihome.tools.sheets import read_rows, safe_cell, write_csv, write_xlsx

FORMULAS = json.loads((Path(__file__).resolve().parents[2] / "data" / "formulas.json").read_text())
TRIGGERS = "=+-@\t\r\n\0＝＋－＠"
INVISIBLE = "\u200b\u202e\ufeff \u3000"
UTC = datetime.UTC


def sheet_of(columns, rows, title="名册"):
    return openpyxl.load_workbook(write_xlsx(title, columns, rows)).active


def csv_rows(columns, rows):
    return list(csv.reader(io.StringIO(write_csv(columns, rows).getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_text_never_becomes_a_formula(text):
    for cell in sheet_of(["题目"], [[text]])["A"][1:]:
        assert cell.data_type == "s"
        assert cell.quotePrefix


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_label_never_becomes_a_formula(text):
    assert sheet_of([text], []).cell(1, 1).data_type in {"s", "n"}
    assert b"<f>" not in zipfile.ZipFile(write_xlsx("名册", [text], [])).read(
        "xl/worksheets/sheet1.xml"
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_cell_does_not_start_with_a_trigger(text):
    for value in (text, lazystr(text)):
        cell = csv_rows(["题目"], [[value]])[1][0]

        assert cell[0] not in TRIGGERS
        assert cell.lstrip(INVISIBLE)[0] not in TRIGGERS


@pytest.mark.parametrize("text", ["=1+1", "-2+3", "+8613800138000", "'already"])
def test_csv_comes_back_as_it_was(text):
    data = write_csv(["姓名"], [[text]]).getvalue()

    assert [row.cells for row in read_rows(data, "a.csv").rows] == [[text]]


@pytest.mark.parametrize("text", ["张\x1b三\x08\x0b", "张三\uffff\ufffe", "张\ud800三", "\0张三"])
def test_characters_that_excel_cannot_open_are_dropped(text):
    data = write_xlsx("名册", ["姓名"], [[text]]).getvalue()

    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value == "张三"
    assert [row.cells for row in read_rows(data, "a.xlsx").rows] == [["张三"]]
    assert csv_rows(["姓名"], [[text]])[1] == ["张三"]


@pytest.mark.parametrize(
    "text", ["王𪚥", "𰻞面馆", "买买提·艾力", "第一行\n第二行", "_x000D_", " 前后 "]
)
def test_text_survives_exactly(text):
    data = write_xlsx("名册", ["姓名"], [[text]]).getvalue()

    assert [row.cells for row in read_rows(data, "a.xlsx").rows] == [[text.strip()]]


@pytest.mark.parametrize("text", ["字" * 40_000, "𠮷" * 20_000])
def test_text_over_the_limit_of_a_cell_is_cut_with_a_mark(text):
    value = sheet_of(["内容"], [[text]])["A2"].value

    assert len(value.encode("utf-16-le")) <= 32_767 * 2
    assert value.endswith("…（太长，未全部导出）")


def test_numbers_and_dates_keep_their_kind():
    moment = datetime.datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
    row = [3, -2.5, Decimal("1.10"), datetime.date(2026, 1, 5), moment, True, None, "13800138000"]
    cells = sheet_of(list("abcdefgh"), [row])[2]

    assert [cell.value for cell in cells[:3]] == [3, -2.5, 1.1]
    assert cells[3].is_date
    assert cells[3].value.date() == datetime.date(2026, 1, 5)
    assert cells[4].value.isoformat() == "2026-01-05T09:30:00"
    assert [cell.value for cell in cells[5:]] == ["是", None, "13800138000"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "9999-12-31T23:59:00"),
        (datetime.datetime(9999, 12, 31, 23, 59, 59, 999999), "9999-12-31T23:59:59"),  # noqa: DTZ001
    ],
)
def test_last_moment_of_the_calendar_does_not_break_the_export(value, expected):
    assert safe_cell(value).isoformat() == expected
    write_xlsx("名册", ["时间"], [[value]])
    write_csv(["时间"], [[value]])


def test_values_that_excel_has_no_cell_for_become_text_or_nothing():
    assert safe_cell(datetime.date(1899, 5, 1)) == "1899-05-01"
    assert safe_cell(110105194912310020) == "110105194912310020"
    assert safe_cell(float("nan")) is None
    assert safe_cell(datetime.time(9, 5)) == "09:05"


def test_workbook_has_one_visible_sheet_and_nothing_hidden():
    book = openpyxl.load_workbook(write_xlsx("名/册[一]" * 20, ["姓名", ("电话", 30)], [["张三"]]))
    sheet = book.active

    assert [page.sheet_state for page in book.worksheets] == ["visible"]
    assert not book.defined_names
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["B"].width == 30
    assert not any(page.hidden for page in sheet.column_dimensions.values())


def test_export_without_rows_has_its_header():
    assert csv_rows(["姓名", "电话"], []) == [["姓名", "电话"]]
    assert [cell.value for cell in sheet_of(["姓名", "电话"], [])[1]] == ["姓名", "电话"]


def test_rows_are_taken_one_by_one():
    assert sheet_of(["序号"], ([number] for number in range(5000))).max_row == 5001
