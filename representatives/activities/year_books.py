"""The books of a year that have one page an activity: which there are, whose rows, how they are made."""

from daihome.tools.paper import render_pdf
from representatives.activities import cells, papers
from representatives.activities.plan import year_rows
from representatives.models import MINUTED, Attendance, Base

FOLDER = "print/activities"
# Activities that are printed while the person waits; more are ordered.
AT_ONCE = 12


def asked_rows(book, home, year, user):
    """The activities of `book` (a key of BOOKS) that were held in `year`, as `user` sees them."""
    rows = year_rows(home, year, user).held()
    bases = BOOKS[book][1]
    return rows.filter(kind__base__in=bases) if bases else rows


def rows_of(book, home, year, user):
    """`asked_rows` with the people that papers name, as a list."""
    return list(cells.with_people(asked_rows(book, home, year, user)))


def nothing(year):
    return f"{year}年还没有登记过的活动，没有可以打印的。"


def pdf_of(book, rows):
    """The book of these rows. Raises MissingGlyphs."""
    return BOOKS[book][2](rows)


def title_of(book, year):
    return f"{BOOKS[book][0]}{year}"


def sign_in(filled):
    """How sign-in sheets are made: signed ones (`filled`), or with room to sign."""

    def make(rows):
        """One sheet an activity; all attendances in one query."""
        found = Attendance.objects.filter(activity__in=rows).order_by("part", "pk")
        people = {}
        for row in cells.with_groups(found):
            people.setdefault(row.activity_id, []).append(row)
        sheets = [papers.sign_in_sheet(row, people.get(row.pk, []), filled) for row in rows]
        return render_pdf(f"{FOLDER}/sign_in.html", {"home": rows[0].home, "sheets": sheets})

    return make


def records(rows):
    """The form of the activities' base; minutes of meetings."""
    if rows[0].kind.base in MINUTED:
        facts = {"home": rows[0].home, "sheets": [papers.minutes(row) for row in rows]}
        return render_pdf(f"{FOLDER}/minutes.html", facts)
    pictures = {}
    sheets = [papers.record(row, pictures) for row in rows]
    facts = {"home": rows[0].home, "sheets": sheets}
    return render_pdf(f"{FOLDER}/record.html", facts, pictures=pictures)


# name: (title, bases of its activities, none for all, how it is made)
BOOKS = {
    "sign-in": ("代表活动签到簿", (), sign_in(filled=True)),
    "group": ("代表小组活动登记本", (Base.GROUP,), records),
    "study": ("学习记录", (Base.STUDY,), records),
    "meeting": ("会议记录", MINUTED, records),
}
