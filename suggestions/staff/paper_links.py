"""Which papers of a matter exist now, in groups for whom they are; and the blank forms."""

from dataclasses import dataclass, field

from django.urls import reverse

from suggestions.models import Commitment, ExtensionRequest, Press, ReplyState

PRINTABLE = (ReplyState.APPROVED, ReplyState.PUBLISHED)
# name in the address -> title, for a Home that fills in paper first
BLANK_TITLES = {
    "acknowledgement": "签收回执",
    "return": "退办申请",
    "extension": "延期申请",
    "talk": "当面答复记录",
    "survey": "征询意见表",
}


@dataclass(frozen=True)
class PaperLinks:
    """One kind of paper: its title, and a link for each that exists (label "" for the only one)."""

    title: str
    links: list[tuple[str, str]] = field(default_factory=list)


def blank_links():
    """(title, address) of each blank form."""
    return [
        (title, reverse("admin:suggestions_blank", args=[name]))
        for name, title in BLANK_TITLES.items()
    ]


def groups(file):
    """(for whom, `PaperLinks`) of a `CaseFile`; three queries once a unit has had the matter."""
    found = (
        ("给单位的", [*_of_units(file), *_asked(file), *_presses(file)]),
        ("给反映人和代表的", [*_replies(file), *_survey(file), *_promises(file)]),
        ("存档的", [_one(file, "卷内目录", "contents"), _one(file, "全卷（一个文件）", "file")]),
    )
    return [(heading, papers) for heading, papers in found if papers]


def _address(file, name, of=None):
    path = reverse("admin:suggestions_paper", args=[file.suggestion.pk, name])
    return path if of is None else f"{path}?of={of}"


def _one(file, title, name):
    return PaperLinks(title, [("", _address(file, name))])


def _many(file, title, name, rows, label):
    """Links to the papers `name` of `rows`, labelled only where there are several."""
    several = len(rows) > 1
    links = [(label(row) if several else "", _address(file, name, row.pk)) for row in rows]
    return [PaperLinks(title, links)] if links else []


def _of_units(file):
    rows = file.present_assignments
    for title, name in (("交办单", "assignment"), ("签收回执", "acknowledgement")):
        yield from _many(file, title, name, rows, _unit)
    back = [row for row in file.assignments if row.returned_on]
    waiting = [row for row in rows if row.answered_on is None]
    yield from _many(file, "退办申请", "return", back + waiting, _returned)
    yield from _many(file, "延期申请（空白）", "ask-extension", waiting, _unit)
    yield from _many(
        file, "当面答复记录（空白）", "talk", [row for row in rows if row.is_main], _unit
    )


def _unit(row):
    return str(row.unit)


def _returned(row):
    return f"{row.unit}{'' if row.returned_on else '（空白）'}"


def _asked(file):
    if not file.assignments:
        return []
    rows = ExtensionRequest.objects.filter(assignment__suggestion=file.suggestion)
    rows = list(rows.select_related("assignment__unit"))
    return _many(file, "延期申请", "extension", rows, lambda row: _unit(row.assignment))


def _presses(file):
    if not file.assignments:
        return []
    rows = list(Press.objects.filter(assignment__suggestion=file.suggestion))
    links = [(row.doc_no, _address(file, "press", row.pk)) for row in rows]
    return [PaperLinks("催办、督办通知单", links)] if links else []


def _replies(file):
    rows = [reply for row in file.assignments for reply in row.answers if reply.state in PRINTABLE]
    labels = {reply.pk: str(row.unit) for row in file.assignments for reply in row.answers}
    again = {True: "（再次答复）", False: ""}
    return _many(
        file, "答复函", "reply", rows, lambda row: f"{labels[row.pk]}{again[row.is_followup]}"
    )


def _survey(file):
    if not file.has_published_answer:
        return []
    links = [("", _address(file, "survey"))]
    return [PaperLinks("征询意见表（一式两份）", links)]


def _promises(file):
    if not file.assignments:
        return []
    rows = list(Commitment.objects.filter(suggestion=file.suggestion))
    return _many(file, "承诺事项落实回执", "promise", rows, lambda row: f"{row.promised_on}前")
