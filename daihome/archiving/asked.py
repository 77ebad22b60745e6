"""Whose archive of which year, and as whom it is read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from daihome.tools.registers import ONE_DAY, Period, midnight


@dataclass(frozen=True)
class Year:
    """The year of a Home as `user` may see it; `on` is the day of the order, `site` our address."""

    home: Any
    number: int
    user: Any
    on: date
    site: str

    @property
    def period(self) -> Period:
        return Period.of_year(self.number)

    def days(self, lookup: str, *, is_time: bool = False) -> dict[str, Any]:
        """The condition that the date (or moment) behind `lookup` is of the year."""
        period = self.period
        if is_time:
            after = midnight(period.end + ONE_DAY)
            return {f"{lookup}__gte": midnight(period.start), f"{lookup}__lt": after}
        return {f"{lookup}__gte": period.start, f"{lookup}__lte": period.end}
