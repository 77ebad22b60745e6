import re
import time
from datetime import date

import pytest

from daihome.tools import books, paper
from daihome.tools.registers import ORDINAL, Column
from tests.daihome.tools.papers import (
    FakeHome,
    fonts_of,
    opened,
    page_count,
    page_mm,
    picture_of,
    text_of,
    words_of,
)
from tests.daihome.tools.test_registers import COLUMNS, YEAR, Unit, make_matter, make_register

TODAY = date(2026, 11, 23)


def make_book(matters, volume=1, **facts):
    register = make_register(matters, **facts)
    return books.book_pdf(register, FakeHome(), YEAR, "赵敏", volume=volume, today=TODAY)


def numbers_on(pdf, page):
    return re.findall(r"XZ2026-(\d{4})", words_of(pdf, page))


def rules_mm(pdf, page, x_mm):
    """Heights (mm from the top) of the rules of a landscape table, where they cross `x_mm`."""
    picture = picture_of(pdf, page, dpi=200).convert("L")
    column = [picture.getpixel((round(x_mm / 25.4 * 200), y)) < 160 for y in range(picture.height)]
    starts = [y for y in range(1, len(column)) if column[y] and not column[y - 1]]
    return [y * 25.4 / 200 for y in starts if 31 < y * 25.4 / 200 < 188]


def test_cover_says_whose_book_it_is(complaints):
    pdf = make_book([make_matter(n) for n in (1, 2, 3)], retention="永久")

    cover = words_of(pdf, 1)
    for words in (
        "宁城县汐子镇",
        "汐子镇人大代表之家",
        "代表意见建议登记本",
        "2026年度",
        "第1册共1册",
        "2026-01-01至2026-12-31",
        "XZ2026-0001至XZ2026-0003",
        "条数3",
        "永久",
        "2026-11-23赵敏",
        "汐子镇人民代表大会主席团",
    ):
        assert words in cover
    assert complaints == []


def test_book_knows_its_title_and_language():
    with opened(make_book([make_matter(1)])) as document:
        assert str(document.docinfo["/Title"]) == "汐子镇人大代表之家代表意见建议登记本（2026年度）"
        assert str(document.Root.Lang) == "zh-CN"


def test_every_page_has_head_foot_and_its_number():
    pdf = make_book([make_matter(n) for n in range(1, 31)])

    sheets = page_count(pdf) - 1
    assert sheets == 3
    for page in range(1, sheets + 1):
        text = words_of(pdf, page + 1)
        for words in (
            "代表意见建议登记本",
            "汐子镇人大代表之家",
            "2026年度",
            "编号收到日期标题承办单位",
        ):
            assert words in text
        assert f"登记人：审核人：打印日期：2026-11-23第{page}页共{sheets}页" in text


def test_thousand_rows_come_once_each_in_order_and_quickly(complaints):
    titles = [
        f"第{n}件：" + "村东头的路灯坏了三个月，晚上看不见路，" * (n % 9) for n in range(1, 1001)
    ]
    matters = [make_matter(n, title=title) for n, title in enumerate(titles, start=1)]
    started = time.process_time()

    pdf = make_book(matters)

    # A second and a half on an idle core; the bound is what is promised.
    assert time.process_time() - started < 6
    words = words_of(pdf)
    assert re.findall(r"XZ2026-(\d{4})", words)[2:] == [f"{n:04d}" for n in range(1, 1001)]
    assert [title for title in titles if title not in words] == []
    last = page_count(pdf) - 1
    assert f"第{last}页共{last}页" in words
    assert set(fonts_of(pdf).values()) == {("yes", "yes")}
    assert len(pdf) < 1_500_000
    assert complaints == []


def test_rows_never_split():
    matters = [
        make_matter(n, title=f"起{n:03d}" + "修路" * (n * 7 % 230) + f"止{n:03d}")
        for n in range(1, 41)
    ]

    pdf = make_book(matters)

    for page in range(2, page_count(pdf) + 1):
        text = words_of(pdf, page)
        assert re.findall(r"起(\d{3})", text) == re.findall(r"止(\d{3})", text)


def test_last_page_is_filled_with_empty_rows():
    pdf = make_book([make_matter(1)])

    # One head row and twelve rows of 12 mm below 33 mm; x lies within the empty unit column.
    rules = rules_mm(pdf, 2, 275)
    assert len(rules) == 14
    assert rules[-1] == pytest.approx(187, abs=1)


def test_book_without_rows_has_one_empty_page():
    pdf = make_book([])

    assert page_count(pdf) == 2
    assert "编号无条数0" in words_of(pdf, 1)
    assert "第1页共1页" in words_of(pdf, 2)


def test_long_book_is_bound_in_volumes(monkeypatch):
    monkeypatch.setattr(books, "ROWS_PER_VOLUME", 30)
    matters = [make_matter(n) for n in range(1, 41)]

    pdf = make_book(matters, volume=2)

    assert books.volume_count(make_register(matters), FakeHome(), YEAR, "赵敏") == 2
    assert "第2册共2册" in words_of(pdf, 1)
    assert "XZ2026-0031至XZ2026-0040" in words_of(pdf, 1)
    assert numbers_on(pdf, 2) == [f"{n:04d}" for n in range(31, 41)]


def test_ordinals_go_on_in_the_second_volume(monkeypatch):
    monkeypatch.setattr(books, "ROWS_PER_VOLUME", 3)
    columns = (Column("序号", ORDINAL, 40), *COLUMNS[1:])

    pdf = make_book([make_matter(n) for n in range(1, 6)], volume=2, columns=columns)

    assert "序号4至5" in words_of(pdf, 1)


def test_text_from_people_stays_text(complaints):
    pdf = make_book(
        [make_matter(1, title="<script>alert(1)</script><img src='file:///etc/passwd'>")]
    )

    assert "<script>alert(1)</script>" in words_of(pdf, 2)
    assert complaints == []


def test_endless_text_is_cut_and_says_so():
    pdf = make_book([make_matter(1, title="水" * 5000), make_matter(2)])

    assert page_count(pdf) <= 3
    assert "……（全文见案卷）" in words_of(pdf)
    assert "XZ2026-0002" in words_of(pdf)


@pytest.mark.parametrize(
    "text",
    [
        "خادىم ئۇيغۇر",
        "Ménage é\u0301té “x”—y…",
        "王\u200d芳\ufe0f",
        "ffi ﬁ 1⁄2 ㎡①〇㛃䶮𬱖𪚥",
    ],
)
def test_unusual_scripts_are_set_and_can_be_read(text, complaints):
    pdf = make_book([make_matter(1, title=text)])

    unseen = dict.fromkeys((0x200D, 0xFE0F))
    assert set("".join(text.split()).translate(unseen)) <= set(words_of(pdf, 2))
    assert set(fonts_of(pdf).values()) == {("yes", "yes")}
    assert complaints == []


def test_controls_and_runs_of_spaces_are_no_boxes():
    pdf = make_book([make_matter(1, title="甲\x07乙 \t 丙\r\n丁\x85戊")])

    assert "甲乙丙丁戊" in words_of(pdf, 2)


def test_names_of_a_list_stay_whole():
    columns = (*COLUMNS[:2], Column("代表", "title", 24), Column("单位", "unit.name", 163))
    names = "协办：林凤山、周晓燕、司马永福、欧阳𬱖、王芳、买买提艾力"

    pdf = make_book([make_matter(1, title=names)], columns=columns)

    lines = text_of(pdf, 2).split()
    assert lines[lines.index("协办：") :][:4] == ["协办：", "林凤山、", "周晓燕、", "司马永福、"]
    assert names in words_of(pdf, 2)


def test_long_address_stays_in_its_column():
    pdf = make_book([make_matter(1, title="https://example.com/" + "a" * 300, unit=Unit("镇政府"))])

    # Nothing but the rules in the left padding of the unit column.
    assert rules_mm(pdf, 2, 222.7) == rules_mm(pdf, 2, 275)


def test_character_that_no_font_has_is_named_before_printing():
    matters = [make_matter(n, title="王\ue000" if n == 299 else "修路") for n in range(1, 301)]

    with pytest.raises(paper.MissingGlyphs) as caught:
        make_book(matters)

    named = "第299行“标题”栏的这些字没有字体能打印：“\ue000”（U+E000）。"
    assert caught.value.messages[0].startswith(named)


def test_blank_form_has_full_numbered_pages(complaints):
    pdf = books.blank_pdf(make_register([make_matter(1)]), FakeHome(), rows=13, today=TODAY)

    text = words_of(pdf)
    assert page_count(pdf) == 2
    assert page_mm(pdf) == (297, 210)
    assert text.count("年度第册") == text.count("填报日期：年月日") == 2
    assert "第2页共2页" in text
    assert "XZ2026" not in text
    assert "".join(map(str, range(1, 13))) in words_of(pdf, 1)
    assert "".join(map(str, range(13, 25))) in words_of(pdf, 2)
    assert complaints == []


def test_portrait_register_stands_on_a_portrait_page():
    columns = (Column("序号", ORDINAL, 20), Column("标题", "title", 150))

    pdf = make_book([make_matter(n) for n in range(1, 21)], columns=columns, orientation="portrait")

    assert {page_mm(pdf, page) for page in range(1, page_count(pdf) + 1)} == {(210, 297)}
    assert page_count(pdf) == 3


def test_emoji_of_one_voter_does_not_stop_the_book():
    column = Column("内容", "title", 60, words=True)

    assert books.paper_cell(column, "路坏了\U0001fae8\ue000") == (
        "",
        "路坏了〔表情〕〔缺字U+E000〕",
    )
