"""How a board is set: its sizes, its margins and frame, the size of title and body. Millimetres."""

import math
import re
from dataclasses import dataclass

POINTS = 72 / 25.4
# Body type of at least 24 pt on A2 (DOMAIN.md 6), smaller in proportion on smaller boards, which
# are read from nearer; a larger board is made for more text, so its least type grows slowly.
A2_SHORT, A2_BODY, GROWTH, SMALLEST_BODY = 420, 24 / POINTS, 0.4, 9 / POINTS
# The title is at least a twentieth of the height (DOMAIN.md 6), and no more than this much of it.
TITLE_LEAST, TITLE_MOST = 20, 13
COLUMN_GAP = 2.5  # rem
TITLE_SPACE = 1.06  # of each character with what is between them
_JOINT = re.compile(
    "(?<=代表之家)|(?<=小组)|(?<=人大代表)|(?<=月)(?![0-9])|(?<=[0-9]日)|(?<=年度)|(?<=[和的、，：])"
)


@dataclass(frozen=True)
class Size:
    """Width and height of the trimmed board and what is printed beyond its edge, in mm."""

    width: int
    height: int
    bleed: int = 0

    def __str__(self) -> str:
        return f"{self.width}×{self.height} 毫米"

    @property
    def short(self) -> int:
        return min(self.width, self.height)

    @property
    def turned(self) -> "Size":
        return Size(self.height, self.width, self.bleed)


_UPRIGHT = {
    "A4": Size(210, 297),
    "A3": Size(297, 420),
    "A2": Size(420, 594),
    "A1": Size(594, 841),
    "60×90厘米": Size(600, 900),
    "80×120厘米": Size(800, 1200),
    "90×120厘米": Size(900, 1200),
}
# Name → size, each upright and lying.
PRESETS = {f"{name} 竖版": size for name, size in _UPRIGHT.items()} | {
    f"{name} 横版": size.turned for name, size in _UPRIGHT.items()
}
A2, A3 = _UPRIGHT["A2"], _UPRIGHT["A3"]


@dataclass(frozen=True)
class Setting:
    """One way to set a board; `left` is the height that stays empty, below 0 when it is too long."""

    size: Size
    columns: int
    scale: float
    is_grid: bool = False
    left: float = -1.0

    @property
    def unit(self) -> float:
        """A hundredth of the short side."""
        return self.size.short / 100

    @property
    def body(self) -> float:
        return least_body(self.size) * self.scale

    @property
    def margin(self) -> float:
        return 8.4 * self.unit

    @property
    def room(self) -> tuple[float, float]:
        """Width and height within the margins; the lower one holds the foot."""
        upper, lower = self.margin, self.margin + 2 * self.unit
        return self.size.width - 2 * self.margin, self.size.height - upper - lower

    @property
    def column(self) -> int:
        """The length of a line in whole characters."""
        gaps = (self.columns - 1) * COLUMN_GAP
        return max(int((self.room[0] / self.body - gaps) / self.columns), 1)

    @property
    def text(self) -> float:
        """The width of the text in rem: whole characters and the gaps between columns."""
        if self.is_grid:
            return int(self.room[0] / self.body)
        return self.columns * self.column + (self.columns - 1) * COLUMN_GAP

    def css(self, title: str, foot: str) -> str:
        return "\n".join((self._page(foot), self._frame(), self._type(title)))

    def _page(self, foot):
        width, height, bleed = self.size.width, self.size.height, self.size.bleed
        # Crop marks fill the outer half of what WeasyPrint calls the bleed.
        beyond = f"bleed: {2 * bleed + 4}mm; marks: crop;" if bleed else ""
        side, lower = self.margin, self.margin + 2 * self.unit
        small = f"font-size: {max(self.unit * 1.35, 2.3):.3f}mm"
        return f"""@page {{ size: {width}mm {height}mm; {beyond}
          margin: {side:.3f}mm {side:.3f}mm {lower:.3f}mm;
          @top-center {{ padding-top: {4.5 * self.unit:.3f}mm }}
          @bottom-left {{ content: "{foot}"; padding-top: {self.unit:.3f}mm; {small} }}
          @bottom-right {{ content: {self._count}; padding-top: {self.unit:.3f}mm; {small} }} }}"""

    @property
    def _count(self):
        return "none" if self.left >= 0 else 'counter(page) "/" counter(pages)'

    def _frame(self):
        """A red band and a thin line within; it runs over the edge of a board that is trimmed."""
        unit, bleed = self.unit, self.size.bleed
        band = (2.2 * unit + bleed) if bleed else 0.9 * unit
        edge = -bleed if bleed else 2.4 * unit
        inner = (2.9 if bleed else 3.9) * unit
        lower = self.margin + 2 * unit

        def inset(distance):
            side, foot = distance - self.margin, distance - lower
            return (
                f"top: {side:.3f}mm; left: {side:.3f}mm; right: {side:.3f}mm; bottom: {foot:.3f}mm"
            )

        return f""".band {{ {inset(edge)}; border-width: {band:.3f}mm }}
          .thread {{ {inset(inner)}; border-width: {0.22 * unit:.3f}mm }}"""

    def _type(self, title):
        height, line = title_setting(title, self)
        across = int(self.text / self.columns * 100) / 100
        slack = max(self.left, 0)
        return f"""html {{ font-size: {self.body:.4f}mm !important }}
          body {{ width: {self.text:.2f}rem }}
          h1 {{ font-size: {height:.3f}mm !important; width: {line:.2f}em }}
          .col {{ width: {self.column}rem; margin-left: {COLUMN_GAP}rem }}
          .cell {{ width: {across}rem }}
          main {{ margin-top: {slack * 0.3:.3f}mm }}
          .end {{ margin-top: {slack * 0.3:.3f}mm }}
          {"" if self.left >= 0 else self._long()}"""

    def _long(self):
        """Over several pages the text runs on from column to column: blocks beside each other
        would not be parted."""
        columns = 1 if self.is_grid else self.columns
        return f""".cols {{ display: block !important; columns: {columns}; column-gap: {COLUMN_GAP}rem }}
          .col {{ width: auto; margin: 0 }}
          .cells {{ display: block !important }}"""


def least_body(size: Size) -> float:
    """The smallest body type of a board in mm."""
    share = size.short / A2_SHORT
    return max(A2_BODY * (share**GROWTH if share > 1 else share), SMALLEST_BODY)


def title_parts(title: str) -> list[str]:
    """The title where it may be broken without tearing a word apart."""
    return [part for part in _JOINT.split(title) if part]


def title_setting(title: str, setting: Setting) -> tuple[float, float]:
    """The size of the title in mm and the length of its lines in its own characters."""
    wide, height = setting.room[0], setting.size.height
    least, most = height / TITLE_LEAST, min(height / TITLE_MOST, setting.size.short / 9.5)
    parts = title_parts(title)
    whole = max(sum(map(_ems, parts)), 1)
    for count in range(1, math.ceil(whole) + 1):
        line = _shortest_line(parts, count) * TITLE_SPACE + 0.1
        if wide / line >= least:
            return max(min(wide / line, most), least), line
    return min(wide / 1.2, least), wide / least


def _shortest_line(parts, count) -> float:
    """The length in ems at which the parts stand in so many lines."""
    line = max(sum(map(_ems, parts)) / count, 1)
    while _lines(parts, line) > count:
        line += 0.5
    return line


def _lines(parts, line) -> int:
    count, used = 1, 0.0
    for part in parts:
        wide = _ems(part)
        if used and used + wide > line:
            count, used = count + 1, 0.0
        used += wide
        while used > line:
            count, used = count + 1, used - math.floor(line)
    return count


def _ems(text) -> float:
    return sum(0.58 if ord(char) < 0x2000 else 1.0 for char in text)
