import io

import openpyxl
import pytest
import tablib

from daihome.tools.import_formats import SafeCSV, SafeXLSX
from daihome.tools.sheets import SheetError
from tests.sheet_files import HEADER_ROW, make_raw_xlsx, make_xlsx, text_cell


@pytest.mark.parametrize("kind", [SafeXLSX, SafeCSV])
def test_dataset_survives_export_and_import(kind):
    dataset = tablib.Dataset(["张三", "=1+1"], headers=["姓名", "备注"], title="名册")

    data = kind().export_data(dataset)

    assert kind().create_dataset(data).dict == [{"姓名": "张三", "备注": "=1+1"}]


def test_exported_text_is_no_formula():
    dataset = tablib.Dataset(["==1+1", 3], headers=["姓名", "数"])

    data = SafeXLSX().export_data(dataset)

    cells = openpyxl.load_workbook(io.BytesIO(data)).active[2]
    assert [cell.data_type for cell in cells] == ["s", "n"]


def test_gb18030_csv_is_read():
    assert SafeCSV().create_dataset("姓名\n张三\n".encode("gb18030")).dict == [{"姓名": "张三"}]


def test_far_cell_is_refused():
    row = f'<row r="8000">{text_cell("张", "XFD8000")}</row>'

    with pytest.raises(SheetError, match="XFD"):
        SafeXLSX().create_dataset(make_raw_xlsx(f"<sheetData>{HEADER_ROW}{row}</sheetData>"))


def test_bad_cells_are_named_together():
    with pytest.raises(SheetError) as caught:
        SafeXLSX().create_dataset(make_xlsx(["姓名"], ["=1+1"], ["张三"], ["=2+2"]))

    assert [error.row for error in caught.value.error_list] == [2, 4]


@pytest.mark.parametrize("kind", [SafeXLSX, SafeCSV])
def test_format_is_read_as_bytes_and_offered_both_ways(kind):
    made = kind()

    assert made.is_binary()
    assert made.get_read_mode() == "rb"
    assert made.can_import()
    assert made.can_export()
    assert f".{made.get_extension()}" in {".xlsx", ".csv"}
