"""24 months of reception days, looked at from outside: page, feed and paper say the same.

Which days are working days is asked of the published calendar, not of our own.
"""

import re
from datetime import date, datetime, time

import chinese_calendar
import pytest
from icalendar import Calendar

from reception import planning
from reception.models import ReceptionDay
from reception.papers.notices import year_table
from reception.staff.rosters import roster_days
from tests import factories
from tests.daihome.tools.papers import text_of

TODAY, LAST = date(2025, 1, 1), date(2026, 12, 31)
PATTERNS = {
    "双月十五": {"cycle": "even", "days": "15"},
    "每周一": {"cycle": "every", "how": "weekday", "weekday": 0, "days": "", "on_day_off": "week"},
    "单月首个周二": {
        "cycle": "odd", "how": "weekday", "weekday": 1, "ordinal": 1, "days": "",
        "on_day_off": "previous",
    },
    "九号十九号": {"cycle": "every", "days": "9、19", "on_day_off": "skip"},
    "圩日": {"cycle": "quarter", "how": "market", "days": "3、8", "on_day_off": "stay"},
}  # fmt: skip


@pytest.fixture
def two_years(home, monkeypatch):
    """Days of every pattern in a place of its own, drawn on the first day of 2025."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: factories.moment(2025, 1, 1, 7))
    for name in ("李建国", "王秀英", "包永胜", "白晓燕"):
        factories.make_representative(home, name=name)
    for order, (name, fields) in enumerate(PATTERNS.items()):
        pattern = factories.make_pattern(
            home, name=name, venue=factories.make_venue(home, name=f"{name}处"),
            starts=time(8 + order), ends=time(9 + order), starts_on=TODAY, in_rotation=False, **fields,
        )  # fmt: skip
        planning.write(planning.draft(pattern, LAST, TODAY))


def on_page(client):
    months = client.get("/homes/xizi/reception/?all=1").context["months"]
    return [
        (day.on, day.starts_at.astimezone(factories.SHANGHAI).time(), day.place, day.names)
        for _month, days in months
        for day in days
    ]


def in_feed(client):
    for event in Calendar.from_ical(client.get("/homes/xizi/reception.ics").content).events:
        names = str(event["DESCRIPTION"]).partition("接待代表：")[2].partition("\n")[0]
        yield event.start.date(), event.start.time(), str(event["LOCATION"]), names


def on_paper(home):
    """(date, time) of each line of the two yearly tables."""
    for year in (2025, 2026):
        rows = ReceptionDay.objects.of(home).between(date(year, 1, 1), date(year, 12, 31))
        text = text_of(year_table(home, year, roster_days(rows, TODAY), TODAY).pdf())
        for month, day, weekday, at in re.findall(
            r"(\d+)月(\d+)日\s*([一二三四五六日])\s*(\d+:\d\d)", text
        ):
            on = date(year, int(month), int(day))
            assert "一二三四五六日"[on.weekday()] == weekday
            yield on, datetime.strptime(at, "%H:%M").time()  # noqa: DTZ007


def test_page_feed_and_paper_say_the_same(client, home, two_years):
    page = on_page(client)

    assert len(page) > 24 * 5
    assert all(names for *_facts, names in page)
    assert page == list(in_feed(client))
    assert [row[:2] for row in page] == list(on_paper(home))


def test_all_are_working_days_unless_the_rule_says_otherwise(client, two_years):
    page = on_page(client)
    free = {place for on, _at, place, _names in page if not chinese_calendar.is_workday(on)}

    assert {place for _on, _at, place, _names in page} == {f"{name}处" for name in PATTERNS}
    assert free == {"圩日处"}
    fifteenth = [on for on, _at, place, _names in page if place == "双月十五处"]
    # 15 February 2025 is a Saturday, 15 February 2026 a make-up Sunday or a day of 春节.
    assert len(fifteenth) == 12
    assert all(
        on.day == 15 or not chinese_calendar.is_workday(on.replace(day=15)) for on in fifteenth
    )
