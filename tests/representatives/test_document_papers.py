"""The paper of an official letter, measured: GB/T 9704-2012."""

import logging
import re
from datetime import date

import pytest

from daihome.tools.fonts import faces
from representatives.documents.papers import letter_pdf, title_lines
from tests import factories
from tests.daihome.tools.papers import (
    Complaints,
    fonts_of,
    opened,
    page_count,
    page_mm,
    poppler,
    text_of,
    words_of,
)

TODAY = date(2026, 11, 25)
MM = 72 / 25.4
LEFT, RIGHT, TOP, EDGE = 28 * MM, (210 - 26) * MM, 37 * MM, 297 * MM
BOX = re.compile(r'<(page)|xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)<')
SENTENCE = (
    "为了密切人大代表同人民群众的联系，根据年度工作安排，现将有关事项通知如下，请认真组织落实。"
)


@pytest.fixture
def complaints():
    handler, logger = Complaints(), logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield handler.messages
    logger.removeHandler(handler)


def draw(home, **fields):
    home.document_code = "汐人大"
    return letter_pdf(factories.make_document(home, **fields), TODAY)


def words_by_page(pdf):
    """Pages of (left, top, right, text) in points."""
    pages = []
    for page, left, top, right, text in BOX.findall(poppler("pdftotext", pdf, "-bbox").decode()):
        if page:
            pages.append([])
        elif pages:
            pages[-1].append((float(left), float(top), float(right), text))
    return pages


def place(pdf, start):
    """(page, left, top, right) of the line that starts with `start`: its words joined."""
    for number, words in enumerate(words_by_page(pdf), start=1):
        lines = {}
        for word in words:
            lines.setdefault(round(word[1] / 4), []).append(word)
        for line in lines.values():
            if "".join(word[3] for word in line).startswith(start):
                return number, line[0][0], line[0][1], line[-1][2]
    raise AssertionError(start)


def test_page_has_22_lines_of_28_characters(home, complaints):
    pdf = draw(home, to="", body="中" * (26 + 28 * 45))

    lines = [word for word in words_by_page(pdf)[1] if "中" in word[3]]
    assert page_mm(pdf) == (210, 297)
    assert [len(text) for *_place, text in lines] == [28] * 22
    assert lines[21][1] - lines[0][1] == pytest.approx(21 * 28.95, abs=0.01)
    assert {round(left - LEFT) for left, *_rest in lines} == {0}
    assert all(abs(right - RIGHT) < 1 for _left, _top, right, _text in lines)
    assert 0 <= lines[0][1] - TOP < 28.95 - 16
    assert complaints == []


def test_numbers_of_pages_stand_outside_and_the_first_of_a_letter_has_none(home):
    notice = draw(home, body="\n".join([SENTENCE] * 20))
    letter = draw(home, kind="letter", to="县交通运输局", body="\n".join([SENTENCE] * 20))

    odd, even = place(notice, "—1—"), place(notice, "—2—")
    assert (odd[0], round(RIGHT - odd[3]), even[0], round(even[1] - LEFT)) == (1, 14, 2, 14)
    assert "—1—" not in words_of(letter)
    assert place(letter, "—2—")[0] == 2


@pytest.mark.parametrize("signer", ["汐子镇人民代表大会主席团", "汐子镇人大"])
def test_date_stands_four_characters_from_the_right_under_the_middle_of_the_name(home, signer):
    pdf = draw(home, kind="letter", signer=signer, signed_on=date(2026, 3, 5))

    name = [line for line in words_by_page(pdf)[0] if line[3] == signer][-1]
    _page, left, top, right = place(pdf, "2026年3月5日")
    assert abs(RIGHT - right - 4 * 16) < 1.5
    assert abs((left + right) / 2 - (name[0] + name[2]) / 2) < 1
    assert round(top - name[1]) == 29


def test_head_of_each_format(home):
    notice, letter = draw(home), draw(home, kind="letter", to="县交通运输局")
    minutes = draw(home, kind="minutes", to="", present="王伟芳、李明", excused="赵强（外出）")

    name = "汐子镇人民代表大会主席团"
    assert abs(place(notice, name)[2] - TOP - 35 * MM) < 8
    assert abs(place(letter, name)[2] - 30 * MM) < 8
    assert place(notice, "汐人大〔2026〕")[1] > place(letter, "汐人大函〔2026〕")[1]
    assert place(minutes, f"{name}会议纪要")[1] >= LEFT - 1
    said = words_of(minutes)
    assert said.index("出席：王伟芳、李明") < said.index("请假：赵强（外出）")
    assert "列席" not in said
    assert said.count(name) == 2  # the mark and the foot: minutes have no place for a seal


def test_foot_of_the_last_page_names_who_gets_copies(home):
    several = "代表名单\n学习资料目录"
    pdf = draw(
        home, enclosures=several, copies="县人大常委会办公室", body="\n".join([SENTENCE] * 9)
    )

    page, left, top, _right = place(pdf, "抄送：县人大常委会办公室。")
    assert page == page_count(pdf)
    assert abs(left - LEFT - 14) < 1
    assert EDGE - 35 * MM - top < 60
    assert place(pdf, "附件：1.代表名单")[1] - LEFT == pytest.approx(2 * 15.79, abs=1)
    assert "2.学习资料目录" in words_of(pdf)
    assert "抄送" not in words_of(draw(home))


def test_mark_of_a_draft_moves_nothing(home):
    document = factories.make_document(home, signed_on=date(2026, 3, 5), body=SENTENCE * 9)
    home.document_code = "汐人大"
    draft = words_by_page(letter_pdf(document, TODAY))
    document.issue(factories.moment(2026, 3, 5), date(2026, 3, 5))
    issued = words_by_page(letter_pdf(document, TODAY))

    def body(pages):
        return [word for page in pages for word in page if len(word[3]) > 20]

    assert "草稿" in [word[3] for word in draft[0]]
    assert "草稿" not in [word[3] for page in issued for word in page]
    assert body(draft) == body(issued)
    assert len(body(draft)) > 5


def test_hostile_text_rare_names_and_long_titles_print_as_they_are(home, complaints):
    nasty = '<script>alert(1)</script><img src="file:///etc/passwd">{{ 7 }}&amp;'
    title = "关于" + "认真做好代表联系人民群众和接待选民工作的" * 4 + "通知"
    pdf = draw(
        home, title=title, to=nasty, body=f"{nasty}\n王𬱖、李䶮、张㛃、赵𪚥", enclosures=nasty,
        copies=nasty, signer="很长的名字" * 6, contact=nasty[:60],
    )  # fmt: skip

    said = words_of(pdf)
    assert said.count("<script>alert(1)</script>") == 5
    assert "王𬱖、李䶮、张㛃、赵𪚥" in said
    assert title in said
    assert "root:" not in said
    assert complaints == []


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于举行代表接待日活动的通知", ["关于举行代表接待日活动的通知"]),
        (
            "关于组织市镇两级人大代表集中学习新修改的代表法的通知",
            ["关于组织市镇两级人大代表", "集中学习新修改的代表法的通知"],
        ),
        ("甲" * 40, ["甲" * 19, "甲" * 19, "甲" * 2]),
        (
            "关于2026年11月3日人大代表接待选民的公告",
            ["关于2026年11月3日", "人大代表接待选民的公告"],
        ),
    ],
)
def test_title_is_broken_by_meaning(title, lines):
    assert title_lines(title) == lines


def test_levels_have_their_faces(home):
    body = "一、时间：4月15日9:00。\n二、要求\n（一）按时参加\n（二）分组讨论。由召集人主持。\n1.请假。"
    pdf = draw(home, body=body)

    for line in body.splitlines():
        assert line in words_of(pdf)
    assert {"Noto-Sans-CJK-SC", "FandolKai", "FandolFang"} <= {
        name.removesuffix("-Regular") for name in fonts_of(pdf)
    }


def test_paper_names_its_fonts_in_its_keywords_only(home):
    pdf = draw(home)

    with opened(pdf) as document:
        assert str(document.docinfo["/Keywords"]) == ", ".join(map(str, faces()))
        assert str(document.docinfo["/Title"]) == "关于举行代表接待日活动的通知"
    assert "代替" not in text_of(pdf)
