"""The inspection folder (检查包) of a year: gaps first, then the proof of each item, then the rest.

In the order of the Home's first standard in use. A book, ledger or rule that proves several items
lies where it is first asked for; later items say where.
"""

from functools import partial

from django.utils import timezone

from daihome.archiving.asked import Year
from daihome.archiving.book_pieces import section_of
from daihome.archiving.file_pieces import piece_of, signed_section
from daihome.archiving.packing import Cover, Made, Piece, Section, pack
from daihome.archiving.paper_pieces import board_piece
from daihome.archiving.recording import Sealed, seal
from daihome.archiving.yearly import AS_TODAY, MASKED, SCOPE, UNFINISHED
from daihome.boards import BY_SLUG as BOARDS
from daihome.books import BY_SLUG
from daihome.orders import Unmakeable
from daihome.standards import sources
from daihome.standards.gaps import Subject, gaps_of
from daihome.tools.board_setting import PRESETS
from daihome.tools.boards import board_pdf
from daihome.tools.paper import render_pdf
from representatives.facilities.papers import PAPERS, printed
from representatives.models import (
    FALLS_SHORT,
    CheckPhoto,
    EvidenceKind,
    FundVoucher,
    HomeRule,
    SelfCheck,
    StandardCheck,
)

PAPER = "inspection"
FIRST = "目录和缺项清单"
RULE_SIZE = PRESETS["A4 竖版"]
NO_STANDARD = "还没有启用的建设标准，检查包没有顺序可以照。请先在“建设标准”里启用一个。"
LEDGERS = {EvidenceKind.EQUIPMENT: "equipment", EvidenceKind.FUND: "funds"}
CHECKS = "self-checks"


def inspection_folder(order, file, tell) -> Sealed:
    """Pack the folder of the year that `order.parameters` name. Raises Unmakeable."""
    year = Year(
        home=order.home,
        number=order.parameters["year"],
        user=order.user,
        on=timezone.localdate(order.ordered_at),
        site=order.parameters["site"],
    )
    folder = Folder(year)
    if folder.subject.standard is None:
        raise Unmakeable(NO_STANDARD)
    packed = pack(file, folder.sections(), cover_of(order, year), tell)
    return seal(packed, year.number, file)


def cover_of(order, year: Year) -> Cover:
    unfinished = (UNFINISHED,) if year.on <= year.period.end else ()
    return Cover(
        title=f"{year.number}年度检查包",
        number=f"{order.home.number_prefix}-JC{year.number}-{order.pk}",
        home=order.home.name,
        made_at=order.ordered_at,
        made_by=str(order.user),
        notes=(*unfinished, AS_TODAY, SCOPE, MASKED),
    )


class Folder:
    """What lies in the folder of a year. `placed` remembers in which item's folder a thing lies."""

    def __init__(self, year: Year):
        self.year, self.subject = year, Subject(year)
        self.placed = {}

    def sections(self) -> list[Section]:
        """Everything, the sheet of gaps and contents first."""
        items = self.subject.standard.items.filter(is_active=True)
        behind = [self._item(item) for item in items]
        behind += [self._checks(), *self._other_books(), self._other_walls()]
        behind.append(signed_section(self.year))
        behind = [one for one in behind if one.pieces or one.notes]
        first = Piece("检查包目录和缺项清单", ".pdf", lambda: Made(self.first_sheet(behind)))
        return [Section(FIRST, [first]), *behind]

    def first_sheet(self, behind=None) -> bytes:
        """The gaps, then what lies where. Raises MissingGlyphs."""
        behind = self.sections()[1:] if behind is None else behind
        kinds = [(kind, [printed(gap.text) for gap in gaps]) for kind, gaps in gaps_of(self.year)]
        facts = {
            "home": self.year.home,
            "year": self.year.number,
            "today": self.year.on,
            "standard": self.subject.standard,
            "kinds": kinds,
            "number": sum(len(gaps) for _kind, gaps in kinds),
            "contents": [
                (place, printed(one.title), len(one.pieces), [printed(note) for note in one.notes])
                for place, one in enumerate(behind, start=2)
            ],
        }
        return render_pdf("print/facilities/folder.html", facts)

    def _item(self, item) -> Section:
        """What proves one item, and the photos of its last self-checks."""
        notes = [f"要求：{item.requirement}。"] if item.requirement else []
        notes.append(f"依据：{sources.name_of(item)}。")
        pieces, count = [], None
        slug = item.evidence_key if item.evidence == EvidenceKind.REGISTER else None
        slug = slug or LEDGERS.get(item.evidence)
        if slug in BY_SLUG:
            pieces, count = self._book(slug, item.name, notes)
        elif item.evidence == EvidenceKind.RULE:
            pieces = self._rules(item, notes)
        elif item.evidence == EvidenceKind.BOARD:
            pieces = self._boards(item)
        if item.evidence == EvidenceKind.FUND:
            # The workbook's rows are counted against the PDF's; scans would be in between.
            count, pieces = None, pieces + self._vouchers()
        photos = self._photos(item)
        if photos:
            count = None
        return Section(item.name, pieces + photos, count, tuple(notes))

    def _book(self, slug, here, notes):
        """(pieces, count) of a book, or a note where it lies already."""
        if slug in self.placed:
            notes.append(f"《{BY_SLUG[slug].title}》放在“{self.placed[slug]}”里。")
            return [], None
        self.placed[slug] = here
        section = section_of(self.year, BY_SLUG[slug])
        notes.extend(section.notes)
        return section.pieces, section.count

    def _rules(self, item, notes):
        rows = HomeRule.objects.of(self.year.home).in_force(self.subject.day).with_first_version()
        if item.evidence_key != sources.ANY_RULE:
            rows = rows.filter(kind=item.evidence_key)
        return [piece for rule in rows if (piece := self._rule(rule, item.name, notes))]

    def _rule(self, rule, here, notes):
        key = f"rule:{rule.first_version}"
        if key in self.placed:
            notes.append(f"《{rule.title}》放在“{self.placed[key]}”里。")
            return None
        self.placed[key] = here
        return Piece(rule.title, ".pdf", partial(_rule_pdf, self.year, str(rule.first_version)))

    def _boards(self, item):
        key = item.evidence_key
        if key.startswith(sources.RULE_BOARD):
            kind = key.removeprefix(sources.RULE_BOARD)
            rules = HomeRule.objects.of(self.year.home).filter(kind=kind)
            keys = {str(pk) for pk in rules.values_list("pk", flat=True)}
            meant = [one for one in self._hanging("rules") if one.row.subject in keys]
        else:
            meant = self._hanging(key)
        return [self._board(one, item.name) for one in meant]

    def _hanging(self, slug):
        return [
            one
            for one in self.subject.hangings
            if one.row.board == slug
            and one.facts is not None
            and f"b{one.row.pk}" not in self.placed
        ]

    def _board(self, one, here):
        self.placed[f"b{one.row.pk}"] = here
        return board_piece(one, self.year.site)

    def _vouchers(self):
        rows = FundVoucher.objects.visible_to(self.year.user).of(self.year.home)
        rows = rows.filter(entry__year=self.year.number).exclude(file="")
        return [
            piece_of(row, f"凭证 {row.entry.on:%Y%m%d}")
            for row in rows.select_related("entry").order_by("entry__on", "pk")
        ]

    def _photos(self, item):
        last = self._last_checks()
        rows = CheckPhoto.objects.filter(check_of__self_check__in=last, check_of__item=item)
        rows = rows.exclude(file="").select_related("check_of__self_check__venue")
        return [
            piece_of(row, _photo_words(row.check_of.self_check))
            for row in rows.order_by("check_of__self_check__venue__order", "pk")
        ]

    def _last_checks(self):
        """The last closed self-check of every venue up to the end of the year."""
        rows = SelfCheck.objects.of(self.year.home).latest()
        rows = rows.filter(standard=self.subject.standard, on__lte=self.subject.day)
        return rows.select_related("venue", "standard").order_by("venue__order", "venue")

    def _checks(self):
        """自查表 and, where something fell short, 整改清单; the book of self-checks."""
        checks = list(self._last_checks())
        short = StandardCheck.objects.filter(self_check__in=checks, state__in=FALLS_SHORT).exists()
        wanted = {"check": bool(checks), "corrections": short}
        pieces = [
            Piece(title, ".pdf", partial(_paper, make, self.year.home, checks, self.year.on))
            for name, (title, make, _nothing) in PAPERS.items()
            if wanted[name]
        ]
        notes = [] if checks else ["还没有完成的自查。"]
        notes += ["没有要整改的项目。"] if checks and not short else []
        self.placed[CHECKS] = ""
        book = section_of(self.year, BY_SLUG[CHECKS])
        return Section("自查表和整改清单", pieces + book.pieces, None, tuple(notes))

    def _other_books(self):
        """The other books that every Home keeps, and the ledgers."""
        for slug in (*self.subject.books, "equipment"):
            if slug not in self.placed:
                self.placed[slug] = ""
                yield section_of(self.year, BY_SLUG[slug])

    def _other_walls(self):
        """Everything else that hangs."""
        found = [
            one
            for one in self.subject.hangings
            if one.facts is not None and f"b{one.row.pk}" not in self.placed
        ]
        return Section("其他上墙版面", [self._board(one, "") for one in found])


def _photo_words(check) -> str:
    return f"照片 {check.venue} {check.on:%Y%m%d}"


def _paper(make, *facts) -> Made:
    return Made(make(*facts))


def _rule_pdf(year, subject) -> Made:
    """A rule on A4, as it is in force on the day."""
    board = BOARDS["rules"]
    facts = board.facts(year.home, year.on, subject)
    if facts is None:
        raise Unmakeable("这项制度现在不施行了")
    return Made(board_pdf([(board.sheet(year.home, facts, RULE_SIZE, year.site), RULE_SIZE)]))
