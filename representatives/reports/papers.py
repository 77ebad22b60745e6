"""述职通知, 测评表 and 测评汇总 of one report (DOMAIN.md section 3)."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from daihome.tools.fonts import spell_out
from daihome.tools.paper import render_pdf
from representatives.models import DutyReport

LEVELS = ("满意", "基本满意", "不满意")
# What a report speaks about (代表法第五十八条: duties at and between the sessions).
SUBJECTS = (
    "出席本级人民代表大会会议的情况",
    "参加闭会期间活动、联系选民的情况",
    "提出和督促办理代表建议的情况",
    "存在的不足和今后打算",
)


@dataclass(frozen=True)
class ReportPaper:
    """A report as its papers show it; `heading` is the paper's."""

    heading: str
    report: DutyReport
    printed_on: datetime.date

    @property
    def home(self):
        return self.report.home

    @property
    def levels(self):
        return LEVELS

    @property
    def subjects(self):
        return SUBJECTS

    @property
    def copies(self):
        """Two ballots on a page, to be cut apart."""
        return (1, 2)

    @property
    def returned(self):
        """How many ballots came back."""
        report = self.report
        return report.satisfied + report.basic + report.unsatisfied + report.void

    @property
    def opinions(self):
        return spell_out(self.report.opinions)

    @property
    def result(self):
        return spell_out(self.report.result)


# name in the address -> (title, template)
PAPERS = {
    "notice": ("代表述职通知", "print/report_notice.html"),
    "ballot": ("代表述职测评表", "print/report_ballot.html"),
    "tally": ("代表述职测评汇总表", "print/report_tally.html"),
}


def report_pdf(report, name, today=None):
    """The paper `name` (a key of PAPERS) of one report. Raises MissingGlyphs."""
    heading, template = PAPERS[name]
    form = ReportPaper(heading, report, today or timezone.localdate())
    return render_pdf(template, {"form": form, "home": report.home})
