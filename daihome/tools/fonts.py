"""The fonts on paper: which are there, which characters they have, one configuration for all.

Licensed fonts of the office (方正小标宋简体, 仿宋_GB2312, …) are used when they lie in
`DATA_DIR/fonts`; the free ones of Debian stand behind them in every stack of `static/print/`.
"""

import os
import re
import subprocess
import unicodedata
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError

# Family without which papers look wrong or lose characters -> where it comes from.
FREE_FAMILIES = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "HanaMinA": "fonts-hanazono",
    "HanaMinB": "fonts-hanazono",
    "FandolFang": "texlive-lang-chinese",
    "FandolKai": "texlive-lang-chinese",
}
# The stacks of `static/print/base.css` by what they are called here.
ROLES = {"song": "标题（小标宋）", "fang": "正文（仿宋）", "hei": "黑体", "kai": "楷体"}
STACK = re.compile(r"--(\w+): (\".*\");")
# Never drawn: controls, joiners, variation selectors. A surrogate, a private or an unassigned
# code point is no character: a font that has a picture for it would print a wrong one.
UNDRAWN = {"Cc", "Cf", "Zl", "Zp"}
NO_CHARACTER = {"Cs", "Co", "Cn"}
# Stands on paper for emoji, which no font of a paper has; a run of them is one.
SIGN = "〔表情〕"
SIGNS = re.compile(f"{SIGN}(?:[\u200d\ufe0f]*{SIGN})+")
# Extension H is newer than the Unicode tables of Python 3.11.
NEWER_HAN = range(0x31350, 0x323B0)


class MissingGlyphs(ValidationError):
    """Characters that no installed font can draw; `characters` lists them, `place` says where.

    `excerpt` has the words around the first, for the eyes of whoever prints: it is in no message,
    for these are kept.
    """

    excerpt = ""

    def __init__(self, characters, place=""):
        self.characters, self.place = characters, place
        named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in characters)
        standing = f"{place}的" if place else ""
        super().__init__(
            f"{standing}这些字没有字体能打印：{named}。请改用别的字，或请管理员安装含有这些字的字体，再打印。",
            code="missing_glyphs",
        )


def environment() -> dict[str, str]:
    """The environment in which fontconfig also finds `DATA_DIR/fonts` (its XDG font folder)."""
    return os.environ | {"XDG_DATA_HOME": str(settings.DATA_DIR)}


def fc_list(field: str) -> list[str]:
    """One field of every installed font that prints. Raises FileNotFoundError without fontconfig.

    Pictures of emoji do not print: they are spelt out, on every machine alike.
    """
    done = subprocess.run(  # noqa: S603
        ["fc-list", "--format", f"%{{{field}}}\n", ":color=false"],  # noqa: S607
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(set(done.stdout.splitlines()))


def installed_families() -> set[str]:
    """Family names of all fonts that fontconfig finds."""
    return {name for line in fc_list("family") for name in line.split(",")}


@dataclass(frozen=True)
class Face:
    """What a role of `ROLES` is printed with: the office's own font, or the free one for it."""

    role: str
    wanted: str
    used: str
    is_own: bool

    def __str__(self):
        return f"{self.role}：{self.used}" + ("" if self.is_own else f"，代替{self.wanted}")


@cache
def faces() -> tuple[Face, ...]:
    """The faces in use (read once per process), from the stacks of the style sheet."""
    sheet = (settings.BASE_DIR / "static" / "print" / "base.css").read_text(encoding="utf-8")
    installed = installed_families()
    stacks = {name: re.findall(r'"([^"]+)"', names) for name, names in STACK.findall(sheet)}
    return tuple(_face(role, stacks[name], installed) for name, role in ROLES.items())


def _face(role, stack, installed):
    used = next((family for family in stack if family in installed), "没有字体")
    return Face(role, stack[0], used, used not in FREE_FAMILIES and used in installed)


@cache
def drawable() -> frozenset[int]:
    """Code points that at least one installed font can draw (read once per process)."""
    spans = {span for line in fc_list("charset") for span in line.split()}
    points = set()
    for span in spans:
        first, _, last = span.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


def missing_characters(text: str) -> list[str]:
    """The characters of `text` that no installed font has, each once, in code point order."""
    return [character for character in sorted(set(text)) if not can_draw(character)]


def can_draw(character: str) -> bool:
    """Whether paper shows this character as what it is."""
    category = unicodedata.category(character)
    if category in UNDRAWN or unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return True
    if category in NO_CHARACTER and ord(character) not in NEWER_HAN:
        return False
    return ord(character) in drawable()


def require_glyphs(text: str) -> None:
    """Raise MissingGlyphs if a character of `text` cannot be printed."""
    missing = missing_characters(text)
    if missing:
        raise MissingGlyphs(missing)


def spell_out(text: str, *, letters: bool = True) -> str:
    """What somebody else typed, printable: a voter's words stay as they came and must not stop a paper.

    Signs that no font has become 〔表情〕, letters 〔缺字U+E000〕. Without `letters` these stay, for a
    paper that is better refused than printed without them.
    """
    for character in missing_characters(text):
        if is_sign(character):
            text = text.replace(character, SIGN)
        elif letters:
            text = text.replace(character, f"〔缺字U+{ord(character):04X}〕")
    return SIGNS.sub(SIGN, text)


def is_sign(character: str) -> bool:
    """Whether it is an emoji or another symbol; some are newer than Python's tables."""
    return unicodedata.category(character)[0] == "S" or "\U0001f000" <= character <= "\U0001faff"


@cache
def configuration():
    """WeasyPrint's FontConfiguration, shared by all papers: making one takes 20 ms."""
    from weasyprint.text.fonts import FontConfiguration

    before = os.environ.get("XDG_DATA_HOME")
    os.environ["XDG_DATA_HOME"] = environment()["XDG_DATA_HOME"]
    try:
        return FontConfiguration()
    finally:
        os.environ.pop("XDG_DATA_HOME")
        if before is not None:
            os.environ["XDG_DATA_HOME"] = before
