"""Stored files of the year: scans of signed sheets, pictures, proofs. None that tells who a voter is."""

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from django.db.models import F
from django.utils import timezone

from daihome.archiving.packing import Made, Piece, Section
from daihome.tools.stored import StoredFile
from reception.models import (
    MailItem,
    MailScan,
    ReceptionRecord,
    RecordFile,
    Visit,
    VisitPicture,
)
from representatives.models import (
    Activity,
    ActivityFile,
    DutyFile,
    DutyRecord,
    DutyReport,
    DutyReportFile,
)

CHANGED = "内容与存入时不一样，可能损坏或者被改过"


@dataclass(frozen=True)
class Store:
    """Files of one kind: the rows they belong to, and the day of such a row."""

    title: str
    files: type[StoredFile]
    owner: str
    owners: type
    day: str
    day_is_time: bool = False

    def rows(self, year):
        """Those of the year whose owner the person may see, erased ones left out."""
        seen = self.owners.objects.of(year.home).visible_to(year.user)
        seen = seen.filter(**year.days(self.day, is_time=self.day_is_time))
        rows = self.files.objects.filter(**{f"{self.owner}__in": seen.order_by().values("pk")})
        rows = rows.exclude(file="").annotate(day=F(f"{self.owner}__{self.day}"))
        return rows.order_by("day", self.owner, "pk")

    @property
    def may_tell(self):
        """Whether a file of this kind can show who a voter is."""
        return any(field.name == "shows_identity" for field in self.files._meta.fields)


STORES = (
    Store("活动照片和签到表", ActivityFile, "activity", Activity, "starts_at", day_is_time=True),
    Store("履职证明", DutyFile, "record", DutyRecord, "on"),
    Store("述职材料", DutyReportFile, "report", DutyReport, "on"),
    Store("接待记录扫描件", RecordFile, "record", ReceptionRecord, "at", day_is_time=True),
    Store("走访照片和扫描件", VisitPicture, "visit", Visit, "on"),
    Store("来信扫描件", MailScan, "item", MailItem, "opening__opened_at", day_is_time=True),
)


def sections(year) -> list[Section]:
    """One section for all: most Homes have few of each kind."""
    pieces, hidden = [], 0
    for store in STORES:
        rows = store.rows(year)
        if store.may_tell:
            hidden += rows.filter(shows_identity=True).count()
            rows = rows.filter(shows_identity=False)
        pieces += [_piece(store, row) for row in rows]
    told = f"{hidden} 个看得出来访人、写信人是谁，没有装入，在系统里查看。"
    return [Section("照片和扫描件", pieces, notes=(told,) if hidden else ())]


def _piece(store, row) -> Piece:
    """Named after its day only: people put names into the names of their files."""
    day = timezone.localtime(row.day).date() if store.day_is_time else row.day
    suffix = PurePath(row.file.name).suffix.lower()
    return Piece(f"{store.title} {day:%Y%m%d}", suffix, partial(_stored, row), has_pages=False)


def _stored(row) -> Made:
    file = row.file.open("rb")
    changed = row.sha256 and hashlib.file_digest(file, "sha256").hexdigest() != row.sha256
    file.seek(0)
    return Made(file, problem=CHANGED if changed else "")
