"""Boards of any size: one page where it fits, an honest continuation where not, nothing lost."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from daihome.tools.board_setting import A2, PRESETS, Setting, Size, least_body, title_setting
from daihome.tools.boards import Sheet, board_pdf, split
from daihome.tools.headed_text import parts_of
from daihome.tools.paper import MissingGlyphs
from tests.daihome.tools.papers import (
    FakeHome,
    fonts_of,
    opened,
    page_count,
    page_mm,
    picture_of,
    words_of,
)

LINES = [
    f"（{number}）代表应当认真听取第{number}户选民的意见和要求，如实记录。"
    for number in "一二三四五六七八"
]
TITLE = "接待选民和群众制度"


def sheet_of(lines=LINES, title=TITLE, **fields):
    def html(columns):
        blocks = [[part] for part in parts_of("\n".join(lines))]
        context = {
            "home": FakeHome(),
            "title": title,
            "title_parts": [title],
            "inside": "boards/rules.html",
            "flows": split(blocks, [1] * len(blocks), columns),
        }
        return render_to_string("print/board_base.html", context)

    return Sheet(html=html, title=title, **fields)


def test_every_preset_holds_the_whole_text_on_one_page(complaints):
    sizes = list(PRESETS.values())

    pdf = board_pdf([(sheet_of(columns=(1 + (one.width > one.height),)), one) for one in sizes])

    assert page_count(pdf) == len(sizes) == 14
    assert [page_mm(pdf, page) for page in range(1, 15)] == [
        (size.width, size.height) for size in sizes
    ]
    whole = "".join(["汐子镇人大代表之家", TITLE, *LINES])
    assert {words_of(pdf, page) for page in range(1, 15)} == {whole}
    assert complaints == []
    assert set(fonts_of(pdf).values()) == {("yes", "yes")}


def test_too_much_goes_on_over_pages_and_loses_nothing():
    lines = [f"第{number}行：" + "意见要求" * 12 for number in range(120)]

    pdf = board_pdf([(sheet_of(lines), Size(210, 297))])

    pages = page_count(pdf)
    words = words_of(pdf)
    assert pages > 1
    assert all(line in words for line in ["".join(line.split()) for line in lines[:3] + lines[-3:]])
    assert [f"{page}/{pages}" in words_of(pdf, page) for page in range(1, pages + 1)] == [
        True
    ] * pages
    assert f"{TITLE}（续）" not in words_of(pdf, 1)
    assert f"{TITLE}（续）" in words_of(pdf, 2)


@pytest.mark.parametrize("size", [*PRESETS.values(), Size(500, 3000), Size(3000, 300)], ids=str)
def test_type_is_never_smaller_than_it_may_be(size):
    assert least_body(size) >= 24 / 72 * 25.4 * min(size.short / 420, 1) - 1e-9
    for title in (
        "值班",
        TITLE,
        "汐子镇人大代表小组和代表之家关于接待选民和群众以及督办建议的若干规定",
    ):
        height, line = title_setting(title, Setting(size, 1, 1.0))
        assert height >= size.height / 20 or size.height > 4 * size.width
        assert height * line <= size.width


def test_title_breaks_where_words_end():
    _height, line = title_setting("第一代表小组代表履职情况公示", Setting(A2, 1, 1.0))

    assert 8 < line < 9.5


@pytest.mark.parametrize(
    ("weights", "columns", "expected"),
    [
        ([1, 1, 1, 1], 2, [[0, 1], [2, 3]]),
        ([5, 1, 1, 1], 2, [[0], [1, 2, 3]]),
        ([1], 3, [[0]]),
        ([], 2, [[]]),
    ],
)
def test_columns_are_filled_in_order_and_evenly(weights, columns, expected):
    assert split(range(len(weights)), weights, columns) == expected


def test_bleed_is_printed_beyond_the_trimmed_edge_with_crop_marks():
    pdf = board_pdf([(sheet_of(), Size(210, 297, 3))])

    with opened(pdf) as document:
        page = document.pages[0]
        boxes = (page.mediabox, page.trimbox, page.bleedbox)
        media, trim, bleed = ([float(side) for side in box] for box in boxes)
    assert [round((trim[place] - bleed[place]) * 25.4 / 72) for place in range(4)] == [3, 3, -3, -3]
    assert round((trim[2] - trim[0]) * 25.4 / 72) == 210
    picture = picture_of(pdf, dpi=72).convert("RGB")
    x, y = round(trim[0] - media[0]) - 4, picture.height // 2
    assert picture.getpixel((x, y))[0] > 180 > picture.getpixel((x, y))[1]  # the red band


def test_hostile_text_is_words_and_a_character_without_a_font_is_named():
    hostile = "<script>alert(1)</script><img src=file:///etc/passwd>&amp;"

    pdf = board_pdf([(sheet_of([hostile], title="<b>制度</b>"), Size(210, 297))])

    assert "".join(hostile.split()) in words_of(pdf)
    with pytest.raises(MissingGlyphs) as error:
        board_pdf([(sheet_of(["王\ue000同志"]), A2)])
    assert "U+E000" in error.value.messages[0]


def test_same_sheet_gives_the_same_words_and_foot_only_where_given():
    plain, footed = sheet_of(), sheet_of(foot=f"公示日期 {date(2026, 11, 25)}")

    first, second = (board_pdf([(one, A2)]) for one in (plain, footed))

    assert words_of(second) == words_of(first) + "公示日期2026-11-25"


def test_parts_tell_headings_articles_and_items_apart():
    kinds = [
        part.kind
        for part in parts_of(
            "一、接待\n\n（一）范围\n（二）内容如下。\n第七条 代表享有权利：\n平常的话"
        )
    ]

    assert kinds == ["first", "second", "item", "article", "plain"]
