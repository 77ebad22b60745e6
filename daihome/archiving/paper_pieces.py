"""Papers of the year besides the books: forms of activities, boards, statistics, reports."""

from functools import partial

from daihome.archiving.packing import Made, Piece, Section
from daihome.performance.file import File, mandates_of
from daihome.performance.papers import file_pdf
from daihome.statistics_facts import facts_of
from daihome.tools.paper import render_pdf
from daihome.walls import Wall, pdf_of
from daihome.yearly import papers as yearly_papers
from daihome.yearly.listing import Year as ReportYear
from daihome.yearly.telling import proposals_report, yearly_report
from representatives.activities import cells, year_books
from suggestions.watch.counting import Scope
from suggestions.watch.statistics import BY
from suggestions.watch.statistics_sheets import workbook


def activity_sections(year) -> list[Section]:
    """The forms with one page an activity, month by month: a year of pictures is too much at once."""
    pieces = []
    for book, (title, *_how) in year_books.BOOKS.items():
        rows = year_books.asked_rows(book, year.home, year.number, year.user)
        pieces += [
            Piece(f"{title} {month}月", ".pdf", partial(_month, book, rows, month))
            for month in sorted({row.on.month for row in rows})
        ]
    return [Section("活动签到和记录表", pieces, notes=("一次活动一页，按月装订。",))]


def _month(book, rows, month) -> Made:
    keys = [row.pk for row in rows if row.on.month == month]
    return Made(year_books.pdf_of(book, list(cells.with_people(rows.filter(pk__in=keys)))))


def wall_sections(year) -> list[Section]:
    """Boards that hung in the year, with what they say on the day of the order."""
    wall, period = Wall(year.home, year.on), year.period
    hung = [one for one in wall.hangings if _hung(one.row, period)]
    pieces = [
        board_piece(one, year.site)
        for one in sorted(hung, key=lambda one: (one.row.venue_id, one.row.pk))
        if one.facts is not None
    ]
    return [Section("上墙版面", pieces, notes=("这一年挂过的版面，内容按制作当天的数据。",))]


def board_piece(hanging, site) -> Piece:
    """A board where it hangs, with what it says today."""
    return Piece(f"{hanging.row.venue} {hanging.label}", ".pdf", partial(_board, hanging, site))


def _hung(row, period):
    if row.up_on is None or row.up_on > period.end:
        return False
    return row.down_on is None or row.down_on > period.start


def _board(hanging, site) -> Made:
    return Made(pdf_of([hanging], site))


def statistics_sections(year) -> list[Section]:
    """Divided in every way that makes sense for one Home, and every row that was counted."""
    ways = [by for by in BY if by != "home"]
    pieces = [Piece(f"按{BY[by]}统计", ".pdf", partial(_statistics, year, by)) for by in ways]
    pieces.append(Piece("统计和全部明细", ".xlsx", partial(_sheet, year)))
    return [Section("办理统计", pieces)]


def _statistics(year, by) -> Made:
    facts = facts_of(year.user, [year.home], year.period, by, year.on)
    return Made(render_pdf("print/statistics.html", facts))


def _sheet(year) -> Made:
    return Made(workbook(Scope.of([year.home], year.period, year.user), year.on))


def report_sections(year) -> list[Section]:
    """The drafts of the year's reports, and the lists from which their numbers are counted."""
    told = ReportYear(year.home, year.number, year.on)
    kinds = [("主席团年度工作报告", yearly_report), ("代表建议办理情况报告", proposals_report)]
    pieces = [Piece(words, ".pdf", partial(_report, told, tell)) for words, tell in kinds]
    pieces += [
        Piece(f"{words} 数字和清单", ".xlsx", partial(_figures, told, tell))
        for words, tell in kinds
    ]
    return [Section("年度报告", pieces, notes=("由系统里的数字起草，以正式印发的为准。",))]


def performance_sections(year) -> list[Section]:
    """The year of everybody's performance file; of two mandates both."""
    files = [File(one, year.on) for one in mandates_of(year.user).of(year.home)]
    pieces = [
        Piece(
            f"{one.person.name} {one.mandate.get_level_display()}",
            ".pdf",
            partial(_file, one, year),
        )
        for one in sorted(files, key=lambda one: (one.person.name, one.mandate.pk))
        if year.number in one.years
    ]
    return [Section("代表实绩档案", pieces, notes=("每位代表这一年的一份。",))]


def _file(file, year) -> Made:
    return Made(file_pdf(file, [year.number]))


def _report(told, tell) -> Made:
    return Made(yearly_papers.pdf(tell(told)))


def _figures(told, tell) -> Made:
    return Made(yearly_papers.workbook(tell(told)))
