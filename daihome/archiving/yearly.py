"""The archive of a year (年度归档包): all books, boards, case files and stored files of a Home."""

from django.utils import timezone

from daihome.archiving import (
    book_pieces,
    case_pieces,
    document_pieces,
    file_pieces,
    paper_pieces,
)
from daihome.archiving.asked import Year
from daihome.archiving.packing import Cover, Section, pack
from daihome.archiving.recording import Sealed, seal

PAPER = "archive"
MASKED = (
    "反映人、来访人的姓名、电话、住址按规定隐去，看得出是谁的附件和扫描件不装入；"
    "要查的，由有权限的人在系统里按规定查看。"
)
SCOPE = "只装制作人看得到的内容。"
UNFINISHED = "制作时这一年还没有过完，只到制作当天。"
AS_TODAY = "簿册和统计按制作当天的数据；以后补登、更正的不在内。"


def yearly_archive(order, file, tell) -> Sealed:
    """Pack the year that `order.parameters` name."""
    year = Year(
        home=order.home,
        number=order.parameters["year"],
        user=order.user,
        on=timezone.localdate(order.ordered_at),
        site=order.parameters["site"],
    )
    packed = pack(file, sections(year), cover_of(order, year), tell)
    return seal(packed, year.number, file)


def sections(year: Year) -> list[Section]:
    """What is in it, in the order of its folders."""
    return [
        *book_pieces.sections(year),
        *paper_pieces.activity_sections(year),
        *case_pieces.sections(year),
        *document_pieces.sections(year),
        *paper_pieces.wall_sections(year),
        *paper_pieces.statistics_sections(year),
        *paper_pieces.report_sections(year),
        *paper_pieces.performance_sections(year),
        *file_pieces.sections(year),
    ]


def cover_of(order, year: Year) -> Cover:
    unfinished = (UNFINISHED,) if year.on <= year.period.end else ()
    return Cover(
        title=f"{year.number}年度归档包",
        number=f"{order.home.number_prefix}-GD{year.number}-{order.pk}",
        home=order.home.name,
        made_at=order.ordered_at,
        made_by=str(order.user),
        notes=(*unfinished, AS_TODAY, SCOPE, MASKED),
    )
