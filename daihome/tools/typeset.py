"""Texts in cells, set by Pango a whole cell at a time, for books of thousands of rows.

WeasyPrint wraps a text line by line, each with several Pango layouts of its own: the 36,000 lines
of a long book take it 20 CPU seconds and half a gigabyte. Here Pango wraps a cell in one go (the
same breaks, the same fallback of fonts), and only the numbers of its glyphs are kept: 2 seconds.
Fonts are still cut down and embedded by WeasyPrint. Import it inside a function, like WeasyPrint,
and hold `paper.LOCK` while using any of it.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weasyprint.text.constants import PANGO_WRAP_MODE
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, strut

from daihome.tools.fonts import MissingGlyphs

SPACES, AROUND_BREAKS = re.compile(r"[ \t]+"), re.compile(r" ?\n ?")
# Controls have no picture; Pango would draw their code in a box.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
# PangoGlyphInfo: glyph, width, x offset, y offset, attributes; 32 bits each.
INFO = 5


class Face:
    """One font in one size: what its glyphs stand for and how wide they are (Pango units)."""

    def __init__(self, pango_font, size: float):
        self.pango_font, self.size = pango_font, size
        self.texts: dict[int, str] = {}
        self.widths: dict[int, int] = {}
        self.in_file = None

    def learn(self, glyph: int, text: str) -> None:
        extents = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(self.pango_font, glyph, ffi.NULL, extents)
        self.texts[glyph], self.widths[glyph] = text, extents.width

    def thousandths(self, units: int) -> float:
        return units * FROM_UNITS * 1000 / self.size

    def on(self, stream):
        """The font in the file that `stream` belongs to; a face goes into one file only."""
        if self.in_file is None:
            self.in_file, _size = stream.add_font(self.pango_font)
            self.in_file.to_unicode |= self.texts
            self.in_file.widths |= {
                glyph: round(self.thousandths(units)) for glyph, units in self.widths.items()
            }
        return self.in_file


@dataclass(frozen=True, slots=True)
class Line:
    """A set line: its width (CSS pixels) and its runs (face, glyphs as PDF shows them)."""

    width: float
    runs: tuple[tuple[Face, str], ...]


class Setter:
    """Sets texts in one style, a WeasyPrint style with `font_config`."""

    def __init__(self, style):
        self.style, self.size = style, style["font_size"]
        self.faces: dict[int, Face] = {}
        self.cache: dict[tuple[str, float], tuple[Line, ...]] = {}
        # The layout that brought a font keeps it alive.
        self.keepers: list[Any] = []
        self.layout = self._new_layout()
        # From one line to the next, and from the top of a line to its base line (CSS pixels).
        self.leading, self.baseline = strut(style)

    def _new_layout(self):
        layout = Layout(self.style)
        pango.pango_layout_set_wrap(layout.layout, PANGO_WRAP_MODE["WRAP_WORD_CHAR"])
        # The list belongs to the layout: the ligatures are switched off in it.
        attributes = pango.pango_layout_get_attributes(layout.layout)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(False))
        pango.pango_layout_set_attributes(layout.layout, attributes)
        return layout

    def lines(self, text: str, width: float = -1) -> tuple[Line, ...]:
        """`text` in lines of at most `width` CSS pixels; -1 breaks nowhere. Raises MissingGlyphs."""
        if not text:
            return ()
        key = text, width
        if key not in self.cache:
            self.cache[key] = tuple(self._set(AROUND_BREAKS.sub("\n", collapse(text)), width))
        return self.cache[key]

    def _set(self, text, width):
        layout, encoded = self.layout.layout, text.encode()
        pango.pango_layout_set_width(layout, int(width * TO_UNITS) if width >= 0 else -1)
        pango.pango_layout_set_text(layout, ffi.from_buffer(encoded), len(encoded))
        place = 0
        while (line := pango.pango_layout_get_line_readonly(layout, place)) != ffi.NULL:
            yield self._line(line, encoded)
            place += 1
        if self.keepers and self.keepers[-1] is self.layout:
            self.layout = self._new_layout()

    def _line(self, line, encoded):
        runs, width, run = [], 0, line.runs
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            face = self._face(item.analysis.font)
            units, shown = self._run(face, item, glyphs, encoded)
            runs.append((face, shown))
            width += units
            run = run.next
        return Line(width * FROM_UNITS, tuple(runs))

    def _face(self, pango_font):
        address = int(ffi.cast("uintptr_t", pango_font))
        if address not in self.faces:
            self.faces[address] = Face(pango_font, self.size)
            if not self.keepers or self.keepers[-1] is not self.layout:
                self.keepers.append(self.layout)
        return self.faces[address]

    def _run(self, face, item, string, encoded):
        """Width (Pango units) of a run and its glyphs as an operand of TJ."""
        size = string.num_glyphs * ffi.sizeof("PangoGlyphInfo")
        numbers = memoryview(ffi.buffer(string.glyphs, size)).cast("i").tolist()
        glyphs, widths = numbers[0::INFO], numbers[1::INFO]
        if not face.texts.keys() >= set(glyphs):
            learn(face, item, string, glyphs, encoded)
        in_place = not any(numbers[2::INFO])
        if in_place and widths == [face.widths.get(glyph) for glyph in glyphs]:
            return sum(widths), f"<{''.join([f'{glyph:04x}' for glyph in glyphs])}>"
        return sum(widths), adjusted(face, numbers)


def collapse(text: str) -> str:
    """`text` as `white-space: pre-line` shows it, without controls."""
    return SPACES.sub(" ", CONTROLS.sub("", text.replace("\t", " ")))


def learn(face, item, string, glyphs, encoded):
    """Remember what the glyphs of a run stand for. Raises MissingGlyphs for what no font has."""
    starts = ffi.unpack(string.log_clusters, len(glyphs))
    ends = dict(pairwise(sorted({*starts, item.length})))
    for glyph, start in zip(glyphs, starts, strict=True):
        # Of several glyphs for one cluster the first stands for its text.
        end = ends.pop(start, start)
        cluster = encoded[item.offset + start : item.offset + end].decode()
        if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            raise MissingGlyphs(sorted(set(cluster)))
        if glyph not in face.texts and glyph != pango.PANGO_GLYPH_EMPTY:
            face.learn(glyph, cluster)


def adjusted(face, numbers):
    """Glyphs that do not stand where their widths alone would put them."""
    shown = ""
    for place in range(0, len(numbers), INFO):
        glyph, width, right = numbers[place : place + 3]
        if glyph == pango.PANGO_GLYPH_EMPTY:
            shown += moved(face.thousandths(-width))
            continue
        kerning = face.thousandths(face.widths[glyph] + right - width)
        shown += f"{moved(face.thousandths(-right))}<{glyph:04x}>{moved(kerning)}"
    return shown.replace("><", "")


def moved(thousandths):
    """A step to the left between glyphs; nothing for none."""
    return f"{thousandths:.0f}" if round(thousandths) else ""


def show(stream, line: Line, x: float, y: float) -> None:
    """Draw a line in a text object of `stream`, its base line beginning at (x, y)."""
    stream.set_text_matrix(1, 0, 0, -1, round(x, 2), round(y, 2))
    for face, shown in line.runs:
        stream.set_font_size(face.on(stream).hash, face.size)
        stream.show_text(shown)
