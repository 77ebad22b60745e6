"""What people type into the public form, by class of difficulty."""

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from suggestions.voters.choices import PlaceSelect
from suggestions.voters.forms import SuggestionForm, SupplementForm
from tests import factories

FAMILY = "👩‍👩‍👧‍👦"


@pytest.fixture
def village(home):
    return factories.make_village(home)


@pytest.fixture
def fill(village):
    """`fill(**fields)` gives the bound form with text and village filled in."""

    def bind(**fields):
        data = QueryDict(mutable=True)
        for name, value in ({"content": "路灯坏了", "village": str(village.pk)} | fields).items():
            data.setlist(name, value if isinstance(value, list) else [value])
        return SuggestionForm(data, MultiValueDict())

    return bind


@pytest.mark.parametrize(
    "text", ["     ", "\u3000\u3000", "\xa0", "\u200b", "\u3164", "\ufeff", "\u2060\u200d", ""]
)
def test_text_that_only_looks_like_text_is_refused(fill, text):
    assert fill(content=text).errors == {"content": ["请写下您想反映的事情。"]}


def test_text_one_over_the_limit_is_refused_with_both_numbers(fill):
    errors = fill(content="村" * 5001, title="路" * 101).errors

    assert errors["content"] == ["最多 5000 个字，现在有 5001 个。请删减后再提交。"]
    assert errors["title"] == ["最多 100 个字，现在有 101 个。请删减后再提交。"]


def test_text_at_the_limit_is_taken(fill):
    assert fill(content="村" * 5000, title="路" * 100).is_valid()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("第一行\r\n第二行\r第三行\n第四行", "第一行\n第二行\n第三行\n第四行"),
        ("合格\b\b不合格", "合格不合格"),
        ("\x1b[31m危险", "[31m危险"),
        ("甲\x85乙", "甲\n乙"),
        ("好\U000e0041\U000e0042", "好"),
        ("甲\uffff", "甲"),
        ("👨‍👩‍👧 一家人", "👨‍👩‍👧 一家人"),
        ("①②㈠㊀", "①②㈠㊀"),
        ("=1+1 @cmd -2 +3", "=1+1 @cmd -2 +3"),
    ],
)
def test_text_is_kept_exactly_but_for_what_nobody_sees(fill, typed, kept):
    form = fill(content=typed)

    assert form.is_valid()
    assert form.cleaned_data["content"] == kept


@pytest.mark.parametrize("typed", ["a\x00b", "王\ufffd", "e" + "\u0301" * 5000])
def test_broken_text_is_refused_in_chinese(fill, typed):
    [message] = fill(content=typed).errors["content"]

    assert message.endswith("。")


def test_title_counts_what_the_database_counts(fill):
    assert fill(title=FAMILY * 10).is_valid()
    assert not fill(title=FAMILY * 15).is_valid()


@pytest.mark.parametrize(
    "typed", ["", "0", "-1", "abc", "1.5", "１", "99999999999999999999", "\x00", "1 OR 1=1"]
)
def test_strange_village_is_refused(fill, typed):
    assert "village" in fill(village=typed).errors


@pytest.mark.parametrize("person", ["0", "abc", "99999999999999999999", "\x00"])
def test_strange_representative_is_refused(fill, person):
    assert "representative" in fill(representative=person).errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("\u200e13800138000", "13800138000"),
        ("0476—4810001", "0476-4810001"),
    ],
)
def test_phone_is_made_uniform(fill, typed, kept):
    form = fill(identity_mode="named", phone=typed, consent="on")

    assert form.is_valid(), form.errors
    assert form.identity() == {"name": "", "phone": kept}


@pytest.mark.parametrize("typed", ["1380013800", "12345", "不告诉", "13800138000 13900139000"])
def test_wrong_phone_is_refused_without_repeating_it(fill, typed):
    [message] = fill(identity_mode="named", phone=typed, consent="on").errors["phone"]

    assert typed not in message


def test_named_voter_leaves_name_or_phone(fill):
    errors = fill(identity_mode="named", consent="on").errors

    assert errors == {"name": ["请填姓名或电话，至少一样。不想留的，请在上面选“匿名”。"]}


def test_named_voter_consents(fill):
    assert list(fill(identity_mode="confidential", name="王秀英").errors) == ["consent"]


def test_anonymous_voter_needs_neither_and_leaves_nothing(fill):
    form = fill(identity_mode="anonymous", name="王秀英", phone="12345")

    assert form.is_valid()
    assert form.identity() is None


def test_missing_mode_is_anonymous(fill):
    form = fill()

    assert form.is_valid()
    assert form.facts()["identity_mode"] == "anonymous"


def test_strange_mode_is_refused(fill):
    assert list(fill(identity_mode="root").errors) == ["identity_mode"]


def test_only_the_voters_columns_come_out(fill):
    form = fill(step="7", number="X", is_published="on", home="9")

    assert form.is_valid()
    assert set(form.facts()) == {
        "content", "title", "village", "representative", "venue", "identity_mode",
    }  # fmt: skip


def test_repeated_field_counts_once(fill):
    form = fill(title=["一"] * 500)

    assert form.is_valid()
    assert form.cleaned_data["title"] == "一"


def test_every_field_has_words_for_people(fill):
    for name, field in fill().fields.items():
        assert field.label, name
        assert name == "consent" or field.help_text, name


def test_supplement_needs_words():
    assert SupplementForm({"text": "\u3000"}).errors == {"text": ["请写下要补充的内容。"]}
    assert not SupplementForm({"text": "字" * 2001}).is_valid()


def test_lines_of_a_list_are_escaped_and_one_home_needs_no_group():
    select = PlaceSelect()
    select.rows = (("甲", 1, "<b>村"),)

    html = select.render("village", "1", {"id": "x"})

    assert "optgroup" not in html
    assert '<option value="1" selected>&lt;b&gt;村</option>' in html
