"""自查表 and 整改清单 of one venue or of all, for signing by who checked and who is responsible."""

from dataclasses import dataclass

from daihome.tools.fonts import spell_out
from daihome.tools.paper import render_pdf
from daihome.tools.text import mask_personal_data
from representatives.models import StandardCheck

FOLDER = "print/facilities"
LONG = 150  # characters in one cell: a third of a page


def printed(text):
    """Somebody's words on paper: without numbers of persons, emoji named."""
    return spell_out(mask_personal_data(text), letters=False)


@dataclass(frozen=True)
class Line:
    """One item on paper."""

    ordinal: int
    name: str
    requirement: str
    found: str
    state: str
    note: str
    correction: str
    correct_by: object
    corrected_on: object
    photos: int

    @property
    def is_long(self) -> bool:
        """Whether it may be broken over two pages: else most of a page would stay empty."""
        texts = (self.name + self.requirement, self.found, self.note, self.correction)
        return max(map(len, texts)) > LONG

    @classmethod
    def of(cls, ordinal, row):
        said = {name: printed(getattr(row, name)) for name in ("found", "note", "correction")}
        is_open = not row.self_check.is_closed and row.state == "open"
        return cls(
            ordinal=ordinal,
            name=printed(row.item.name),
            requirement=printed(row.item.requirement),
            state="" if is_open else row.get_state_display(),
            correct_by=row.correct_by,
            corrected_on=row.corrected_on,
            photos=len(row.photos.all()),
            **said,
        )


@dataclass(frozen=True)
class Sheet:
    """One self-check on paper; of a 整改清单 only what fell short."""

    check: object
    lines: list[Line]
    numbers: str


def sheets_of(checks, *, only_short=False) -> list[Sheet]:
    """A sheet for each self-check (two queries for all); without a line none is made."""
    rows = {}
    found = StandardCheck.objects.filter(self_check__in=checks).select_related("item", "self_check")
    for row in found.prefetch_related("photos").order_by("item__order", "item", "pk"):
        rows.setdefault(row.self_check_id, []).append(row)
    sheets = []
    for check in checks:
        own = [row for row in rows.get(check.pk, ()) if row.falls_short or not only_short]
        lines = [Line.of(ordinal, row) for ordinal, row in enumerate(own, start=1)]
        if lines:
            sheets.append(Sheet(check, lines, numbers_of(own)))
    return sheets


def numbers_of(rows) -> str:
    """“达标 5 项，部分达标 1 项，未达标 1 项，整改完成 1 项”."""
    counts = {}
    for row in rows:
        counts[row.get_state_display()] = counts.get(row.get_state_display(), 0) + 1
    done = sum(bool(row.falls_short and row.corrected_on) for row in rows)
    words = [f"{name} {count} 项" for name, count in counts.items()]
    return "，".join(words + ([f"已整改 {done} 项"] if done else []))


def check_pdf(home, checks, today) -> bytes | None:
    """The 自查表 of these self-checks, a page each; None without any."""
    return _pdf("check.html", home, sheets_of(checks), today)


def corrections_pdf(home, checks, today) -> bytes | None:
    """The 整改清单 of these self-checks; None when nothing fell short."""
    return _pdf("corrections.html", home, sheets_of(checks, only_short=True), today)


def _pdf(template, home, sheets, today):
    facts = {"home": home, "sheets": sheets, "today": today}
    return render_pdf(f"{FOLDER}/{template}", facts) if sheets else None


# name: (title, how it is made, what is said when there is nothing to print)
PAPERS = {
    "check": ("建设标准自查表", check_pdf, "还没有完成的自查，没有可以打印的。"),
    "corrections": ("整改清单", corrections_pdf, "没有需要整改的项目，不用打印。"),
}
