"""The door for everything that people type: what is kept exactly, made uniform, or refused.

Texts keep every visible character as it was typed (rare characters, emoji, traditional forms);
what nobody can see goes, because it breaks exports, search and trust. Only where a name or a
telephone number is meant is more made uniform (numbers and dates: `figures.py`). Every function raises `ValidationError` with a
Chinese sentence that says what to do and never repeats a telephone number; each is idempotent.
"""

# ruff: noqa: RUF001 - confusable characters are the subject here.

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

NAME_LENGTH = 50  # 民委发〔2016〕33号 asks every register for at least 50 characters
MARKS_IN_A_ROW = 8  # Tibetan and Vietnamese need fewer; more only draws over the lines around
MIDDLE_DOT = "·"

# Line ends of other systems, with Word's soft break and the page break.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Blanks of foreign typography; the ideographic space is ours and stays.
_BLANK = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800]")
# Controls, soft hyphen, fillers, zero-width and bidi controls, tags, noncharacters. The joiner of
# emoji (U+200D) and variation selectors are judged by their neighbours below.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
    + "]|(?<![\u1820-\u18aa])\u180e"  # needed within Mongolian words, invisible elsewhere
)
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_STRAY_SELECTOR = re.compile(f"(?<![^\\s\u200d{_SELECTORS}])[{_SELECTORS}]+")
_PICTURES = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_PICTURES}\ufe0f])\u200d|\u200d(?![{_PICTURES}])")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")

_HAN = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# A full stop is the middle dot of a minority name, but stays in "J. Smith".
_NAME_DOTS = re.compile(r"\s*(?:[·•‧∙⋅●・･．﹒ꞏ⸱]|(?<![A-Za-z])\.|\.(?![A-Za-z ]))\s*")
_PADDING = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")
_RADICALS = re.compile("[\u2e80-\u2fd5]")  # look like characters, but no search finds them
_NO_CHARACTER = re.compile("[\u2ff0-\u2fff\u303e\u31ef\ue000-\uf8ff\U000f0000-\U0010ffff]")
_NAME_MARKS = set(" ·.-'’()（）")

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Area codes of three digits have numbers of eight; the others seven or eight.
_LANDLINE = re.compile(
    r"(0(?:10|2[0-9])(?=-?[0-9]{4}-?[0-9]{4}(?:-|$))|0[3-9][0-9]{2})"
    r"-?([2-8][0-9]{2,3}-?[0-9]{4})(?:-([0-9]{1,6}))?"
)
_EXTENSION = re.compile(r"(?<=[0-9])\s*(?:转?分机|转|ext\.?|[x#])\s*:?\s*(?=[0-9]{1,6}$)", re.I)


def remove_invisible(text: str) -> str:
    """`text` with uniform line ends and without characters that nobody can see. Never raises."""
    text = _BLANK.sub(" ", _LINE_END.sub("\n", text))
    text = _STRAY_SELECTOR.sub("", _INVISIBLE.sub("", text))
    return _STRAY_JOINER.sub("", text).strip()


def clean_text(text: str) -> str:
    """Text of several lines, visible characters exact, without blanks around it."""
    _refuse_broken(text)
    text = remove_invisible(text)
    _refuse_piled_marks(text)
    return text


def clean_line(text: str) -> str:
    """Like `clean_text`, in one line: line ends and tabs become one space."""
    return re.sub(r"\s*[\n\t]\s*", " ", clean_text(text))


def _refuse_broken(text: str) -> None:
    if "\0" in text:
        raise ValidationError("文字里有看不见的空字符，无法保存。请删去这段文字，重新输入。")
    if "\ufffd" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValidationError("文字里有乱码（�）。请把乱码的地方改成正确的字，再提交。")


def _refuse_piled_marks(text: str) -> None:
    for is_mark, run in groupby(text, lambda char: unicodedata.category(char)[0] == "M"):
        if is_mark and sum(1 for _ in run) > MARKS_IN_A_ROW:
            raise ValidationError("文字里叠加了太多附加符号，无法显示。请删去这些符号，再提交。")


def clean_name(text: str) -> str:
    """A person's name: uniform middle dot, no padding; rare and minority names stay exact."""
    name = _RADICALS.sub(lambda char: unicodedata.normalize("NFKC", char[0]), clean_line(text))
    name = re.sub(f"{MIDDLE_DOT}+", MIDDLE_DOT, _NAME_DOTS.sub(MIDDLE_DOT, name))
    name = re.sub(r"\s+", " ", _PADDING.sub("", name)).strip(MIDDLE_DOT)
    if name:
        _refuse_no_name(name)
    return name


def _refuse_no_name(name: str) -> None:
    if _NO_CHARACTER.search(name):
        raise ValidationError(
            "姓名里有拼字符号或自造字。请用输入法重新输入这个字；输不出来时，请先写同音字并告诉工作人员。"
        )
    for char in name:
        if not (
            _is_letter(char)
            or unicodedata.category(char) in {"Mn", "Mc", "Nd"}
            or char in _NAME_MARKS
        ):
            raise ValidationError(f"姓名里不能有“{char}”。请只填写一个人的姓名。")
    if not any(map(_is_letter, name)):
        raise ValidationError("姓名里没有文字。请填写姓名，不要只填数字或符号。")
    if len(name) > NAME_LENGTH:
        raise ValidationError(
            f"姓名最多 {NAME_LENGTH} 个字，现在有 {len(name)} 个。请检查是否多填了内容。"
        )
    if find_personal_data(name):
        raise ValidationError("姓名里有电话或证件号码。请只填写姓名。")


def _is_letter(char: str) -> bool:
    # The planes of rare ideographs by range: they grow faster than Python's table of characters.
    return (
        char == "〇" or unicodedata.category(char)[0] == "L" or "\U00020000" <= char <= "\U0003fffd"
    )


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, every dash as "-"; other scripts stay."""
    return text.translate(_FULL_WIDTH).translate(_DASHES)


def clean_phone(text: str) -> str:
    """A mobile number "13800138000" or a landline "0411-88888888" or "0411-88888888-801"."""
    typed = half_width(clean_line(text)).lstrip("'‘’`").strip()
    if not typed:
        return ""
    _refuse_damaged(typed)
    number = re.sub(r"\.0+$", "", typed)  # a spreadsheet's 13800138000.0
    number = re.sub(r"[\s.(]", "", _EXTENSION.sub("-", number).replace(")", "-"))
    number = re.sub(r"-+", "-", number).strip("-")
    bare = re.sub(r"^(?:\+|00)?86-?(?=[0-9])", "", number)
    digits = bare.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    if bare != number and not bare.startswith("0"):
        bare = f"0{bare}"  # abroad an area code loses its 0: +86 411 88888888
    return _landline(bare) or _refuse_phone(number, digits)


def _refuse_damaged(typed: str) -> None:
    if re.fullmatch(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+", typed):
        raise ValidationError(
            "号码被电子表格改成了科学记数，后几位已经丢失。请把表格这一列设为“文本”格式，再填一次完整号码。"
        )
    if "*" in typed:
        raise ValidationError("这是遮盖过的号码。请填写完整的号码。")


def _landline(number: str) -> str:
    match = _LANDLINE.fullmatch(number)
    if not match:
        return ""
    area, subscriber, extension = match.groups()
    return "-".join(filter(None, [area, subscriber.replace("-", ""), extension]))


def _refuse_phone(number: str, digits: str) -> str:
    """Raise the sentence that fits what is wrong."""
    if len(digits) >= 18 or re.search(r"[0-9]{7,}[^0-9-]+[0-9]{7,}", number):
        raise ValidationError("这里只能填一个号码。请只留下最常用的一个。")
    if number.startswith(("+", "00")):
        raise ValidationError("这里只能填中国内地的手机或固定电话。请换一个号码。")
    if not re.fullmatch("[0-9]+", digits):
        raise ValidationError("电话号码里只能有数字。请去掉文字和其他符号。")
    if digits[0] == "0":
        raise ValidationError("固定电话是区号加 7 或 8 位号码，例如 0411-88888888。请核对。")
    if len(digits) in {7, 8} and digits[0] in "2345678":
        raise ValidationError("固定电话请加上区号，例如 0411-88888888。")
    if len(digits) == 11 and digits[0] == "1":
        raise ValidationError("没有这样开头的手机号码。请核对前三位。")
    raise ValidationError(
        f"手机号码是 11 位数字，现在是 {len(digits)} 位。请核对；固定电话请写成 0411-88888888。"
    )


def mask_phone(number: str) -> str:
    """`number` as it may be shown: "138****8000", "0411****8888"; too short, only stars."""
    area, _, subscriber = number.partition("-")
    if not subscriber:
        return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * 4 * bool(number)
    return f"{area}****{subscriber.partition('-')[0][-4:]}"


def clean_mail(text: str) -> str:
    """One e-mail address in half-width characters; what is refused is never repeated."""
    address = half_width(clean_line(text)).strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError("这不是完整的邮箱地址，例如 rd@example.cn。请核对后再填。") from error
    return address


def mask_mail(address: str) -> str:
    """`address` as lists show it: "r***@example.cn"."""
    name, at, host = address.partition("@")
    return f"{name[0]}***@{host}" if at and name else ""


def mask_name(name: str) -> str:
    """The first character and one star, whatever the length: a mask must not tell it."""
    return f"{name[0]}*" if name else ""


# --- Numbers of persons inside free text ----------------------------------------------------
# People hide them from machines without meaning to: blanks, hyphens, full-width digits, Chinese
# numerals (幺三八…). Texts are read as shapes, one character for one, so positions stay true.
_NUMERALS = "〇零○幺一二三四五六七八九壹贰叁肆伍陆柒捌玖", "0001123456789123456789"
_DIGITS = dict.fromkeys(" \u3000\xa0\t-‐‑‒–—―−－.．·_", " ") | dict.fromkeys("xXｘＸ", "X")
_DIGITS_AND_NUMERALS = _DIGITS | dict(zip(*_NUMERALS, strict=True))
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _shape(text: str, known: dict[str, str]) -> str:
    digits = (unicodedata.digit(char, None) for char in text)
    return "".join(
        known.get(char, "~") if digit is None else str(digit)
        for char, digit in zip(text, digits, strict=True)
    )


def _is_citizen_id(number: str) -> bool:
    """GB 11643: eighteen places, the last one a check digit (10 is written X)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return number[0] != "0" and "10X98765432"[total % 11] == number[17]


def _is_bank_card(number: str) -> bool:
    """The Luhn check of ISO/IEC 7812."""
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in number[-2::-2])
    plain = (int(digit) for digit in number[::-2])
    return number[0] != "0" and (sum(doubled) + sum(plain)) % 10 == 0


def _spaced(first: str, *rest: str) -> re.Pattern:
    """Places with up to three blanks between them; overlapping finds, so each start is tried."""
    places = first + "".join(f" {{0,3}}{place}" for place in rest)
    return re.compile(f"(?<![0-9])(?=({places})(?![0-9]))")


_PERSONAL_NUMBERS = [
    ("身份证号码", _spaced(*["[0-9]"] * 17, "[0-9X]"), _is_citizen_id),
    *(("银行卡号", _spaced(*["[0-9]"] * places), _is_bank_card) for places in (19, 18, 17, 16)),
    ("手机号码", _spaced("(?:(?:0 ?0 ?)?8 ?6 {0,3})?1", "[3-9]", *["[0-9]"] * 9), bool),
]


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    # Digits alone first: in “张三13800138000” the 三 belongs to the name.
    for known in (_DIGITS, _DIGITS_AND_NUMERALS):
        shape = _shape(text, known)
        for kind, pattern, is_real in _PERSONAL_NUMBERS:
            for match in pattern.finditer(shape):
                if is_real(match[1].replace(" ", "")):
                    yield *match.span(1), kind


def _personal_numbers(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of each number, in order and without overlap."""
    found = []
    for start, end, kind in _candidates(text):
        if all(end <= first or last <= start for first, last, _ in found):
            found.append((start, end, kind))
    return sorted(found)


def find_personal_data(text: str) -> list[str]:
    """The kinds of numbers of persons in `text`, each once: 手机号码, 身份证号码, 银行卡号."""
    return list(dict.fromkeys(kind for _, _, kind in _personal_numbers(text)))


def mask_personal_data(text: str) -> str:
    """`text` with each such number replaced by a notice whose length tells nothing about it."""
    for start, end, kind in reversed(_personal_numbers(text)):
        text = f"{text[:start]}（{kind}已隐去）{text[end:]}"
    return text
