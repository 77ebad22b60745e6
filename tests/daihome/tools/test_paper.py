import io
import subprocess
from datetime import date

import pytest
import zxingcpp
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image

from daihome import checks
from daihome.tools import books, fonts, paper
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
from tests.daihome.tools.test_registers import make_register

RARE = "镕珺堃赟𬱖𠮷𰻞𪚥"
LETTER = """{% extends "print/letter_base.html" %}
{% block title %}答复函{% endblock %}
{% block number %}汐人函〔2026〕7号{% endblock %}
{% block heading %}关于第12号建议的答复{% endblock %}
{% block to %}{{ to }}：{% endblock %}
{% block text %}{% for line in lines %}<p>{{ line }}</p>{% endfor %}{% endblock %}"""
RECEIPT = """{% extends "print/receipt_base.html" %}
{% block title %}回执{% endblock %}
{% block heading %}选民意见回执{% endblock %}
{% block codes %}<dt>编　号</dt><dd>XZ2026-0012</dd>{% endblock %}
{% block qr %}{{ qr }}{% endblock %}"""
FORM = """{% extends "print/form_base.html" %}
{% block title %}交办单{% endblock %}
{% block heading %}代表建议交办单{% endblock %}
{% block boxes %}<tr><th colspan="2">案由</th><td colspan="10">{{ text }}</td></tr>{% endblock %}"""


def make_letter(template, **context):
    facts = {
        "signer": "汐子镇人民代表大会主席团",
        "signed_on": date(2026, 11, 23),
        "to": "王伟芳代表",
    }
    return paper.render_pdf(template(LETTER), {**facts, "lines": ["收悉。"], **context})


def keywords_of(pdf):
    with opened(pdf) as document:
        return str(document.docinfo["/Keywords"]).split(", ")


def test_letter_says_what_it_is(template, complaints):
    pdf = make_letter(template)

    with opened(pdf) as document:
        assert str(document.docinfo["/Title"]) == "答复函"
        assert str(document.Root.Lang) == "zh-CN"
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
    assert page_mm(pdf) == (210, 297)
    for words in ("汐人函〔2026〕7号", "王伟芳代表：", "2026年11月23日", "— 1 —"):
        assert words.replace(" ", "") in words_of(pdf)
    assert complaints == []


def test_rare_characters_of_names_are_drawn_from_cut_down_fonts(template, complaints):
    pdf = make_letter(template, to=RARE)

    found = fonts_of(pdf)
    assert RARE in text_of(pdf)
    assert {"FandolFang", "Noto-Serif-CJK-SC", "HanaMinA-Medium"} <= set(found)
    assert set(found.values()) == {("yes", "yes")}
    assert len(pdf) < 500_000
    assert complaints == []


@pytest.mark.parametrize("character", ["\ue000", "\u0378", "\U000f0000"])
def test_character_that_no_font_has_is_named_before_printing(template, character):
    with pytest.raises(paper.MissingGlyphs) as caught:
        make_letter(template, to=f"王{character}芳")

    assert caught.value.characters == [character]
    assert f"U+{ord(character):04X}" in caught.value.messages[0]
    assert caught.value.messages[0].endswith("再打印。")
    assert f"王{character}芳： 收悉。" in caught.value.excerpt
    assert len(caught.value.excerpt) == 17


@pytest.mark.parametrize("character", "👍❤☐☑①㎡")
def test_sign_is_drawn_or_named(template, character):
    if paper.missing_characters(character):
        with pytest.raises(paper.MissingGlyphs, match=character):
            make_letter(template, lines=[character])
        return

    assert character in text_of(make_letter(template, lines=[f"好{character}好"]))


def test_invisible_characters_are_not_missing():
    assert paper.missing_characters("王\u200d芳\ufe0f\u200b\u00a0\n\t") == []


def test_unusual_hyphen_prints_as_the_usual_one(template):
    assert "0476-4810001" in text_of(make_letter(template, lines=["0476\u20114810001"]))


def test_text_from_people_stays_text(template, complaints):
    nasty = "<img src='file:///etc/passwd'><script>alert(1)</script>&amp;"

    pdf = make_letter(template, to=nasty)

    assert "<script>alert(1)</script>&amp;" in text_of(pdf).replace("\n", "")
    assert complaints == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.png",
        "https://example.com/a.css",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "data:image/png;base64,AAAA",
        "print:../base.css",
        "print:/etc/passwd",
        "print:..%2fsettings.css",
        "print:base.py",
        "picture:other",
        "PRINT:base.css",
        "/etc/passwd",
        "",
    ],
)
def test_nothing_but_own_assets_is_fetched(url):
    with pytest.raises((ValueError, FileNotFoundError)):
        paper.asset(url, {"portrait": b""})


def test_hostile_template_fetches_nothing(complaints):
    html = """<html lang="zh-CN"><head><title>x</title>
      <link rel="attachment" href="file:///etc/passwd">
      <style>@import "http://127.0.0.1:9/a.css"; body { background: url(file:///etc/hostname) }</style>
      </head><body><img src="file:///etc/passwd"><object data="http://127.0.0.1:9/"></object></body></html>"""

    with opened(paper.lay_out(html).write_pdf()) as document:
        assert dict(document.attachments) == {}
        assert list(document.pages[0].get_images()) == []
    assert len(complaints) >= 3


def test_picture_handed_in_is_printed(template, complaints):
    file = io.BytesIO()
    Image.new("RGB", (30, 40), "#336699").save(file, "JPEG")
    name = template(
        '{% extends "print/base.html" %}{% block title %}x{% endblock %}'
        '{% block content %}<img src="picture:portrait" alt="照片">{% endblock %}'
    )

    pdf = paper.render_pdf(name, {}, pictures={"portrait": file.getvalue()})

    with opened(pdf) as document:
        assert len(list(document.pages[0].get_images())) == 1
    assert complaints == []


def test_letter_has_22_lines_of_28_characters(template):
    line = "某镇人民代表大会主席团根据群众反映认真办理每一件建议到底" * 40

    pdf = make_letter(template, lines=[line])

    lines = [found for found in text_of(pdf, page=2, order="-layout").splitlines() if found.strip()]
    assert [len(found.strip()) for found in lines[:22]] == [28] * 22
    assert lines[22].replace(" ", "").strip() == "—2—"


def test_receipt_is_one_a6_page_with_a_readable_code(template, complaints):
    address = "http://127.0.0.1:8000/suggestions/track/"

    pdf = paper.render_pdf(template(RECEIPT), {"home": FakeHome(), "qr": paper.qr_svg(address)})

    assert page_count(pdf) == 1
    assert page_mm(pdf) == (105, 148)
    assert zxingcpp.read_barcode(picture_of(pdf, dpi=150)).text == address
    assert complaints == []


def test_form_prints_home_and_text(template, complaints):
    pdf = paper.render_pdf(template(FORM), {"home": FakeHome(), "text": "修路"})

    text = words_of(pdf)
    for words in ("汐子镇人民代表大会主席团", "代表建议交办单", "修路", "第1页共1页"):
        assert words in text
    assert complaints == []


def test_qr_is_safe_for_a_page_with_a_strict_policy():
    drawing = paper.qr_svg("https://example.com/?a=1&b=<2>", title="<b>")

    assert "style=" not in drawing
    assert "<b>" not in drawing
    assert 'role="img"' in drawing


def test_pdf_response_is_shown_or_saved_and_never_kept():
    shown = paper.pdf_response(b"%PDF", "回执 XZ2026-0012.pdf")
    saved = paper.pdf_response(b"%PDF", "a.pdf", inline=False)

    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert saved["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert shown["Cache-Control"] == "private, no-store"


@pytest.fixture
def own_title_font(tmp_path, settings):
    """A licensed font of the office in DATA_DIR/fonts (made from a free one, renamed)."""
    done = subprocess.run(
        ["fc-match", "--format", "%{file}", "FandolKai"], capture_output=True, check=True
    )
    font = TTFont(done.stdout.decode())
    cutter = subset.Subsetter()
    cutter.populate(text="关于第12号建议的答复汐子镇人民代表大会主席团")
    cutter.subset(font)
    font["name"].names = []
    font["name"].setName("方正小标宋简体", 1, 3, 1, 0x409)
    font["name"].setName("FZXBSJW--GB1-0", 6, 3, 1, 0x409)
    (tmp_path / "fonts").mkdir()
    font.save(tmp_path / "fonts" / "title.otf")
    settings.DATA_DIR = tmp_path
    caches = (fonts.configuration, fonts.drawable, fonts.faces)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


def test_own_fonts_of_the_office_come_first(template, own_title_font):
    pdf = make_letter(template)

    assert "方正小标宋简体" in fonts.installed_families()
    assert "Noto-Serif-CJK-SC-Bold" not in fonts_of(pdf)
    assert keywords_of(pdf)[0] == "标题（小标宋）：方正小标宋简体"
    assert keywords_of(books.blank_pdf(make_register([]), FakeHome()))[0] == keywords_of(pdf)[0]


def test_paper_names_the_fonts_that_stand_in(template):
    assert keywords_of(make_letter(template)) == [
        "标题（小标宋）：Noto Serif CJK SC，代替方正小标宋简体",
        "正文（仿宋）：FandolFang，代替仿宋_GB2312",
        "黑体：Noto Sans CJK SC，代替SimHei",
        "楷体：FandolKai，代替楷体_GB2312",
    ]


def test_checks_find_nothing_missing_here():
    assert checks.check_fonts(None) == []
    assert checks.check_subsetting(None) == []
    assert checks.check_pango(None) == []


def test_check_names_a_missing_font_and_its_package(monkeypatch):
    monkeypatch.setitem(fonts.FREE_FAMILIES, "没有的字体", "fonts-nowhere")

    (message,) = checks.check_fonts(None)

    assert "没有的字体" in message.msg
    assert "apt-get install fonts-nowhere" in message.hint


def test_check_names_a_missing_fontconfig(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    (message,) = checks.check_fonts(None)

    assert "apt-get install fontconfig" in message.hint


# Newer than the tables of Python 3.11, so that no font counts as having it.
EMOJI = "\U0001fae8"


def test_words_of_somebody_else_are_spelled_out_where_no_font_has_them():
    family = f"{EMOJI}\u200d{EMOJI}{EMOJI}"

    assert fonts.spell_out(f"好{family}！王\ue000芳") == "好〔表情〕！王〔缺字U+E000〕芳"
    assert fonts.spell_out(f"{EMOJI}王\ue000", letters=False) == "〔表情〕王\ue000"
    assert fonts.spell_out("村东①号") == "村东①号"
