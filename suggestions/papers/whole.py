"""卷内目录 and the whole file of a matter (全卷) as one PDF, with the true number of each leaf."""

import datetime
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from daihome.tools import paper
from daihome.tools.binding import Bundle, bind, lay_out_paper
from daihome.tools.fonts import spell_out
from suggestions.models import Retention
from suggestions.papers.common import Paper, kind_of, printed, without_identity
from suggestions.papers.parts import parts_of


@dataclass(frozen=True)
class Listed:
    """One line of the 卷内目录."""

    doc_no: str
    author: str
    title: str
    day: datetime.date
    leaves: str
    remark: str


@dataclass(frozen=True)
class Cover:
    """案卷封面."""

    home: object
    heading: str
    subject: str
    number: str
    volume: str
    box: str
    retention: str
    first: datetime.date
    last: datetime.date
    units: list[str]
    papers: int
    leaves: int
    printed_on: datetime.date


class CaseBook:
    """The papers of one matter, laid out. Make and use it while holding `paper.LOCK`."""

    def __init__(self, suggestion, base_url, *, with_telling=True):
        self.suggestion = suggestion
        self.clean = without_identity(suggestion)
        self.today = timezone.localdate()
        self.parts = parts_of(suggestion, base_url, with_telling=with_telling)
        self.numbered = [
            Bundle(self.clean(part.title), self._pages(part.paper), part.foreign)
            for part in self.parts
        ]
        self.leaves = sum(len(bundle.pages) for bundle in self.numbered)

    def _pages(self, sheet):
        html = self.clean(render_to_string(sheet.template, sheet.facts))
        return lay_out_paper(spell_out(html), sheet.pictures)

    def listed(self):
        """The lines of the 卷内目录."""
        place = 1
        for part, bundle in zip(self.parts, self.numbered, strict=True):
            last = place + len(bundle.pages) - 1
            leaves = str(place) if last == place else f"{place}-{last}"
            remark = "未装订" if part.why_not else ""
            yield Listed(part.doc_no, part.author, bundle.title, part.day, leaves, remark)
            place = last + 1

    def contents(self):
        """卷内目录, its own leaves not numbered."""
        facts = {
            "home": self.suggestion.home,
            "heading": "卷内目录",
            "number": f"编号：{self.suggestion.number}",
            "left": kind_of(self.suggestion),
            "printed_on": self.today,
            "parts": list(self.listed()),
        }
        return Paper("print/file_contents.html", facts)

    def cover(self):
        return Paper("print/file_cover.html", {"cover": self._cover_facts()})

    def _cover_facts(self):
        here = self.suggestion
        units = here.assignments.filter(round_no=here.round_no, returned_on=None)
        permanent = Retention.PERMANENT.label
        return Cover(
            home=here.home,
            heading=f"{kind_of(here)}办理案卷",
            subject=printed(here.heading),
            number=here.number,
            volume=f"{here.volume.year}年第{here.volume.number}卷" if here.volume else "未归档",
            box=here.volume.box if here.volume else "",
            retention=here.get_retention_display() or permanent,
            first=here.received_on,
            last=here.archived_on or timezone.localdate(here.records.last().at),
            units=[row.unit.name for row in units.select_related("unit").order_by("-role", "pk")],
            papers=len(self.parts),
            leaves=self.leaves,
            printed_on=self.today,
        )

    def remark(self):
        """卷内备考表."""
        facts = {
            "home": self.suggestion.home,
            "number": self.suggestion.number,
            "leaves": self.leaves,
            "papers": len(self.parts),
            "missing": [part.why_not for part in self.parts if part.why_not],
            "printed_on": self.today,
        }
        return Paper("print/file_remark.html", facts)

    def bound(self) -> bytes:
        """Cover, contents, all papers, closing sheet."""
        front = [
            Bundle("封面", self._pages(self.cover())),
            Bundle("卷内目录", self._pages(self.contents())),
        ]
        return bind(front, self.numbered, [Bundle("卷内备考表", self._pages(self.remark()))])


def whole_file_pdf(suggestion, base_url, *, with_telling=True) -> bytes:
    """全卷: everything that exists of a matter, without the person's identity, as one PDF.

    Without `with_telling` attachments that show who the voter is are named, not bound.
    """
    with paper.LOCK:
        return CaseBook(suggestion, base_url, with_telling=with_telling).bound()


def contents_pdf(suggestion, base_url) -> bytes:
    """The 卷内目录 by itself; the file is laid out to know its leaves."""
    with paper.LOCK:
        return CaseBook(suggestion, base_url).contents().pdf()
