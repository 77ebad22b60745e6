"""What texts are found by."""

import pytest

from daihome.tools import bigrams


def found(text, query):
    needed = bigrams.needed(query)
    return bool(needed) and set(needed) <= set(bigrams.tokens(text))


@pytest.mark.parametrize(
    "query",
    [
        "路灯",
        "灯",
        "坏了",
        "自来水",
        "路灯 水管",
        "路灯，水管",
        "XZ2026-0012",
        "xz2026",
        "0012",
        "２０２６",
        "g16",
        "G16国道",
        "WiFi",
        "ｗｉｆｉ",
        "𠮷",
        "𠮷家",
        "葛城",
        "😀",
        "②组",
        "水⽔",
    ],
)
def test_words_of_a_text_are_found(query):
    text = (
        "XZ2026-0012\n路灯坏了，自来水水管裂了。G16国道旁的WiFi不通😀，"
        "𠮷家和葛\U000e0100城家在2组；水水。"
    )

    assert found(text, query)


@pytest.mark.parametrize(
    "query", ["灯路", "水管坏", "路灯 井", "001", "iFi", "灯坏不", "", "，。", "\0", "' OR 1"]
)
def test_other_words_are_not(query):
    assert not found("XZ2026-0012 路灯坏了，水管裂了，WiFi不通", query)


def test_each_token_is_there_once_and_in_order():
    assert bigrams.tokens("路灯路灯ab12") == ["路", "灯", "路灯", "灯路", "ab12", "ab", "12"]


def test_a_long_query_is_looked_up_by_its_beginning():
    text = "".join(chr(0x4E00 + place) for place in range(3000))

    assert len(bigrams.needed(text)) == bigrams.PARTS_MAX
    assert found(text, text)


def test_long_latin_words_are_cut_alike():
    assert found("a" * 5000, "a" * 5000)


@pytest.mark.parametrize(
    "nonsense", ["\ud800路灯", "\x00", "\U000323af水", "﷽" * 500, "a\u0301" * 50]
)
def test_nothing_is_refused(nonsense):
    assert isinstance(bigrams.tokens(nonsense), list)
    assert isinstance(bigrams.needed(nonsense), list)


def test_pairs_leave_numbers_out():
    assert bigrams.pairs("路灯坏 13800138000 ab") == {"路灯", "灯坏"}
