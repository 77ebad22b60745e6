"""The ruled rows of a register: set, put on pages, drawn with their rules onto the frame.

A row is (ordinal, cells), a cell (kind, text) with the kind "", "center", "number" or "ordinal";
the row with the ordinal `SUM` adds up the others. Rows never split.
"""

import re
from dataclasses import dataclass, replace
from itertools import accumulate

from daihome.tools import fonts, paper
from daihome.tools.fonts import MissingGlyphs
from daihome.tools.registers import CUT, SUM
from daihome.tools.typeset import Line, Setter, show

MM = 96 / 25.4  # CSS pixels
# Where the labels of static/print/register.css stand, and the rows below them.
LEFT, HEAD, TOP = 25 * MM, 33 * MM, 43 * MM
# From there to the foot, and the right edge; in mm.
BODY_MM = {"landscape": 144.5, "portrait": 231.5}
RIGHT_MM = {"landscape": 282, "portrait": 195}
FOOT_MM = {"landscape": 192.5, "portrait": 279.5}
ROW, ABOVE = 12 * MM, 0.6 * MM
ASIDE = {"center": 0.6 * MM}
ASIDE_USUAL = 1.4 * MM
RULE, THICK = 0.5 / 0.75, 0.75 / 0.75
# A short word of a list: from a comma, a colon or the beginning of a line to the next comma or end.
LISTED = re.compile(r"(?<![^、：\n])[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}(?![^、\n])")
JOINER = "\u2060"
# A row never splits, so no cell may grow near to the height of a landscape page.
LONGEST_LINES = 22


@dataclass(frozen=True, slots=True)
class Row:
    """A set row: for each cell its kind, setter and lines; the height in CSS pixels.

    `is_counted`: neither the sums nor an empty one.
    """

    cells: tuple[tuple[str, Setter, tuple[Line, ...]], ...]
    height: float
    is_sum: bool = False
    is_counted: bool = False


class Grid:
    """Sets and pages the rows of one `register` in the types of `samples`: name -> style."""

    def __init__(self, register, samples):
        self.setters = {name: Setter(style) for name, style in samples.items()}
        self.labels, self.orientation = register.labels, register.orientation
        self.widths = [column.width * MM for column in register.columns]
        self.body = BODY_MM[register.orientation] * MM

    def pages(self, rows, padding):
        """Lists of rows, page by page; the last page is filled with `padding`."""
        found, left = [[]], self.body
        for row in map(self.set_row, rows):
            if row.height > left and found[-1]:
                found[-1] = stretched(found[-1], left)
                found.append([])
                left = self.body
            found[-1].append(row)
            left -= row.height
        for row in padding[: int(left // ROW)]:
            found[-1].append(self.set_row(row))
        return found

    def set_row(self, row):
        """Raises MissingGlyphs, which says where the character stands."""
        ordinal, cells = row
        placed = zip(self.labels, self.widths, cells, strict=True)
        set_cells = tuple(self.set_cell(ordinal, *one) for one in placed)
        high = max(len(lines) * setter.leading for _kind, setter, lines in set_cells)
        height = max(ROW, high + 2 * ABOVE + RULE)
        return Row(set_cells, height, ordinal == SUM, isinstance(ordinal, int))

    def set_cell(self, ordinal, label, width, cell):
        kind, text = cell
        setter = self.setters[SUM if ordinal == SUM else kind if kind == "ordinal" else "cell"]
        text = text.translate(paper.LIKE_PLAIN)
        if missing := fonts.missing_characters(text):
            raise MissingGlyphs(missing, where(ordinal, label))
        room = width - 2 * ASIDE.get(kind, ASIDE_USUAL) - RULE
        lines = setter.lines(together(text, int(room / setter.size)), room)
        if len(lines) > LONGEST_LINES:
            end = setter.lines(CUT, room)
            lines = lines[: LONGEST_LINES - len(end)] + end
        return kind, setter, lines


def stretched(rows, left):
    """A full page whose rows share what is `left` of it, so that its table reaches the foot."""
    return [replace(row, height=row.height + left / len(rows)) for row in rows]


def together(text, room):
    """`text` with the names of a list kept whole, where `room` characters hold one and its comma."""
    if "、" not in text and "：" not in text:
        return text
    return LISTED.sub(
        lambda found: JOINER.join(found[0]) if len(found[0]) < room else found[0], text
    )


def where(ordinal, label):
    """第3行“村组”栏; of an empty row or the sums only the column."""
    row = f"第{ordinal}行" if isinstance(ordinal, int) else ""
    return f"{row}“{label}”栏"


class Sheet:
    """A page of the book: the frame with rows and a line of foot painted on it."""

    def __init__(self, frame, grid, rows, foot):
        self.frame, self.grid, self.rows = frame, grid, rows
        (self.foot,) = grid.setters["cell"].lines(foot)

    def __getattr__(self, name):
        return getattr(self.frame, name)

    def paint(self, stream, scale=1):
        self.frame.paint(stream, scale)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            self.draw_rules(stream)
            stream.begin_text()
            self.draw_foot(stream)
            self.draw_rows(stream)
            stream.end_text()

    def draw_foot(self, stream):
        grid = self.grid
        x = RIGHT_MM[grid.orientation] * MM - self.foot.width
        stream.set_color(grid.setters["cell"].style["color"])
        show(stream, self.foot, x, FOOT_MM[grid.orientation] * MM + self.foot_baseline)

    @property
    def foot_baseline(self):
        setter = self.grid.setters["cell"]
        return setter.baseline - setter.leading / 2

    def draw_rows(self, stream):
        y = TOP
        for row in self.rows:
            x = LEFT
            for width, cell in zip(self.grid.widths, row.cells, strict=True):
                draw_cell(stream, cell, x, y, width, row.height)
                x += width
            y += row.height

    def draw_rules(self, stream):
        y, lying = TOP, [(HEAD, THICK), (TOP, THICK)]
        for row in self.rows:
            if row.is_sum:
                lying[-1] = (y, THICK)
            y += row.height
            lying.append((y, RULE))
        lying[-1] = (y, THICK)
        right = LEFT + sum(self.grid.widths)
        for height, thickness in lying:
            rule(stream, LEFT, height, right, height, thickness)
        for x in accumulate([LEFT, *self.grid.widths]):
            rule(stream, x, HEAD, x, y, RULE if LEFT < x < right else THICK)


def rule(stream, x, y, to_x, to_y, thickness):
    stream.set_line_width(round(thickness, 3))
    stream.move_to(round(x, 2), round(y, 2))
    stream.line_to(round(to_x, 2), round(to_y, 2))
    stream.stroke()


def draw_cell(stream, cell, x, y, width, height):
    """The lines of a cell between its sides, in the middle of its height."""
    kind, setter, lines = cell
    if not lines:
        return
    stream.set_color(setter.style["color"])
    free = height - len(lines) * setter.leading
    y += setter.baseline + (ABOVE if kind == "ordinal" else free / 2)
    for line in lines:
        show(stream, line, x + indent(kind, width - line.width), y)
        y += setter.leading


def indent(kind, free):
    """How far a line stands from the left rule."""
    match kind:
        case "center":
            return free / 2
        case "number":
            return free - ASIDE_USUAL
    return ASIDE_USUAL
