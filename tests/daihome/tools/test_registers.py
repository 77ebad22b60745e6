from dataclasses import dataclass
from datetime import UTC, date, datetime

import openpyxl
import pytest

from daihome.tools.registers import ORDINAL, Column, Period, Register, display, xlsx
from tests.daihome.tools.papers import FakeHome

YEAR = Period.of_year(2026)


@dataclass
class Unit:
    name: str


@dataclass
class Matter:
    number: str
    day: date
    title: str = "修路"
    unit: Unit | None = None
    reader: str = "赵敏"

    def kind(self):
        return "建议"


class Rows(list):
    """As much of a queryset as registers use."""

    def visible_to(self, user):
        return Rows(row for row in self if row.reader == user)

    def filter(self, day__gte, day__lte):
        return Rows(row for row in self if day__gte <= row.day <= day__lte)

    def count(self):
        return len(self)

    def iterator(self, chunk_size):
        return iter(self)

    def __getitem__(self, key):
        return (
            Rows(super().__getitem__(key)) if isinstance(key, slice) else super().__getitem__(key)
        )


COLUMNS = (
    Column("编号", "number", 40, "center"),
    Column("收到\n日期", "day", 30, "center"),
    Column("标题", "title", 127),
    Column("承办单位", "unit.name", 60),
)


def make_matter(position, **facts):
    return Matter(f"XZ2026-{position:04d}", date(2026, 1 + position % 12, 5), **facts)


def make_register(matters, **facts):
    return Register(
        **{
            "slug": "suggestions",
            "title": "代表意见建议登记本",
            "columns": COLUMNS,
            "rows": lambda home: Rows(matters),
            "date_field": "day",
            "signatures": ("登记人", "审核人"),
            **facts,
        }
    )


def test_cells_follow_paths_functions_and_methods():
    register = make_register(
        [],
        columns=(
            Column("序号", ORDINAL, 20),
            Column("单位", "unit.name", 100),
            Column("类别", "kind", 37),
            Column("题目", lambda matter: matter.title * 2, 100),
        ),
    )

    with_unit = register.cells(make_matter(1, unit=Unit("镇政府")), 7)
    without_unit = register.cells(make_matter(1), 8)

    assert with_unit == ["7", "镇政府", "建议", "修路修路"]
    assert without_unit == ["8", "", "建议", "修路修路"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (True, "是"),
        (False, "否"),
        (date(2026, 2, 9), "2026-02-09"),
        (datetime(2026, 2, 8, 16, 5, tzinfo=UTC), "2026-02-09 00:05"),
        (["王伟芳", None, "孙镕"], "王伟芳、孙镕"),
    ],
)
def test_display(value, shown):
    assert display(value) == shown


def test_columns_must_fill_the_page_exactly():
    with pytest.raises(ValueError, match="256 mm, the page has 257 mm"):
        make_register([], columns=(*COLUMNS[:3], Column("承办单位", "unit.name", 59)))


def test_labels_are_one_line_each():
    assert make_register([]).labels == ["编号", "收到日期", "标题", "承办单位"]


def test_rows_are_those_the_reader_may_see_in_the_period():
    mine, other = make_matter(1), make_matter(2, reader="钱程")
    last_year = Matter("XZ2025-0009", date(2025, 12, 31))
    last_day = Matter("XZ2026-0099", date(2026, 12, 31))
    register = make_register([mine, other, last_year, last_day])

    assert register.of(FakeHome(), YEAR, "赵敏") == [mine, last_day]


def test_period_between_two_days_is_written_as_in_prose():
    assert (
        Period.between(date(2026, 1, 1), date(2026, 6, 30)).label == "2026年1月1日至2026年6月30日"
    )


def test_workbook_has_the_same_columns_with_their_types():
    register = make_register(
        [make_matter(1, title="=1+1"), make_matter(2, reader="钱程")],
        columns=(*COLUMNS[:3], Column("代表", lambda matter: ["王伟芳", "孙镕"], 60)),
    )

    sheet = openpyxl.load_workbook(xlsx(register, FakeHome(), YEAR, "赵敏")).active

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("编号", "收到日期", "标题", "代表")
    assert (rows[1][0], *rows[1][2:]) == ("XZ2026-0001", "=1+1", "王伟芳、孙镕")
    assert rows[1][1].date() == date(2026, 2, 5)
    assert len(rows) == 2
    assert sheet["C2"].data_type == "s"
