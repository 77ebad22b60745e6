"""What staff fill in for a session of the congress: when it is, and what is reported there."""

from django import forms

from daihome.tools.fields import DayField, LineField
from inspections.models import CongressSession, SessionReport
from inspections.presidium.forms import DAY, CallForm

# (title, who reports, legal basis): what sessions usually hear; each may be changed afterwards.
REPORTS = (
    ("主席团工作报告", "镇人大主席团", "地方组织法第十二条"),
    ("镇人民政府工作报告", "镇人民政府", "地方组织法第十二条"),
    ("预算执行情况和预算草案的报告", "镇财政所", "地方组织法第十二条、预算法"),
    ("代表建议办理情况的报告", "镇人大主席团、镇人民政府", "代表法第五十一条"),
    ("民生实事项目完成情况的报告", "镇人民政府", ""),
    ("决算（草案）的报告", "镇财政所", "地方组织法第十二条、预算法"),
)


class SessionForm(CallForm):
    """A session: all township representatives in office are called by themselves."""

    presets = forms.MultipleChoiceField(
        label="大会听取的报告",
        choices=[(str(place), title) for place, (title, _who, _law) in enumerate(REPORTS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选了的登记下来，到期前提醒；别的报告在会议的页面上增加",
    )
    reports_due_on = DayField(
        label="报告最晚哪天交", required=False, widget=DAY, help_text="不填就是开会前十五天"
    )

    def others(self):
        return CongressSession.objects.filter(term=self.term)

    def call(self):
        """The same with its reports."""
        given = self.cleaned_data
        session = CongressSession.objects.call(self.term, **self.plan())
        due = given["reports_due_on"] or _fortnight_before(session.activity.on)
        for place in given["presets"]:
            title, reporter, basis = REPORTS[int(place)]
            SessionReport.objects.create(
                session=session, title=title, reporter=reporter, legal_basis=basis, due_on=due
            )
        return session


def _fortnight_before(day):
    return day.fromordinal(day.toordinal() - 15)


class ReportForm(forms.Form):
    """One more report that is due at a session."""

    use_required_attribute = False

    title = LineField(label="报告", max_length=100, help_text="例：安全生产专项工作报告")
    reporter = LineField(label="报告人（单位）", max_length=60, required=False)
    due_on = DayField(label="最晚哪天交", widget=DAY)
    legal_basis = LineField(label="依据", max_length=120, required=False)


class GivenForm(forms.Form):
    """That a report was given."""

    given_on = DayField(label="报告日期", required=False, widget=DAY)
