import json
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from daihome.tools import fields, text

ENTRIES = json.loads(Path("tests/data/bad_texts.json").read_text(encoding="utf-8"))
FIELDS = {
    "name": fields.NameField(),
    "phone": fields.PhoneField(),
    "integer": fields.WholeNumberField(),
    "date": fields.DayField(),
    "title": fields.LineField(max_length=100),
    "text_required": fields.LineField(),
    "longtext": fields.LinesField(max_length=2000),
}
# Visible characters next to all the kinds that are judged by their neighbours.
DIFFICULT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\r\n\t \u3000\xa0\x0b\x85\u200b\u200d\ufe0f\U000e0100\u180b\u180e👩🏽❤ᠠ·.张Aé\u0301"
        ),
    )
)


def sentence(error):
    message = "".join(error.value.messages)
    assert message.endswith("。")
    return message


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['field']}: {entry['name']}")
def test_each_kind_of_typed_text(entry):
    field, typed, expect = FIELDS[entry["field"]], entry["typed"], entry["expect"]

    if expect == "reject_field":
        with pytest.raises(ValidationError) as error:
            field.clean(typed)
        assert sentence(error)
        return
    try:
        cleaned = str(field.clean(typed))
    except ValidationError:
        assert expect == "clean_or_reject"
        return

    if expect == "accept_exact":
        assert cleaned == typed
    elif expect == "accept_normalised":
        assert cleaned == entry["stored"]
    elif expect == "clean_or_reject":
        assert cleaned != typed
    else:
        assert text.find_personal_data(cleaned)
        assert not text.find_personal_data(text.mask_personal_data(cleaned))


@given(DIFFICULT)
@pytest.mark.parametrize(
    "clean", [text.clean_line, text.clean_text, text.clean_name, text.clean_phone]
)
def test_cleaning_twice_changes_nothing_more(clean, typed):
    try:
        once = clean(typed)
    except ValidationError:
        return

    assert clean(once) == once


@given(st.from_regex(r"\A(\+86|0086)?[ -]?[(（]?0?[1-9][0-9()（） .－-]{6,16}(转|x)?[0-9]{0,4}\Z"))
def test_a_cleaned_phone_is_clean(typed):
    try:
        once = text.clean_phone(typed)
    except ValidationError:
        return

    assert text.clean_phone(once) == once


def test_line_joins_lines_and_text_keeps_them():
    assert text.clean_line(" 第一行\r\n\t第二行 ") == "第一行 第二行"
    assert text.clean_text(" 第一行\r\n\t第二行 ") == "第一行\n\t第二行"


def test_hidden_characters_cannot_rebuild_what_was_removed():
    assert text.clean_line("\u180b\u200b\ufe0f\u200d甲\u200d\ufe0f") == "甲"


def test_marks_in_a_row_are_limited_but_ordinary_ones_pass():
    assert text.clean_line("e" + "\u0301" * 8) == "e" + "\u0301" * 8

    with pytest.raises(ValidationError) as error:
        text.clean_line("e" + "\u0301" * 9)
    assert sentence(error) == "文字里叠加了太多附加符号，无法显示。请删去这些符号，再提交。"


def test_spreadsheet_number_is_named():
    with pytest.raises(ValidationError) as error:
        text.clean_phone("1.38001E+10")

    assert "电子表格" in sentence(error)


@pytest.mark.parametrize("typed", ["13800138000/13900139000", "10800138000", "手机13800138000"])
def test_refused_phone_is_not_repeated(typed):
    with pytest.raises(ValidationError) as error:
        text.clean_phone(typed)

    assert "138000" not in sentence(error)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("打 138-0013-8000，卡号6222021234567890128", ["手机号码", "银行卡号"]),
        ("幺三八零零幺三八零零零", ["手机号码"]),
        ("①③⑧⓪⓪①③⑧⓪⓪⓪", ["手机号码"]),
        ("11010519491231002X", ["身份证号码"]),
        ("110105194912310021", []),
        ("订单213800138000", []),
        ("1、2、3、4、5、6、7、8、9、10、11", []),
        ("一九四九年十月一日，投入12800元", []),
        ("6222021234567890129", []),
    ],
)
def test_numbers_of_persons_are_found(typed, kinds):
    assert text.find_personal_data(typed) == kinds


def test_masks_tell_nothing_and_keep_the_rest():
    short, spaced = (
        text.mask_personal_data("找13800138000。"),
        text.mask_personal_data("找138 0013 8000。"),
    )

    assert short == spaced == "找（手机号码已隐去）。"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800138000", "138****8000"),
        ("0411-88888888", "0411****8888"),
        ("0411-88881234-801", "0411****1234"),
        ("12345", "****"),
        ("", ""),
    ],
)
def test_phone_is_masked(number, shown):
    assert text.mask_phone(number) == shown


def test_name_is_masked_at_one_length():
    assert [text.mask_name(name) for name in ("张三", "欧阳修远", "")] == ["张*", "欧*", ""]


def test_length_is_counted_in_code_points_after_cleaning():
    class Form(forms.Form):
        title = fields.LineField(max_length=4)

    assert Form({"title": " 𠮷\u200b𠮷\u200b𠮷\u200b𠮷 "}).is_valid()
    too_long = Form({"title": "一二三四五"})
    assert too_long.errors["title"] == ["最多 4 个字，现在有 5 个。请删减后再提交。"]
    assert "maxlength" not in str(too_long["title"])


def test_mail_address_becomes_half_width():
    assert text.clean_mail(" ｒｄ＠example．cn ") == "rd@example.cn"


@pytest.mark.parametrize("typed", ["", "rd", "rd@", "@example.cn", "a@b.cn c@d.cn", "王@"])
def test_mail_address_is_refused_without_repeating_it(typed):
    with pytest.raises(ValidationError) as refused:
        text.clean_mail(typed)

    assert refused.value.messages == ["这不是完整的邮箱地址，例如 rd@example.cn。请核对后再填。"]


def test_mask_mail():
    assert [text.mask_mail(one) for one in ("slj@example.cn", "x", "")] == [
        "s***@example.cn",
        "",
        "",
    ]
