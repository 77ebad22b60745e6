"""The yearly report as PDF, as a document to go on writing in, and the workbook behind it."""

from io import BytesIO

from django.utils import timezone

from daihome.tools import sheets
from daihome.tools.board_setting import title_parts
from daihome.tools.paper import render_pdf
from daihome.yearly.figures import BLANKS, Figure, filled, inspections, outcomes
from daihome.yearly.telling import Report, said

# GB/T 9704-2012: margins in mm, sizes and line pitch in points.
TOP, RIGHT, BOTTOM, LEFT = 37, 26, 35, 28
BODY, TITLE, FOOT, PITCH = 16, 22, 14, 28.95
# The office's own faces; a computer without them shows its own FangSong.
FANG, SONG, HEI = "仿宋_GB2312", "方正小标宋简体", "黑体"


def pdf(report: Report) -> bytes:
    """The report in the layout of official letters. Raises MissingGlyphs."""
    facts = {
        "report": report,
        "title_parts": title_parts(report.title),
        "sections": [
            (one.heading, [said(words) for words in one.paragraphs]) for one in report.sections
        ],
        "signer": report.year.home.congress_name,
        "signed_on": timezone.localdate(),
    }
    return render_pdf("print/yearly_report.html", facts)


def document(report: Report) -> BytesIO:
    """The same words as docx, to be edited."""
    from docx import Document

    paper = Document()
    _set_page(paper.sections[0])
    _set_body(paper.styles["Normal"])
    _line(paper, report.title, face=SONG, size=TITLE, centred=True, indented=False)
    _line(paper, "", indented=False)
    for section in report.sections:
        _line(paper, section.heading, face=HEI)
        for words in section.paragraphs:
            _line(paper, said(words))
    _line(paper, "", indented=False)
    today = timezone.localdate()
    for words in (report.year.home.congress_name, f"{today.year}年{today.month}月{today.day}日"):
        _line(paper, words, at_right=True, indented=False)
    paper.core_properties.title = report.title
    paper.core_properties.author = report.year.home.congress_name
    paper.core_properties.language = "zh-CN"
    file = BytesIO()
    paper.save(file)
    file.seek(0)
    return file


def _set_page(section):
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.footer_distance = Mm(BOTTOM - 10)
    _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph):
    """“— 1 —” in the middle of the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_face(paragraph.add_run("— "), "宋体", FOOT)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _set_face(paragraph.add_run(" —"), "宋体", FOOT)


def _set_body(style):
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    _set_face(style, FANG, BODY)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)


def _set_face(of, face, size):
    """Face and size of a run or style, for Chinese characters too."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    of.font.name, of.font.size = face, Pt(size)
    of.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _line(paper, text, *, face=FANG, size=BODY, centred=False, at_right=False, indented=True):
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = paper.add_paragraph()
    if centred or at_right:
        side = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.alignment = side
    if indented:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    if text:
        _set_face(paragraph.add_run(text), face, size)


def workbook(report: Report) -> BytesIO:
    """Every figure with how to count it again, and every list behind one."""
    year = report.year
    found = all_figures(report)
    listings = dict.fromkeys(one.listing for one in found if one.listing)
    return sheets.write_workbook(
        f"{year.home.name} {year.year}年度数字和清单",
        [
            ("数字", (("指标", 36), ("数", 16), ("单位", 8), ("怎样算", 80)), _numbers(found)),
            *(
                (one.title, [(name, 18) for name in one.columns], year.rows(one))
                for one in listings
            ),
        ],
    )


def all_figures(report: Report) -> list[Figure]:
    """All blanks, whether the text says them or not, and those of each kind."""
    year = report.year
    blanks = filled(year)
    kinds = [figure for pair in inspections(year) for figure in pair]
    spread = [one for one in report.figures if one.key == ""]
    numbers = [blanks[key] for key in (*BLANKS, "quota")]
    return list(dict.fromkeys([*numbers, *kinds, *outcomes(year), *spread]))


def _numbers(found):
    for one in found:
        yield one.label, one.value, one.unit, one.how
