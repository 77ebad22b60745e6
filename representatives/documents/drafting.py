"""Drafts that write themselves from what the house knows: nothing is typed twice.

Every room that has something to announce fills `draft_from` and hands the draft to
`representatives.documents.pages.opened`.
"""

from django.db import transaction

from representatives.activities import papers
from representatives.models import Base, DocumentKind, Home, OfficialDocument

ELLIPSIS = "……"
# What a copy takes over; number, dates and scans are each letter's own.
WORDING = (
    "home", "kind", "title", "to", "body", "enclosures", "signer", "copies", "contact", "present",
    "excused", "observers", "activity", "is_public",
)  # fmt: skip


def draft_from(home, kind, title, *, body="", activity=None, written_by=None, **texts):
    """An unsaved draft; `texts` are other fields: to, present, excused, observers, copies, …

    What is longer than its field is cut and ends with “……”, so that whoever looks sees it.
    """
    texts = {"title": title, "body": body, **texts}
    fitted = {name: _fit(name, text) for name, text in texts.items()}
    return OfficialDocument(
        home=home, kind=kind, activity=activity, written_by=written_by, **fitted
    )


def _fit(name, text):
    most = OfficialDocument._meta.get_field(name).max_length
    return text if len(text) <= most else text[: most - len(ELLIPSIS)] + ELLIPSIS


@transaction.atomic
def keep(draft, by):
    """The draft saved, or the one that was begun for the same thing and is not issued yet.

    Returns (row, whether it is new).
    """
    # Locks the Home: somebody who presses twice gets one draft.
    Home.objects.filter(pk=draft.home_id).update(slug=draft.home.slug)
    same = {"kind": draft.kind, "title": draft.title, "to": draft.to, "activity": draft.activity}
    begun = OfficialDocument.objects.of(draft.home).drafts().filter(**same).first()
    if begun:
        return begun, False
    draft.written_by = by
    draft.save()
    return draft, True


def copy_of(document) -> OfficialDocument:
    """An unsaved draft with the same wording."""
    return OfficialDocument(**{name: getattr(document, name) for name in WORDING})


def kinds_for(activity) -> list[str]:
    """What can be drafted from an activity: its notice; of a meeting that was held, its minutes."""
    if activity.is_reception or activity.state == "cancelled":
        return []
    if activity.kind.base == Base.MEETING and activity.is_held:
        return [DocumentKind.MINUTES]
    return [] if activity.is_held else [DocumentKind.NOTICE]


def from_activity(activity, kind, today) -> OfficialDocument:
    """The 通知 or 会议纪要 of an activity (`cells.with_people`); `kind` is one of `kinds_for`."""
    return _minutes(activity) if kind == DocumentKind.MINUTES else _notice(activity, today)


def _notice(activity, today):
    letter = papers.notice_facts(activity, today)["letter"]
    sections = [("时间", [f"{letter.when}。"]), ("地点", [f"{letter.where}。"])]
    sections += [("参加人员", [f"{letter.people or '全体代表'}。"])]
    sections += [("主要安排", letter.agenda)] if letter.agenda else []
    sections += [("有关要求", [letter.request])]
    body = "\n".join([letter.opening, *_numbered(sections)])
    contact = f"联系电话：{letter.phone}" if letter.phone else ""
    return draft_from(
        activity.home, DocumentKind.NOTICE, letter.heading,
        to=letter.to, body=body, contact=contact, activity=activity,
    )  # fmt: skip


def _minutes(activity):
    facts = papers.minutes(activity)
    subject, people = papers.printed(activity.title), dict(facts.people)
    host = f"由{activity.host}主持" if activity.host else ""
    where = papers.printed(activity.where)
    opening = f"{_day(activity.on)}，{'在' + where if where else ''}召开“{subject}”{'，' + host if host else ''}。"
    lines = [line for heading, said in facts.sections for line in (heading, *said)]
    title = f"{subject}纪要" if subject.endswith(("会议", "会")) else f"{subject}会议纪要"
    return draft_from(
        activity.home, DocumentKind.MINUTES, title,
        body="\n".join([f"{opening}现将会议情况纪要如下：", *lines]),
        present=people.get("出席", ""), excused=people.get("请假", ""),
        observers=people.get("列席", ""), activity=activity,
    )  # fmt: skip


def _numbered(sections):
    """一、时间, its lines, 二、地点, …"""
    for place, (name, lines) in enumerate(sections):
        yield f"{'一二三四五六七八九十'[place]}、{name}"
        yield from lines


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日"
