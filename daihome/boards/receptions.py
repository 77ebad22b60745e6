"""Reception days on the wall: the roster of a year (接待日安排) and the next day (公告).

The facts are those of the public page and its calendar feed (`reception.public_days`); what is
accepted and what is not is worded once, with the printed notice (`reception.papers.notices`).
"""

from datetime import date

from django.urls import reverse

from daihome.boards.declaring import Board
from daihome.boards.narrowed import VENUE, narrowed, part_subjects, year_subjects
from daihome.tools.registers import midnight
from reception.feeds import DAYS_AHEAD
from reception.models import ReceptionDay
from reception.papers import notices
from reception.public_days import next_days, public_days
from representatives.models import Venue

UNKNOWN = "名单确定以后公布"
OFF_MOST = 3  # cancelled days that are told before the next one
MANY = 26  # rows from which their type is smaller
BESIDE = 14  # rows from which a lying board may have them in two columns
QR_WORDS = "微信扫一扫，看最新的安排"


def venues_of(home):
    """(key, name) of the places for everybody where somebody ever received."""
    rows = Venue.objects.of(home).public().filter(activities__reception_day__isnull=False)
    return list(rows.distinct().values_list("pk", "name"))


def roster_subjects(home, today):
    next_year = date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
    has_next = ReceptionDay.objects.of(home).between(*next_year).exists()
    return year_subjects(today, has_next) + part_subjects(VENUE, venues_of(home))


def roster_facts(home, today, subject):
    about = narrowed(subject, VENUE, today)
    venue = _venue(home, about)
    if about is None or (about.key and venue is None):
        return None
    days = public_days(home, *about.days, venue=venue)
    rows = [_row(day) for day in days]
    shared = {name: _shared(rows, name) for name in ("hours", "place")}
    said = ("　".join(filter(None, shared.values()))) or (venue.name if venue else "")
    return {
        "title": f"{about.year}年接待日安排",
        "caption": said,
        "has_hours": not shared["hours"],
        "has_places": not shared["place"],
        "has_remarks": any(row["remark"] for row in rows),
        "is_dense": len(rows) > MANY,
        "blocks": rows,
        "weights": [1 + (len(row["people"]) + len(row["remark"])) // 20 for row in rows],
        "link": reverse("reception", args=[home.slug]),
        "qr_words": QR_WORDS,
        "link_words": "看最新的接待日",
    }


def _shared(rows, name):
    """What all rows say of it, told once above the table; empty when they differ."""
    found = {row[name] for row in rows}
    return found.pop() if len(found) == 1 else ""


def _venue(home, about):
    """The venue that a subject names; None when it names none, or none that everybody may know."""
    if about is None or about.key is None:
        return None
    return Venue.objects.of(home).public().filter(pk=about.key).first()


def _place(day):
    return f"{day.place}（{day.place_address}）" if day.place_address else day.place


def _row(day):
    group = f"（{day.group}）" if day.group else ""
    return {
        "on": f"{day.on.month}月{day.on.day}日",
        "weekday": day.weekday.removeprefix("星期"),
        "hours": day.hours,
        "place": day.place,
        "people": "停止接待" if day.is_cancelled else f"{day.names or UNKNOWN}{group}",
        "is_off": day.is_cancelled,
        "remark": "；".join(filter(None, (day.cancelled, day.moved, day.theme))),
    }


def roster_columns(facts, size):
    is_wide = size.width > size.height and len(facts["blocks"]) >= BESIDE
    return (1, 2) if is_wide else (1,)


def next_subjects(home, today):
    """The next day anywhere, or at one place."""
    return [("", "全部场所"), *part_subjects(VENUE, venues_of(home))]


def next_facts(home, today, subject):
    """The day stays until it is over; then the board is about the one after it."""
    about = None if subject.isdigit() else narrowed(subject, VENUE, today)
    venue = _venue(home, about)
    if about is None or (about.key and venue is None):
        return None
    known = public_days(home, today, today + DAYS_AHEAD, venue=venue)
    ahead = next_days(known, midnight(today))
    off = [day for day in known if day.is_cancelled and (not ahead or day.on <= ahead[0].on)]
    return {
        "title": "人大代表接待选民公告",
        "caption": venue.name if venue else "",
        "days": [_told(day) for day in ahead],
        "off": [_off(day) for day in off[:OFF_MOST]],
        "accepted": notices.accepted(home),
        "ends": notices.ends(home),
        "no_cases": notices.NO_CASES,
        "link": reverse("reception", args=[home.slug]),
        "qr_words": QR_WORDS,
        "link_words": "看最新的接待日",
        "signer": home.congress_name,
    }


def _told(day):
    return {
        "year": day.on.year,
        "date": f"{day.on.month}月{day.on.day}日",
        "weekday": day.weekday,
        "hours": day.hours,
        "place": _place(day) or "见公告",
        "people": day.names or UNKNOWN,
        "theme": day.theme,
        "moved": day.moved,
    }


def _off(day):
    return (
        f"{day.on.month}月{day.on.day}日（{day.weekday}）在{day.place}的接待停止：{day.cancelled}"
    )


BOARDS = (
    Board(
        slug="roster",
        name="接待日安排",
        template="boards/roster.html",
        facts=roster_facts,
        subjects=roster_subjects,
        columns=roster_columns,
        is_shown=True,
        replaces="代表接待日安排表",
        order=44,
    ),
    Board(
        slug="next-day",
        name="下次接待日公告",
        template="boards/next_day.html",
        facts=next_facts,
        subjects=next_subjects,
        columns=lambda facts, size: (1,),
        is_shown=True,
        replaces="接待日公告",
        order=45,
    ),
)
