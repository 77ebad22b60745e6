"""The case files of the matters that were archived in the year, volume by volume."""

from functools import partial

from daihome.archiving.packing import Made, Piece, Section
from daihome.orders import Unmakeable
from suggestions.models import ArchiveVolume, Attachment, Suggestion
from suggestions.papers.volumes import volume_contents
from suggestions.papers.whole import whole_file_pdf

GONE = "制作期间这件意见重新打开了，或者看不到了"


def sections(year) -> list[Section]:
    cases = archived(year).order_by("volume__year", "volume__number", "archived_on", "pk")
    pieces = [Piece(f"案卷 {one.number}", ".pdf", partial(_case, year, one.pk)) for one in cases]
    return [Section("办理案卷", [*_volumes(year, cases), *pieces], notes=_notes(cases))]


def archived(year):
    """Matters archived in the year that the person may see."""
    rows = Suggestion.objects.of(year.home).visible_to(year.user)
    return rows.filter(**year.days("archived_on")).only("number", "is_restricted")


def _volumes(year, cases):
    keys = cases.order_by().values("volume")
    rows = ArchiveVolume.objects.of(year.home).filter(pk__in=keys).order_by("year", "number")
    return [
        Piece(f"{one.year}年第{one.number}卷 卷内目录", ".pdf", partial(_contents, one, year.user))
        for one in rows
    ]


def _contents(volume, user) -> Made:
    return Made(volume_contents(volume, user).pdf())


def _case(year, key) -> Made:
    rows = Suggestion.objects.of(year.home).visible_to(year.user).exclude(archived_on=None)
    found = rows.filter(pk=key).first()
    if found is None:
        raise Unmakeable(GONE)
    return Made(whole_file_pdf(found, year.site, with_telling=False))


def _notes(cases):
    closed = cases.filter(is_restricted=True).count()
    telling = Attachment.objects.kept().filter(shows_identity=True, suggestion__in=cases.order_by())
    count = telling.count()
    return tuple(
        words
        for number, words in [
            (closed, f"其中 {closed} 件限制查阅，请按规定保管。"),
            (count, f"{count} 个附件看得出反映人是谁，没有装入，在系统里查看。"),
        ]
        if number
    )
