"""Stored files of the year: scans of signed sheets, pictures, proofs. None that tells who a voter is."""

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from django.db.models import F
from django.utils import timezone

from daihome.archiving.packing import Made, Piece, Section
from daihome.books import BY_SLUG
from daihome.models import SignedVolume
from daihome.tools.stored import StoredFile
from inspections.models import Rectification, RectificationFile, SpecialReport, SpecialReportFile
from reception.models import (
    MailboxOpening,
    MailItem,
    MailScan,
    OpeningScan,
    ReceptionRecord,
    RecordFile,
    Visit,
    VisitPicture,
)
from representatives.models import (
    Activity,
    ActivityFile,
    CheckPhoto,
    DocumentFile,
    DutyFile,
    DutyRecord,
    DutyReport,
    DutyReportFile,
    FundEntry,
    FundVoucher,
    MaterialFile,
    OfficialDocument,
    PerformanceScan,
    PerformanceYear,
    StandardCheck,
    StudyMaterial,
)

CHANGED = "内容与存入时不一样，可能损坏或者被改过"


@dataclass(frozen=True)
class Store:
    """Files of one kind: the rows they belong to, and the date, moment or year of such a row."""

    title: str
    files: type[StoredFile]
    owner: str
    owners: type
    when: str
    kind: str = "date"

    def rows(self, year):
        """Those of the year whose owner the person may see, erased ones left out."""
        seen = self.owners.objects.of(year.home).visible_to(year.user)
        seen = seen.filter(**self._of_year(year))
        rows = self.files.objects.filter(**{f"{self.owner}__in": seen.order_by().values("pk")})
        rows = rows.exclude(file="").annotate(when=F(f"{self.owner}__{self.when}"))
        return rows.order_by("when", self.owner, "pk")

    def _of_year(self, year):
        if self.kind == "year":
            return {self.when: year.number}
        return year.days(self.when, is_time=self.kind == "moment")

    @property
    def may_tell(self):
        """Whether a file of this kind can show who a voter is."""
        return any(field.name == "shows_identity" for field in self.files._meta.fields)

    def words(self, row):
        """Named after its day only: people put names into the names of their files."""
        if self.kind == "year":
            return f"{self.title} {row.when}年"
        day = timezone.localtime(row.when) if self.kind == "moment" else row.when
        return f"{self.title} {day:%Y%m%d}"


STORES = (
    Store("活动照片和签到表", ActivityFile, "activity", Activity, "starts_at", "moment"),
    Store("公文盖章件", DocumentFile, "document", OfficialDocument, "signed_on"),
    Store("学习资料", MaterialFile, "material", StudyMaterial, "published_on"),
    Store("履职证明", DutyFile, "record", DutyRecord, "on"),
    Store("述职材料", DutyReportFile, "report", DutyReport, "on"),
    Store("实绩档案签字页", PerformanceScan, "of_year", PerformanceYear, "year", "year"),
    Store("接待记录扫描件", RecordFile, "record", ReceptionRecord, "at", "moment"),
    Store("走访照片和扫描件", VisitPicture, "visit", Visit, "on"),
    Store("开箱登记签字页", OpeningScan, "opening", MailboxOpening, "opened_at", "moment"),
    Store("来信扫描件", MailScan, "item", MailItem, "opening__opened_at", "moment"),
    Store("专项工作报告材料", SpecialReportFile, "report", SpecialReport, "heard_on"),
    Store("整改材料", RectificationFile, "rectification", Rectification, "received_on"),
    Store("自查照片", CheckPhoto, "check_of", StandardCheck, "self_check__on"),
    Store("经费凭证", FundVoucher, "entry", FundEntry, "on"),
)


def sections(year) -> list[Section]:
    """Signed books, and one section for all else: most Homes have few of each kind."""
    pieces, hidden = [], 0
    for store in STORES:
        rows = store.rows(year)
        if store.may_tell:
            hidden += rows.filter(shows_identity=True).count()
            rows = rows.filter(shows_identity=False)
        pieces += [piece_of(row, store.words(row)) for row in rows]
    told = f"{hidden} 个看得出来访人、写信人是谁，没有装入，在系统里查看。"
    return [
        signed_section(year),
        Section("照片和扫描件", pieces, notes=(told,) if hidden else ()),
    ]


def signed_section(year) -> Section:
    """The signed originals of the books of the year."""
    return Section("簿册签字原件", [piece_of(row, _signed_words(row)) for row in _signed(year)])


def _signed(year):
    """Scans of signed volumes that have a day in the year, replaced ones left out."""
    rows = SignedVolume.objects.of(year.home).visible_to(year.user).in_force().exclude(file="")
    rows = rows.filter(start__lte=year.period.end, end__gte=year.period.start)
    return rows.order_by("register", "start", "volume", "pk")


def _signed_words(row):
    book = BY_SLUG.get(row.register)
    return f"{book.title if book else row.register} 第{row.volume}册 {row.start:%Y%m%d}起"


def piece_of(row, words) -> Piece:
    """A stored file as it is, under `words`: people put names into the names of their files."""
    suffix = PurePath(row.file.name).suffix.lower()
    return Piece(words, suffix, partial(_stored, row), has_pages=False)


def _stored(row) -> Made:
    file = row.file.open("rb")
    changed = row.sha256 and hashlib.file_digest(file, "sha256").hexdigest() != row.sha256
    file.seek(0)
    return Made(file, problem=CHANGED if changed else "")
