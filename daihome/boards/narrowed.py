"""Subjects of boards of a year: this year's of all (empty), one year's (“2027”), some part's (“v12”)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

GROUP, VENUE = "g", "v"
THIS_YEAR = "本年（每年更换）"
_SUBJECT = re.compile(r"(?P<year>20[0-9]{2})|(?P<letter>[gv])(?P<key>[1-9][0-9]{0,17})")


@dataclass(frozen=True)
class Narrowed:
    """A year, and the key of the group or venue where the board is about one only."""

    year: int
    key: int | None = None

    @property
    def days(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, 12, 31)


def narrowed(subject: str, letter: str, today: date) -> Narrowed | None:
    """What `subject` means on `today`; None when it names nothing, or a year that is over."""
    if not subject:
        return Narrowed(today.year)
    found = _SUBJECT.fullmatch(subject)
    if found is None or found["letter"] not in (None, letter):
        return None
    if found["key"]:
        return Narrowed(today.year, int(found["key"]))
    return Narrowed(int(found["year"])) if int(found["year"]) >= today.year else None


def part_subjects(letter: str, rows: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    """(subject, name) of the groups or venues among (key, name)."""
    return [(f"{letter}{key}", name) for key, name in rows]


def year_subjects(today: date, has_next: bool) -> list[tuple[str, str]]:
    """This year's that changes by itself and this one's for good; the next as soon as it is planned."""
    years = [today.year, today.year + 1] if has_next else [today.year]
    return [("", THIS_YEAR), *((str(year), f"{year}年") for year in years)]
