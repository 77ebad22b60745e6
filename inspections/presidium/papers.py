"""Papers of the presidium: agenda, ballots and their result, the order to carry a decision out."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from daihome.tools.paper import render_pdf
from inspections.presidium.minutes import ordinal
from inspections.presidium.wording import named, quorum_sentence
from representatives.activities.papers import paragraphs, printed

FOLDER = "print/presidium"
COPIES = (1, 2)


@dataclass(frozen=True)
class Agenda:
    """会议议程: numbered items, when and where, who presides."""

    home: object
    title: str
    when: datetime.datetime
    where: str
    host: str
    items: list[tuple[str, str]]
    people: str


@dataclass(frozen=True)
class Ballot:
    """表决票: what is voted on, a line each."""

    home: object
    title: str
    on: datetime.date
    items: list[tuple[int, str]]
    copies: tuple[int, ...] = COPIES


@dataclass(frozen=True)
class Result:
    """表决结果: every decision with its votes, and whether enough members were there."""

    home: object
    title: str
    on: datetime.date
    quorum: str
    majority: int
    rows: list
    printed_on: datetime.date


@dataclass(frozen=True)
class Order:
    """A decision on one form; as an order it has room for the unit's answer."""

    home: object
    decision: object
    title: str
    text: str
    requesters: str
    follow_up: str
    effect: str
    printed_on: datetime.date


def _numbered(lines):
    return [(f"{ordinal(place)}、", line) for place, line in enumerate(lines, start=1)]


def agenda_facts(row, people="") -> Agenda:
    """Of a meeting of the presidium or a session of the congress; `people` are called to it."""
    activity = row.activity
    return Agenda(
        home=row.home,
        title=printed(str(row)),
        when=timezone.localtime(activity.starts_at),
        where=printed(activity.where),
        host=activity.host,
        items=_numbered(paragraphs(activity.agenda)),
        people=people,
    )


def agenda_pdf(row) -> bytes:
    """会议议程. Raises MissingGlyphs."""
    people = ""
    if hasattr(row, "members_then"):
        members = row.members_then().select_related("representative").in_order()
        people = "、".join(member.representative.name for member in members)
    return render_pdf(f"{FOLDER}/agenda.html", {"paper": agenda_facts(row, people)})


def ballot_pdf(meeting) -> bytes:
    """表决票, two on a page: the decisions that are written down, else the agenda."""
    titles = [row.title for row in meeting.decisions.order_by("pk")]
    titles = [printed(title) for title in titles] or paragraphs(meeting.activity.agenda)
    items = list(enumerate(titles, start=1))
    paper = Ballot(meeting.home, printed(str(meeting)), meeting.activity.on, items)
    return render_pdf(f"{FOLDER}/ballot.html", {"paper": paper, "home": meeting.home})


def result_pdf(meeting) -> bytes:
    """表决结果 to sign: presiding, watching, counting."""
    rows = [(row, printed(row.title)) for row in meeting.decisions.order_by("pk")]
    paper = Result(
        home=meeting.home,
        title=printed(str(meeting)),
        on=meeting.activity.on,
        quorum=quorum_sentence(meeting.members, meeting.present()),
        majority=meeting.majority,
        rows=rows,
        printed_on=timezone.localdate(),
    )
    return render_pdf(f"{FOLDER}/result.html", {"paper": paper, "home": meeting.home})


MEETING_PAPERS = {
    "agenda": ("会议议程", agenda_pdf),
    "ballot": ("表决票", ballot_pdf),
    "result": ("表决结果", result_pdf),
}


def order_facts(decision) -> Order:
    people = decision.request.requesters.all() if decision.request else []
    return Order(
        home=decision.home,
        decision=decision,
        title=printed(decision.title),
        text=printed(decision.text),
        requesters=named(person.name for person in people),
        follow_up=printed(decision.follow_up),
        effect=printed(decision.effect),
        printed_on=timezone.localdate(),
    )


def order_pdf(decision) -> bytes:
    """决定执行通知单 for the unit that carries it out."""
    facts = {"sheets": [order_facts(decision)], "home": decision.home, "is_order": True}
    return render_pdf(f"{FOLDER}/decision.html", facts)


def decisions_pdf(home, decisions) -> bytes:
    """Every decision on a page of its own: 主席团决定登记表."""
    sheets = [order_facts(decision) for decision in decisions]
    return render_pdf(f"{FOLDER}/decision.html", {"sheets": sheets, "home": home})
