"""Bars for shares, laid out for `templates/charts/bars.svg`: wide enough for a telephone, no more.

The drawing has its colours as attributes of the shapes: a style would be refused by the browser's
rules of the house, and the same drawing is put on paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 360
LEFT, TRACK, BAR = 44, 220, 12  # where bars begin, how long 100% is, how thick a bar is
HEAD, STEP, GAP = 20, 17, 12  # for the line's name, from bar to bar, after the last one
NAME_MAX = 24  # characters of a name in one line of the drawing
LINES_A_CHART = 6  # a drawing is never broken over two sheets of paper
COLOURS = ("#1d4f91", "#a3151b", "#2e6b34", "#5b534b")


@dataclass(frozen=True)
class Bar:
    """One share: its name, its place, its length, and the text behind it."""

    name: str
    y: int
    width: float
    text: str
    colour: str

    @property
    def baseline(self) -> int:
        return self.y + BAR - 2


@dataclass(frozen=True)
class Bars:
    """The bars under one name."""

    name: str
    y: int
    bars: list[Bar]

    @property
    def baseline(self) -> int:
        return self.y + HEAD - 6


@dataclass(frozen=True)
class Chart:
    """One drawing."""

    title: str
    height: int
    lines: list[Bars]
    width: int = WIDTH
    left: int = LEFT
    track: int = TRACK
    bar: int = BAR

    @property
    def behind(self) -> int:
        """Where the texts behind the bars begin."""
        return self.left + self.track + 6


def charts(title: str, lines: Iterable[tuple[str, list]]) -> list[Chart]:
    """Drawings of `lines`: (name, [(name of the share, share from 0 to 1, text), …])."""
    lines = list(lines)
    parts = [lines[at : at + LINES_A_CHART] for at in range(0, len(lines), LINES_A_CHART)]
    many = len(parts) > 1
    return [
        _chart(f"{title}（{place}）" if many else title, part)
        for place, part in enumerate(parts, start=1)
    ]


def _chart(title, lines):
    y, drawn = 0, []
    for name, shares in lines:
        bars = [
            Bar(
                label,
                y + HEAD + STEP * place,
                round(TRACK * share, 1),
                text.strip(),
                COLOURS[place],
            )
            for place, (label, share, text) in enumerate(shares)
        ]
        drawn.append(Bars(_short(name), y, bars))
        y += HEAD + STEP * len(shares) + GAP
    return Chart(title, y, drawn)


def _short(name):
    return name if len(name) <= NAME_MAX else f"{name[: NAME_MAX - 1]}…"
